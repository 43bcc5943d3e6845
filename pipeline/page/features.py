"""What is known of every block of a page when main content is decided: itself, its neighbours, its containers, its kind.

- itself: length, Han, punctuation, link and digit shares, tag, how it ends, the lexicon's categories (counts.py);
- its neighbours: the same of the two blocks before and behind, and sums over five;
- its containers: share of the page's text, link density and paragraph score of four enclosing block elements, and
  the classes of words in their class and id attributes;
- its kind: all blocks with the same path of tags and classes (the posts of a thread, the items of a menu), and all with
  the same two innermost names: how many, how long, how many of them different ("回复" recurs, what people write does not);
- its place: how much came before it, how far it is from the best container, from title and summary;
- the page: how much text, how many blocks, links, words of threads.
"""

from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from .counts import (
    CHARS,
    DIGITS,
    ENDS,
    HAN,
    HASH,
    IN_SUMMARY,
    IN_TITLE,
    LATIN,
    LINK,
    N_LEXICON,
    PUNCT,
    STOPS,
    count,
)
from .markup import Blocks
from .tags import KINDS, TAG, WORDS

LEVELS = 4  # enclosing block elements that are looked at
N_WORDS = len(WORDS)
#: tags told apart: place in this list + 1; every other tag is 0
_TAGS = "p div td li h1 h2 h3 span pre dd article section a body font blockquote time em".split()  # noqa: SIM905
_SAME_AS = {"h4": "h3", "h5": "h3", "h6": "h3", "th": "td", "dt": "dd"}
_TAG_CLASS = np.zeros(len(KINDS), np.float32)
for _place, _name in enumerate(_TAGS):
    _TAG_CLASS[TAG[_name]] = _place + 1
for _name, _other in _SAME_AS.items():
    _TAG_CLASS[TAG[_name]] = _TAG_CLASS[TAG[_other]]
_H1, _H3 = int(_TAG_CLASS[TAG["h1"]]), int(_TAG_CLASS[TAG["h3"]])

# columns: one run after the other
N_OWN = 15 + N_LEXICON
N_NEIGHBOUR = 7
N_SUMS = 6
N_LEVEL = 6
N_KIND = 17
N_PLACE = 7
N_PAGE = 10
N_STATED = 11
WORDS_AT = N_OWN + 4 * N_NEIGHBOUR + N_SUMS + LEVELS * N_LEVEL  # of the nearest containers; then of all
N_FEATURES = WORDS_AT + 2 * N_WORDS + N_KIND + N_PLACE + N_PAGE + N_STATED
_THREAD, _COMMENT, _TIME = 16, 64, 128  # bits of the lexicon's categories that mark threads


class Features(NamedTuple):
    """table: blocks x N_FEATURES. counts: blocks x counts.N_COUNTS. path: which blocks are of one kind."""

    table: NDArray[np.float32]
    counts: NDArray[np.float32]
    path: NDArray[np.uint64]


def features(page: bytes, b: Blocks, title: str, summary: str) -> Features:
    """What is known of each block; title and summary: as the page states them in its head, or ''."""
    counts, marks = count(page, b, title, summary)
    owner, depth, path, local, far = _paths(b.tag, b.parent, b.words, b.name, b.element, KINDS)
    sums, score, best = _containers(counts, b.parent, b.element, owner)
    kinds = np.concatenate((_kinds(counts, marks, path), _kinds(counts, marks, local)), axis=1)
    table = _table(
        counts, marks, b.tag, b.parent, b.words, b.element, b.before, owner, depth, path, far, sums, score, best, kinds,
        KINDS, _TAG_CLASS,
    )  # fmt: skip
    return Features(table, counts, path)


@numba.njit(cache=True)
def _paths(tag: Any, parent: Any, words: Any, name: Any, element: Any, kinds: Any) -> Any:
    """Of every block: its nearest block element, that one's depth, its path, its two innermost names, all words above."""
    n, m = len(element), len(tag)
    depths = np.zeros(m, np.int64)
    paths = np.zeros(m, np.uint64)
    fars = np.zeros(m, np.uint32)
    mix = np.uint64(0x9E3779B97F4A7C15)
    for e in range(1, m):
        above = parent[e]
        depths[e] = depths[above] + 1
        paths[e] = (paths[above] ^ np.uint64(name[e])) * mix
        paths[e] ^= paths[e] >> np.uint64(29)
        fars[e] = fars[above] | words[e]
    owner = np.zeros(n, np.int64)
    depth = np.zeros(n, np.int64)
    path = np.zeros(n, np.uint64)
    local = np.zeros(n, np.uint64)
    far = np.zeros(n, np.uint32)
    for k in range(n):
        e = element[k]
        far[k] = fars[e]
        local[k] = np.uint64(name[e]) * mix
        while e > 0 and kinds[tag[e]] & 1 == 0:
            e = parent[e]
        owner[k], depth[k], path[k] = e, depths[e], paths[e]
        local[k] = ((local[k] ^ np.uint64(name[e])) * mix ^ np.uint64(name[parent[e]])) * mix
        local[k] ^= local[k] >> np.uint64(29)
    return owner, depth, path, local, far


@numba.njit(cache=True)
def _containers(counts: Any, parent: Any, element: Any, owner: Any) -> Any:
    """Of every element: characters, linked ones, punctuation and blocks in it, and its score as a container of prose.

    The score is Readability's idea: a paragraph counts for its parents; links divide.
    """
    n, m = len(element), len(parent)
    sums = np.zeros((m, 4), np.float64)
    score = np.zeros(m, np.float64)
    for k in range(n):
        e = element[k]
        c = counts[k, CHARS]
        sums[e, 0] += c
        sums[e, 1] += counts[k, LINK]
        sums[e, 2] += counts[k, PUNCT]
        sums[e, 3] += 1
        if c >= 15:
            e = owner[k]
            gain = (counts[k, PUNCT] + min(c / 50.0, 3.0)) * (1.0 - counts[k, LINK] / c)
            score[e] += gain
            if e > 0:
                score[parent[e]] += gain
                score[parent[parent[e]]] += gain / 2
    for e in range(m - 1, 0, -1):  # children stand behind their parents
        sums[parent[e]] += sums[e]
    best = 0
    for e in range(1, m):
        score[e] *= 1.0 - sums[e, 1] / max(sums[e, 0], 1.0)
        if score[e] > score[best]:
            best = e
    return sums, score, best


@numba.njit(cache=True)
def _kinds(counts: Any, marks: Any, key: Any) -> Any:
    """Of every block, over all blocks with its key: characters, linked ones, punctuation, how many, the longest one,
    digits, different texts, how many have marks of time, how many marks of threads."""
    n = len(key)
    out = np.zeros((n, 9), np.float64)
    order = np.argsort(key, kind="mergesort")
    i = 0
    while i < n:
        j = i
        c = linked = punct = longest = digits = times = threads = 0.0
        while j < n and key[order[j]] == key[order[i]]:
            k = order[j]
            c += counts[k, CHARS]
            linked += counts[k, LINK]
            punct += counts[k, PUNCT]
            longest = max(longest, counts[k, CHARS])
            digits += counts[k, DIGITS]
            times += marks[k] & _TIME > 0
            threads += marks[k] & _THREAD > 0
            j += 1
        texts = np.sort(counts[order[i:j], HASH])
        different = 1
        for t in range(1, j - i):
            different += texts[t] != texts[t - 1]
        for place in range(i, j):
            row = out[order[place]]
            row[0], row[1], row[2], row[3], row[4] = c, linked, punct, j - i, longest
            row[5], row[6], row[7], row[8] = digits, different, times, threads
        i = j
    return out


@numba.njit(cache=True, inline="always")
def _log(value: Any) -> Any:
    return np.float32(np.log1p(value))


@numba.njit(cache=True)
def _repeats(texts: Any) -> Any:
    """How often each text (by its hash) stands on the page."""
    n = len(texts)
    out = np.zeros(n, np.float32)
    order = np.argsort(texts, kind="mergesort")
    i = 0
    while i < n:
        j = i
        while j < n and texts[order[j]] == texts[order[i]]:
            j += 1
        for k in range(i, j):
            out[order[k]] = j - i
        i = j
    return out


@numba.njit(cache=True)
def _table(
    counts: Any,
    marks: Any,
    tag: Any,
    parent: Any,
    words: Any,
    element: Any,
    before: Any,
    owner: Any,
    depth: Any,
    path: Any,
    far: Any,
    sums: Any,
    score: Any,
    best: int,
    kind: Any,
    kinds: Any,
    tag_class: Any,
) -> Any:
    n = len(element)
    m = len(tag)
    out = np.zeros((n, N_FEATURES), np.float32)
    if n == 0:
        return out
    total, total_link, total_punct = sums[0, 0], sums[0, 1], sums[0, 2]
    plain = max(total - total_link, 1.0)
    biggest = 1.0
    for k in range(len(kind)):
        biggest = max(biggest, kind[k, 0] - kind[k, 1])
    top = max(score[best], 1e-6)
    first_best, last_best = n, -1
    inside = np.zeros(m, np.uint8)
    inside[best] = 1
    for e in range(best + 1, m):
        inside[e] = inside[parent[e]]
    for k in range(n):
        if inside[owner[k]]:
            first_best = min(first_best, k)
            last_best = k
    repeats = _repeats(counts[:, HASH])
    threads = comments = times = main_headings = 0
    for k in range(n):
        threads += marks[k] & _THREAD > 0
        comments += marks[k] & _COMMENT > 0
        times += marks[k] & _TIME > 0 and counts[k, CHARS] < 40
        main_headings += tag_class[tag[owner[k]]] == _H1
    # where the page says what it says it is about
    title_total, in_summary, best_summary = 1.0, 0.0, 0
    for k in range(n):
        title_total = max(title_total, counts[k, IN_TITLE])
        in_summary += counts[k, IN_SUMMARY]
        if counts[k, IN_SUMMARY] > counts[best_summary, IN_SUMMARY]:
            best_summary = k
    summary_total = max(in_summary, 1.0)
    summarised = counts[best_summary, IN_SUMMARY] >= 8
    summary_element = np.zeros(m, np.uint8)
    if summarised:
        e = owner[best_summary]
        steps = 0
        while e > 0:
            summary_element[e] = max(1, 4 - steps)
            steps += 1
            e = parent[e]
    so_far = so_far_plain = so_far_punct = chars_since = 0.0
    last_heading = last_title = last_summary = -1
    titles = headings = 0
    for k in range(n):
        c = max(counts[k, CHARS], 1.0)
        own_class = tag_class[tag[owner[k]]]
        row = out[k]
        row[0] = _log(counts[k, CHARS])
        row[1] = counts[k, HAN] / c
        row[2] = counts[k, PUNCT] / c
        row[3] = _log(counts[k, PUNCT])
        row[4] = counts[k, STOPS] / c
        row[5] = counts[k, DIGITS] / c
        row[6] = counts[k, LATIN] / c
        row[7] = counts[k, LINK] / c
        row[8] = counts[k, ENDS]
        row[9] = before[k]
        row[10] = own_class
        row[11] = tag_class[tag[element[k]]]
        row[12] = depth[k]
        row[13] = repeats[k]
        row[14] = counts[k, CHARS] - counts[k, LINK]
        for bit in range(N_LEXICON):
            row[15 + bit] = (marks[k] >> bit) & 1
        at = N_OWN
        # neighbours
        for step in (-2, -1, 1, 2):
            o = k + step
            if 0 <= o < n:
                oc = max(counts[o, CHARS], 1.0)
                row[at] = _log(counts[o, CHARS])
                row[at + 1] = counts[o, LINK] / oc
                row[at + 2] = counts[o, PUNCT] / oc
                row[at + 3] = 1.0 if owner[o] == owner[k] else (2.0 if path[o] == path[k] else 0.0)
                row[at + 4] = marks[o]
                row[at + 5] = counts[o, DIGITS] / oc
                row[at + 6] = min(kind[o, 3] / kind[k, 3], 4.0)
            else:
                row[at] = -1.0
            at += N_NEIGHBOUR
        for side in range(2):
            text = links = p = 0.0
            for step in range(1, 6):
                o = k - step if side == 0 else k + step
                if 0 <= o < n:
                    text += counts[o, CHARS]
                    links += counts[o, LINK]
                    p += counts[o, PUNCT]
            row[at] = _log(text - links)
            row[at + 1] = links / max(text, 1.0)
            row[at + 2] = p / max(text, 1.0)
            at += 3
        # containers
        e = owner[k]
        near = np.uint32(words[element[k]])
        for _ in range(LEVELS):
            chars = max(sums[e, 0], 1.0)
            row[at] = sums[e, 0] / max(total, 1.0)
            row[at + 1] = sums[e, 1] / chars
            row[at + 2] = sums[e, 2] / chars
            row[at + 3] = _log(sums[e, 0])
            row[at + 4] = score[e] / top
            row[at + 5] = _log(sums[e, 3])
            at += N_LEVEL
            near |= words[e]
            e = parent[e]
            while e > 0 and kinds[tag[e]] & 1 == 0:
                e = parent[e]
        for bit in range(N_WORDS):
            row[at + bit] = (near >> np.uint32(bit)) & np.uint32(1)
            row[at + N_WORDS + bit] = (far[k] >> np.uint32(bit)) & np.uint32(1)
        at += 2 * N_WORDS
        # kind: by path, then by the two innermost names
        of = kind[k]
        row[at] = _log(of[0])
        row[at + 1] = of[1] / max(of[0], 1.0)
        row[at + 2] = of[2] / max(of[0], 1.0)
        row[at + 3] = _log(of[3])
        row[at + 4] = (of[0] - of[1]) / plain
        row[at + 5] = (of[0] - of[1]) / biggest
        row[at + 6] = _log(of[4])
        row[at + 7] = _log(of[0] / of[3])
        row[at + 8] = of[5] / max(of[0], 1.0)
        row[at + 9] = of[6] / of[3]
        row[at + 10] = of[7] / of[3]
        row[at + 11] = of[8] / of[3]
        row[at + 12] = _log(of[12])
        row[at + 13] = of[10] / max(of[9], 1.0)
        row[at + 14] = of[15] / of[12]
        row[at + 15] = _log(of[9] / of[12])
        row[at + 16] = (of[9] - of[10]) / plain
        at += N_KIND
        # place
        row[at] = k / n
        row[at + 1] = so_far / max(total, 1.0)
        row[at + 2] = so_far_punct / max(total_punct, 1.0)
        row[at + 3] = inside[owner[k]]
        row[at + 4] = float(k - first_best) if k < first_best else (float(k - last_best) if k > last_best else 0.0)
        row[at + 5] = (k - last_heading) if last_heading >= 0 else -1
        row[at + 6] = so_far_plain / plain
        at += N_PLACE
        so_far += counts[k, CHARS]
        so_far_plain += counts[k, CHARS] - counts[k, LINK]
        so_far_punct += counts[k, PUNCT]
        if own_class == _H1 or own_class == _H1 + 1:
            last_heading = k
        # page
        row[at] = _log(total)
        row[at + 1] = _log(n)
        row[at + 2] = total_link / max(total, 1.0)
        row[at + 3] = total_punct / max(total, 1.0)
        row[at + 4] = sums[best, 0] / max(total, 1.0)
        row[at + 5] = biggest / plain
        row[at + 6] = threads / n
        row[at + 7] = _log(times)
        row[at + 8] = _log(comments)
        row[at + 9] = main_headings
        at += N_PAGE
        # title and summary
        share = counts[k, IN_TITLE] / max(c - 2.0, 1.0)
        row[at] = share
        row[at + 1] = counts[k, IN_TITLE] / title_total
        row[at + 2] = counts[k, IN_SUMMARY] / max(c - 2.0, 1.0)
        row[at + 3] = counts[k, IN_SUMMARY] / summary_total
        row[at + 4] = k - last_title if last_title >= 0 else -1
        row[at + 5] = titles
        row[at + 6] = headings
        row[at + 7] = _log(chars_since)
        row[at + 8] = k - last_summary if last_summary >= 0 else -1
        row[at + 9] = summary_element[owner[k]]
        row[at + 10] = k - best_summary if summarised else -1000
        chars_since += counts[k, CHARS] - counts[k, LINK]
        if share > 0.6 and counts[k, IN_TITLE] >= 4:
            last_title = k
            titles += 1
            headings = 0
            chars_since = 0.0
        elif _H1 <= own_class <= _H3 and last_title >= 0:
            headings += 1
        if row[at + 2] > 0.6 and counts[k, IN_SUMMARY] >= 6:
            last_summary = k
    return out
