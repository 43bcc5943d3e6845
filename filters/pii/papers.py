"""Identifiers of one or two letters and digits: passports, permits, identity cards of Hong Kong, Macau and Taiwan, plates;
and the numbers that only a label tells (QQ, accounts, permits of digits alone).
"""

import re

from . import checks
from .context import Page, Report
from .phones import phone_at
from .scan import PROVINCE_CHARS

_END = r"(?![0-9A-Za-z_]|-[0-9])"
_LETTERS = re.compile(r"(?<![0-9A-Za-z_\-/])(?:(?<!\.)|(?<=[oO]\.))[A-Za-z]{1,2} ?$")
_WORD = re.compile(r"(?<![0-9A-Za-z_\-/.])(?:tel|phone|mobile|mob|cell|wx|vx|v|qq|q|t)$", re.I)
_PASSPORT = re.compile(r"(?:[A-Z] ?\d{8}|[A-Z]{2} ?\d{7,8}|\d{9})" + _END)
_PERMIT = re.compile(r"(?:[CWHMTL][A-Z0-9]?\d{7}(?:\d{1,3})?(?: ?\(\d{1,2}\))?|\d{8}|\d{10}(?:\([A-Z]\))?)" + _END)
_PASSPORT_WORD = re.compile(r"护照|護照|passport", re.I)
_PASSPORT_BEHIND = re.compile(
    r" ?号? ?(?:的|中国|中华人民共和国|香港特别行政区|澳门特别行政区|普通|因私|因公|公务|外交){0,4}(?:护照|passport)",
    re.I,
)
_PERMIT_WORD = re.compile(r"通行证|通行證|回乡[证卡]|回鄉[證卡]|[台臺]胞[证證]|往来港澳|往来台湾|港澳证|入台证")
_TW_ID = re.compile(r"[A-Z](?:[1289]|[A-D])\d{8}" + _END)
_HK_ID = re.compile(r"([A-Z]{1,2})(\d{6}) ?(?:\(([0-9A])\)|([0-9A])(?![0-9A-Za-z_]))")
_MACAU_ID = re.compile(r"[157]\d{6} ?\(\d\)|[157]/\d{6}/\d|[157]\d{7}(?![0-9])")


def lettered_at(page: Page, digit: int, report: Report) -> None:
    """Identifiers with one or two letters before the digits that begin at `digit`."""
    flat = page.flat
    letters = _LETTERS.search(flat, max(0, digit - 4), digit)
    if letters is not None and _paper(page, letters.start(), report):
        return
    if _WORD.search(flat, max(0, digit - 7), digit) and not phone_at(page, digit, report):
        labelled_number(page, digit, report)


def _paper(page: Page, start: int, report: Report) -> bool:
    flat = page.flat
    upper = flat[start : start + 24].upper()
    label = page.label(start)
    lead = flat[max(0, start - 24) : start]
    match = _PASSPORT.match(upper)
    if match and (
        label == "passport"
        or (label in (None, "id") and _PASSPORT_WORD.search(lead))
        or _held(flat, start + match.end())
    ):
        report("passport", start, start + match.end(), "label 护照, letters and length")
        return True
    match = _PERMIT.match(upper)
    if match and (label == "permit" or (label in (None, "id") and _PERMIT_WORD.search(lead))):
        report("permit", start, start + match.end(), "label 通行证, letters and length")
        return True
    if uscc_at(page, start, report):
        return True
    if label == "against" or page.in_url(start):
        return False
    match = _TW_ID.match(upper)
    named = label in ("id", "ident")
    if match and checks.is_tw_id(match[0]) and (named or (flat[start].isupper() and match[0] != "A123456789")):
        report("hkmt_id", start, start + match.end(), "check digit of Taiwan")
        return True
    match = _HK_ID.match(upper)
    sure = match and (label == "id" or (match[3] and (named or flat[start].isupper())))
    if match and sure and checks.is_hk_id(match[1], match[2], match[3] or match[4]):
        report("hkmt_id", start, start + match.end(), "check digit of Hong Kong")
        return True
    return False


def _held(flat: str, end: int) -> bool:
    return _PASSPORT_BEHIND.match(flat, end) is not None


_USCC = re.compile(
    r"(?:[0-9A-Z]{2}([ \-]?)\d{6}\1[0-9A-Z]{10}|[0-9A-Z]{4}([ \-])[0-9A-Z]{4}\2[0-9A-Z]{4}\2[0-9A-Z]{4}\2[0-9A-Z]{2})"
    r"(?![0-9A-Za-z_])",
    re.I,
)
_USCC_NEAR = re.compile(
    r"信用|税号|稅號|税人识别|执照|執照|uscc|credit|公司|厂|店|商行|合作社|经营|开票|发票|单位|企业|学校|医院|事务所|协会|中心|法人",
    re.I,
)


def uscc_at(page: Page, start: int, report: Report) -> bool:
    """统一社会信用代码 from `start`, or from two characters and a gap before it (91 110108 …)."""
    flat = page.flat
    match = _USCC.match(flat, start)
    if match is None and start > 2 and flat[start - 1] in " -" and flat[start - 3 : start - 1].isalnum():
        match = _USCC.match(flat, start - 3)
    if match is None:
        return False
    code = re.sub(r"[^0-9A-Za-z]", "", match[0]).upper()
    if not checks.is_uscc(code):
        return False
    # One number in 31 passes: without a letter, a label or a firm, the organisation code within must pass its own check.
    bare = code.isdigit() and not _USCC_NEAR.search(flat, max(0, match.start() - 16), match.start())
    if bare and (not checks.is_organisation_code(code[8:17]) or page.label(start) in ("against", "id", "card")):
        return False
    report("uscc", match.start(), match.end(), "GB 32100 check character")
    return True


#: class of label -> digits of an account behind it, at least
_ACCOUNT_DIGITS = {"network": 6, "account": 8, "card": 12}
_QQ_AND_WECHAT = re.compile(r"(?:qq|扣扣)\s?[/、和与&(（]\s?同?微信", re.I)
_VARIABLE = re.compile(r"[A-Za-z]_[A-Za-z]*\W*$")  # line_no: 12345678
# A network's name before a number that is counted: 抖音12345678播放
_COUNTED = re.compile(r"\s?(?:用户|粉丝|阅读|播放|日活|月活|问题|浏览|评论|转发|点赞|访问|会员|网友|下载|在线|活跃)")
_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff]\W*$")
_DIGITS = re.compile(r"\d{5,30}(?![0-9A-Za-z_@]|[.\-][0-9])")
_PARTED = re.compile(r"[1-9]\d{2}(?: \d{3}){1,2}(?: \d{1,3})?(?![0-9A-Za-z_@]| ?[0-9])")


def labelled_number(page: Page, start: int, report: Report) -> bool:
    """Numbers that only the words before them tell."""
    flat = page.flat
    run = _DIGITS.match(flat, start) or _PARTED.match(flat, start)
    lead = flat[max(0, start - 24) : start]
    macau = _MACAU_ID.match(flat, start)
    if macau and re.search(r"澳门|澳門|BIR", lead) and page.label(start) == "id":
        report("hkmt_id", start, macau.end(), "label, shape of Macau")
        return True
    if run is None:
        return False
    label = page.label(start)
    if label is None or label == "against":
        return False
    number = run[0].replace(" ", "")
    n = len(number)
    if label == "wechat" and _QQ_AND_WECHAT.search(lead):
        label = "qq"
    kind = check = None
    if label in ("qq", "wechat"):
        if n <= 11 and number[0] != "0":
            kind, check = label, "label, length"
    elif " " in run[0]:
        return False
    elif n in (8, 10) and (label == "permit" or (label == "id" and _PERMIT_WORD.search(lead))):
        permit = _PERMIT.match(flat, start)
        report("permit", start, permit.end() if permit else run.end(), "label 通行证, length")
        return True
    elif n == 9 and (label == "passport" or (label == "id" and _PASSPORT_WORD.search(lead))):
        kind, check = "passport", "label 护照, length"
    elif page.in_url(start) or (label == "network" and _VARIABLE.search(lead)):
        return False
    elif n >= _ACCOUNT_DIGITS.get(label, 31) and (label != "card" or _HAN_BEFORE.search(lead)):
        kind, check = "account", "label, length"
    if kind is None or check is None or page.unit_behind(run.end()) or _COUNTED.match(flat, run.end()):
        return False
    report(kind, start, run.end(), check)
    return True


_CHARS = PROVINCE_CHARS.replace("使", "")
_PLATE = re.compile(
    rf"[{_CHARS}] ?[A-HJ-NP-Z]( ?[·•・‧⋅.\-] ?| |)"
    r"(?:[DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF]|[A-HJ-NP-Z0-9]{4}(?:[A-HJ-NP-Z0-9挂学警港澳领試试超]|应急))(?![0-9A-Za-z])"
)
_EMBASSY = re.compile(r"使 ?\d{3}[·•・.]?\d{3}(?!\d)")
_VEHICLE = re.compile(
    r"车|車|牌|驾|駕|司机|奥迪|宝马|奔驰|大众|号(?![文码])[\u4e00-\u9fff]{0,4}(?:型|轿|货|客|挂|摩托)|挪|追尾|相撞|碰撞|肇事|超速|闯红灯|停放"
)
# 最新E50000, 阿里云E5…, 江苏E…: the province's character ends another word.
_WORD_BEFORE = re.compile(
    r"(?:[最全更创刷翻崭重革清从新]新|[阿里腾讯华为百度白多乌]云|[北南东]京|[天]津|江苏|浙江|[四银]川|[昂珍]贵|[南辽苏]宁|丹青|年青|冬青|吉吉)$"
)
_NO_PLATE = re.compile(
    r"\s?(?:号[文令]|地块|系列|型|版|级|款|处理器|芯片|服务器|系统|国道|省道|高速|维|次列车|点|吨|美金)"
)
_MAY_FOLLOW = re.compile(r"[^\u4e00-\u9fff]|$|[车車号牌挪撞在停于和与及、驶被因逃由为等是的违从向已把将,(]")


def plate_at(page: Page, start: int, report: Report) -> None:
    """车牌 (GA 36) of five or, new energy, six places; at least three are digits, as the plan has it."""
    flat = page.flat
    label = page.label(start)
    if flat[start] == "使":
        match = _EMBASSY.match(flat, start)
        if match and label == "plate":
            report("plate", start, match.end(), "label, shape of an embassy's plate")
        return
    upper = flat[start : start + 14].upper()
    match = _PLATE.match(upper)
    if match is None or sum(char.isdigit() for char in match[0]) < 3 or label in ("against", "ident"):
        return
    end = start + match.end()
    if _NO_PLATE.match(flat, end) or page.unit_behind(end):
        return
    lead = flat[max(0, start - 14) : start]
    vehicle = label == "plate" or _VEHICLE.search(lead) or _VEHICLE.search(flat, end, end + 8)
    if match[1].strip(" .-") == "" and not vehicle:
        # bare: no word of a vehicle near
        if flat[start + 1] == " " or match[1] == " " or not flat[start + 1].isupper():
            return
        if _WORD_BEFORE.search(flat[max(0, start - 1) : start + 1]) or not _MAY_FOLLOW.match(flat, end):
            return
    elif match[1].strip() in (".", "-") and not vehicle:
        return
    report("plate", start, end, "GA 36 shape")
