"""A linear model over hashed character n-grams that tells zh, yue, lzh, wuu and ja apart in Chinese characters.

Characters are folded to Simplified first (canonical.fold_table), so the script says nothing about the language. Runs of
Chinese characters and kana are cut at everything else; the 1-, 2- and 3-grams of a run, its edges included, are hashed
into one table of int8 weights. A row belongs to one n-gram, whose fingerprint it keeps: the others that fall on it, most of
them never seen in training, have no weight. The summed weights of a segment are divided by the square root of its number
of n-grams (more text makes the answer surer, but less so than independent evidence would), which gives logits: the
classifier of fastText (Joulin et al. 2016) without its hidden layer. A second, tiny softmax over those logits, the
segment's length, its marked characters and its punctuation turns them into calibrated probabilities (matrix scaling, Guo
et al. 2017, with side information). Both are trained by benchmarks/language_train.py and described in configs/models/language.md.
The pass over a text that cuts it into segments: language_tally.py.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

FILE = Path(__file__).parent.parent / "configs" / "models" / "language.npz"

VARIETIES: tuple[str, ...] = ("zh", "yue", "lzh", "wuu", "ja")
ZH, YUE, LZH, WUU, JA = range(5)
Weights = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

#: stands for what is before and behind a run of characters: 也 at its end says more than 也 within
EDGE = np.uint64(1)

#: side information of the second softmax besides the logits: 1, log2 of the length, capped counts of marks, contrasts
FEATURES = len(VARIETIES) + 11
#: 、《（( : modern editors punctuate the classics too, but mostly do without these
EDITED = (0x3001, 0x300A, 0xFF08, 0x28)


@dataclass(frozen=True, slots=True)
class Model:
    """weights: int8[buckets, 8], buckets a power of two: those of 5 varieties in units of `scale`, a byte unused, and the
    two bytes of the fingerprint (no row crosses a cache line); bias: float64[5]; calibration: float64[FEATURES, 5], the
    priors of a crawl included.
    """

    weights: Weights
    scale: float
    bias: Floats
    calibration: Floats


@cache
def model() -> Model:
    """The trained model, loaded once a process."""
    with np.load(FILE) as arrays:
        weights = np.zeros((len(arrays["weights"]), 8), np.int8)
        weights[:, : len(VARIETIES)] = arrays["weights"]
        weights[:, 6:] = arrays["fingerprints"].view(np.int8).reshape(-1, 2)
        return Model(weights, float(arrays["scale"]), arrays["bias"].astype(np.float64), arrays["calibration"])


@numba.njit(cache=True, nogil=True, inline="always")
def hashed(first: Any, second: Any, third: Any) -> Any:
    """Hash of an n-gram (0 for the characters that a shorter one lacks), uint64: multiplicative, so the high bits count."""
    value = np.uint64(first) * np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ np.uint64(second)) * np.uint64(0xC2B2AE3D27D4EB4F)
    return (value ^ np.uint64(third)) * np.uint64(0x165667B19E3779F9)


@numba.njit(cache=True, nogil=True, inline="always")
def bucket(gram: Any, buckets: int) -> Any:
    """Row of a hashed n-gram."""
    return np.int64(gram >> np.uint64(40)) & (buckets - 1)


@numba.njit(cache=True, nogil=True, inline="always")
def fingerprint(gram: Any) -> Any:
    """What tells it from others of its row, uint16."""
    return np.uint16(gram >> np.uint64(24))


@numba.njit(cache=True, nogil=True, inline="always")
def plus(sums: Any, weights: Weights, gram: Any) -> Any:
    """The sums of a segment, a number for each of VARIETIES, and the weights of a hashed n-gram."""
    row = bucket(gram, len(weights))
    if weights[row, 6] != np.int8(gram >> np.uint64(24)) or weights[row, 7] != np.int8(gram >> np.uint64(32)):
        return sums
    return (
        sums[0] + weights[row, 0],
        sums[1] + weights[row, 1],
        sums[2] + weights[row, 2],
        sums[3] + weights[row, 3],
        sums[4] + weights[row, 4],
    )


@numba.njit(cache=True, nogil=True, inline="always")
def features(logits: Floats, size: int, seen: Counts, out: Floats) -> None:
    """Input of the second softmax for one segment, float64[FEATURES]; `seen`: its marks as in Tally, then EDITED."""
    for k in range(5):
        out[k] = logits[k]
    modern = min(seen[3], 3)
    out[5] = 1.0
    out[6] = np.log2(min(size, 64)) / 4
    out[7] = min(seen[0], 3)
    out[8] = min(seen[0], 1)
    out[9] = min(seen[1], 2)
    out[10] = min(seen[2], 3)
    out[11] = modern
    out[12] = min(modern, 1)
    out[13] = 1.0 if size > 12 and seen[2] <= seen[3] else 0.0  # more than a clause without classical function words
    out[14] = 1.0 / size
    out[15] = min(seen[4], 2)


@numba.njit(cache=True, nogil=True)
def named(
    sums: tuple[int, int, int, int, int],
    grams: int,
    size: int,
    seen: Counts,
    scale: float,
    bias: Floats,
    calibration: Floats,
) -> tuple[int, float]:
    """The variety of a segment of `size` characters with the weights `sums` of `grams` n-grams, and its probability."""
    logits, evidence, p = np.empty(5), np.empty(FEATURES), np.empty(5)
    for k in range(5):
        logits[k] = bias[k] + sums[k] * scale / np.sqrt(grams)
    features(logits, size, seen, evidence)
    for k in range(5):
        p[k] = 0.0
        for i in range(FEATURES):
            p[k] += evidence[i] * calibration[i, k]
    best, total = 0, 0.0
    for k in range(1, 5):
        if p[k] > p[best]:
            best = k
    for k in range(5):
        total += np.exp(p[k] - p[best])
    return best, 1 / total
