"""Trains the default models of the toxicity stage and measures them on what they were not trained on.

python benchmarks/toxicity_train.py COLD_FOLDER SWSR_FOLDER FBS_FOLDER ZPDESU_FOLDER     (10 minutes of one core)

abuse.ftz: COLD, train and dev (offensive or not), by topic; held out in its card: SWSR. Measured on COLD's test.
spam.ftz: messages of FBS (but for its political ones: opinion is no category) and ZPdesu. Its negatives are ZPdesu's
ordinary messages alone. For the figures each set is also tested with a model of the other.
Both are trained as anyone would: `taosha train toxicity --positive P.jsonl --negative N.jsonl --output M`. What is
measured here is written into their cards ("tested"); tests/filters/test_models.py keeps the figures from going down.
"""

import csv
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from taosha.filters import calibration, classifier, toxicity
from taosha.filters.cards import MODELS, write_card
from taosha.pipeline.train import render, train_classifier

# seed: the one that holds out SWSR and no topic of COLD, so that each fold of the calibration is a topic.
# base_rate: even odds, as in COLD's training set; of the lines that the stage asks about nothing better is known.
ABUSE = {"features": "characters", "ngrams": 2, "kept": 120_000, "seed": 2, "base_rate": 0.5}
SPAM = {"features": "characters", "ngrams": 3, "kept": 60_000, "base_rate": 0.5}
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


def evaluate(name: str, rows: list[Row], model: Path) -> dict[str, Any]:
    """AUC, macro-F1 at 0.5 and calibration, as scored and moved to the set's own base rate.

    Shares above 0.5 and 0.9 where only one label is there. Printed and returned.
    """
    truth = np.array([label for label, _, _ in rows])
    scores = np.array([classifier.measure(text, str(model)).score for _, _, text in rows])
    if truth.all() or not truth.any():
        shares = {f"share_above_{level}": round(float((scores > level).mean()), 4) for level in (0.5, 0.9)}
        print(f"{name}: {len(rows):,} of one label, {shares}")
        return {"documents": len(rows), **shares}
    found = classifier.metrics(truth, scores)
    stated = classifier.check(str(model))["calibration"]["base_rate"]
    moved = classifier.metrics(truth, calibration.at_base_rate(scores, stated, float(truth.mean())))
    figures = {
        "documents": len(rows),
        "positive_share": round(float(truth.mean()), 4),
        "auc": round(found["auc"], 4),
        "macro_f1": round(macro_f1(truth, scores > 0.5), 4),
        "expected_calibration_error": round(found["expected_calibration_error"], 4),
        "expected_calibration_error_at_its_base_rate": round(moved["expected_calibration_error"], 4),
    }
    print(f"{name}: {figures}")
    for line in found["calibration"]:
        print(
            f"    {line['from']:.1f}: {line['documents']:6,} mean {line['mean_score']:.3f} positive {line['positive_share']:.3f}"
        )
    return figures


def note(model: Path, tested: dict[str, dict[str, Any]]) -> None:
    """Write what was measured on other sets into the model's card."""
    write_card(model, classifier.check(str(model)) | {"tested": tested})


def macro_f1(truth: np.ndarray, guess: np.ndarray) -> float:
    values: list[float] = []
    for label in (True, False):
        hit = ((truth == label) & (guess == label)).sum()
        values.append(2 * hit / ((truth == label).sum() + (guess == label).sum()))
    return float(np.mean(values))


def train_abuse(cold_folder: Path, swsr_folder: Path) -> None:
    model = MODELS / "abuse.ftz"
    sexism = swsr(swsr_folder)
    train(cold(cold_folder, "train") + cold(cold_folder, "dev") + sexism, model, ABUSE)
    test = cold(cold_folder, "test")
    note(model, {"COLD test": evaluate("COLD test", test, model)})


def train_spam(fbs_folder: Path, zpdesu_folder: Path) -> None:
    model = MODELS / "spam.ftz"
    stations, messages = fbs(fbs_folder), zpdesu(zpdesu_folder)
    train(stations + messages, model, SPAM)
    ordinary = [row for row in messages if not row[0]]
    tested: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder) / "fbs.ftz"
        train(stations + ordinary[::2], other, SPAM)
        rows = [row for row in messages if row[0]] + ordinary[1::2]
        tested["model of FBS on ZPdesu"] = evaluate("model of FBS on ZPdesu", rows, other)
        other = Path(folder) / "zpdesu.ftz"
        train(messages, other, SPAM)
        for source in sorted({row[1] for row in stations}):
            name = f"model of ZPdesu on {source}"
            tested[name] = evaluate(name, [row for row in stations if row[1] == source], other)
    note(model, tested)


def main(cold_folder: str, swsr_folder: str, fbs_folder: str, zpdesu_folder: str) -> None:
    train_abuse(Path(cold_folder), Path(swsr_folder))
    train_spam(Path(fbs_folder), Path(zpdesu_folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
