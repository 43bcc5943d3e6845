"""Weighted word lists, matched by Aho-Corasick on a folded form that undoes the usual evasions.

Folding (folding.py) undoes what is a matter of characters. Characters taken apart (贝者 for 赌) and homophones are
undone from the other side: each term is entered with the spellings that evasions.yaml allows for its characters.

One pass of the folding kernel (Numba, about 1 ns a byte) and one of the automaton (Rust), both linear in the text:
overlapping terms are resolved leftmost-longest, so a hit is counted once, under its longest name.
Aho & Corasick, "Efficient string matching", CACM 18(6), 1975.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick_rs
import yaml

from .folding import fold, fold_bytes, is_word

FOLDER = Path(__file__).parent.parent / "configs" / "lexicons"

_MESSENGERS = re.compile(r"(?<![a-z])(v|w|q)(x|q)(?![a-z])")
# So many names of fields (体育, 娱乐), one in so many bytes of folded text (300 Chinese characters), are a crowd, which is
# worth a scan.
_CROWD = 3
_CROWD_BYTES = 900
_CROWD_WEIGHT = 1
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
    parts = [part.split(",") for part in re.split(r"[{}]", term)]
    return ["".join(choice) for choice in itertools.product(*parts)]


def _spellings(term: str, evasions: dict[str, list[str]]) -> Iterator[str]:
    """`term` itself, each form in which one of its characters is replaced by a spelling from `evasions`, and the names
    of messengers with their letters apart (v x)."""
    yield term
    yield _MESSENGERS.sub(r"\1 \2", term)
    for i, char in enumerate(term):
        for spelling in evasions.get(char, ()):
            yield term[:i] + spelling + term[i + 1 :]


def _read(path: Path) -> dict[str, Any]:
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise LexiconError(f"lexicon {path}: {error}") from error
    if not isinstance(data, dict) or not {"source", "date", "terms"} <= data.keys():
        raise LexiconError(f"lexicon {path}: expected a mapping with source, date and terms")
    return data  # pyright: ignore[reportUnknownVariableType]


def _automaton(patterns: list[str], implementation: Any) -> ahocorasick_rs.BytesAhoCorasick:
    return ahocorasick_rs.BytesAhoCorasick(
        [pattern.encode() for pattern in patterns],
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        implementation=implementation,
    )


def _enter(
    word: str,
    category: str,
    weight: float,
    evasions: dict[str, list[str]],
    entries: dict[str, tuple[str, str, float]],
) -> None:
    for spelling in _spellings(word, evasions):
        key = fold(spelling)
        if re.fullmatch(r"\s*", key):
            raise LexiconError(f"lexicon term {word!r} folds to nothing")
        if key not in entries or entries[key][2] < weight:  # the heavier of two entries
            entries[key] = (category, word, weight)


class Lexicon:
    """The terms of several files in one automaton.

    A file is YAML: `category`, `source`, `date`, and `terms`, a mapping weight -> terms parted by blanks (a term of
    several Latin words writes them with `_`). A name without a suffix is a file of configs/lexicons, any other a path.
    Raises LexiconError for an unreadable file or a category that is not one of `categories` nor CONTEXT.
    """

    def __init__(self, files: Sequence[str], categories: Sequence[str]):
        known = (*categories, *CONTEXT)
        evasions: dict[str, list[str]] = {k: v.split() for k, v in _read(FOLDER / "evasions.yaml")["terms"].items()}
        entries: dict[str, tuple[str, str, float]] = {}  # folded spelling -> category, term, weight
        for file in files:
            path = Path(file) if Path(file).suffix else FOLDER / f"{file}.yaml"
            data = _read(path)
            category = data.get("category")
            if category not in known:
                raise LexiconError(f"lexicon {path}: category {category!r}, not one of {', '.join(known)}")
            for weight, words in data["terms"].items():
                for word in (word for braced in words.split() for word in expand(braced)):
                    _enter(word.replace("_", " "), category, float(weight), evasions, entries)
        patterns = list(entries)
        self._entries = list(entries.values())
        # Latin spellings match whole words only: `av` must not be found in `available`.
        self._open = [(is_word(ord(p[0])), is_word(ord(p[-1]))) for p in patterns]
        # Context words are frequent in any text and matter only where a heavy term stands: a first automaton of those
        # alone settles most texts. It reads every text and is the fast kind; the other reads few and is the small one.
        self._patterns = patterns
        self._automaton = _automaton(patterns, ahocorasick_rs.Implementation.ContiguousNFA)
        self._gates: dict[float, tuple[list[int], ahocorasick_rs.BytesAhoCorasick]] = {}

    def _matches(self, data: bytes) -> Iterator[tuple[int, int, int]]:
        for pattern, start, end in self._automaton.find_matches_as_indexes(data):
            if self._is_whole(data, pattern, start, end):
                yield pattern, start, end

    def _is_whole(self, data: bytes, pattern: int, start: int, end: int) -> bool:
        opens, closes = self._open[pattern]
        return not (
            (opens and start and is_word(data[start - 1])) or (closes and end < len(data) and is_word(data[end]))
        )

    def _gate(self, least: float) -> tuple[list[int], ahocorasick_rs.BytesAhoCorasick]:
        """The terms of at least the weight `least`, the names of fields, and the ordinary names that would hide one."""
        if least not in self._gates:
            chosen = [
                i
                for i, (category, _, weight) in enumerate(self._entries)
                if category == "ordinary"
                or (weight >= _CROWD_WEIGHT if category == "field" else category not in CONTEXT and weight >= least)
            ]
            patterns = [self._patterns[i] for i in chosen]
            self._gates[least] = chosen, _automaton(patterns, ahocorasick_rs.Implementation.DFA)
        return self._gates[least]

    def _holds(self, data: bytes, least: float) -> bool:
        """Whether a term of at least the weight `least`, no word of context, stands in the folded text, or fields crowd."""
        chosen, automaton = self._gate(least)
        fields = 0
        for found, start, end in automaton.find_matches_as_indexes(data):
            pattern = chosen[found]
            category = self._entries[pattern][0]
            if category == "field":
                fields += 1
            elif category != "ordinary" and self._is_whole(data, pattern, start, end):
                return True
        return fields >= _CROWD and fields * _CROWD_BYTES >= len(data)

    def scan(self, text: str, least: float | None) -> Scan | None:
        """What matches in `text`; None if no term of at least the weight `least` does, nor names of fields in a
        crowd, as on a page that names one house again and again. least None: always a scan."""
        data, _ = fold_bytes(text)
        if least is not None and not self._holds(data, least):
            return None
        return Scan(data, [Match(*self._entries[i], start, end) for i, start, end in self._matches(data)])

    def find(self, text: str) -> list[Hit]:
        """Every hit with its place in `text`, in order: what `taosha try toxicity` shows."""
        data, origins = fold_bytes(text, track=True)
        found: list[Hit] = []
        for pattern, start, end in self._matches(data):
            place = (int(origins[start]), int(origins[end - 1]) + 1)
            found.append(Hit(*self._entries[pattern], *place))
        return found
