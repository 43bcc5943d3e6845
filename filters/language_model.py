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
Rows = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

MOST_ROWS = 257  # that `added` can add up: 65,535 / 255
_EVEN, _LANE = np.uint64(0x00FF00FF00FF), np.uint64(0xFFFF)

#: stands for what is before and behind a run of characters: 也 at its end says more than 也 within
EDGE = np.uint64(1)

#: side information of the second softmax besides the logits: 1, log2 of the length, capped counts of marks, contrasts
FEATURES = len(VARIETIES) + 11
#: 、《（( : modern editors punctuate the classics too, but mostly do without these
EDITED = (0x3001, 0x300A, 0xFF08, 0x28)


@dataclass(frozen=True, slots=True)
class Model:
    """rows: uint64[buckets], buckets a power of two. From the lowest byte: the weights of 5 varieties in units of `scale`,
    128 added, so that sums need no sign; a one, which counts the rows added; the two bytes of the fingerprint. bias:
    float64[5]; calibration: float64[FEATURES, 5], the priors of a crawl included.
    """

    rows: Rows
    scale: float
    bias: Floats
    calibration: Floats


@cache
def model() -> Model:
    """The trained model, loaded once a process."""
    with np.load(FILE) as arrays:
        rows = np.ones((len(arrays["weights"]), 8), np.uint8)
        rows[:, : len(VARIETIES)] = arrays["weights"].astype(np.int16) + 128
        rows[:, 6:] = arrays["fingerprints"].astype("<u2").view(np.uint8).reshape(-1, 2)
        return Model(
            rows.view("<u8").ravel(), float(arrays["scale"]), arrays["bias"].astype(np.float64), arrays["calibration"]
        )


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


@numba.njit(cache=True, nogil=True)
def added(grams: Rows, count: int, rows: Rows, sums: Any) -> Any:
    """`sums`, a number for each of VARIETIES, and the weights of `count` hashed n-grams, at most MOST_ROWS.

    Most rows are in no cache. So they are read one after the other in a loop that branches on nothing, which lets the
    processor fetch several at a time, and five weights are added in two additions: the bytes 0, 2, 4 and 1, 3, 5 of rows,
    16 bits each.
    """
    even, odd = np.uint64(0), np.uint64(0)
    for k in range(count):
        gram = grams[k]
        row = rows[bucket(gram, len(rows))]
        own = np.uint64(0) - np.uint64((row >> np.uint64(48)) == np.uint64(fingerprint(gram)))
        even += row & own & _EVEN
        odd += ((row & own) >> np.uint64(8)) & _EVEN
    bias = np.int64(odd >> np.uint64(32)) * 128
    return (
        sums[0] + np.int64(even & _LANE) - bias,
        sums[1] + np.int64(odd & _LANE) - bias,
        sums[2] + np.int64((even >> np.uint64(16)) & _LANE) - bias,
        sums[3] + np.int64((odd >> np.uint64(16)) & _LANE) - bias,
        sums[4] + np.int64(even >> np.uint64(32)) - bias,
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
