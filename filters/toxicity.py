"""Toxic pages by category: pornography, gambling, fraud, drugs and weapons trade, advertising, abuse.

Each category has its lexicon (lexicon.py, configs/lexicons). A verdict never rests on one hit. A page leaves when,
of one category, (1) the weighted density of its terms, less an allowance for words of police, courts, medicine and
teaching, is over the category's limit, and (2) several different terms of trade weight stand (3) in several tenths of
the text. Limit and number are lower where a classifier (classifier.py), asked about the lines that hold those terms, is
sure. What is quoted or warned of is no term (spoken.py).
Or, for pages that hide the trade among ordinary text (a hacked site, a doorway page), when the way in which offers are
put into text and title gives it away (webspam.py).

A category is an offer or an attack, not a subject: news, statutes, judgments, medicine, prevention and scholarship of
it stay. Political opinion is no category. What each is and is not: configs/lexicons/README.md.

Price: about 10 ns a character (folding and one automaton); the classifiers are asked about few texts.
"""

import dataclasses
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import classifier, spoken, stuffing, webspam
from .folding import fold
from .lexicon import CONTEXT, Hit, Lexicon, Scan
from .verdict import KEEP, Verdict

CATEGORIES = ("pornography", "gambling", "fraud", "drugs_weapons", "advertising", "abuse")
#: categories whose offers webspam.py counts: advertising and abuse sell nothing that a call would turn into crime
TRADES = ("pornography", "gambling", "fraud", "drugs_weapons")
#: the categories that each of the two classifiers speaks of
ABUSE = ("abuse",)
SPAM = (*TRADES, "advertising")
# What parts the pieces of a title, beside sentence punctuation.
_PARTS = re.compile(r"[-_|—–~>»/\\·]+|(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])")
# What is no Chinese character, of folded text.
_NOT_HAN = re.compile(r"[\x00-\u33ff]+")
# Different terms of trade weight below which no line is looked at by itself.
_LINE_TERMS = 2
# The classifiers are asked where so many different terms of a category stand.
_ASK_TERMS = 2
# A part of the title that stands more often in so many characters of the text may be a keyword stuffed into it.
_ECHOES = 3
# Measures of what a text offers, which quotations do not; what it says of its title, quotations say too.
_SPOKEN = ("offers", "foreign", "ads", "baits", "sites")
# What is longer is no title; the way in which its parts stand to each other is looked at, each with each.
_HEADING_CHARS = 500
# Lines up to this length are looked at harder: comments, footers.
_COMMENT_CHARS = 120
# Where a text has a single term, so much of its end is searched for who is reached.
_COMMENTED_CHARS = 1000
# So many accounts (see webspam.Measures.contacts) make the lines worth a look: one in two pages of three thousand characters.
_PAGE_CONTACTS = 0.5
# Numbers of telephones. Addresses of sites hold terms by chance, @ stands in code.
_TELEPHONE = re.compile(r"(?<!\d)(?:1[3-9][\dXx]{9}|0\d{2,3}-?\d{7,8})(?!\d)")
# A first line up to this length may be the title of a text that states none.
_TITLE_CHARS = 80


@dataclass(frozen=True, slots=True)
class Measures(webspam.Measures):
    """Of each category: density in weighted hits per 1,000 characters; distinct: different terms of trade weight;
    spread: share of the text's tenths that hold a hit. report_density: `reports` per 1,000 characters. abuse_score,
    spam_score: what the classifiers say of the lines that hold terms of abuse and of the other categories; None where
    too few stand to ask. bad_lines: lines taken out by `clean`, of which the other measures know nothing more. The rest:
    webspam.py."""

    pornography_density: float = 0.0
    pornography_distinct: int = 0
    pornography_spread: float = 0.0
    gambling_density: float = 0.0
    gambling_distinct: int = 0
    gambling_spread: float = 0.0
    fraud_density: float = 0.0
    fraud_distinct: int = 0
    fraud_spread: float = 0.0
    drugs_weapons_density: float = 0.0
    drugs_weapons_distinct: int = 0
    drugs_weapons_spread: float = 0.0
    advertising_density: float = 0.0
    advertising_distinct: int = 0
    advertising_spread: float = 0.0
    abuse_density: float = 0.0
    abuse_distinct: int = 0
    abuse_spread: float = 0.0
    report_density: float = 0.0
    abuse_score: float | None = None
    spam_score: float | None = None
    bad_lines: int = 0


_NOTHING = Measures()


@dataclass(frozen=True, slots=True)
class Instruments:
    """What a text is measured with.

    lexicons: names of bundled lists or paths. trade_weight: terms of at least this weight count as distinct and may be
    offers. abuse_model, spam_model: see classifier.model_path; None: not asked.
    """

    lexicons: tuple[str, ...]
    trade_weight: float
    abuse_model: str | None
    spam_model: str | None


@dataclass(frozen=True, slots=True)
class Limits:
    """A category's density must pass its limit *and* distinct and spread must reach theirs; a limit of None is off.

    sure_score, sure_share: where the category's classifier says at least sure_score, sure_share of the limit and of the terms
    does.
    report_discount: units of density that one unit of report_density makes up for. max_hijack_score: of webspam.score
    under hijack_model (see webspam.load_model). max_line_score, bad_line_share: see `clean`.
    """

    max_pornography_density: float | None
    max_gambling_density: float | None
    max_fraud_density: float | None
    max_drugs_weapons_density: float | None
    max_advertising_density: float | None
    max_abuse_density: float | None
    sure_score: float
    sure_share: float
    max_hijack_score: float | None
    max_line_score: float | None
    hijack_model: str
    distinct_terms: int
    spread: float
    report_discount: float
    bad_line_share: float


@functools.cache
def load_lexicon(files: tuple[str, ...]) -> Lexicon:
    """One trie over all files, built once a process (0.1 s). Raises LexiconError."""
    return Lexicon(files, CATEGORIES)


def measure(text: str, title: str | None, instruments: Instruments) -> Measures:
    """What is found; all zero where no term of trade weight stands in the text and nothing is suspect.

    Where a page states no title (None), a short first line serves. ClassifierError for a model that cannot serve.
    """
    lexicon = load_lexicon(instruments.lexicons)
    trade_weight = instruments.trade_weight
    title = title[:_HEADING_CHARS] if title is not None else None
    heading = title if title is not None else _first_line(text)
    parts = split_title(heading) if heading else ""
    above = lexicon.scan(parts, None) if heading else None
    suspect = above is not None and webspam.is_suspect(above, TRADES, trade_weight)
    if above is not None and suspect:
        above = spoken.offered(parts, above, text, lexicon)
        suspect = above is not None and webspam.is_suspect(above, TRADES, trade_weight)
    suspect = suspect or (
        above is not None
        and max((text.count(part, 0, stuffing.LOOKED_AT) for part in parts.split("\n") if len(part) > 3), default=0)
        > _ECHOES
    )
    shape = stuffing.measure(text, title)
    suspect = suspect or shape is not stuffing.NOTHING
    body = lexicon.scan(text, None if suspect else trade_weight)
    if body is None:
        return _NOTHING
    body = spoken.unwarned(body)
    chars = max(len(text), 1)
    spam = webspam.measure(body, above, categories=TRADES, trade_weight=trade_weight)
    if _offers_much(body, spam, trade_weight) and spoken.quotes(text, heading, reports=spam.reports):
        body = spoken.unwarned(lexicon.scan(spoken.unquoted(text), None) or body)
        unquoted = webspam.measure(body, above, categories=TRADES, trade_weight=trade_weight)
        spam = dataclasses.replace(spam, **{name: getattr(unquoted, name) for name in _SPOKEN})
    spam = dataclasses.replace(spam, **shape.values())
    values = _densities(body, chars, trade_weight)
    values |= _scores(text, values, instruments)
    return Measures(**spam.values(), report_density=round(spam.reports * 1000 / chars, 4), **values)


def split_title(title: str) -> str:
    """Its parts, parted by line feeds.

    >>> split_title("恒启注册_恒启平台 - WPS Office")
    '恒启注册\\n恒启平台\\nWPS Office'
    """
    return _PARTS.sub("\n", title)


def _first_line(text: str) -> str | None:
    """The first line of several, if it is as short as a title."""
    line, end, _ = text[: _TITLE_CHARS + 1].partition("\n")
    return line if end else None


def _offers_much(body: Scan, spam: webspam.Measures, trade_weight: float) -> bool:
    """Whether quotations matter: a single term that is no offer decides nothing."""
    heavy = {m.term for m in body.matches if m.category not in CONTEXT and m.weight >= trade_weight}
    return spam.offers > 0 or len(heavy) >= _LINE_TERMS


def _densities(body: Scan, chars: int, trade_weight: float) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for category in CATEGORIES:
        matches = [match for match in body.matches if match.category == category]
        if matches:
            tenths = {match.start * 10 // len(body.data) for match in matches}
            values[f"{category}_density"] = round(sum(match.weight for match in matches) * 1000 / chars, 4)
            values[f"{category}_distinct"] = len({match.term for match in matches if match.weight >= trade_weight})
            values[f"{category}_spread"] = len(tenths) / 10
    return values


def _scores(text: str, densities: dict[str, Any], instruments: Instruments) -> dict[str, float]:
    """What the classifiers say of the lines that hold terms of their categories, where enough terms stand to ask."""
    scores: dict[str, float] = {}
    for name, model, categories in (
        ("abuse_score", instruments.abuse_model, ABUSE),
        ("spam_score", instruments.spam_model, SPAM),
    ):
        if model and any(densities.get(f"{category}_distinct", 0) >= _ASK_TERMS for category in categories):
            passage = _passage(text, categories, instruments)
            passage = bare(passage) if name == "spam_score" else passage
            scores[name] = round(classifier.measure(passage, model).score, 4)
    return scores


def _passage(text: str, categories: Sequence[str], instruments: Instruments) -> str:
    """The lines of `text` that hold a term of trade weight of `categories`."""
    lines: dict[int, str] = {}
    for hit in find(text, instruments):
        if hit.category in categories and hit.weight >= instruments.trade_weight:
            start = text.rfind("\n", 0, hit.start) + 1
            if start not in lines:
                end = text.find("\n", hit.start)
                lines[start] = text[start : len(text) if end < 0 else end]
    return "\n".join(lines.values())


def judge(measures: Measures, limits: Limits) -> Verdict:
    """The first limit crossed; the value of a density is less the allowance for words of reporting."""
    if measures is _NOTHING:
        return KEEP
    allowance = limits.report_discount * measures.report_density
    for category in CATEGORIES:
        limit: float | None = getattr(limits, f"max_{category}_density")
        if limit is None:
            continue
        score = measures.abuse_score if category in ABUSE else measures.spam_score
        terms = float(limits.distinct_terms)
        if score is not None and score >= limits.sure_score:
            limit *= limits.sure_share
            terms *= limits.sure_share
        value = getattr(measures, f"{category}_density") - allowance
        if (
            value > limit
            and getattr(measures, f"{category}_distinct") >= terms
            and getattr(measures, f"{category}_spread") >= limits.spread
        ):
            return Verdict(keep=False, reason=f"max_{category}_density", value=value, limit=limit)
    limit = limits.max_hijack_score
    if limit is not None:
        value = webspam.score(measures, webspam.load_model(limits.hijack_model))
        if value > limit:
            return Verdict(keep=False, reason="max_hijack_score", value=value, limit=limit)
    return KEEP


def clean(text: str, title: str | None, instruments: Instruments, limits: Limits) -> tuple[str, Measures, Verdict]:
    """The text without its bad lines, what is measured then, and the verdict.

    A page that is good but for a hacked footer or a spam comment loses the lines, not itself: lines that would be
    dropped as pages of their own are taken out if they make up at most `bad_line_share` of the characters. A title that
    sells condemns the page. In a text that stays and reports little, max_line_score is the limit of the hijack score of
    lines as short as a comment, and one of them that names a trade and an account or a telephone goes too.
    """
    measures = measure(text, title, instruments)
    verdict = judge(measures, limits)
    if (not verdict.keep and measures.title_offers) or not _may_hold_bad_lines(measures, text):
        return text, measures, verdict
    harder = verdict.keep and measures.reports < spoken.REPORT_WEIGHT
    kept: list[str] = []
    bad = 0
    for line in text.split("\n"):
        if _is_bad(line, instruments, limits, harder=harder):
            bad += 1
        else:
            kept.append(line)
    rest = "\n".join(kept)
    if not bad or len(rest) < (1 - limits.bad_line_share) * len(text):
        return text, measures, verdict
    measures = dataclasses.replace(measure(rest, title, instruments), bad_lines=bad)
    return rest, measures, judge(measures, limits)


def _is_bad(line: str, instruments: Instruments, limits: Limits, *, harder: bool) -> bool:
    measures = measure(line, None, instruments)
    if measures is _NOTHING:
        return False
    if not judge(measures, limits).keep:
        return True
    if not harder or limits.max_line_score is None or len(line) > _COMMENT_CHARS:
        return False
    if _names_trade(measures) and (measures.contacts or measures.disguised or _TELEPHONE.search(line)):
        return True
    # a line speaks of nothing but its offer
    offer = dataclasses.replace(measures, foreign=0)
    return webspam.score(offer, webspam.load_model(limits.hijack_model)) > limits.max_line_score


def _names_trade(measures: Measures) -> bool:
    return any(getattr(measures, f"{category}_distinct") for category in TRADES)


def _may_hold_bad_lines(measures: Measures, text: str) -> bool:
    """Whether a line may be dropped: no line holds more different terms than the text, nor offers where that has none, nor
    says where somebody is reached where that does not."""
    if measures is _NOTHING:
        return False
    terms = sum(getattr(measures, f"{category}_distinct") for category in CATEGORIES)
    if measures.offers > 0 or measures.disguised > 0 or terms >= _LINE_TERMS:
        return True
    return _names_trade(measures) and (
        measures.contacts >= _PAGE_CONTACTS or _TELEPHONE.search(text[-_COMMENTED_CHARS:]) is not None
    )


def find(text: str, instruments: Instruments) -> list[Hit]:
    """Every term found, with category, weight and place: what `taosha try toxicity` shows."""
    return load_lexicon(instruments.lexicons).find(text)


def bare(text: str) -> str:
    """The folded text without digits, blanks and punctuation, as the model of spam reads it.

    Messages differ from set to set in how numbers, names and addresses were made unreadable; letters are left out too.

    >>> bare("加V信 123，送 10 元！")
    '加信送元'
    """
    return _NOT_HAN.sub("", fold(text))
