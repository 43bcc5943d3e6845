"""Contacts that only a label tells: QQ, WeChat, accounts of networks and banks, as numbers and as names.

    label  marks  value  { separator  value }        QQ：12345678、23456789
    value  bracket  label                            lao_wang88（微信）

A label (labels.py) gives the kind; the kind gives the shapes a value may have (_DIGITS, _NAME_LENGTHS). What stands
behind a value speaks against it (a unit, a counted noun, the mark of a program), the more so the weaker the label is.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from . import checks
from .context import Page, Report
from .handles import TAGS, has_handle, is_handle, is_of_craft, is_of_program, is_technical, is_word_like
from .labels import Label


class _Digits(NamedTuple):
    """How many digits a number has; `behind_weak`: the fewest behind a label that means something else as often."""

    fewest: int
    most: int
    behind_weak: int
    bare: int  #: the fewest behind a label with no mark between (抖音 12345678)


#: class of label -> numbers behind it
_DIGITS = {
    "qq": _Digits(5, 11, 6, 5),
    "wechat": _Digits(5, 11, 7, 6),
    "network": _Digits(6, 20, 8, 10),
    "account": _Digits(8, 30, 8, 8),
    "card": _Digits(12, 30, 12, 12),
}
#: class of label -> kind, letters and digits of a name, at least and at most
_NAME_LENGTHS = {"wechat": ("wechat", 6, 20), "network": ("account", 5, 30), "account": ("account", 5, 30)}

_RUN = re.compile(r"\d{5,30}(?![0-9A-Za-z_@]|[.\-][0-9])|\d{5,11}(?=(?i:qq|vx|wx|tel)[^a-z])")
_GROUPED = re.compile(r"\d{4}(?:[ \-]\d{4}){2,5}(?:[ \-]\d{1,3})?(?![0-9A-Za-z_@]|[ \-][0-9])")
_PARTED = re.compile(
    r"(?!(?:19|20)\d\d[ \-](?:19|20)\d\d)(?:[1-9]\d{2,3}([ \-])\d{3,4}(?:\1\d{1,4}){0,2}|[1-9](?: \d){5,10})"
    r"(?![0-9A-Za-z_@]|[ \-]?[0-9])"
)
_KEYCAPS = re.compile(r"(?:\d\ufe0f?\u20e3){5,11}")
_GROUPS = {"account": _GROUPED, "qq": _PARTED}
_NAME = re.compile(r"_{0,2}[A-Za-z][A-Za-z0-9_\-]{4,29}(?![A-Za-z0-9_@=/\-]|\.[A-Za-z0-9])")
_DOTTED = re.compile(
    r"_{0,2}[A-Za-z][A-Za-z0-9_\-]{1,28}(?:\.[A-Za-z0-9_\-]{1,28}){1,3}"
    r"(?<!\.com)(?<!\.cn)(?<!\.net)(?<!\.org)(?<!\.js)(?<!\.html)(?<!\.md)(?![A-Za-z0-9_@=/(.\-])",
    re.I,
)
_NUMBERED_NAME = re.compile(
    r"(?=[0-9_]*[A-Za-z][0-9_.]*[A-Za-z_])\d{1,6}[A-Za-z_][A-Za-z0-9_.]{3,20}(?![A-Za-z0-9_@=/(\-])"
)
_FRIEND_CODE = re.compile(r"SW-\d{4}-\d{4}-\d{4}(?![0-9A-Za-z\-])", re.I)
_SITE = re.compile(r"\.[a-z]{2,5}$")  # p2p.chat
_LIVE = re.compile(r"live:(\.cid\.)?[A-Za-z0-9_.\-]{5,31}[A-Za-z0-9]")
_SKYPE = re.compile(r"skype", re.I)
_BY_NAME_TOO = frozenset(("signal", "whatsapp", "ws"))
_MINE_BEHIND = re.compile(r"[ ]?[(,]?(?:是?我的|我|个人|本人|私聊|加我|联系)")
_OTHER = r"(?:[一二三四五2-9][群号裙]|大号|小号|备用号?|副号):?"
_NEXT = re.compile(
    rf"(?:[ ]?\([^()\n]{{1,8}}\))?(?:[ ]?(?:[、,;/|&]|和|或者?|及|与|以及)[ ]?(?:{_OTHER})?[ ]?"
    rf"|[ ]{{1,3}}(?=[1-9]\d{{5,10}}(?![0-9])))"
    rf"|[ ]{_OTHER}[ ]?"
)
# What is counted, or goes on as a sentence or a table would: 抖音12345678播放, QQ：12345678（月活）
_COUNTED = re.compile(
    r"[ ]?(?:亿|[型级届]|版(?!主)|款(?!到)|系列|期(?!待)|[至到~][ ]?\d|以[内上下]|个(?!人)|位(?!于)|用户|"
    r"粉[丝絲](?!群)|阅读|播放|日活|月活|"
    r"[篇笔筆贴帖](?!名)|玩家|问题|浏览|评论|转发|点赞|访问|会员|网友|下载[量次]|人在线|活跃|观众|听众|读者|收听|人次|次(?!日))"
    r"|\s?\([^()\n]{0,6}(?:月活|日活|单位|人次|次\)|下载|用户|粉丝|万|版本)"
)
# Behind the number of a weak label a sentence may not go on, unless as an invitation does.
_FREE = re.compile(
    r"\s*(?:$|[^\u4e00-\u9fff\w%]|[加备注同谢不求是这非短或和详联电微薇验进领来速长扣密敲入搜可请聊欢私有需只要])"
)
_COUNTS_ABOVE = re.compile(
    r"(?:排名|用户|粉丝|月活|下载|销量|数量)[^\n]{0,10}\n|(?:[账帐賬帳]号|人|户)[数數][^\n]{0,10}\n"
)
_QQ_AND_WECHAT = re.compile(r"(?:qq|扣扣)\s?[/、和与&(（]\s?同?微信", re.I)
_LETTERS = re.compile(r"[A-Za-z]+")
_NAMING = re.compile(r"(?:[:：@]|[号號]|[Ii][Dd]|[昵暱][称稱]|名)[\s_@]*$")
_CAMEL_NAME = re.compile(r"(?:[A-Z][a-z]{2,}){2,3}$")
_LONG_HANDLE = re.compile(r"(?<![a-z])[a-z]{6,}_(?=server$|app$|api$)")
_THINGS = frozenset(("卫星", "飞机", "企鹅"))
#: networks whose members have names, not short numbers
_NAMED = frozenset("ig ins instagram fb facebook twitter github linkedin snapchat 推特 脸书 领英".split())  # noqa: SIM905
_PLUS_BEFORE = re.compile(r"(?:^|[^A-Za-z0-9/])[+➕＋]$")  # not within base64
_WRITTEN = frozenset(("wechat", "weixin"))  # weixin=zhangxiaomei; vx=speed is code
_COLON = re.compile(r"[:：]\s?$")
_TITLED = re.compile(r"(?:[:：]|[号號]|[Ii][Dd])\s?_*$")
_VARIABLE = re.compile(r"[A-Za-z]_[A-Za-z]*\W*$")  # line_no: 12345678
_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff]\W*$")
_HAN_IN_LINE = re.compile(r"[\u4e00-\u9fff：❤♥♡][^\n]*$")
_PUBLIC_ACCOUNT = re.compile(r"公[众眾][号號]|官方微信|订阅号|訂閱號|服务号|小程序|公众平台")
_PERSONAL = re.compile(r"个人|個人|客服|助手|老师|作者|商务|本人|私人|加我|店长|群主|站长|楼主|小编|管理员|顾问|主编")
_CODE_BEHIND = re.compile(r"[(\[]|\s?(?:[{=<]|->|:\S)|[ \t][A-Za-z]")
_WORD = re.compile(
    r"(?<![A-Za-z0-9_@./\-])[A-Za-z0-9_](?:[A-Za-z0-9_\-]|\.(?=[A-Za-z0-9_])){5,29}(?![A-Za-z0-9_@/\-]|\.[A-Za-z0-9])"
)
_NUMBERED = re.compile(r"#\d{4}(?!\d)")  # name#4471 of Discord
_PASSWORD = re.compile(r"[\s,;/|、]{0,3}密码(?![错校重找修强])")
_PREFIX = re.compile(r"(?:[wv]x|weixin|wechat|(?<=[加+➕伽咖嘉佳十])v|(?<=加我)v)(?=[a-z0-9])(?!id)", re.I)
_ALONE_BEFORE = re.compile(r"(?:^|[\u4e00-\u9fff，。！、~+➕＋\n])$")
_ALONE_BEHIND = re.compile(r"[ ]?(?:$|[\u4e00-\u9fff，。,!~\n])")
_WORD_AND_DIGIT = re.compile(r"([A-Za-z]{5,})\d$")
_TELEGRAM = re.compile(r"(?<![A-Za-z0-9])t\.me/$", re.I)
_HAN_BEFORE_LINK = re.compile(r"[\u4e00-\u9fff][^\n]*t\.me/", re.I)
_AROUND = frozenset("(加我+➕ ")
_LOGGED = re.compile(
    r"(?:^|\n)\d{4}[-/]\d{1,2}[-/]\d{1,2} {1,2}(?:[上下]午)?\d{1,2}:\d\d(?::\d\d)? {1,2}[^\n]{1,24}\($"
)
_LOG_BEHIND = re.compile(r"\)\s*(?:\n|$)")
_ADDED = re.compile(r"(?<![增添附参更叠追施外])加(?:我|[+➕]{1,2})?[ ]?$")
_TO_TALK = re.compile(r"[ ]?(?:(?i:qq|q)聊|详谈|详聊|私聊|面谈|细聊|聊|咨询|了解|进群|领[取资])")


def digits_at(page: Page, start: int, report: Report) -> bool:
    """The number of an account whose first digit is at `start`."""
    flat = page.flat
    if start < page.found_to:  # found as the next value of a label
        return True
    label = page.label_of(start)
    if label is not None and label.kind not in _DIGITS:
        return False
    grouped = _GROUPS.get(label.kind) if label else None
    run = _RUN.match(flat, start) or _KEYCAPS.match(flat, start) or (grouped and grouped.match(flat, start))
    label = label or (run and _label_around(flat, start, run.end()))
    if run is None or label is None:
        return False
    if label.kind == "wechat" and _QQ_AND_WECHAT.search(flat, max(0, start - 24), start):
        label = label._replace(kind="qq")
    kind = label.kind if label.kind in ("qq", "wechat") else "account"
    end = start
    while run is not None and _is_number(page, label, run):
        report(kind, run.start(), run.end(), f"label {label.word}, length")
        end = run.end()
        parted = _NEXT.match(flat, end)
        run = _RUN.match(flat, parted.end()) if parted else None
        if run is not None and (page.label(run.start()) not in (None, label.kind) or checks.is_mobile(run[0])):
            break
    return end > start


def _is_number(page: Page, label: Label, run: re.Match[str]) -> bool:
    flat, start, end = page.flat, run.start(), run.end()
    number = re.sub(r"\D", "", run[0])
    digits = _DIGITS[label.kind]
    fewest = max(digits.behind_weak if label.weak else digits.fewest, 0 if label.marked else digits.bare)
    if not fewest <= len(number) <= digits.most or page.unit_behind(end) or _COUNTED.match(flat, end):
        return False
    if not label.marked and _COUNTS_ABOVE.search(flat, max(0, start - 50), start):
        return False
    if label.kind in ("qq", "wechat"):
        return number[0] != "0" and (not label.weak or _FREE.match(flat, end) is not None)
    if label.word in _NAMED and len(number) < 10:  # FB：12345678 is a count
        return False
    lead = flat[max(0, start - 24) : start]
    if (" " in run[0] and label.kind == "network") or page.in_url(start) or _VARIABLE.search(lead):
        return False
    return label.kind != "card" or _HAN_BEFORE.search(lead) is not None


def name_at(page: Page, start: int, report: Report) -> None:
    """The name of an account whose first letter is at `start`."""
    flat = page.flat
    while flat[start - 1 : start] == "_":
        start -= 1
    if flat.startswith("live:", start):  # of Skype
        match = _LIVE.match(flat, start)
        if match is not None and (match[1] or _SKYPE.search(flat, max(0, start - 24), start)):
            report("account", start + 5 * (match[1] is None), match.end(), "live: of Skype")
        return
    if flat[start + 2 : start + 3] == "-" and (code := _FRIEND_CODE.match(flat, start)) is not None:
        report("account", start, code.end(), "code of friends of Switch")
        return
    match = _NAME.match(flat, start)
    label = page.label_of(start)
    if match is None and _class_of_name(label) == "network":
        match = _DOTTED.match(flat, start) or _NUMBERED_NAME.match(flat, start)
        spoken = label is not None and label.spoken
        if match is not None and spoken and _SITE.search(match[0]) and not has_handle(match[0]):
            return
    if match is None or (match[0] in TAGS and flat.startswith("<", start - 1)):
        return
    if match[0].startswith("wxid_") and _is_mixed(match[0]):  # what WeChat gives those who choose no name
        report("wechat", start, match.end(), "wxid_")
        return
    if label is not None and _class_of_name(label) == "network":
        label = label._replace(kind="network")
    if label is None or label.kind not in _NAME_LENGTHS:
        if (
            flat.endswith("t.me/", 0, start)
            and _TELEGRAM.search(flat, max(0, start - 16), start)
            and not is_technical(match[0])
        ):
            # a list of links names the channels of sites by a word; a person's is behind Chinese words or has digits
            if (
                _is_mixed(match[0])
                or is_handle(match[0])
                or _HAN_BEFORE_LINK.search(flat, max(0, start - 60), start)
                or _MINE_BEHIND.match(flat, match.end())
            ):
                report("account", start, match.end(), "t.me")
            return
        label = label if label is not None and label.kind == "against" else _label_around(flat, start, match.end())
    prefix = _PREFIX.match(flat, start) if label is None else None
    if prefix is not None and not is_of_program(match[0]):  # vxlucky88: the label is part of the word
        start = prefix.end()
        lead = page.text[max(0, prefix.start() - 20) : prefix.start()]
        name = flat[start : match.end()]
        alone = _ALONE_BEFORE.search(lead) and _ALONE_BEHIND.match(flat, match.end())
        if not (
            _HAN_IN_LINE.search(lead) or alone if _is_mixed(name) else alone and is_handle(name) and len(prefix[0]) > 1
        ):
            return
        label = Label("wechat", prefix[0].lower(), _PLUS_BEFORE.search(lead) is not None)
        match = _NAME.match(flat, start)
    listed = False
    while match is not None and label is not None and _is_name(page, label, match, listed=listed):
        begin, end = match.start(), match.start() + len(match[0].rstrip("-"))
        end += 5 * (_NUMBERED.match(flat, end) is not None)
        report(_NAME_LENGTHS[label.kind][0], begin, end, f"label {label.word}, name")
        parted = _NEXT.match(flat, match.end())
        match = _NAME.match(flat, parted.end()) if parted else None
        listed = True
        if (
            match is not None
            and not _is_mixed(match[0])
            and not (label.marked and parted and parted[0].strip() in "、/")
        ):
            break


def _class_of_name(label: Label | None) -> str | None:
    """The class of a label before a name: Signal and WhatsApp are found by a number as a rule, and by a name too."""
    return label and ("network" if label.word in _BY_NAME_TOO else label.kind)


def _is_mixed(name: str) -> bool:
    return any(map(str.isdigit, name))


def _label_around(flat: str, start: int, end: int) -> Label | None:
    """The label that no word is: a line of a log of QQ (time, name, the number in brackets), 加 and a verb of contact."""
    if flat[start - 1 : start] not in _AROUND:  # most places
        return None
    lead = flat[max(0, start - 60) : start]
    if flat[start].isdigit():
        if lead.endswith("(") and _LOG_BEHIND.match(flat, end) and _LOGGED.search(lead):
            return Label("qq", "log", True)
        if _ADDED.search(lead) and _TO_TALK.match(flat, end):
            return Label("qq", "加", False)
    elif _ADDED.search(lead) and _ALONE_BEHIND.match(flat, end):
        name = flat[start:end]
        if _is_mixed(name) and all(map(is_handle, _LETTERS.findall(name))):
            return Label("wechat", "加", True)
    return None


def _is_name(page: Page, label: Label, match: re.Match[str], *, listed: bool) -> bool:
    if label.kind not in _NAME_LENGTHS:
        return False
    flat, start = page.flat, match.start()
    name = match[0].rstrip("-")
    _, fewest, most = _NAME_LENGTHS[label.kind]
    if (
        not fewest <= len(name) <= most
        or (name.count("-") > 1 and label.kind != "wechat")
        or (is_technical(name) and not (label.marked and _LONG_HANDLE.search(name) and has_handle(name)))
        or _of_public_account(flat, start)
    ):
        return False
    if label.kind == "network" and _NUMBERED.match(flat, match.end()):
        return True
    lead = page.text[max(0, start - 12) : start]
    han = page.asked or page.headed or listed or _HAN_IN_LINE.search(lead) is not None
    if _is_mixed(name):
        # DAU123456, US-001: a measure, a number of an accountant's plan
        if name.upper() == name and (label.kind == "account" or not label.marked):
            return False
        if label.kind == "account" and _PASSWORD.match(flat, match.end()):
            return True
        if label.word in _THINGS and not _is_of_person(name):
            return False
        word = _WORD_AND_DIGIT.match(name) if label.kind == "network" or label.weak or label.word == "v" else None
        if word is not None and not is_handle(word[1]) and is_word_like(word[1]):  # chapter3
            return False
        if page.asked or (page.headed and label.kind == "account"):
            return True
        if label.kind == "account":  # a name behind 用户名 stands in every manual; behind a colon it is somebody's
            of_person = sum(map(str.isdigit, name)) > 2 and all(map(is_handle, _LETTERS.findall(name)))  # not Samba4
            logs_in = "登" in label.word and has_handle(name)
            return (han and _COLON.search(lead) is not None) or of_person or logs_in
        if lead.endswith(" = "):  # vx = speed_x2
            return False
        return han or label.kind == "network" or (label.kind == "wechat" and (label.marked or not label.weak))
    if page.asked and name.isalpha() and not is_handle(name) and is_word_like(name):
        return False  # thanks
    if (not page.headed and _CODE_BEHIND.match(page.text, match.end())) or (
        re.search(r"=\s?[\"']?$", lead) and not (label.word in _WRITTEN and len(name) > 7)
    ):
        return False
    if label.kind == "account" and label.word.isascii():  # username: "alice" of every lesson
        return False
    named = label.kind == "network" and (label.marked or _TITLED.search(lead) is not None)
    if (
        named and _CAMEL_NAME.match(name) and han and not (listed or label.spoken) and _NAMING.search(lead)
    ):  # Steam昵称 LazyPanda
        return True
    if not name.isalpha():  # dots, dashes and lines between words
        if label.kind == "wechat" and not han and not (label.marked and has_handle(name)):
            return False
        if label.kind == "account" or name.isupper():
            return False
        said = label.marked and not label.weak and (label.kind == "wechat" or _TITLED.search(lead) is not None)
        return said or has_handle(name) or lead.endswith("@")
    if is_handle(name) and (name.islower() or (name.istitle() and not label.word.isascii())):
        return label.marked or label.kind == "wechat"
    if label.kind != "wechat" or not name.islower():
        return False
    if not label.marked:
        return han and not label.weak and not is_word_like(name)
    return lead.endswith("：") and not is_word_like(name) if label.weak else han or label.word.isascii()


def again(flat: str, values: Mapping[str, str]) -> list[tuple[str, int, int]]:
    """Kind, start and end of every word of `flat` that is one of `values`, contacts whose kind only a label told.

    values: identifier -> its kind. Short ones and words of letters mean something else elsewhere.

    >>> again("QQ:12345678, 12345678@qq.com, 12345678", {"12345678": "qq"})
    [('qq', 3, 11), ('qq', 30, 38)]
    """
    sought = {
        value: kind
        for value, kind in values.items()
        if kind in ("qq", "wechat", "account") and len(value) > 6 and not value.isalpha()
    }
    if not sought:
        return []
    words = _WORD.finditer(flat)
    return [(sought[word[0]], *word.span()) for word in words if word[0] in sought]


def _is_of_person(name: str) -> bool:
    """Whether a name behind 卫星 or 飞机 is one (lao_wang88), not that of a satellite or an aeroplane (Starlink30, A320neo)."""
    words = [part for part in _LETTERS.findall(name) if len(part) > 3]
    return not is_of_craft(name) and (name.islower() or (bool(words) and all(map(is_handle, words))))


def _of_public_account(flat: str, start: int) -> bool:
    """Whether a public account is named before a name, and no person's since."""
    lead = flat[max(0, start - 40) : start]
    public = [match.end() for match in _PUBLIC_ACCOUNT.finditer(lead)]
    return bool(public) and _PERSONAL.search(lead, public[-1]) is None
