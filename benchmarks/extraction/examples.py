"""Pages as the block model sees them: blocks with what is known of them, a label and a weight each."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import synthetic
from gold import Page, grams
from synthetic.bodies import CONTENT, UNSURE
from taosha.pipeline.page import content
from taosha.pipeline.page.counts import CHARS, IN_TITLE
from taosha.pipeline.page.features import Features
from taosha.pipeline.page.markup import Blocks, blocks
from taosha.pipeline.page.metadata import read_metadata

#: weight of a page by the end of its set's name: few in the gold, but many in the world
RARE_SETS = {"forums": 4.0, "articles": 1.5}
TITLE_WEIGHT = 3.0
MADE_WEIGHT = 0.6  # of a made page


class Example(NamedTuple):
    """labels: share of the block that is main content, 0.5 where golds disagree. texts: empty for made pages."""

    page: Page
    blocks: Blocks
    known: Features
    texts: list[str]
    labels: Any
    weights: Any


def _weights(counts: Any, labels: Any) -> Any:
    """Of every block: its characters against its page's content, so that the mean F1 over pages is what is learnt.

    Titles are few and short, and hard: content in a thread, metadata in an article.
    """
    chars = counts[:, CHARS]
    titles = (counts[:, IN_TITLE] >= 4) & (counts[:, IN_TITLE] > 0.6 * (chars - 2))
    weights = np.minimum(np.minimum(chars + 3, 600) / ((chars * labels).sum() + 100), 1.0)
    weights = np.where(titles, np.minimum(weights * TITLE_WEIGHT, 1.0), weights)
    return weights / max(1.0, weights.sum() / 3)


def of_gold(page: Page) -> Example:
    """A block's label is the share of its 4-grams that the gold text holds (short blocks: a line of the gold).

    The longest blocks take theirs first, so that a teaser or a title that repeats the text elsewhere gets none.
    """
    source, found, known = content.describe(page.html, read_metadata(page.html))
    texts = [content.join(source, found, np.array([k])) for k in range(len(found.element))]
    gold = grams(page.gold)
    joined = "".join(page.gold.split())
    lines = {"".join(line.split()) for line in page.gold.split("\n")}
    labels = np.zeros(len(texts))
    for k in sorted(range(len(texts)), key=lambda k: -len(texts[k])):
        bare = "".join(texts[k].split())
        if len(bare) >= 8:
            own = grams(bare)
            shared = own & gold
            labels[k] = shared.total() / own.total()
            if labels[k] > 0.5:
                gold -= shared
        else:
            labels[k] = 0.5 if not bare else 1.0 if bare in lines else 0.5 if bare in joined else 0.0
    weight = next((w for end, w in RARE_SETS.items() if page.set.endswith(end)), 1.0)
    return Example(page, found, known, texts, labels, _weights(known.counts, labels) * weight)


def of_made(made: synthetic.Made) -> Example:
    """A made page's texts carry their label as a mark; marks change no boundary, so blocks of both readings are one."""
    source = made.marked.encode()
    marked = blocks(source)
    texts = [
        source[marked.start[a] : marked.end[b - 1]] for a, b in zip(marked.first[:-1], marked.first[1:], strict=True)
    ]
    _, found, known = content.describe(made.html, read_metadata(made.html))
    labels = np.array([1.0 if CONTENT.encode() in t else 0.5 if UNSURE.encode() in t else 0.0 for t in texts])
    page = Page(made.kind, "", b"", made.html, "")
    return Example(page, found, known, [], labels, _weights(known.counts, labels) * MADE_WEIGHT)


def of_site(marked: synthetic.Made) -> Example:
    """A page of a known template; its gold is the text of the blocks that are marked."""
    e = of_made(marked)
    source = e.page.html.encode()
    texts = [content.join(source, e.blocks, np.array([k])) for k in range(len(e.labels))]
    gold = "".join(text for text, label in zip(texts, e.labels, strict=True) if label == 1.0)
    return e._replace(page=e.page._replace(gold=gold), texts=texts)


def made(texts: Path, number: int) -> list[Example]:
    return [of_made(page) for page in synthetic.pages(texts, number)]
