"""Identifiers that are numbers with a check of their own: 身份证, bank cards, 统一社会信用代码, IP addresses.

`number_at` looks at a run of digits and asks each rule in turn; phones and papers have modules of their own.
"""

import re

from . import checks
from .contacts import digits_at
from .context import END, Page, Report
from .papers import lettered_at, numbered_at, uscc_at
from .phones import phone_at
from .plates import embassy_at

_SPACED_LETTERS = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{1,2} $")
_JOINS = frozenset(" -/.()是这【<←") | frozenset("0123456789ABCDEFGHJKLMNPQRTUWXYabcdefghjklmnpqrtuwxy")
_GOES_ON = frozenset("、/加我+")  # the next number of a list, 加12345678详谈
_NO_LABEL = (None, "ident", "against", "ip", "address")
_RUN = re.compile(r"\d+")
_ID_CARD = re.compile(
    r"(?:[1-9]\d{5}([ \-]?)(?:18|19|20)\d{2}[ \-]?\d{4}[ \-]?\d{3}[0-9Xx]"
    r"|[1-9]\d{3}([ \-])\d{4}\2\d{4}\2\d{4}\2\d[0-9Xx])(?![0-9A-Za-z_])"
)
_ID_CARD_15 = re.compile(r"[1-8]\d{14}" + END)
_ID_WORD = re.compile(r"(?<![0-9A-Za-z])(?:sfzh?|idcard)$", re.I)
_ID_NEAR = re.compile(r"身[份分][证證証]")
_BANK_CARD = re.compile(
    r"\d{4}([ \-]?)\d{4}\1\d{4}\1\d{3,4}(?:\1\d{1,3})?" + END + r"(?!\1\d)|\d{6}[ \-]\d{9,13}" + END
)
_BANK_BEHIND = re.compile(r"[\s,(]{0,2}[\u4e00-\u9fff]{0,6}(?:银行|卡|銀行)")
_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?!(?!(?i:qq|wx|vx|tel))[0-9A-Za-z_]|\.[0-9]|/\d)")
_PRIVATE = ("10.", "127.", "192.168.", "0.", "255.")
_IPV6 = re.compile(r"[0-9A-Fa-f:]{6,39}(?![0-9A-Za-z_:])")
_VERSION = re.compile(
    r"(?:版本号?|[Vv]ersion|[Vv]er\.?|\b[Vv]|[第图表]|[Bb]uild|固件|章|节|OID|EC|驱动|内核|升级到|更新到|[Rr]elease|[A-Z][a-z]+/)[\s::为是至到]{0,3}$"
)


def _plain(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", text)


def number_at(page: Page, start: int, report: Report) -> None:
    """Identifiers whose first digit is at `start`."""
    flat = page.flat
    before = flat[start - 1] if start else ""
    if before.isascii() and (
        before.isalpha() or (before == " " and _SPACED_LETTERS.search(flat, max(0, start - 4), start))
    ):
        lettered_at(page, start, report)
        if before != " " and not _ID_WORD.search(flat, max(0, start - 8), start):
            return
    if before in ("+", "_", "$", "¥", "￥", "€", "%", "&") or (before == "." and flat[start - 2 : start - 1].isdigit()):
        return  # + is phones.plus_at
    if before == "@":  # ssh root@address, or the name of an account
        if not _ip(page, start, report):
            digits_at(page, start, report)
        return
    run = _RUN.match(flat, start)
    length = len(run[0]) if run else 0
    end = start + length
    if length == 6 and flat[end : end + 1] in ("使", "领") and embassy_at(page, start, report):
        return
    alone = length <= 10 and not page.named_behind and flat[end : end + 1] not in _JOINS and before not in _GOES_ON
    if alone and page.label(start) in _NO_LABEL:
        return  # up to ten digits in one piece are an identifier only behind a label
    if length < 4 and _IPV4.match(flat, start):
        _ip(page, start, report)
        return
    if uscc_at(page, start, report):
        return
    if (
        before == "-"
        and flat[start - 2 : start - 1].isalnum()
        and not re.search(r"(?<![0-9])(?:00|\+)?86-$|[Qq]-$", flat[max(0, start - 6) : start])
    ):
        return
    for rule in (_id_card, phone_at, _bank_card, numbered_at, digits_at):
        if rule(page, start, report):
            return


def _id_card(page: Page, start: int, report: Report) -> bool:
    match = _ID_CARD.match(page.flat, start)
    if match is not None and checks.is_id_card(_plain(match[0])):
        report("id_card", start, match.end(), "GB 11643 check character, region, date")
        return True
    match = _ID_CARD_15.match(page.flat, start)
    if match is None or not checks.is_id_card_15(match[0]):
        return False
    named = _ID_NEAR.search(page.flat, max(0, start - 20), start) is not None
    if not named and (page.label(start) in ("against", "ident", "account", "card") or page.in_url(start)):
        return False
    if page.unit_behind(match.end()):
        return False
    report("id_card", start, match.end(), "region and date of 15 digits")
    return True


def _bank_card(page: Page, start: int, report: Report) -> bool:
    match = _BANK_CARD.match(page.flat, start)
    if match is None or not checks.is_bank_card(_plain(match[0])):
        return False
    in_row = page.found_to != start - 1 and re.search(r"\d[ \-]$", page.flat[max(0, start - 2) : start])
    if in_row or page.unit_behind(match.end()):
        return False
    label = page.label(start)
    if label not in ("card", "account"):
        if label in ("against", "ident", "id") or page.in_url(start):
            return False
        # UnionPay numbers begin with 62; one number in five or ten begins a foreign card: it needs a word or its groups
        if not match[0].startswith("62") and match[0].isdigit() and not _BANK_BEHIND.match(page.flat, match.end()):
            return False
    report("bank_card", start, match.end(), "BIN and Luhn")
    return True


def _ip(page: Page, start: int, report: Report) -> bool:
    flat = page.flat
    match = _IPV4.match(flat, start)
    if match is None or match[0].startswith(_PRIVATE) or not checks.is_public_ip(match[0]):
        return False
    if _VERSION.search(flat, max(0, start - 16), start) or re.match(
        r"\s?(?:版|章|节|正式|beta|条|款)", flat[match.end() : match.end() + 5]
    ):
        return False
    # Versions and section numbers are made of small numbers.
    label = page.label(start)
    octets = match[0].split(".")
    if label == "against" or octets[3] == "0" or len(set(octets)) == 1 or flat.startswith(".in-addr", match.end()):
        return False
    if (max(int(part) for part in octets) < 30 or len(match[0]) < 11) and label not in ("ip", "address"):
        return False
    report("ip", start, match.end(), "public IPv4 address")
    return True


def ipv6_at(page: Page, place: int, report: Report) -> None:
    """A public IPv6 address whose first colon is at `place`."""
    flat = page.flat
    start = place
    while start and start > place - 5 and flat[start - 1] in "0123456789abcdefABCDEF":
        start -= 1
    if re.search(r"[0-9A-Za-z_]$|[0-9A-Fa-f:]:$", flat[max(0, start - 2) : start]) and page.text[start - 1] != "：":
        return
    match = _IPV6.match(flat, start)
    if match and match[0].count(":") >= 3 and match[0][0] in "23" and checks.is_public_ip(match[0]):
        report("ip", start, match.end(), "public IPv6 address")
