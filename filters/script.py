"""Script of a Chinese text (Hans, Hant-TW, Hant-HK, Hant, mixed) and its conversion.

The label counts characters that only one side writes (script_tables.py, from OpenCC's own dictionaries), one pass over
code points; Taiwan or Hong Kong by such characters in the whole text and by words in its first `region_chars`. Conversion
is OpenCC's (conversion.py), by the label and by whether the text is about computing (`configuration`).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from .characters import Codes, code_points, decode
from .conversion import LINE_FEED, TABLE_SIZE, Spans, convert_codes, merged, without
from .script_tables import (
    COMPUTING,
    HONG_KONG,
    JAPAN,
    SIMPLIFIED,
    TAIWAN,
    TRADITIONAL,
    any_mark,
    count_marks,
    count_words,
    lines_not_of,
    marks,
    word_sides,
)
from .verbatim import verbatim

Target = Literal["simplified", "traditional-tw", "keep"]


@dataclass(frozen=True, slots=True)
class Measures:
    """script: Hans, Hant-TW, Hant-HK, Hant (region unsure), mixed, None if no character tells. score: share of what
    tells that agrees, 0 to 1. Counts: characters, words of either region, words of computing (Traditional text only).
    """

    script: str | None
    score: float
    han_chars: int
    traditional_chars: int
    simplified_chars: int
    taiwan_chars: int
    hong_kong_chars: int
    taiwan_words: int
    hong_kong_words: int
    computing_words: int
    computing: bool
    kana_chars: int
    japan_chars: int


@dataclass(frozen=True, slots=True)
class Config:
    """`to` is the script of the text that goes on; the rest decides the label (see configs/web.yaml)."""

    to: Target
    keep_original: bool
    max_minority_share: float
    min_region_share: float
    region_chars: int
    min_computing_words: int
    min_computing_per_1000_chars: float


def measure(text: str, config: Config) -> Measures:
    """Count what tells the scripts apart and name the script; the score is the share of the evidence that agrees.

    Japanese clauses are left out, since 国 and 会 are Japan's characters too.
    """
    codes = code_points(text)
    counts = count_marks(codes, marks())
    kana, japan = counts[-2:].tolist()
    if kana and (spans := japanese(text)):
        codes = without(codes, merged(spans))
        counts = count_marks(codes, marks())
    han, traditional, simplified, taiwan, hong_kong, *_ = counts.tolist()
    taiwan_words = hong_kong_words = computing_words = 0
    computing = False
    script, score = None, 0.0
    if evidence := traditional + simplified:
        share = traditional / evidence
        if share <= config.max_minority_share:
            script, score = "Hans", 1 - share
        elif share < 1 - config.max_minority_share:
            script, score = "mixed", 1 - abs(2 * share - 1)
        else:
            script, score = "Hant", share
            beginning = codes[: config.region_chars]
            taiwan_words, hong_kong_words, computing_words = count_words(beginning)[:3].tolist()
            chars = han if len(beginning) == len(codes) else int(count_marks(beginning, marks())[0])
            computing = (
                computing_words >= config.min_computing_words
                and 1000 * computing_words >= config.min_computing_per_1000_chars * chars
            )
            for_taiwan, for_hong_kong = taiwan + taiwan_words, hong_kong + hong_kong_words
            if for_taiwan + for_hong_kong:
                share = for_taiwan / (for_taiwan + for_hong_kong)
                if share >= config.min_region_share:
                    script = "Hant-TW"
                elif share <= 1 - config.min_region_share:
                    script = "Hant-HK"
    return Measures(
        script=script,
        score=round(score, 4),
        han_chars=han,
        traditional_chars=traditional,
        simplified_chars=simplified,
        taiwan_chars=taiwan,
        hong_kong_chars=hong_kong,
        taiwan_words=taiwan_words,
        hong_kong_words=hong_kong_words,
        computing_words=computing_words,
        computing=computing,
        kana_chars=kana,
        japan_chars=japan,
    )


def explain(text: str, config: Config, language: str | None = None) -> list[dict[str, Any]]:
    """Why `measure` says what it says (the characters and words of each side), and what the conversion changes."""
    measures = measure(text, config)
    table = marks()
    found: list[dict[str, Any]] = []
    for name, bit in (
        ("Traditional", TRADITIONAL),
        ("Simplified", SIMPLIFIED),
        ("Taiwan", TAIWAN),
        ("Hong Kong", HONG_KONG),
    ):
        if counts := Counter(character for character in text if table[min(ord(character), TABLE_SIZE - 1)] & bit):
            found.append({"characters": name, "distinct": len(counts)} | dict(counts.most_common(10)))
    hits = count_words(code_points(text)[: config.region_chars])[3:]
    for name, side in (("Taiwan", TAIWAN), ("Hong Kong", HONG_KONG), ("computing", COMPUTING)):
        words = zip(word_sides().items(), hits.tolist(), strict=True)
        if counts := Counter({word: count for (word, own), count in words if own & side and count}):
            found.append({"words": name} | dict(counts.most_common(10)))
    converted, used = convert(text, measures, config.to, language)
    changed = [(a, b) for a, b in zip(text.split("\n"), converted.split("\n"), strict=True) if a != b]
    found.append({"conversion": used, "to": config.to, "lines changed": len(changed)})
    found += [{"before": a.strip()[:30], "after": b.strip()[:30]} for a, b in changed[:5]]
    return found


JAPANESE = re.compile("[ぁ-ん]|[ァ-ヺー]{2}")
CLAUSE = re.compile('[^\n，。！？；：、「」『』（）《》()"“”]+')
#: a name or a quotation, which is Japanese if it holds a character that only Japan writes
QUOTATION = re.compile("[「『《“][^「」『』《》“”\n]{1,60}")
#: a few characters that stand alone, likewise (東京、広島、横浜)
NAME = re.compile("(?<![㐀-鿿])[㐀-鿿]{2,5}(?![㐀-鿿])")

#: target -> script -> OpenCC configuration (filters/conversion.py: CHAINS)
CONVERSIONS: dict[str, dict[str, str]] = {
    "simplified": {"Hant-TW": "tw2sp-general", "Hant-HK": "hk2s", "Hant": "tw2sp-general", "mixed": "t2s"},
    "traditional-tw": {"Hans": "s2twp", "mixed": "s2twp", "Hant-HK": "hk2tw", "Hant": "t2tw"},
    "keep": {},
}
#: configuration that changes words -> the one of the same two scripts that changes characters alone
WORDLESS = {"tw2sp": "t2s", "tw2sp-general": "t2s", "s2twp": "s2tw"}


def japanese(text: str) -> list[tuple[int, int]]:
    """Start and end of the clauses with hiragana, or with two katakana in a row."""
    return [clause.span() for clause in CLAUSE.finditer(text) if JAPANESE.search(clause[0])]


def configuration(measures: Measures, to: Target, language: str | None) -> str | None:
    """The OpenCC configuration for a text so measured, or None if it stays as it is.

    What Taiwan calls 執行, 物件 or 支援 in a manual is 运行, 对象, 支持 on the Mainland, but 執行 of a judgement is 执行:
    such words are converted in texts about computing alone. Where no word names the region, the particle 著 does as if
    it were Taiwan's, for Hong Kong writes 着. Classical Chinese (language lzh) has neither region nor particle.
    """
    if to == "simplified" and measures.script in ("Hant-TW", "Hant"):
        if language == "lzh":
            return "t2s"
        if measures.computing:
            return "tw2sp"
    return CONVERSIONS[to].get(measures.script or "")


def convert(text: str, measures: Measures, to: Target, language: str | None = None) -> tuple[str, str | None]:
    """The text in the script `to`, and the OpenCC configuration that changed it or None.

    In a mixed text only the lines are converted that are more in the other script than in this (「龙」的繁体是「龍」 is
    Simplified). Left alone everywhere: a clause with hiragana or two katakana in a row (「東京の桜」 is no Traditional
    Chinese), a quotation with a character that only Japan writes (「横浜駅」), a few characters that stand alone with one
    (広島), code and addresses of pages. In classical quotations characters are converted, but no words. language: the label
    of stage `language`, if it is known.
    """
    config = configuration(measures, to, language)
    if config is None:
        return text, None
    if config == "hk2s" and "著" in text and "着" not in text:
        config = "hk2s-general"  # many in Hong Kong write the particle as Taiwan does
    codes = code_points(text)
    code, quotations = verbatim(codes)
    spans: list[Sequence[int]] = [*code]
    if config in WORDLESS and quotations:
        codes = _without_words(codes, merged(quotations), WORDLESS[config])  # as long as before: all places stay
        spans += quotations
    if measures.kana_chars:
        spans += japanese(text)
    if measures.japan_chars:
        names = [name.span() for pattern in (QUOTATION, NAME) for name in pattern.finditer(text)]
        spans += [(start, end) for start, end in names if any_mark(codes[start:end], marks(), JAPAN)]
    if measures.script == "mixed":
        wanted = (TRADITIONAL, SIMPLIFIED) if to == "simplified" else (SIMPLIFIED, TRADITIONAL)
        counted = codes.copy()
        for start, end in spans:
            counted[start:end][counted[start:end] != LINE_FEED] = 0  # what stays says nothing of its line
        spans += lines_not_of(counted, marks(), *wanted).tolist()
    converted = decode(convert_codes(codes, config, merged(spans)))
    return (converted, config) if converted != text else (text, None)


def _without_words(codes: Codes, stretches: Spans, config: str) -> Codes:
    """The text with only the stretches converted; as it was if that changed their length, which characters do not."""
    edges = np.concatenate([[0], stretches.ravel(), [len(codes)]]).reshape(-1, 2)
    answered = convert_codes(codes, config, edges[edges[:, 0] < edges[:, 1]])
    return answered if len(answered) == len(codes) else codes


def convert_title(title: str, text: Measures, config: Config, language: str | None = None) -> tuple[str, str | None]:
    """The title of a text in the script `config.to`, and the configuration that changed it or None.

    A title is too short to name a region: unless it is in another script than the text, the text's label counts.
    """
    own = measure(title, config)
    if own.script is None or own.script[:4] == (text.script or "")[:4]:
        own = replace(own, script=text.script, computing=text.computing)
    return convert(title, own, config.to, language)
