"""What lines of furniture are made of: a lexicon of weighted terms as one automaton, and what a line weighs by it.

The lexicon (configs/lexicons/lines.yaml, whose head describes it) holds terms in five forms. A line weighs by them if

- it is nothing but `words`, by letters (`cover_share`), or by items: of the three or more short items that blanks and
  strokes part, as in menus, half are such words;
- it is nothing but pairs of `labels` and short values: 作者：佚名　来源：网络　更新时间：2012-05-06;
- it begins with an `opens`, or is short and has a `holds` anywhere.

`heads` are words that stand above lists of other pages.
"""

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick_rs

from .conversion import convert_each
from .lexicon import FOLDER, LexiconError, expand
from .yaml_text import YAMLError, load_yaml

FORMS = ("words", "heads", "opens", "holds", "labels")
#: weight from which a phrase condemns a line however many letters it has
SURE = 4
#: OpenCC's ways from Simplified to the spellings in which a term is entered too
_SPELLINGS = ("s2t", "s2tw", "s2twp", "s2hk")
#: what stands before (a date may) and behind the opening word of furniture
_DECORATION = frozenset(" \t　【[(（〔<>»›·•●◆◇■□★☆※|*-–—_0123456789年月日时分:：./")
_BEHIND = frozenset(" \t　:：]】)）〕>»›|[(（【-0123456789")
#: a line with one of these outside its words of furniture is a sentence or names a thing
_PROSE_MARKS = "，。；！？!?…、「『“《"
#: what parts the items of a menu
_ITEMS = re.compile(r"[^|｜·•»>＞/／\s\u3000]+")
_STROKE = re.compile("[|｜·•»>＞/／]")
_ONE_HAN = re.compile("[\u3400-\u9fff]")
#: no menu has these
_NO_ITEM = re.compile("[，。；：:！？!?…「『“《={}]")
_ITEM_CHARS = 10
_MIN_ITEMS = 3
#: between a label and its value; a blank parts them too where the value is as short as a name
_COLONS = "：:／/｜|"
_BLANKS = " \t　"
_VALUE_CHARS = 40
_NAME_CHARS = 6


@dataclass(frozen=True, slots=True)
class Limits:
    """Options of `clean` and `repeated` (units in web.yaml), and the limits of a page that was mostly furniture."""

    lexicon: str
    line_chars: int
    phrase_letters: int
    sentence_letters: int
    cover_share: float
    inside_weight: int
    head_weight: int
    tail_weight: int
    edge_lines: int
    listed_titles: int
    site_lines: int
    site_documents: int
    site_share: float
    repeated_letters: int
    window_chars: int
    min_chars: int
    max_removed_share: float


class _Weight(NamedTuple):
    weight: int
    rule: str


NOTHING = _Weight(0, "")


class _Entry(NamedTuple):
    rule: str
    form: str
    weight: int


class _Label(NamedTuple):
    start: int
    end: int
    weight: _Weight


class Furniture:
    """The lexicon as one automaton. Raises LexiconError for a file that is not as its head describes it."""

    def __init__(self, path: Path):
        entries: dict[str, list[_Entry]] = defaultdict(list)
        #: headings of lists of other pages
        self.heads: set[str] = set()
        read = _read(path)
        terms = [term for term, _ in read]
        spelt = zip(terms, *(convert_each(config, terms) for config in _SPELLINGS), strict=True)
        for spellings, (_, entry) in zip(map(set, spelt), read, strict=True):
            if entry.form == "heads":
                self.heads |= spellings
                entry = entry._replace(form="words")
            for spelling in spellings:
                entries[spelling].append(entry)
        words = {term: [entry for entry in of if entry.form == "words"] for term, of in entries.items()}
        words = {term: of for term, of in words.items() if of}
        self._word_weights = [max(_Weight(entry.weight, entry.rule) for entry in of) for of in words.values()]
        self._words = ahocorasick_rs.AhoCorasick(list(words), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        # the other forms are looked for wherever they stand, in each other and across words
        phrases = {term: [entry for entry in of if entry.form != "words"] for term, of in entries.items()}
        phrases = {term: of for term, of in phrases.items() if of}
        self._phrase_entries = list(phrases.values())
        self._phrases = ahocorasick_rs.AhoCorasick(list(phrases))
        # terms of weight 0 are everyday words: looked for only in lines that hold another
        telling = {term for term, of in entries.items() if any(e.weight and e.form != "labels" for e in of)}
        labels = [term for term, of in entries.items() if any(e.weight and e.form == "labels" for e in of)]
        telling |= {label + sign for label in labels for sign in _COLONS + " 　"}
        self._telling = ahocorasick_rs.AhoCorasick(sorted(telling), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def candidates(self, lines: Sequence[str]) -> Iterator[int]:
        """Indices of the lines that hold a term of any weight. No line may hold a line feed."""
        at, end = -1, 0
        for _, first, _ in self._telling.find_matches_as_indexes("\n".join(lines)):
            if first < end:
                continue
            while first >= end:
                at += 1
                end += len(lines[at]) + 1
            yield at

    def weigh(self, line: str, limits: Limits) -> tuple[_Weight, _Weight]:
        """Of one line or piece of one: what it weighs as nothing but words, and what by a phrase in it."""
        phrase = NOTHING
        labels: list[_Label] = []
        found = self._phrases.find_matches_as_indexes(line, overlapping=True)
        few = bool(found) and _is_short(line, limits)
        for pattern, start, end in found:
            for rule, form, weight in self._phrase_entries[pattern]:
                if form == "labels":
                    labels.append(_Label(start, end, _Weight(weight, rule)))
                elif weight >= SURE or (few and (form == "holds" or _opens(line, start, end))):
                    phrase = max(phrase, _Weight(weight, rule))
        if line[-1] in "。！!":  # what ends as a sentence does is not made of words of furniture, whatever it holds
            return NOTHING, phrase
        found = self._words.find_matches_as_indexes(line)
        words = {pattern: self._word_weights[pattern] for pattern, _, _ in found}
        spans = [(start, end) for _, start, end in found]
        if words and (_is_all_words(line, spans, limits.cover_share) or _is_menu(line, spans, limits.cover_share)):
            return _Weight(sum(weight for weight, _ in words.values()), max(words.values()).rule), phrase
        if pairs := _pairs(line, labels):
            return _Weight(
                sum(label.weight.weight for label in pairs), max(label.weight for label in pairs).rule
            ), phrase
        return NOTHING, phrase


def _is_short(line: str, limits: Limits) -> bool:
    """Has it so few letters that one phrase condemns it?"""
    most = limits.sentence_letters if line[-1] in "。！？!?" else limits.phrase_letters
    return len(line) <= most or sum(map(str.isalpha, line)) <= most


def _is_all_words(line: str, spans: Sequence[tuple[int, int]], share: float) -> bool:
    words = "".join([line[start:end] for start, end in spans])
    return sum(map(str.isalpha, words)) >= share * sum(map(str.isalpha, line)) and not any(
        line.count(mark) > words.count(mark) for mark in _PROSE_MARKS if mark in line.rstrip("…？?")
    )


def _is_menu(line: str, spans: Sequence[tuple[int, int]], share: float) -> bool:
    """Short items parted by blanks and strokes, half of them furniture; where blanks alone part them, three at least."""
    if len(spans) < 2:
        return False
    items = [match for match in _ITEMS.finditer(line) if any(map(str.isalpha, match[0]))]
    if len(items) < _MIN_ITEMS or max(len(match[0]) for match in items) > _ITEM_CHARS or _NO_ITEM.search(line):
        return False
    inside = [False] * len(line)
    for start, end in spans:
        inside[start:end] = [True] * (end - start)
    stroke = _STROKE.search(line) is not None
    if not stroke and (
        any(_ONE_HAN.fullmatch(match[0]) for match in items)
        or 3 * sum(match[0].isascii() for match in items) > len(items)
    ):
        return False  # blanks part Latin words from Chinese ones in prose, too
    known = sum(sum(inside[match.start() : match.end()]) >= share * len(match[0]) for match in items)
    return 2 * known >= len(items) and known >= (2 if stroke else 3)


def _pairs(line: str, labels: Sequence[_Label]) -> list[_Label]:
    """The labels, if the line is nothing but two or more of them with a short value behind each; else none."""
    pairs = [
        label
        for label in sorted(labels)
        if (label.start == 0 or line[label.start - 1] in _BLANKS or _DECORATION.issuperset(line[: label.start]))
        and line[label.end : label.end + 1] in _COLONS + _BLANKS
    ]
    if len(pairs) < 2 or not _DECORATION.issuperset(line[: pairs[0].start]):
        return []
    ends = [label.start for label in pairs[1:]] + [len(line)]
    for label, end in zip(pairs, ends, strict=True):
        value = line[label.end : end].strip(_COLONS + _BLANKS + ",，;；()（）[]【】")
        most = _VALUE_CHARS if line[label.end : label.end + 1] in tuple(_COLONS) else _NAME_CHARS
        if len(value) > most or any(mark in value for mark in _PROSE_MARKS):
            return []
    return pairs


@functools.cache
def load_furniture(name: str) -> Furniture:
    """The lexicon `name` of configs/lexicons, or the file of that path; built once a process (0.1 s)."""
    return Furniture(Path(name) if Path(name).suffix else FOLDER / f"{name}.yaml")


def _opens(line: str, start: int, end: int) -> bool:
    """Nothing but decoration before the term, a sign, a blank or a number right behind it, and more."""
    return end < len(line) and _DECORATION.issuperset(line[:start]) and (line[end] in _BEHIND or line[end - 1] in ":：")


def _read(path: Path) -> list[tuple[str, _Entry]]:
    try:
        data: Any = load_yaml(path.read_text(encoding="utf-8"))
    except (OSError, YAMLError) as error:
        raise LexiconError(f"lexicon {path}: {error}") from error
    rules: Any = data.get("rules") if isinstance(data, dict) else None  # pyright: ignore
    if not isinstance(rules, dict):
        raise LexiconError(f"lexicon {path}: expected a mapping `rules`")
    found: list[tuple[str, _Entry]] = []
    for rule, forms in rules.items():  # pyright: ignore
        if not isinstance(forms, dict) or not {*forms} <= {*FORMS}:  # pyright: ignore
            raise LexiconError(f"lexicon {path}: {rule}: expected a mapping of {', '.join(FORMS)}")
        for form, weights in forms.items():  # pyright: ignore
            for weight, terms in weights.items():  # pyright: ignore
                for term in str(terms).split():  # pyright: ignore
                    for choice in expand(term):
                        entry = _Entry(str(rule), str(form), int(weight))  # pyright: ignore
                        found.append((choice.replace("_", " "), entry))
    return found
