# ruff: noqa: SIM109  # chained comparisons: Numba would build a tuple a byte
"""What one tag says or implies, read on the bytes: name, end of its raw text, whether its style hides it, what it ends."""

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from .tags import TAG

LI, TR, TD, TH, DT, DD, OPTION, TABLE, UL, OL, DL = (
    TAG[name] for name in ("li", "tr", "td", "th", "dt", "dd", "option", "table", "ul", "ol", "dl")
)
MOST_STYLE = 500  # bytes of a style attribute that are read


@numba.njit(cache=True, inline="always")
def is_letter(byte: int) -> bool:
    return 65 <= byte <= 90 or 97 <= byte <= 122


@numba.njit(cache=True)
def tag_number(page: NDArray[Any], i: int, codes: NDArray[Any], numbers: NDArray[Any]) -> tuple[int, int]:
    """The number of the tag whose name begins at i, and where the name ends."""
    value = np.uint64(0)
    length = 0
    n = len(page)
    while i < n:
        byte = page[i]
        if 65 <= byte <= 90:
            byte += 32
        if not (97 <= byte <= 122 or 48 <= byte <= 57 or byte == 45 or byte == 58):
            break
        if length < 8:
            value = (value << np.uint64(8)) | np.uint64(byte)
        length += 1
        i += 1
    at, end = 0, len(codes)
    while at < end:  # binary search; np.searchsorted would load SciPy
        middle = (at + end) >> 1
        if codes[middle] < value:
            at = middle + 1
        else:
            end = middle
    if at < len(codes) and codes[at] == value:
        return numbers[at], i
    return 0, i


@numba.njit(cache=True)
def find_end(page: NDArray[Any], i: int, tag_start: int, tag_end: int) -> int:
    """Where `</name` (of the start tag's name) begins at or behind i, or -1."""
    n = len(page)
    length = tag_end - tag_start
    while i + 2 + length <= n:
        if page[i] == 60 and page[i + 1] == 47:
            same = True
            for k in range(length):
                if (page[i + 2 + k] | 32) != (page[tag_start + k] | 32):
                    same = False
                    break
            if same:
                return i
        i += 1
    return -1


@numba.njit(cache=True)
def hides(page: NDArray[Any], start: int, end: int) -> bool:
    """Whether the style that stands from start to end says display:none."""
    k = start
    while k + 11 < end + 1 and k < start + MOST_STYLE:
        if (page[k] | 32) == 100 and (page[k + 1] | 32) == 105 and (page[k + 6] | 32) == 121:
            m = k + 7
            while m < end and (page[m] == 58 or page[m] <= 32):
                m += 1
            if m + 3 < end + 1 and (page[m] | 32) == 110 and (page[m + 1] | 32) == 111 and (page[m + 2] | 32) == 110:
                return True
        k += 1
    return False


@numba.njit(cache=True)
def implied_end(number: int, depth: int, stack: NDArray[Any], tag: NDArray[Any]) -> int:
    """The depth of the open element that a start tag ends without an end tag, 0 if there is none: an <li> ends an <li>."""
    close = 0
    for k in range(depth, 0, -1):
        t = tag[stack[k]]
        if number == LI:
            if t == UL or t == OL or t == TD or t == TABLE:
                break
            if t == LI:
                return k
        elif number == DT or number == DD:
            if t == DL or t == TD or t == TABLE:
                break
            if t == DT or t == DD:
                return k
        elif number == OPTION:
            return k if t == OPTION else 0
        else:
            if t == TABLE:
                break
            if t == TR and number == TR:
                close = k
            if (t == TD or t == TH) and number != TR:
                return k
    return close
