"""Accounts that a link to somebody's own page on a network names: https://space.bilibili.com/12345678, weibo.com/lao_wang.

The link is written out and ends behind the name, or with a part of that page (/dynamic) or a query: links to one post, links
behind words (Markdown, HTML) and lists of references name sources, not contacts. GitHub is full of projects: there 我, 主页 or
the network's own name must stand before.
"""

import re

from .context import Page, Report
from .handles import is_technical

_NAME = r"(?P<name>[A-Za-z0-9_][A-Za-z0-9_.\-]{2,38}[A-Za-z0-9_])"
# A part of somebody's page.
_PART = r"(?:/(?:dynamic|video|home|profile|about|posts|answers|followers|following|photos|featured)?)?/?"
_PROFILE = re.compile(
    r"://(?:www\.|m\.|zh-cn\.|tw\.)?(?:"
    r"(?:weibo\.com/(?:u/|n/)?|t\.qq\.com/|space\.bilibili\.com/|(?:user\.)?qzone\.qq\.com/|zhihu\.com/people/|douban\.com/people/|jianshu\.com/u/"
    r"|blog\.csdn\.net/|cnblogs\.com/|juejin\.(?:cn|im)/user/|twitter\.com/|x\.com/|facebook\.com/|instagram\.com/|threads\.net/@?"
    r"|linkedin\.com/in/|tieba\.baidu\.com/home/main\?un=|xiaohongshu\.com/user/profile/|douyin\.com/user/|youtube\.com/@|steamcommunity\.com/id/)"
    rf"|(?P<code>github\.com/|gitee\.com/)){_NAME}{_PART}(?:\?[A-Za-z0-9_=&.%\-]{{0,200}})?(?![A-Za-z0-9_./?=&#%\-])",
    re.I,
)
_QQ = re.compile(r"qzone", re.I)
_OWNER = re.compile(r"(?i:github|gitee|码云)[ ]?(?:主页|地址|账号)?[ ]?[:：]|我的|个人|主页|本人|作者")
_NO_NAME = re.compile(
    r"(?:share|sharer|intent|search|login|signup|home|explore|about|hashtag|pages|groups|events|help|settings|article|p|status|blog)$",
    re.I,
)


def profile_at(page: Page, place: int, report: Report) -> None:
    """The name in the link whose colon (of ://) is at `place`."""
    match = _PROFILE.match(page.flat, place)
    if match is None or _NO_NAME.match(match["name"]) or is_technical(match["name"]):
        return
    if match["code"] and not _OWNER.search(page.flat, max(0, place - 24), place):
        return
    if _QQ.search(match[0]):
        if match["name"].isdigit():
            report("qq", match.start("name"), match.end("name"), "link to a page of Qzone")
        return
    report("account", match.start("name"), match.end("name"), "link to a page of one's own")
