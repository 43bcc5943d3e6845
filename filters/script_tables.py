"""Which characters tell Traditional from Simplified and Taiwan from Hong Kong, asked of OpenCC itself.

Every Chinese character is sent once through OpenCC's converters, each on a line of its own so that no phrase can match
(98,000 characters, 0.2 s a process). What OpenCC would change and the other side's national character set does not
hold marks a script: 後 or 乾 are in GB 2312 too, so they prove nothing; 國 is not, so it proves Traditional.
"""

from functools import cache

import numba
import numpy as np
import numpy.typing as npt

from .characters import Codes, code_points
from .conversion import FOLDER, LINE_FEED, TABLE_SIZE, Spans, convert_each, han_characters

Marks = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.int64]

HAN, TRADITIONAL, SIMPLIFIED, TAIWAN, HONG_KONG, KANA, WORD = 1, 2, 4, 8, 16, 32, 64

#: no character below has a mark: 〇 is the first of those above
FIRST_MARKED = 0x3007


@cache
def word_sides() -> dict[str, int]:
    """The words of configs/opencc/region_words.txt in order of their code points, each with TAIWAN or HONG_KONG."""
    sides: dict[str, int] = {}
    side = 0
    for line in (FOLDER / "region_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            side = {"[Hant-TW]": TAIWAN, "[Hant-HK]": HONG_KONG}[line]
        elif not line.startswith("#"):
            sides |= dict.fromkeys(line.split(), side)
    return dict(sorted(sides.items()))


@cache
def region_words() -> Words:
    """The words of `word_sides` as code points, behind each its length and its side, uint32[words, longest word + 2]."""
    sides = word_sides()
    table = np.zeros((len(sides), max(map(len, sides)) + 2), np.uint32)
    for row, (word, side) in zip(table, sides.items(), strict=True):
        row[: len(word)] = code_points(word)
        row[-2:] = len(word), side
    table.setflags(write=False)
    return table


@cache
def marks() -> Marks:
    """Bits HAN, TRADITIONAL, SIMPLIFIED, TAIWAN, HONG_KONG, KANA, and WORD where a word of `word_sides` starts with
    the character, of every code point; uint8[TABLE_SIZE].
    """
    characters = han_characters()
    table = np.zeros(TABLE_SIZE, np.uint8)
    table[[ord(character) for character in characters]] = HAN
    for character, simplified, traditional in zip(
        characters, convert_each("t2s", characters), convert_each("s2t", characters), strict=True
    ):
        if simplified != character and not _encodable(character, "gb2312"):
            table[ord(character)] |= TRADITIONAL
        elif traditional != character and not _encodable(character, "big5") and character != "吓":  # Cantonese too
            table[ord(character)] |= SIMPLIFIED
    for taiwan, hong_kong in zip(convert_each("t2tw", characters), convert_each("t2hk", characters), strict=True):
        # 説, 衞 and 裏 are Hong Kong's norm and nobody else's. 裡 and 臺 are Taiwan's, since Hong Kong could
        # type 裏 and 台 from the start (cp950, the Big5 of ETEN and Microsoft); 說 is no proof of Taiwan, for
        # 説 came later, with HKSCS, and many in Hong Kong type 說.
        if taiwan != hong_kong:
            if table[ord(taiwan)] & TRADITIONAL and _encodable(hong_kong, "cp950"):
                table[ord(taiwan)] |= TAIWAN
            if table[ord(hong_kong)] & TRADITIONAL or not _encodable(hong_kong, "cp950"):
                table[ord(hong_kong)] |= HONG_KONG
    table[0x3041:0x3097] = KANA
    table[0x30A1:0x30FB] = KANA  # without the middle dot, which Chinese names have too
    for word in word_sides():
        table[ord(word[0])] |= WORD
    table.setflags(write=False)
    return table


def _encodable(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@numba.njit(cache=True, nogil=True)
def count_marks(codes: Codes, table: Marks) -> Counts:
    """Number of characters with each bit: Han, Traditional, Simplified, Taiwan, Hong Kong, kana; int64[6]."""
    han, traditional, simplified, taiwan, hong_kong, kana = 0, 0, 0, 0, 0, 0
    for code in codes:
        if code < FIRST_MARKED:
            continue
        mark = np.int64(table[min(code, np.uint32(TABLE_SIZE - 1))])
        han += mark & 1
        traditional += (mark >> 1) & 1
        simplified += (mark >> 2) & 1
        taiwan += (mark >> 3) & 1
        hong_kong += (mark >> 4) & 1
        kana += (mark >> 5) & 1
    return np.array([han, traditional, simplified, taiwan, hong_kong, kana])


@numba.njit(cache=True, nogil=True)
def lines_without(codes: Codes, table: Marks, bit: int) -> Spans:
    """Start and end of every line in which no character has the bit, int64[lines, 2]."""
    spans = np.empty((len(codes) + 1, 2), np.int64)
    count = start = 0
    found = False
    for at in range(len(codes) + 1):
        if at == len(codes) or codes[at] == LINE_FEED:
            if not found:
                spans[count, 0], spans[count, 1] = start, at
                count += 1
            start, found = at + 1, False
        elif codes[at] >= FIRST_MARKED and table[min(codes[at], np.uint32(TABLE_SIZE - 1))] & bit:
            found = True
    return spans[:count]


@numba.njit(cache=True, nogil=True)
def any_mark(codes: Codes, table: Marks, bit: int) -> bool:
    """Whether any character has the bit."""
    for code in codes:  # noqa: SIM110 (Numba has no any() over a generator)
        if table[min(code, np.uint32(TABLE_SIZE - 1))] & bit:
            return True
    return False


@numba.njit(cache=True, nogil=True)
def count_words(codes: Codes, table: Marks, words: Words) -> tuple[int, int, Counts]:
    """How many words of Taiwan and of Hong Kong, and how often each of `region_words`, int64[words]; none inside another."""
    counts = np.zeros(len(words), np.int64)
    sides = np.zeros(HONG_KONG + 1, np.int64)
    firsts = words[:, 0]
    at = 0
    while at < len(codes):
        code = codes[at]
        size = 1
        if code >= FIRST_MARKED and table[min(code, np.uint32(TABLE_SIZE - 1))] & WORD:
            number = np.searchsorted(firsts, code)
            while number < len(words) and words[number, 0] == code:
                length = np.int64(words[number, -2])
                same = 1
                while same < length and at + same < len(codes) and codes[at + same] == words[number, same]:
                    same += 1
                if same == length:
                    counts[number] += 1
                    sides[words[number, -1]] += 1
                    size = length
                    break
                number += 1
        at += size
    return sides[TAIWAN], sides[HONG_KONG], counts
