"""Text as the units that a language model or classifier reads: characters, words, or tokens of the trainer's tokenizer.

A unit never holds white space; one line of text is one line of units, joined by blanks.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

Features = Literal["characters", "words", "tokens"]


def featuriser(features: Features, tokenizer: str | None) -> Callable[[str], str]:
    """text -> its units joined by blanks. tokenizer: path of a tokenizer.json, for "tokens" alone; ValueError without."""
    if features == "tokens":
        if tokenizer is None or not Path(tokenizer).is_file():
            raise ValueError(f"features 'tokens' need a tokenizer.json, found {tokenizer!r}: set `tokenizer`")
        return _tokens(tokenizer)
    return {"characters": _characters, "words": _words}[features]


def _characters(text: str) -> str:
    return " ".join("".join(text.split()))


def _words(text: str) -> str:
    from .words import words

    return " ".join(words(text))


def _tokens(tokenizer: str) -> Callable[[str], str]:
    from tokenizers import Tokenizer

    encoder: Any = Tokenizer.from_file(tokenizer)
    return lambda text: " ".join(map(str, encoder.encode(text, add_special_tokens=False).ids))
