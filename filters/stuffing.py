"""Signs of web spam in the shape of a plain text, for which no list of words is needed.

- a phrase of the title fills the text (咸阳不锈钢水箱 in every clause), as pages for search engines repeat what they sell;
- a line of keywords joined by _, - or | stands before or behind a text that speaks of nothing in it, as hijacked sites carry;
- a name is said twice where the text begins, and again between clauses that have nothing to do with it; or a part of the
  title is such a clause by itself, again and again;
- sounds in letters behind characters: plain ones (本(ben)届(jie)), or with tones (運(yùn)維) behind the same character
  again and again, which converters to Traditional leave behind, and teachers do not.

Method: the first after the share of the commonest words of Ntoulas et al. (WWW 2006), for a language without blanks.

Price: a few searches in the head of a text and a look at its first eight lines and the last; all texts pay it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

#: characters of a text that are looked at: what fills a page fills its head
LOOKED_AT = 2000
# A phrase of the head of a title has so many Chinese characters; it fills a text of whose head it makes up so many percent,
# and stands there so often.
_PHRASES = range(2, 9)
_TITLE_CHARS = 40
_HEAD = 500
_HEAD_TIMES = 5
# Percent of the text that a phrase makes up in texts about it.
_NATURAL_PERCENT = 12
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
# A name that a text begins with twice has so many different characters, and stands oftener in its head than those times.
_TWICE = re.compile("([\u4e00-\u9fffA-Za-z0-9]{3,12})\\1")
_NAME_KINDS = 3
_TWICE_CHARS = 15
_DOUBLED = 2
# A part of a title that may be a name, and marks within a paragraph on both sides of a clause that is nothing else.
_TITLE_PARTS = re.compile(r"\s*[-_|—–~>»/\\·]+\s*|\s+")
_LONE_TITLE = 120
_LONE_CHARS = range(2, 16)
_LONE_PARTS = 2
_LONE_TIMES = 2
_MARKS = "，。；！？,;!?"
# Lines of keywords: parts of at least so many characters, so many of them, of which the text holds hardly a pair.
_JOINT = re.compile(r" ?[-_|]+ ?")
_PART_CHARS = range(5, 30)
_PARTS = 4
_HEARD_SHARE = 0.25
_LINE_CHARS = 400
# Lines of the head that are looked at: broken markup may stand before the keywords.
_HEAD_LINES = 8
_LEAST_LINE = _PARTS * _PART_CHARS.start
# A text that could bear out a line of keywords has so many characters.
_BODY_CHARS = 120
# A Chinese character with its sound in letters behind it, in brackets.
_SYLLABLE = (
    r"[(（](?:[zcs]h|[bpmfdtnlgkhjqxzcsryw])?"
    r"(?:[iu]?ang?|[iu]?ai|i?ao|i?ong|[eiu]ng?|e[inr]|i[aeun]|ou|u[aeino]|[aeiouv])[)）]"
)
_SOUND = re.compile(r"(?<=[\u4e00-\u9fff])" + _SYLLABLE)
_TONED = re.compile(
    r"([\u4e00-\u9fff])[(（]((?=[a-z]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6})[)）]"
)
# So many characters per thousand with their sounds teach how those are read; primers give nearly each.
_SOUNDS = 20
_READER_SHARE = 0.3
# So many per thousand are told again in lessons on characters with several sounds.
_LESSONS = 15


@dataclass(frozen=True, slots=True)
class Measures:
    """stuffed: percent of the text that a phrase of the title makes up, beyond the twelve that
    are natural. chain: keywords, beyond the third, in lines of such before or behind a text that bears out none of them,
    the title among the lines. sounds: characters with their sound in plain letters behind them (本(ben)届(jie)), per
    thousand, beyond those of a text that teaches a few. resounded: characters whose sound with its tone is told again and
    again (運(yùn)), per thousand, beyond those of lessons. doubled: how often, beyond those two times, the head of the text says
    a name that it begins with twice in one breath (神博城神博城当天下午). lone: how often, beyond the second, one of several
    parts of the title is a clause of its own within a paragraph of the head (…换油，神博城，清洗…)."""

    stuffed: float = 0.0
    chain: int = 0
    sounds: float = 0.0
    resounded: float = 0.0
    doubled: int = 0
    lone: int = 0

    def values(self) -> dict[str, Any]:
        """By name, those of the classes built on this one too; dataclasses.asdict copies each, which takes longer."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


NOTHING = Measures()


def measure(text: str, title: str | None) -> Measures:
    """title: None where there is none, or where the first line of the text serves."""
    head = text[:LOOKED_AT]
    beginning = text[:_HEAD]
    brackets = beginning.count("(") + beginning.count("（")
    sounds, resounded = (_sounds(head), _resounded(head)) if 1000 * brackets > _SOUNDS * len(beginning) else (0.0, 0.0)
    stuffed, chain, doubled, lone = _stuffed(head, title), _chain(text, title), _doubled(head), _lone(head, title)
    if stuffed or chain or sounds or resounded or doubled or lone:
        return Measures(stuffed, chain, sounds, resounded, doubled, lone)
    return NOTHING


def _stuffed(head: str, title: str | None) -> float:
    if not title:
        return 0.0
    runs = _HAN.findall(title[:_TITLE_CHARS])
    beginning = head[:_HEAD]
    pairs = {run[i : i + 2] for run in runs for i in range(len(run) - 1)}
    least = max(_HEAD_TIMES, len(beginning) * _NATURAL_PERCENT // 200)
    if not any(beginning.count(pair) >= least for pair in pairs):
        return 0.0
    phrases = {run[i : i + size] for run in runs for size in _PHRASES for i in range(max(len(run) - size + 1, 0))}
    covered = max(len(phrase) * head.count(phrase) for phrase in phrases)
    return round(max(100 * covered / len(head) - _NATURAL_PERCENT, 0.0), 2)


def _doubled(head: str) -> int:
    if head.find(head[:_NAME_KINDS], _NAME_KINDS, _TWICE_CHARS) < 0:
        return 0
    found = _TWICE.match(head)
    if not found or len({*found[1]}) < _NAME_KINDS:
        return 0
    return max(head.count(found[1]) - _DOUBLED, 0)


def _lone(head: str, title: str | None) -> int:
    parts = _TITLE_PARTS.split(title[:_LONE_TITLE].strip()) if title else []
    if len(parts) < _LONE_PARTS:  # the title of a letter or a poem is called in it: 老班长，您好
        return 0
    most = 0
    for part in parts:
        if len(part) in _LONE_CHARS and head.count(part) > _LONE_TIMES:
            most = max(most, _clauses(head, part))
    return max(most - _LONE_TIMES, 0)


def _clauses(head: str, part: str) -> int:
    """How often `part` stands between two marks. Expressions made for each part took longer to compile than to search."""
    count, at = 0, head.find(part, 1)
    while 0 < at < len(head) - len(part):
        count += head[at - 1] in _MARKS and head[at + len(part)] in _MARKS
        at = head.find(part, at + len(part))
    return count


def _chain(text: str, title: str | None) -> int:
    if len(text) < _BODY_CHARS:
        return 0
    edges = "".join((title or "", text[: 2 * _LINE_CHARS], text[-_LINE_CHARS:]))
    if edges.count("_") + edges.count("-") + edges.count("|") < _PARTS - 1:
        return 0
    chains = [(parts, line) for line in _edges(text, title) if len(parts := _keywords(line)) >= _PARTS]
    if not chains:
        return 0
    rest = text
    for _, line in chains:
        rest = rest.replace(line, "")
    if len(rest) < _BODY_CHARS:
        return 0
    return max(0, *(sum(not _is_borne_out(part, rest) for part in parts) - _PARTS + 1 for parts, _ in chains))


def _edges(text: str, title: str | None) -> Iterator[str]:
    """The title, the first lines and the last, of those that have joints and are no prose."""
    first = text[: 2 * _LINE_CHARS].split("\n", _HEAD_LINES)[:-1]
    last = text.rfind("\n", max(len(text) - _LINE_CHARS, 0)) + 1
    for line in (title, *first, text[last:] if last else None):
        if not line or len(line) < _LEAST_LINE or line.isascii():
            continue
        if line.count("_") + line.count("-") + line.count("|") >= _PARTS - 1 and "。" not in line:
            yield line


def _keywords(line: str) -> list[str]:
    """The parts of a line of keywords; none where most parts are as short as the entries of a menu."""
    parts = [part for part in _JOINT.split(line.strip()) if part]
    long = [part for part in parts if len(part) in _PART_CHARS and not part.isascii()]
    return long if 2 * len(long) > len(parts) else []


def _is_borne_out(part: str, rest: str) -> bool:
    pairs = [part[i : i + 2] for i in range(len(part) - 1) if min(part[i : i + 2]) >= "\u3400"]
    return not pairs or sum(pair in rest for pair in pairs) > _HEARD_SHARE * len(pairs)


def _sounds(head: str) -> float:
    per_thousand = 1000 * len(_SOUND.findall(head)) / max(len(head), 1)
    return round(max(per_thousand - _SOUNDS, 0.0), 2)


def _resounded(head: str) -> float:
    told = Counter(_TONED.findall(head))  # of character and sound
    han = sum("\u4e00" <= char <= "\u9fff" for char in head) if told else 0
    if told.total() > _READER_SHARE * han:
        return 0.0
    return round(max(1000 * (told.total() - len(told)) / len(head) - _LESSONS, 0.0), 2)
