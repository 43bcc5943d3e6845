"""Which characters tell Traditional from Simplified and Taiwan from Hong Kong, asked of OpenCC itself.

Every Chinese character is sent once through OpenCC's converters, each on a line of its own so that no phrase can match
(98,000 characters; stored: tables.py). What OpenCC would change and the other side's national character set does not
hold marks a script: 後 or 乾 are in GB 2312 too, so they prove nothing; 國 is not, so it proves Traditional.
"""

from functools import cache

import numba
import numpy as np
import numpy.typing as npt

from .characters import Codes
from .conversion import COMPATIBILITY_RANGES, FOLDER, LINE_FEED, TABLE_SIZE, Spans, convert_each, han_characters
from .tables import stored
from .trie import Hits, Trie

Marks = npt.NDArray[np.uint8]
Counts = npt.NDArray[np.int64]

#: marks of a character
HAN, TRADITIONAL, SIMPLIFIED, TAIWAN, HONG_KONG, KANA, JAPAN = 1, 2, 4, 8, 16, 32, 64
#: mark of a word beside TAIWAN and HONG_KONG
COMPUTING = 128

#: no character below has a mark: 〇 is the first of those above
FIRST_MARKED = 0x3007


#: a word that comes back tells no more than one that comes this often: one subject does not make a region
WORD_CAP = 3


@cache
def word_sides() -> dict[str, int]:
    """The words of configs/opencc/region_words.txt with their bits TAIWAN, HONG_KONG, COMPUTING, or none of them."""
    sides: dict[str, int] = {}
    side = 0
    for line in (FOLDER / "region_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            side = {"[Hant-TW]": TAIWAN, "[Hant-HK]": HONG_KONG, "[computing]": COMPUTING, "[neither]": 0}[line]
        elif not line.startswith("#"):
            for word in line.split():
                sides[word] = sides.get(word, 0) | side
    return sides


@cache
def _region_words() -> tuple[Trie, Marks]:
    """The words of `word_sides`, and their bits, uint8[words]."""
    return Trie(list(word_sides())), np.array(list(word_sides().values()), np.uint8)


#: Written in Traditional text though Big5 lacks them: Cantonese 吓, Hong Kong's 恒生; those of Hong Kong's norm are added
BOTH_SCRIPTS = "吓恒"
#: Written in Simplified names though GB 2312 lacks it (毕昇; standard since the table of 2013)
IN_SIMPLIFIED_NAMES = "昇"
#: one side's norm, but common on both: they tell nothing
BOTH_REGIONS = "煙濕樑鮎參洩嫻顎"


def marks() -> Marks:
    """Bits HAN, TRADITIONAL, SIMPLIFIED, TAIWAN, HONG_KONG, KANA, JAPAN (広, 駅: written nowhere else) of every code
    point, uint8[TABLE_SIZE]."""
    return stored("marks")


def build_marks() -> Marks:
    """The same from OpenCC and the national character sets, for build_tables.py."""
    characters = han_characters()
    table = np.zeros(TABLE_SIZE, np.uint8)
    table[[ord(character) for character in characters]] = HAN
    for character, simplified, traditional in zip(
        characters, convert_each("t2s", characters), convert_each("s2t", characters), strict=True
    ):
        if simplified != character and not _encodable(character, "gb2312") and character not in IN_SIMPLIFIED_NAMES:
            table[ord(character)] |= TRADITIONAL
        elif traditional != character and not _encodable(character, "big5") and character not in BOTH_SCRIPTS:
            table[ord(character)] |= SIMPLIFIED
    for taiwan, hong_kong in zip(convert_each("t2tw", characters), convert_each("t2hk", characters), strict=True):
        # 説, 衞 and 裏 are Hong Kong's norm and nobody else's. 裡 and 臺 are Taiwan's, since Hong Kong could
        # type 裏 and 台 from the start (cp950, the Big5 of ETEN and Microsoft); 說 is no proof of Taiwan, for
        # 説 came later, with HKSCS, and many in Hong Kong type 說.
        if taiwan != hong_kong and taiwan not in BOTH_REGIONS and hong_kong not in BOTH_REGIONS:
            if table[ord(taiwan)] & TRADITIONAL and _encodable(hong_kong, "cp950"):
                table[ord(taiwan)] |= TAIWAN
            if table[ord(hong_kong)] & TRADITIONAL or not _encodable(hong_kong, "cp950"):
                table[ord(hong_kong)] = (
                    table[ord(hong_kong)] & (0xFF ^ SIMPLIFIED) | HONG_KONG
                )  # 税, 户, 温: no proof of Hans
    table[0x3041:0x3097] = KANA
    table[0x30A1:0x30FB] = KANA  # without the middle dot, which Chinese names have too
    for character, other in zip(characters, convert_each("jp2t", characters), strict=True):
        shared = _encodable(character, "gb2312") or _encodable(character, "big5") or _compatibility(character)
        if other != character and table[ord(character)] == HAN and not shared:
            table[ord(character)] |= JAPAN
    return table


def _compatibility(character: str) -> bool:
    return any(first <= ord(character) < end for first, end in COMPATIBILITY_RANGES)


def _encodable(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@numba.njit(cache=True, nogil=True)
def count_marks(codes: Codes, table: Marks) -> Counts:
    """Number of characters with each bit: Han, Traditional, Simplified, Taiwan, Hong Kong, kana, Japan; int64[7]."""
    han, traditional, simplified, taiwan, hong_kong, kana, japan = 0, 0, 0, 0, 0, 0, 0
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
        japan += (mark >> 6) & 1
    return np.array([han, traditional, simplified, taiwan, hong_kong, kana, japan])


@numba.njit(cache=True, nogil=True)
def lines_not_of(codes: Codes, table: Marks, bit: int, other: int) -> Spans:
    """Start and end of every line that has no more characters with the one bit than with the other, int64[lines, 2]."""
    spans = np.empty((len(codes) + 1, 2), np.int64)
    count = start = balance = 0
    for at in range(len(codes) + 1):
        if at == len(codes) or codes[at] == LINE_FEED:
            if balance <= 0:
                spans[count, 0], spans[count, 1] = start, at
                count += 1
            start, balance = at + 1, 0
        elif codes[at] >= FIRST_MARKED:
            mark = table[min(codes[at], np.uint32(TABLE_SIZE - 1))]
            balance += (mark & bit > 0) - (mark & other > 0)
    return spans[:count]


@numba.njit(cache=True, nogil=True)
def any_mark(codes: Codes, table: Marks, bit: int) -> bool:
    """Whether any character has the bit."""
    for code in codes:  # noqa: SIM110 (Numba has no any() over a generator)
        if table[min(code, np.uint32(TABLE_SIZE - 1))] & bit:
            return True
    return False


def count_words(codes: Codes) -> Counts:
    """Number of words of Taiwan and of Hong Kong (each up to WORD_CAP times) and of words of computing; behind them how often
    each of `word_sides` occurs, the longest at each place and none inside another; int64[3 + words].
    """
    trie, sides = _region_words()
    return _count_words(trie.find(codes), sides)


@numba.njit(cache=True, nogil=True)
def _count_words(hits: Hits, sides: Marks) -> Counts:
    counts = np.zeros(3 + len(sides), np.int64)
    taiwan = hong_kong = computing = 0
    for number in hits[:, 0]:
        side = sides[number]
        counts[3 + number] += 1
        if counts[3 + number] <= WORD_CAP:
            taiwan += side & TAIWAN != 0
            hong_kong += side & HONG_KONG != 0
        computing += side & COMPUTING != 0
    counts[:3] = taiwan, hong_kong, computing
    return counts
