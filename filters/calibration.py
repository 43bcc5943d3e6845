"""From a classifier's score to a probability: Platt scaling, fitted on sources that the scoring model has not seen.

A model is surer of itself than it should be on any text, and more so on text of a source it was not trained on. So the
training sources are parted into folds; a model trained on the others scores each fold; a sigmoid a * logit(score) + b is
fitted to those scores (Platt 1999, with his targets, which stay finite where the labels are perfectly told apart).
Sources held out for the test join in once the test is done. Being monotone the sigmoid changes no ranking. How to tell
whether it worked: `classifier.metrics`.

A probability depends on how common the positive kind is. The fit weighs the labels so that the stated base rate holds;
where another is known, `at_base_rate` moves a score there.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

#: scores are moved this far from 0 and 1 before the logit: fastText's rounding is of this order
_LEAST = 1e-5
_STEPS = 100
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """slope, intercept: of the sigmoid over the raw score's logit. base_rate: share of positives it assumes, 0 to 1."""

    slope: float
    intercept: float
    base_rate: float

    def __call__(self, scores: Floats | np.float64) -> Floats:
        """Raw scores -> probabilities, of the same shape."""
        return _sigmoid(self.slope * _logit(scores) + self.intercept)


def fit(truth: npt.NDArray[np.bool_], scores: Floats, base_rate: float | None = None) -> Calibration:
    """The sigmoid of least weighted log loss. base_rate: None takes the share of positives in `truth`.

    Scores that rank the labels worse than chance give slope 0: the base rate for every text.
    """
    positives, negatives = int(truth.sum()), int((~truth).sum())
    rate = positives / len(truth) if base_rate is None else base_rate
    target = np.where(truth, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    weight = np.where(truth, rate / positives, (1 - rate) / negatives)
    inputs = np.stack([_logit(scores), np.ones(len(scores))], axis=1)
    parameters: Floats = np.array([0.0, float(_logit(np.float64(rate)))])

    def loss(at: Floats) -> float:
        logits = inputs @ at
        return float(weight @ (np.logaddexp(0, logits) - target * logits))

    for _ in range(_STEPS):  # Newton's method; the loss is convex, a step that does not lower it is halved
        probability = _sigmoid(inputs @ parameters)
        gradient = inputs.T @ (weight * (probability - target))
        curvature = (inputs.T * (weight * probability * (1 - probability))) @ inputs + 1e-12 * np.eye(2)
        step = np.asarray(np.linalg.solve(curvature, gradient), np.float64)
        while np.abs(step).max() > 1e-9 and loss(parameters - step) > loss(parameters):
            step /= 2
        parameters = parameters - step
        if np.abs(step).max() <= 1e-9:
            break
    slope, intercept = (float(value) for value in parameters)
    return Calibration(slope, intercept, rate) if slope > 0 else Calibration(0.0, float(_logit(np.float64(rate))), rate)


def at_base_rate(probability: Floats | np.float64, stated: float, actual: float) -> Floats:
    """Probabilities under the stated base rate -> under the actual one (Saerens et al. 2002, eq. 2.4).

    >>> float(at_base_rate(np.array(0.9), stated=0.5, actual=0.01).round(3))
    0.083
    """
    positive = probability * actual / stated
    return np.asarray(positive / (positive + (1 - probability) * (1 - actual) / (1 - stated)))


def folds(labels: Collection[Mapping[str, int]], wanted: int, seed: int) -> list[set[str]]:
    """Sources in `wanted` folds, or fewer: no fold holds all sources of a label. labels: source -> documents, each label.

    Drawn by a keyed hash of the names, balanced by documents; empty where a label has a single source.
    """
    wanted = min(wanted, *(len(sources) for sources in labels))
    if wanted < 2:
        return []
    names = {source for sources in labels for source in sources}
    parts: list[set[str]] = [set() for _ in range(wanted)]
    for name in sorted(names, key=lambda name: hashlib.sha256(f"{seed}:fold:{name}".encode()).digest()):
        inside = [sources for sources in labels if name in sources]
        loads = [sum(sum(sources.get(other, 0) for other in part) for sources in inside) for part in parts]
        parts[loads.index(min(loads))].add(name)
    if any(not sources.keys() - part for sources in labels for part in parts):
        return []
    return [part for part in parts if part]


def _logit(probability: Floats | np.float64) -> Floats:
    clipped = np.clip(probability, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(clipped / (1 - clipped)))


def _sigmoid(logits: Floats) -> Floats:
    return 1 / (1 + np.exp(-logits))
