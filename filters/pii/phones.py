"""Telephone numbers: mobile and landline of the Mainland, Taiwan, Hong Kong and Macau, with and without country code.

Eleven digits with a prefix in use are a mobile number unless a label, a unit or a URL speaks against it. All that is
less sure (ten digits in a row, a local number alone) needs a phone's label. Lines of public bodies stay.
"""

import re

from . import checks
from .context import END, Page, Report

_MOBILE = re.compile(
    r"(?:(?:00)?86[ \-]?)?0?("
    r"1[3-9]\d(?:\d{8}|([ \-.]|[ ]?-[ ]?|[ ]{2})\d{4}\2\d{4}|[ \-]\d{8}|\d[ \-]\d{3}[ \-]\d{4}|\d{2}[ \-]\d{6}|\d{4}[ \-]\d{4})"
    r"|1[3-9]\d(?:\d[ \-]\d{7}|([ \-])\d{3}\3\d{3}(?:\3)?\d{2}|\d([ \-])\d{4}\4\d{3}|([ \-])\d{2}(?:\5\d{2}){3})"
    r"|1([ \-])[3-9](?:\6\d){9})" + END
)
# Groupings that other rows of numbers have too: a word of phones must stand before them.
_UNUSUAL = re.compile(
    r"19\d\d[ \-]\d{7}|\d{3}[ \-]\d{3}[ \-]\d{3}[ \-]?\d{2}|\d{4}[ \-]\d{4}[ \-]\d{3}|\d{3}(?:[ \-]\d\d){4}"
)
_TAIWAN_MOBILE = re.compile(r"09\d\d(?:([ \-]?)\d{3}\1\d{3}|-\d{6})" + END)
_EXTENSION = r"(?:[ ]?\(?(?:转|轉|分机|分機|ext\.?|#|x|-)[ ]?\d{1,6}\)?)?"
_LANDLINE = re.compile(
    r"(?:(?:00)?86\)?[ \-]?\(?)?(0?(?:10|2\d|[3-9]\d\d))(\)[ \-]?|[ ]?[\-/][ ]?|--|[ ]|)(\d{3,4}[ \-]\d{4}|\d{7,8})"
    + _EXTENSION
    + END,
    re.I,
)
_TAIWAN_LANDLINE = re.compile(
    r"(0(?:37|49|82[36]?|836|89|[2-8]))(\)[ \-]?|[ \-]|)(\d{2,4}[ \-]?\d{3,4})" + _EXTENSION + END, re.I
)
_ABROAD = re.compile(
    r"(?:\+|00)?(852|853|886)\)?[ \-]?(?:\(?0\)?)?("
    r"9\d\d[ \-]?\d{3}[ \-]?\d{3}|[2-8]\d?\)?[ \-]?\d{3,4}[ \-]?\d{3,4}|[2-9]\d{3}[ \-]?\d{4})" + _EXTENSION + END,
    re.I,
)
_ABROAD_CODES = ("852", "853", "886")
_PLUS_86 = re.compile(r"\+(?:00)?86\)?[ \-]{0,2}\(?(?:\(0\))?")
_NATIONAL = re.compile(r"0?(10|2\d|[3-9]\d\d)\)?[ \-]?(\d{3,4}[ \-]?\d{4})" + _EXTENSION + END, re.I)
_HONG_KONG_MOBILE = re.compile(r"[4-79]\d{3}[ \-]?\d{4}" + END)
_HONG_KONG = re.compile(r"wh?ats ?app|(?<![a-z])ws|wtsapp|signal|payme|手提|港|[致聯]電|聯絡|電話|手機", re.I)
_LOCAL = re.compile(r"[2-8]\d{2,3}[ \-]?\d{4}" + END)
_PREFIX = re.compile(r"\(?(?<![0-9])(?:\+|00)?86\)?[ \-]{0,2}$")
# A quantity in an equation: 13812345678+13912345678=27725024356
_EQUATION = re.compile(r"[ ]?[+*\u00d7\u00f7][ ]?\d|[ ]?=[ ]?\w|[ ]?x[ ]?\d{2}")
_ASSIGNED = re.compile(r"(?<![A-Za-z0-9_])[a-z][ ]?=[ ]?$")
_GROUPED_BEFORE = re.compile(r"\d[ ]$|\d{4}-$")
_GROUP_BEHIND = re.compile(r"[ ](?!1[3-9]\d[ \-])\d{3,}")
_PHONE_NEAR = re.compile(
    r"电话|電話|座机|传真|致电|拨打|联系|聯絡|号码|微信|[新换換]号|现在用|signal|tel|phone|fax|contact", re.I
)
_AREA_BEFORE = re.compile(r"0\d{2,3}\)?[ \-]?$")


def _plain(text: str) -> str:
    return re.sub(r"\D", "", text)


def _against(page: Page, start: int, end: int, label: str | None) -> bool:
    return (label != "phone" and (label in ("against", "ident") or page.in_url(start))) or page.unit_behind(end)


def _in_row(page: Page, start: int) -> bool:
    """Whether groups of digits that are no identifier stand right before `start`."""
    return page.found_to < start - 1 and _GROUPED_BEFORE.search(page.flat, max(0, start - 6), start) is not None


def phone_at(page: Page, start: int, report: Report) -> bool:
    """A number whose first digit, perhaps that of a country code, is at `start`."""
    flat = page.flat
    match = _MOBILE.match(flat, start)
    if match is not None and checks.is_mobile(_plain(match[1])):
        return _mobile(page, start, match, report)
    digit = flat[start]
    if digit == "0":
        match = _TAIWAN_MOBILE.match(flat, start)
        if match is not None:
            label = page.label(start)
            if ("-" in match[0] or match[1] or label == "phone") and not _against(page, start, match.end(), label):
                report("mobile", start, match.end(), "number plan of Taiwan")
                return True
    match = _LANDLINE.match(flat, start) if digit in "08" and not flat.startswith(_ABROAD_CODES, start) else None
    if match is not None and checks.is_landline("0" + match[1].lstrip("0"), _plain(match[3])):
        return _landline(page, start, match, report)
    match = _TAIWAN_LANDLINE.match(flat, start) if digit == "0" else None
    if match is not None and checks.is_taiwan_landline(match[1], _plain(match[3])):
        return _landline(page, start, match, report)
    match = _ABROAD.match(flat, start)
    if match is not None:
        opened = flat[start - 1 : start] == "(" and ")" in match[0]
        label = page.label(start)
        sure = opened or match[0].startswith("00") or label == "phone"
        if sure and checks.is_abroad(match[1], _plain(match[2])):
            return _abroad(page, start - opened, match, label, report)
    match = _HONG_KONG_MOBILE.match(flat, start)
    if match is not None and page.label(start) == "phone" and _HONG_KONG.search(flat, max(0, start - 14), start):
        report("mobile", start, match.end(), "label, number plan of Hong Kong")
        return True
    match = _LOCAL.match(flat, start)
    if match is None or match[0].startswith("555"):
        return False
    if page.next_of_list(start, "landline"):
        return _report(page, start, match.end(), "local number behind another", "phone", report)
    if page.label(start) == "phone":
        # seven digits are also what an English page has: only behind a Chinese label
        han = re.search(r"[\u4e00-\u9fff☎📞]\W*$", flat[max(0, start - 8) : start])
        if not han and len(_plain(match[0])) == 7:
            return False
        if not _AREA_BEFORE.search(flat, max(0, start - 6), start):
            return _report(page, start, match.end(), "label, local number", "phone", report)
    return False


def _mobile(page: Page, start: int, match: re.Match[str], report: Report) -> bool:
    flat = page.flat
    label = page.label(start)
    end = match.end()
    if _against(page, start, end, label):
        return False
    near = label == "phone" or _PHONE_NEAR.search(flat, max(0, start - 14), start)
    if label is None and (_EQUATION.match(flat, end) or _ASSIGNED.search(flat, max(0, start - 4), start)):
        return False
    if not near and _UNUSUAL.fullmatch(match[1]):
        return False
    prefix = _PREFIX.search(flat, max(0, start - 8), start)
    if label is None and flat[end : end + 1] == ")" and re.search(r"\)\s?,\s?$", flat[max(0, start - 4) : start]):
        return False  # an argument of a call: equal(combinations(10), 15820024220)
    grouped = " " in match[1] and not prefix
    if grouped and (_in_row(page, start) or _GROUP_BEHIND.match(flat, end)):
        return False  # groups of a longer row of numbers
    report("mobile", prefix.start() if prefix else start, end, "prefix plan")
    return True


def _landline(page: Page, start: int, match: re.Match[str], report: Report) -> bool:
    flat = page.flat
    label = page.label(start)
    # without a mark behind the area code: of anything
    near = label not in ("wechat", "qq", "network") and _PHONE_NEAR.search(flat, max(0, start - 14), start)
    if match[2] == "" and label != "phone" and not near:
        return False
    if _in_row(page, start):
        return False
    opening = 1 if match[2].startswith(")") and flat[start - 1 : start] == "(" else 0
    return _report(page, start - opening, match.end(), "area code and length", label, report)


def _report(page: Page, start: int, end: int, check: str, label: str | None, report: Report) -> bool:
    listed = page.next_of_list(start, "landline")  # the first of the list was asked
    if _against(page, start, end, label) or (not listed and page.of_public_body(start, end)):
        return False
    report("landline", start, end, check)
    return True


def _abroad(page: Page, start: int, match: re.Match[str], label: str | None, report: Report) -> bool:
    check = "number plan of Hong Kong, Macau, Taiwan"
    if checks.is_mobile_abroad(match[1], _plain(match[2])) and not _against(page, start, match.end(), label):
        report("mobile", start, match.end(), check)
        return True
    return _report(page, start, match.end(), check, label, report)


def plus_at(page: Page, start: int, report: Report) -> None:
    """A number in its international form, from the plus sign at `start`."""
    flat = page.flat
    opening = 1 if flat[start - 1 : start] == "(" else 0
    lead = _PLUS_86.match(flat, start)
    if lead is not None:
        match = _MOBILE.match(flat, lead.end())
        if match is not None and checks.is_mobile(_plain(match[1])):
            report("mobile", start - (opening if ")" in lead[0] else 0), match.end(), "prefix plan")
            return
        match = _NATIONAL.match(flat, lead.end())
        if match is None or not checks.is_landline("0" + match[1], _plain(match[2])):
            return
    else:
        match = _ABROAD.match(flat, start)
        if match is None or not checks.is_abroad(match[1], _plain(match[2])):
            return
        _abroad(page, start, match, page.label(start), report)
        return
    if not page.of_public_body(start, match.end()):
        report("landline", start, match.end(), "country code, area code and length")


_HAN_DIGIT = str.maketrans("〇零⓪一二三四五六七八九壹贰叁肆伍陆柒捌玖①②③④⑤⑥⑦⑧⑨幺", "000" + 3 * "123456789" + "1")


_NUMERAL = "[〇零⓪一二三四五六七八九壹贰叁肆伍陆柒捌玖①②③④⑤⑥⑦⑧⑨幺0-9]"
_HAN_RUN = re.compile(rf"{_NUMERAL}(?:[ \-]?{_NUMERAL}){{4,10}}")


def han_number_at(page: Page, start: int, report: Report) -> None:
    """一三八一二三四五六七八, with 幺 for one; five to eleven numerals behind a label of QQ."""
    run = _HAN_RUN.match(page.flat, start)
    number = _plain(run[0].translate(_HAN_DIGIT)) if run else ""
    if run is None or not number.isdigit() or not number.isascii():
        return
    if len(number) == 11 and checks.is_mobile(number):
        report("mobile", start, run.end(), "prefix plan, in Chinese numerals")
    elif page.label(start) == "qq" and number[0] != "0" and not page.unit_behind(run.end()):
        report("qq", start, run.end(), "label, in Chinese numerals")
