"""Repetition inside one document, over code points: how much of it is said twice, and how much by one phrase.

Published rules count overlapping n-grams, so that "哈哈哈哈" has a top-2-gram "share" of 1.5 of itself. Here every
measure is a coverage and lies in [0, 1] of the text:

* top n-gram: characters covered by the non-overlapping occurrences of the most frequent n-gram, n = 4 and 6.
* duplicate n-grams: characters covered by n-grams that occurred before (the first occurrence is free), n = 8 and 16.

Only the 4-grams are looked up for every position. A longer n-gram can come twice only where the shorter ones at its
two ends do, so each length visits the positions that the one before left standing: in prose one in five. Hashes are
differences of polynomial prefix hashes of 64 bits, tables are open-addressing, sized by the positions to visit. Two
n-grams are taken for one with a chance of about 2^-20 (top) or 2^-32 (duplicate) a lookup.

Method: Gopher (Rae et al. 2021, arXiv:2112.11446, table A1), with characters for words, since a word segmenter costs a
hundred times as much as everything here; the pruning is that of Apriori (Agrawal & Srikant 1994).
"""

import math
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]
#: one byte a position: 1 where an n-gram begins that may come twice
Live = npt.NDArray[np.uint8]

#: odd 64-bit multipliers: the polynomial base (FNV prime) and the slot mixer (golden ratio, Knuth vol. 3, 6.4)
_BASE = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)
#: fields of a slot of `_top`: 20 bits of tag, 18 of occurrences, 26 of position (texts up to 67 million characters)
_TAG = np.uint64(((1 << 20) - 1) << 44)
_OCCURRENCES = np.uint64(((1 << 18) - 1) << 26)
_ONE = np.uint64(1 << 26)
_END = np.uint64((1 << 26) - 1)


@numba.njit(cache=True, inline="always")
def mix(value: Any) -> Any:
    """Spread a 64-bit value over all bits, so that its low bits can address a table."""
    value = (value ^ (value >> np.uint64(32))) * _MIX
    return value ^ (value >> np.uint64(29))


@numba.njit(cache=True)
def table_size(items: int) -> int:
    """Slots of an open-addressing table for `items` keys: the power of two that leaves it at most two thirds full."""
    size = 16
    while 2 * size < 3 * items:
        size *= 2
    return size


@numba.njit(cache=True)
def _power(n: int) -> Any:
    power = np.uint64(1)
    for _ in range(n):
        power *= _BASE
    return power


@numba.njit(cache=True)
def _top(prefix: Hashes, n: int, live: Live, apart: int, table: Hashes) -> tuple[int, Live]:
    """Coverage of the most frequent n-gram among those live at both ends, 0 if none comes twice; and which come twice.

    prefix: hashes of the text's beginnings, one more than characters. apart: distance of the two ends in `live`.
    """
    count = min(len(prefix) - n, (1 << 26) - n)  # what the field of the position holds
    twice = np.zeros(len(prefix), np.uint8)
    visits = 0
    for start in range(count):
        visits += live[start] & live[start + apart]
    if visits < 2:
        return 0, twice
    size = table_size(visits)
    table[:size] = 0  # tag << 44 | occurrences << 26 | end of the last one counted; 0: a free slot
    mask = np.uint64(size - 1)
    shift = np.uint64(64) - np.uint64(np.log2(size))
    power = _power(n)
    best = 1
    for start in range(count):
        if not live[start] & live[start + apart]:
            continue
        end = start + n
        key = (prefix[end] - prefix[start] * power) * _MIX
        slot = key >> shift
        tag = (key << np.uint64(20)) & _TAG
        while table[slot] != 0 and (table[slot] & _TAG) != tag:
            slot = (slot + np.uint64(1)) & mask
        entry = table[slot]
        if entry == 0:
            table[slot] = tag | _ONE | np.uint64(end)
            continue
        last = np.int64(entry & _END)
        twice[start] = 1
        twice[last - n] = 1
        if last <= start and (entry & _OCCURRENCES) != _OCCURRENCES:
            entry = tag | ((entry & _OCCURRENCES) + _ONE) | np.uint64(end)
            table[slot] = entry
            seen = int((entry & _OCCURRENCES) >> np.uint64(26))
            if seen > best:
                best = seen
    return best * n if best > 1 else 0, twice


@numba.njit(cache=True)
def _duplicates(prefix: Hashes, n: int, live: Live, apart: int, table: Hashes) -> tuple[int, Live]:
    """Characters covered by n-grams that occurred earlier, among those live at both ends; and which come twice."""
    count = len(prefix) - n
    twice = np.zeros(len(prefix), np.uint8)
    visits = 0
    for start in range(count):
        visits += live[start] & live[start + apart]
    if visits < 2:
        return 0, twice
    size = table_size(visits)
    table[:size] = 0  # tag << 32 | end of the first occurrence; 0: a free slot
    mask = np.uint64(size - 1)
    shift = np.uint64(64) - np.uint64(np.log2(size))
    power = _power(n)
    low = np.uint64(0xFFFFFFFF)
    covered = 0
    covered_until = 0
    for start in range(count):
        if not live[start] & live[start + apart]:
            continue
        end = start + n
        key = (prefix[end] - prefix[start] * power) * _MIX
        slot = key >> shift
        tag = (key >> np.uint64(16)) & low
        while table[slot] != 0 and table[slot] >> np.uint64(32) != tag:
            slot = (slot + np.uint64(1)) & mask
        if table[slot] == 0:
            table[slot] = (tag << np.uint64(32)) | np.uint64(end)
        else:
            twice[start] = 1
            twice[np.int64(table[slot] & low) - n] = 1
            covered += end - max(start, covered_until)
            covered_until = end
    return covered, twice


@numba.njit(cache=True)
def _grams(codes: Codes) -> tuple[int, int, int, int]:
    """Coverage by the top 4-gram and 6-gram, and by duplicate 8-grams and 16-grams, in characters."""
    prefix = np.empty(len(codes) + 1, np.uint64)
    prefix[0] = 0
    for index in range(len(codes)):
        prefix[index + 1] = prefix[index] * _BASE + np.uint64(codes[index])
    table = np.empty(table_size(len(codes)), np.uint64)
    top_4, live = _top(prefix, 4, np.ones(len(prefix), np.uint8), 0, table)
    top_6, live = _top(prefix, 6, live, 2, table)
    duplicate_8, live = _duplicates(prefix, 8, live, 2, table)
    duplicate_16, live = _duplicates(prefix, 16, live, 8, table)
    return top_4, top_6, duplicate_8, duplicate_16


@numba.njit(cache=True)
def duplicates(hashes: npt.NDArray[np.uint64], weights: npt.NDArray[np.int64]) -> tuple[int, int]:
    """Of `hashes` (one a line or paragraph): how many repeat an earlier one, and the weight (characters) of those."""
    size = table_size(len(hashes))
    mask = np.uint64(size - 1)
    keys = np.zeros(size, np.uint64)
    repeated = 0
    weight = 0
    for index in range(len(hashes)):
        key = mix(hashes[index]) | np.uint64(1)
        slot = (key >> np.uint64(1)) & mask
        while keys[slot] != 0 and keys[slot] != key:
            slot = (slot + np.uint64(1)) & mask
        if keys[slot] == 0:
            keys[slot] = key
        else:
            repeated += 1
            weight += weights[index]
    return repeated, weight


#: n log2 n for the counts of all but the commonest characters, in units of 2^-20 bit, and those units
_BIT = 2.0**20
_PLOGP = np.array([0, *(round(n * math.log2(n) * _BIT) for n in range(1, 256))], np.int64)
#: counters of all code points, all zero between calls; of its 4 MB a process touches what its texts use
_COUNTERS = np.zeros(0x110000, np.int32)


@numba.njit(cache=True)
def _spread(codes: Codes, counters: npt.NDArray[np.int32]) -> tuple[int, float]:
    """Kinds of characters, and their Shannon entropy in bits: log2 N less the mean of n log2 n.

    Summed in whole units, without a logarithm for every kind. counters: all zero, and left so.
    """
    for code in codes:
        counters[code] += 1
    kinds = 0
    bits = np.int64(0)
    for code in codes:
        count = counters[code]
        if count > 0:
            kinds += 1
            bits += _PLOGP[count] if count < len(_PLOGP) else np.int64(count * np.log2(count) * _BIT)
            counters[code] = 0
    return kinds, max(np.log2(len(codes)) - bits / _BIT / len(codes), 0.0) if kinds else 0.0


@numba.njit(cache=True)
def _repetition(codes: Codes, counters: npt.NDArray[np.int32]) -> Any:
    kinds, entropy = _spread(codes, counters)
    return _grams(codes), kinds, entropy


def repetition(codes: Codes) -> Any:
    """(top 4-gram, top 6-gram, duplicate 8-grams, duplicate 16-grams) in characters, kinds of characters, entropy (bits).

    In this file because Numba's cache looks at the file of the called function alone: a kernel compiled into a caller
    elsewhere would go on running after a change here.
    """
    return _repetition(codes, _COUNTERS)
