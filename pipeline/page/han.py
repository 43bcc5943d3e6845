"""How many Chinese characters can a page hold at most: an upper bound on its raw bytes, at about 1 GB/s.

Four pages in five of a crawl hold no Chinese; they are recognised before anything is parsed. The bound holds whatever
mojibake repair and extractor come later, because none of them makes a Han character out of less than is counted here:

- Han characters, as UTF-8 or as numeric character references (`&#20013;`, `&#x4e2d;`, `&amp;#20013;`);
- mojibake that a repair may put right (mojibake.py). GBK or Big5 read as Latin-1 makes at least every fourth of a line's
  characters of two of U+00A1 to U+00FE, the first of them U+00A4 to U+00D7; UTF-8 read as Latin-1 begins each with one of
  U+00E3 to U+00F4, or with U+00C3 if that was done more than once; named references (`&Ouml;&ETH;`) count behind another
  one or a high byte; pages with a mark of UTF-8, GBK and Big5 read as each other are passed on;
- bytes that are not UTF-8: the charset is found as `decode` will find it. If it writes Chinese, the high bytes are
  counted, else the characters of that charset. The stage hands the finding on, so it is made once;
- pages in 7-bit and 16-bit encodings (escape, `~{`, NUL, byte order marks) are not bounded but passed on.

Japanese is not Chinese: Han characters that stand among kana are not counted. The letters of the page are cut into
segments about as filters/language_tally.py cuts text: SEGMENT_CHARS of Han and kana or more, up to markup, a line end
or the end of a sentence; a segment is Japanese if KANA_SHARE of it is kana. This part is no proof, since an extractor
may choose among the pieces of a segment (the labels of a menu). benchmarks/charsets/han_check.py counts what it loses
on real pages, and that must be nothing.
"""

import functools
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from . import charset
from .codes import code_points
from .mojibake import GARBLED_MARKS

SEGMENT_CHARS = 12  # Han and kana; language_tally.LINE_CHARS, the shortest piece that is judged by itself
KANA_SHARE = 0.1  # prose has 40 to 70%, menus 10 to 30%; half of language_tally.KANA_SHARE, for their sake
JAPANESE_LETTERS = 50  # in segments of Japanese for one Han character that is Japanese by chance: names, addresses
GAP_BYTES = 8  # of ASCII between two letters: markup or foreign words, a segment may end there
_CHINESE = ("gb18030", "big5hkscs", "euc_tw", "hz", "iso2022_cn")
_TWO_BYTE = ("euc_jp", "cp932", "cp949")


@dataclass(frozen=True, slots=True)
class Measures:
    """possible_han_chars: no reading of the page gives more Chinese characters than this, those of Japanese left out;
    None: not bounded (7-bit, UTF-16, pages of the spared share)."""

    possible_han_chars: int | None


@dataclass(frozen=True, slots=True)
class Limits:
    """spared_share: share of all pages, drawn by their id as the stage `language` draws, that is not bounded, because they
    may be of another language that the recipe keeps; null in a recipe: the largest share that `language.keep` gives one."""

    min_possible_han_chars: int
    spared_share: float | None


def measure(content: bytes, content_type: str | None = None) -> tuple[Measures, charset.Charset | None]:
    """The bound for the bytes of a page, and what charset.detect says of them where it had to be asked."""
    # one byte is searched for ten times as fast as two: hence b"~" before b"~{"
    hz = b"~" in content and b"~{" in content
    if b"\x00" in content or b"\x1b" in content or hz or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Measures(None), None
    if content.isascii() and b"&" not in content:
        return Measures(0), None
    bound, high, valid = _scan(content, None)
    if valid and bound is None:
        return Measures(None), None
    if valid and bound is not None:
        # with fewer than four characters beyond ASCII the decoder may take them for another charset: two bytes a character
        return Measures(max(bound, high // 2) if high <= 12 else bound), None
    found = charset.detect(content, content_type)
    if found.charset in _CHINESE:
        high = int(np.count_nonzero(np.frombuffer(content, np.uint8) > 0x7F))
        return Measures(high + content.count(b"&#") + content.count(b";&")), found
    if found.charset in _TWO_BYTE:
        return Measures(_scan(content, found.charset)[0]), found
    return measure_text(charset.decode(content, found)[0]), found


def measure_text(text: str) -> Measures:
    """The bound for text that is decoded already."""
    return Measures(_scan(text.encode("utf-8", "replace"), None)[0])


def _scan(content: bytes, encoding: str | None) -> tuple[int | None, int, bool]:
    """`scan` of bytes in UTF-8 (None) or one of _TWO_BYTE; the bound is None where a mark of mojibake stands."""
    words = np.frombuffer(content, np.uint64, len(content) >> 3)
    points, kinds = (_NO_POINTS, _CLASSES) if encoding is None else _two_byte_codes(encoding)
    array = np.frombuffer(content, np.uint8)
    bound, high, valid, garbled = scan(array, words, points, kinds, encoding == "cp932", encoding == "euc_jp")
    return None if garbled else bound, high, valid


_TOP = np.uint64(0x8080808080808080)
_ONE = np.uint64(0x0101010101010101)
_AMPERSANDS = np.uint64(0x2626262626262626)
#: What a code point is to the count: nothing, Han, Han of mojibake, kana, the end of a sentence; of characters that
#: windows-1252 has for bytes above 7F: a continuation byte, the lead of a three-byte sequence, of a doubly encoded one,
#: other ones.
_NOTHING, _HAN, _MARK, _KANA, _STOP, _CONTINUATION, _LEAD, _TWICE, _OTHER_LATIN = range(9)
_LATIN_SPECIALS = "ŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"  # windows-1252 80 to 9F


def _classes() -> NDArray[np.uint8]:
    table = np.zeros(0x10000, np.uint8)
    for first, last, kind in (
        (0x80, 0xBF, _CONTINUATION), (0xC0, 0xFF, _OTHER_LATIN), (0xC3, 0xC3, _TWICE), (0xE3, 0xF4, _LEAD),
        (0x3041, 0x3096, _KANA), (0x30A1, 0x30FA, _KANA), (0x30FC, 0x30FF, _KANA), (0x31F0, 0x31FF, _KANA),
        (0xFF66, 0xFF9F, _KANA), (0x2E80, 0x2FFF, _HAN), (0x3005, 0x3007, _HAN), (0x3021, 0x303B, _HAN),
        (0x3400, 0x9FFF, _HAN), (0xE000, 0xFAFF, _HAN),  # private use too: Han of old fonts and of vendors' extensions
    ):  # fmt: skip
        table[first : last + 1] = kind
    table[[ord(char) for char in _LATIN_SPECIALS]] = _CONTINUATION
    table[[ord(char) for char in "。！？．"]] = _STOP
    table[[ord(char) for char in GARBLED_MARKS]] = _MARK
    return table


_CLASSES = _classes()
_NO_POINTS = np.zeros(0, np.uint32)


@functools.cache
def _two_byte_codes(encoding: str) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """The character of every two-byte code (lead << 8 | trail), 0 where there is none, and what it is to the count."""
    points = code_points(encoding)
    return points, _CLASSES[np.minimum(points, 0xFFFF)]


@numba.njit(cache=True)
def scan(
    content: NDArray[np.uint8],
    words: NDArray[np.uint64],
    points: NDArray[np.uint32],
    kinds: NDArray[np.uint8],
    cp932: bool,
    euc_jp: bool,
) -> tuple[int, int, bool, bool]:
    """The bound of the bytes; high bytes; whether they are valid UTF-8 (if not, all else says nothing); whether one of
    GARBLED_MARKS stands in them.

    `words`: the same bytes by eights, so that ASCII without & is passed over 8 and 32 bytes at a time. `points`: empty,
    and the bytes are read as UTF-8; or the character of every two-byte code, 0 where there is none. `kinds`: what these
    codes are to the count.
    """
    n = len(content)
    bound = high = 0
    han = kana = 0  # of the segment that is open
    japanese = 0  # Han and kana of the Japanese segments
    end = 0  # where the last Han or kana ended
    closing = False  # a sentence ended since
    before = _NOTHING  # the last character's class, if it touches this one; and of the one before it
    before_that = _NOTHING
    paired = 0  # 1: the last character may be the first byte of an everyday character in GBK or Big5
    pairs = leads = entities = 0
    garbled = False
    touching = -1  # where the next character must begin to touch the last one
    i = 0
    while i < n:
        byte = content[i]
        start = i
        if byte < 0x80:
            i += 1
            point = -1
            if byte == 0x26:
                point, i, named = _reference(content, i)
                entities += named and start > 0 and (content[start - 1] == 0x3B or content[start - 1] >= 0x80)
            if point < 0:
                if i & 7 == 0:
                    at = i >> 3
                    while at + 4 <= len(words) and not (
                        _stops(words[at]) | _stops(words[at + 1]) | _stops(words[at + 2]) | _stops(words[at + 3])
                    ):
                        at += 4
                    while at < len(words) and not _stops(words[at]):
                        at += 1
                    i = at << 3
                continue
        elif len(points):
            high += 1
            i += 1
            if cp932 and 0xA1 <= byte <= 0xDF:  # half-width katakana
                point = 0xFEC0 + byte
            elif euc_jp and (byte == 0x8E or byte == 0x8F) and i < n:  # half-width katakana; three bytes of JIS X 0212
                point = 0xFF80 if byte == 0x8E else 0x4E00
                i += 1 if byte == 0x8E else 2
            else:
                code = (np.int64(byte) << 8) | np.int64(content[i]) if i < n else 0
                if kinds[code] == _NOTHING:  # most are: Hangul; or no character, and the next byte may begin one
                    i += points[code] != 0
                    continue
                point = np.int64(points[code])
                i += 1
        elif 0xC2 <= byte <= 0xDF and i + 1 < n and content[i + 1] & 0xC0 == 0x80:
            point = ((byte & 0x1F) << 6) | (content[i + 1] & 0x3F)
            high += 2
            i += 2
        elif 0xE0 <= byte <= 0xEF and i + 2 < n and content[i + 1] & 0xC0 == 0x80 and content[i + 2] & 0xC0 == 0x80:
            point = ((byte & 0x0F) << 12) | ((content[i + 1] & 0x3F) << 6) | (content[i + 2] & 0x3F)
            high += 3
            i += 3
            if point < 0x800 or 0xD800 <= point <= 0xDFFF:
                return 0, high, False, False
        elif (
            0xF0 <= byte <= 0xF4
            and i + 3 < n
            and content[i + 1] & 0xC0 == 0x80
            and content[i + 2] & 0xC0 == 0x80
            and content[i + 3] & 0xC0 == 0x80
        ):
            point = ((byte & 0x07) << 18) | ((content[i + 1] & 0x3F) << 12) | ((content[i + 2] & 0x3F) << 6)
            high += 4
            i += 4
            if not 0x10000 <= point <= 0x10FFFF:
                return 0, high, False, False
        else:
            return 0, high, False, False
        kind = _CLASSES[point] if point <= 0xFFFF else _HAN if point >= 0x20000 else _NOTHING
        if kind == _NOTHING:
            continue
        if kind == _MARK:
            garbled = True
            kind = _HAN
        if kind in (_HAN, _KANA):
            gap = start - end
            if han + kana >= SEGMENT_CHARS and (closing or gap >= GAP_BYTES or _breaks(content, end, start)):
                if kana >= KANA_SHARE * (han + kana):
                    japanese += han + kana
                else:
                    bound += han
                han = kana = 0
            if kind == _HAN:
                han += 1
            else:
                kana += 1
            end = i
            closing = False
        elif kind == _STOP:
            closing = True
        elif kind >= _CONTINUATION:
            if start != touching:
                before = before_that = _NOTHING
                paired = 0
            if kind == _CONTINUATION:
                # a doubly encoded lead needs one continuation behind it, a plain one two
                leads += before == _TWICE or (before == _CONTINUATION and before_that == _LEAD)
            if paired and 0xA1 <= point <= 0xFE:
                pairs += 1
                paired = 0
            else:
                paired = 0xA4 <= point <= 0xD7
            before_that = before
            before = kind
            touching = i
    if han + kana >= SEGMENT_CHARS and kana >= KANA_SHARE * (han + kana):
        japanese += han + kana
    else:
        bound += han
    bound = max(0, bound - japanese // JAPANESE_LETTERS)
    return bound + 4 * pairs + leads + entities, high, True, garbled


@numba.njit(cache=True)
def _stops(word: np.uint64) -> np.uint64:
    """Not zero if one of eight bytes is an ampersand or beyond ASCII (Warren, Hacker's Delight, 6-1: a zero byte)."""
    ampersand = word ^ _AMPERSANDS
    return (((ampersand - _ONE) & ~ampersand) | word) & _TOP


@numba.njit(cache=True)
def _breaks(content: NDArray[np.uint8], start: int, end: int) -> bool:
    """Is there markup, a quotation mark or a line end in these bytes?"""
    for i in range(start, end):
        byte = content[i]
        if byte == 0x3C or byte == 0x3E or byte == 0x22 or byte == 0x0A:
            return True
    return False


@numba.njit(cache=True)
def _reference(content: NDArray[np.uint8], i: int) -> tuple[int, int, bool]:
    """Behind an ampersand: (code point of a numeric reference or -1, where reading goes on, whether a name stands here).

    `&amp;#20013;` counts as a reference: the page may be read twice. A name is one that may be a Latin letter.
    """
    n = len(content)
    if (
        i + 4 < n
        and content[i] == 0x61
        and content[i + 1] == 0x6D
        and content[i + 2] == 0x70
        and content[i + 3] == 0x3B
    ):
        if content[i + 4] != 0x23:
            return -1, i + 4, False
        i += 4
    if i >= n or content[i] != 0x23:
        letter = i + 1 < n and 0x41 <= content[i] & 0xDF <= 0x5A
        # &nbsp; &lt; &gt; &quot; are none
        known = letter and (
            (content[i] == 0x6E and content[i + 1] == 0x62)
            or ((content[i] == 0x6C or content[i] == 0x67) and content[i + 1] == 0x74)
            or (content[i] == 0x71 and content[i + 1] == 0x75)
        )
        return -1, i, letter and not known
    j = i + 1
    point = 0
    base = 10
    if j < n and content[j] | 0x20 == 0x78:
        base = 16
        j += 1
    first = j
    while j < n and point <= 0x10FFFF:
        byte = content[j]
        digit = byte - 0x30 if 0x30 <= byte <= 0x39 else (byte | 0x20) - 0x57 if 0x61 <= byte | 0x20 <= 0x66 else 99
        if digit >= base:
            break
        point = point * base + digit
        j += 1
    if j == first or point < 0x80 or point > 0x10FFFF:
        return -1, j, False
    if j < n and content[j] == 0x3B:
        j += 1
    return point, j, False
