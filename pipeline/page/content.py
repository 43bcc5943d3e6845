"""Main content of an HTML page: blocks of text, each judged by small boosted trees, written out as paragraphs.

1. `markup.blocks` cuts the page into blocks; `features.features` describes each, its neighbours and its containers.
2. Boosted trees (LightGBM, trained by benchmarks/extraction/train.py and stored as arrays)
   give each block a probability of being main content.
3. Blocks of one kind move towards each other; the set of blocks with the highest expected F1 is kept, in order, and
   nothing is rewritten.

Price: 1.4 to 1.6 ms of CPU for a page of 130 KB, metadata included.
Method: shallow block features after Kohlschütter et al. 2010 (boilerplate detection using shallow text features), with
path groups for threads and menus.
Tried and left out (2026-11): a second opinion that sees the first one's about the neighbours (auto-context): twice the
price, and no better on pages left out (articles .88 against .90, forums .77 against .80).
"""

import functools
import html
import re
from importlib import resources
from itertools import islice
from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from .choice import Forest, decide
from .counts import CHARS, DIGITS, IN_TITLE, LINK
from .features import COPYRIGHT, Features, features
from .markup import BREAK_CELL, Blocks, blocks
from .metadata import Metadata, read_metadata
from .tags import TAG, TAGS
from .visible import MOST_CHARS, Seen

_REFERENCES = re.compile(r"&#(?:x([0-9a-fA-F]{3,6})|(\d{3,7}));?")
_MANY_REFERENCES = 50
_HEADINGS = (TAG["h1"], TAG["h2"])
SHOWN = 30  # runs of blocks that explain shows
ABOVE_LINES, FAR_LINES, BELOW_LINES = 8, 30, 8  # short texts around the main content that are read for a day
LEAST_DIGITS = 6  # of a written day
MOST_HEADINGS, MOST_NOTICES = 12, 8


class Main(NamedTuple):
    """text: the main content, '' if there is none. seen: the short texts around it that metadata is read from."""

    text: str
    seen: Seen = Seen()


def main_content(page: str, stated: Metadata) -> Main:
    """The main content of `page` as plain text. `stated`: what metadata.read_metadata read in it.

    Paragraphs stand on lines of their own, <br> breaks lines, cells of a table row are joined by tabs, preformatted text
    keeps its line breaks and indents.
    """
    source, found, known = describe(page, stated)
    chosen = np.flatnonzero(decide(_model(), found, known)[1])
    if not len(chosen):
        return Main(stated.body or "", _around(source, found, known, 0, 0))
    return Main(join(source, found, chosen), _around(source, found, known, int(chosen[0]), int(chosen[-1])))


def main_text(page: str) -> str:
    """The main content alone, for those who read no metadata."""
    return main_content(page, read_metadata(page)).text


def describe(page: str, stated: Metadata) -> tuple[bytes, Blocks, Features]:
    """The page as UTF-8, its blocks, and what is known of each: all that a decision is made from."""
    source = _utf8(page)
    found = blocks(source)
    return source, found, features(source, found, stated.title or "", stated.summary or "")


def explain(page: str, stated: Metadata) -> list[dict[str, Any]]:
    """What was kept and what was not, for a person: runs of neighbouring blocks of one fate and one tag path.

    The SHOWN longest runs in the page's order, each with the share of its blocks' probability (after all that kind and
    place say), its number of blocks and characters, and how its text begins; then what the rest comes to.
    """
    source, found, known = describe(page, stated)
    opinion, kept = decide(_model(), found, known)
    chars = known.counts[:, CHARS]
    runs: list[dict[str, Any]] = []
    for k in np.flatnonzero(chars).tolist():
        path = tag_path(found, int(found.element[k]))
        if not runs or (runs[-1]["kept"], runs[-1]["path"]) != (bool(kept[k]), path):
            text = " ".join(texts(source, found, np.array([k]))[0].split())
            runs.append(
                {"kept": bool(kept[k]), "score": 0.0, "path": path, "blocks": 0, "chars": 0, "begins": text[:30]}
            )
        runs[-1]["score"] += float(opinion[k] * chars[k])
        runs[-1]["blocks"] += 1
        runs[-1]["chars"] += int(chars[k])
    for run in runs:
        run["score"] = round(run["score"] / run["chars"], 3)
    longest = set(sorted(range(len(runs)), key=lambda number: -runs[number]["chars"])[:SHOWN])
    shown = [run for number, run in enumerate(runs) if number in longest]
    rest = [run for number, run in enumerate(runs) if number not in longest]
    for fate in (True, False):
        if of_fate := [run for run in rest if run["kept"] == fate]:
            blocks_of, chars_of = (sum(run[key] for run in of_fate) for key in ("blocks", "chars"))
            shown.append({"kept": fate, "path": "shorter runs", "blocks": blocks_of, "chars": chars_of})
    return shown


def tag_path(found: Blocks, element: int) -> str:
    """The tags from the outermost element to this one, as html/body/div/p; inline ones that are not told apart as *."""
    tags: list[str] = []
    while element > 0:
        tags.append(TAGS[found.tag[element]] or "*")
        element = int(found.parent[element])
    return "/".join(reversed(tags))


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
    in_pre = _in_pre(found.tag, found.parent, TAG["pre"])[found.element[chosen]]
    taken, ends = _bytes_of(np.frombuffer(source, np.uint8), found.first, found.start, found.end, chosen, in_pre)
    data = taken.tobytes()
    made: list[str] = []
    start = 0
    for end, preformatted in zip(ends.tolist(), in_pre.tolist(), strict=True):
        text = data[start:end].decode("utf-8", "replace")
        start = end
        if preformatted:
            text = text.strip("\r\n").expandtabs(4)
        made.append(html.unescape(text) if "&" in text else text)
    return made


def _around(source: bytes, found: Blocks, known: Features, first: int, last: int) -> Seen:
    """What stands around the main content, whose first and last block are given: short lines that may name day, title, site.

    The content's own first lines too: where the line of source and date was taken for content, it stands there.
    """
    counts = known.counts
    visible = np.flatnonzero(counts[:, CHARS])
    begin, end = np.searchsorted(visible, (first, last)).tolist()
    shown = counts[visible]
    short = shown[:, CHARS] <= MOST_CHARS
    dated = np.flatnonzero((shown[:, DIGITS] >= LEAST_DIGITS) & short)
    titles = np.flatnonzero((shown[:, IN_TITLE] >= 2) & (shown[:, IN_TITLE] >= shown[:, CHARS] - 2))
    titles = titles[shown[titles, LINK] < shown[titles, CHARS]][:MOST_HEADINGS]
    notices = np.flatnonzero((known.table[visible, COPYRIGHT] > 0) & short)[-MOST_NOTICES:]
    near = begin - ABOVE_LINES
    bounds = ((near, begin + 3), (near - FAR_LINES, near), (begin + 3, begin + 10), (end - 1, end + 1 + BELOW_LINES))
    places = [*(dated[(dated >= low) & (dated < high)] for low, high in bounds), titles, notices]
    lines = iter(texts(source, found, visible[np.concatenate(places)]))
    above, before, behind, below, headings, copyright = (list(islice(lines, len(place))) for place in places)
    marked = (_in_heading(found, int(block)) for block in visible[titles])
    named = [(" ".join(text.split()), is_marked) for text, is_marked in zip(headings, marked, strict=True)]
    return Seen(above, before + behind, below, named, copyright)


def _in_heading(found: Blocks, block: int) -> bool:
    element = int(found.element[block])
    for _ in range(3):
        if found.tag[element] in _HEADINGS:
            return True
        element = int(found.parent[element])
    return False


def _utf8(page: str) -> bytes:
    """The page as UTF-8; one written wholly in numeric references gets its characters back before anything is counted."""
    source = page.encode("utf-8", "replace")
    # one byte is counted ten times as fast as two
    if source.count(b"&") < _MANY_REFERENCES or source.count(b"&#") < _MANY_REFERENCES:
        return source

    def character(match: re.Match[str]) -> str:
        point = int(match[1], 16) if match[1] else int(match[2])
        plain = point > 0xA0 and point < 0x110000 and not 0xD800 <= point < 0xE000
        return chr(point) if plain else match[0]

    return _REFERENCES.sub(character, page).encode("utf-8", "replace")


@functools.cache
def _model() -> Forest:
    path = resources.files("taosha.configs").joinpath("models/content.npz")
    with path.open("rb") as file, np.load(file) as model:
        return Forest(**{name: model[name] for name in Forest._fields})


@numba.njit(cache=True)
def _in_pre(tag: Any, parent: Any, pre: int) -> Any:
    """Of every element whether it is or stands in preformatted text."""
    inside = np.zeros(len(tag), np.bool_)
    for element in range(1, len(tag)):
        inside[element] = tag[element] == pre or inside[parent[element]]
    return inside


@numba.njit(cache=True)
def _bytes_of(
    source: NDArray[Any], first: NDArray[Any], start: NDArray[Any], end: NDArray[Any], chosen: NDArray[Any], in_pre: Any
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The bytes of the chosen blocks one behind the other, and where each ends; HTML's white space, all of it ASCII, is
    collapsed in those that are not preformatted."""
    size = 0
    for block in chosen:
        for segment in range(first[block], first[block + 1]):
            size += end[segment] - start[segment]
    out = np.empty(size, np.uint8)
    ends = np.empty(len(chosen), np.int64)
    n = 0
    for k in range(len(chosen)):
        begin = n
        gap = False
        for segment in range(first[chosen[k]], first[chosen[k] + 1]):
            for i in range(start[segment], end[segment]):
                byte = source[i]
                if not in_pre[k] and (byte == 0x20 or 0x09 <= byte <= 0x0D):
                    gap = n > begin
                    continue
                if gap:
                    out[n] = 0x20
                    n += 1
                    gap = False
                out[n] = byte
                n += 1
        ends[k] = n
    return out[:n], ends
