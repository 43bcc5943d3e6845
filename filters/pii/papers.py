"""Papers of one or two letters and digits, or of digits behind their label: passports, permits, identity cards of Hong Kong,
Macau and Taiwan, codes of firms.
"""

import re

from . import checks
from .contacts import digits_at
from .context import Page, Report
from .phones import phone_at

_END = r"(?![0-9A-Za-z_]|-[0-9])"
_LETTERS = re.compile(r"(?<![0-9A-Za-z_\-/])(?:(?<!\.)|(?<=[oO]\.))[A-Za-z]{1,2} ?$")
_WORD = re.compile(
    r"(?:(?<![0-9A-Za-z_\-/.])(?:tel|phone|mobile|mob|cell|wx|vx|v|qq|q|t|u?id)|(?<=[0-9]{7})(?:qq|wx|vx|tel))$", re.I
)
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
_HK_PAIRS = frozenset("EC WX XA XB XC XD XE XF XG XH".split())  # noqa: SIM905
_MACAU_ID = re.compile(r"[157]\d{6} ?\(\d\)|[157]/?\d{6}/\d|[157]\d{7}(?![0-9])")


def lettered_at(page: Page, digit: int, report: Report) -> None:
    """Identifiers with one or two letters before the digits that begin at `digit`."""
    flat = page.flat
    letters = _LETTERS.search(flat, max(0, digit - 4), digit)
    if letters is not None and _paper(page, letters.start(), report):
        return
    if _WORD.search(flat, max(0, digit - 12), digit) and not phone_at(page, digit, report):
        digits_at(page, digit, report)


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
    named_of = page.label_of(start)
    numbered = named_of is not None and label == "ident" and not named_of.word.isascii()  # 标段编号A123456789
    if label == "against" or numbered or page.in_url(start):
        return False
    match = None if upper.startswith("ID") else _TW_ID.match(upper)
    named = label in ("id", "ident")
    if match and checks.is_tw_id(match[0]) and (named or (flat[start].isupper() and match[0] != "A123456789")):
        report("hkmt_id", start, start + match.end(), "check digit of Taiwan")
        return True
    match = _HK_ID.match(upper)
    usual = match and (len(match[1]) == 1 or match[1] in _HK_PAIRS)
    sure = match and (label == "id" or (usual and match[3] and (named or flat[start].isupper())))
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


def numbered_at(page: Page, start: int, report: Report) -> bool:
    """Papers whose numbers are digits alone: only the words before them tell."""
    label = page.label(start)
    if label not in ("permit", "passport", "id"):
        return False
    flat = page.flat
    lead = flat[max(0, start - 24) : start]
    macau = _MACAU_ID.match(flat, start)
    if macau and label == "id" and re.search(r"澳门|澳門|BIR", lead):
        report("hkmt_id", start, macau.end(), "label, shape of Macau")
        return True
    permit = _PERMIT.match(flat, start)
    if permit and (label == "permit" or (label == "id" and _PERMIT_WORD.search(lead))):
        report("permit", start, permit.end(), "label 通行证, length")
        return True
    passport = _PASSPORT.match(flat, start)
    if passport and (label == "passport" or (label == "id" and _PASSPORT_WORD.search(lead))):
        report("passport", start, passport.end(), "label 护照, length")
        return True
    return False
