"""Advertising hidden in pages of another kind: hijacked sites, doorway pages, stuffed keywords.

A lexicon alone misses them, since most of such a page is stolen or spun text that advertises nothing. What gives it
away is how the advertising stands in it, so the measures here are about places, not about words:

- an *offer* is a term that sells by itself (百家乐开户), one beside a call (官网, 登录, 下载, a messenger), or a name with
  the code of a site (金沙js55668);
- the *title* sells, or bears the name of a house (any name + 体育, 娱乐, ...), and that name comes again in the body;
- the body does not speak of what title or name promise: a page of "so-and-so sports" without a word of sport.

Where no list knows the name, the measures of doorway.py tell how name, title and text stand to each other, those of
posing.py whether it stands for a school or an office.

`score` is a logistic model over all of these, fitted on pages written for the project (benchmarks/webspam.py writes
configs/models/webspam.json, which is the one place where the weights stand); words of reporting in the same breath take
off, and no single hit reaches the limit. Price: only for texts in which a trade term or such a title stands.
"""

import bisect
import collections
import dataclasses
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from . import accounts, doorway, posing
from .cards import MODELS
from .doorway import ENTRY_WEIGHT, NAME_WEIGHT, SITE_WEIGHT
from .lexicon import CONTEXT, Match, Scan
from .posing import NAME_BYTES
from .spoken import REPORT_WEIGHT

#: a term of at least this weight is an offer by itself
OFFER_WEIGHT = 3.0
# A call within so many bytes of folded text (four Chinese characters) makes a trade term an offer.
_BESIDE_BYTES = 12
# Fifty Chinese characters: about a sentence and its neighbour.
_BREATH_BYTES = 150
# Letters and digits glued to a name; behind counted things (期, 年, 届, 号, 款, 月, 分, 元, 张, 人, 次) they are no code.
_CODE = re.compile(rb"[a-z]{1,6}\d{2,12}|\d{3,12}")
_CODE_BEFORE = re.compile(rb"(?<![a-z\d])(?:[a-z]{1,6}\d{3,8}|\d{4,8})[a-z]{0,2}\Z")
_CODE_BYTES = 16
_YEAR = re.compile(rb"(?:19|20)\d\d")
_COUNTED = tuple(
    char.encode() for char in "期年届号款月分元张人次万亿个日第版季发枚支克公千粒只把件户家余名项条件辆台米吨"
)
_COUNTRY = ("中国".encode(), "中国区".encode())
# Anywhere in a title.
_FAR = 1 << 20
# Words of reporting, by weight, per thousand characters: so many terms each excuses. Of pages with two terms of trades and
# more 316 of 336 of spam hold fewer than three per thousand, of honest ones most hold more (2026-11-30).
_EXCUSED = 0.33
# So many make a report, which may not echo its title: the body tells what became of the matter.
_REPORT = 12
_CHARS = 1000
# Bytes of a Chinese character; a text of fewer characters counts as one of so many.
_CHAR_BYTES = 3
_LEAST_CHARS = 300
# The category whose terms are names.
_BETS = "gambling"
# Mentions of a firm in any news of it.
_MENTIONS = 2
# A house that a body names so often is what the page is for.
_REPEATED = 3
# Words of the topic below which a body that repeats the name of a house hardly holds any.
_ON_TOPIC_WORDS = 2


@dataclass(frozen=True, slots=True)
class Measures(doorway.Measures):
    """offers: counted in the body, in a longer one per three thousand characters, those in one breath with police or courts
    left out; title_offers: in the title; title_houses: names of a house in a title that offers nothing; bare: how far (0 to
    1) a part of the title consists of nothing but words of trades, fields and ways in, over a body that does not speak of
    such matters; title_repeats: how often what the title offers, or a house it names (beyond two mentions), comes again in
    the body; foreign: 1 if the body does not speak of such matters; foreign_houses: how often the body repeats the name of
    a house, or a term of betting behind the same two characters, if it hardly holds a word of them; ads: different terms of
    trade weight, of any category, beyond the first, per thousand characters (a shorter text counts as a thousand), less a
    third for each word of reporting per thousand; contacts: accounts of messengers that the ends of the body name, in a
    long one per three thousand characters; disguised: those behind a messenger whose name is spelt to be hidden (薇信);
    reports: words of reporting, law or medicine in the same breath as a trade term, in body and title; posing, coded: see
    posing.py, coded beyond two mentions. unheard (doorway.py) is 0 where the body is a report."""

    offers: float = 0.0
    title_offers: int = 0
    title_houses: int = 0
    bare: float = 0.0
    title_repeats: int = 0
    foreign: int = 0
    foreign_houses: int = 0
    ads: float = 0.0
    contacts: float = 0.0
    disguised: float = 0.0
    reports: float = 0.0
    posing: int = 0
    coded: int = 0


NOTHING = Measures()
#: measures that a model gives weights to
WEIGHTED = tuple(field.name for field in dataclasses.fields(Measures))


def _is_coded(data: bytes, match: Match) -> bool:
    """Whether the code of a site stands right behind or before a name (金沙js55668, 3044永利), which is no date."""
    code = _CODE.match(data, match.end)
    if code is not None and not data.startswith(_COUNTED, code.end()):
        return True
    before = _CODE_BEFORE.search(data, max(match.start - _CODE_BYTES, 0), match.start)
    return before is not None and not _YEAR.fullmatch(before[0])


def offers(scan: Scan, categories: Sequence[str], trade_weight: float, *, is_title: bool = False) -> list[Match]:
    """The terms of `categories` that offer something: heavy ones, those beside a call, names with the code of a site.

    What firms and places are called too (凯旋门) is no offer beside a word of any shop or guide (攻略, 价格).
    A title is short and says what a page is for: in it a call anywhere counts for a term of trade weight, and a house
    of no list (鑫耀体育) with a way in (官网, 登录) right beside it is an offer too, which in running text it would not be.
    """
    found: list[Match] = []
    call_end = way_end = -2 * _FAR  # behind the last call, and the last that is no word of any shop
    waiting: Match | None = None  # a term that a call may still follow
    for match in scan.matches:
        if match.category in ("call", "field"):
            leads = match.category == "field" or match.weight >= SITE_WEIGHT
            enters = match.weight >= ENTRY_WEIGHT or (
                waiting is not None and waiting.category != "field" and (leads or waiting.weight >= trade_weight)
            )
            if waiting and enters and _is_beside(scan.data, waiting, waiting.end, match.start, trade_weight, is_title):
                found.append(waiting)
            call_end = match.end
            way_end = match.end if leads else way_end
            waiting = match if is_title and match.category == "field" and posing.house(scan.data, match) else None
        elif match.category in categories and (match.weight >= NAME_WEIGHT or _is_coded(scan.data, match)):
            sells = match.weight >= OFFER_WEIGHT or _is_coded(scan.data, match)
            end = way_end if match.weight < trade_weight else call_end
            if sells or _is_beside(scan.data, match, end, match.start, trade_weight, is_title):
                found.append(match)
                waiting = None
            else:
                waiting = match
    return found


def _is_beside(data: bytes, match: Match, start: int, end: int, trade_weight: float, is_title: bool) -> bool:
    """Whether what stands between `match` and a call, data[start:end], is short enough to make an offer of `match`.

    Of a name that firms have too nothing but a code or the country may: 恒信888官网, 恒信(中国)官网, but not 恒信机械官网.
    """
    if match.category == "field":
        return end - start <= _BESIDE_BYTES
    if match.weight < trade_weight:
        between = data[start:end].replace(b"\n", b"").replace(b" ", b"") if end - start <= _BESIDE_BYTES else b"?"
        return not between or between.isalnum() or between in _COUNTRY
    return end - start <= (_FAR if is_title else _BESIDE_BYTES)


def _houses(scan: Scan) -> collections.Counter[bytes]:
    """Names of houses in fields that few ordinary firms are in, with how often they stand."""
    names = (posing.house(scan.data, match) for match in scan.matches if match.category == "field" and match.weight)
    return collections.Counter(name for name in names if name is not None)


def _brands(scan: Scan, trade_weight: float) -> collections.Counter[bytes]:
    """Terms of betting with the two characters before them (乐弈真人视讯), with how often they stand; those of other trades
    stand in laws and lessons again and again."""
    found = (match for match in scan.matches if match.category == _BETS and match.weight >= trade_weight)
    return collections.Counter(scan.data[max(0, match.start - NAME_BYTES) : match.end] for match in found)


def reports(scan: Scan, trade_weight: float) -> float:
    """Weight of the words of reporting within a breath of the first mention of a trade term.

    A report names the crime and the police in one breath, while a hacked page holds such words somewhere in the text
    that it is hidden in.
    """
    first: dict[str, int] = {}  # of each trade term: a name put in again and again is not reported on each time
    for match in scan.matches:
        if match.category not in CONTEXT and match.weight >= trade_weight:
            first.setdefault(match.term, match.start)
    trade = list(first.values())
    told = [match.weight for match in scan.matches if match.category == "mention" and _in_breath(match, trade)]
    return sum(told, 0.0)


def _in_breath(match: Match, places: Sequence[int]) -> bool:
    """Whether one of `places`, in order, is within a breath of where `match` begins."""
    i = bisect.bisect_left(places, match.start)
    return any(abs(place - match.start) <= _BREATH_BYTES for place in places[max(0, i - 1) : i + 1])


def _bare(title: Scan, in_title: Sequence[Match]) -> float:
    """Of the part of the title that words of trades cover best, what is covered beyond a half, as a share of that half.

    A name that firms have too is one where it is an offer, or the whole part.
    """
    covered: dict[int, int] = collections.Counter()
    trade: set[int] = set()
    for match in title.matches:
        start = title.data.rfind(b"\n", 0, match.start) + 1
        end = title.data.find(b"\n", match.end)
        is_whole = match.start == start and match.end == (len(title.data) if end < 0 else end)
        is_trade = match.category not in CONTEXT and (
            match.weight > NAME_WEIGHT or (match.weight == NAME_WEIGHT and (is_whole or match in in_title))
        )
        if is_trade or doorway.is_entry(match) or match.category == "field":
            covered[start] += match.end - match.start
        if is_trade:
            trade.add(start)
    shares = [covered[start] / ((title.data.find(b"\n", start) % (len(title.data) + 1)) - start) for start in trade]
    return round(
        min(max(max(shares, default=0.0) - 0.5, 0.0) * 2, 1.0), 2
    )  # terms may reach over a bracket, parts do not


def _reporting(body: Scan) -> float:
    """Words of reporting, law or medicine in the whole body, by weight, per thousand characters."""
    words = sum(match.weight for match in body.matches if match.category == "mention")
    return words * _CHARS / max(len(body.data) / _CHAR_BYTES, _LEAST_CHARS)


def _ads(body: Scan, trade_weight: float, reporting: float) -> float:
    terms = {match.term for match in body.matches if match.category not in CONTEXT and match.weight >= trade_weight}
    if len(terms) < 2:
        return 0.0
    return round(max((len(terms) - 1) * doorway.per_thousand(body) - reporting * _EXCUSED, 0.0), 4)


def _unexcused(found: list[Match], body: Scan) -> list[Match]:
    """The offers in whose breath no word of police, courts or prevention stands."""
    places = [m.start for m in body.matches if m.category == "mention" and m.weight >= REPORT_WEIGHT] if found else []
    return [match for match in found if not _in_breath(match, places)]


def is_suspect(title: Scan, categories: Sequence[str], trade_weight: float) -> bool:
    """Whether a title offers something, names a house or a way in, or repeats itself: then its body is worth a scan."""
    if not title.matches and b"\n" not in title.data:
        return False
    if any(match.category not in CONTEXT for match in title.matches):
        return True
    if any(match.category in ("call", "field", "bait") for match in title.matches):
        title = doorway.offered(title)
        if (
            any(map(doorway.is_entry, title.matches))
            or offers(title, categories, trade_weight, is_title=True)
            or _houses(title)
            or doorway.site_words(title) > 1
        ):
            return True
    return doorway.variants(title) > 0


def measure(body: Scan, title: Scan | None, *, categories: Sequence[str], trade_weight: float) -> Measures:
    """categories: those whose offers count; title: None where there is none."""
    title = doorway.offered(title) if title else None
    found = _unexcused(offers(body, categories, trade_weight), body)
    in_title = offers(title, categories, trade_weight, is_title=True) if title else []
    title_houses = _houses(title) if title else collections.Counter[bytes]()
    repeated = max((*_houses(body).values(), *_brands(body, trade_weight).values()), default=0)
    sold = {title.data[max(0, match.start - NAME_BYTES) : match.end] for match in in_title} if title else set[bytes]()
    worded = [match for match in (title.matches if title else ()) if match.category in categories]
    is_worded = any(match.weight >= trade_weight for match in (*found, *worded))
    foreign = not doorway.speaks_of(body, ("topic",), doorway.TRADE_TOPIC if is_worded else 0.0)
    named, disguised = accounts.count(body.data)
    lost = (
        sum(match.category == "topic" for match in body.matches) < _ON_TOPIC_WORDS
    )  # laws on sport repeat names of it
    poses, said = posing.count(body, categories)
    reporting = _reporting(body)
    stand = doorway.measure(title, body).values()
    if reporting > _REPORT:
        stand["unheard"] = 0
    return Measures(
        **stand,
        offers=round(len(found) * doorway.per_page(body), 4),
        title_offers=len(in_title),
        title_houses=0 if in_title else len(title_houses),
        bare=_bare(title, in_title) if title and foreign else 0.0,
        title_repeats=max(
            max((body.data.count(name) for name in sold), default=0),
            max((body.data.count(name) - _MENTIONS for name in title_houses if foreign), default=0),
        ),
        foreign=int(foreign and bool(found or in_title or title_houses or repeated >= _REPEATED)),
        foreign_houses=repeated if lost and repeated >= _REPEATED else 0,
        ads=_ads(body, trade_weight, reporting),
        contacts=round(named * doorway.per_page(body), 4),
        disguised=round(disguised * doorway.per_page(body), 4),
        reports=round(reports(body, trade_weight) + (reports(title, trade_weight) if title else 0.0), 4),
        posing=poses,
        coded=max(said - _MENTIONS, 0),
    )


@dataclass(frozen=True, slots=True)
class Model:
    """weights, caps: measure -> weight, and the value beyond which more of the same says nothing more. bias: the sum at
    which nothing is measured."""

    bias: float
    weights: Mapping[str, float]
    caps: Mapping[str, float]


class ModelError(ValueError):
    """A model of web spam that cannot be read or names a measure that does not exist: one sentence."""


@cache
def load_model(model: str) -> Model:
    """A bare name is a file of configs/models, any other a path. ModelError."""
    path = MODELS / model if "/" not in model else Path(model)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        loaded = Model(
            float(data["bias"]),
            {name: float(row["weight"]) for name, row in data["measures"].items()},
            {name: float(row["cap"]) for name, row in data["measures"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"model of web spam {path}: {error}") from error
    for name in loaded.weights:
        if name not in WEIGHTED:
            raise ModelError(f"model of web spam {path}: {name!r} is no measure of web spam")
    return loaded


def score(measures: Measures, model: Model) -> float:
    """Probability that the page is web spam, 0 to 1; 0 where nothing is measured."""
    added = parts(measures, model)
    return 1 / (1 + math.exp(-model.bias - sum(added.values()))) if added else 0.0


def parts(measures: Measures, model: Model) -> dict[str, float]:
    """What each measure adds to the log-odds, those that add nothing left out."""
    added = {name: weight * min(getattr(measures, name), model.caps[name]) for name, weight in model.weights.items()}
    return {name: value for name, value in added.items() if value}
