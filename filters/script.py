"""Script of a Chinese text (Hans, Hant-TW, Hant-HK, Hant, mixed), its conversion, and the key that joins all scripts.

The label counts characters that only one side writes (script_tables.py, from OpenCC's own dictionaries), one pass over
code points. Conversion is OpenCC's, by the detected region: Taiwan's words too (tw2sp: 軟體 becomes 软件), Hong Kong's
characters (hk2s), t2s where the region is unsure. Text that holds nothing Traditional never reaches OpenCC.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

import numba
import numpy as np

from .characters import code_points
from .script_tables import (
    HONG_KONG,
    HONG_KONG_WORDS,
    KANA,
    SIMPLIFIED,
    TABLE_SIZE,
    TAIWAN,
    TAIWAN_WORD_COUNT,
    TAIWAN_WORDS,
    TRADITIONAL,
    Codes,
    any_mark,
    convert_each,
    converter,
    count_marks,
    han_characters,
    marks,
    region_words,
)
from .tables import stored

Target = Literal["simplified", "traditional-tw", "keep"]


@dataclass(frozen=True, slots=True)
class Measures:
    """script: Hans, Hant-TW, Hant-HK, Hant (region unsure), mixed, None if no character tells. score: share of what
    tells that agrees, 0 to 1. Counts: characters, and words of either region.
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
    kana_chars: int


@dataclass(frozen=True, slots=True)
class Config:
    """`to` is the script of the text that goes on; the rest decides the label (see configs/web.yaml)."""

    to: Target
    keep_original: bool
    max_minority_share: float
    min_region_share: float
    region_chars: int


def measure(text: str, config: Config) -> Measures:
    """Count what tells the scripts apart and name the script; the score is the share of the evidence that agrees."""
    han, traditional, simplified, taiwan, hong_kong, kana = count_marks(code_points(text), marks()).tolist()
    taiwan_words = hong_kong_words = 0
    script, score = None, 0.0
    if evidence := traditional + simplified:
        share = traditional / evidence
        if share <= config.max_minority_share:
            script, score = "Hans", 1 - share
        elif share < 1 - config.max_minority_share:
            script, score = "mixed", 1 - abs(2 * share - 1)
        else:
            script, score = "Hant", share
            hits: list[int] = []
            if taiwan + hong_kong < SURE_REGION_CHARS or min(taiwan, hong_kong) > 0:
                hits = [hit[0] for hit in region_words().find_matches_as_indexes(text[: config.region_chars])]
            taiwan_words = sum(hit < TAIWAN_WORD_COUNT for hit in hits)
            hong_kong_words = len(hits) - taiwan_words
            for_taiwan, for_hong_kong = taiwan + taiwan_words, hong_kong + hong_kong_words
            if for_taiwan + for_hong_kong:
                share = for_taiwan / (for_taiwan + for_hong_kong)
                if share >= config.min_region_share:
                    script = "Hant-TW"
                elif share <= 1 - config.min_region_share:
                    script = "Hant-HK"
    return Measures(
        script, round(score, 4), han, traditional, simplified, taiwan, hong_kong, taiwan_words, hong_kong_words, kana
    )


def explain(text: str, config: Config) -> list[dict[str, Any]]:
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
    words = (TAIWAN_WORDS + " " + HONG_KONG_WORDS).split()
    hits = [hit[0] for hit in region_words().find_matches_as_indexes(text[: config.region_chars])]
    for name, mine in (
        ("Taiwan", [hit < TAIWAN_WORD_COUNT for hit in hits]),
        ("Hong Kong", [hit >= TAIWAN_WORD_COUNT for hit in hits]),
    ):
        if counts := Counter(words[hit] for hit, own in zip(hits, mine, strict=True) if own):
            found.append({"words": name} | dict(counts.most_common(10)))
    converted, configs = convert(text, measures.script, config.to)
    changed = [(a, b) for a, b in zip(text.split("\n"), converted.split("\n"), strict=True) if a != b]
    found.append({"conversion": configs, "to": config.to, "lines changed": len(changed)})
    found += [{"before": a.strip()[:30], "after": b.strip()[:30]} for a, b in changed[:5]]
    return found


JAPANESE = re.compile("[ぁ-ん]|[ァ-ヺー]{2}")
CLAUSE_END = re.compile('([\n，。！？；：、「」『』（）《》()"“”])')

#: so many characters of one region and none of the other need no look at the words
SURE_REGION_CHARS = 4

#: target -> script -> OpenCC configurations applied one after the other
CONVERSIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "simplified": {"Hant-TW": ("tw2sp",), "Hant-HK": ("hk2s",), "Hant": ("t2s",), "mixed": ("t2s",)},
    "traditional-tw": {"Hans": ("s2twp",), "mixed": ("s2twp",), "Hant-HK": ("hk2t", "t2tw"), "Hant": ("t2tw",)},
    "keep": {},
}


def convert(text: str, script: str | None, to: Target, *, kana: bool = True) -> tuple[str, str | None]:
    """The text in the script `to`, and the OpenCC configurations that changed it (joined by +) or None.

    In a mixed text only the lines that hold evidence of the other script are converted. kana: False if the text is known
    to hold none; else a clause with hiragana, or with two katakana in a row, is Japanese and left alone: 「東京の桜」 is
    no Traditional Chinese.
    """
    configs = CONVERSIONS[to].get(script or "", ())
    if not configs:
        return text, None
    kana = kana and has_mark(text, KANA)
    if script == "mixed" or kana:
        opposite = TRADITIONAL if to == "simplified" else SIMPLIFIED
        converted = _by_line(text, configs, opposite if script == "mixed" else None)
    else:
        converted = _chain(text, configs)
    return (converted, "+".join(configs)) if converted != text else (text, None)


def _by_line(text: str, configs: tuple[str, ...], only_with: int | None) -> str:
    """Convert line by line (no phrase of OpenCC's spans two): those with the mark `only_with`, where it is given.

    Lines without Japanese go through OpenCC together, since a call costs as much as a dozen characters.
    """
    lines = text.split("\n")
    together: list[int] = []
    for at, line in enumerate(lines):
        if line.isascii() or (only_with is not None and not has_mark(line, only_with)):
            continue
        if JAPANESE.search(line):
            clauses = CLAUSE_END.split(line)
            lines[at] = "".join(part if JAPANESE.search(part) else _chain(part, configs) for part in clauses)
        else:
            together.append(at)
    done = _chain("\n".join(lines[at] for at in together), configs).split("\n")
    for at, line in zip(together, done, strict=bool(together)):
        lines[at] = line
    return "\n".join(lines)


def _chain(text: str, configs: tuple[str, ...]) -> str:
    for config in configs:
        text = converter(config)(text)
    return text


def has_mark(text: str, bit: int) -> bool:
    """Whether any character carries the mark."""
    return any_mark(code_points(text), marks(), bit)


def canonical(text: str) -> str:
    """The key under which dedup and decontamination compare texts; never the text itself.

    Exactly: (1) if any character is Traditional-only (script_tables.marks), the whole text goes through OpenCC's
    tw2sp, which folds Taiwan's characters and words onto the Mainland's; (2) every code point is folded by one table:
    Taiwan's and Hong Kong's variants and all remaining Traditional characters to Simplified (tw2t, hk2t, t2s, without
    context: 乾 and 著 become 干 and 着 everywhere), full-width and half-width forms to their plain ones, letters to
    lower case; (3) white space, punctuation, control and format characters and variation selectors are left out.
    Symbols (+ = $) stay.
    """
    codes = code_points(text)
    if any_mark(codes, marks(), TRADITIONAL):
        codes = code_points(converter("tw2sp")(text))
    return _fold(codes, fold_table()).tobytes().decode("utf-32-le", "surrogatepass")


def fold_table() -> Codes:
    """Code point -> code point of the key, 0 for those left out; uint32[TABLE_SIZE]; beyond it nothing is folded."""
    return stored("keys")


def build_fold_table() -> Codes:
    """The same from unicodedata and OpenCC, for tables.py."""
    table = np.array([_fold_character(code) for code in range(TABLE_SIZE)], np.uint32)
    characters = han_characters()
    folded = characters
    for config in ("tw2t", "hk2t", "t2s"):
        folded = convert_each(config, folded)
    for character, key in zip(characters, folded, strict=True):
        if len(key) == 1:
            table[ord(character)] = ord(key)
    return table


def _fold_character(code: int) -> int:
    character = chr(code)
    decomposition = unicodedata.decomposition(character)
    if decomposition.startswith(("<wide>", "<narrow>")):
        character = chr(int(decomposition.split()[1], 16))
    lower = character.lower()
    if len(lower) == 1:
        character = lower
    category = unicodedata.category(character)
    left_out = category[0] in "PZ" or category in ("Cc", "Cf") or 0xFE00 <= code <= 0xFE0F
    return 0 if left_out else ord(character)


@numba.njit(cache=True, nogil=True)
def _fold(codes: Codes, table: Codes) -> Codes:
    out = np.empty(len(codes), np.uint32)
    size = 0
    for code in codes:
        key = table[code] if code < len(table) - 1 else code
        if key:
            out[size] = key
            size += 1
    return out[:size]
