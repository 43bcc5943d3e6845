"""How the blocks of a page belong together: containers, kinds, copies of each other, time stamps that part the posts.

Every function is linear in blocks and elements but for the sorting by kind. Arrays over blocks or elements, as in markup.Blocks.
"""

from typing import Any

import numba
import numpy as np

from .counts import CHARS, DIGITS, HASH, HEAD, LINK, PUNCT

THREAD, COMMENT, TIME = 16, 64, 128  # bits of the lexicon's categories that mark threads


@numba.njit(cache=True)
def paths(tag: Any, parent: Any, words: Any, name: Any, element: Any, tag_kinds: Any) -> Any:
    """Of every block: its nearest block element, that one's depth, its path, its two innermost names, all words above."""
    n, m = len(element), len(tag)
    depths = np.zeros(m, np.int64)
    above_all = np.zeros(m, np.uint64)
    fars = np.zeros(m, np.uint32)
    mix = np.uint64(0x9E3779B97F4A7C15)
    for e in range(1, m):
        above = parent[e]
        depths[e] = depths[above] + 1
        above_all[e] = (above_all[above] ^ np.uint64(name[e])) * mix
        above_all[e] ^= above_all[e] >> np.uint64(29)
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
        while e > 0 and tag_kinds[tag[e]] & 1 == 0:
            e = parent[e]
        owner[k], depth[k], path[k] = e, depths[e], above_all[e]
        local[k] = ((local[k] ^ np.uint64(name[e])) * mix ^ np.uint64(name[parent[e]])) * mix
        local[k] ^= local[k] >> np.uint64(29)
    return owner, depth, path, local, far


@numba.njit(cache=True)
def containers(counts: Any, parent: Any, element: Any, owner: Any) -> Any:
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
def kinds(counts: Any, marks: Any, stamps: Any, key: Any) -> Any:
    """Of every block, over all blocks with its key: characters, linked ones, punctuation, how many, the longest one,
    digits, different texts, how many are time stamps, how many have marks of threads."""
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
            times += stamps[k]
            threads += marks[k] & THREAD > 0
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


@numba.njit(cache=True)
def repeats(texts: Any) -> Any:
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
def time_stamps(counts: Any, marks: Any) -> Any:
    """Of every block whether it is short and names a time: in words ("3小时前") or mostly in digits ("2024-05-01 12:30")."""
    out = np.zeros(len(counts), np.uint8)
    for k in range(len(counts)):
        c = counts[k, CHARS]
        out[k] = c < 40 and (marks[k] & TIME > 0 or (counts[k, DIGITS] >= 4 and counts[k, DIGITS] > 0.4 * c))
    return out


@numba.njit(cache=True)
def commonest_stamps(stamps: Any, path: Any, of_path: Any) -> Any:
    """Of every block whether it is a time stamp of the kind that has most of them: in a thread, one a post.

    of_path: how many time stamps the block's kind has. Kinds of one stamp are none.
    """
    n = len(stamps)
    out = np.zeros(n, np.uint8)
    best = -1
    for k in range(n):
        if stamps[k] and of_path[k] >= 2 and (best < 0 or of_path[k] > of_path[best]):
            best = k
    if best >= 0:
        for k in range(n):
            out[k] = stamps[k] and path[k] == path[best]
    return out


@numba.njit(cache=True)
def copies(counts: Any) -> Any:
    """Of every block: how many others begin alike (by the hash of the first characters), and the length of the longest.

    Teasers and cards repeat how a text begins; the text itself is the longest of them.
    """
    n = len(counts)
    out = np.zeros((n, 2), np.float32)
    order = np.argsort(counts[:, HEAD], kind="mergesort")
    i = 0
    while i < n:
        j = i
        longest = np.float32(0.0)
        while j < n and counts[order[j], HEAD] == counts[order[i], HEAD]:
            longest = max(longest, counts[order[j], CHARS])
            j += 1
        if counts[order[i], HEAD] != 0.0:
            for k in order[i:j]:
                out[k, 0] = j - i - 1
                out[k, 1] = longest
        i = j
    return out
