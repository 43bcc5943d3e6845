"""Personal identifiers in Chinese text: found by shape, proved by check digit, number plan or context, and masked.

One compiled pass over the code points (scan.py) marks the few places where an identifier may begin (a run of digits of
fitting length, an at sign, a plate's province, a name behind a label); the rules of the other modules are tried only
there, on windows of bounded length, so the whole is linear. Full-width digits and letters, dashes and blanks are read as
their ASCII forms; the text itself changes nowhere but at the masks. A label before a number (订单号, 型号, ISBN) or a unit
behind it speaks against it (labels.py), and where a kind has no check of its own (QQ, passport, account) only a label speaks
for it, beside the value or with talk between them (talk.py); a contact found so counts wherever it stands again. Names of
persons count beside an identifier alone (persons.py).

Public hotlines (400, 800, 95xxx, 12345), the lines of public offices, private addresses and samples (example.com) are
kept. Masks are typed and of one stable form, so masking twice changes nothing.
"""

import operator
import re
import threading
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..characters import code_points, decode
from . import address, contacts, emails, forms, marks, nicknames, numbers, persons, phones, plates, profiles, scan
from .context import Page

#: kind -> its mask
MASKS = {
    "id_card": "<身份证号>",
    "mobile": "<手机号>",
    "landline": "<电话号码>",
    "bank_card": "<银行卡号>",
    "uscc": "<统一社会信用代码>",
    "passport": "<护照号>",
    "permit": "<通行证号>",
    "hkmt_id": "<港澳台身份证号>",
    "plate": "<车牌号>",
    "email": "<邮箱>",
    "ip": "<IP地址>",
    "qq": "<QQ号>",
    "wechat": "<微信号>",
    "account": "<账号>",
    "address": "<住址>",
    "name": "<姓名>",
}
KINDS = tuple(MASKS)
_MASK = re.compile("|".join(MASKS.values()))
_ROUNDS = 8


class _Workspace(threading.local):
    """Arrays for the compiled pass, kept from text to text: fresh memory costs a tenth of the pass."""

    MOST = 1 << 20  # code points; what is longer gets arrays of its own

    def __init__(self):
        self._size = 0

    def arrays(self, size: int) -> tuple[Any, Any, Any]:
        """Flattened text, places and marks, `size` of each."""
        if size > self.MOST:
            return self._fresh(size)
        if size > self._size:
            self._size = min(max(size, 2 * self._size), self.MOST)
            self._arrays = self._fresh(self._size)
        flattened, places, marked = self._arrays
        return flattened[:size], places, marked

    @staticmethod
    def _fresh(size: int) -> tuple[Any, Any, Any]:
        return np.empty(size, np.uint32), np.empty(size, np.int64), np.empty(size, np.int16)


_WORKSPACE = _Workspace()


@dataclass(frozen=True, slots=True)
class Found:
    """One identifier. start, end: code points of the text; check: what proved it. Holds no value, so it may be logged."""

    kind: str
    start: int
    end: int
    check: str


@dataclass(frozen=True, slots=True)
class Measures:
    """counts: identifiers by kind, those kept included; identifiers_per_1000_chars: all kinds together."""

    counts: dict[str, int]
    identifiers_per_1000_chars: float


#: rule that looks at a place, by its mark
_RULES = {
    marks.NUMBER: numbers.number_at,
    marks.EMAIL: emails.email_at,
    marks.PLATE: plates.plate_at,
    marks.NAME: contacts.name_at,
    marks.HOUSE_NUMBER: address.house_at,
    marks.COLON: numbers.ipv6_at,
    marks.PLUS: phones.plus_at,
    marks.HAN_NUMBER: phones.han_number_at,
    marks.NICKNAME: nicknames.nickname_at,
    marks.PROFILE: profiles.profile_at,
}


def find(text: str) -> list[Found]:
    """Every identifier in `text`, in order, none overlapping another; where two compete, the earlier and longer."""
    points = code_points(text)
    flattened, places, kinds = _WORKSPACE.arrays(points.size)
    n = scan.scan(points, forms.FORMS, forms.INFO, forms.ENDS, flattened, places, kinds)
    if not n:
        return []
    flat = decode(flattened)
    # A mask names a kind as a label would; it is no label of what stands behind it.
    page = Page(_MASK.sub(lambda mask: "\N{OBJECT REPLACEMENT CHARACTER}" * len(mask[0]), flat), text)
    spans: list[Found] = []

    def report(kind: str, start: int, end: int, check: str) -> None:
        spans.append(Found(kind, start, end, check))
        if end > page.found_to:
            page.found_to, page.found_kind = end, kind

    found = zip(places[:n].tolist(), kinds[:n].tolist(), strict=True)
    for place, mark in sorted(found, key=operator.itemgetter(0)):  # an AT within a word is marked before the word
        page.asked, page.headed = bool(mark & marks.ASKED), bool(mark & marks.HEADED)
        page.near, page.named_behind = bool(mark & marks.NEAR), bool(mark & marks.BEHIND)
        page.titled = bool(mark & marks.TITLED)
        _RULES[mark & marks.RULE](page, place, report)
    if not spans:
        return []
    taken = _apart(spans)
    again = contacts.again(flat, {flat[span.start : span.end]: span.kind for span in taken})
    if again:
        taken = _apart([*taken, *(Found(kind, start, end, "found elsewhere") for kind, start, end in again)])
    beside = persons.names_beside(flat, ((span.kind, span.start, span.end) for span in taken))
    names = [Found("name", start, end, "surname, field beside an identifier") for start, end in beside]
    return _apart([*taken, *names]) if names else taken


def _apart(spans: list[Found]) -> list[Found]:
    """`spans` in order, none overlapping another."""
    # An address with an at sign holds what looks like numbers of other kinds (13812345678@139.com).
    taken: list[Found] = []
    emails = [span for span in spans if span.kind == "email"]
    starts = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        while starts < len(emails) and emails[starts].end <= span.start:
            starts += 1
        inside = span.kind != "email" and starts < len(emails) and emails[starts].start < span.end
        if not inside and (not taken or taken[-1].end <= span.start):
            taken.append(span)
        elif span.kind == "email" and span.end > taken[-1].end:  # two addresses grown together: none of them stays
            taken.append(Found("email", taken[-1].end, span.end, span.check))
    return taken


def mask(text: str, actions: Mapping[str, str]) -> tuple[str, dict[str, int]]:
    """`text` with every identifier whose kind's action is not `keep` replaced by its mask, and the counts of all kinds.

    actions: kind -> mask, drop or keep (a kind that is missing is kept). `drop` masks too: the text that goes to
    rejected/ carries no identifier either.

    >>> mask("电话１３８-１２３４-５６７８。", {"mobile": "mask"})[0]
    '电话<手机号>。'
    """
    masked = dict.fromkeys(KINDS, 0)
    found = find(text) if text else []
    if not found:  # most documents of a crawl leave before they are decoded: they have an address alone
        return text, masked
    kept = masked
    # A number masked no longer speaks against its neighbour: again until nothing is left, which is one more look as a rule.
    for again in range(_ROUNDS):
        kept = dict.fromkeys(KINDS, 0)
        parts: list[str] = []
        done = 0
        for item in find(text) if again else found:
            if actions.get(item.kind, "keep") == "keep":
                kept[item.kind] += 1
            else:
                masked[item.kind] += 1
                parts += (text[done : item.start], MASKS[item.kind])
                done = item.end
        if not parts:
            break
        text = "".join((*parts, text[done:]))
    return text, {kind: masked[kind] + kept[kind] for kind in KINDS}


def mask_url(url: str, actions: Mapping[str, str]) -> str:
    """`url` with identifiers masked as in text, undone of its percent signs then; untouched if it holds none.

    >>> mask_url("https://a.cn/u?mail=li_si%40gmail.com", {"email": "mask"})
    'https://a.cn/u?mail=<邮箱>'
    """
    plain = urllib.parse.unquote(url)
    masked, _ = mask(plain, actions)
    return url if masked == plain else masked


def measure(counts: Mapping[str, int], chars: int) -> Measures:
    """Measures from the counts of `mask` and the length of the text in characters."""
    density = 1000 * sum(counts.values()) / max(chars, 1)
    return Measures(counts={kind: n for kind, n in counts.items() if n}, identifiers_per_1000_chars=round(density, 4))
