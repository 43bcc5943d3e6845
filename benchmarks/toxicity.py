"""Speed, innocence and recall of the toxicity stage; the speed of the search for personal data beside it.

python benchmarks/toxicity.py speed FILE.jsonl...       MB/s of UTF-8 on one core, best of several passes
python benchmarks/toxicity.py hostile                   hostile strings of 10 MB, seconds each
python benchmarks/toxicity.py innocence FILE.jsonl...   documents dropped and lines taken out, by source
python benchmarks/toxicity.py pages                     pages written for the project, by style and by hand
python benchmarks/toxicity.py labelled LABELS TEXTS     real pages with labels: JSONL with label, JSONL with title, raw_content
python benchmarks/toxicity.py fit FILE.jsonl...         the weights of toxicity.hijack_weights, fitted again (files: innocent)
"""

import collections
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import yaml
from taosha.filters import pii, toxicity, webspam
from taosha.filters.verdict import Verdict
from taosha.pipeline.stages.toxicity import Toxicity

PASSES = 5
TESTS = Path(__file__).parent.parent / "tests"
STAGE = Toxicity.from_recipe("web")


def texts(name: str) -> Iterator[str]:
    with open(name, "rb") as file:
        for line in file:
            yield orjson.loads(line)["text"]


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
        documents = list(texts(name))
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
        middle = time.process_time()
        pii.find(text)
        print(f"{unit!r:16} toxicity {middle - start:6.2f} s   pii {time.process_time() - middle:6.2f} s")


def innocence(*names: str) -> None:
    all_documents = all_dropped = 0
    for name in names:
        reasons: collections.Counter[str | None] = collections.Counter()
        documents = lines = 0
        for text in texts(name):
            _, measures, verdict = clean(text)
            documents, lines = documents + 1, lines + measures.bad_lines
            reasons[verdict.reason] += 1
        dropped = documents - reasons.pop(None, 0)
        all_documents, all_dropped = all_documents + documents, all_dropped + dropped
        share, source = dropped / max(documents, 1), f"{Path(name).parent.name}/{Path(name).name}"
        print(f"{source:40} {documents:7,} {share:8.3%} {lines:5} lines {dict(reasons)}")
    print(f"{'all':40} {all_documents:7,} {all_dropped / max(all_documents, 1):8.3%}")


def _made() -> Any:
    sys.path.insert(0, str(TESTS / "filters"))
    import hijacked  # the pages of the tests

    return hijacked


def _hard_negatives() -> Iterator[tuple[str | None, str]]:
    data: dict[str, list[Any]] = yaml.safe_load((TESTS / "data" / "toxicity_innocent.yaml").read_text(encoding="utf-8"))
    for page in (page for group in data.values() for page in group):
        yield (page["title"], page["text"]) if isinstance(page, dict) else (None, page)


def pages() -> None:
    made = _made()
    caught: dict[str, list[bool]] = collections.defaultdict(list)
    for page in (*made.made(20), *made.written()):
        style = (
            f"{page.style}, brands {'listed' if page.known else 'unknown'}"
            if page.style != "written"
            else "written whole"
        )
        caught[style].append(not clean(page.text, page.title)[2].keep)
    for style, values in caught.items():
        print(f"{style:44} {sum(values):3} of {len(values)} leave")
    twins = [clean(page.text, page.title)[2].keep for page in made.innocent()]
    print(f"{'innocent twins':44} {len(twins) - sum(twins):3} of {len(twins)} leave")
    hard = [clean(text, title)[2].keep for title, text in _hard_negatives()]
    print(f"{'hard negatives':44} {len(hard) - sum(hard):3} of {len(hard)} leave")


def labelled(labels: str, documents: str) -> None:
    with open(labels, "rb") as first, open(documents, "rb") as second:
        rows = [(orjson.loads(a)["label"], orjson.loads(b)) for a, b in zip(first, second, strict=True)]
    for with_title in (True, False):
        counts: collections.Counter[tuple[str, str]] = collections.Counter()
        for label, row in rows:
            verdict = clean(row["raw_content"], row["title"] if with_title else None)[2]
            counts[label, verdict.reason or "keep"] += 1
        print("with the title" if with_title else "without", {f"{a}: {b}": n for (a, b), n in sorted(counts.items())})


def fit(*names: str, penalty: float = 0.003) -> None:
    """Logistic regression at equal weight of both sides; weights of evidence not below 0, of `reports` not above."""
    from scipy.optimize import minimize

    made = _made()

    def row(text: str, title: str | None) -> list[float]:
        measures = toxicity.measure(text, title, STAGE.instruments)
        return [min(getattr(measures, name), webspam.CAP) for name in webspam.WEIGHTED]

    positive = [row(page.text, page.title) for page in (*made.made(20), *made.written())]
    negative = [row(page.text, page.title) for page in made.innocent()] + [
        row(text, title) for title, text in _hard_negatives()
    ]
    negative += [found for name in names for text in texts(name) if any(found := row(text, None))]
    x = np.array(positive + negative)
    y = np.array([1.0] * len(positive) + [0.0] * len(negative))
    share = np.where(y > 0, 1 / len(positive), 1 / len(negative))

    def loss(values: Any) -> tuple[float, Any]:
        logit = x @ values[:-1] + values[-1]
        gradient = share * (1 / (1 + np.exp(-logit)) - y)
        value = (share * (np.logaddexp(0, logit) - y * logit)).sum() + penalty * (values[:-1] ** 2).sum() / 2
        return value, np.append(x.T @ gradient + penalty * values[:-1], gradient.sum())

    bounds = [(None, 0) if name == "reports" else (0, None) for name in webspam.WEIGHTED] + [(None, None)]
    values = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    print(
        {name: round(float(value), 2) for name, value in zip(webspam.WEIGHTED, values[:-1], strict=True)},
        f"limit {-values[-1]:.2f}",
    )
    over = x @ values[:-1] + values[-1] > 0
    print(
        f"over it: {over[y > 0].mean():.3f} of {len(positive)} hijacked pages, {over[y == 0].sum()} of {len(negative)} others"
    )


if __name__ == "__main__":
    commands: dict[str, Callable[..., None]] = {
        f.__name__: f for f in (speed, hostile, innocence, pages, labelled, fit)
    }
    commands[sys.argv[1]](*sys.argv[2:])
