"""Pages as the block model sees them: blocks with what is known of them, a label and a weight each."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import synthetic
from gold import Page, grams
from synthetic.bodies import CONTENT, UNSURE
from taosha.pipeline.page import content
from taosha.pipeline.page.counts import CHARS
from taosha.pipeline.page.features import Features, features
from taosha.pipeline.page.markup import Blocks, blocks
from taosha.pipeline.page.metadata import read_metadata

#: weight of a page by the end of its set's name: few in the gold, but many in the world
RARE_SETS = {"forums": 4.0, "articles": 1.5}
MADE_WEIGHT = 1.0  # of a made page; with threads left out of the gold, 0.5 scored .75 and 1.5 .83, at .01 less on news


class Example(NamedTuple):
    """labels: share of the block that is main content, 0.5 where golds disagree. texts: empty for made pages."""

    page: Page
    blocks: Blocks
    known: Features
    texts: list[str]
    labels: Any
    weights: Any


def _read(html: str) -> tuple[bytes, Blocks, Features]:
    source = html.encode("utf-8", "replace")
    found = blocks(source)
    stated = read_metadata(html)
    return source, found, features(source, found, stated.title or "", stated.summary or "")


def _weights(chars: Any, labels: Any) -> Any:
    """Of every block: its characters against its page's content, so that the mean F1 over pages is what is learnt."""
    weights = np.minimum(np.minimum(chars + 3, 600) / ((chars * labels).sum() + 100), 1.0)
    return weights / max(1.0, weights.sum() / 3)


def of_gold(page: Page) -> Example:
    """A block's label is the share of its 4-grams that the gold text holds (short blocks: a line of the gold)."""
    source, found, known = _read(page.html)
    texts = [content.join(source, found, np.array([k])) for k in range(len(found.element))]
    gold = grams(page.gold)
    joined = "".join(page.gold.split())
    lines = {"".join(line.split()) for line in page.gold.split("\n")}
    labels = np.zeros(len(texts))
    for k, text in enumerate(texts):
        bare = "".join(text.split())
        if len(bare) >= 8:
            own = grams(bare)
            labels[k] = (own & gold).total() / own.total()
        else:
            labels[k] = 1.0 if bare in lines else 0.5 if bare in joined else 0.0
    weight = next((w for end, w in RARE_SETS.items() if page.set.endswith(end)), 1.0)
    return Example(page, found, known, texts, labels, _weights(known.counts[:, CHARS], labels) * weight)


def of_made(made: synthetic.Made) -> Example:
    """A made page's texts carry their label as a mark; marks change no boundary, so blocks of both readings are one."""
    source = made.marked.encode()
    marked = blocks(source)
    texts = [
        source[marked.start[a] : marked.end[b - 1]] for a, b in zip(marked.first[:-1], marked.first[1:], strict=True)
    ]
    _, found, known = _read(made.html)
    labels = np.array([1.0 if CONTENT.encode() in t else 0.5 if UNSURE.encode() in t else 0.0 for t in texts])
    page = Page(f"made {made.kind}", "", b"", made.html, "")
    return Example(page, found, known, [], labels, _weights(known.counts[:, CHARS], labels) * MADE_WEIGHT)


def made(texts: Path, number: int) -> list[Example]:
    return [of_made(page) for page in synthetic.pages(texts, number)]
