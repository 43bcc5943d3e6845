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
_FIRST = "".join(sorted({word[0] for word in NICKNAMED} | {word[0].lower() for word in NICKNAMED}))
_NETWORK = f"{_HAN_NETWORK}|{_LATIN_NETWORK}"
_LINK = r"(?:[账帐賬帳][号號]|用户名|作者|博主|[昵暱][称稱]|名字|名[称稱]|名|[号號]|ID|id|主页|大号|小号|角色名?|上?同名|人)"
_SAY = r"都?是|为|就?叫|搜索?|关注|找|可以搜|直接搜|私[信讯訊]"
_BETWEEN = (
    rf"(?=[ ]?(?:{_LINK}|{_SAY}|[:@\-]))(?P<link>(?:{_LINK}[ ]?)*)(?P<say>(?:{_SAY})?)[ ]?(?P<mark>[:@\-]?[ ]?@?)[ ]?"
)
_QUOTED = r"[\"“「『【《\[]"
_CHAR = r"[\u4e00-\u9fffA-Za-z0-9_\-丶丨·✨灬ぁ-んァ-ヶ]"
#: what ends a nickname where no mark does
_GOES_ON = r"(?:就能|就可|就行|可以|即可|找到|找我|加我|关注|求互|互关|欢迎|来玩|那个|这个|的那|,|是我|也是)"
_NAME = (
    rf"(?:{_QUOTED}(?P<quoted>[^\n\"”」』】》\]]{{2,16}})[\"”」』】》\]]"
    rf"|(?P<bare>{_CHAR}{{2,15}}?)(?={_GOES_ON}|(?!{_CHAR})))"
)
_NICKNAME = re.compile(
    rf"(?=[{_FIRST}])(?:(?i:{_HAN_NETWORK})|(?<![A-Za-z])(?i:{_LATIN_NETWORK})(?![A-Za-z]))的?[ ]?{_BETWEEN}{_NAME}"
)
_PLAYER = re.compile(rf"(?:(?<![A-Za-z])(?i:id)|角色名?|[游遊][戏戲]名|[昵暱][称稱])[ ]?(?P<mark>[:：])[ ]?{_NAME}")
_NUMBERED = re.compile(rf"(?<!{_CHAR})(?P<bare>{_CHAR}{{1,12}}#\d{{3,6}})(?!\d)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PLAYS = re.compile(
    rf"(?i:{_NETWORK})|好友|开黑|双排|三排|五排|车队|组队|上分|上车|加[我个]|战队|队友|ID|dc|[缺来]一?个|邀请|(?i:battle)"
)
_ORGANISATION = re.compile(
    r"官方|新闻|新聞|日报|晚报|早报|公安|发布|政府|委员|[局委署厅部院司校团社台]$|大学|学院|公司|集团|中国|央视|共青|电视|卫视|频道|杂志|在线|博物|图书|中心|协会|联盟|工作室|"
    r"活动|平台|旗舰|[店网]$|消防|交警|警方|法院|检察|气象|地铁|医院|银行|官"
)
_NO_NICKNAME = re.compile(
    r"\d|[\u4e00-\u9fff]*\d+[\u4e00-\u9fff]|转发|评论|点赞|任意|短视频|.*旗下|的?(?:名|用户|粉丝|功能|结果|记录|引擎|排名|热[搜门]|话题|直播|视频|内容|页面|链接|地址|截图|评论|[这那]|你|他|我|什么|怎么|如何|为什么|所有|没有|可以|请|已|不|和|与|在|有|是|了|等|被|对)"
    r"|.*(?:表示|认为|推出|上线|发文|回应|宣布|什么|怎么|如何|吗|呢|。|,)|(?:登录|注册|绑定|密码|信息|列表|管理|设置|未知|暂无|格式|必填|同上|某某)"
)
_OFFICIAL_BEFORE = re.compile(r"官方|公众|公司|本报|我社|我校|我院|我馆|我局")
_MINE_BEFORE = re.compile(r"(?:[我俺咱]|本人|楼主|UP主|关注|[加找搜])[的个]?[ ]?$")
_MINE_BEHIND = re.compile(
    r"[,，。!~ ]{0,2}(?:第一个)?(?:就?是[我俺]|别认错|找我|加我|关注|欢迎|互关|每[天晚周]|直播|更新|来玩|私信)"
)
_ENDS = re.compile(r"[ ]{0,2}(?:$|[\n,，。!~|｜(（;；])")
_NAMED = re.compile(r"[昵暱][称稱]|游戏名|遊戲名|(?i:id)|角色|[账帐賬帳]号|帳號|賬號|同名|大号|小号|用户名")
_GAME = re.compile(
    r"求[带帶]|段位|萌新|上分|排位|车队|車隊|开黑|開黑|[双三五]排|钻石|白银|黄金|铂金|[一二三四五六七八九十\d][区服區]|电信|网通|战队|帮会|公会|剑网|艾欧尼亚|打野|中单|辅助|(?i:lol|steam|cs)|组队|好友"
)
_LATIN_NAME = re.compile(r"(?=.*[a-z])[A-Z][A-Za-z]{4,15}\d{0,4}$|(?=.*[a-z])(?=.*\d)[A-Za-z][A-Za-z0-9_]{4,15}$")
_FORWARDED = re.compile(r"(?:转发|回复|//|评论)[ ]?$")
_FOREIGN = re.compile(r"(?i:ig|tg|fb|facebook|steam|dc|cf|lol|dnf|yy)(?![a-z])")  # TG: 正切
ENOUGH = 4


def nickname_at(page: Page, place: int, report: Report) -> None:
    """A nickname behind the mark or word at `place` (: @ 昵 搜), or before the # there."""
    flat = page.flat
    low = max(flat.rfind("\n", max(0, place - 24), place) + 1, place - 24)
    line = flat[low : place + 28].partition("\n")[0]
    at = place - low
    if flat[place] == "#":
        match = _NUMBERED.search(line)
        if match is not None and match.start() <= at < match.end() and _HAN.search(match["bare"]):
            rest = line[: match.start()] + line[match.end() :]
            if _PLAYS.search(rest) and page.label(low + match.start()) != "against":
                report("account", low + match.start("bare"), low + match.end("bare"), "nickname and number")
        return
    for pattern, weigh in ((_NICKNAME, _weight), (_PLAYER, _weight_of_player)):
        for match in pattern.finditer(line, max(0, at - 14)):
            if match.start() > at:
                break
            if at >= match.end():
                continue
            group = "quoted" if match["quoted"] else "bare"
            near = 0 < low + match.start() - page.found_to < 60
            if _may_be_name(match, group, line) and weigh(match, group, line, near=near) >= ENOUGH:
                report("account", low + match.start(group), low + match.end(group), "nickname on a network")
                return


def _may_be_name(match: re.Match[str], group: str, line: str) -> bool:
    name = match[group]
    latin = _NAMED.search(match[0]) and _LATIN_NAME.match(name) and not is_technical(name)
    if not (_HAN.search(name) or latin) or _ORGANISATION.search(name) or _NO_NICKNAME.match(name):
        return False
    return _OFFICIAL_BEFORE.search(line[max(0, match.start() - 12) : match.start()]) is None


def _weight(match: re.Match[str], group: str, line: str, *, near: bool) -> int:
    """What speaks for a nickname behind the word of a network; `near`: an identifier was found just before."""
    name, mark, link = match[group], match["mark"], match["link"]
    named, marked = _NAMED.search(link) is not None, bool(mark.strip()) or group == "quoted"
    if "@" in mark:
        return ENOUGH * (_FORWARDED.search(line[: match.start()]) is None)
    if not link and _FOREIGN.match(match[0]):
        return 0
    weight = 3 * named + 2 * (bool(link) and marked) + 2 * (bool(match["say"]) and not link) + marked
    weight += 2 * (
        _MINE_BEFORE.search(line[: match.start()]) is not None or _MINE_BEHIND.match(line, match.end()) is not None
    )
    weight += 2 * near + (match.start() == 0 and ":" in mark) * 2 - 2 * (len(_HAN.findall(name)) > 9)
    return weight + (_ENDS.match(line, match.end()) is not None)


def _weight_of_player(match: re.Match[str], group: str, line: str, *, near: bool) -> int:
    """What speaks for a nickname behind ID: or 角色名:, of no network: talk of a game."""
    rest = line[: match.start()] + line[match.end() :]
    return ENOUGH * (_GAME.search(rest) is not None) + 2 * near
