"""Phrases that only machines leave on a page: templates not filled in, cut-off endings, soliciting text.

Betting sites and the like are the matter of stage `toxicity`, which takes their lines out of pages that are good
otherwise (webspam.py).

One Aho-Corasick pass (Rust) over the UTF-8 bytes, ASCII lower-cased (three times as fast as over a lowered str). One
phrase never condemns a page: the measures are the hits beyond the first per thousand characters, and a text shorter
than a thousand characters is counted as a thousand. Quoting such phrases, as an article on fraud does, stays below the
limits. Aho & Corasick, "Efficient string matching", CACM 18(6), 1975.
"""

from functools import cache
from typing import NamedTuple

import ahocorasick_rs

#: endings of a page whose rest lies behind a link, compared without white space
CUT_OFF = (
    "阅读全文", "閱讀全文", "查看更多", "查看全文", "点击展开", "點擊展開", "展开全文", "展開全文", "阅读更多",
    "閱讀更多", "繼續閱讀", "继续阅读", "显示全部", "顯示全部", "查看详情", "查看詳情", "更多>>", "更多»", "[更多]",
    "readmore", "readmore»", "readmore>>", "[...]", "[…]", "[……]", "(more…)", "下一页", "下一頁", "点击查看",
    "登录后查看", "登入後閱讀", "登录后阅读", "会员后阅读", "开通会员", "剩余内容", "未完待续点击",
)  # fmt: skip

#: what page generators leave behind: article-spinner headings, unfilled fields of content systems, filler
TEMPLATE = (
    "相关标签：", "内容由ai生成",
    "{关键词}", "{城市}", "{地区}", "{标题}", "{公司名}", "{产品}", "【关键词】", "【标题】", "[标题]", "[关键词]",
    "[城市]", "[正文]", "{$title}", "{$keywords}", "{title}", "{keyword}", "%title%", "%keyword%", "#标题#",
    "#关键词#", "此处添加", "此处填写", "请输入标题", "请输入内容", "请输入文字", "在此输入", "單擊此處", "点击此处添加",
    "文字内容区域", "示例文本", "占位文本", "测试测试", "lorem ipsum", "dolor sit amet", "consectetur adipiscing",
    "sed do eiusmod", "ut labore et dolore", "[object object]", "hello world!欢迎使用wordpress",
    "欢迎使用wordpress", "您的浏览器不支持", "请启用javascript", "请开启javascript", "javascript is disabled",
)  # fmt: skip

#: headings of article spinners: above the abstract, above the list of keywords
ABSTRACT = ("本文摘要", "文章摘要：", "文章摘要:")
KEYWORDS = ("本文关键词", "本文關鍵詞", "本文关键字", "本文标签", "本文tag", "文章关键词：", "文章关键词:")

#: calls to write to, pay or join somebody; what an article on fraud names (刷单, 返利) is left out
SOLICITATION = (
    "加微信", "加我微信", "加薇信", "加威信", "加vx", "加v信", "加我v", "微信同号", "威信号", "加qq", "加群", "进群", "拉群",
    "私聊", "私信我", "滴滴我", "dd我", "戳我", "日结", "日赚", "日入", "月入过万", "躺赚", "稳赚", "包赚", "宝妈",
    "代开发票", "代开各类发票", "秒到账", "黑户", "免费领", "点击链接", "点链接", "戳链接", "名额有限", "先到先得", "包邮",
    "清仓", "跳楼价", "全网最低", "招代理", "一件代发", "诚招", "加盟热线", "老师带", "带你赚", "跟单", "内部消息", "荐股群",
    "回复td", "回t退订", "欢迎来电", "来电咨询", "厂家直销", "量大从优", "包教包会", "无需经验", "一单一结", "手慢无",
    "需要的联系", "有意联系", "长期有效", "安全可靠保密", "先办后付", "无前期", "验证后付款",
)  # fmt: skip

KINDS = (TEMPLATE, SOLICITATION, ABSTRACT, KEYWORDS)
#: items of a keyword list that a segmenter cut off: single characters and quotation marks ("‘,华,体会,’,的")
CRUMBS = 3


class Hits(NamedTuple):
    """Hits of template leftovers and of solicitation; marks of a spinner, see `spinner_marks` in Measures."""

    template: int
    solicitation: int
    spinner: int


@cache
def _automaton() -> tuple[ahocorasick_rs.BytesAhoCorasick, tuple[int, ...]]:
    """The automaton, and for each of its patterns the index of its kind."""
    patterns = [(phrase, kind) for kind, phrases in enumerate(KINDS) for phrase in sorted(set(phrases))]
    automaton = ahocorasick_rs.BytesAhoCorasick(
        [phrase.encode() for phrase, _ in patterns],
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        implementation=ahocorasick_rs.Implementation.DFA,
    )
    return automaton, tuple(kind for _, kind in patterns)


def phrase_hits(text: str) -> Hits:
    """Count the phrases of a text; the longest phrase wins where two overlap."""
    automaton, kinds = _automaton()
    counts = [0] * len(KINDS)
    crumbs = 0
    data = text.encode(errors="replace").lower()
    for pattern, _, end in automaton.find_matches_as_indexes(data):
        kind = kinds[pattern]
        counts[kind] += 1
        if KINDS[kind] is KEYWORDS:
            crumbs = max(crumbs, _crumbs(data[end : end + 600].decode(errors="ignore")))
    spinner = min(counts[2], 1) + min(counts[3], 1) + (crumbs >= CRUMBS)
    return Hits(counts[0], counts[1], spinner)


def _crumbs(rest: str) -> int:
    """Single-character items of the comma list in the rest of the heading's line."""
    items = rest.partition("\n")[0].lstrip(":： ").replace("，", ",").split(",")
    return sum(len(item.strip()) == 1 for item in items)


def is_cut_off(text: str) -> bool:
    """Whether the text ends where a link to its rest stood, brackets and arrows behind it or not."""
    end = "".join(text[-60:].split()).lower()
    return end.endswith(CUT_OFF) or end.rstrip("]】)）>》»→").endswith(CUT_OFF)
