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
from .structure import (
    COMMENT,
    THREAD,
    commonest_stamps,
    containers,
    copies,
    kinds,
    paths,
    repeats,
    time_stamps,
)
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
COPYRIGHT = 17  # the lexicon's first category
N_OWN = 17 + N_LEXICON
N_NEIGHBOUR = 7
N_SUMS = 6
N_LEVEL = 6
N_KIND = 17
N_PLACE = 10
N_PAGE = 12
N_STATED = 12
WORDS_AT = N_OWN + 4 * N_NEIGHBOUR + N_SUMS + LEVELS * N_LEVEL  # of the nearest containers; then of all
N_FEATURES = WORDS_AT + 2 * N_WORDS + N_KIND + N_PLACE + N_PAGE + N_STATED


class Features(NamedTuple):
    """table: blocks x N_FEATURES. counts: blocks x counts.N_COUNTS. path: which blocks are of one kind."""

    table: NDArray[np.float32]
    counts: NDArray[np.float32]
    path: NDArray[np.uint64]


def features(page: bytes, b: Blocks, title: str, summary: str) -> Features:
    """What is known of each block; title and summary: as the page states them in its head, or ''."""
    counts, marks = count(page, b, title, summary)
    owner, depth, path, local, far = paths(b.tag, b.parent, b.words, b.name, b.element, KINDS)
    sums, score, best = containers(counts, b.parent, b.element, owner)
    stamps = time_stamps(counts, marks)
    kind = np.concatenate((kinds(counts, marks, stamps, path), kinds(counts, marks, stamps, local)), axis=1)
    posts = commonest_stamps(stamps, path, kind[:, 7])
    table = _table(
        counts, marks, b.tag, b.parent, b.words, b.element, b.before, owner, depth, path, far, sums, score, best, kind,
        copies(counts), stamps, posts, repeats(counts[:, HASH]), KINDS, _TAG_CLASS,
    )  # fmt: skip
    return Features(table, counts, path)


@numba.njit(cache=True, inline="always")
def _log(value: Any) -> Any:
    return np.float32(np.log1p(value))


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
    copy: Any,
    stamps: Any,
    posts: Any,
    repeated: Any,
    tag_kinds: Any,
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
    threads = comments = times = main_headings = 0
    for k in range(n):
        threads += marks[k] & THREAD > 0
        comments += marks[k] & COMMENT > 0
        times += stamps[k]
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
    # the posts of a thread, as its commonest kind of time stamp parts them
    next_post = np.full(n, n, np.int64)
    post_count = 0
    between = 0.0
    for k in range(n - 1, -1, -1):
        if k + 1 < n:
            next_post[k] = k + 1 if posts[k + 1] else next_post[k + 1]
        post_count += posts[k]
    for k in range(n):
        if next_post[k] < n and (posts[k] or between > 0.0):
            between += counts[k, CHARS] - counts[k, LINK]
    posts_so_far, last_post = 0, -1
    so_far = so_far_plain = so_far_punct = chars_since = 0.0
    last_heading = last_title = last_summary = -1
    titles = headings = stories = 0
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
        row[13] = repeated[k]
        row[14] = counts[k, CHARS] - counts[k, LINK]
        row[15] = copy[k, 0]
        row[16] = c / max(copy[k, 1], c)
        for bit in range(N_LEXICON):
            row[17 + bit] = (marks[k] >> bit) & 1
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
            while e > 0 and tag_kinds[tag[e]] & 1 == 0:
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
        row[at + 7] = _log(posts_so_far)
        row[at + 8] = k - last_post if last_post >= 0 else -1
        row[at + 9] = next_post[k] - k if next_post[k] < n else -1
        at += N_PLACE
        if posts[k]:
            posts_so_far += 1
            last_post = k
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
        row[at + 10] = _log(post_count)
        row[at + 11] = between / plain
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
        row[at + 11] = stories
        chars_since += counts[k, CHARS] - counts[k, LINK]
        if share > 0.6 and counts[k, IN_TITLE] >= 4:
            last_title = k
            titles += 1
            headings = stories = 0
            chars_since = 0.0
        elif _H1 <= own_class <= _H3 and last_title >= 0:
            headings += 1
        if last_title >= 0 and k > last_title and path[k] == path[last_title]:
            stories += 1  # a text of the title's own kind: the title of the next story
        if row[at + 2] > 0.6 and counts[k, IN_SUMMARY] >= 6:
            last_summary = k
    return out
