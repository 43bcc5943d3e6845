"""Lines that a site says to its visitor, not the author to the reader: 上一篇, 责任编辑, 分享到, ICP备, 请记住本站域名.

Three kinds of evidence, both about whole lines (and about what hangs behind the last sentence of one):

- words: a lexicon (configs/lexicons/lines.yaml) whose terms carry a weight. A line weighs what its terms weigh if it
  holds nothing but such words, begins with one, or is short and holds a telling one. From `inside_weight` on it leaves
  wherever it stands; below it only at the head (`head_weight`) or tail (`tail_weight`) of the text, where buttons and
  bylines stand;
- lists: the heading of a list of other pages (相关新闻, 热门推荐) takes the titles behind it along, if there is nothing
  but titles from it to the end of the text;
- repetition: the same line at the head or tail of most documents of a site (`repeated`).

What protects text: long lines are never judged by their words; a single word of furniture (下载, 评论) may be a heading
and stays inside; repetition counts only from the edge inwards, so that refrains, braces and headings of sections, which
have other text around them, are out of its reach, and never takes a sentence without a word of furniture.
False positives: a byline (来源：新华社) goes, which some trainers would keep; a line of a manual that consists of names of
buttons (打印 关闭 下载).

Price: one Aho-Corasick pass over the lines of up to `line_chars` characters; about 100 MB/s on prose.
"""

import functools
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick_rs

from .conversion import convert_each
from .lexicon import FOLDER, LexiconError, expand
from .yaml_text import YAMLError, load_yaml

FORMS = ("words", "heads", "opens", "holds")
#: weight from which a phrase condemns a line however many letters it has
SURE = 4
#: OpenCC's ways from Simplified to the spellings in which a term is entered too
_SPELLINGS = ("s2t", "s2tw", "s2twp", "s2hk")
#: how lines of Markdown, source code, manual pages and numbered headings begin: what they say is content
_MARKUP = re.compile(r"#|//|/\*|[*>-] |<!--|\||!\[|```|\.\\|'\\| {4}|\t|\d+(?:\.\d+)*[.、]")
_HEAD_DECORATION = " \t　【】[]()（）<>»›·•●◆◇■□★☆※|*-–—_:：…."
#: what stands before (a date may) and behind the opening word of furniture
_DECORATION = frozenset(" \t　【[(（〔<>»›·•●◆◇■□★☆※|*-–—_0123456789年月日时分:：./")
_BEHIND = frozenset(" \t　:：]】)）〕>»›|[(（【-0123456789")
#: a line with one of these outside its words of furniture is a sentence or names a thing
_PROSE_MARKS = "，。；！？!?…、「『“《"
_BRACKETS = {"）": "（", ")": "(", "】": "【", "]": "["}
_NO_SENTENCE = re.compile("[^。！？!?；，,]*")
#: a number or the name of an account, and nothing else
_VALUE = re.compile(r"(?=[A-Za-z_\-]*[0-9_])[A-Za-z0-9_\-]{5,30}|[a-z]{6,20}")


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


@dataclass(frozen=True, slots=True)
class Measures:
    """removed: rule -> lines (or ends of lines) taken out; `site` is repetition. removed_share: of the characters.
    chars: what is left, space aside."""

    removed: dict[str, int]
    removed_share: float
    chars: int


class Removal(NamedTuple):
    """What was taken out: number of the line in the text as it came, rule, weight (0: repetition), the text itself."""

    line: int
    rule: str
    weight: int
    text: str


class _Weight(NamedTuple):
    weight: int
    rule: str


NOTHING = _Weight(0, "")


class _Piece(NamedTuple):
    rule: str
    weight: int
    text: str


class _Entry(NamedTuple):
    rule: str
    form: str
    weight: int


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
        # leftmost-longest matching hides a telling phrase inside a longer term; the longer one says as much
        holding = [term for term, of in entries.items() if any(entry.form == "holds" for entry in of)]
        inside = ahocorasick_rs.AhoCorasick(holding)
        for term, of in list(entries.items()):
            for other in {holding[found] for found, _, _ in inside.find_matches_as_indexes(term, overlapping=True)}:
                of += [entry for entry in entries[other] if entry.form == "holds" and other != term]
        self._entries = list(entries.values())
        self._automaton = _automaton(list(entries))
        # what ends as a sentence does is not made of words of furniture, whatever it holds
        phrases = {term: of for term, of in entries.items() if any(entry.form != "words" for entry in of)}
        self._phrase_entries = [[entry for entry in of if entry.form != "words"] for of in phrases.values()]
        self._phrases = _automaton(list(phrases))
        # terms of weight 0 are everyday words: looked for only in lines that hold another
        self._telling = _automaton([term for term, of in entries.items() if any(entry.weight for entry in of)])

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
        most = limits.sentence_letters if line[-1] in "。！？!?" else limits.phrase_letters
        letters = sum(map(str.isalpha, line)) if len(line) > most else len(line)
        few = letters <= most
        words: dict[int, _Weight] = {}
        spans: list[str] = []
        phrase = NOTHING
        is_sentence = line[-1] in "。！!"
        entries = self._phrase_entries if is_sentence else self._entries
        automaton = self._phrases if is_sentence else self._automaton
        for pattern, start, end in automaton.find_matches_as_indexes(line):
            for rule, form, weight in entries[pattern]:
                if form == "words":
                    words[pattern] = max(words.get(pattern, NOTHING), _Weight(weight, rule))
                elif weight >= SURE or (few and (form == "holds" or _opens(line, start, end))):
                    phrase = max(phrase, _Weight(weight, rule))
            if pattern in words:
                spans.append(line[start:end])
        if words and self._is_all_words(line, "".join(spans), limits.cover_share):
            return _Weight(sum(weight for weight, _ in words.values()), max(words.values()).rule), phrase
        return NOTHING, phrase

    @staticmethod
    def _is_all_words(line: str, words: str, share: float) -> bool:
        letters = sum(map(str.isalpha, line))
        return sum(map(str.isalpha, words)) >= share * letters and not any(
            line.count(mark) > words.count(mark) for mark in _PROSE_MARKS if mark in line.rstrip("…？?")
        )


def _automaton(terms: list[str]) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(terms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


@functools.cache
def load_furniture(name: str) -> Furniture:
    """The lexicon `name` of configs/lexicons, or the file of that path; built once a process (0.1 s)."""
    return Furniture(Path(name) if Path(name).suffix else FOLDER / f"{name}.yaml")


def clean(text: str, limits: Limits, on_site: Iterable[int] = ()) -> tuple[str, list[Removal]]:
    """The text without its furniture, and what was taken out, in order.

    on_site: numbers of the lines that `repeated` found in many documents of the site.
    """
    lines = text.split("\n")
    furniture = load_furniture(limits.lexicon)
    gone: dict[int, Removal] = {i: Removal(i, "site", 0, lines[i]) for i in on_site}
    at_edge: dict[int, Removal] = {}
    ends: list[Removal] = []
    heads: list[int] = []
    numbers = [i for i, line in enumerate(lines) if len(line) > 1]
    # of a long line only the end is looked at
    probes = [line if len(line := lines[i]) <= limits.line_chars else line[-limits.phrase_letters :] for i in numbers]
    for probe in furniture.candidates(probes):
        i = numbers[probe]
        if lines[i].strip(_HEAD_DECORATION) in furniture.heads:
            heads.append(i)
        rest, found = _judge(lines[i], furniture, limits)
        if not rest:
            rule, weight = max(found, key=lambda piece: piece.weight)[:2]
            gone.setdefault(i, Removal(i, rule, weight, lines[i]))
        elif rest != lines[i]:
            ends += [Removal(i, *piece) for piece in reversed(found)]
            lines[i] = rest
        elif found:
            at_edge[i] = Removal(i, *found[0])
    for i in heads:
        titles = [k for k in range(i + 1, len(lines)) if k not in gone and lines[k].strip()]
        if 0 < len(titles) <= limits.listed_titles and all(_is_title(lines[k], limits.line_chars) for k in titles):
            gone |= {k: Removal(k, "list", 0, lines[k]) for k in (i, *titles)}
            break
    if at_edge:
        head = {i: removal for i, removal in at_edge.items() if removal.weight >= limits.head_weight}
        tail = {i: removal for i, removal in at_edge.items() if removal.weight >= limits.tail_weight}
        _peel(range(len(lines)), lines, gone, head, limits.edge_lines)
        _peel(range(len(lines) - 1, -1, -1), lines, gone, tail, limits.edge_lines)
    for i in [i for i in gone if i + 1 < len(lines) and i + 1 not in gone and _heads_value(lines[i], lines[i + 1])]:
        del gone[i]
    if not gone and not ends:
        return text, []
    return _without(lines, gone), sorted([*gone.values(), *ends])


def _heads_value(line: str, below: str) -> bool:
    """Whether a line is all that says what a number or a name below it is (微信号 above lao_wang88, heads of a table): it stays,
    so that the stage `pii` can tell.
    """
    cells = below.split()
    return 0 < len(cells) == len(line.split()) and any(map(_VALUE.fullmatch, cells))


def measure(text: str, rest: str, removals: Sequence[Removal]) -> Measures:
    """Measures of `clean(text) == (rest, removals)`."""
    chars = sum(map(len, rest.split()))
    before = sum(map(len, text.split())) if removals else chars
    return Measures(
        removed=dict(sorted(Counter(removal.rule for removal in removals).items())),
        removed_share=1 - chars / before if before else 0.0,
        chars=chars,
    )


def repeated(documents: Sequence[tuple[str | None, str]], limits: Limits) -> list[list[int]]:
    """For each (site, text), the numbers of its lines that are furniture of the site by repetition.

    A line counts for a site if it stands at the head (or at the tail) of at least `site_share` of the site's different
    texts, of which there must be `site_documents`. It is taken from a text if everything between it and that edge is
    taken too, and never if nothing would be left: a text that repeats as a whole is deduplication's to judge.
    """
    sites: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, (site, text) in enumerate(documents):
        if site and text:
            sites[site][text].append(number)
    found: list[list[int]] = [[] for _ in documents]
    for texts in sites.values():
        if len(texts) < limits.site_documents:
            continue
        at_least = max(limits.site_share * len(texts), 2)
        numbered = {text: _content_lines(text) for text in texts}
        for backwards in (False, True):
            _repeated_edge(numbered, backwards, at_least, limits, texts, found)
    return [sorted(numbers) for numbers in found]


def _repeated_edge(
    numbered: dict[str, list[tuple[int, str]]],
    backwards: bool,
    at_least: float,
    limits: Limits,
    texts: dict[str, list[int]],
    found: list[list[int]],
) -> None:
    edges: dict[str, list[tuple[int, str]]] = {}
    counts: Counter[str] = Counter()
    for text, lines in numbered.items():
        edge = lines[::-1][: limits.site_lines] if backwards else lines[: limits.site_lines]
        edges[text] = edge
        counts.update({line for _, line in edge})
    common = [line for line, count in counts.items() if count >= at_least]
    if not common:
        return
    furniture = load_furniture(limits.lexicon)
    taken = {
        line
        for line in common
        if _is_label(line, limits.repeated_letters)
        or (len(line) <= limits.line_chars and max(furniture.weigh(line, limits)).weight >= limits.tail_weight)
    }
    for text, edge in edges.items():
        peeled = [i for i, _ in itertools.takewhile(lambda numbered_line: numbered_line[1] in taken, edge)]
        for number in texts[text]:
            left = len(numbered[text]) - len(found[number])
            if len(peeled) < left:
                found[number] += peeled


def _is_label(line: str, letters: int) -> bool:
    """Long enough to be no heading such as 名称 or 总则, and no sentence."""
    return sum(map(str.isalpha, line)) >= letters and _NO_SENTENCE.fullmatch(line) is not None


def _content_lines(text: str) -> list[tuple[int, str]]:
    return [(i, stripped) for i, line in enumerate(text.split("\n")) if (stripped := line.strip())]


def _judge(line: str, furniture: "Furniture", limits: Limits) -> tuple[str, list[_Piece]]:
    """What is left of a line and the pieces that go; if all is left, what of less than `inside_weight` the line is.

    From the end: what stands behind the last sentence, a pair of brackets, at last the sentences themselves, so that a
    sentence does not go with the credits behind it.
    """
    pieces: list[_Piece] = []
    short = len(line) <= limits.line_chars
    if _MARKUP.match(line):
        return line, []
    rest = line
    while rest:
        end = max(map(rest.rfind, "。！？”")) + 1
        if end == len(rest):
            end = 0 if short else end
        tail = rest[end:]
        if not tail or (end == 0 and not short) or len(tail) > limits.line_chars:
            break
        words, phrase = furniture.weigh(tail, limits)
        best = max(words, phrase)
        if words.weight < limits.inside_weight and (bracket := _bracket(tail)):
            of_bracket = max(furniture.weigh(bracket, limits))
            if of_bracket.weight >= limits.inside_weight:
                tail, best = bracket, of_bracket
        weight, rule = best
        if weight < limits.inside_weight:
            if tail == line and weight:
                pieces.append(_Piece(rule, weight, tail))
            break
        pieces.append(_Piece(rule, weight, tail))
        rest = rest[: -len(tail)].rstrip()
    return rest, pieces


def _bracket(text: str) -> str:
    """The brackets at the end of `text`, if something stands before them."""
    opening = _BRACKETS.get(text[-1])
    return text[at:] if opening is not None and (at := text.rfind(opening)) > 0 else ""


def _opens(line: str, start: int, end: int) -> bool:
    """Nothing but decoration before the term, a sign, a blank or a number right behind it, and more."""
    return end < len(line) and _DECORATION.issuperset(line[:start]) and (line[end] in _BEHIND or line[end - 1] in ":：")


def _is_title(line: str, line_chars: int) -> bool:
    """May this line be the title of another page: short, and no sentence?"""
    return len(line) <= line_chars and line.rstrip()[-1] not in "。！？；!?;" and not _MARKUP.match(line)


def _peel(
    order: range, lines: list[str], gone: dict[int, Removal], at_edge: dict[int, Removal], edge_lines: int
) -> None:
    """From one end of the text: lines of small weight leave while at most `edge_lines` others were passed."""
    passed = 0
    for i in order:
        if i in at_edge:
            gone.setdefault(i, at_edge[i])
        elif i not in gone and lines[i].strip():
            passed += 1
            if passed >= edge_lines:
                return


def _without(lines: list[str], gone: Iterable[int]) -> str:
    """The other lines; where lines left, two blank lines that meet become one."""
    left = set(gone)
    kept: list[str] = []
    after_gap = False
    for i, line in enumerate(lines):
        if i in left:
            after_gap = True
            continue
        blank = not line.strip()
        if not (blank and after_gap and (not kept or not kept[-1].strip())):
            kept.append(line)
        after_gap = after_gap and blank
    while kept and not kept[-1].strip():
        kept.pop()
    return "\n".join(kept)


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
