"""Which features serve the quality classifier, and whether a model helps on texts that it was not trained on.

    python benchmarks/quality_classifier.py --positive good/*.jsonl --negative bad/*.jsonl \
        --foreign crawl=good_pages.jsonl:bad_pages.jsonl

One model for each kind of features, trained as `taosha train quality` does. On the sources held out: AUC, and what a
limit costs that one good document in a hundred falls below. On every foreign pair: AUC, and what this same limit adds to
the rules of the recipe: bad documents that the rules keep and the model drops, good ones lost. A model is worth
shipping if it adds more there than it loses.
"""

import argparse
import json
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
from taosha.filters import classifier, quality
from taosha.pipeline.stages.quality import Quality
from taosha.pipeline.train import train_classifier

FEATURES = (("characters", None), ("words", None), ("tokens", "deepseek"))
TIMED_CHARS = 1_000_000


def texts_of(path: str) -> list[tuple[str, str | None]]:
    """(text, title) of each line."""
    with open(path, encoding="utf-8", newline="\n") as file:
        return [(row["text"], row.get("title")) for row in map(json.loads, file)]


def row(features: str, tokenizer: str | None, arguments: argparse.Namespace, folder: Path) -> None:
    model = str(folder / f"{features}.ftz")
    settings = {"features": features, "tokenizer": tokenizer}
    card = train_classifier("quality", arguments.positive, arguments.negative, model, settings=settings)
    limit = card["metrics"]["percentiles"]["positive"]["1"]
    size = Path(model).stat().st_size / 1e6
    print(f"{features:<12} held out: AUC {card['metrics']['auc']:.4f}, limit {limit:.3f}; {size:.1f} MB; ", end="")
    sample = [text for text, _ in texts_of(arguments.positive[0])]
    start, chars = time.process_time(), 0
    for text in sample:
        if chars > TIMED_CHARS:
            break
        classifier.measure(text, model)
        chars += min(len(text), classifier.READ_CHARS)
    print(f"{chars / 1e6 / (time.process_time() - start):.2f} million characters/s")
    limits: quality.Limits = Quality.from_recipe("web").config
    for pair in arguments.foreign:
        name, _, files = pair.partition("=")
        scores, kept = [], []
        for path in files.split(":"):
            texts = texts_of(path)
            scores.append(np.array([classifier.measure(text, model).score for text, _ in texts]))
            kept.append(np.array([quality.judge(quality.measure(*text), limits).keep for text in texts]))
        truth = np.repeat([True, False], [len(scores[0]), len(scores[1])])
        auc = classifier.auc(truth, np.concatenate(scores))
        lost, caught = (int((stays & (score < limit)).sum()) for stays, score in zip(kept, scores, strict=True))
        print(
            f"  {name}: AUC {auc:.3f}; rules keep {kept[1].sum()} of {len(kept[1])} bad and {kept[0].sum()} of "
            f"{len(kept[0])} good; the model adds {caught} bad and loses {lost} good"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--positive", nargs="+", required=True)
    parser.add_argument("--negative", nargs="+", required=True)
    parser.add_argument(
        "--foreign", nargs="*", default=[], metavar="NAME=GOOD:BAD", help="JSONL files with text, title"
    )
    arguments = parser.parse_args()
    print(f"fasttext-numpy2 {version('fasttext-numpy2')}, jieba {version('jieba')}, tokenizers {version('tokenizers')}")
    with tempfile.TemporaryDirectory() as folder:
        for features, tokenizer in FEATURES:
            row(features, tokenizer, arguments, Path(folder))


if __name__ == "__main__":
    main()
