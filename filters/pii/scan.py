"""One compiled pass over the code points that finds the few places where an identifier may begin.

It also writes the flattened text: full-width digits, letters and punctuation, dashes and blanks as their ASCII forms,
one code point for one, so that places agree. Every look around is bounded, so the pass is linear.
"""

from typing import Any

import numba
import numpy as np

from .labels import GLUE_CHARS, NAME_LABELS, NUMBER_LABELS

#: marks: which rule looks at a place
NUMBER, EMAIL, PLATE, NAME, HOUSE, COLON, PLUS, HAN_NUMBER = range(8)

PROVINCE_CHARS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使"
HOUSE_CHARS = "号號室栋棟幢组組楼樓座"
STREET_CHARS = "路街道巷弄里村段区區园苑城坊庄莊屯同径徑号號栋棟幢院组組元条條寓座楼樓湾灣府"
HAN_DIGITS = "〇零一二三四五六七八九十百幺"

# A code point's entry in INFO: flags | kind. Kind 0 is of no interest.
_DIGIT, _LATIN, _SIGN, _PROVINCE, _HOUSE, _HAN_DIGIT, _AI, _LABEL = range(1, 9)
_KIND, _NUMBER_FINAL, _GLUE, _STREET, _NAME_FINAL = 15, 16, 32, 64, 128


def _tables() -> tuple[Any, Any]:
    """Code point below 0x10000 -> its ASCII form or itself (uint16), and its entry (uint8)."""
    forms = {point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)}
    forms |= dict.fromkeys([0xA0, 0x3000, *range(0x2000, 0x200B), 0x202F, 0x205F], 32)
    forms |= dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE63], 45)
    forms |= {0xD7: ord("x"), 0xFE6B: ord("@"), 0xFE52: ord(".")}
    flat = np.arange(0x10000, dtype=np.uint16)
    flat[list(forms)] = list(forms.values())
    info = np.zeros(0x10000, np.uint8)
    for point in (*range(0x80), *forms):
        char = chr(flat[point])
        info[point] = _DIGIT if char.isdigit() else _LATIN if char.isalpha() else _SIGN if char in "@:+#|\t" else 0
    for chars, kind in ((PROVINCE_CHARS, _PROVINCE), (HOUSE_CHARS, _HOUSE), (HAN_DIGITS, _HAN_DIGIT), ("艾", _AI)):
        for char in chars:
            info[ord(char)] |= kind
    number_finals, name_finals = {word[-1] for word in NUMBER_LABELS}, {word[-1] for word in NAME_LABELS}
    for char in name_finals:
        if not char.isascii() and not info[ord(char)] & _KIND:
            info[ord(char)] |= _LABEL
    flags = {_NUMBER_FINAL: number_finals, _NAME_FINAL: name_finals, _GLUE: GLUE_CHARS, _STREET: STREET_CHARS}
    for flag, chars in flags.items():
        for char in chars:
            for point in {ord(char), ord(char.upper())}:
                if point < 0x10000:
                    info[point] |= flag
    return flat, info


FORMS, INFO = _tables()


def _latin_ends(words: tuple[str, ...]) -> Any:
    """Which two letters (a << 5 | b) end a Latin word among `words`."""
    ends = np.zeros(1 << 10, np.bool_)
    for word in words:
        if len(word) > 1 and word[-2:].isascii() and word[-2:].isalpha():
            ends[(ord(word[-2]) & 31) << 5 | ord(word[-1]) & 31] = True
    return ends


_NUMBER_ENDS, _NAME_ENDS = _latin_ends(NUMBER_LABELS), _latin_ends(NAME_LABELS)


@numba.njit(cache=True, inline="always")
def _is_digit(c: Any) -> Any:  # pragma: no cover  (compiled)
    return 48 <= c <= 57


@numba.njit(cache=True, inline="always")
def _is_alnum(c: Any) -> Any:  # pragma: no cover  (compiled)
    return 48 <= c <= 57 or 97 <= c | 32 <= 122


@numba.njit(cache=True)
def _labelled(info: Any, flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the end of a label may stand before the number at i, behind at most ten marks and blanks.

    A Latin letter ends a label only before a colon or bracket, or as that of QQ, wx, v and tel: else it ends any word.
    """
    marked = False
    j = i - 1
    while j >= 0 and j >= i - 11:
        d = flat[j]
        if d < 0x10000:  # beyond: emoji
            entry = info[d]
            if not entry & _GLUE:
                if not entry & _NUMBER_FINAL:
                    return False
                letter = d | 32
                if not _is_alnum(d) or letter == 113 or letter == 120 or letter == 108 or letter == 118:
                    return True
                return marked and (
                    j == 0 or not _is_alnum(flat[j - 1]) or _NUMBER_ENDS[(flat[j - 1] & 31) << 5 | d & 31]
                )
            if d == 124 or d == 9:  # a cell of a table
                return True
            marked = marked or d == 58 or d == 0x3010 or d == 40
        j -= 1
    return False


@numba.njit(cache=True)
def _number_mark(info: Any, flat: Any, i: Any, run: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the run of digits at i may begin an identifier."""
    size = flat.size
    gap = flat[i + run] if i + run < size else 0
    after = flat[i + run + 1] if i + run + 1 < size else 0
    if run >= 40:
        return False
    if i and 97 <= flat[i - 1] | 32 <= 122:  # letters before it: a word or two letters of a paper, no hash
        j = i - 2
        while j >= 0 and j > i - 12 and 97 <= flat[j] | 32 <= 122:
            j -= 1
        d = flat[j] if j >= 0 else 32
        no = d == 46 and j > 0 and flat[j - 1] | 32 == 111  # No.E12345678
        if run < 5 or _is_alnum(d) or d == 95 or d == 45 or (d == 46 and not no) or d == 47:
            return False
        letters = i - 1 - j
        return run <= 11 if letters == 1 else run != 10 or flat[i - 1] | 32 == 113 if letters == 2 else run >= 7
    if i > 1 and (flat[i - 1] == 47 or flat[i - 1] == 45) and 97 <= flat[i - 2] | 32 <= 122:  # a path, a longer code
        return flat[i - 2] | 32 == 113
    if run >= 11:
        return True
    blank = gap == 32 or gap == 45 or gap == 47 or gap == 41
    if run >= 5:
        if (_is_alnum(gap) and run >= 8) or (blank and (_is_digit(after) or after == 40 or after == 32)):
            return True
        if run <= 9 and i > 1 and flat[i - 1] == 32 and 97 <= flat[i - 2] | 32 <= 122:  # E 12345678
            return i == 2 or not _is_alnum(flat[i - 3]) or _labelled(info, flat, i)
        if run == 6 and blank and i > 2 and (flat[i - 1] == 32 or flat[i - 1] == 45):
            return True
        return _labelled(info, flat, i)
    if gap == 46:  # groups parted by dots: IPv4, or a mobile number
        groups, j = 1, i + run
        while groups < 5 and j + 1 < size and flat[j] == 46 and _is_digit(flat[j + 1]):
            groups += 1
            j += 1
            length = 0
            while j < size and length < 5 and _is_digit(flat[j]):
                j += 1
                length += 1
        return groups == 4 or (groups == 3 and run == 3)
    if not blank:
        return False
    second = i + run + 1
    while second < i + run + 3 and second < size and (flat[second] == 32 or flat[second] == 45):
        second += 1
    more = 0
    while second + more < size and more < 9 and _is_digit(flat[second + more]):
        more += 1
    if (
        flat[i] == 48
        and run >= (3 if gap == 47 else 2)
        and (more >= 3 or (run == 4 and flat[i + 1] == 48 and more >= 2))
    ):  # an area code
        return True
    if run == 1:
        # 1 3 8 …: eleven single digits; 1/234567/8 of Macau
        if gap == 47:
            return more == 6
        if more != 1 or flat[i] != 49 or (i > 1 and flat[i - 1] == gap and _is_digit(flat[i - 2])):
            return False
        j = i
        while j < i + 20 and j + 2 < size and flat[j + 1] == gap and _is_digit(flat[j + 2]):
            j += 2
        return j == i + 20 and not (j + 2 < size and flat[j + 1] == gap and _is_digit(flat[j + 2]))
    if run == 2:
        return flat[i] == 56 and flat[i + 1] == 54 and more >= 2  # 86-571-…
    if run == 3 and flat[i] == 56 and flat[i + 1] == 56 and flat[i + 2] == 54:  # 886-2-…
        return more >= 1
    if more == 2 and run == 3:
        return _labelled(info, flat, i)
    if run == 4 and i > 5 and flat[i - 1] == gap and _is_digit(flat[i - 2]) and _is_digit(flat[i - 3]):
        # within a row of groups of four, whose first was looked at; 0086 begins none
        return not (_is_digit(flat[i - 4]) and 49 <= flat[i - 5] <= 57)
    if more == 3:
        return run == 4 or _labelled(info, flat, i)
    return more == 4 or more == 8 or (run == 4 and more > 4)


@numba.njit(cache=True)
def _ends_label(flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether a Latin label may end before the colon at i, perhaps in quotation marks."""
    j = i - 2 if flat[i - 1] == 34 or flat[i - 1] == 39 or flat[i - 1] == 32 else i - 1
    if j < 0 or not 97 <= flat[j] | 32 <= 122:
        return False
    if j == 0 or not _is_alnum(flat[j - 1]):
        return flat[j] | 32 == 118 or flat[j] | 32 == 113
    return _NAME_ENDS[(flat[j - 1] & 31) << 5 | flat[j] & 31]


@numba.njit(cache=True)
def _name_behind(info: Any, points: Any, flat: Any, i: Any, latin: Any) -> Any:  # pragma: no cover  (compiled)
    """Place of the name of five letters and more behind the end of a label at i and ten marks at most, or -1.

    With `latin` the name must hold a digit or _; else Chinese labels other than 微信 and 号 ask for one, since words of
    an English sentence stand behind them too.
    """
    j = i + 1
    if j < flat.size and flat[j] == 44:  # 加微信，name
        j += 1
    cell = flat[i] == 124 or flat[i] == 9
    while j < flat.size and j < i + 11 and (flat[j] >= 0x10000 or info[flat[j]] & _GLUE):
        if cell and flat[j] != 32:
            return -1
        j += 1
    if j == flat.size or not 97 <= flat[j] | 32 <= 122 or flat[j - 1] == 46 or flat[j - 1] == 47 or flat[j - 1] == 95:
        return -1
    if j + 4 < flat.size and not (_is_alnum(flat[j + 1]) or flat[j + 1] == 95 or flat[j + 1] == 45):
        return -1
    length, mixed = 1, False
    while length < 20 and j + length < flat.size:
        d = flat[j + length]
        if not (_is_alnum(d) or d == 95 or d == 45):
            break
        mixed = mixed or _is_digit(d) or d == 95
        length += 1
    if length < 5:
        return -1
    if not mixed:
        d = flat[i]
        if i and (d == 0x662F or d == 0x4E3A or d == 0x70BA):  # 是 为 為
            d = flat[i - 1]
        if d == 58:  # the colon of wx: and 微信ID:
            return j if points[i] == 0xFF1A or flat[i - 1] | 32 in (110, 116, 118, 120) else -1
        # 信 号 號 薇 微 威 徽 搜
        if not (
            d == 0x4FE1
            or d == 0x53F7
            or d == 0x865F
            or d == 0x8587
            or d == 0x5FAE
            or d == 0x5A01
            or d == 0x5FBD
            or d == 0x641C
        ):
            return -1
    return j


@numba.njit(cache=True)
def _is_at(flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the word at, at i, stands for an at sign: [at], _at_, or between a word and a domain."""
    if flat[i] | 32 != 97 or flat[i + 1] | 32 != 116 or not i:
        return False
    lead = flat[i - 1]
    follow = flat[i + 2] if i + 2 < flat.size else 0
    if (
        lead == 91
        or lead == 40
        or lead == 60
        or lead == 123
        or lead == 35
        or lead == 0x3010
        or (lead == 95 and follow == 95)
    ):
        return True
    if lead != 32 or follow != 32 or i < 2 or not _is_alnum(flat[i - 2]):
        return False
    j = i + 3
    while j < flat.size and j < i + 40 and (_is_alnum(flat[j]) or flat[j] == 45):
        j += 1
    if j == i + 3 or j + 2 >= flat.size:
        return False
    return flat[j] == 46 or (flat[j] == 32 and flat[j + 1] | 32 == 100)


@numba.njit(cache=True)
def _is_email(flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the at sign or # at i may stand within an address."""
    if i == 0 or i + 1 >= flat.size:
        return False
    before, after = flat[i - 1], flat[i + 1]
    if flat[i] == 64:
        if not (_is_alnum(before) or 37 < before < 47 or before == 95 or (before == 32 and after == 32)):
            return False
        j = i + 1 + (after == 32)
        start = j
        while j < flat.size and j < start + 64 and (_is_alnum(flat[j]) or flat[j] == 45):
            j += 1
        if j == start or j == flat.size:
            return False
        d = flat[j]  # a dot, or what may stand for one
        return d == 46 or d == 0x3002 or d == 32 or d == 40 or d == 91 or d == 123 or d == 60
    if not (_is_alnum(before) and _is_alnum(after)):
        return False
    j = i + 2  # name#provider.com
    while j < flat.size and j < i + 20 and _is_alnum(flat[j]):
        j += 1
    return j < flat.size and flat[j] == 46


@numba.njit(cache=True)
def _is_ipv6(flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether three colons or more stand among hex digits from the colon at i, the first of them."""
    if i == 0 or not (_is_digit(flat[i - 1]) or 97 <= flat[i - 1] | 32 <= 102):
        return False
    colons, j = 0, i
    while j < flat.size and j < i + 40:
        if flat[j] == 58:
            colons += 1
        elif not (_is_digit(flat[j]) or 97 <= flat[j] | 32 <= 102):
            break
        j += 1
    return colons >= 3


@numba.njit(cache=True)
def _is_plate(points: Any, flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether a letter and three digits or more follow the province at i."""
    j = i + 1
    if j < flat.size and flat[j] == 32:
        j += 1
    if j + 4 >= flat.size or not (97 <= flat[j] | 32 <= 122 or (points[i] == 0x4F7F and _is_digit(flat[j]))):
        return False
    digits = 0
    for k in range(j, min(j + 10, flat.size)):
        if flat[k] >= 0x4E00:
            break
        digits += _is_digit(flat[k])
    return digits >= (6 if points[i] == 0x4F7F else 3)


@numba.njit(cache=True)
def _is_house(info: Any, flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether a number, itself behind a street, an estate or another part of an address, stands before i."""
    j = i - 1
    while j >= 0 and j > i - 12:
        d = flat[j]
        if not (_is_alnum(d) or d == 45 or d == 0x4E4B or (d < 0x10000 and info[d] & _KIND == _HAN_DIGIT)):
            break
        j -= 1
    return 1 < j < i - 1 and flat[j] < 0x10000 and info[flat[j]] & _STREET


@numba.njit(cache=True)
def scan(points: Any, forms: Any, info: Any, flat: Any, places: Any, marks: Any) -> Any:  # pragma: no cover  (compiled)
    """Write the flattened text, and places with their marks (arrays as long as points); returns how many."""
    size = points.size
    for i in range(size):
        c = points[i]
        flat[i] = forms[c] if c < 0x10000 else c
    n = 0
    last_name = -1
    i = -1
    while i + 1 < size:
        i += 1
        c = points[i]
        kind = info[c] & _KIND if c < 0x10000 else 0
        if kind == 0:
            continue
        mark = -1
        name = -1
        run = 1
        if kind == _LATIN:
            at = False
            while i + run < size and 97 <= flat[i + run] | 32 <= 122:
                # AT between small letters or digits: nameAThost
                if flat[i + run] == 84 and flat[i + run - 1] == 65 and i + run > 1 and i + run + 1 < size:
                    at = not 65 <= flat[i + run - 2] <= 90 and not 65 <= flat[i + run + 1] <= 90
                    if at:
                        places[n], marks[n] = i + run, EMAIL
                        n += 1
                run += 1
            before = flat[i - 1] if i else 32
            if run == 2 and _is_at(flat, i):
                places[n], marks[n] = i + 1, EMAIL
                n += 1
            elif run == 1 and before == 40 and flat[i] == 97 and i + 1 < size and flat[i + 1] == 41:  # (a)
                mark = EMAIL
            last = flat[i + run - 1] | 32
            if run == 2 and last == 100 and before >= 0x4E00 and flat[i] | 32 == 105:  # 微博ID
                name = _name_behind(info, points, flat, i + 1, True)
            elif run <= 3 and (last == 113 or last == 118 or last == 120):  # QQ, +V, wx
                name = _name_behind(info, points, flat, i + run - 1, True)
        elif kind == _DIGIT:
            while i + run < size and _is_digit(flat[i + run]):
                run += 1
            if _number_mark(info, flat, i, run):
                mark = NUMBER
        elif kind == _SIGN:
            sign = flat[i]
            if sign == 58:
                if _is_ipv6(flat, i):
                    mark = COLON
                elif i and _ends_label(flat, i):
                    name = _name_behind(info, points, flat, i, True)
            elif sign == 124 or (sign == 9 and i and flat[i - 1] > 32):  # cells of tables, not code set in
                name = _name_behind(info, points, flat, i, True)
            elif sign == 43:
                if i + 2 < size and (flat[i + 1] == 56 or flat[i + 1] == 48):
                    mark = PLUS
            elif _is_email(flat, i):
                mark = EMAIL
        elif kind == _LABEL:
            name = _name_behind(info, points, flat, i, False)
        elif kind == _PROVINCE:
            if _is_plate(points, flat, i):
                mark = PLATE
        elif kind == _HOUSE:
            if _is_house(info, flat, i):
                mark = HOUSE
            elif info[c] & _NAME_FINAL:
                name = _name_behind(info, points, flat, i, False)
        elif kind == _HAN_DIGIT:
            while i + run < size and points[i + run] < 0x10000 and info[points[i + run]] & _KIND == _HAN_DIGIT:
                run += 1
            if run == 11:
                mark = HAN_NUMBER
        elif i + 1 < size and points[i + 1] == 0x7279:  # 艾特
            mark = EMAIL
        if mark >= 0:
            places[n], marks[n] = i, mark
            n += 1
        if name > last_name:
            places[n], marks[n] = name, NAME
            n += 1
            last_name = name
        i += run - 1
    return n
