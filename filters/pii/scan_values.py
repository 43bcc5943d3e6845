"""The part of the compiled pass that looks at words, numbers and signs: whether the one at hand may be an identifier, or
begin one.

Numba's cache sees a change of the file of the calling function alone: after a change here, touch scan.py.
"""

from typing import Any

import numba

from .marks import GLUE, HAN_DIGIT, KIND, STREET
from .scan_labels import contact_before, contact_behind, is_alnum, is_digit, labelled, names_contact


@numba.njit(cache=True)
def may_follow_label(flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether : @ or a Chinese character stands right before i, or a blank and the word of a contact."""
    lead = flat[i - 1] if i else 0
    if lead == 32 and i > 1:
        return flat[i - 2] > 0x2E80 or flat[i - 2] == 58 or names_contact(flat, i - 2)
    if lead == 40:  # LINE(name.x), and not [text](name.md
        return i > 1 and (names_contact(flat, i - 2) or (flat[i - 2] > 0x2E80 and flat[i - 2] != 0x3011))
    return lead > 0x2E80 or lead == 58 or lead == 64 or lead == 95


@numba.njit(cache=True)
def name_mark(info: Any, ends: Any, flat: Any, i: Any, run: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the word at i, `run` letters and what follows, may be the name of an account."""
    lead = flat[i - 1] if i else 32
    if lead == 47 and i > 4 and flat[i - 2] | 32 == 101 and flat[i - 3] | 32 == 109 and flat[i - 4] == 46:  # t.me/
        return flat[i - 5] | 32 == 116
    if lead == 95 and i > 3 and not is_alnum(flat[i - 2]) and flat[i - 3] > 0x2E80:  # 号__name
        lead = flat[i - 2 - (flat[i - 2] == 95)]
    elif lead == 95 and i > 1 and flat[i - 2] in (32, 58):
        lead = flat[i - 2]
    if lead == 45 and i > 1 and flat[i - 2] == 45 and (i == 2 or flat[i - 3] == 10):  # a dash before what is said
        lead = numba.uint32(10)
    if lead == 47 and i > 6 and is_digit(flat[i - 2]) and is_digit(flat[i - 6]):  # QQ/微信：12345678/lao_wang88
        lead = numba.uint32(32)
    if lead == 43 and i > 1 and 32 < flat[i - 2] < 128 and not names_contact(flat, i - 2):  # base64
        return False
    if 45 <= lead <= 47 or lead == 95 or (lead < 128 and lead != 44 and not info[lead] & GLUE):
        return False
    end, digit, mixed, dash = i + run, False, False, False
    while end < flat.size and end < i + 31:
        d = flat[end]
        if not (is_alnum(d) or d == 95 or d == 45):
            break
        digit = digit or is_digit(d)
        mixed = mixed or d == 95
        dash = dash or d == 45
        end += 1
    if end < i + 3:
        return False
    after, second = flat[end] if end < flat.size else 0, flat[end + 1] if end + 1 < flat.size else 0
    if after == 46 and is_alnum(second) and end < i + 31:  # name.x of a network, behind its label
        if not may_follow_label(flat, i):
            return False
        return (
            contact_before(info, flat, i, 12)
            or (lead == 32 and names_contact(flat, i - 2))
            or (lead != 32 and lead != 96 and labelled(info, ends, flat, i, 1, False))
        )
    if not dash:  # contacts.name_at would take none of them: too long, word@, word=, word/, https://
        if end == i + 31 or after == 64 or after == 61 or after == 47:
            return False
        if after == 58 and second == 47:
            return False
    if end < i + 5 or (lead == 10 and flat[i - 1] == 45 and after == 45):  # --options--
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
        if labelled(info, ends, flat, i, 2, False):
            return True
        if after == 32 and 97 <= second | 32 <= 122:  # an English phrase
            return False
        if (after > 0x2E80 or after in (32, 40, 44)) and contact_behind(flat, end):
            return True
        talk = lead > 0x2E80 or lead == 58 or (lead == 32 and i > 1 and flat[i - 2] > 0x2E80)
        return talk and contact_before(info, flat, i, 14)
    weixin = end >= i + 11 and flat[i] | 32 == 119 and flat[i + 1] | 32 == 101
    return (
        weixin
        or labelled(info, ends, flat, i, 1, digit)
        or contact_behind(flat, end)
        or contact_before(info, flat, i, 40)
    )


@numba.njit(cache=True)
def _is_private(flat: Any, i: Any, run: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the IPv4 address at i, its first group `run` digits long, is one of those that numbers.py keeps."""
    a, b, c = flat[i], flat[i + 1], flat[i + 2]
    if run == 3:  # 127., 255., 192.168.
        local = a == 49 and b == 57 and c == 50
        net = flat[i + 4] == 49 and flat[i + 5] == 54 and flat[i + 6] == 56 and flat[i + 7] == 46
        return (a == 49 and b == 50 and c == 55) or (a == 50 and b == 53 and c == 53) or (local and net)
    return (run == 2 and a == 49 and b == 48) or (run == 1 and a == 48)


@numba.njit(cache=True)
def number_mark(info: Any, ends: Any, flat: Any, i: Any, run: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the run of digits at i may begin an identifier."""
    size = flat.size
    gap = flat[i + run] if i + run < size else 0
    after = flat[i + run + 1] if i + run + 1 < size else 0
    if run >= 40 or (i > 1 and flat[i - 1] == 46 and is_digit(flat[i - 2])):  # the part of a decimal
        return False
    if i and 97 <= flat[i - 1] | 32 <= 122:  # letters before it: a word or two letters of a paper, no hash
        j = i - 2
        while j >= 0 and j > i - 12 and 97 <= flat[j] | 32 <= 122:
            j -= 1
        d = flat[j] if j >= 0 else 32
        no = d == 46 and j > 0 and flat[j - 1] | 32 == 111  # No.E12345678
        new = is_digit(d) and (flat[i - 1] | 32 == 113 or flat[i - 1] | 32 == 120)  # 13812345678QQ12345678
        if run < 5 or (is_alnum(d) and not new) or d == 95 or d == 45 or (d == 46 and not no) or d == 47:
            return False
        letters = i - 1 - j
        return run <= 11 if letters == 1 else run != 10 or flat[i - 1] | 32 == 113 if letters == 2 else run >= 7
    if i > 1 and (flat[i - 1] == 47 or flat[i - 1] == 45) and 97 <= flat[i - 2] | 32 <= 122:  # a path, a longer code
        return flat[i - 2] | 32 == 113
    if run >= 11:
        return True
    blank = gap == 32 or gap == 45 or gap == 47 or gap == 41
    if run >= 5:
        if (is_alnum(gap) and run >= 8) or (blank and (is_digit(after) or after == 40 or after == 32)):
            return True
        if run <= 9 and i > 1 and flat[i - 1] == 32 and 97 <= flat[i - 2] | 32 <= 122:  # E 12345678
            return (
                i == 2
                or not is_alnum(flat[i - 3])
                or labelled(info, ends, flat, i, 0, True)
                or contact_before(info, flat, i, 12)
            )
        if run == 6 and (gap == 0x4F7F or gap == 0x9886):  # 224578使, of embassies
            return True
        if run >= 6 and i > 1 and flat[i - 1] == 40 and gap == 41:  # name(number) of QQ
            return flat[i - 2] > 0x2E80 or after == 10 or after == 0
        if (run == 7 or run == 8) and i > 1 and (flat[i - 1] == 0x3001 or flat[i - 1] == 47) and is_digit(flat[i - 2]):
            return i > 6 and is_digit(flat[i - 4]) and is_digit(flat[i - 6])  # the next of a list of local numbers
        if run == 6 and blank and i > 2 and (flat[i - 1] == 32 or flat[i - 1] == 45):
            return True
        if i and flat[i - 1] == 44 and (gap == 44 or gap == 10 or gap == 0):  # a cell of a table parted by commas
            return True
        return (
            labelled(info, ends, flat, i, 0, True) or contact_behind(flat, i + run) or contact_before(info, flat, i, 40)
        )
    if gap == 46:  # groups parted by dots: IPv4, or a mobile number
        groups, j, longest = 1, i + run, run
        while groups < 5 and j + 1 < size and flat[j] == 46 and is_digit(flat[j + 1]):
            groups += 1
            j += 1
            length = 0
            while j < size and length < 5 and is_digit(flat[j]):
                j += 1
                length += 1
            longest = max(longest, length)
        if groups == 4 and longest <= 3:
            return not _is_private(flat, i, run)
        return groups == 3 and run == 3
    if not blank:
        return False
    second = i + run + 1
    while second < i + run + 3 and second < size and (flat[second] == 32 or flat[second] == 45):
        second += 1
    more = 0
    while second + more < size and more < 9 and is_digit(flat[second + more]):
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
        if more == 1 and gap == 32 and flat[i] != 49 and labelled(info, ends, flat, i, 0, False):
            return True
        if more != 1 or flat[i] != 49 or (i > 1 and flat[i - 1] == gap and is_digit(flat[i - 2])):
            return False
        j = i
        while j < i + 20 and j + 2 < size and flat[j + 1] == gap and is_digit(flat[j + 2]):
            j += 2
        return j == i + 20 and not (j + 2 < size and flat[j + 1] == gap and is_digit(flat[j + 2]))
    if run == 2:
        return flat[i] == 56 and flat[i + 1] == 54 and more >= 2  # 86-571-…
    if run == 3 and flat[i] == 56 and flat[i + 1] == 56 and flat[i + 2] == 54:  # 886-2-…
        return more >= 1
    if more == 2 and run == 3:
        return labelled(info, ends, flat, i, 0, True)
    if run == 4 and i > 5 and flat[i - 1] == gap and is_digit(flat[i - 2]) and is_digit(flat[i - 3]):
        if 97 <= flat[i - 4] | 32 <= 122:  # of hex digits
            return False
        # within a row of groups of four, whose first was looked at; 0086 begins none
        return not (is_digit(flat[i - 4]) and 49 <= flat[i - 5] <= 57)
    if more == 3:
        if (
            run == 3
            and flat[i] == 49
            and second + 8 < size
            and is_digit(flat[second + 4])
            and is_digit(flat[second + 8])
        ):
            return True  # 137 563 87520
        return run == 4 or labelled(info, ends, flat, i, 0, True) or contact_before(info, flat, i, 20)
    return more == 4 or more == 8 or (run == 4 and more > 4)


@numba.njit(cache=True)
def numbered_name_mark(info: Any, ends: Any, flat: Any, i: Any, run: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the word at i, which begins with `run` digits, may be the name of an account: 583kpwxa behind a label."""
    lead = flat[i - 1] if i else 10
    if not (lead > 0x2E80 or lead in (32, 40, 58, 64)) or i + run >= flat.size:
        return False
    d = flat[i + run]
    if not (97 <= d | 32 <= 122 or d == 95):
        return False
    end, letters = i + run, 0
    while end < flat.size and end < i + 21 and (is_alnum(flat[end]) or flat[end] == 95 or flat[end] == 46):
        letters += not is_digit(flat[end])
        end += 1
    if end < i + 6 or letters < 2 or end == i + 21:
        return False
    return labelled(info, ends, flat, i, 1, False) or contact_before(info, flat, i, 12)


@numba.njit(cache=True)
def is_at(flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the word at, at i, stands for an at sign: [at], _at_, or between a word and a domain."""
    if flat[i] | 32 != 97 or flat[i + 1] | 32 != 116 or not i:
        return False
    lead = flat[i - 1]
    follow = flat[i + 2] if i + 2 < flat.size else 0
    if lead in (91, 40, 60, 123, 35, 0x3010) or (lead == 95 and follow == 95):
        return True
    if lead != 32 or follow != 32 or i < 2 or not is_alnum(flat[i - 2]):
        return False
    j = i + 3
    while j < flat.size and j < i + 40 and (is_alnum(flat[j]) or flat[j] == 45):
        j += 1
    if j == i + 3 or j + 2 >= flat.size:
        return False
    return flat[j] == 46 or (flat[j] == 32 and flat[j + 1] | 32 == 100)


@numba.njit(cache=True)
def is_email(flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the at sign or # at i may stand within an address."""
    if i == 0 or i + 1 >= flat.size:
        return False
    before, after = flat[i - 1], flat[i + 1]
    if flat[i] == 64:
        if before in (40, 91, 0x3010) and after in (41, 93, 0x3011):
            return i + 2 < flat.size and is_alnum(flat[i + 2])
        if not (is_alnum(before) or 37 < before < 47 or before == 95 or (before == 32 and after == 32)):
            return False
        j = i + 1 + (after == 32)
        start = j
        while j < flat.size and j < start + 64 and (is_alnum(flat[j]) or flat[j] == 45):
            j += 1
        if j == start or j == flat.size:
            return False
        d = flat[j]  # a dot, or what may stand for one
        return d in (46, 0x3002, 32, 40, 91, 123, 60)
    if not (is_alnum(before) and is_alnum(after)):
        return False
    j = i + 2  # name#provider.com
    while j < flat.size and j < i + 20 and is_alnum(flat[j]):
        j += 1
    return j < flat.size and flat[j] == 46


@numba.njit(cache=True)
def is_ipv6(flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether three colons or more stand among hex digits from the colon at i, the first of them."""
    if i == 0 or not (is_digit(flat[i - 1]) or 97 <= flat[i - 1] | 32 <= 102):
        return False
    colons, j = 0, i
    while j < flat.size and j < i + 40:
        if flat[j] == 58:
            colons += 1
        elif not (is_digit(flat[j]) or 97 <= flat[j] | 32 <= 102):
            break
        j += 1
    return colons >= 3


@numba.njit(cache=True)
def is_plate(points: Any, flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether a letter and three digits or more follow the province at i, or WJ at i, or 民航."""
    j = i + 1
    if points[i] == 0x822A:  # 航
        j += 1
        return j + 3 < flat.size and flat[j - 1] >= 0x4E00 and is_digit(flat[j]) and is_digit(flat[j + 3])
    if j < flat.size and flat[j] == 32:
        j += 1
    if j + 4 >= flat.size or not (97 <= flat[j] | 32 <= 122 or (points[i] == 0x4F7F and is_digit(flat[j]))):
        return False
    digits = 0
    for k in range(j, min(j + 10, flat.size)):
        if flat[k] >= 0x4E00:
            break
        digits += is_digit(flat[k])
    return digits >= (6 if points[i] == 0x4F7F else 3)


@numba.njit(cache=True)
def is_house(info: Any, flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether a number, itself behind a street, an estate or another part of an address, stands before i."""
    j = i - 1
    while j >= 0 and j > i - 12:
        d = flat[j]
        if not (is_alnum(d) or d == 45 or d == 0x4E4B or (d < 0x10000 and info[d] & KIND == HAN_DIGIT)):
            break
        j -= 1
    return 1 < j < i - 1 and flat[j] < 0x10000 and info[flat[j]] & STREET


@numba.njit(cache=True)
def is_keycap(flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the digit at i is the first of several on keys (a combining key behind each)."""
    j = i + 1 + (i + 1 < flat.size and flat[i + 1] == 0xFE0F)
    if j + 1 >= flat.size or flat[j] != 0x20E3 or not is_digit(flat[j + 1]):
        return False
    return i == 0 or flat[i - 1] != 0x20E3


@numba.njit(cache=True)
def is_mixed_number(info: Any, flat: Any, i: Any, run: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether numerals of several kinds from i on, `run` of one kind, are eight to eleven digits: 壹三8 贰零捌叁 ④691."""
    if i and (is_digit(flat[i - 1]) or flat[i - 1] in (32, 45)):
        return False
    digits, j, other, han = run, i + run, False, run
    while j < flat.size and j < i + 24:
        d = flat[j]
        if is_digit(d):
            other = True
        elif d < 0x10000 and info[d] & KIND == HAN_DIGIT:
            other = other or flat[j - 1] == 32 or flat[j - 1] == 45
            han += 1
        elif d != 32 and d != 45:
            break
        digits += d != 32 and d != 45
        j += 1
    return other and han > 1 and 8 <= digits <= 11
