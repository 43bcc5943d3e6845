"""Speed and innocence of the toxicity stage; the speed of the search for personal data beside it. Web spam: webspam.py.

python benchmarks/toxicity.py speed FILE.jsonl...       MB/s of UTF-8 on one core, best of several passes
python benchmarks/toxicity.py hostile                   hostile strings of 10 MB, seconds each
python benchmarks/toxicity.py innocence FILE.jsonl...   documents dropped and lines taken out, by source
"""

import collections
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import orjson
import yaml
from taosha.filters import pii, toxicity
from taosha.filters.verdict import Verdict
from taosha.pipeline.stages.toxicity import Toxicity

PASSES = 5
TESTS = Path(__file__).parent.parent / "tests"
STAGE = Toxicity.from_recipe("web")


def pages(name: str) -> Iterator[tuple[str, str | None]]:
    """Text and title, where the file states one."""
    with open(name, "rb") as file:
        for line in file:
            page = orjson.loads(line)
            yield page["text"], page.get("title")


def clean(text: str, title: str | None = None) -> tuple[str, toxicity.Measures, Verdict]:
    return toxicity.clean(text, title, STAGE.instruments, STAGE.config)


def seconds(function: Callable[[str], object], documents: list[str]) -> float:
    best = float("inf")
    for _ in range(PASSES):
        start = time.process_time()
        for text in documents:
            function(text)
        best = min(best, time.process_time() - start)
    return best


def speed(*names: str) -> None:
    clean("")
    total, spent = 0, np.zeros(2)
    for name in names:
        documents = [text for text, _ in pages(name)]
        size = sum(len(text.encode()) for text in documents)
        each = np.array([seconds(clean, documents), seconds(pii.find, documents)])
        total, spent = total + size, spent + each
        rates = size / 1e6 / np.append(each, each.sum())
        print(f"{Path(name).name:28} toxicity {rates[0]:6.0f}   pii {rates[1]:6.0f}   together {rates[2]:6.0f} MB/s")
    rates = total / 1e6 / np.append(spent, spent.sum())
    print(f"{'all':28} toxicity {rates[0]:6.1f}   pii {rates[1]:6.1f}   together {rates[2]:6.1f} MB/s")


def hostile() -> None:
    clean("")
    for unit in yaml.safe_load((TESTS / "data" / "hostile.yaml").read_text(encoding="utf-8")):
        text = unit * (10_000_000 // len(unit.encode()))
        start = time.process_time()
        clean(text)
        print(f"{unit!r:16} {time.process_time() - start:6.2f} s")


def innocence(*names: str) -> None:
    all_documents = all_dropped = 0
    for name in names:
        reasons: collections.Counter[str | None] = collections.Counter()
        documents = lines = 0
        for text, title in pages(name):
            _, measures, verdict = clean(text, title)
            documents, lines = documents + 1, lines + measures.bad_lines
            reasons[verdict.reason] += 1
        dropped = documents - reasons.pop(None, 0)
        all_documents, all_dropped = all_documents + documents, all_dropped + dropped
        share, source = dropped / max(documents, 1), f"{Path(name).parent.name}/{Path(name).name}"
        print(f"{source:40} {documents:7,} {share:8.3%} {lines:5} lines {dict(reasons)}")
    print(f"{'all':40} {all_documents:7,} {all_dropped / max(all_documents, 1):8.3%}")


if __name__ == "__main__":
    commands: dict[str, Callable[..., None]] = {f.__name__: f for f in (speed, hostile, innocence)}
    commands[sys.argv[1]](*sys.argv[2:])
