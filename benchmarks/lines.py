"""Line cleaning: what it takes from good text, and how much of the furniture of pages it finds.

    python benchmarks/lines.py GOLD_FOLDER [--texts 'TEXTS/*.jsonl'] [--warc 'CRAWL/*.warc.gz']

GOLD_FOLDER as for benchmarks/extraction. Prints
1. characters removed from the gold texts and, per file, from good texts (JSONL with a text field);
2. for several extractions of the gold pages, from ours to the whole page: characters of lines that are not in the gold
   text, before and after, and what went although it is in the gold;
3. for the sites of WARC files, with all blocks of every page as text: characters removed by words, and by repetition too;
4. speed on the good texts.
"""

import argparse
import glob
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
from taosha.filters import lines
from taosha.pipeline.page.content import join, main_text
from taosha.pipeline.page.markup import blocks
from taosha.pipeline.page.normalise import fix
from taosha.pipeline.read import plan_splits, read_split
from taosha.pipeline.recipe import ReadConfig, load_recipe
from taosha.pipeline.stages.decode import Decode
from taosha.pipeline.stages.lines import site_of
from taosha.pipeline.storage import find_inputs
from taosha.pipeline.warc import Unreadable

sys.path.insert(0, str(Path(__file__).parent / "extraction"))
from gold import Page, load

RECIPE = load_recipe("web")
LIMITS: lines.Limits = RECIPE.section("lines", lines.Limits)
_SPACE = re.compile(r"\s+")


def squeeze(text: str) -> str:
    return _SPACE.sub("", text)


def removed(texts: list[str]) -> tuple[int, int, Counter[str]]:
    """Characters (space aside) before, characters removed, lines by rule."""
    before = gone = 0
    rules: Counter[str] = Counter()
    for text in texts:
        rest, removals = lines.clean(text, LIMITS)
        before += len(squeeze(text))
        gone += len(squeeze(text)) - len(squeeze(rest)) if removals else 0
        rules.update(removal.rule for removal in removals)
    return before, gone, rules


def whole_page(page: str) -> str:
    source = page.encode("utf-8", "replace")
    found = blocks(source)
    return join(source, found, np.arange(len(found.element)))


def extractions() -> dict[str, Callable[[str], str]]:
    from resiliparse.extract.html2text import extract_plain_text

    return {
        "taosha": main_text,
        "resiliparse, main content": lambda page: extract_plain_text(page, main_content=True, alt_texts=False),
        "the whole page": whole_page,
    }


def print_gold(pages: list[Page]) -> None:
    before, gone, rules = removed([fix(page.gold)[0] for page in pages])
    print(f"{'gold texts':28} {before:>10,} characters, removed {gone:>6,} = {gone / before:.4%}  {dict(rules)}")
    print(f"\n{'extraction of the gold pages':28} {'not in gold':>12} {'left':>10} {'share':>8} {'gone, in gold':>14}")
    for name, extract in extractions().items():
        not_in_gold = left = lost = 0
        for page in pages:
            gold = squeeze(page.gold)
            text = fix(extract(page.html))[0]
            rest, removals = lines.clean(text, LIMITS)
            not_in_gold += foreign(text, gold)
            left += foreign(rest, gold)
            lost += sum(len(s) for removal in removals if (s := squeeze(removal.text)) in gold)
        print(f"{name:28} {not_in_gold:>12,} {left:>10,} {left / max(not_in_gold, 1):>8.1%} {lost:>14,}", flush=True)


def foreign(text: str, gold: str) -> int:
    """Characters of the lines that do not stand in the gold text."""
    return sum(len(squeezed) for line in text.split("\n") if (squeezed := squeeze(line)) not in gold)


def print_texts(paths: list[str]) -> None:
    total = total_gone = size = 0
    seconds = 0.0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            texts = [fix(json.loads(line)["text"])[0] for line in file]
        start = time.process_time()
        for text in texts:
            lines.clean(text, LIMITS)
        seconds += time.process_time() - start
        before, gone, rules = removed(texts)
        total, total_gone, size = total + before, total_gone + gone, size + sum(len(text.encode()) for text in texts)
        print(f"{Path(path).stem:28} {before:>10,} characters, removed {gone:>6,} = {gone / before:.4%}  {dict(rules)}")
    print(f"{'all':28} {total:>10,} characters, removed {total_gone:>6,} = {total_gone / total:.4%}")
    print(f"speed: {size / 1e6 / seconds:.0f} MB/s of UTF-8, one thread, CPU time")


def print_sites(patterns: list[str]) -> None:
    config: ReadConfig = RECIPE.section("read", ReadConfig)
    decode = Decode.from_recipe("web")
    print(f"\n{'site, all blocks of a page':28} {'pages':>6} {'characters':>11} {'by words':>9} {'and by site':>11}")
    for split in plan_splits(find_inputs(patterns), config):
        sites: dict[str, list[str]] = defaultdict(list)
        for doc in read_split(split, config):
            if not isinstance(doc, Unreadable) and decode.apply(doc).keep:
                sites[site_of(doc) or ""].append(fix(whole_page(doc.text))[0])
        for site, texts in sorted(sites.items()):
            found = lines.repeated([(site, text) for text in texts], LIMITS)
            before, gone, _ = removed(texts)
            after = sum(
                len(squeeze(lines.clean(text, LIMITS, on_site)[0])) for text, on_site in zip(texts, found, strict=True)
            )
            print(
                f"{site:28} {len(texts):>6} {before:>11,} {gone / before:>9.2%} {1 - after / before:>11.2%}", flush=True
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--texts", nargs="*", default=[])
    parser.add_argument("--warc", nargs="*", default=[])
    arguments = parser.parse_args()
    lines.load_furniture(LIMITS.lexicon)  # loading is no part of a page
    print_gold(load(arguments.gold))
    if arguments.texts:
        print()
        print_texts(sorted(path for pattern in arguments.texts for path in glob.glob(pattern)))
    if arguments.warc:
        print_sites(arguments.warc)


if __name__ == "__main__":
    main()
