"""Weighted word lists, matched by Aho-Corasick on a folded form that undoes the usual evasions.

Folding (folding.py) undoes what is a matter of characters. Characters taken apart (贝者 for 赌) and homophones are
undone from the other side: each term is entered with the spellings that evasions.yaml allows for its characters.

One pass of the folding kernel (about 4 ns a character) and one over the terms (trie.py, 7 ns), both linear in the text:
overlapping terms are resolved leftmost-longest, so a hit is counted once, under its longest name.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .characters import Codes, decode
from .folding import fold_codes, fold_each
from .trie import Trie
from .yaml_text import YAMLError, load_yaml

FOLDER = Path(__file__).parent.parent / "configs" / "lexicons"

_MESSENGERS = re.compile(r"(?<![a-z])(v|w|q)(x|q)(?![a-z])")
# So many names of fields (体育, 娱乐), one in so many characters, are a crowd, which is worth a scan.
_CROWD = 3
_CROWD_CHARS = 300
_CROWD_WEIGHT = 1
# So many different words of sellers (baits), one in so many characters, are one too.
_BAITS = 3
_BAIT_CHARS = 150
# Those of two characters stand in many texts, and looking them up everywhere costs a tenth of the gate.
_BAIT_LEAST = 2
# What the words of a gate are, see Lexicon._gate.
_ORDINARY, _FIELD, _BAIT, _TERM = range(4)
#: categories that say something about the terms beside them, and nothing by themselves. `ordinary` holds names that
#: would be taken for a trade term and are none: where the longer name matches, the term within it does not.
CONTEXT = ("mention", "call", "field", "topic", "software", "bait", "ordinary")


class LexiconError(ValueError):
    """A lexicon file that cannot be read, with file and key."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One matched term. start, end: code points of the original text; term: as it stands in the lexicon."""

    category: str
    term: str
    weight: float
    start: int
    end: int


class Match(NamedTuple):
    """One matched term. start, end: bytes of the folded text."""

    category: str
    term: str
    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scan:
    """A text as the lexicons see it: folded, as UTF-8, and what matched in it, in order."""

    data: bytes
    matches: list[Match]


def expand(term: str) -> list[str]:
    """Braces as in the shell: every choice of the alternatives.

    >>> expand("{百家乐,牛牛}{官网,下载}")
    ['百家乐官网', '百家乐下载', '牛牛官网', '牛牛下载']
    """
    if "{" not in term:
        return term.split(",")
    parts = [part.split(",") for part in re.split(r"[{}]", term)]
    return ["".join(choice) for choice in itertools.product(*parts)]


def _spellings(term: str, evasions: dict[str, list[str]]) -> Iterator[str]:
    """`term` itself, each form in which one of its characters is replaced by a spelling from `evasions`, and the names
    of messengers with their letters apart (v x)."""
    yield term
    if "x" in term or "q" in term:
        yield _MESSENGERS.sub(r"\1 \2", term)
    for i, char in enumerate(term):
        for spelling in evasions.get(char, ()):
            yield term[:i] + spelling + term[i + 1 :]


def _read(path: Path) -> dict[str, Any]:
    try:
        data: Any = load_yaml(path.read_text(encoding="utf-8"))
    except (OSError, YAMLError) as error:
        raise LexiconError(f"lexicon {path}: {error}") from error
    if not isinstance(data, dict) or not {"source", "date", "terms"} <= data.keys():
        raise LexiconError(f"lexicon {path}: expected a mapping with source, date and terms")
    return data  # pyright: ignore[reportUnknownVariableType]


def _utf8_places(codes: Codes) -> npt.NDArray[np.int64]:
    """Byte of UTF-8 at which each code point begins, and the length of the whole: int64[len(codes) + 1]."""
    sizes = 1 + (codes >= 0x80).astype(np.int64) + (codes >= 0x800) + (codes >= 0x10000)
    return np.concatenate(([0], np.cumsum(sizes)))


class Lexicon:
    """The terms of several files in one automaton.

    A file is YAML: `category`, `source`, `date`, and `terms`, a mapping weight -> terms parted by blanks (a term of
    several Latin words writes them with `_`). A name without a suffix is a file of configs/lexicons, any other a path.
    Raises LexiconError for an unreadable file or a category that is not one of `categories` nor CONTEXT.
    """

    def __init__(self, files: Sequence[str], categories: Sequence[str]):
        known = (*categories, *CONTEXT)
        evasions: dict[str, list[str]] = {k: v.split() for k, v in _read(FOLDER / "evasions.yaml")["terms"].items()}
        spellings: list[str] = []
        meanings: list[tuple[str, str, float]] = []  # of each spelling: category, term, weight
        for file in files:
            path = Path(file) if Path(file).suffix else FOLDER / f"{file}.yaml"
            data = _read(path)
            category = data.get("category")
            if category not in known:
                raise LexiconError(f"lexicon {path}: category {category!r}, not one of {', '.join(known)}")
            for weight, words in data["terms"].items():
                for word in (word.replace("_", " ") for braced in words.split() for word in expand(braced)):
                    written = list(_spellings(word, evasions))
                    spellings += written
                    meanings += [(category, word, float(weight))] * len(written)
        entries: dict[str, tuple[str, str, float]] = {}  # folded spelling -> its meaning
        for key, meaning in zip(fold_each(spellings), meanings, strict=True):
            if key not in entries or entries[key][2] < meaning[2]:  # the heavier of two entries
                entries[key] = meaning
        for key, meaning in entries.items():
            if not key or key.isspace():
                raise LexiconError(f"lexicon term {meaning[1]!r} folds to nothing")
        self._patterns = list(entries)
        self._entries = list(entries.values())
        # Context words are frequent in any text and matter only where a heavy term stands: a first trie of those alone
        # settles most texts.
        self._trie = Trie(self._patterns)
        self._gates: dict[float, tuple[Trie, npt.NDArray[np.int8]]] = {}

    def _gate(self, least: float) -> tuple[Trie, npt.NDArray[np.int8]]:
        """The terms of at least the weight `least`, the names of fields, the words of sellers, and the ordinary names
        that would hide one of them; and of each which of the four it is."""
        if least not in self._gates:
            words: list[str] = []
            kinds: list[int] = []
            for pattern, (category, _, weight) in zip(self._patterns, self._entries, strict=True):
                if category == "ordinary":
                    kind = _ORDINARY
                elif category == "field" and weight >= _CROWD_WEIGHT:
                    kind = _FIELD
                elif category == "bait" and len(pattern) > _BAIT_LEAST:
                    kind = _BAIT
                elif category not in CONTEXT and weight >= least:
                    kind = _TERM
                else:
                    continue
                words.append(pattern)
                kinds.append(kind)
            self._gates[least] = Trie(words), np.array(kinds, np.int8)
        return self._gates[least]

    def _passes(self, codes: Codes, least: float) -> bool:
        """Whether a term of at least the weight `least`, no word of context, stands in the folded text, or fields or
        baits crowd."""
        trie, kinds = self._gate(least)
        hits = trie.find(codes)
        if not len(hits):
            return False
        found = kinds[hits[:, 0]]
        fields = int((found == _FIELD).sum())
        if (found == _TERM).any() or (fields >= _CROWD and fields * _CROWD_CHARS >= len(codes)):
            return True
        baits = np.count_nonzero(np.bincount(hits[found == _BAIT, 0]))
        return bool(baits >= _BAITS and baits * _BAIT_CHARS >= len(codes))

    def scan(self, text: str, least: float | None) -> Scan | None:
        """What matches in `text`; None if no term of at least the weight `least` does, nor names of fields in a crowd, as
        on a page that names one house again and again, nor words of sellers. least None: always a scan."""
        codes, _ = fold_codes(text)
        if least is not None and not self._passes(codes, least):
            return None
        hits = self._trie.find(codes)
        if len(hits):
            hits[:, 1:] = _utf8_places(codes)[hits[:, 1:]]
        data = decode(codes).encode("utf-8", "surrogatepass")
        rows: list[list[int]] = hits.tolist()
        return Scan(data, [Match(*self._entries[i], start, end) for i, start, end in rows])

    def find(self, text: str) -> list[Hit]:
        """Every hit with its place in `text`, in order: what `taosha try toxicity` shows."""
        codes, origins = fold_codes(text, track=True)
        found: list[Hit] = []
        rows: list[list[int]] = self._trie.find(codes).tolist()
        for pattern, start, end in rows:
            place = (int(origins[start]), int(origins[end - 1]) + 1)
            found.append(Hit(*self._entries[pattern], *place))
        return found
