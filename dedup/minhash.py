"""MinHash signatures (Broder 1997) of character shingles, in one pass of Numba over code points.

A shingle is `shingle_chars` code points of the canonical text (filters/canonical.py), hashed to 64 bits by a
polynomial rolling hash and a final mixer. Permutation k is the multiply-shift hash (a_k * x + b_k) >> 32 with odd a_k
(Dietzfelbinger et al. 1997), and the signature holds its minimum over all shingles. The estimate of the Jaccard
similarity of two documents is the share of equal entries: with 112 permutations its standard error is at most 0.047.

Price: about 100 MB of UTF-8 a second on one core at 112 permutations; datasketch takes 1.25.
"""

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from ..filters.characters import code_points

U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]

_BASE = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio, odd
_MIX = np.uint64(0xFF51AFD7ED558CCD)  # of MurmurHash3's 64-bit finaliser


def permutations(count: int, seed: int) -> tuple[U64, U64]:
    """(a, b) of `count` multiply-shift permutations; the same seed gives the same ones on every machine."""
    draw = np.random.Generator(np.random.PCG64(seed)).integers(0, 1 << 64, size=(2, count), dtype=np.uint64)
    return draw[0] | np.uint64(1), draw[1]


def shingle_hashes(text: str, shingle_chars: int) -> U64:
    """64-bit hashes of the shingles of `text`, in its order, repeats included (a minimum does not mind, sorting would).

    A text shorter than a shingle is one shingle by itself; an empty one has none.
    """
    codes = code_points(text)
    if not len(codes):
        return np.empty(0, np.uint64)
    return _rolling(codes, min(shingle_chars, len(codes)))


def signature(hashes: U64, a: U64, b: U64) -> U32:
    """Minimum of every permutation over the shingles: uint32[len(a)]; all ones for no shingles."""
    return _signature(hashes, a, b)


@numba.njit(cache=True)
def _rolling(codes: Any, width: int) -> Any:
    n = len(codes) - width + 1
    out = np.empty(n, np.uint64)
    top = np.uint64(1)
    for _ in range(width - 1):
        top *= _BASE
    h = np.uint64(0)
    for i in range(width - 1):
        h = h * _BASE + np.uint64(codes[i])
    for i in range(n):
        h = h * _BASE + np.uint64(codes[i + width - 1])
        x = h
        x ^= x >> np.uint64(33)
        x *= _MIX
        x ^= x >> np.uint64(29)
        out[i] = x
        h -= np.uint64(codes[i]) * top
    return out


@numba.njit(cache=True)
def _signature(hashes: Any, a: Any, b: Any) -> Any:
    k = len(a)
    out = np.full(k, 0xFFFFFFFF, np.uint32)
    for x in hashes:
        for j in range(k):
            value = np.uint32((a[j] * x + b[j]) >> np.uint64(32))
            if value < out[j]:
                out[j] = value
    return out
