"""Main content of an HTML page: blocks of text, each judged by small boosted trees, written out as paragraphs.

1. `markup.blocks` cuts the page into blocks; `features.features` describes each, its neighbours and its containers.
2. Boosted trees (LightGBM, trained by benchmarks/extraction/train.py and stored as arrays)
   give each block a probability of being main content.
3. Blocks of one kind move towards each other; the set of blocks with the highest expected F1 is kept, in order, and
   nothing is rewritten.

Price: about 1.8 ms of CPU for a page of 130 KB, metadata included; the trees are a quarter of it.
Method: shallow block features after Kohlschütter et al. 2010 (boilerplate detection using shallow text features), with
path groups for threads and menus.
Tried and left out (2026-11): a second opinion that sees the first one's about the neighbours (auto-context): twice the
price, and no better on pages left out (articles .88 against .90, forums .77 against .80).
"""

import functools
import html
import re
from importlib import resources
from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from .counts import CHARS
from .features import features
from .markup import BREAK_CELL, Blocks, blocks
from .metadata import ABOVE_LINES, Metadata, read_metadata
from .tags import TAG

LEAST = 0.3  # probability of a block that is kept; calibrated in cross-validation, benchmarks/extraction/README.md
AGREEMENT = 0.5  # share of its kind's opinion in a block's; .4 and .6 differ by .003, none costs .01 on threads
SURE = 3.0  # log-odds (p = .95): a block this far from the mean of its kind keeps its opinion

MOST_LINKED = 0.2  # share of a data table's text in links; menus laid out as tables are links throughout

_REFERENCES = re.compile(r"&#(?:x([0-9a-fA-F]{3,6})|(\d{3,7}));?")
_MANY_REFERENCES = 50


class Forest(NamedTuple):
    """Trees as arrays over all nodes: feature (-1 in a leaf), threshold, right child, value of a leaf. The left child is
    the next node."""

    roots: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]


class Main(NamedTuple):
    """text: the main content, '' if there is none. above: the short texts that stand right before it, in order."""

    text: str
    above: list[str]


def main_content(page: str, stated: Metadata) -> Main:
    """The main content of `page` as plain text. `stated`: what metadata.read_metadata read in it.

    Paragraphs stand on lines of their own, <br> breaks lines, cells of a table row are joined by tabs, preformatted text
    keeps its line breaks and indents.
    """
    source = _resolve_references(page).encode("utf-8", "replace")
    found = blocks(source)
    known = features(source, found, stated.title or "", stated.summary or "")
    opinion = agree(predict(_model(), known.table), known.path, known.counts[:, CHARS])
    chosen = np.flatnonzero(tables_whole(found, choose(opinion, known.counts[:, CHARS])))
    if not len(chosen):
        return Main("", [])
    # the first chosen ones too: where the line of source and date was taken for content, it stands there
    visible = np.flatnonzero(known.counts[:, CHARS])
    at = int(np.searchsorted(visible, chosen[0]))
    above = texts(source, found, visible[max(0, at - ABOVE_LINES) : at + 3])
    return Main(join(source, found, chosen), above)


def main_text(page: str) -> str:
    """The main content alone, for those who read no metadata."""
    return main_content(page, read_metadata(page)).text


def agree(
    probability: NDArray[np.float32], path: NDArray[np.uint64], chars: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Each block's probability moved half-way (in log-odds) to the mean of its kind, the blocks with the same path.

    Posts of one thread and paragraphs of one article belong together; a long block says more about its kind. In layouts
    of bare table cells menu and text share a path: a block that is far from the mean keeps its own opinion.
    """
    return _agree(probability, np.argsort(path), path, chars)


def choose(probability: NDArray[np.float32], chars: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The blocks that together have the highest expected F1, given each one's probability and length.

    The best set holds all blocks above half its F1 (Lipton et al. 2014, for independent labels): near one half on a page
    that is well understood, lower where every block is in doubt, as in threads of short posts. Never below LEAST, so that
    a page where nothing looks like content yields nothing.
    """
    if not len(probability):
        return np.zeros(0, np.bool_)
    order = np.argsort(-probability, kind="stable")
    grams = np.maximum(chars - 3, 0.5)
    hit = np.cumsum((grams * probability)[order])
    f1 = 2 * hit / (np.cumsum(grams[order]) + hit[-1])
    return probability >= max(f1.max() / 2, LEAST)


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


def join(source: bytes, found: Blocks, chosen: NDArray[np.int64]) -> str:
    """The text of the chosen blocks, in order."""
    pieces: list[str] = []
    previous = -2
    cell = (found.before[chosen] == BREAK_CELL).tolist()
    for block, text, in_row in zip(chosen.tolist(), texts(source, found, chosen), cell, strict=True):
        if not text or text.isspace():
            continue
        if pieces:
            pieces.append("\t" if in_row and block == previous + 1 else "\n")
        pieces.append(text)
        previous = block
    return "".join(pieces)


def texts(source: bytes, found: Blocks, chosen: NDArray[np.int64]) -> list[str]:
    """The text of each chosen block; white space collapses unless it is preformatted."""
    made: list[str] = []
    in_pre = _in_pre(found.tag, found.parent, TAG["pre"])[found.element[chosen]].tolist()
    bounds = zip(found.first[chosen].tolist(), found.first[chosen + 1].tolist(), in_pre, strict=True)
    for first, last, preformatted in bounds:
        pieces = zip(found.start[first:last].tolist(), found.end[first:last].tolist(), strict=True)
        raw = b"".join([source[start:end] for start, end in pieces])
        if preformatted:
            text = raw.decode("utf-8", "replace").strip("\r\n").expandtabs(4)
        else:
            # HTML's own white space, all of it ASCII, collapses; bytes split much faster than a regular expression does
            text = b" ".join(raw.split()).decode("utf-8", "replace")
        made.append(html.unescape(text) if "&" in text else text)
    return made


def predict(forest: Forest, table: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probability of each row of `table`."""
    return _predict(table, *forest)


def _resolve_references(page: str) -> str:
    """Pages written wholly in numeric references get their characters back before anything is counted."""
    if page.count("&#") < _MANY_REFERENCES:
        return page

    def character(match: re.Match[str]) -> str:
        point = int(match[1], 16) if match[1] else int(match[2])
        plain = point > 0xA0 and point < 0x110000 and not 0xD800 <= point < 0xE000
        return chr(point) if plain else match[0]

    return _REFERENCES.sub(character, page)


@functools.cache
def _model() -> Forest:
    path = resources.files("taosha.configs").joinpath("models/content.npz")
    with path.open("rb") as file, np.load(file) as model:
        return Forest(**{name: model[name] for name in Forest._fields})


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
def _in_pre(tag: Any, parent: Any, pre: int) -> Any:
    """Of every element whether it is or stands in preformatted text."""
    inside = np.zeros(len(tag), np.bool_)
    for element in range(1, len(tag)):
        inside[element] = tag[element] == pre or inside[parent[element]]
    return inside


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
        total = 0.0
        for root in roots:
            node = root
            while feature[node] >= 0:
                node = node + 1 if table[row, feature[node]] <= threshold[node] else right[node]
            total += value[node]
        out[row] = 1.0 / (1.0 + np.exp(-total))
    return out
