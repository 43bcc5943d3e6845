"""One compiled pass over the code points that finds the few places where an identifier may begin.

It also writes the flattened text: full-width digits, letters and punctuation, dashes and blanks as their ASCII forms,
one code point for one, so that places agree. Every look around is bounded, so the pass is linear. The tables of forms.py
are arguments: they are no part of what Numba's cache holds.
"""

from typing import Any

import numba

from .marks import (
    ASKED,
    BEHIND,
    COLON,
    DIGIT,
    EMAIL,
    HAN_DIGIT,
    HAN_NUMBER,
    HEADED,
    HOUSE,
    HOUSE_NUMBER,
    KIND,
    LATIN,
    NAME,
    NEAR,
    NICKNAME,
    NUMBER,
    PLATE,
    PLUS,
    PROFILE,
    PROVINCE,
    SIGN,
    TITLED,
)
from .scan_labels import (
    asks,
    contact_before,
    contact_behind,
    heads,
    is_alnum,
    is_digit,
    is_profile,
    is_row,
    labelled,
    names_contact,
    network_before,
    stands_alone,
)
from .scan_values import (
    is_at,
    is_email,
    is_house,
    is_ipv6,
    is_keycap,
    is_mixed_number,
    is_plate,
    may_follow_label,
    name_mark,
    number_mark,
    numbered_name_mark,
)


@numba.njit(cache=True)
def _begins_nickname(info: Any, flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether Chinese characters may be a nickname behind the mark at i: the name of a network stands before it."""
    j = i + 1
    while j < flat.size and j < i + 4 and (flat[j] == 32 or flat[j] == 64 or flat[j] == 34):
        j += 1
    k = j
    while k < flat.size and k < j + 7 and is_alnum(flat[k]):
        k += 1
    return k < flat.size and flat[k] > 0x2E80 and network_before(info, flat, i, 10)


@numba.njit(cache=True)
def _is_asked(flat: Any, line: Any, above: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the line above the one at `line` may ask for something, or that above a line that may name the speaker."""
    if line > 1 and flat[line - 2] == 10:  # a blank line
        line -= 1
    return line > 0 and (asks(flat, line - 1) or (above > 0 and line - above <= 25 and asks(flat, above - 1)))


@numba.njit(cache=True)
def _begins_field(flat: Any, i: Any, line: Any, listed: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the value at i stands near the head of its line, behind nothing or a Chinese character and a mark."""
    if i == line:  # below a line that ends as a title does, or the next of a list
        end = flat[line - 2] if line > 1 else numba.uint32(10)
        return end > 0x2E80 or end == 58 or end == 41 or end == 10 or end | 32 == 113 or end | 32 == 120 or listed
    lead = flat[i - 1]
    if lead == 32 or lead == 58:
        return i - line < 40 and (i == line + 2 or flat[i - 2] > 0x245F)
    return lead > 0x2E80 and i - line < 40


@numba.njit(cache=True)
def _is_titled(info: Any, flat: Any, line: Any, above: Any, last: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether one of three short lines above the one at `line` names a contact; last: the line of which that was found."""
    if last == line or (line > 0 and last == above):
        return True
    end = line - 1
    for _ in range(3):
        if end <= 0:
            break
        if contact_before(info, flat, end, 60):
            return True
        j = end - 1
        while j >= 0 and j > end - 61 and flat[j] != 10:
            j -= 1
        if j < 0 or flat[j] != 10:
            break
        end = j
    end = line
    for below in range(3):  # two lines below: （以上均为QQ）
        start = end
        while end < flat.size and end < start + 31 and flat[end] != 10:
            end += 1
        if end == start + 31:
            break
        if below and flat[end - 1] > 40 and contact_before(info, flat, min(end, flat.size - 1), 30):
            return True
        end += 1
        if end >= flat.size:
            break
    return False


@numba.njit(cache=True, inline="always")
def _styled(c: Any) -> Any:  # pragma: no cover  (compiled)
    """The ASCII form of a letter or digit of mathematical bold, italic and so on."""
    if c >= 0x1D7CE:
        return numba.uint32(48 + (c - 0x1D7CE) % 10)
    place = (c - 0x1D400) % 52
    return numba.uint32(65 + place if place < 26 else 71 + place)


@numba.njit(cache=True, inline="always")
def _is_title(first: Any, last: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether a line begins or ends as heads of columns do, going by its first and last character: no stop, no code."""
    return last > 64 and last != 0x3002 and (last > 0x2E80 or first > 0x2E80 or last == 124 or last | 32 == 113)


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
    # starts of this line and the one above; whether no digit stands in this one; of which columns heads stand further up;
    # the last line with a value below a short one that names a contact; the end of the last name
    line, above, plain = 0, 0, True
    headed: Any = 0
    titled, listed = -1, -1
    i = -1
    while i + 1 < size:
        i += 1
        c = points[i]
        if c >= 0x10000:
            if not 0x1D400 <= c < 0x1D800:
                continue
            j = i
            while j < size and 0x1D400 <= points[j] < 0x1D800:
                flat[j] = _styled(points[j])
                j += 1
            c = flat[i]
        kind = info[c] & KIND
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
            if run == 2 and is_at(flat, i):
                places[n], marks[n] = i + 1, EMAIL
                n += 1
            elif (
                run == 4 and i + run < size and flat[i + run] == 58 and flat[i] | 32 == 108 and flat[i + 3] | 32 == 101
            ):
                if flat[i + 1] | 32 == 105 and flat[i + 2] | 32 == 118:  # live:name of Skype
                    mark = NAME
            elif run == 1 and flat[i] == 97 and i and flat[i - 1] == 40 and i + 1 < size and flat[i + 1] == 41:  # (a)
                mark = EMAIL
            elif run == 2 and flat[i] == 87 and flat[i + 1] == 74:  # WJ
                mark = PLATE
            elif (
                run == 2 and i + 7 < size and flat[i] | 32 == 115 and flat[i + 1] | 32 == 119 and flat[i + 7] == 45
            ):  # SW-1234-
                mark = NAME
            elif (
                run >= 5
                or (i + run < size and (is_digit(flat[i + run]) or flat[i + run] in (45, 95)))
                or (2 < run < 5 and i + run < size and flat[i + run] == 46 and i and may_follow_label(flat, i))
            ):
                # most words end here: a sentence is no label
                prose = i > 3 and flat[i - 1] == 32 and is_alnum(flat[i - 2]) and is_alnum(flat[i - 3])
                prose = prose and is_alnum(flat[i - 4]) and not (i > 5 and flat[i - 6] > 0x2E80)  # 加Line name
                joined = i + run < size and (is_digit(flat[i + run]) or flat[i + run] == 95)
                name = (not prose or (joined and names_contact(flat, i - 2))) and name_mark(info, ends, flat, i, run)
                near = not name and (headed == 2 or (i - line <= 16 and _is_asked(flat, line, above)))
                # the next of a list of names
                next_name = (
                    joined
                    and listed >= line
                    and i - listed < 32
                    and (flat[i - 1] > 0x2E80 or flat[i - 1] in (32, 40, 44, 58))
                )
                if name or next_name or (near and stands_alone(flat, i, headed > 0)):
                    mark = NAME
                elif (
                    (joined or run < 5)
                    and _begins_field(flat, i, line, titled == above)
                    and stands_alone(flat, i, True)
                    and _is_titled(info, flat, line, above, titled)
                ):
                    mark, titled = NAME, line
        elif kind == DIGIT:
            while i + run < size and is_digit(flat[i + run]):
                run += 1
            plain = False
            number = number_mark(info, ends, flat, i, run)
            if not number and run >= 5 and (headed > 0 or (i - line <= 16 and _is_asked(flat, line, above))):
                number = stands_alone(flat, i, headed > 0)
            if (
                not number
                and 5 <= run <= 11
                and _begins_field(flat, i, line, titled == above)
                and stands_alone(flat, i, True)
                and _is_titled(info, flat, line, above, titled)
            ):
                number, titled = True, line
            after = flat[i + run] if i + run < size else numba.uint32(0)
            if number:
                mark = NUMBER
            elif after > 0x20E2:
                if run == 1 and (after == 0x20E3 or after == 0xFE0F) and is_keycap(flat, i):
                    mark = NUMBER
            elif run < 7 and (97 <= after | 32 <= 122 or after == 95) and numbered_name_mark(info, ends, flat, i, run):
                mark = NAME
        elif kind == SIGN:
            sign = flat[i]
            if sign == 58:
                if is_ipv6(flat, i):
                    mark = COLON
                elif i + 2 < size and flat[i + 1] == 47 and flat[i + 2] == 47:
                    if is_profile(flat, i):
                        mark = PROFILE
                elif _begins_nickname(info, flat, i):
                    mark = NICKNAME
            elif sign == 43:
                if i + 2 < size and (flat[i + 1] == 56 or flat[i + 1] == 48):
                    mark = PLUS
            elif is_email(flat, i):
                mark = EMAIL
            elif (sign == 64 and _begins_nickname(info, flat, i)) or (
                sign == 35
                and i
                and flat[i - 1] > 0x2E80
                and i + 3 < size
                and is_digit(flat[i + 1])
                and is_digit(flat[i + 3])
            ):  # @nickname, nickname#1234
                mark = NICKNAME
        elif kind == PROVINCE:
            if is_plate(points, flat, i):
                mark = PLATE
        elif kind == HOUSE:
            if is_house(info, flat, i):
                mark = HOUSE_NUMBER
        elif kind == HAN_DIGIT:
            while i + run < size and points[i + run] < 0x10000 and info[points[i + run]] & KIND == HAN_DIGIT:
                run += 1
            after = flat[i + run] if i + run < size else numba.uint32(0)
            digits_behind = after < 58 and (is_digit(after) or after == 32 or after == 45)
            number = run == 11 or (digits_behind and is_mixed_number(info, flat, i, run))
            if not number and 5 <= run < 11:
                number = labelled(info, ends, flat, i, 0, False) or contact_behind(flat, i + run)
            if number:
                mark = HAN_NUMBER
        elif c == 10:
            if plain and 4 < i - line < 80 and _is_title(flat[line], flat[i - 1]):
                found = heads(flat, line, i)
                if found and not (above < line and flat[above] == 124):  # heads are the first line of a table
                    headed = found
            above, line, plain = line, i + 1, True
            if headed and not is_row(flat, line):
                headed = 0
        elif c == 0x827E:
            if i + 1 < size and points[i + 1] == 0x7279:  # 艾特
                mark = EMAIL
        elif network_before(info, flat, i, 8):  # 昵称, 搜
            mark = NICKNAME
        if mark >= 0:
            asked = i - line <= 16 and _is_asked(flat, line, above)
            places[n], marks[n] = i, mark + asked * ASKED + (headed > 0) * HEADED + (titled == line) * TITLED
            if mark in (NUMBER, NAME):
                end = i + run
                while end < size and end < i + 31 and (is_alnum(flat[end]) or flat[end] == 95 or flat[end] == 45):
                    end += 1
                near, behind = contact_before(info, flat, i, 40), contact_behind(flat, end)
                marks[n] += near * NEAR + behind * BEHIND
                if mark == NAME and (near or behind or titled == line or (listed >= line and i - listed < 32)):
                    listed = end
                if (
                    not (near or behind or titled == line)
                    and _begins_field(flat, i, line, titled == above)
                    and stands_alone(flat, i, True)
                ):
                    marks[n] += _is_titled(info, flat, line, above, titled) * TITLED
            n += 1
        i += run - 1
    return n
