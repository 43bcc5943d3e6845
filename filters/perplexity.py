"""Perplexity of a text under an n-gram model, and where it stands among known-good text of its domain.

The model is KenLM's (Heafield 2011, "KenLM: Faster and Smaller Language Model Queries", WMT), ARPA or binary, over
characters, words or tokens. A bare perplexity says little: law is predictable, verse is not (CCNet, arXiv:1911.00359,
cuts by language for that reason). So the model has a card with the percentiles of known-good text for each domain, and
documents are judged by the percentile that they reach in theirs. Domains are the genres of filters/genre.py.

`calibrate` writes the card M.json beside the model M: how text becomes units, sha256 of the model, percentiles. A model
without a card, or with the card of another, is refused. Price: KenLM queries a million or two of characters a second.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from . import quality
from .cards import check_tokenizer, read_card, sha256, write_card
from .features import Features, featuriser

#: characters of a document that are read; the same in calibration and use
READ_CHARS = 8000
#: known-good documents that a domain needs for percentiles of its own; with fewer it is judged among all
LEAST_DOCUMENTS = 100
ALL = "all"
_CARD_VERSION = 1


class PerplexityError(ValueError):
    """A model or card that cannot serve: one sentence with both sides of a mismatch."""


@dataclass(frozen=True, slots=True)
class Measures:
    """perplexity: of a unit, line ends included. percentile: of the known-good texts of its domain that lie below, 0 to 100.

    Both None for a text without a unit.
    """

    perplexity: float | None
    percentile: float | None
    domain: str


@dataclass(frozen=True, slots=True)
class Limits:
    """model: path of a KenLM model with its card beside it. Percentiles 0 to 100; None switches a limit off.

    Above max_percentile a text is less like known-good ones of its domain than almost all of them; below min_percentile
    it is more predictable than they are, as boilerplate is.
    """

    model: str
    min_percentile: float | None
    max_percentile: float | None


def calibrate(
    model: str, texts: Iterable[str], features: Features = "characters", tokenizer: str | None = None
) -> dict[str, Any]:
    """Measure known-good texts, write the card of the model, and return it. PerplexityError if no text has a unit."""
    score = _scorer(model, features, tokenizer)
    found: dict[str, list[float]] = {ALL: []}
    for text in texts:
        perplexity = score(text)
        if perplexity is not None:
            found[ALL].append(perplexity)
            found.setdefault(quality.measure(text).genre, []).append(perplexity)
    if not found[ALL]:
        raise PerplexityError(f"perplexity model {model}: no known-good text to calibrate it on")
    card = {
        "version": _CARD_VERSION,
        "model_sha256": sha256(Path(model)),
        "features": features,
        "tokenizer": tokenizer,
        "tokenizer_sha256": None if tokenizer is None else sha256(Path(tokenizer)),
        "read_chars": READ_CHARS,
        "documents": {domain: len(values) for domain, values in sorted(found.items())},
        "percentiles": {
            domain: np.percentile(values, np.arange(101)).tolist()
            for domain, values in sorted(found.items())
            if domain == ALL or len(values) >= LEAST_DOCUMENTS
        },
    }
    write_card(Path(model), card)
    return card


def check(model: str) -> dict[str, Any]:
    """The card of a model that can serve; PerplexityError if it cannot."""
    name = f"perplexity model {model}"
    card = read_card(Path(model), name, _CARD_VERSION, PerplexityError)
    check_tokenizer(card["tokenizer"], card["tokenizer_sha256"], name, PerplexityError)
    return card


def measure(text: str, model: str) -> Measures:
    """Measure one text. PerplexityError if the model or its card cannot serve."""
    score, percentiles = _load(model)
    perplexity = score(text)
    genre = quality.measure(text).genre
    domain = genre if genre in percentiles else ALL
    if perplexity is None:
        return Measures(None, None, domain)
    percentile = float(np.interp(perplexity, percentiles[domain], np.arange(101)))
    return Measures(perplexity=perplexity, percentile=percentile, domain=domain)


@cache
def _load(model: str) -> tuple[Callable[[str], float | None], dict[str, list[float]]]:
    card = check(model)
    return _scorer(model, card["features"], card["tokenizer"]), card["percentiles"]


def _scorer(model: str, features: Features, tokenizer: str | None) -> Callable[[str], float | None]:
    """text -> its perplexity, line by line, None if it has no unit."""
    try:
        import kenlm  # pyright: ignore[reportMissingImports]
    except ImportError as error:
        raise PerplexityError("perplexity needs KenLM: pip install 'taosha[kenlm]'") from error
    try:
        units = featuriser(features, tokenizer)
        loaded: Any = kenlm.Model(model)
    except (OSError, ValueError) as error:
        raise PerplexityError(f"perplexity model {model}: {' '.join(str(error).split())[:300]}") from error

    def score(text: str) -> float | None:
        total, count = 0.0, 0
        for line in text[:READ_CHARS].encode("utf-8", "replace").decode().split("\n"):  # lone surrogates
            sentence = units(line)
            if sentence:
                total += float(loaded.score(sentence))
                count += sentence.count(" ") + 2  # the end of the line is predicted too
        return 10 ** (-total / count) if count else None

    return score
