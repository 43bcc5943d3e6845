"""Lines that a site says to its visitor, not the author to the reader: 上一篇, 责任编辑, 分享到, ICP备, 请记住本站域名.

Three kinds of evidence, both about whole lines (and about what hangs behind the last sentence of one):

- words: what a line weighs by a lexicon (furniture.py). From `inside_weight` on it leaves wherever it stands; below it
  only at the head (`head_weight`) or tail (`tail_weight`) of the text, where buttons and bylines stand;
- lists: the heading of a list of other pages (相关新闻, 热门推荐) takes the titles behind it along, if there is nothing
  but titles from it to the end of the text;
- repetition: the same line at the head or tail of most documents of a site (`repeated`).

What protects text: long lines are never judged by their words; a single word of furniture (下载, 评论) may be a heading
and stays inside; repetition counts only from the edge inwards, so that refrains, braces and headings of sections, which
have other text around them, are out of its reach, and never takes a sentence without a word of furniture.
False positives: a byline (来源：新华社) goes, which some trainers would keep; a line of a manual that consists of names of
buttons (打印 关闭 下载).

Price: one Aho-Corasick pass over the lines of up to `line_chars` characters and the ends of longer ones, two more over
what it finds; 60 to 80 MB/s on prose.
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .furniture import Furniture, Limits, load_furniture

#: how lines of Markdown, source code, manual pages and numbered headings begin: what they say is content
_MARKUP = re.compile(r"#|//|/\*|[*>-] |<!--|\||!\[|```|\.\\|'\\| {4}|\t|\d+(?:\.\d+)*[.、]")
_MARKUP_STARTS = frozenset("#/*>-<|!`.' \t0123456789")
_HEAD_DECORATION = " \t　【】[]()（）<>»›·•●◆◇■□★☆※|*-–—_:：…."
_BRACKETS = {"）": "（", ")": "(", "】": "【", "]": "["}
_NO_SENTENCE = re.compile("[^。！？!?；，,]*")
#: a number or the name of an account, and nothing else
_VALUE = re.compile(r"(?=[A-Za-z_\-]*[0-9_])[A-Za-z0-9_\-]{5,30}|[a-z]{6,20}")


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


class _Piece(NamedTuple):
    rule: str
    weight: int
    text: str


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
    # of a long line only the end is looked at
    probes = [line if len(line) <= limits.line_chars else line[-limits.phrase_letters :] for line in lines]
    for i in furniture.candidates(probes):
        if len(lines[i]) < 2:
            continue
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
    if heads:
        gone |= _list_at_the_end(lines, set(heads), gone, limits)
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


def _judge(line: str, furniture: Furniture, limits: Limits) -> tuple[str, list[_Piece]]:
    """What is left of a line and the pieces that go; if all is left, what of less than `inside_weight` the line is.

    From the end: what stands behind the last sentence, a pair of brackets, at last the sentences themselves, so that a
    sentence does not go with the credits behind it.
    """
    pieces: list[_Piece] = []
    short = len(line) <= limits.line_chars
    if line[0] in _MARKUP_STARTS and _MARKUP.match(line):
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
            before = _last_sentence(rest[: -len(tail)].rstrip())
            if not weight or not 0 < len(before) <= limits.line_chars:
                break
            if max(furniture.weigh(before, limits)).weight < limits.inside_weight:
                break  # 接受 goes with 我们使用 Cookie。 and with no other sentence
        pieces.append(_Piece(rule, weight, tail))
        rest = rest[: -len(tail)].rstrip()
    return rest, pieces


def _last_sentence(text: str) -> str:
    """The sentence that `text` ends with; nothing if it ends with none."""
    if not text.endswith(("。", "！", "？")):
        return ""
    return text[max(text.rfind(mark, 0, len(text) - 1) for mark in "。！？”") + 1 :]


def _bracket(text: str) -> str:
    """The brackets at the end of `text`, if something stands before them."""
    opening = _BRACKETS.get(text[-1])
    return text[at:] if opening is not None and (at := text.rfind(opening)) > 0 else ""


def _list_at_the_end(lines: list[str], heads: set[int], gone: dict[int, Removal], limits: Limits) -> dict[int, Removal]:
    """The first heading behind which the text holds nothing but titles (and what is gone already), with these titles."""
    titles: list[int] = []
    found: list[int] = []
    for k in range(len(lines) - 1, -1, -1):
        if k in heads and titles:
            found = [k, *titles]
        if k in gone or not lines[k].strip():
            continue
        if len(titles) == limits.listed_titles or not _is_title(lines[k], limits.line_chars):
            break
        titles.append(k)
    return {k: Removal(k, "list", 0, lines[k]) for k in found}


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
