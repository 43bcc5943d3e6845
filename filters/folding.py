"""The folded form of a text: a key for matching that undoes the usual evasions; the text itself is never changed.

Traditional to Simplified by character; full-width, circled, superscript and mathematical letters and digits to ASCII;
Cyrillic and Greek look-alikes to Latin; lower case. Symbols and blanks inserted between Chinese characters vanish (微*信,
赌 博), sentence punctuation and line ends stay as barriers, a blank between two Latin words stays one blank.

One kernel (Numba, about 1 ns a byte), linear in the text.
"""

import unicodedata
from typing import Any

import numba
import numpy as np

from .characters import Codes, code_points, decode
from .tables import stored

# Classes of the folding table besides "replace by this code point".
_SKIP = 1  # blanks and symbols: vanish between Chinese characters
#: sentence punctuation and line ends, across which no term reaches, are written as a line feed
BARRIER = 10
_BARRIERS = '\n\r\u2028\u2029。，、；：！？…,;:!?()（）《》〈〉「」『』【】〔〕[]{}“”"<>\N{FULLWIDTH FULL STOP}．'
# Letters of other scripts drawn like Latin ones (Unicode confusables, those seen in spam).
_LOOKALIKES = dict(zip("аеорсхуіѕԛԝкмнтвνοραικτυχ", "aeopcxyisqwkmhtbvopaiktux", strict=True))

#: no code point from here on is changed
_FOLDED = 0x20000
# Parts the texts of `fold_each`: a noncharacter, which no text holds and folding leaves as it is.
_APART = "\U000fffff"


def _is_word(point: int) -> bool:
    return 48 <= point <= 57 or 97 <= point <= 122


def build_fold_table() -> Codes:
    """Code point -> folded code point, _SKIP or BARRIER, uint32[_FOLDED], from unicodedata and OpenCC, for build_tables.py."""
    import opencc

    table = np.arange(_FOLDED, dtype=np.uint32)
    table[:0x21] = _SKIP
    # Blocks whose characters are decoration wherever they stand between Chinese characters.
    for start, end in ((0x2000, 0x2070), (0x2100, 0x2C00), (0xE000, 0xF900), (0xFE00, 0xFE10), (0x1F000, 0x20000)):
        table[start:end] = _SKIP
    for point in [*range(0x21, 0x100), *range(0x2070, 0x3400), *range(0xFE10, 0x10000), *range(0x1D400, 0x1D800)]:
        char = chr(point)
        flat = unicodedata.normalize("NFKC", char).strip("()., ").lower()
        if len(flat) == 1 and (_is_word(ord(flat)) or 0x4E00 <= ord(flat) < 0xA000):
            table[point] = ord(flat)
        elif unicodedata.category(char)[0] in "PSZC" or flat.isdigit():  # ⑩ to ⑳ number lists, they are no digits
            table[point] = _SKIP
    for char, latin in _LOOKALIKES.items():
        table[ord(char)] = table[ord(char.upper())] = ord(latin)
    for char in _BARRIERS:
        table[ord(char)] = BARRIER
    table[0x2795] = ord("加")  # ➕, as in ➕微信
    convert = opencc.OpenCC("t2s").convert
    chars = [chr(p) for p in range(0x3400, 0xA000)]
    simplified = convert("\n".join(chars)).split("\n")
    for char, simple in zip(chars, simplified, strict=True):
        if len(simple) == 1:
            table[ord(char)] = ord(simple)
    # what is folded is folded once and for all: the radical ⾴ is 頁, which is 页
    within = table < _FOLDED
    table[within] = table[table[within]]
    return table


@numba.njit(cache=True, inline="always")
def _is_word_code(p: Any) -> Any:  # pragma: no cover  (compiled)
    return (48 <= p <= 57) or (97 <= p <= 122)


@numba.njit(cache=True)
def _fold(points: Any, table: Any, out: Any, origins: Any) -> int:  # pragma: no cover  (compiled)
    """Write the folded code points into `out`; unless `origins` is empty, the place in `points` of each of them there."""
    track = origins.size > 0
    size = np.uint32(len(table))
    n = 0
    gap = False
    last = np.uint32(0)
    for i in range(points.size):
        point = points[i]
        p = table[point] if point < size else point
        if p <= 10:  # most characters pass by this one test
            if p == 1:
                # a heart behind 微, 薇, 威, 徽 or v is drawn for 信
                heart = point == 0x2764 or point == 0x2665
                if not (heart and (last in (0x5FAE, 0x8587, 0x5A01, 0x5FBD) or last == 118)):
                    gap = True
                    continue
                p = np.uint32(0x4FE1)
            elif last == 10:  # one barrier is as good as two
                gap = False
                continue
        if gap:
            gap = False
            if p < 128 and last < 128 and _is_word_code(p) and _is_word_code(last):
                out[n] = 32
                if track:
                    origins[n] = i
                n += 1
        last = p
        out[n] = p
        if track:
            origins[n] = i
        n += 1
    return n


def fold_codes(text: str, *, track: bool = False) -> tuple[Codes, Codes]:
    """The folded text as code points, and, if `track`, for each of them the place in `text` that it comes from."""
    points = code_points(text)
    out = np.empty(2 * points.size, np.uint32)  # a letter may get a blank before it
    origins = np.empty(out.size if track else 0, np.uint32)
    size = _fold(points, stored("folded"), out, origins)
    return out[:size], origins[:size]


def fold(text: str) -> str:
    """The folded form of `text`: the key that terms are matched on.

    >>> fold("加微 ★ 信：ＶＸ１２３，網 上 賭 場 the bet")
    '加微信\\nvx123\\n网上赌场the bet'
    """
    return decode(fold_codes(text)[0])


def fold_each(texts: list[str]) -> list[str]:
    """The folded forms of many short texts in one call, which a lexicon of 57,000 spellings needs.

    >>> fold_each(["賭場，", "", "ＶＸ"])
    ['赌场\\n', '', 'vx']
    """
    return fold(_APART.join(texts)).split(_APART) if texts else []
