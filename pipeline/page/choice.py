"""Which blocks are main content, by what is known of each: boosted trees, then how blocks belong together.

1. `predict`: the trees give each block a probability of being main content.
2. `agree`: blocks of one kind move towards each other. `gather`: blocks far from the main part lose.
3. `choose`: the set of blocks with the highest expected F1 is kept. `tables_whole`: data tables are kept whole.
"""

from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from .counts import CHARS
from .features import Features
from .markup import Blocks
from .tags import TAG

# Calibrated in cross-validation: benchmarks/extraction/README.md
LEAST = 0.25  # probability of a block that is kept; .3 loses .005 on threads of short posts
AGREEMENT = 0.5  # share of its kind's opinion in a block's; .4 and .6 differ by .003, none costs .01 on threads
SURE = 3.0  # log-odds (p = .95): a block this far from the mean of its kind keeps its opinion
APART = 4.0  # how much a block loses by its distance from the main part; 8 loses .005 on threads and cx74
LIKELY = 0.5  # probability of a block of the main part that speaks for its kind
KINDRED, MANY = 0.4, 4  # mean probability and number of the blocks of a kind that stands for itself; .3 to .4 agree
MOST_LINKED = 0.2  # share of a data table's text in links; menus laid out as tables are links throughout
# a block of such log-odds after LOOK trees is given up, which halves the time: the rest of the trees may move it by .02
LOOK, HOPELESS = 32, -4.0


class Forest(NamedTuple):
    """Trees as arrays over all nodes: feature (-1 in a leaf), threshold, right child, value of a leaf. The left child is
    the next node."""

    roots: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]


def decide(forest: Forest, found: Blocks, known: Features) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Each block's probability of being main content, after all that its kind and place say, and whether it is kept."""
    chars = known.counts[:, CHARS]
    opinion = gather(agree(predict(forest, known.table), known.path, chars), found, known.path, chars)
    return opinion, tables_whole(found, choose(opinion, chars))


def predict(forest: Forest, table: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probability of each row of `table`."""
    return _predict(table, *forest)


def agree(
    probability: NDArray[np.float32], path: NDArray[np.uint64], chars: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Each block's probability moved half-way (in log-odds) to the mean of its kind, the blocks with the same path.

    Posts of one thread and paragraphs of one article belong together; a long block says more about its kind. In layouts
    of bare table cells menu and text share a path: a block that is far from the mean keeps its own opinion.
    """
    return _agree(probability, np.argsort(path), path, chars)


def gather(
    probability: NDArray[np.float32], found: Blocks, path: NDArray[np.uint64], chars: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Each block's probability, the lower the further it stands from the page's main part.

    The main part is the element whose whole text would have the highest expected F1. To reach a block outside,
    the extract would have to grow to the element that holds both, and its F1 falls: a little among the posts of a thread,
    to a fraction where a menu or an advertisement is to be fetched from the other end of the page. APART times the
    logarithm of that ratio is added to the block's log-odds. Blocks of one kind with a LIKELY one of the main part stay as
    they are: the main part may be the longest post of a thread. So do those of a kind of MANY that is KINDRED as a whole:
    comments below a short first post.
    """
    return _gather(probability, found.element, found.parent, np.argsort(path), path, chars)


def choose(probability: NDArray[np.float32], chars: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The blocks that together have the highest expected F1, given each one's probability and length.

    The best set holds all blocks above half its F1 (Lipton et al. 2014, for independent labels): near one half on a page
    that is well understood, lower where every block is in doubt, as in threads of short posts. Never below LEAST, so that
    a page where nothing looks like content yields nothing.
    """
    return _choose(probability, chars)


def tables_whole(found: Blocks, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """`chosen`, with every data table whole that stands in the main content.

    The cells of a table are short and far from prose, so each by itself looks like a menu. A table of two or more rows
    of two or more cells, hardly linked, is content if what stands right before and right behind it is, or if half of
    its own text was chosen.
    """
    return _tables_whole(
        found.tag,
        found.parent,
        found.element,
        found.first,
        found.start,
        found.end,
        found.link,
        chosen,
        TAG["table"],
        TAG["tr"],
    )


@numba.njit(cache=True)
def _agree(probability: Any, order: Any, path: Any, chars: Any) -> Any:
    odds = np.log((probability + 1e-4) / (1.0 + 1e-4 - probability))
    out = np.empty(len(order), np.float32)
    i = 0
    while i < len(order):
        j = i
        total = weight = 0.0
        while j < len(order) and path[order[j]] == path[order[i]]:
            own = min(max(chars[order[j]], 1.0), 100.0)
            total += own * odds[order[j]]
            weight += own
            j += 1
        for k in order[i:j]:
            mean = total / weight
            apart = abs(min(max(odds[k], -SURE), SURE) - min(max(mean, -SURE), SURE))
            mixed = (1.0 - AGREEMENT) * odds[k] + AGREEMENT * mean if apart < SURE else odds[k]
            out[k] = 1.0 / (1.0 + np.exp(-mixed))
        i = j
    return out


@numba.njit(cache=True)
def _gather(probability: Any, element: Any, parent: Any, order: Any, path: Any, chars: Any) -> Any:
    n, m = len(element), len(parent)
    out = np.empty(n, np.float32)
    if n == 0:
        return out
    hit = np.zeros(m, np.float64)
    all_grams = np.zeros(m, np.float64)
    for k in range(n):
        grams = max(chars[k] - 3.0, 0.5)
        hit[element[k]] += grams * probability[k]
        all_grams[element[k]] += grams
    for e in range(m - 1, 0, -1):  # children stand behind their parents
        hit[parent[e]] += hit[e]
        all_grams[parent[e]] += all_grams[e]
    f = np.empty(m, np.float64)
    main = 0
    for e in range(m):
        f[e] = hit[e] / (all_grams[e] + hit[0] + 1e-9)
        if f[e] > f[main]:
            main = e
    # F of the smallest element that holds both, the main part and the element; never less than a larger one's
    state = np.zeros(m, np.uint8)  # 1: holds the main part; 2: is or stands in it
    e = main
    while e > 0:
        state[e] = 1
        e = parent[e]
    state[0] = 1
    state[main] = 2
    reached = np.empty(m, np.float64)
    reached[0] = f[0]
    for e in range(1, m):
        if state[e] == 0 and state[parent[e]] == 2:
            state[e] = 2
        reached[e] = reached[parent[e]]
        if state[e]:
            reached[e] = max(reached[e], f[main] if state[e] == 2 else f[e])
    i = 0
    while i < n:
        j = i
        of_main = False
        total = weight = 0.0
        while j < n and path[order[j]] == path[order[i]]:
            of_main |= state[element[order[j]]] == 2 and probability[order[j]] >= LIKELY
            own = min(max(chars[order[j]], 1.0), 100.0)
            total += own * probability[order[j]]
            weight += own
            j += 1
        of_main |= j - i >= MANY and total >= KINDRED * weight
        for k in order[i:j]:
            p = probability[k]
            ratio = 1.0 if of_main else max(reached[element[k]] / (f[main] + 1e-12), 1e-3)
            odds = (p + 1e-4) / (1.0 + 1e-4 - p) * ratio**APART
            out[k] = odds / (1.0 + odds)
        i = j
    return out


@numba.njit(cache=True)
def _choose(probability: Any, chars: Any) -> Any:
    hit = all_grams = best = 0.0
    for k in range(len(chars)):
        hit += max(chars[k] - 3.0, 0.5) * probability[k]
    total, hit = hit, 0.0
    for k in np.argsort(-probability, kind="mergesort"):
        grams = max(chars[k] - 3.0, 0.5)
        hit += grams * probability[k]
        all_grams += grams
        best = max(best, 2.0 * hit / (all_grams + total))
    return probability >= max(best / 2.0, LEAST)


@numba.njit(cache=True)
def _tables_whole(
    tag: Any,
    parent: Any,
    element: Any,
    first: Any,
    start: Any,
    end: Any,
    link: Any,
    chosen: Any,
    table_tag: int,
    row_tag: int,
) -> Any:
    n, m = len(element), len(tag)
    # of every element the innermost table and table row that it stands in, 0 where it stands in none
    table = np.zeros(m, np.int32)
    row = np.zeros(m, np.int32)
    for e in range(1, m):
        table[e] = e if tag[e] == table_tag else table[parent[e]]
        row[e] = e if tag[e] == row_tag else row[parent[e]]
    # of every table: bytes, linked ones, chosen ones, cells, rows, chosen cells, first and last cell
    sums = np.zeros((m, 8), np.int64)
    seen = np.zeros(m, np.bool_)
    for k in range(n):
        t = table[element[k]]
        if t == 0:
            continue
        of = sums[t]
        if of[3] == 0:
            of[6] = k
        of[7] = k
        of[3] += 1
        of[5] += chosen[k]
        if not seen[row[element[k]]]:
            seen[row[element[k]]] = True
            of[4] += 1
        for segment in range(first[k], first[k + 1]):
            size = end[segment] - start[segment]
            of[0] += size
            of[1] += size * link[segment]
            of[2] += size * chosen[k]
    whole = chosen.copy()
    for k in range(n):
        t = table[element[k]]
        of = sums[t]
        if t == 0 or chosen[k] or of[4] < 2 or of[3] < 2 * of[4] or of[1] > MOST_LINKED * of[0]:
            continue
        inside = of[6] > 0 and of[7] + 1 < n and chosen[of[6] - 1] and chosen[of[7] + 1]
        if inside or (of[5] > 0 and 2 * of[2] >= of[0]):
            whole[k] = True
    return whole


@numba.njit(cache=True)
def _predict(
    table: NDArray[Any],
    roots: NDArray[Any],
    feature: NDArray[Any],
    threshold: NDArray[Any],
    right: NDArray[Any],
    value: NDArray[Any],
) -> NDArray[np.float32]:
    n = len(table)
    out = np.empty(n, np.float32)
    for row in range(n):
        known = table[row]
        total = 0.0
        for tree in range(len(roots)):
            if tree >= LOOK and tree % 16 == 0 and total < HOPELESS:
                break
            node = np.int64(roots[tree])
            asked = feature[node]
            while asked >= 0:
                node = node + 1 if known[asked] <= threshold[node] else np.int64(right[node])
                asked = feature[node]
            total += value[node]
        out[row] = 1.0 / (1.0 + np.exp(-total))
    return out
