"""Trains the default models of the toxicity stage and measures them on what they were not trained on.

python benchmarks/toxicity_train.py COLD_FOLDER SWSR_FOLDER FBS_FOLDER ZPDESU_FOLDER     (5 minutes of one core)

abuse.ftz: COLD, train and dev (offensive or not), by topic; held out in its card: SWSR. Measured on COLD's test.
spam.ftz: messages of FBS (but for its political ones: opinion is no category) and ZPdesu. Its negatives are ZPdesu's
ordinary messages alone. For the figures each set is also tested with a model of the other.
Both are trained as anyone would: `taosha train toxicity --positive P.jsonl --negative N.jsonl --output M`.
"""

import csv
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from taosha.filters import classifier, toxicity
from taosha.pipeline.train import render, train_classifier

MODELS = classifier.MODELS
# seed: the one that holds out SWSR and no topic of COLD
ABUSE = {"features": "characters", "ngrams": 2, "kept": 120_000, "seed": 2}
SPAM = {"features": "characters", "ngrams": 3, "kept": 60_000}
Row = tuple[bool, str, str]  # positive, source, text


def read_csv(file: Path) -> list[dict[str, str]]:
    with open(file, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def cold(folder: Path, part: str) -> list[Row]:
    return [(row["label"] == "1", f"COLD {row['topic']}", row["TEXT"]) for row in read_csv(folder / f"{part}.csv")]


def swsr(folder: Path) -> list[Row]:
    return [(row["label"] == "1", "SWSR", row["comment_text"]) for row in read_csv(folder / "SexComment.csv")]


def fbs(folder: Path) -> list[Row]:
    rows: list[Row] = []
    for file in sorted(folder.iterdir()):
        if ":" in file.name and "Political" not in file.name:
            lines = file.read_text(encoding="utf-8").splitlines()
            rows += [(True, f"FBS {file.name}", toxicity.bare(line)) for line in lines]
    return rows


def zpdesu(folder: Path) -> list[Row]:
    texts = orjson.loads((folder / "train_content.json").read_bytes())
    labels = orjson.loads((folder / "train_label.json").read_bytes())
    # ten parts, so that a tenth can be held out
    return [
        (y == "1", f"ZPdesu {i * 10 // len(texts)}", toxicity.bare(x))
        for i, (x, y) in enumerate(zip(texts, labels, strict=True))
    ]


def train(rows: Iterable[Row], output: Path, settings: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = {True: Path(folder) / "positive.jsonl", False: Path(folder) / "negative.jsonl"}
        streams = {label: open(file, "wb") for label, file in files.items()}  # noqa: SIM115
        for label, source, text in rows:
            streams[label].write(orjson.dumps({"text": text, "source": source}) + b"\n")
        for stream in streams.values():
            stream.close()
        card = train_classifier("toxicity", [str(files[True])], [str(files[False])], str(output), settings=settings)
    print(render(card, str(output)))


def evaluate(name: str, rows: list[Row], model: Path) -> None:
    """AUC, macro-F1 at 0.5 and calibration; shares above 0.5 where only one label is there."""
    truth = np.array([label for label, _, _ in rows])
    scores = np.array([classifier.measure(text, str(model)).score for _, _, text in rows])
    if truth.all() or not truth.any():
        shares = ", ".join(f"above {level}: {(scores > level).mean():.4f}" for level in (0.5, 0.9))
        print(f"{name}: {len(rows):,} of one label, share {shares}")
        return
    found = classifier.metrics(truth, scores)
    print(
        f"{name}: {len(rows):,}, AUC {found['auc']:.4f}, macro-F1 {macro_f1(truth, scores > 0.5):.4f}, "
        f"expected calibration error {found['expected_calibration_error']:.4f}"
    )
    for line in found["calibration"]:
        print(
            f"    {line['from']:.1f}: {line['documents']:6,} mean {line['mean_score']:.3f} positive {line['positive_share']:.3f}"
        )


def macro_f1(truth: np.ndarray, guess: np.ndarray) -> float:
    values: list[float] = []
    for label in (True, False):
        hit = ((truth == label) & (guess == label)).sum()
        values.append(2 * hit / ((truth == label).sum() + (guess == label).sum()))
    return float(np.mean(values))


def main(cold_folder: str, swsr_folder: str, fbs_folder: str, zpdesu_folder: str) -> None:
    comments, sexism = cold(Path(cold_folder), "train") + cold(Path(cold_folder), "dev"), swsr(Path(swsr_folder))
    train(comments + sexism, MODELS / "abuse.ftz", ABUSE)
    evaluate("COLD test", cold(Path(cold_folder), "test"), MODELS / "abuse.ftz")
    evaluate("SWSR", sexism, MODELS / "abuse.ftz")
    stations, messages = fbs(Path(fbs_folder)), zpdesu(Path(zpdesu_folder))
    train(stations + messages, MODELS / "spam.ftz", SPAM)
    ordinary = [row for row in messages if not row[0]]
    with tempfile.TemporaryDirectory() as folder:
        train(stations + ordinary[::2], Path(folder) / "fbs.ftz", SPAM)
        evaluate(
            "model of FBS on ZPdesu", [row for row in messages if row[0]] + ordinary[1::2], Path(folder) / "fbs.ftz"
        )
        train(messages, Path(folder) / "zpdesu.ftz", SPAM)
        for source in sorted({row[1] for row in stations}):
            evaluate(
                f"model of ZPdesu on {source}",
                [row for row in stations if row[1] == source],
                Path(folder) / "zpdesu.ftz",
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
