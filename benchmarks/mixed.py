"""A mixed shard, as a crawl is: few Chinese pages among English, Japanese and Korean ones; both recipes over it.

    python benchmarks/mixed.py --input 'GLOB' [--foreign ja='GLOB of HTML files']... [--pages 30000] [--chinese 0.05]
                               [--languages en=1,ja=1,ko=1] [--peer-pages 6000]

The Chinese pages are records of the WARC files given, taken evenly over them. The foreign pages are the HTML files given
(foreign_pages.sh fetches some 25,000 real ones), each at most once, and where they run out pages made of the sentences
in mixed_texts.yaml inside navigation, scripts and styles, 10 to 60 KB each, in the charsets such pages use and with the
declarations they carry. Equal parts of three languages are harder on a skip by Han characters than a real crawl, where
Japanese is about one page in twenty and most of the rest has no Han character at all.

The usual recipe needs a quarter of an hour of CPU for 30,000 pages; --peer-pages gives it only the first ones (the pages
are shuffled, so they are a sample), and the ratio is of CPU seconds a page.
"""

import argparse
import contextlib
import glob
import gzip
import html
import itertools
import random
import time
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path

import yaml
from fastwarc.warc import ArchiveIterator, WarcRecordType
from side_by_side import ROOT, compare, readable_inputs

SEED = 20261123
PARAGRAPHS = (5, 45)  # of a page, drawn evenly
SENTENCES = (2, 7)  # of a paragraph
LINKS = (30, 120)  # of the navigation and the footer
STYLE_RULES = (20, 120)
SCRIPT_LINES = (10, 200)
SKIPPED_PAGES = 5000  # foreign pages on which han_check is timed against what it saves
UNDECLARED = 0.15  # share of pages that declare no charset, as among the real captures that were looked at


class Language:
    """Texts of one language, drawn at random."""

    def __init__(self, code: str, texts: dict[str, object], draw: random.Random) -> None:
        self.code = code
        self.draw = draw
        self.charsets = [str(charset) for charset in texts["charsets"]]  # pyright: ignore[reportGeneralTypeIssues]
        self.slots = {slot: [str(filler) for filler in texts[slot]] for slot in ("place", "thing", "person")}  # pyright: ignore
        self.sentences = str(texts["sentences"]).splitlines()
        self.space = "" if code == "ja" else " "

    def sentence(self) -> str:
        filled = {slot: self.draw.choice(fillers) for slot, fillers in self.slots.items()}
        text = self.draw.choice(self.sentences).format(**filled, n=self.draw.randint(2, 2000))
        return text[0].upper() + text[1:]

    def paragraph(self) -> str:
        return self.space.join(self.sentence() for _ in range(self.draw.randint(*SENTENCES)))

    def link(self, number: int) -> str:
        label = html.escape(self.draw.choice(self.draw.choice(list(self.slots.values()))))
        return (
            f'<li class="menu-item item-{number}"><a href="/{self.code}/{number}.html" title="{label}">{label}</a></li>'
        )

    def page(self, number: int) -> tuple[bytes, str | None]:
        """(bytes of the page, the charset that its HTTP header declares)."""
        draw, charset = self.draw, self.draw.choice(self.charsets)
        declared, in_header = draw.random() >= UNDECLARED, draw.random() < 0.5
        meta = f'<meta charset="{charset}">' if declared and not in_header else ""
        title = html.escape(self.sentence())
        style = "\n".join(
            f".b{draw.randint(1, 999)} .item {{ color: #{draw.randrange(1 << 24):06x}; }}"
            for _ in range(draw.randint(*STYLE_RULES))
        )
        script = "\n".join(
            f'window.dataLayer.push({{"event": "view-{draw.randrange(1 << 32):08x}", "slot": {draw.randint(1, 99)}}});'
            for _ in range(draw.randint(*SCRIPT_LINES))
        )
        links = [self.link(draw.randint(1, 99_999)) for _ in range(draw.randint(*LINKS))]
        cut = len(links) * 2 // 3
        header, footer = "\n".join(links[:cut]), "\n".join(links[cut:])
        paragraphs = [f'<p class="text">{html.escape(self.paragraph())}</p>' for _ in range(draw.randint(*PARAGRAPHS))]
        headings = {len(paragraphs) * part // 4 for part in (1, 2, 3)}
        body = "\n".join(
            f"<h2>{html.escape(self.sentence())}</h2>\n{paragraph}" if place in headings else paragraph
            for place, paragraph in enumerate(paragraphs)
        )
        text = f"""<!DOCTYPE html>
<html lang="{self.code}"><head>{meta}<title>{title}</title>
<style>{style}</style>
<script>window.dataLayer = [];
{script}</script></head>
<body><header class="site-header"><nav><ul class="menu">
{header}
</ul></nav></header>
<main id="content"><article class="post post-{number}"><h1>{title}</h1>
{body}
</article></main>
<footer class="site-footer"><ul>
{footer}
</ul></footer></body></html>
"""
        return text.encode(charset, "xmlcharrefreplace"), charset if declared and in_header else None


def record(url: str, http: bytes, number: int) -> bytes:
    """One WARC response record as a gzip member."""
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n", compresslevel=6, mtime=0)


def chinese_pages(inputs: dict[Path, int], wanted: int) -> Iterator[tuple[str, bytes]]:
    """(address, HTTP response) of `wanted` records, taken evenly over the inputs."""
    total, seen, taken = sum(inputs.values()), 0, 0
    for path in inputs:
        with path.open("rb") as stream:
            for page in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=False):
                if seen * wanted // total >= taken:
                    yield str(page.headers["WARC-Target-URI"]), page.reader.read()
                    taken += 1
                seen += 1


def foreign_pages(globs: Sequence[str], language: Language, draw: random.Random) -> Iterator[tuple[bytes, str | None]]:
    """Pages without end: the files in random order, then generated ones; (bytes, charset that HTTP declares)."""
    files = [name for pattern in globs for name in glob.glob(pattern, recursive=True)]
    files.sort()
    draw.shuffle(files)
    for name in files:
        yield Path(name).read_bytes(), None
    for number in itertools.count():
        yield language.page(number)


def write_shard(
    inputs: dict[Path, int],
    shards: dict[Path, int],
    chinese: float,
    weights: dict[str, float],
    foreign: dict[str, list[str]],
) -> None:
    """Write the shuffled pages into each shard up to its number of pages, and say what is in the largest."""
    draw = random.Random(SEED)
    texts = yaml.safe_load((ROOT / "benchmarks" / "mixed_texts.yaml").read_text(encoding="utf-8"))
    sources = {code: foreign_pages(foreign.get(code, []), Language(code, texts[code], draw), draw) for code in weights}
    pages = max(shards.values())
    chosen = list(chinese_pages(inputs, min(round(pages * chinese), sum(inputs.values()))))
    draw.shuffle(chosen)
    kinds = ["zh"] * len(chosen) + draw.choices(list(weights), list(weights.values()), k=pages - len(chosen))
    draw.shuffle(kinds)
    sizes: dict[str, list[int]] = {code: [] for code in ("zh", *weights)}
    with contextlib.ExitStack() as stack:
        for shard in shards:
            shard.parent.mkdir(parents=True, exist_ok=True)
        files = {stack.enter_context(shard.open("wb")): limit for shard, limit in shards.items()}
        for number, kind in enumerate(kinds):
            if kind == "zh":
                url, http = chosen.pop()
            else:
                body, charset = next(sources[kind])
                content_type = f"text/html; charset={charset}" if charset else "text/html"
                header = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
                url, http = f"https://{kind}.example/{number}.html", header.encode() + body
            sizes[kind].append(len(http))
            member = record(url, http, number)
            for file, limit in files.items():
                if number < limit:
                    file.write(member)
    largest = max(shards, key=lambda shard: shards[shard])
    print(f"Mixed shard, seed {SEED}: {pages:,} pages, {largest.stat().st_size / 1e6:.1f} MB compressed")
    for code, lengths in sizes.items():
        print(f"  {code}: {len(lengths):,} pages, {sum(lengths) / max(1, len(lengths)) / 1e3:.0f} KB each on average")


def print_skip_rate(shard: Path) -> None:
    """Foreign pages a second through han_check, and through decode and extract, which it saves."""
    # Imported here, so that the shard is made and the peer runs with nothing of this in memory.
    from taosha.pipeline.read import ReadConfig, Unreadable, plan_splits, read_split
    from taosha.pipeline.recipe import load_recipe
    from taosha.pipeline.stages.build import build_stages
    from taosha.pipeline.storage import find_inputs

    recipe = load_recipe("web", {})
    config = recipe.section("read", ReadConfig)
    records = (
        record for split in plan_splits(find_inputs([str(shard)]), config) for record in read_split(split, config)
    )
    foreign = (page for page in records if not isinstance(page, Unreadable) and ".example/" in page.metadata["url"])
    pages = list(itertools.islice(foreign, SKIPPED_PAGES))
    stages = {stage.name: stage for stage in build_stages(recipe)}
    seconds: dict[str, float] = {}
    passed = 0
    for names in (["han_check"], ["decode", "extract"]):
        for name in names:  # loads what the stage needs
            stages[name].apply(deepcopy(pages[0]))
        copies = deepcopy(pages)
        start = time.process_time()
        for page in copies:
            keep = all(stages[name].apply(page).keep for name in names)
            passed += keep and names == ["han_check"]
        seconds[" + ".join(names)] = time.process_time() - start
    print(f"\n{len(pages):,} foreign pages, of which han_check passes on {passed:,}")
    for name, taken in seconds.items():
        print(f"  {name}: {len(pages) / taken:,.0f} pages/s of CPU time")
    print(f"  ratio: {seconds['decode + extract'] / seconds['han_check']:.1f}")


def weighted(text: str) -> dict[str, float]:
    """`en=1,ja=1` as a dictionary."""
    return {code: float(weight) for code, _, weight in (part.partition("=") for part in text.split(","))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", action="append", help="WARC files with Chinese pages, a glob (default: the sample)")
    parser.add_argument("--foreign", action="append", default=[], help="CODE=GLOB: HTML files of a language")
    parser.add_argument("--output", type=Path, default=ROOT / "bench-out" / "mixed")
    parser.add_argument("--pages", type=int, default=30_000, help="pages of the shard (default: 30000)")
    parser.add_argument("--peer-pages", type=int, help="pages that the usual recipe gets (default: all)")
    parser.add_argument("--chinese", type=float, default=0.05, help="share of Chinese pages (default: 0.05)")
    parser.add_argument("--languages", type=weighted, default="en=1,ja=1,ko=1", help="weights of the others")
    arguments = parser.parse_args()
    foreign: dict[str, list[str]] = {}
    for entry in arguments.foreign:
        code, _, pattern = entry.partition("=")
        foreign.setdefault(code, []).append(pattern)
    shard = {arguments.output / "mixed.warc.gz": arguments.pages}
    peer = {arguments.output / "peer.warc.gz": arguments.peer_pages} if arguments.peer_pages else shard
    write_shard(readable_inputs(arguments.input), shard | peer, arguments.chinese, arguments.languages, foreign)
    compare(shard, arguments.output, peer)
    print_skip_rate(next(iter(shard)))


if __name__ == "__main__":
    main()
