"""`python -m taosha.pipeline.precompile`: compiles the Numba kernels at set-up, half a minute that the first run is spared.

Numba keeps compiled kernels beside their modules; one page through the default recipe and two documents through
deduplication meet them all. Nothing depends on it: what is not compiled here is compiled when it is first used.
"""

import numpy as np
from datatrove.data import Document

from ..dedup.clusters import find_duplicates
from ..dedup.minhash import permutations, shingle_hashes, signature
from ..filters.canonical import canonical
from ..filters.characters import code_points
from ..filters.script_tables import SIMPLIFIED, TRADITIONAL, lines_not_of, marks
from .page import charset
from .recipe import DedupConfig, Recipe, load_recipe
from .stages.build import build_stages
from .stages.datatrove_step import AdaptedStep

_PARAGRAPH = "清晨的菜市場最先醒來的是賣豆腐的老周。他把木板一塊塊掀開，熱氣就從底下冒出來；“今天的嫩。”他說。"


def warm_up(recipe: Recipe) -> str:
    """Let our stages load what they load at their first document; returns the text of a made page that went through."""
    paragraphs = "".join(f"<p>{i} {_PARAGRAPH}</p>" for i in range(8))
    page = f"<html><head><title>菜市場</title></head><body>{paragraphs}<table><tr><td>a<td>b</table></body></html>"
    metadata = {"content": page.encode(), "content_type": "text/html", "source": "", "offset": 0, "url": None}
    doc = Document(text="", id="", metadata=metadata)
    for stage in build_stages(recipe):
        if not isinstance(stage, AdaptedStep):  # what others' steps do to a page that is in no input, nobody knows
            stage.apply(doc)
    return doc.text


def precompile() -> None:
    """Load or compile every kernel of the main job."""
    recipe = load_recipe("web")
    dedup: DedupConfig = recipe.section("dedup", DedupConfig)
    text = warm_up(recipe)
    lines_not_of(code_points(text), marks(), TRADITIONAL, SIMPLIFIED)  # of texts in both scripts
    # not UTF-8, too short to be sure; with a foreign byte that shows, and one that shifts codes into other ones
    for damaged in (b"<p>\xff" + _PARAGRAPH[:24].encode("gbk"), b"<p>\xa0" + _PARAGRAPH[:14].encode("gbk")):
        charset.decode(damaged, charset.detect(damaged))
    a, b = permutations(dedup.bands * dedup.rows, dedup.seed)
    one = signature(shingle_hashes(canonical(text), dedup.shingle_chars), a, b)
    keys = np.arange(4, dtype=np.uint64).reshape(2, 2)
    find_duplicates(keys, np.stack([one, one]), dedup.bands, dedup.rows, dedup.min_similarity)


if __name__ == "__main__":
    precompile()
