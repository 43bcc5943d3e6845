"""Train the model that tells zh, yue, lzh, wuu and Japanese kanji apart (filters/language_model.py).

    python benchmarks/language_train.py SOURCES configs/models/language.npz

SOURCES is what language_sources.py gathers: a folder for each variety with UTF-8 text files, a document or sentence a
line. Files whose names begin with `a` and with `b` are two folds that share no source. Examples are sentences, their short
clauses and some windows of 1 to 12 characters, so that short texts are learned as such. Multinomial logistic
regression over hashed 1- to 3-grams by AdaGrad (Duchi et al. 2011).

(1) Cantonese sources hold formal written Chinese: examples that a model trained on the other half of all examples does
not take for Cantonese are left out. (2) A model of fold `a` is asked about fold `b`; the second softmax is fitted on the
answers, so that its probabilities are those of text from sources never seen, and MAX_FALSE sets the priors. (3) Its
answers on `b` are printed source by source: the figures to develop by. (4) The n-gram model is trained on everything.
Five minutes on one core; the same sources give the same file.
"""

import argparse
import random
import re
import sys
from pathlib import Path

import numba
import numpy as np
import numpy.typing as npt
from taosha.filters.canonical import fold_table
from taosha.filters.characters import Codes, code_points
from taosha.filters.language_model import (
    EDGE,
    EDITED,
    FEATURES,
    VARIETIES,
    YUE,
    ZH,
    Counts,
    bucket,
    features,
    fingerprint,
    hashed,
)
from taosha.filters.language_tables import LATIN_LETTER, Marks, classes

Floats = npt.NDArray[np.float32]
Grams = npt.NDArray[np.uint64]
Fingerprints = npt.NDArray[np.uint16]

SEED = 1
BUCKETS = 1 << 21
EPOCHS, FILTER_EPOCHS = 2, 1
RATE, L2 = 0.2, 1e-5
MIN_COUNT = 3  # n-grams seen less often are names and noise
MIN_CANTONESE = 0.35  # probability from a model of the other half, below which a Cantonese source's line is left out
CLAUSE_CHARS = 12  # of the clauses that are all taken; longer ones by lot
#: what each variety weighs in the loss; kanji words and Wu have few and narrow sources
MASS = np.array([1.0, 0.5, 0.6, 0.05, 0.08])
#: how much held-out Chinese may be called a variety: (variety, row of the calibration that is moved, lengths in characters,
#: share; mean over the sources). A crawl is nearly all Chinese, so a rare label must overcome that: this sets its prior.
#: Clauses of a few characters belong to classical and modern Chinese at once (不能行走) and stand alone in menus and poems;
#: a sentence without classical function words has no such excuse (row 13 is 1 there). A clause without a Cantonese character
#: is told by a word or two, and documents are judged by many: Cantonese may err more in clauses than in sentences. Row 14 is
#: 1 / length: the prior of the shortest texts, which are Chinese unless something speaks for a rarer variety.
MAX_FALSE = (
    ("yue", 14, (1, 4), 0.006),
    ("yue", 5, (5, 12), 0.0015),
    ("yue", 13, (13, 999), 0.0002),
    ("wuu", 14, (1, 4), 0.0004),
    ("wuu", 5, (5, 999), 0.0002),
    ("ja", 5, (5, 999), 0.0007),
    ("lzh", 14, (1, 3), 0.08),
    ("lzh", 5, (4, 12), 0.028),
    ("lzh", 13, (13, 999), 0.0008),
)
ARTIFICIAL = ("words",)  # Chinese sources that are no text: they teach and calibrate, but their share sets no prior
STEPS, FIT_EXAMPLES = 600, 50_000
#: proportions of the mixed set of held-out examples on which precision is reported
MIXED = {"zh": 0.6, "yue": 0.2, "lzh": 0.15, "wuu": 0.01, "ja": 0.04}

CHARACTER = re.compile("[㐀-䶿一-鿿\U00020000-\U0003ffff々〇ぁ-ヿ]")
SENTENCE_END = re.compile(r"[。！？!?\n；;]+")
CLAUSE_END = re.compile(r"[，、：:,。\s“”「」『』（）()《》]+")


def examples(folder: Path, variety: str, rng: random.Random) -> list[tuple[str, str]]:
    """(text, name of its file): sentences, clauses and windows of one variety, shuffled."""
    found: list[tuple[str, str]] = []
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            for sentence in SENTENCE_END.split(line):
                if CHARACTER.search(sentence):
                    found += [(text, f"{variety}/{path.stem}") for text in _cut(sentence[:200], variety, rng)]
    rng.shuffle(found)
    return found


def _cut(sentence: str, variety: str, rng: random.Random) -> list[str]:
    cut = [sentence]
    clauses = [clause for clause in CLAUSE_END.split(sentence) if CHARACTER.search(clause)]
    if variety == "lzh" and len(clauses) > 1:  # classical texts are edited with and without punctuation
        cut += clauses
        at = rng.randrange(len(clauses) - 1)
        cut.append("".join(clauses[at : at + 2]))
    elif len(clauses) > 1:
        cut += [clause for clause in clauses if len(clause) <= CLAUSE_CHARS]
    draw = rng.random()
    if draw < 0.5 and clauses:
        cut.append(rng.choice(clauses))
    if draw < 0.25 and len(sentence) > 6:
        size = rng.randint(1, 12)
        at = rng.randrange(max(1, len(sentence) - size))
        if CHARACTER.search(window := sentence[at : at + size]):
            cut.append(window)
    return cut


@numba.njit(cache=True)
def ngrams(codes: Codes, fold: Codes, out: Grams) -> int:
    """Hashes of the 1-, 2- and 3-grams of the runs of ideographs and kana in `codes`; how many."""
    size, before, last = 0, np.uint64(0), EDGE
    for at in range(len(codes) + 1):
        code = codes[at] if at < len(codes) else np.uint32(0)
        ideograph = 0x3400 <= code <= 0x4DBF or 0x4E00 <= code <= 0x9FFF or code >= 0x20000
        if ideograph or 0x3041 <= code <= 0x30FF or code in (0x3005, 0x3007):
            if size > len(out) - 5:
                break
            key = np.uint64(fold[code] if code < len(fold) else code)
            out[size] = hashed(key, 0, 0)
            out[size + 1] = hashed(last, key, 0)
            size += 2
            if before:
                out[size] = hashed(before, last, key)
                size += 1
            before, last = last, key
        elif last != EDGE:
            out[size] = hashed(last, EDGE, 0)
            out[size + 1] = hashed(before, last, EDGE)
            size, before, last = size + 2, np.uint64(0), EDGE
    return size


@numba.njit(cache=True)
def known(codes, ends, fold, buckets, min_count):
    """uint16[buckets]: the fingerprint of the n-gram that owns each row, and bool[buckets]: whether it is seen min_count
    times. Of several that fall on a row the owner is found by majority vote (Boyer and Moore 1981)."""
    prints, votes, seen = np.zeros(buckets, np.uint16), np.zeros(buckets, np.int32), np.zeros(buckets, np.int32)
    grams = np.empty(4096, np.uint64)
    for counting in (False, True):
        start = 0
        for example in range(len(ends)):
            size = ngrams(codes[start : ends[example]], fold, grams)
            start = ends[example]
            for gram in grams[:size]:
                row, own = bucket(gram, buckets), fingerprint(gram)
                if counting:
                    seen[row] += prints[row] == own
                elif votes[row] == 0:
                    prints[row], votes[row] = own, 1
                else:
                    votes[row] += 1 if prints[row] == own else -1
    return prints, seen >= min_count


@numba.njit(cache=True)
def rows_of(grams: Grams, prints: Fingerprints, out: Counts) -> int:
    """Rows of those n-grams that own theirs; how many."""
    size = 0
    for gram in grams:
        row = bucket(gram, len(prints))
        if prints[row] == fingerprint(gram):
            out[size] = row
            size += 1
    return size


@numba.njit(cache=True)
def fit(codes, ends, labels, fold, prints, allowed, weight, epochs, rate, l2):
    """Weights float32[buckets, varieties] and bias; n-grams that are not allowed have none."""
    varieties, buckets = len(weight), len(allowed)
    weights, bias = np.zeros((buckets, varieties), np.float32), np.zeros(varieties, np.float32)
    squares = np.full((buckets, varieties), 1e-6, np.float32)
    grams, rows = np.empty(4096, np.uint64), np.empty(4096, np.int64)
    p = np.empty(varieties)
    for _ in range(epochs):
        start = 0
        for example in range(len(ends)):
            size = ngrams(codes[start : ends[example]], fold, grams)
            start = ends[example]
            scale = 1 / np.sqrt(max(size, 1))
            owned = rows[: rows_of(grams[:size], prints, rows)]
            _softmax(weights, bias, owned, scale, p)
            for k in range(varieties):
                error = (p[k] - (k == labels[example])) * weight[labels[example]]
                bias[k] -= 0.002 * error
                for row in owned:
                    if allowed[row]:
                        slope = error * scale + l2 * weights[row, k]
                        squares[row, k] += slope * slope
                        weights[row, k] -= rate * slope / np.sqrt(squares[row, k])
    return weights, bias


@numba.njit(cache=True)
def _softmax(weights, bias, rows, scale, p):
    for k in range(len(p)):
        p[k] = bias[k]
        for row in rows:
            p[k] += weights[row, k] * scale
    highest = p.max()
    for k in range(len(p)):
        p[k] = np.exp(p[k] - highest)
    p /= p.sum()


@numba.njit(cache=True)
def evidence(codes, ends, fold, table: Marks, prints, weights, bias):
    """Input of the second softmax for every example, float64[examples, FEATURES]."""
    grams, rows = np.empty(4096, np.uint64), np.empty(4096, np.int64)
    logits, seen = np.empty(len(bias)), np.empty(5, np.int64)
    result = np.empty((len(ends), FEATURES))
    start = 0
    for example in range(len(ends)):
        text = codes[start : ends[example]]
        start = ends[example]
        count = ngrams(text, fold, grams)
        owned = rows[: rows_of(grams[:count], prints, rows)]
        for k in range(len(bias)):
            logits[k] = bias[k]
            for row in owned:
                logits[k] += weights[row, k] / np.sqrt(max(count, 1))
        size = 0
        seen[:], before = 0, 0
        for code in text:
            mark = np.int64(table[min(code, np.uint32(0xFFFF))])
            kind = mark & 7
            size += kind in (1, 2) or code >= 0x20000
            for bit in range(3 if kind in (1, 2) else 0):
                seen[bit] += (mark >> (3 + bit)) & 1
            seen[3] += (mark >> 6) & 1
            seen[4] += code in EDITED
            seen[3] += kind == LATIN_LETTER and before != LATIN_LETTER
            before = kind
        features(logits, max(size, 1), seen, result[example])
    return result


def softmax(scores):
    p = np.exp(scores - scores.max(1, keepdims=True))
    return p / p.sum(1, keepdims=True)


def calibrate(inputs, labels):
    """float64[FEATURES, varieties]: multinomial logistic regression on balanced classes, full batch, Adam."""
    rng = np.random.default_rng(SEED)
    chosen = np.concatenate([
        rng.permutation(np.flatnonzero(labels == k))[:FIT_EXAMPLES] for k in range(len(VARIETIES))
    ])  # fmt: skip
    x, y = inputs[chosen], labels[chosen]
    weight = 1 / np.bincount(y, minlength=len(VARIETIES))[y] / len(VARIETIES)
    w = np.zeros((FEATURES, len(VARIETIES)))
    w[: len(VARIETIES)] = np.eye(len(VARIETIES))
    first, second, target = np.zeros_like(w), np.zeros_like(w), np.eye(len(VARIETIES))[y]
    for step in range(1, STEPS + 1):
        slope = x.T @ ((softmax(x @ w) - target) * weight[:, None]) + 1e-4 * w
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        w -= 0.03 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-9)
    return w


def priors(inputs, labels, sources, w):
    """`w` with the log odds of MAX_FALSE; prints them."""
    w, size = w.copy(), np.round(1 / inputs[:, 14])
    natural = np.array([not source.endswith(ARTIFICIAL) for source in sources]) & (labels == ZH)
    for name, row, (shortest, longest), limit in MAX_FALSE * 2:  # twice: one prior moves the others a little
        chosen = natural & (size >= shortest) & (size <= longest)
        x, names, k = inputs[chosen], sources[chosen], VARIETIES.index(name)
        scores, (groups, of) = x @ w, np.unique(names, return_inverse=True)
        others = np.delete(scores, k, 1).max(1)
        low, high = -20.0, 20.0
        while high - low > 0.01:
            middle = (low + high) / 2
            false = scores[:, k] + middle * x[:, row] > others
            rates = np.bincount(of, false, len(groups)) / np.bincount(of, minlength=len(groups))
            low, high = (low, middle) if rates.mean() > limit else (middle, high)
        w[row, k] += low
        print(f"{name}, row {row}: log odds {low:+.2f}", file=sys.stderr)
    return w


def packed(texts: list[str]) -> tuple[Codes, Counts]:
    """All code points in a row, and where each text ends."""
    return code_points("".join(texts)), np.cumsum([len(text) for text in texts])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    rng = random.Random(SEED)
    rows: list[tuple[str, str, int]] = []
    for label, variety in enumerate(VARIETIES):
        found = examples(arguments.sources / variety, variety, rng)
        print(
            f"{variety}: {len(found):,} examples, {sum(len(text) for text, _ in found):,} characters", file=sys.stderr
        )
        rows += [(text, source, label) for text, source in found]
    rng.shuffle(rows)
    texts, sources = [row[0] for row in rows], np.array([row[1] for row in rows])
    labels = np.array([row[2] for row in rows], np.int64)
    fold_b = np.array([source.split("/")[1].startswith("b") for source in sources])

    def trained(chosen: npt.NDArray[np.bool_], epochs: int):
        codes, ends = packed([texts[at] for at in np.flatnonzero(chosen)])
        weight = MASS / np.bincount(labels[chosen], minlength=len(VARIETIES))
        prints, allowed = known(codes, ends, fold_table(), BUCKETS, MIN_COUNT)
        weight = weight / weight[0]
        return prints, *fit(codes, ends, labels[chosen], fold_table(), prints, allowed, weight, epochs, RATE, L2)

    def judged(chosen: npt.NDArray[np.bool_], prints, weights, bias):
        codes, ends = packed([texts[at] for at in np.flatnonzero(chosen)])
        return evidence(codes, ends, fold_table(), classes(), prints, weights, bias)

    keep = np.ones(len(texts), np.bool_)
    halves = np.arange(len(texts)) % 2
    for half in (0, 1):
        asked = (halves != half) & (labels == YUE)
        found = judged(asked, *trained(halves == half, FILTER_EPOCHS))[:, : len(VARIETIES)]
        keep[asked] = softmax(found)[:, YUE] >= MIN_CANTONESE
    print(f"left out: {np.count_nonzero(~keep):,} examples of Cantonese sources", file=sys.stderr)
    held_out = fold_b & keep
    inputs = judged(held_out, *trained(~fold_b & keep, EPOCHS))
    calibration = priors(inputs, labels[held_out], sources[held_out], calibrate(inputs, labels[held_out]))
    sizes = np.array([len(text) for text in texts])[held_out]
    report((inputs @ calibration).argmax(1), sources[held_out], sizes)
    prints, weights, bias = trained(keep, EPOCHS)

    scale = float(np.percentile(np.abs(weights), 99.98)) / 127
    quantised = np.clip(np.round(weights / scale), -127, 127).astype(np.int8)
    quantised[np.abs(quantised).max(axis=1) <= 2] = 0
    prints[np.abs(quantised).max(axis=1) == 0] = 0  # compresses better
    np.savez_compressed(
        arguments.out,
        weights=quantised,
        fingerprints=prints,
        scale=np.float32(scale),
        bias=bias,
        calibration=calibration,
    )


def report(answers, sources, sizes) -> None:
    """What share of each source's examples is called what; precision and recall of a mixed set."""
    for shortest in (5, 12):
        print(f"{shortest} characters and more{'':16}" + "".join(f"{name:>8}" for name in VARIETIES))
        rates: dict[str, list[npt.NDArray[np.float64]]] = {name: [] for name in VARIETIES}
        for source in np.unique(sources):
            mine = (sources == source) & (sizes >= shortest)
            shares = np.bincount(answers[mine], minlength=len(VARIETIES)) / max(1, mine.sum())
            if not source.endswith(ARTIFICIAL):
                rates[source.split("/")[0]].append(shares)
            print(f"{source:28}{mine.sum():9,}" + "".join(f"{share:8.2f}" for share in shares * 100))
        # rows: what the text is, each source of a variety counting the same; columns: what it is called
        called = np.array([MIXED[name] * np.mean(rates[name], 0) for name in VARIETIES])
        right = np.diag(called)
        print(f"mixed set {MIXED}")
        for name, precision, recall in zip(VARIETIES, right / called.sum(0), right / called.sum(1), strict=True):
            print(f"  {name}: precision {100 * precision:.2f}, recall {100 * recall:.2f}")


if __name__ == "__main__":
    main()
