"""The last resort: no label stands beside a value, but it looks like a contact and so does its neighbourhood.

    团长们的微信我贴这儿了:东区 east_tuan01       教练名单(含微信)         换新号3128469587,老Q不上了
                                               自由泳 高教练 gao_swim_1

Weights are added: how improbable the value is as a word or a count, how clear the word of a contact is and how near, on either
side or in the short lines above, what invites (加, 找, 私, 戳, 我的), whether the value fills its clause. Words of counts, of
payments, of products and of versions speak against it. Weights are whole numbers set by hand on the golds of strangers; what
they add up to must reach ENOUGH.
"""

import re

from .handles import has_handle, is_handle, is_technical, is_word_like
from .labels import CONTACT_WORDS, Label, label_at_end

ENOUGH = 8
_LEFT, _RIGHT, _ABOVE = 48, 24, 40
_LINES_ABOVE = 12
_WEAK_LATIN = frozenset(("line", "ins", "ig", "signal", "tg"))
_HAN_WORDS, _LATIN_WORDS = ([w for w in CONTACT_WORDS if w.isascii() is latin] for latin in (False, True))
_FIRST = "".join(sorted({form for word in CONTACT_WORDS for form in (word[0], word[0].upper())}))
_HAN, _LATIN = ("|".join(sorted(words, key=len, reverse=True)) for words in (_HAN_WORDS, _LATIN_WORDS))
_CONTACT = re.compile(
    rf"(?=[{_FIRST}🐧微薇威徽维卫扣qvQV])(?:(?i:{_HAN}|🐧|(?<![a-z0-9_./@\-])(?:{_LATIN})(?![a-z_./@\-]))"
    r"|(?<=[加+➕伽佳])[微薇威徽维卫扣](?!信)"
    r"|(?<=[加我你他她的老个個换留问要有小新])(?i:[qv])(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])[QqVv](?=[上我聊加联]))"
)
_INVITES = re.compile(
    r"[加找扫私滴戳敲撩]|联系|聯繫|聯絡|好友|dd|咨询|诚聊|详聊|细聊|约拍|拉群|进群|搜|备注|备用|换号|新号|换了|上[说聊]|号码|名单|通讯录|留"
)
_MINE = re.compile(r"[我俺咱]|本人|楼主|群主|老师|教练|客服|店主|房东")
_COUNTS = re.compile(
    r"[人户次页票销产点客流总]数|[用访]户|版本|型号|编号|編號|订单|单号|播放|阅读|下载|支付[分单]?(?!宝)|红包|口令|收款|转账|余额|金额|元|万|亿|指数|显示|统计|"
    r"月活|日活|粉[丝絲]|活跃|例如|示例|样例|格式|比如|请输入|引擎|编辑器|缓存|小游戏|插件|框架|组件|开发|[账帐][单本]|数字|大小|附件|邮箱|超过|上限|多少人|在线人|在线[多人]|安装|多大|笔记|用戶|点赞|收藏|评论|弹幕|热搜|话题|财报|营收|同比|价(?!单)|排名|积分|公众[号平]|公眾|订阅号|服务号|小程序|官方|代码|链接|报错|错误|函数|变量|参数|接口|"
    r"发布|更新|下线|上线|大会|股|型|款|课程|票|案|[年月]\d|编码|贴图|貼圖|付[了款过]|块|颗|字节|验证码|密码"
)
_OTHER_LABEL = re.compile(r"(?:qq|vx|wx)\d{5,11}$", re.I)
_TABLE_OF_COUNTS = re.compile(
    r"(?:用[户戶]|下载量|[账帐]号数|粉[丝絲]数?|活跃|销量|同比|排名|券|首(?![页先]))[^\n]{0,12}(?:\n|$|[)）])"
)
_VALUE = re.compile(r"\d{2,4}(?:[ \-]\d{2,4}){2,3}(?![0-9])|[A-Za-z0-9_][A-Za-z0-9_\-]{3,29}")
_PARTED = re.compile(r"[ \-]")
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$|(?:19|20)\d{4}$")
_HEX = re.compile(r"[0-9a-f]{12,}$|[0-9a-fA-F]{16,}$")
_WORD_AND_NUMBER = re.compile(r"([A-Za-z]{4,})[\-_]?\d{1,4}$")
_BEGINS = re.compile(r"(?:^|[\s,。:;!?、(\[【「“\"~>@/|是为→—]|[^\x00-\u2e7f\u4e00-\u9fff])$")
_ENDS = re.compile(r"[\s,。:;!?、)\]】」”\"~<|/…—]|$|[^\x00-\u2e7f\u4e00-\u9fff]")
_POINTS_UP = re.compile(r"以上|上面|均[为是]|都是|[这那]是|是我|前面|↑")
_SAID = re.compile(r"(?:[:：是为→]|就叫|都是)[ ]?$")
_CODE_BEFORE = re.compile(r"[=$%{}\\&#]|://|[A-Za-z0-9_][(.][A-Za-z0-9_]|[A-Za-z] [A-Za-z]|\[@?$")
_CODE_BEHIND = re.compile(r"\s?[=({}\[%&]|\]\(")


def _of_value(value: str) -> int:
    """How improbable `value` is as a count or a word; 0 or less: it is one."""
    value = (
        _PARTED.sub("", value)
        if value[-1].isdigit() and not any(map(str.isalpha, value)) and "_" not in value
        else value
    )
    if value.isdigit():
        if _DATE.match(value) or value[0] == "0" or value.endswith("000") or not 5 <= len(value) <= 11:
            return 0
        return {5: 1, 6: 2, 7: 2, 11: 2}.get(len(value), 3)
    if len(value) < 5 or _OTHER_LABEL.match(value) or is_technical(value) or _HEX.match(value) or value.count("-") > 1:
        return 0
    mixed, handle = any(map(str.isdigit, value)), has_handle(value)
    if not mixed and value.isalpha():
        if not value.islower():
            return 0
        return 2 if handle and len(value) > 5 and is_handle(value) else 2 * (not is_word_like(value))
    word = _WORD_AND_NUMBER.match(value)
    if value.upper() == value or (word is not None and is_word_like(word[1]) and not handle):  # Office365
        return 0
    return 2 + mixed + handle - (value[0].isupper() and not handle) - ("-" in value)


def label_weighed(flat: str, start: int) -> Label | None:
    """The contact that the value at `start` is, going by all that speaks for it and against it.

    >>> label_weighed("微信群的事问她，换新号了：lao_wang88", 13).kind, label_weighed("微信指数昨日为 23894561", 8)
    ('wechat', None)
    """
    value = None if flat[max(0, start - _LEFT) : start + _LEFT].isascii() else _VALUE.match(flat, start)
    if value is None:
        return None
    end = value.end()
    left = flat[max(0, start - _LEFT) : start].rpartition("\n")[2]
    right = flat[end : end + _RIGHT].partition("\n")[0]
    if _CODE_BEFORE.search(left[-16:]) or _CODE_BEHIND.match(right) or _COUNTS.search(left[-20:] + " " + right[:8]):
        return None
    if _TABLE_OF_COUNTS.search(flat, max(0, start - 60), start) or _TABLE_OF_COUNTS.search(flat, end, end + 2 * _RIGHT):
        return None
    weight = _of_value(value[0].rstrip("-_"))
    if weight <= 0:
        return None
    digits = value[0].isdigit()
    fills = _BEGINS.search(left) is not None and _ENDS.match(right) is not None
    said = _SAID.search(left) is not None
    invited = _INVITES.search(left[-20:] + right) is not None
    mine = _MINE.search(left[-24:] + right) is not None
    weight += fills + said + 2 * invited + mine
    best: tuple[int, Label] | None = None
    for gap, word, behind in _contacts(left, right):
        label = label_at_end(("加" if len(word) == 1 and not word.isascii() else "") + word + ":")
        if label is None or not _fits(label, value[0]):
            continue
        bare = gap < 2 and label.kind != "network"
        if digits and ((label.weak and not behind) or not (invited or said or mine or bare)):
            continue
        near = (2 if gap < 2 else gap < 8) if behind else 3 if gap < 4 else 2 if gap < 11 else gap < 21
        total = weight + (2 if label.weak or label.kind == "network" or word.lower() in _WEAK_LATIN else 3) + near
        if best is None or total > best[0]:
            best = total, label
    if (best is None or best[0] < ENOUGH) and fills:
        above = _above(flat, start, left) or _below(flat, end)
        if above is not None and _fits(above, value[0]) and (best is None or weight + 4 > best[0]):
            best = weight + 4, above
    if best is None or best[0] < ENOUGH:
        return None
    label = best[1]
    return Label(label.kind, {"qq": "QQ", "wechat": "微信"}.get(label.kind, label.word), marked=True)


def _contacts(left: str, right: str) -> list[tuple[int, str, bool]]:
    """The words of contacts around a value: how many characters away, the word, whether behind it."""
    before = [(len(left) - match.end(), match[0], False) for match in _CONTACT.finditer(left)]
    return [*reversed(before), *((match.start(), match[0], True) for match in _CONTACT.finditer(right))]


def _fits(label: Label, value: str) -> bool:
    """Whether a value of such characters may be a contact of this class."""
    return label.kind in ("network", "wechat") or (label.kind == "qq" and value.isdigit())


def _below(flat: str, end: int) -> Label | None:
    """The contact that one of two short lines below names: (以上均为QQ)."""
    below = flat[end : end + 3 * _ABOVE].split("\n")[:4]
    for line in below[1:]:
        if len(line) <= _ABOVE and (found := _CONTACT.search(line)) and _POINTS_UP.search(line):
            return label_at_end(found[0] + ":")
    return None


def _above(flat: str, start: int, left: str) -> Label | None:
    """The contact that a short line above names, rows of a list between them: 教练名单(含微信)."""
    line = start - len(left)
    for _ in range(_LINES_ABOVE):
        if line <= 0 or start - line > 400:
            return None
        begin = flat.rfind("\n", max(0, line - 2 - _ABOVE), line - 1) + 1
        above = flat[begin : line - 1]
        if begin == 0 and line > _ABOVE + 1:
            return None
        if not above.strip() and line - 1 > begin:
            return None
        found = list(_CONTACT.finditer(above))
        if found:
            if _COUNTS.search(above) or _CODE_BEFORE.search(above):
                return None
            return label_at_end(found[-1][0] + ":")
        line = begin
    return None
