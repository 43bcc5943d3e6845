"""The model of web spam: fitted on pages written for the project, tried on kinds of spam that it was not fitted on.

python benchmarks/webspam.py fit FILE.jsonl...         writes configs/models/webspam.json (files: innocent pages, see below)
python benchmarks/webspam.py kinds FILE.jsonl...       each kind of page judged by a model that saw neither it nor its twins
python benchmarks/webspam.py pages                     what leaves of the pages written, by kind, and of their twins; the
                                                       kinds that nothing was fitted on are marked `unseen`
python benchmarks/webspam.py labelled LABELS TEXTS     real pages with labels: JSONL with label, JSONL with title, raw_content

Innocent files are JSONL with `text` and, where the page states one, `title`.
"""

import collections
import json
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
import yaml
from taosha.filters import toxicity, webspam
from taosha.filters.cards import MODELS
from taosha.pipeline.recipe import load_recipe
from taosha.pipeline.stages.toxicity import ToxicityConfig, instruments_of

TESTS = Path(__file__).parent.parent / "tests"
MODEL = MODELS / "webspam.json"
CONFIG: ToxicityConfig = load_recipe("web", {}).section("toxicity", ToxicityConfig)
INSTRUMENTS = instruments_of(CONFIG)
#: honest pages near to spam that no model was fitted on
HARD_NEGATIVES = ("toxicity_fresh.yaml", "toxicity_last.yaml", "toxicity_third.yaml")
#: beyond so much of a measure, more of it says nothing more
CAPS = collections.defaultdict(
    lambda: 5.0,
    sounds=60.0,
    variants=3.0,
    name_percent=4.0,
    unheard=4.0,
    sites=2.4,
    reports=10.0,
    stuffed=40.0,
    resounded=40.0,
    contacts=2.0,
    disguised=2.0,
    doubled=3.0,
    lone=3.0,
)
#: of a ridge on the weights, against the mean loss
PENALTY = 0.003
#: lowest and highest weight, where evidence never below 0 is not all: words of reporting speak for a page always; who hides
#: the name of a messenger, or names a school by a code, sells, which too few of the pages do for the fit to see
BOUNDS: dict[str, tuple[float | None, float | None]] = {
    "reports": (None, -0.2),
    "disguised": (3.0, None),
    "coded": (1.0, None),
}
#: real pages that are turned into hijacked ones, by the styles of tests/filters/hijacked.py
HOSTS = 600
HOST_CHARS = 4000


@dataclass(frozen=True, slots=True)
class Rows:
    """Pages as measured: one row a page, what kind it is, whether it is spam, its share of the loss."""

    x: npt.NDArray[np.float64]
    kinds: list[str]
    spam: npt.NDArray[np.bool_]
    share: npt.NDArray[np.float64]


def load(name: str) -> dict[str, Any]:
    return yaml.safe_load((TESTS / "data" / name).read_text(encoding="utf-8"))


def row(text: str, title: str | None) -> list[float]:
    measures = toxicity.measure(text, title, INSTRUMENTS)
    return [min(float(getattr(measures, name)), CAPS[name]) for name in webspam.WEIGHTED]


def documents(names: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    for name in names:
        with open(name, "rb") as file:
            for line in file:
                page = orjson.loads(line)
                yield page["text"], page.get("title")


def _made() -> Any:
    sys.path.insert(0, str(TESTS / "filters"))
    import hijacked  # the pages of the tests

    return hijacked


def written() -> Iterator[tuple[str, str, str | None, bool]]:
    """Kind, text, title, whether spam: the pages of tests/data, each kind beside its twins."""
    for file, spam in (("webspam_pages.yaml", True), ("webspam_twins.yaml", False)):
        for kind, pages in load(file).items():
            for page in pages:
                yield kind, page["text"], page["title"], spam


def unseen() -> Iterator[tuple[str, str, str | None, bool]]:
    """The same of the kinds that no model was fitted on."""
    for group, kinds in load("webspam_unseen.yaml").items():
        for kind, pages in kinds.items():
            for page in pages:
                yield f"unseen: {kind}", page["text"], page["title"], group == "pages"


def _plain(name: str) -> list[tuple[str, str | None]]:
    """Text and title of a file of pages in groups; a page that is a text alone states no title."""
    pages = [page for group in load(name).values() for page in group]
    return [(page["text"], page["title"]) if isinstance(page, dict) else (page, None) for page in pages]


def gather(names: Sequence[str]) -> Rows:
    """All pages; each group of pages has a fixed share of the loss, whatever its size."""
    groups: list[tuple[float, bool, list[tuple[str, list[float]]]]] = []
    pages = [(kind, row(text, title), spam) for kind, text, title, spam in written()]
    groups.append((0.5, True, [(kind, found) for kind, found, spam in pages if spam]))
    groups.append((1.0, False, [(kind, found) for kind, found, spam in pages if not spam]))
    made = _made()
    groups.append((0.25, True, [("made", row(p.text, p.title)) for p in (*made.made(20), *made.written())]))
    groups.append((0.5, False, [("made", row(p.text, p.title)) for p in made.innocent()]))
    groups.append((0.25, True, [("toxic", row(*page)) for page in _plain("toxicity_toxic.yaml") if page[1]]))
    hard = _plain("toxicity_innocent.yaml")
    groups.append((1.0, False, [("hard", row(*page)) for page in hard]))
    real = list(documents(names))
    groups.append((1.0, False, [("real", row(*page)) for page in real]))
    prose = [page for page in real if min(page[0].count("。"), page[0].count("，")) > 4 and len(page[0]) < HOST_CHARS]
    hosts = sorted(prose, key=lambda page: zlib.crc32(page[0].encode()))[:HOSTS]
    groups.append((0.25, True, [("hosts", row(*page)) for page in made.hijack(hosts)]))
    singles = [[min(hit.get(name, 0.0), CAPS[name]) for name in webspam.WEIGHTED] for hit in made.SINGLE_HITS]
    groups.append((2.0, False, [("single", found) for found in singles]))
    return Rows(
        np.array([found for _, _, rows in groups for _, found in rows]),
        [kind for _, _, rows in groups for kind, _ in rows],
        np.array([spam for _, spam, rows in groups for _ in rows]),
        np.array([share / len(rows) for share, _, rows in groups for _ in rows]),
    )


def fitted(rows: Rows) -> npt.NDArray[np.float64]:
    """Weights and bias of a logistic regression: within BOUNDS; no single hit passes."""
    from scipy.optimize import minimize

    x, y, share = rows.x, rows.spam, rows.share

    def loss(values: Any) -> tuple[float, Any]:
        logit = x @ values[:-1] + values[-1]
        gradient = share * (1 / (1 + np.exp(-logit)) - y)
        value = (share * (np.logaddexp(0, logit) - y * logit)).sum() + PENALTY * (values[:-1] ** 2).sum() / 2
        return value, np.append(x.T @ gradient + PENALTY * values[:-1], gradient.sum())

    bounds = [BOUNDS.get(name, (0.0, None)) for name in webspam.WEIGHTED] + [(None, None)]
    return minimize(loss, np.zeros(x.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B").x


def part(rows: Rows, chosen: npt.NDArray[np.bool_]) -> Rows:
    kinds = [kind for kind, inside in zip(rows.kinds, chosen, strict=True) if inside]
    return Rows(rows.x[chosen], kinds, rows.spam[chosen], rows.share[chosen])


def probabilities(rows: Rows, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return 1 / (1 + np.exp(-(rows.x @ values[:-1] + values[-1])))


def _table(kinds: Iterable[str], spam: npt.NDArray[np.bool_], scores: npt.NDArray[np.float64], limit: float) -> None:
    counts: dict[tuple[str, bool], list[bool]] = collections.defaultdict(list)
    for kind, is_spam, score in zip(kinds, spam, scores, strict=True):
        counts[kind, bool(is_spam)].append(bool(score > limit))
    for (kind, is_spam), over in sorted(counts.items(), key=lambda item: (not item[0][1], item[0][0])):
        print(f"{'spam' if is_spam else 'innocent':9} {kind:18} {sum(over):5} of {len(over):5} leave")


def kinds(*names: str) -> None:
    """Half of the kinds against the other half, then each kind against all others."""
    rows = gather(names)
    limit = CONFIG.max_hijack_score
    of = np.array(rows.kinds)
    own = sorted({kind for kind, *_ in written()})
    for parts in ([own[0::2], own[1::2]], [[kind] for kind in own]):
        scores = np.full(len(of), np.nan)
        for held in parts:
            inside = np.isin(of, held)
            scores[inside] = probabilities(rows, fitted(part(rows, ~inside)))[inside]
        seen = ~np.isnan(scores)
        print(f"{len(parts)} parts held out in turn:")
        _table(of[seen], rows.spam[seen], scores[seen], limit)
        for low in np.arange(0, 1, 0.1):
            inside = seen & (scores >= low) & (scores < low + 0.1 + 1e-9)
            if inside.any():
                print(
                    f"  score {low:.1f} to {low + 0.1:.1f}: {inside.sum():4} pages, spam {rows.spam[inside].mean():.2f}"
                )


def fit(*names: str) -> None:
    rows = gather(names)
    values = fitted(rows)
    _table(rows.kinds, rows.spam, probabilities(rows, values), CONFIG.max_hijack_score)
    rounded = {name: round(float(value), 3) for name, value in zip(webspam.WEIGHTED, values[:-1], strict=True)}
    print(rounded, f"bias {values[-1]:.3f}")
    MODEL.write_text(
        json.dumps(
            {
                "bias": round(float(values[-1]), 3),
                "measures": {name: {"weight": weight, "cap": CAPS[name]} for name, weight in rounded.items() if weight},
                "pages": dict(sorted(collections.Counter(rows.kinds).items())),
            },
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )


def judged(text: str, title: str | None) -> str | None:
    _, measures, verdict = toxicity.clean(text, title, INSTRUMENTS, CONFIG)
    return verdict.reason or ("loses lines" if measures.bad_lines else None)


def pages() -> None:
    counts: dict[tuple[bool, str], collections.Counter[str | None]] = collections.defaultdict(collections.Counter)
    for kind, text, title, spam in (*written(), *unseen()):
        counts[not spam, kind][judged(text, title)] += 1
    for page, title in (page for name in HARD_NEGATIVES for page in _plain(name)):
        counts[True, "hard negatives with titles"][judged(page, title)] += 1
    for page in (*(made := _made()).made(20), *made.written()):
        counts[False, f"made: {page.style}"][judged(page.text, page.title)] += 1
    for page in made.innocent():
        counts[True, "made"][judged(page.text, page.title)] += 1
    for (innocent, kind), reasons in sorted(counts.items()):
        of = reasons.total()
        stay = reasons.pop(None, 0)
        name = f"{'innocent' if innocent else 'spam':9} {kind:28}"
        print(f"{name} {of - stay:3} of {of:3} leave {dict(reasons)}")


def labelled(labels: str, texts: str) -> None:
    with open(labels, "rb") as first, open(texts, "rb") as second:
        rows = [(orjson.loads(a)["label"], orjson.loads(b)) for a, b in zip(first, second, strict=True)]
    for with_title in (True, False):
        counts: collections.Counter[tuple[str, str]] = collections.Counter()
        for label, page in rows:
            _, measures, verdict = toxicity.clean(
                page["raw_content"], page["title"] if with_title else None, INSTRUMENTS, CONFIG
            )
            counts[label, verdict.reason or ("loses lines" if measures.bad_lines else "keep")] += 1
        print("with the title" if with_title else "without", {f"{a}: {b}": n for (a, b), n in sorted(counts.items())})


if __name__ == "__main__":
    commands: dict[str, Callable[..., None]] = {f.__name__: f for f in (fit, kinds, pages, labelled)}
    commands[sys.argv[1]](*sys.argv[2:])
