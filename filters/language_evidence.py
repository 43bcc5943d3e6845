"""Which n-grams of a text spoke for the variety that the model names: what `taosha try language` shows, never the main job.

The same n-grams as in language_tally.py, one text at a time and slowly, with the text they stand for.
"""

from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np

from .canonical import fold_table
from .characters import code_points
from .language_model import EDGE, VARIETIES, ZH, bucket, fingerprint, hashed, model
from .language_tables import IDEOGRAPH, KANA_LETTER, classes

#: how an edge of a run of Chinese characters is written: 也| is 也 at its end
EDGE_SIGN = "|"


def heaviest_grams(text: str, variety: str, count: int) -> dict[str, float]:
    """The `count` n-grams that spoke most for `variety`, one of VARIETIES, with their weights summed over the text.

    A weight is the model's for the variety less that for zh, and for zh that less the largest of the others. N-grams
    without weight, and those that spoke against the variety, are left out.
    """
    trained, at = model(), VARIETIES.index(variety)
    found: Counter[str] = Counter()
    for gram, key in grams(text):
        key = np.uint64(key)
        row = int(trained.rows[bucket(key, len(trained.rows))])
        if row >> 48 != int(fingerprint(key)):
            continue
        weights = [(row >> 8 * k & 0xFF) - 128 for k in range(len(VARIETIES))]
        rival = weights[ZH] if at != ZH else max(weights[ZH + 1 :])
        found[gram] += weights[at] - rival
    return {gram: round(weight * trained.scale, 2) for gram, weight in found.most_common(count) if weight > 0}


def grams(text: str) -> list[tuple[str, Any]]:
    """Every n-gram of the text as it is written, and its hash."""
    codes, fold, table = code_points(text), fold_table(), classes()
    letter = np.isin(table[np.minimum(codes, 0xFFFF)] & 7, (IDEOGRAPH, KANA_LETTER))
    letter |= (codes >= 0x20000) & (codes < 0x323B0)
    found: list[tuple[str, Any]] = []
    edges = np.flatnonzero(np.diff(np.concatenate(([False], letter, [False])).astype(np.int8)))
    for start, end in edges.reshape(-1, 2).tolist():
        keys = [EDGE, *(np.uint64(fold[min(code, len(fold) - 1)]) for code in codes[start:end].tolist()), EDGE]
        signs = [EDGE_SIGN, *text[start:end], EDGE_SIGN]
        found += [(sign, hashed(key, 0, 0)) for sign, key in list(zip(signs, keys, strict=True))[1:-1]]
        pairs = list(pairwise(zip(signs, keys, strict=True)))
        found += [(one[0] + two[0], hashed(one[1], two[1], 0)) for one, two in pairs]
        found += [
            (one[0] + two[0] + three[0], hashed(one[1], two[1], three[1])) for (one, two), (_, three) in pairwise(pairs)
        ]
    return found
