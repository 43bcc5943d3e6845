"""One compiled pass over the code points that finds the few places where an identifier may begin.

It also writes the flattened text: full-width digits, letters and punctuation, dashes and blanks as their ASCII forms,
one code point for one, so that places agree. Every look around is bounded, so the pass is linear.
"""

from typing import Any

import numba
import numpy as np

from .labels import GLUE_CHARS, NAME_FINALS, NUMBER_FINALS

#: marks: which rule looks at a place
NUMBER, EMAIL, PLATE, NAME, HOUSE, COLON, PLUS, HAN_NUMBER = range(8)

PROVINCE_CHARS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使"
HOUSE_CHARS = "号號室栋棟幢组組楼樓座"
STREET_CHARS = "路街道巷弄里村段区區园苑城坊庄莊屯同径徑号號栋棟幢院组組元条條寓座楼樓湾灣府"
HAN_DIGITS = "〇零一二三四五六七八九十百幺"

# A code point's entry: ASCII form << 8 | flags | kind. Kind 0 is of no interest.
_DIGIT, _LATIN, _SIGN, _PROVINCE, _HOUSE, _HAN_DIGIT, _AI = range(1, 8)
_KIND, _NUMBER_FINAL, _GLUE, _STREET, _NAME_FINAL = 15, 16, 32, 64, 128


def _char_table() -> Any:
    table = np.zeros(0x10000, np.uint32)
    forms = {point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)} | {point: point for point in range(0x80)}
    forms |= dict.fromkeys([0xA0, 0x3000, *range(0x2000, 0x200B), 0x202F, 0x205F], 32)
    forms |= dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE63], 45)
    forms |= {0xD7: ord("x"), 0xFE6B: ord("@"), 0xFE52: ord(".")}
    for point, form in forms.items():
        char = chr(form)
        kind = _DIGIT if char.isdigit() else _LATIN if char.isalpha() else _SIGN if char in "@:+#" else 0
        table[point] = form << 8 | kind
    for chars, kind in ((PROVINCE_CHARS, _PROVINCE), (HOUSE_CHARS, _HOUSE), (HAN_DIGITS, _HAN_DIGIT), ("艾", _AI)):
        for char in chars:
            table[ord(char)] |= kind
    flags = {_NUMBER_FINAL: NUMBER_FINALS, _NAME_FINAL: NAME_FINALS, _GLUE: GLUE_CHARS, _STREET: STREET_CHARS}
    for flag, chars in flags.items():
        for char in chars:
            for point in {ord(char), ord(char.upper())}:
                if point < 0x10000:
                    table[point] |= flag
    return table


TABLE = _char_table()


@numba.njit(cache=True, inline="always")
def _is_digit(c: Any) -> Any:  # pragma: no cover  (compiled)
    return 48 <= c <= 57


@numba.njit(cache=True, inline="always")
def _is_alnum(c: Any) -> Any:  # pragma: no cover  (compiled)
    return 48 <= c <= 57 or 97 <= c | 32 <= 122


@numba.njit(cache=True)
def _labelled(table: Any, flat: Any, i: Any, latin: Any, final: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the end of a label, a character of the class `final`, may stand before i, behind ten marks and blanks.

    A Latin letter ends a label only before a colon or bracket, or as that of QQ, wx and tel: else it ends any word.
    Without `latin` only 微信 and 号 count, since all else stands before English words of a sentence too.
    """
    marked = False
    j = i - 1
    while j >= 0 and j >= i - 11:
        d = flat[j]
        if d >= 0x10000:  # emoji
            j -= 1
            continue
        entry = table[d]
        if entry & final and not (entry & _GLUE):
            if not latin:
                if j and (d == 0x662F or d == 0x4E3A or d == 0x70BA):  # 是 为 為
                    d = flat[j - 1]
                return d == 0x4FE1 or d == 0x53F7 or d == 0x865F  # 信 号 號
            return not _is_alnum(d) or marked or d | 32 == 113 or d | 32 == 120 or d | 32 == 108 or (d | 32 == 118 and not (j and _is_alnum(flat[j - 1])))
        if d == 124 or d == 9:  # a cell of a table
            return latin
        if not entry & _GLUE:
            return False
        marked = marked or d == 58 or d == 0x3010 or d == 40
        j -= 1
    return False


@numba.njit(cache=True)
def _number_mark(table: Any, flat: Any, i: Any, run: Any) -> Any:  # pragma: no cover  (compiled)
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
        if run < 5 or _is_alnum(d) or d == 95 or d == 45 or d == 46 or d == 47:
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
            return i == 2 or not _is_alnum(flat[i - 3]) or _labelled(table, flat, i, True, _NUMBER_FINAL)
        if run == 6 and blank and i > 2 and (flat[i - 1] == 32 or flat[i - 1] == 45):
            return True
        return _labelled(table, flat, i, True, _NUMBER_FINAL)
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
    if flat[i] == 48 and run >= 2 and (more >= 3 or (run == 4 and flat[i + 1] == 48 and more >= 2)):  # an area code
        return True
    if run == 1:
        # 1 3 8 …: eleven single digits; 1/234567/8 of Macau
        if gap == 47:
            return more == 6
        if more != 1 or flat[i] != 49 or (i and _is_digit(flat[i - 1])):
            return False
        j = i
        while j < i + 20 and j + 2 < size and flat[j + 1] == gap and _is_digit(flat[j + 2]):
            j += 2
        return j == i + 20
    if run == 2:
        return flat[i] == 56 and flat[i + 1] == 54 and more >= 2  # 86-571-…
    if more == 3:
        return run == 4 or _labelled(table, flat, i, True, _NUMBER_FINAL)
    return more == 4 or more == 8 or (run == 4 and more > 4)


@numba.njit(cache=True)
def scan(points: Any, table: Any, flat: Any, places: Any, marks: Any) -> Any:  # pragma: no cover  (compiled)
    """Write the flattened text, and places with their marks (arrays as long as points); returns how many."""
    size = points.size
    for i in range(size):
        c = points[i]
        form = table[c] >> 8 if c < 0x10000 else 0
        flat[i] = form if form else c
    n = 0
    i = -1
    while i + 1 < size:
        i += 1
        c = points[i]
        kind = table[c] & _KIND if c < 0x10000 else 0
        if kind == 0:
            continue
        mark = -1
        run = 1
        if kind == _DIGIT:
            while i + run < size and _is_digit(flat[i + run]):
                run += 1
            if _number_mark(table, flat, i, run):
                mark = NUMBER
        elif kind == _LATIN:
            letter = flat[i] | 32
            before = flat[i - 1] if i else 32
            if not _is_alnum(before) and before != 95:
                # a name of five letters and more, behind what may be a label
                length, mixed = 1, False
                while length < 20 and i + length < size:
                    d = flat[i + length]
                    if not (_is_alnum(d) or d == 95 or d == 45):
                        break
                    mixed = mixed or _is_digit(d) or d == 95
                    length += 1
                if length > 4 and before != 46 and before != 47 and _labelled(table, flat, i, mixed, _NAME_FINAL):
                    mark = NAME
            if letter == 116 and i > 1 and flat[i - 1] | 32 == 97:  # the t of at
                lead = flat[i - 2]
                follow = flat[i + 1] if i + 1 < size else 0
                if lead == 91 or lead == 40 or lead == 60 or lead == 123 or lead == 35 or (lead == 95 and follow == 95):
                    mark = EMAIL
                elif lead == 32 and follow == 32 and i > 3 and _is_alnum(flat[i - 3]):
                    # a word, then a dot or the word dot
                    j = i + 2
                    while j < size and j < i + 40 and (_is_alnum(flat[j]) or flat[j] == 45):
                        j += 1
                    if j > i + 2 and j + 2 < size and (flat[j] == 46 or (flat[j] == 32 and flat[j + 1] | 32 == 100)):
                        mark = EMAIL
                elif flat[i] == 84 and flat[i - 1] == 65 and _is_alnum(lead) and _is_alnum(follow):
                    if not 65 <= lead <= 90 and not 65 <= follow <= 90:
                        mark = EMAIL
            elif letter == 97 and before == 40 and i + 2 < size and flat[i + 1] == 41:  # (a)
                mark = EMAIL
        elif kind == _SIGN:
            before = flat[i - 1] if i else 0
            after = flat[i + 1] if i + 1 < size else 0
            if flat[i] == 64:
                if after != 0 and (_is_alnum(after) or after == 32) and before > 31 and before < 127:
                    mark = EMAIL
            elif flat[i] == 35:
                if _is_alnum(before) and _is_alnum(after):  # name#provider.com
                    j = i + 2
                    while j < size and j < i + 20 and _is_alnum(flat[j]):
                        j += 1
                    if j < size and flat[j] == 46:
                        mark = EMAIL
            elif flat[i] == 43:
                if i + 2 < size and (flat[i + 1] == 56 or flat[i + 1] == 48):
                    mark = PLUS
            elif i and (_is_digit(flat[i - 1]) or 97 <= flat[i - 1] | 32 <= 102):
                # three colons or more among hex digits: IPv6, marked at its first
                colons, j = 0, i
                while j < size and j < i + 40:
                    if flat[j] == 58:
                        colons += 1
                    elif not (_is_digit(flat[j]) or 97 <= flat[j] | 32 <= 102):
                        break
                    j += 1
                if colons >= 3:
                    mark = COLON
        elif kind == _PROVINCE:
            j = i + 1
            if j < size and flat[j] == 32:
                j += 1
            if j + 4 < size and (97 <= flat[j] | 32 <= 122 or (c == 0x4F7F and _is_digit(flat[j]))):
                count = 0
                for k in range(j + 1, min(j + 10, size)):
                    count += _is_digit(flat[k])
                if count >= 3:
                    mark = PLATE
        elif kind == _HOUSE:
            # behind a number, itself behind a street, an estate or another part of an address
            j = i - 1
            while j >= 0 and j > i - 12:
                d = points[j]
                if not (
                    _is_alnum(flat[j]) or flat[j] == 45 or d == 0x4E4B or (d < 0x10000 and table[d] & _KIND == _HAN_DIGIT)
                ):
                    break
                j -= 1
            if j < i - 1 and j > 1 and points[j] < 0x10000 and table[points[j]] & _STREET:
                mark = HOUSE
        elif kind == _HAN_DIGIT:
            while i + run < size and points[i + run] < 0x10000 and table[points[i + run]] & _KIND == _HAN_DIGIT:
                run += 1
            if run == 11:
                mark = HAN_NUMBER
        elif i + 1 < size and points[i + 1] == 0x7279:  # 艾特
            mark = EMAIL
        if mark >= 0:
            places[n] = i
            marks[n] = mark
            n += 1
        i += run - 1
    return n
