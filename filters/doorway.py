"""What a page is put up for, and whether its text bears that out: signs of a doorway page that need no list of trades.

The name of a site that no list knows shows by how it stands: it comes again and again in the title, each time with
another way in behind it (恒启注册_恒启平台_恒启登录), it fills the text, and what the title promises - an app, a log-in -
the text does not speak of. None of these is spam by itself, since honest pages name their goods and have log-ins;
webspam.py weighs them together.

Method: after the features of keyword stuffing of Ntoulas et al., "Detecting spam web pages through content analysis", WWW
2006 (words of the title in the text, share of the commonest words), made for a language without blanks.
"""

import bisect
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from . import stuffing
from .lexicon import CONTEXT, Match, Scan

#: calls that lead into a site (官网, 平台) have at least this weight, those that promise software or an account (下载, 登录)
#: at least the other
ENTRY_WEIGHT = 1.0
PROMISE_WEIGHT = 2.0
#: words of the topics that the wording of trades promises have this weight; those that excuse a mere name have none
TRADE_TOPIC = 1.0
#: names that sites share with firms and places have this weight, the wording of trades more
NAME_WEIGHT = 1.0
#: calls of exactly this weight are words that sites use of themselves
SITE_WEIGHT = 0.5
# A text speaks of a matter by one of its words in so many bytes (250 Chinese characters), and by two at least.
_TOPIC_BYTES = 750
_TOPIC_WORDS = 2
# Names, a whole part of the title among them, have two to fifteen characters; what parts of a title have in common is one
# from three on, since two are any noun.
_NAME_CHARS = range(2, 16)
_COMMON_CHARS = 3
# How terms of trades end that lead into a site.
_ENTRIES = (
    "官网", "登录", "登陆", "注册", "下载", "app", "平台", "入口", "网址", "手机版", "客户端", "开户", "主管", "代理", "娱乐",
    "体育",
)  # fmt: skip
# A title of fewer pairs of characters may be unheard by chance; some pairs (中国) stand in any text of 500 characters.
_PAIRS = 2
_LONG_BYTES = 1500
_HEARD_SHARE = 0.25
# Mentions of the name in any text about it.
_MENTIONS = 2
_NATURAL_PERCENT = 8
# Parts of a title that are looked at; longer titles are lists.
_PARTS = 12
_THOUSAND_BYTES = 3000  # a thousand Chinese characters
# The stem before a call in a clause that is nothing but a name and the way in: two to six Chinese characters.
_STEM_BYTES = range(6, 19)
# Words of which no name is made; what stands before a way in and holds one is a sentence (手机请在官网下载).
_NO_NAME = re.compile("[的了是请将把您你我们怎被及或]|点击|打开|选择|使用|通过|如何|什么|无法|可在")
# Parts of a title with one of these are about software, accounts or offices (平台登录异常的说明) and no way in.
_ARTICLE = re.compile(
    "怎么办|无法|不了|异常|失败|说明|通知|公告|公示|指南|手册|教程|步骤|流程|须知|问题|原理|区别|原因|办法|规定|细则|方案|报告"
    "|如何|为什么|维护|恢复|暂停|升级".encode()
)
# A title part from this many bytes on (four Chinese characters) is a phrase, not a word that anything may repeat.
_PHRASE_BYTES = 12
# Calls that make a name with them the name of a site; what ends in others may be any program (邮件客户端).
_HOMES = ("官网", "官方网站", "官方平台", "官方入口", "网址", "入口")


@dataclass(frozen=True, slots=True)
class Measures(stuffing.Measures):
    """title_calls: different ways in (官网, 下载) that the title names. variants: how often the name comes again in such a
    title. name_percent: of the body, made up by the name of such a title or one that the title says twice, beyond the
    eight that guides of the trade still call natural. unkept_repeats: how often the body names the name, if the title
    promises software or an account and the body hardly speaks of such. entry_repeats: how often, beyond the first, the
    body says a name of the title with its way in as one word (恒启官网), or a part of it with two words that sites use of
    themselves (云海国际信誉). unheard: different ways in, names of houses and terms of trades (all light ones count for
    one) in a title, or a part of it that names a trade, that the body does not echo, and one more for a term that is not
    light if the body does not speak of such matters; 3 in 100 edited pages have a title that not one pair of characters of
    the body echoes, 66 in 100 pages with the title of another. unheard_sites: different words in such a title that sites
    use of themselves (线上, 正规, 国际). name_calls: different ways in that the body puts right behind a name of the
    title, which may lead nowhere itself. sites: different names with ways in of which clauses of the body consist, per
    thousand characters (a shorter text counts as a thousand). baits: weight of the different words, beyond a weight of
    one, that sites after money speak (秒到, 礼金, 总代), in a long text per three thousand characters."""

    title_calls: int = 0
    variants: int = 0
    name_percent: float = 0.0
    unkept_repeats: int = 0
    entry_repeats: int = 0
    unheard: int = 0
    unheard_sites: int = 0
    name_calls: int = 0
    sites: float = 0.0
    baits: float = 0.0


def is_entry(match: Match) -> bool:
    """Whether a match leads into a site: a call, or a term of a trade with one at its end (国际登录)."""
    return match.weight >= ENTRY_WEIGHT and (
        match.category == "call" or (match.category not in CONTEXT and match.term.endswith(_ENTRIES))
    )


def _promises(match: Match) -> bool:
    return match.category == "call" and match.weight >= PROMISE_WEIGHT


def _entry_repeats(title: Scan, body: Scan) -> int:
    return max(max(map(body.data.count, (*_phrases(title), *_slogans(title))), default=0) - 1, 0)


def _slogans(title: Scan) -> Iterator[bytes]:
    """The parts of a title in which two words stand that lead into sites or that those use of themselves."""
    for part in _parts(title):
        words = {m.term for m in part.matches if is_entry(m) or _is_site_word(m)}
        if len(words) > 1 and len(part.data) >= _PHRASE_BYTES:
            yield part.data


def _parts(title: Scan) -> Iterator[Scan]:
    """The parts of a title, each with what begins in it."""
    start = 0
    for part in title.data.split(b"\n"):
        end = start + len(part)
        within = (match for match in title.matches if start <= match.start < end)
        yield Scan(part, [m._replace(start=m.start - start, end=m.end - start) for m in within])
        start = end + 1


def _is_site_word(match: Match) -> bool:
    return match.category in ("field", "bait") or (match.category == "call" and match.weight == SITE_WEIGHT)


def _name_calls(title: Scan, body: Scan) -> int:
    heads = tuple(name.encode() for name in names(title))
    return len({m.term for m in body.matches if is_entry(m) and body.data.endswith(heads, 0, m.start)}) if heads else 0


def offered(title: Scan) -> Scan:
    """The title without the calls of parts that are about software, accounts or offices: no way in stands there."""
    parts = title.data.split(b"\n")
    if not any(map(_ARTICLE.search, parts)):
        return title
    ends = list(accumulate(len(part) + 1 for part in parts))
    kept = [
        match
        for match in title.matches
        if match.category != "call" or not _ARTICLE.search(parts[bisect.bisect_right(ends, match.start)])
    ]
    return Scan(title.data, kept)


def names(title: Scan) -> set[str]:
    """What may be the name that a title puts forward: what stands before a way in; what parts of it have in common."""
    parts = title.data.decode("utf-8", "replace").split("\n")[:_PARTS]
    found = {*_stems(title), *parts}
    for i, part in enumerate(parts):
        for other in parts[:i]:
            if part[:_COMMON_CHARS] == other[:_COMMON_CHARS]:
                found.add(_common(part, other))
            if part[-_COMMON_CHARS:] == other[-_COMMON_CHARS:]:
                found.add(_common(part[::-1], other[::-1])[::-1])
    # names of programs are Latin
    return {name for name in found if len(name) in _NAME_CHARS and not name.isascii()}


def _stems(title: Scan) -> Iterator[str]:
    """What stands between the start of a part of the title, or the way in before, and the next way in."""
    begin = 0
    for match in title.matches:
        if is_entry(match) or match.category == "field":
            begin = max(begin, title.data.rfind(b"\n", 0, match.start) + 1)
            if match.start > begin:
                yield title.data[begin : match.start].decode("utf-8", "replace")
            begin = match.end if is_entry(match) else begin


def _phrases(title: Scan) -> Iterator[bytes]:
    """A name of the title with the way to its site behind it (恒启官网), or any two ways in as one (官网登录)."""
    start = begin = count = 0
    for match in title.matches:
        if not is_entry(match):
            continue
        count += 1
        if match.start != begin or not begin:
            start, count = max(begin, title.data.rfind(b"\n", 0, match.start) + 1), 1
        begin = match.end
        phrase = title.data[start:begin]
        is_site = count > 1 or match.category not in CONTEXT or match.term.endswith(_HOMES)
        if is_site and len(phrase) >= _PHRASE_BYTES and not _NO_NAME.search(phrase.decode("utf-8", "replace")):
            yield phrase


def _common(one: str, other: str) -> str:
    """How both begin."""
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:same]


def variants(title: Scan) -> int:
    """How often the name of a title comes again in it, behind another way in or before it."""
    if b"\n" not in title.data and not any(is_entry(match) or match.category == "field" for match in title.matches):
        return 0  # it names nothing but itself
    text = title.data.decode("utf-8", "replace")
    if len({*pairwise(text)}) == len(text) - 1:
        return 0  # no two characters come again
    return max((title.data.count(name.encode()) for name in names(title)), default=1) - 1


def name_of(title: Scan, body: bytes) -> bytes | None:
    """Of the names of a title, the one that makes up most of the body, then of the title."""
    weighed = [
        (body.count(name) * len(name), title.data.count(name) * len(name), name)
        for name in (name.encode() for name in names(title))
    ]
    return max(weighed)[2] if weighed else None


def per_thousand(body: Scan) -> float:
    """What a count is multiplied by to be one per thousand characters; a shorter text counts as a thousand."""
    return _THOUSAND_BYTES / max(len(body.data), _THOUSAND_BYTES)


def per_page(body: Scan) -> float:
    """What a count of a text longer than three thousand characters is multiplied by: a book holds more of anything."""
    return min(1.0, 3 * _THOUSAND_BYTES / max(len(body.data), 1))


def speaks_of(body: Scan, categories: tuple[str, ...], least: float = 0.0) -> bool:
    """Whether words of `categories` stand in a text as they do in one about the matter: several, and often enough."""
    found = Counter(match.term for match in body.matches if match.category in categories and match.weight >= least)
    return len(found) >= _TOPIC_WORDS and found.total() >= len(body.data) / _TOPIC_BYTES


def _unheard(title: Scan, body: Scan) -> int:
    """Measures.unheard: of the whole title, or of the part that names a trade, whichever is more."""
    return max(_unheard_part(part, body) for part in (title, *_trade_parts(title)))


def _trade_parts(title: Scan) -> Iterator[Scan]:
    """The parts of a title, if there are several, in which a name or term of a trade stands."""
    for part in _parts(title):
        is_whole = len(part.data) == len(title.data)
        if not is_whole and any(m.category not in CONTEXT and m.weight >= 1 for m in part.matches):
            yield part


def _unheard_part(title: Scan, body: Scan) -> int:
    trade = [match for match in title.matches if match.category not in CONTEXT]
    told = {
        match.term
        for match in title.matches
        if is_entry(match) or (match.weight >= 1 and (match in trade or (match.category == "field" and match.start)))
    }
    count = len(told) + any(match.weight < 1 for match in trade)
    if not count or _is_echoed(title, body):
        return 0
    return count + (any(match.weight >= 1 for match in trade) and not speaks_of(body, ("topic",), TRADE_TOPIC))


def _sells(title: Scan) -> bool:
    """Whether it holds the wording of a trade, or a name that firms have too beside a way in or a field."""
    trade = max((match.weight for match in title.matches if match.category not in CONTEXT), default=0.0)
    leads = any(is_entry(match) or (match.category == "field" and match.start) for match in title.matches)
    return trade > NAME_WEIGHT or (leads and len(title.data) > len(title.matches[0].term.encode()))


def _is_echoed(title: Scan, body: Scan) -> bool:
    """Whether pairs of its Chinese characters, ways in left out, stand in the body.

    A title of fewer pairs is echoed where its names and terms of trades stand, and if it has none.
    """
    data = bytearray(title.data)
    for match in title.matches:
        if match.category == "call":  # said of anything
            data[match.start : match.end] = b"\n" * (match.end - match.start)
    rest = data.decode("utf-8", "replace")
    pairs = {rest[i : i + 2] for i in range(len(rest) - 1) if min(rest[i : i + 2]) >= "\u3400"}
    heard = sum(pair.encode() in body.data for pair in pairs)
    if len(pairs) < _PAIRS:
        return heard > 0 or not _sells(title) or any(title.data[m.start : m.end] in body.data for m in title.matches)
    return heard > (_HEARD_SHARE * len(pairs) if len(body.data) > _LONG_BYTES else 0)


def site_words(title: Scan) -> int:
    """Different words in a title that sites use of themselves and that lead nowhere by themselves (线上, 正规, 国际)."""
    return len(
        {m.term for m in title.matches if (m.category == "call" and m.weight == SITE_WEIGHT) or m.category == "field"}
    )


def sites(body: Scan) -> set[bytes]:
    """The names of clauses that hold nothing but short names, each with ways in behind it (恒远注册, 天恒娱乐总代)."""
    found: set[bytes] = set()
    data = body.data
    clause = begin = -1  # where the clause starts, and what is not yet read of it; -1: it is not made up so
    waiting: list[bytes] = []
    for match in body.matches:
        if match.category != "call" and not is_entry(match):
            continue
        start = data.rfind(b"\n", max(0, match.start - _STEM_BYTES.stop - 1), match.start) + 1
        if start != clause and (start or match.start <= _STEM_BYTES.stop):
            clause, begin, waiting = start, start, []
        if begin < 0 or (match.start > begin and match.start - begin not in _STEM_BYTES):
            begin = -1
            continue
        if match.start > begin and is_entry(match):
            stem = data[begin : match.start]
            if _NO_NAME.search(stem.decode("utf-8", "replace")):
                begin = -1
                continue
            waiting.append(stem)
        begin = match.end
        if match.end == len(data) or data[match.end] == 10:
            found.update(waiting)
            begin = -1
    return found


def measure(title: Scan | None, body: Scan) -> Measures:
    """title: its parts are parted by line feeds; None where there is none."""
    name = name_of(title, body.data) if title else None
    baits = {match.term: match.weight for match in body.matches if match.category == "bait"}
    repeats = body.data.count(name) if name else 0
    calls = len({match.term for match in title.matches if is_entry(match)}) if title else 0
    unkept = bool(title and any(map(_promises, title.matches)) and not speaks_of(body, ("software", "topic")))
    says_twice = title is not None and name is not None and title.data.count(name) > 1
    percent = 100 * repeats * len(name or b"") / max(len(body.data), 1)
    stuffed = repeats > _MENTIONS and (calls or says_twice)
    return Measures(
        title_calls=calls,
        variants=title.data.count(name) - 1 if title and name and calls else 0,
        name_percent=round(max(percent - _NATURAL_PERCENT, 0.0), 2) if stuffed else 0.0,
        unkept_repeats=repeats if unkept else 0,
        entry_repeats=_entry_repeats(title, body) if title else 0,
        unheard=_unheard(title, body) if title else 0,
        unheard_sites=site_words(title) if title and not _is_echoed(title, body) else 0,
        name_calls=_name_calls(title, body) if title else 0,
        sites=round(len(sites(body)) * per_thousand(body), 4),
        baits=round(max(sum(baits.values()) * per_page(body) - 1, 0.0), 4),
    )
