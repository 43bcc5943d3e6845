"""One compiled pass over the code points that finds the few places where an identifier may begin.

It also writes the flattened text: full-width digits, letters and punctuation, dashes and blanks as their ASCII forms,
one code point for one, so that places agree. Every look around is bounded, so the pass is linear. All compiled functions
stand in this file and take the tables of forms.py as arguments: Numba's cache sees changes of one file alone.
"""

from typing import Any

import numba

#: marks: which rule looks at a place
NUMBER, EMAIL, PLATE, NAME, HOUSE_NUMBER, COLON, PLUS, HAN_NUMBER = range(8)

# A code point's entry in `info` (forms.py): flags | kind. Kind 0 is of no interest.
DIGIT, LATIN, SIGN, PROVINCE, HOUSE, HAN_DIGIT, AI = range(1, 8)
KIND, NUMBER_FINAL, NAME_FINAL, WECHAT_FINAL, GLUE, STREET = 7, 8, 16, 32, 64, 128


@numba.njit(cache=True, inline="always")
def _is_digit(c: Any) -> Any:  # pragma: no cover  (compiled)
    return 48 <= c <= 57


@numba.njit(cache=True, inline="always")
def _is_alnum(c: Any) -> Any:  # pragma: no cover  (compiled)
    return 48 <= c <= 57 or 97 <= c | 32 <= 122


@numba.njit(cache=True)
def _latin_label(ends: Any, flat: Any, j: Any, sort: Any, marked: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the Latin letter at j may end a label: one of one or two letters, or another before a colon or bracket."""
    letters, code = 0, 0
    while letters < 4 and j >= letters and 97 <= flat[j - letters] | 32 <= 122:
        code |= (flat[j - letters] & 31) << (5 * letters)
        letters += 1
    last, after = flat[j] | 32, flat[j + 1]
    if letters == 1:
        if (j and _is_digit(flat[j - 1])) or after == 61 or after == 39:
            return False
        # Q V T, v-x W X
        x = last == 120 and j > 1 and (flat[j - 1] > 0x2E80 or (flat[j - 2] | 32) >> 1 == 59)
        return last == 113 or last == 118 or (last == 116 and sort == 0) or x
    known = ends[sort, code % ends.shape[1]]
    if code & 1023 == 292 and (letters == 2 or not known or code == 21 << 10 | 292):  # id, uid: of what, and not id=
        k = j - 2 - (code >> 10 & 31 == 21)
        gap = k > 0 and (flat[k] == 32 or flat[k] == 95 or flat[k] == 40)
        owner = flat[k - gap] if k >= 0 else 0
        return owner > 0x2E80 or (gap and after != 61 and _is_alnum(owner))
    return (known and (marked or letters == 2)) or (marked and code & 1023 == 463)  # cardno


@numba.njit(cache=True)
def _labelled(info: Any, ends: Any, flat: Any, i: Any, sort: Any, cell: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the end of a label may stand before the value at i: behind marks and blanks, an ordinal, one remark.

    sort: 0 a number, 1 a name, 2 a name of letters alone; cell: whether the value fits a cell of a table.
    """
    final = NUMBER_FINAL << sort
    marked = remark = False
    tags = 0
    j, stop = i - 1, i - 12
    while j >= 0 and j > stop:
        d = flat[j]
        before = flat[j - 1] if j else 0
        if d >= 0x10000:  # emoji; some are labels
            if d == 0x1F427 or d == 0x1F6F0:
                return True
        elif d == 44:  # 加微信，name; 企鹅群，12345678
            return (128 < before < 0x10000 and info[before] & WECHAT_FINAL != 0) or before == 0x7FA4
        elif not info[d] & GLUE:
            filler = sort and d in (0x662F, 0x4E3A, 0x70BA)  # 是 为
            if info[d] & final and not filler:
                return not _is_alnum(d) or _latin_label(ends, flat, j, sort, marked)
            marked = marked or filler
            ordinal = marked and (49 <= d <= 57 or info[d] & KIND == HAN_DIGIT)
            if not filler and not (ordinal and (before > 0x2E80 or 97 <= before | 32 <= 122)):
                return False
        elif d == 124 or (d == 9 and before > 32):  # a cell of a table, not code set in
            return cell
        elif d == 0x2708:
            return True
        elif d == 62 and not tags:  # <td>QQ</td><td>12345678, <qq>12345678
            if (
                before < 128
                and info[before] & final
                and _is_alnum(before)
                and _latin_label(ends, flat, j - 1, sort, True)
            ):
                return True
            k, tags = j, 0
            while k > 0 and k > j - 80 and flat[k] != 10 and (flat[k] != 60 or flat[k - 1] == 62):
                k -= 1
            if flat[k] == 60:
                j, stop, marked, tags = k, k - 12, True, 1
        elif (d == 41 or d == 0x3011) and not remark:
            if before < 0x10000 and info[before] & final:
                return not _is_alnum(before) or _latin_label(ends, flat, j - 1, sort, True)
            k = j - 1
            while k >= 0 and k > j - 16 and flat[k] != 40 and flat[k] != 0x3010 and flat[k] != 10:
                k -= 1
            if k >= 0 and (flat[k] == 40 or flat[k] == 0x3010):
                j, stop, remark, marked = k, k - 6, True, True
        else:
            marked = marked or d in (58, 0x3010, 40, 64, 61, 34)
        j -= 1
    return False


@numba.njit(cache=True)
def _labelled_behind(flat: Any, j: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether a label may stand behind the value that ends at j: name (微信), 12345678是我的QQ."""
    if j + 2 >= flat.size:
        return False
    d = flat[j]
    opened = d == 40 or d == 0x3010 or d == 60 or d == 0x2190  # ( 【 < ←
    if opened or d == 32:
        opened = opened or flat[j + 1] == 40
        j += 1 + (flat[j + 1] == 40)
        d = flat[j]
    # 是 这 微 薇 扣 企
    if d in (0x662F, 0x8FD9, 0x5FAE, 0x8587, 0x6263, 0x4F01):
        return True
    d |= 32
    return opened and (d == 113 or d == 118 or d == 119)  # q v w


@numba.njit(cache=True)
def _name_mark(info: Any, ends: Any, flat: Any, i: Any, run: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the word at i, `run` letters and what follows, may be the name of an account."""
    lead = flat[i - 1] if i else 32
    if 45 <= lead <= 47 or lead == 95 or (lead < 128 and lead != 44 and not info[lead] & GLUE):
        return False
    end, digit, mixed = i + run, False, False
    while end < flat.size and end < i + 31:
        d = flat[end]
        if not (_is_alnum(d) or d == 95 or d == 45):
            break
        digit = digit or _is_digit(d)
        mixed = mixed or d == 95
        end += 1
    if end < i + 5:
        return False
    if digit and lead == 44 and (end == flat.size or flat[end] == 44 or flat[end] == 10):
        return True  # a cell of a table parted by commas
    # vxname, wxname, 加vname
    if (
        end >= i + 7
        and (flat[i] | 32) >> 1 == 59
        and (flat[i + 1] | 32 == 120 or (digit and (lead > 0x2700 or lead == 43)))
    ):
        return True
    if not digit and not mixed:
        return _labelled(info, ends, flat, i, 2, False)
    weixin = end >= i + 11 and flat[i] | 32 == 119 and flat[i + 1] | 32 == 101
    return weixin or _labelled(info, ends, flat, i, 1, digit) or _labelled_behind(flat, end)


@numba.njit(cache=True)
def _number_mark(info: Any, ends: Any, flat: Any, i: Any, run: Any) -> Any:  # pragma: no cover  (compiled)
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
        new = _is_digit(d) and (flat[i - 1] | 32 == 113 or flat[i - 1] | 32 == 120)  # 13812345678QQ12345678
        if run < 5 or (_is_alnum(d) and not new) or d == 95 or d == 45 or (d == 46 and not no) or d == 47:
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
            return i == 2 or not _is_alnum(flat[i - 3]) or _labelled(info, ends, flat, i, 0, True)
        if run == 6 and blank and i > 2 and (flat[i - 1] == 32 or flat[i - 1] == 45):
            return True
        if i and flat[i - 1] == 44 and (gap == 44 or gap == 10 or gap == 0):  # a cell of a table parted by commas
            return True
        return _labelled_behind(flat, i + run) or _labelled(info, ends, flat, i, 0, True)
    if gap == 46:  # groups parted by dots: IPv4, or a mobile number
        groups, j, longest = 1, i + run, run
        while groups < 5 and j + 1 < size and flat[j] == 46 and _is_digit(flat[j + 1]):
            groups += 1
            j += 1
            length = 0
            while j < size and length < 5 and _is_digit(flat[j]):
                j += 1
                length += 1
            longest = max(longest, length)
        return (groups == 4 and longest <= 3) or (groups == 3 and run == 3)
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
        return _labelled(info, ends, flat, i, 0, True)
    if run == 4 and i > 5 and flat[i - 1] == gap and _is_digit(flat[i - 2]) and _is_digit(flat[i - 3]):
        # within a row of groups of four, whose first was looked at; 0086 begins none
        return not (_is_digit(flat[i - 4]) and 49 <= flat[i - 5] <= 57)
    if more == 3:
        return run == 4 or _labelled(info, ends, flat, i, 0, True)
    return more == 4 or more == 8 or (run == 4 and more > 4)


@numba.njit(cache=True)
def _is_at(flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the word at, at i, stands for an at sign: [at], _at_, or between a word and a domain."""
    if flat[i] | 32 != 97 or flat[i + 1] | 32 != 116 or not i:
        return False
    lead = flat[i - 1]
    follow = flat[i + 2] if i + 2 < flat.size else 0
    if lead in (91, 40, 60, 123, 35, 0x3010) or (lead == 95 and follow == 95):
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
        return d in (46, 0x3002, 32, 40, 91, 123, 60)
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
    """Whether a letter and three digits or more follow the province at i, or WJ at i, or 民航."""
    j = i + 1
    if points[i] == 0x822A:  # 航
        j += 1
        return j + 3 < flat.size and flat[j - 1] >= 0x4E00 and _is_digit(flat[j]) and _is_digit(flat[j + 3])
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
        if not (_is_alnum(d) or d == 45 or d == 0x4E4B or (d < 0x10000 and info[d] & KIND == HAN_DIGIT)):
            break
        j -= 1
    return 1 < j < i - 1 and flat[j] < 0x10000 and info[flat[j]] & STREET


@numba.njit(cache=True)
def scan(
    points: Any, forms: Any, info: Any, ends: Any, flat: Any, places: Any, marks: Any
) -> Any:  # pragma: no cover  (compiled)
    """Write the flattened text, and places with their marks (arrays as long as points); returns how many."""
    size = points.size
    for i in range(size):
        c = points[i]
        flat[i] = forms[c] if c < 0x10000 else c
    n = 0
    i = -1
    while i + 1 < size:
        i += 1
        c = points[i]
        kind = info[c] & KIND if c < 0x10000 else 0
        if kind == 0:
            continue
        mark = -1
        run = 1
        if kind == LATIN:
            while i + run < size and 97 <= flat[i + run] | 32 <= 122:
                end = i + run + 1
                # AT between small letters or digits: nameAThost
                at = flat[end - 1] == 84 and flat[end - 2] == 65 and 2 < end < size
                if at and not 65 <= flat[end - 3] <= 90 and not 65 <= flat[end] <= 90:
                    places[n], marks[n] = end - 1, EMAIL
                    n += 1
                run += 1
            if run == 2 and _is_at(flat, i):
                places[n], marks[n] = i + 1, EMAIL
                n += 1
            elif run == 1 and flat[i] == 97 and i and flat[i - 1] == 40 and i + 1 < size and flat[i + 1] == 41:  # (a)
                mark = EMAIL
            elif run == 2 and flat[i] == 87 and flat[i + 1] == 74:  # WJ
                mark = PLATE
            elif run >= 5 or (i + run < size and (_is_digit(flat[i + run]) or flat[i + run] in (45, 95))):
                # most words end here: a sentence is no label
                prose = i > 3 and flat[i - 1] == 32 and _is_alnum(flat[i - 2]) and _is_alnum(flat[i - 3])
                if not (prose and _is_alnum(flat[i - 4])) and _name_mark(info, ends, flat, i, run):
                    mark = NAME
        elif kind == DIGIT:
            while i + run < size and _is_digit(flat[i + run]):
                run += 1
            if _number_mark(info, ends, flat, i, run):
                mark = NUMBER
        elif kind == SIGN:
            sign = flat[i]
            if sign == 58:
                if _is_ipv6(flat, i):
                    mark = COLON
            elif sign == 43:
                if i + 2 < size and (flat[i + 1] == 56 or flat[i + 1] == 48):
                    mark = PLUS
            elif _is_email(flat, i):
                mark = EMAIL
        elif kind == PROVINCE:
            if _is_plate(points, flat, i):
                mark = PLATE
        elif kind == HOUSE:
            if _is_house(info, flat, i):
                mark = HOUSE_NUMBER
        elif kind == HAN_DIGIT:
            while i + run < size and points[i + run] < 0x10000 and info[points[i + run]] & KIND == HAN_DIGIT:
                run += 1
            if run == 11:
                mark = HAN_NUMBER
        elif i + 1 < size and points[i + 1] == 0x7279:  # 艾特
            mark = EMAIL
        if mark >= 0:
            places[n], marks[n] = i, mark
            n += 1
        i += run - 1
    return n
