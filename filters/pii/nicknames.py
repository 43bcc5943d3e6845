"""Nicknames in Chinese characters by which a person is found on a network or in a game.

    network  { 号 | 昵称 | ID … }  mark  nickname            微博@花开半夏      B站账号：老饕阿炳      抖音搜 阿肥不吃香菜
    nickname # number                                      糯米团子#11670, in a line that names a game or a friend

Behind 昵称, ID, 同名, 搜 or an at sign a nickname is one; behind a bare colon (B站：…) only where it ends its line and an
identifier stands near. Organisations, their papers and their official accounts are no persons.
"""

import re

from .context import Page, Report
from .handles import is_technical
from .labels import NICKNAMED

_HAN_NETWORK, _LATIN_NETWORK = (
    "|".join(sorted((word for word in NICKNAMED if word.isascii() is latin), key=len, reverse=True))
    for latin in (False, True)
)
_NETWORK = f"{_HAN_NETWORK}|{_LATIN_NETWORK}"
_LINK = r"(?:账号|帐号|賬號|帳號|用户名|昵称|暱称|昵稱|暱稱|名字|名称|名|号|號|ID|id|主页|大号|小号|角色名?|上?同名|人)"
_SAY = r"都?是|为|就?叫|搜索?|关注|找|可以搜|直接搜"
_BETWEEN = (
    rf"(?=[ ]?(?:{_LINK}|{_SAY}|[:@\-]))(?P<link>(?:{_LINK}[ ]?)*)(?P<say>(?:{_SAY})?)[ ]?(?P<mark>[:@\-]?[ ]?@?)[ ]?"
)
_QUOTED = r"[\"“「『【《\[]"
_CHAR = r"[\u4e00-\u9fffA-Za-z0-9_\-丶丨·✨灬ぁ-んァ-ヶ]"
#: what ends a nickname where no mark does
_GOES_ON = r"(?:就能|就可|就行|可以|即可|找到|找我|加我|关注|求互|互关|欢迎|来玩|那个|这个|的那|,|是我|也是)"
_NICKNAME = re.compile(
    rf"(?:(?i:{_HAN_NETWORK})|(?<![A-Za-z])(?i:{_LATIN_NETWORK})(?![A-Za-z]))的?[ ]?{_BETWEEN}"
    rf"(?:{_QUOTED}(?P<quoted>[^\n\"”」』】》\]]{{2,16}})[\"”」』】》\]]|(?P<bare>{_CHAR}{{2,15}}?)(?={_GOES_ON}|(?!{_CHAR})))"
)
_NUMBERED = re.compile(rf"(?<!{_CHAR})(?P<bare>{_CHAR}{{1,12}}#\d{{3,6}})(?!\d)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PLAYS = re.compile(
    rf"(?i:{_NETWORK})|好友|开黑|双排|三排|五排|车队|组队|上分|上车|加[我个]|战队|队友|ID|dc|[缺来]一?个|邀请"
)
_ORGANISATION = re.compile(
    r"官方|新闻|新聞|日报|晚报|早报|公安|发布|政府|委员|[局委署厅部院司校团社台]$|大学|学院|公司|集团|中国|央视|共青|电视|卫视|频道|杂志|在线|博物|图书|中心|协会|联盟|工作室|"
    r"活动|平台|旗舰|[店网]$|消防|交警|警方|法院|检察|气象|地铁|医院|银行|官"
)
_NO_NICKNAME = re.compile(
    r"的?(?:名|用户|粉丝|功能|结果|记录|引擎|排名|热[搜门]|话题|直播|视频|内容|页面|链接|地址|截图|评论|[这那]|你|他|我|什么|怎么|如何|为什么|没有|可以|请|已|不|和|与|在|有|是|了|等|被|对)"
    r"|.*(?:表示|认为|推出|上线|发文|回应|宣布|什么|怎么|如何|吗|呢|。|,)|(?:登录|注册|绑定|密码|信息|列表|管理|设置|未知|暂无|格式|必填|同上|某某)"
)
_OFFICIAL_BEFORE = re.compile(r"官方|公众|公司|本报|我社|我校|我院|我馆|我局")
_MINE = re.compile(r"[我俺咱]|本人|楼主|加|找|关注|搜|联系")
_NAMING = re.compile(r"[昵暱][称稱]|游戏名|遊戲名|ID|角色")
_LATIN_NAME = re.compile(r"(?=.*[a-z])[A-Z][A-Za-z]{4,15}\d{0,4}$|(?=.*[a-z])(?=.*\d)[A-Za-z][A-Za-z0-9_]{4,15}$")
ENOUGH = 4


def nickname_at(page: Page, place: int, report: Report) -> None:
    """A nickname behind the mark or word at `place` (: @ 昵 搜 叫 名), or before the # there."""
    flat = page.flat
    low = max(flat.rfind("\n", 0, place) + 1, place - 30) if place else 0
    line = flat[low : place + 40].partition("\n")[0]
    if flat[place] == "#":
        match = _NUMBERED.search(line)
        if match is not None and match.start() <= place - low < match.end() and _HAN.search(match["bare"]):
            rest = line[: match.start()] + line[match.end() :]
            if _PLAYS.search(rest) and page.label(low + match.start()) != "against":
                report("account", low + match.start("bare"), low + match.end("bare"), "nickname and number")
        return
    for match in _NICKNAME.finditer(line):
        if not match.start() <= place - low < max(match.end(), match.start() + 1):
            continue
        group = "quoted" if match["quoted"] else "bare"
        name = match[group]
        known = _NAMING.search(match[0][: match.start(group) - match.start()]) is not None
        latin = known and _LATIN_NAME.match(name) and not is_technical(name)
        if not (_HAN.search(name) or latin) or _ORGANISATION.search(name) or _NO_NICKNAME.match(name):
            continue
        lead = line[: match.start()]
        if _OFFICIAL_BEFORE.search(lead[-12:]):
            continue
        weight = (
            known
            + 3 * bool(match["link"])
            + 3 * ("@" in match["mark"])
            + (":" in match["mark"])
            + 2 * bool(match["say"])
        )
        weight += (group == "quoted") + (_MINE.search(lead[-10:] + line[match.end() : match.end() + 6]) is not None)
        weight += 2 * (0 < low + match.start() - page.found_to < 60) - 2 * (len(_HAN.findall(name)) > 9)
        if weight >= ENOUGH:
            report("account", low + match.start(group), low + match.end(group), "nickname on a network")
        return
