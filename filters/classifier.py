"""A classifier that anyone can train: fastText over characters, words or tokens, with a card of its making.

The task says what a positive text is: a good one for "quality", a toxic one for "toxicity". The score is P(positive)
under the base rate that the card states, calibrated on sources that the scoring model had not seen (calibration.py).

`train` splits by source, never by line: the sources it is tested on were not trained on, since lines of one source
give each other away and the AUC would be a fairy tale. Method: Joulin et al. 2016 (arXiv:1607.01759); token features
after Ultra-FineWeb (arXiv:2505.05427); the model is quantised (arXiv:1612.03651) to a few megabytes. One thread, so
that the same data and parameters give the same model byte for byte.

Beside the model M stands its card M.json: task, sources with counts and fingerprints, parameters, calibration, metrics on
the sources held out, sha256 of the model. A model whose card is missing or names another sha256 is refused.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from . import calibration
from .cards import MODELS, check_tokenizer, read_card, sha256, write_card
from .features import Features, featuriser

POSITIVE, NEGATIVE = "__label__positive", "__label__negative"
#: size of fastText's input matrix above which fresh memory is zeros: fit_fasttext.py
_LEAST_MATRIX_BYTES = 32 * 2**20 + 1
#: characters of a document that are looked at; the same in training and use
READ_CHARS = 8000
_CARD_VERSION = 2


class ClassifierError(ValueError):
    """A model, card or training set that cannot serve: one sentence with both sides of a mismatch."""


class Sample(NamedTuple):
    """One training document and the source it belongs to; the split never parts a source."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """features: what fastText sees as a word. tokenizer: path of a tokenizer.json, for features "tokens" alone.

    dimensions, epochs, learning_rate, ngrams (longest n-gram of features, at least 2): fastText's. buckets: rows for
    n-grams, raised to what a repeatable training needs. kept: features and n-grams that survive quantisation.
    held_out: share of the sources of each label that only the test sees. calibration_folds: parts of the other sources,
    each scored by a model of the rest; at most as many as a label has sources. base_rate: share of positives that the
    scores assume; None: that of the documents. seed: of the splits and of fastText.
    """

    features: Features = "characters"
    tokenizer: str | None = None
    dimensions: int = 32
    epochs: int = 5
    learning_rate: float = 0.2
    ngrams: int = 3
    buckets: int = 300_000
    kept: int = 100_000
    held_out: float = 0.25
    calibration_folds: int = 3
    base_rate: float | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Measures:
    """score: calibrated probability that the text is of the positive kind, 0 to 1, under the base rate of the card."""

    score: float


@dataclass(frozen=True, slots=True)
class Limits:
    """model: see `model_path`. min_score, max_score: bounds of P(positive); None lets all pass.

    A model of good texts takes a min_score, one of toxic texts a max_score.
    """

    model: str
    min_score: float | None
    max_score: float | None


# --- features ---------------------------------------------------------------------------------------------------------


def _featuriser(features: Features, tokenizer: str | None) -> Callable[[str], str]:
    try:
        return featuriser(features, tokenizer)
    except ValueError as error:
        raise ClassifierError(str(error)) from error


def _line(text: str, featurise: Callable[[str], str]) -> str:
    """One line for fastText; its own end-of-sentence and label words are broken up, so that no text can forge them."""
    text = text[:READ_CHARS].encode("utf-8", "replace").decode()  # lone surrogates
    return featurise(text).replace("\n", " ").replace("__label__", "__ label__").replace("</s>", "< /s>")


# --- training ---------------------------------------------------------------------------------------------------------


class _Line(NamedTuple):
    """A document as fastText reads it. source: its source or, in folds of documents, its own name."""

    positive: bool
    source: str
    text: str


def train(
    positive: Iterable[Sample], negative: Iterable[Sample], output: Path, parameters: Parameters, task: str
) -> dict[str, Any]:
    """Train, test on the sources held out, write the quantised model `output` and its card, and return the card.

    task: what the model is for, written into its card ("quality", "toxicity"). A source with documents of both labels
    is held out in both. A held-out text that was also trained on is not tested. ClassifierError if a label has fewer
    than two sources: a classifier cannot be tested on what it was trained on.
    """
    if parameters.ngrams < 2:
        raise ClassifierError(f"ngrams is {parameters.ngrams}; fastText needs 2 or more to build its table of n-grams")
    if parameters.calibration_folds < 2:
        raise ClassifierError(
            f"calibration_folds is {parameters.calibration_folds}; scores need 2 or more to calibrate"
        )
    if parameters.base_rate is not None and not 0 < parameters.base_rate < 1:
        raise ClassifierError(f"base_rate is {parameters.base_rate}; it is a share between 0 and 1")
    featurise = _featuriser(parameters.features, parameters.tokenizer)
    labelled = {True: _by_source(positive, "positive"), False: _by_source(negative, "negative")}
    held_out = hold_out(*labelled.values(), share=parameters.held_out, seed=parameters.seed)
    training: list[_Line] = []
    testing: list[_Line] = []
    for label, sources in labelled.items():
        for source, texts in sources.items():
            lines = [_Line(label, source, _line(text, featurise)) for text in texts]
            (testing if source in held_out else training).extend(lines)
    seen = {line.text for line in training}
    testing = [line for line in testing if line.text not in seen]
    if len({line.positive for line in testing}) < 2:
        raise ClassifierError("every text of a label's held-out sources is also in the others; nothing is left to test")
    unseen_truth, unseen_scores, about = _score_folds(training, parameters)
    truth, scores = _fit_and_score(training, testing, parameters, output)
    # the test is of a calibration that knows nothing of its sources; the one that ships has learned from them too
    tested = calibration.fit(unseen_truth, unseen_scores, parameters.base_rate)
    shipped = calibration.fit(
        np.concatenate([unseen_truth, truth]), np.concatenate([unseen_scores, scores]), parameters.base_rate
    )
    card: dict[str, Any] = {
        "version": _CARD_VERSION,
        "task": task,
        "model_sha256": sha256(output),
        "fasttext": version("fasttext-numpy2"),
        "parameters": asdict(parameters),
        "read_chars": READ_CHARS,
        "sources": {
            "positive" if label else "negative": {
                source: {
                    "documents": len(texts),
                    "sha256": hashlib.sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest(),
                    "held_out": source in held_out,
                }
                for source, texts in sources.items()
            }
            for label, sources in labelled.items()
        },
        "calibration": asdict(shipped) | about | {"documents": len(unseen_scores) + len(scores)},
        "metrics": metrics(truth, tested(scores)),
    }
    if parameters.tokenizer is not None:
        card["tokenizer_sha256"] = sha256(Path(parameters.tokenizer))
    write_card(output, card)
    return card


def _score_folds(
    training: list[_Line], parameters: Parameters
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float64], dict[str, Any]]:
    """Labels and raw scores of all documents by models that saw none of a document's source; what the folds are.

    Where a label has one source only, the folds are of documents: the scores stay too sure for other sources.
    """
    unit = "sources"
    parts = calibration.folds(_counts(training), parameters.calibration_folds, parameters.seed)
    if not parts:
        unit = "documents"
        training = [line._replace(source=line.text) for line in training]
        parts = calibration.folds(_counts(training), parameters.calibration_folds, parameters.seed)
    if not parts:
        raise ClassifierError("a label has a single document to train on; more are needed to calibrate the scores")
    truths: list[npt.NDArray[np.bool_]] = []
    scores: list[npt.NDArray[np.float64]] = []
    for part in parts:
        inside = [line for line in training if line.source in part]
        outside = [line for line in training if line.source not in part]
        with tempfile.TemporaryDirectory() as folder:
            truth, score = _fit_and_score(outside, inside, parameters, Path(folder) / "fold.ftz")
        truths.append(truth)
        scores.append(score)
    return np.concatenate(truths), np.concatenate(scores), {"folds": len(parts), "folds_of": unit}


def _counts(lines: Iterable[_Line]) -> list[Counter[str]]:
    """Documents of each source, of the positive and of the negative label."""
    counts: list[Counter[str]] = [Counter(), Counter()]
    for line in lines:
        counts[not line.positive][line.source] += 1
    return counts


def _fit_and_score(
    training: Sequence[_Line], testing: Sequence[_Line], parameters: Parameters, output: Path
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float64]]:
    """Train the quantised model `output`; labels of `testing` and the model's raw scores."""
    import fasttext  # pyright: ignore[reportMissingTypeStubs]

    lines = [f"{POSITIVE if line.positive else NEGATIVE} {line.text}" for line in training]
    # fastText learns in file order: a keyed order mixes the labels and does not depend on the order of the input
    lines.sort(key=lambda line: hashlib.sha256(f"{parameters.seed}:{line}".encode()).digest())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "train.txt"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        settings: dict[str, Any] = {
            "input": str(file),
            "dim": parameters.dimensions,
            "epoch": parameters.epochs,
            "lr": parameters.learning_rate,
            "wordNgrams": parameters.ngrams,
            "bucket": max(parameters.buckets, -(-_LEAST_MATRIX_BYTES // (4 * parameters.dimensions))),
            "minCount": 1,
            "seed": parameters.seed,
            "thread": 1,
            "verbose": 0,
        }
        trained = Path(folder) / "model.ftz"
        _fit({"train": settings, "kept": parameters.kept, "output": str(trained)})
        output.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(trained, output)
    model: Any = fasttext.load_model(str(output))  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    truth = np.array([line.positive for line in testing], np.bool_)
    return truth, np.array([_raw_score(model, line.text) for line in testing])


def _fit(task: dict[str, Any]) -> None:
    """Run fit_fasttext.py in a process of its own; what it says when it fails is for programmers."""
    program = Path(__file__).with_name("fit_fasttext.py")
    done = subprocess.run([sys.executable, "-P", str(program), json.dumps(task)], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{program.name} ended with {done.returncode}: {done.stderr.strip()}")


def _by_source(samples: Iterable[Sample], label: str) -> dict[str, list[str]]:
    sources: dict[str, list[str]] = {}
    for sample in samples:
        sources.setdefault(sample.source, []).append(sample.text)
    if len(sources) < 2:
        raise ClassifierError(
            f"{len(sources)} {label} source(s): at least two are needed, one to train on and one to test on"
        )
    return dict(sorted(sources.items()))


def hold_out(*labels: Collection[str], share: float, seed: int) -> set[str]:
    """The sources that only the test sees: of every label about `share` of its sources, at least one, never all.

    Drawn by a keyed hash of their names. ClassifierError if the labels share sources so that this cannot be.
    """
    wanted = [min(max(round(len(sources) * share), 1), len(sources) - 1) for sources in labels]
    held = [0] * len(labels)
    out: set[str] = set()
    names = {source for sources in labels for source in sources}
    for source in sorted(names, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).digest()):
        inside = [index for index, sources in enumerate(labels) if source in sources]
        if any(held[i] < wanted[i] for i in inside) and all(held[i] < len(labels[i]) - 1 for i in inside):
            out.add(source)
            for index in inside:
                held[index] += 1
    if 0 in held:
        raise ClassifierError("the labels share their sources so that none can be held out; give more sources")
    return out


# --- metrics ----------------------------------------------------------------------------------------------------------


def metrics(truth: npt.NDArray[np.bool_], scores: npt.NDArray[np.float64]) -> dict[str, Any]:
    """AUC, calibration in ten bins and its expected error, and the percentiles of the score for each label."""
    bins = np.minimum((scores * 10).astype(np.int64), 9)
    calibration: list[dict[str, float]] = []
    error = 0.0
    for index in range(10):
        inside = bins == index
        if inside.any():
            mean, share = float(scores[inside].mean()), float(truth[inside].mean())
            calibration.append({
                "from": index / 10, "documents": int(inside.sum()), "mean_score": mean, "positive_share": share
            })  # fmt: skip
            error += abs(mean - share) * float(inside.mean())
    levels: Sequence[int] = (1, 5, 10, 25, 50, 75, 90, 95, 99)
    return {
        "documents": len(scores),
        "auc": auc(truth, scores),
        "expected_calibration_error": error,
        "calibration": calibration,
        "percentiles": {
            name: {str(level): float(np.percentile(scores[chosen], level)) for level in levels}
            for name, chosen in (("positive", truth), ("negative", ~truth))
        },
    }


def auc(truth: npt.NDArray[np.bool_], scores: npt.NDArray[np.float64]) -> float:
    """Probability that a positive document scores above a negative one, ties counting half (Mann-Whitney U)."""
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks = (ends - (counts - 1) / 2)[inverse]
    positives = int(truth.sum())
    negatives = len(truth) - positives
    return float((ranks[truth].sum() - positives * (positives + 1) / 2) / (positives * negatives))


# --- use --------------------------------------------------------------------------------------------------------------


def model_path(model: str) -> Path:
    """The file of a model: a bare name is one in configs/models, anything else a path."""
    return MODELS / model if "/" not in model and (MODELS / model).is_file() else Path(model)


def check(model: str, task: str | None = None) -> dict[str, Any]:
    """The card of a model that can serve; ClassifierError if it cannot, or was trained for another task."""
    name = f"classifier {model}"
    card = read_card(model_path(model), name, _CARD_VERSION, ClassifierError)
    if task is not None and card["task"] != task:
        raise ClassifierError(f"{name}: trained for {card['task']}, needed for {task}")
    check_tokenizer(card["parameters"]["tokenizer"], card.get("tokenizer_sha256"), name, ClassifierError)
    return card


def _raw_score(model: Any, line: str) -> float:
    """fastText's own P(positive), before calibration."""
    labels, probabilities = model.predict(line, k=2)
    return min(max(float(dict(zip(labels, probabilities, strict=True)).get(POSITIVE, 0.0)), 0.0), 1.0)


@cache
def _load(model: str) -> tuple[Any, Callable[[str], str], calibration.Calibration]:
    """A model, its features and its calibration, loaded once a process."""
    import fasttext  # pyright: ignore[reportMissingTypeStubs]

    card = check(model)
    parameters, scale = card["parameters"], card["calibration"]
    loaded: Any = fasttext.load_model(str(model_path(model)))  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return (
        loaded,
        _featuriser(parameters["features"], parameters["tokenizer"]),
        calibration.Calibration(scale["slope"], scale["intercept"], scale["base_rate"]),
    )


def measure(text: str, model: str) -> Measures:
    """The score of one text. ClassifierError if the model or its card is missing or they do not fit."""
    loaded, featurise, scale = _load(model)
    return Measures(score=float(scale(np.float64(_raw_score(loaded, _line(text, featurise))))))
