"""What a character costs in each encoding of East Asia, and in UTF-8 and windows-1252: the bits that charset.py compares.

A two-byte code costs the negative log2 of its character's frequency in the language written so (configs/models/
charfreq.json), a four-byte or rare one a little more than the rarest, a byte that cannot stand where it stands more than
any character. A lone two-byte character inside a Latin word costs extra: there it is an accented letter.

`description_bits` reads straight on, as a decoder does, and is fast. `aligned_bits` finds the cheapest way to read the
bytes in which any byte may be left out as foreign (dynamic programming from the end): a stray byte would shift every
code behind it. `foreign_bytes` tells which bytes that way leaves out, so that decoding can do the same where
`damaged_stretches` finds codes that cannot be, or so rare ones in a row that the reading must be out of step.
"""

import functools
import json
from importlib import resources

import numba
import numpy as np
from numpy.typing import NDArray

from .cns import planes

FOREIGN_BITS = 28.0  # a byte that cannot stand here, or is left out
UTF8_FOREIGN_BITS = 16.0  # the same in UTF-8, where hardly any byte can stand by chance
UNKNOWN_BITS = 19.0  # a possible character that the counts never saw
PRIVATE_BITS = 26.0  # a private-use or unassigned code
LETTER_BITS = 12.0  # a letter of another script that the encoding has: bopomofo, pinyin, Greek, Cyrillic
KANA_BITS = 2.0  # kana in another encoding than Japan's, over what it costs there
FOUR_BYTE_BITS = 24.0  # a four-byte character of GB18030 or EUC-TW, a three-byte one of EUC-JP
ASCII_BITS = 6.5  # a letter beside a high byte, which another encoding would have taken as a trail byte
SINGLE_BITS = 7.0  # a high byte in a single-byte encoding
UTF8_PAIR_BITS = 18.0  # two such bytes that would be an accented letter in UTF-8
UTF8_BITS = (10.0, 12.0, 18.0)  # a sequence of two, three, four bytes in UTF-8, whatever it is
KATAKANA_BITS = 12.0  # half-width katakana, one byte in Shift_JIS
NEXT_KATAKANA_BITS = 8.0  # behind another one; above SINGLE_BITS, since all letters of KOI8-R would be katakana
REPEATED_BITS = 2.0  # the same character once more: rules of ═ and ＝ say little about the text
UNUSED_BITS = 12.0  # a byte that windows-1252 does not use, but other single-byte encodings do
IN_WORD_BITS = 6.0  # a two-byte character with Latin letters on both sides
HALF_WORD_BITS = 12.0  # the same, its second byte being the letter
STRAINED_BITS = 15.0  # a character; prose costs 9 to 11, text read out of step 17 to 19
STRAIN = 16.0  # bits above that, added up over characters in a row, that make a stretch suspect
MIN_STEP_BITS = 12.0  # that leaving out bytes must save beside what they cost themselves
STRETCH_BYTES = 4096  # of a suspect stretch; longer ones are no text
EVERYDAY_BITS = 13.0  # a character, mean, of what leaving out bytes makes of a suspect stretch

#: encoding -> languages whose characters it writes, with the bits each costs over the encoding's main language
LANGUAGES = {
    "gb18030": {"hans": 0.0, "hant": 2.0},
    "big5hkscs": {"hant": 0.0, "hans": 3.0},
    "euc_jp": {"ja": 0.0},
    "cp932": {"ja": 0.0},
    "cp949": {"ko": 0.0, "hant": 6.0},
    "euc_tw": {"hant": 1.0, "hans": 4.0},
    "johab": {"ko": 0.0},
}
ENCODINGS = (*LANGUAGES, "cp1252", "utf-8")
GB18030, BIG5, EUC_JP, CP932, CP949, EUC_TW, JOHAB, SINGLE, UTF8 = range(9)
QUARTERS = 4  # of a bit: the unit of the tables
_NONE = 255  # no code


@functools.cache
def character_bits() -> dict[str, NDArray[np.uint8]]:
    """Language -> quarters of a bit of every character of the basic plane, uint8[65536]; UNKNOWN_BITS where unseen."""
    source = resources.files("taosha.configs").joinpath("models/charfreq.json").read_text(encoding="utf-8")
    languages: dict[str, NDArray[np.uint8]] = {}
    for language, groups in json.loads(source).items():
        languages[language] = np.full(0x10000, UNKNOWN_BITS * QUARTERS, np.uint8)
        for cost, chars in groups.items():
            languages[language][[ord(c) for c in chars if c <= "\uffff"]] = int(cost)
    return languages


@functools.cache
def cost_tables() -> NDArray[np.uint8]:
    """Quarters of a bit of every two-byte code, uint8[7, lead << 8 | trail]; 255 where there is none."""
    bits = character_bits()
    tables = np.full((len(LANGUAGES), 65536), _NONE, np.uint8)
    for row, (encoding, languages) in enumerate(LANGUAGES.items()):
        points = code_points(encoding)
        (codes,) = np.nonzero(points)
        known = np.minimum(points[codes], 0xFFFF)  # U+FFFF: no character, never seen
        each = [bits[name][known] + np.uint8(extra * QUARTERS) for name, extra in languages.items()]
        tables[row, codes] = np.minimum.reduce([*each, _other_scripts(bits["ja"])[known]])
        private = ((points >= 0xE000) & (points <= 0xF8FF)) | (points == 0xFFFD)
        tables[row, private] = PRIVATE_BITS * QUARTERS
    return tables


def _other_scripts(japanese: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Quarters of a bit of letters that no language of LANGUAGES needs and every one quotes, _NONE for all others.

    Without them a page that teaches Japanese or pinyin in GBK would be cheaper as single bytes (14 bits a pair).
    """
    bits = np.full(0x10000, _NONE, np.uint8)
    for first, last in ((0xC0, 0x24F), (0x370, 0x4FF), (0x3105, 0x312F)):
        bits[first : last + 1] = LETTER_BITS * QUARTERS
    kana = slice(0x3041, 0x3100)
    bits[kana] = np.minimum(japanese[kana], UNKNOWN_BITS * QUARTERS) + np.uint8(KANA_BITS * QUARTERS)
    return bits


@functools.cache
def code_points(encoding: str) -> NDArray[np.uint32]:
    """The code point of every two-byte code, lead << 8 | trail; 0 where there is none."""
    points = np.zeros(65536, np.uint32)
    if encoding == "euc_tw":
        plane = planes()[1]
        points.reshape(256, 256)[0xA1 : 0xA1 + len(plane), 0xA1 : 0xA1 + plane.shape[1]] = plane
        return points
    # One decode call for all codes: each pair on a line of its own, an impossible one leaves a replacement character.
    codes = np.arange(0x8131, 0xFEFF)
    trail = codes & 0xFF
    codes = codes[(trail >= 0x31) & (trail != 0x7F) & (trail != 0xFF)]
    pairs = np.stack([codes >> 8, codes & 0xFF, np.full(len(codes), 0x0A)], axis=1).astype(np.uint8)
    lines = pairs.tobytes().decode(encoding, "replace")
    characters = np.frombuffer(lines.encode("utf-32-le"), np.uint32)
    ends = np.flatnonzero(characters == 0x0A)
    starts = np.concatenate(([0], ends[:-1] + 1))
    lengths = ends - starts
    # two characters for one code: a letter and its accent in Big5-HKSCS, but a byte and an ASCII one in CP932
    ascii_second = (lengths == 2) & (characters[np.minimum(starts + 1, len(characters) - 1)] < 0x80)
    impossible = np.logical_or.reduceat(characters == 0xFFFD, starts)
    points[codes] = np.where((lengths == 0) | ascii_second | impossible, 0, characters[starts])
    return points


@numba.njit(cache=True)
def collect(
    content: NDArray[np.uint8], words: NDArray[np.uint64], limit: int
) -> tuple[NDArray[np.uint8], int, int, int]:
    """The sample (runs of high bytes, each with the byte before and the one behind it), and counts: high bytes, valid and
    invalid UTF-8 sequences (one cut off at the end is neither).

    Counted is the page, or as much of it as fills the sample and tells that even if all the rest were UTF-8, more than one
    sequence in nine would not be.
    """
    n = len(content)
    sample = np.empty(limit, np.uint8)
    kept = high = good = bad = 0
    end = -1  # of the last run
    i = 0
    while i < n:
        if content[i] < 0x80:
            i += 1
            if i & 7 == 0:  # long stretches of ASCII by eights
                while i >> 3 < len(words) and words[i >> 3] & np.uint64(0x8080808080808080) == 0:
                    i += 8
            continue
        start = i
        while i < n and content[i] >= 0x80:
            i += 1
        high += i - start
        # the byte before is there already where it is the one behind the last run
        for k in range(max(start - 1, min(end + 1, start)), min(i + 1, n)):
            if kept < limit:
                sample[kept] = content[k]
                kept += 1
        end = i
        k = start
        while k < i:
            lead = content[k]
            more = 1 if 0xC2 <= lead <= 0xDF else 2 if 0xE0 <= lead <= 0xEF else 3 if 0xF0 <= lead <= 0xF4 else 0
            low = 0xA0 if lead == 0xE0 else 0x90 if lead == 0xF0 else 0x80
            top = 0x9F if lead == 0xED else 0x8F if lead == 0xF4 else 0xBF
            k += 1
            if more == 0:
                bad += 1
                continue
            while more and k < i and low <= content[k] <= top:
                low, top = 0x80, 0xBF
                more -= 1
                k += 1
            if more == 0:
                good += 1
            elif k < n:
                bad += 1
        if kept == limit and bad * 8 > good + n - i:
            break
    if 0 <= end < n - 1 and kept < limit:  # the page goes on: £1 of £120 is no beginning of a four-byte code
        sample[kept] = content[end + 1]
        kept += 1
    return sample[:kept], high, good, bad


@numba.njit(cache=True)
def _character(content: NDArray[np.uint8], i: int, encoding: int, tables: NDArray[np.uint8]) -> tuple[float, int]:
    """(bits, bytes) of the character that begins at `i`; no bytes if none can. What the end cuts off costs nothing."""
    n = len(content)
    lead = content[i]
    if lead < 0x80:
        return ASCII_BITS, 1
    trail = content[i + 1] if i + 1 < n else np.uint8(0)
    if encoding == SINGLE:
        if 0xC2 <= lead <= 0xC3 and 0x80 <= trail <= 0xBF:
            return UTF8_PAIR_BITS, 2
        if i and content[i - 1] == lead:
            return REPEATED_BITS, 1
        unused = lead == 0x81 or lead == 0x8D or lead == 0x8F or lead == 0x90 or lead == 0x9D
        return UNUSED_BITS if unused else SINGLE_BITS, 1
    if encoding == UTF8:
        more = 1 if 0xC2 <= lead <= 0xDF else 2 if 0xE0 <= lead <= 0xEF else 3 if 0xF0 <= lead <= 0xF4 else 0
        for k in range(1, more + 1):
            if i + k == n:
                return 0.0, k
            if content[i + k] & 0xC0 != 0x80:
                return 0.0, 0
        return (UTF8_BITS[more - 1], more + 1) if more else (0.0, 0)
    # a letter behind a high byte may be the second byte of the code before
    after_letter = i > 0 and _is_letter(int(content[i - 1])) and (i == 1 or content[i - 2] < 0x80)
    if encoding == CP932 and 0xA1 <= lead <= 0xDF:
        if i and 0xA1 <= content[i - 1] <= 0xDF:
            return NEXT_KATAKANA_BITS, 1
        return KATAKANA_BITS + (HALF_WORD_BITS if after_letter and _is_letter(int(trail)) else 0.0), 1
    if i + 1 == n:
        return 0.0, 1
    if encoding == GB18030 and 0x30 <= trail <= 0x39:
        if i + 2 < n and not 0x81 <= content[i + 2] <= 0xFE:
            return 0.0, 0
        if i + 3 >= n:
            return 0.0, n - i
        return (FOUR_BYTE_BITS, 4) if 0x30 <= content[i + 3] <= 0x39 else (0.0, 0)
    if encoding == EUC_JP and lead == 0x8E and 0xA1 <= trail <= 0xDF:
        return KATAKANA_BITS, 2
    if encoding == EUC_JP and lead == 0x8F and trail >= 0xA1:
        return FOUR_BYTE_BITS, min(3, n - i)
    if encoding == EUC_TW and lead == 0x8E and 0xA1 <= trail <= 0xB0:
        return FOUR_BYTE_BITS, min(4, n - i)
    cost = tables[encoding, (np.int64(lead) << 8) | np.int64(trail)]
    if cost == _NONE:
        return 0.0, 0
    if i > 1 and content[i - 2] == lead and content[i - 1] == trail:
        return REPEATED_BITS, 2
    bits = cost / QUARTERS
    if after_letter and _is_letter(int(trail)):
        bits += HALF_WORD_BITS
    elif after_letter and i + 2 < n and _is_letter(int(content[i + 2])):
        bits += IN_WORD_BITS
    return bits, 2


@numba.njit(cache=True)
def _is_letter(byte: int) -> bool:
    return 0x61 <= byte | 0x20 <= 0x7A


@numba.njit(cache=True)
def _foreign_bits(encoding: int) -> float:
    return UTF8_FOREIGN_BITS if encoding == UTF8 else FOREIGN_BITS


@numba.njit(cache=True)
def description_bits(
    sample: NDArray[np.uint8], tables: NDArray[np.uint8], likely: int, enough: float
) -> NDArray[np.float64]:
    """Bits of the sample in each of ENCODINGS, read straight on; of one that the shortest so far leads by more than
    `enough` the bits up to there. `likely` is read first."""
    out = np.zeros(len(ENCODINGS), np.float64)
    shortest = np.inf
    for turn in range(len(ENCODINGS)):
        encoding = likely if turn == 0 else turn - 1 if turn <= likely else turn
        total = 0.0
        i = 0
        while i < len(sample) and total <= shortest + enough:
            bits, size = _character(sample, i, encoding, tables)
            total += bits if size else _foreign_bits(encoding)
            i += max(size, 1)
        out[encoding] = total
        shortest = min(shortest, total)
    return out


@numba.njit(cache=True)
def aligned_bits(sample: NDArray[np.uint8], tables: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Bits of the sample in each of ENCODINGS, foreign bytes left out wherever that makes the rest cheaper."""
    out = np.zeros(len(ENCODINGS), np.float64)
    for encoding in range(len(ENCODINGS)):
        out[encoding] = _cheapest(sample, encoding, tables)[0]
    return out


@numba.njit(cache=True)
def damaged_stretches(
    content: NDArray[np.uint8], words: NDArray[np.uint64], encoding: int, tables: NDArray[np.uint8], limit: int
) -> NDArray[np.int64]:
    """Where text holds bytes that the encoding cannot read, or reads strangely: (start, end, 1 if it cannot), int64[n, 3].

    At most `limit` stretches, each from one border to the next: an ASCII byte that is the second byte of no code (but of
    Johab's), behind which text is in step again.
    """
    found = np.empty((limit, 3), np.int64)
    count = i = first = 0
    strain = 0.0
    suspect = broken = False
    n = len(content)
    while i <= n and count < limit:
        byte = content[i] if i < n else np.uint8(0)
        border = byte < 0x30 or 0x3A <= byte <= 0x3F
        if border or i - first >= STRETCH_BYTES:
            if suspect or broken:
                found[count, 0], found[count, 1], found[count, 2] = first, i, broken
                count += 1
                suspect = broken = False
                strain = 0.0
                first = i
            elif strain == 0.0 or border:
                first = i
                strain = 0.0
        if byte < 0x80:
            if byte >= 0x30:
                strain = max(0.0, strain + ASCII_BITS - STRAINED_BITS)
            i += 1
            if i & 7 == 0 and not (suspect or broken):
                while i >> 3 < len(words) and words[i >> 3] & np.uint64(0x8080808080808080) == 0:
                    i += 8
                    strain = 0.0
                    first = i
            continue
        bits, size = _character(content, i, encoding, tables)
        if size == 0 or bits == 0.0:
            broken = True
        else:
            strain = max(0.0, strain + bits - STRAINED_BITS)
            suspect = suspect or strain >= STRAIN
        i += max(size, 1)
    return found[:count]


@numba.njit(cache=True)
def is_out_of_step(
    content: NDArray[np.uint8], foreign: NDArray[np.bool_], encoding: int, tables: NDArray[np.uint8]
) -> bool:
    """Does leaving out these bytes make everyday text of strange one?"""
    (places,) = np.nonzero(foreign)
    if len(places) == 0:
        return False
    straight = better = 0.0
    chars = 0
    i = places[0]
    while i < len(content):
        bits, size = _character(content, i, encoding, tables)
        straight += bits if size else FOREIGN_BITS
        i += max(size, 1)
    i = places[0]
    while i < len(content):
        if foreign[i]:
            i += 1
            continue
        bits, size = _character(content, i, encoding, tables)
        better += bits
        chars += 1
        i += max(size, 1)
    return straight - better >= FOREIGN_BITS * len(places) + MIN_STEP_BITS and better <= EVERYDAY_BITS * chars


@numba.njit(cache=True)
def foreign_bytes(content: NDArray[np.uint8], encoding: int, tables: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which bytes the cheapest reading in an encoding leaves out."""
    costs = _cheapest(content, encoding, tables)
    foreign = np.zeros(len(content), np.bool_)
    i = 0
    while i < len(content):
        bits, size = _character(content, i, encoding, tables)
        if size and bits == 0.0:  # cut off by the end
            foreign[i:] = True
            break
        if size and bits + costs[i + size] <= _foreign_bits(encoding) + costs[i + 1]:
            i += size
        else:
            foreign[i] = True
            i += 1
    return foreign


@numba.njit(cache=True)
def _cheapest(content: NDArray[np.uint8], encoding: int, tables: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Bits of the cheapest reading from each byte on, float64[n + 1]."""
    n = len(content)
    costs = np.zeros(n + 1, np.float64)
    for i in range(n - 1, -1, -1):
        costs[i] = _foreign_bits(encoding) + costs[i + 1]
        bits, size = _character(content, i, encoding, tables)
        if size:
            costs[i] = min(costs[i], bits + costs[i + size])
    return costs
