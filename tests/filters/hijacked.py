"""Hijacked pages put together from parts written by hand (tests/data/toxicity_hijack_parts.yaml), always the same ones.

Each style is a way in which advertising stands on hijacked pages: the title alone replaced, the title doubled around the
old one, sentences put in between, a block of keywords, the firm's name replaced throughout, ... A body without
advertising is the innocent twin of all pages made from it.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from taosha.filters import toxicity
from taosha.filters.lexicon import Scan
from taosha.pipeline.stages.toxicity import Toxicity

DATA = Path(__file__).parent.parent / "data"
#: what one hit alone may do to the measures of web spam: the model is fitted to let each of them pass, and tested on it
SINGLE_HITS: list[dict[str, float]] = [
    {"offers": 1, "foreign": 1},
    {"title_offers": 1, "title_calls": 1},
    {"title_houses": 1, "foreign": 1},
    {"title_calls": 1, "unheard": 1},
    {"bare": 1},
    {"unheard_sites": 1},
    {"name_calls": 1, "title_houses": 1},
    {"entry_repeats": 1},
    {"sites": 1},
    {"name_percent": 100},
    {"stuffed": 12},
    {"chain": 1},
    {"contacts": 2},
    {"disguised": 1},
    {"baits": 2},
    {"contacts": 1, "baits": 1},
    {"ads": 1, "reports": 0.2},
    {"ads": 1, "baits": 0.5},
    {"doubled": 1},
    {"lone": 1},
    {"posing": 1},
    {"posing": 1, "foreign": 1},
]


class Page(NamedTuple):
    """style: the way it was made; known: whether its brands are in the lexicons."""

    style: str
    known: bool
    title: str | None
    text: str


def scan(text: str, stage: Toxicity) -> Scan:
    found = toxicity.load_lexicon(stage.instruments.lexicons).scan(text, None)
    assert found is not None
    return found


def load(name: str) -> dict[str, Any]:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


class _Maker:
    def __init__(self, parts: dict[str, Any], rng: random.Random, *, known: bool):
        self.parts, self.rng = parts, rng
        self.brands: list[str] = parts["brands" if known else "unknown_brands"]

    def brand(self) -> str:
        """A brand with its field, now and then with the code of a site."""
        code = self.rng.choice(self.parts["codes"]) if self.rng.random() < 0.2 else ""
        return self.rng.choice(self.brands) + code + self.rng.choice(self.parts["fields"])

    def keyword(self, brand: str | None = None) -> str:
        brand = brand or self.brand()
        if self.rng.random() < 0.4:
            return self.rng.choice(self.parts["wrappers"]).format(b=brand)
        word = brand + self.rng.choice(self.parts["calls"])
        return word + self.rng.choice(self.parts["suffixes"]) if self.rng.random() < 0.2 else word


def _title_only(make: _Maker, title: str, lines: list[str]) -> tuple[str | None, str]:
    return make.rng.choice(make.parts["wrappers"]).format(b=make.brand()), "\n".join(lines)


def _title_around(make: _Maker, title: str, lines: list[str]) -> tuple[str | None, str]:
    return f"{make.keyword()}_{title}_{make.keyword()}", "\n".join(lines)


def _title_and_sentences(make: _Maker, title: str, lines: list[str]) -> tuple[str | None, str]:
    word = make.keyword()
    sentences = "\n".join(lines).split("。")
    for _ in range(make.rng.randint(2, 4)):
        sentences.insert(make.rng.randrange(1, len(sentences)), word)
    return f"{word}-{title}", "。".join(sentences)


def _title_and_phrases(make: _Maker, title: str, lines: list[str]) -> tuple[str | None, str]:
    brand = make.brand()
    words = [make.keyword(brand), make.keyword(brand)]
    parts = "\n".join(lines).split("，")
    for word in words:
        parts.insert(make.rng.randrange(1, len(parts)), word)
    return "_".join(words), "文章摘要：" + words[0] + "，" + "，".join(parts)


def _block(make: _Maker, title: str, lines: list[str]) -> tuple[str | None, str]:
    words = [make.keyword() for _ in range(make.rng.randint(6, 12))]
    block = make.rng.choice([" ", "|", "、", "\n", ","]).join(words)
    return title, "\n".join([block, *lines] if make.rng.random() < 0.5 else [*lines, "友情链接：" + block])


def _sentences(make: _Maker, title: str, lines: list[str]) -> tuple[str | None, str]:
    sentences = "\n".join(lines).split("。")
    for _ in range(make.rng.randint(4, 7)):
        sentences.insert(make.rng.randrange(1, len(sentences)), make.keyword())
    return title, "。".join(sentences)


def _renamed_firm(make: _Maker, title: str, lines: list[str]) -> tuple[str | None, str]:
    name = make.rng.choice(make.parts["wrappers"]).format(b=make.brand())
    opening = f"{name}是一家多年来专注于本行业的单位，{name}坚持客户至上。"
    return f"{name}-{title}", "\n".join([opening, *lines, f"{name}欢迎您的来电"])


def _keywords_only(make: _Maker, title: str, lines: list[str]) -> tuple[str | None, str]:
    brand = make.brand()
    words = [make.keyword(brand) for _ in range(make.rng.randint(5, 9))]
    return "|".join(words[:3]), " ".join(words) + "\n" + lines[-1]


def _introduction(make: _Maker, title: str, lines: list[str]) -> tuple[str | None, str]:
    brand = make.brand()
    text = (
        f"{brand}成立于2006年，是亚洲领先的线上娱乐平台，提供体育投注、真人视讯、电子游艺、彩票等服务。"
        f"{make.keyword(brand)}，注册即送体验金，{make.keyword(brand)}支持多种存款方式，提款快速到账。"
    )
    return make.keyword(brand), "\n".join([text, *lines[:1]])


def _neighbours(make: _Maker, title: str, lines: list[str]) -> tuple[str | None, str]:
    words = [make.keyword() for _ in range(4)]
    return f"{words[0]}|{title}", "\n".join([*lines, f"上一篇：{words[1]}", f"下一篇：{words[2]}", f"标签：{words[0]}"])


def _house(make: _Maker, title: str, lines: list[str]) -> tuple[str | None, str]:
    name = make.rng.choice(make.brands) + make.rng.choice(["体育", "娱乐", "电竞"])
    text = "\n".join(lines).replace("公司", name).replace("我们", name)
    return f"{name}-{make.rng.choice(['首页', title, '欢迎您'])}", f"{name}致力于为您服务。{text}\n{name}版权所有"


def _house_in_text(make: _Maker, title: str, lines: list[str]) -> tuple[str | None, str]:
    name = make.rng.choice(make.brands) + make.rng.choice(["体育", "娱乐", "电竞"])
    sentences = "\n".join(lines).split("。")
    for _ in range(make.rng.randint(3, 6)):
        sentences.insert(make.rng.randrange(1, len(sentences)), name + make.rng.choice(["", "", "小编", "官方"]))
    return make.rng.choice([title, f"{title}_{name}"]), "。".join(sentences)


STYLES: dict[str, Callable[[_Maker, str, list[str]], tuple[str | None, str]]] = {
    "title only": _title_only,
    "title around": _title_around,
    "title and sentences": _title_and_sentences,
    "title and phrases": _title_and_phrases,
    "block": _block,
    "sentences": _sentences,
    "renamed firm": _renamed_firm,
    "keywords only": _keywords_only,
    "introduction": _introduction,
    "neighbours": _neighbours,
    "house": _house,
    "house in text": _house_in_text,
}


def made(each: int) -> Iterator[Page]:
    """`each` pages of every style with brands of the lexicons, and as many with brands that no lexicon has."""
    parts = load("toxicity_hijack_parts.yaml")
    rng = random.Random(7)
    for known in (True, False):
        make = _Maker(parts, rng, known=known)
        for style, build in STYLES.items():
            for _ in range(each):
                body = rng.choice(parts["bodies"])
                title, text = build(make, body["title"], body["text"].split("\n"))
                yield Page(style, known, title, text)


def written() -> Iterator[Page]:
    """The pages written whole."""
    for page in load("toxicity_hijacked.yaml")["hijacked"]:
        yield Page("written", True, page["title"], page["text"])


def innocent() -> Iterator[Page]:
    """The twins: pages of like matters, and the bodies as they were before."""
    for page in load("toxicity_hijacked.yaml")["innocent"]:
        yield Page("twin", True, page["title"], page["text"])
    for body in load("toxicity_hijack_parts.yaml")["bodies"]:
        yield Page("body", True, body["title"], body["text"])


def hijack(hosts: list[tuple[str, str | None]]) -> Iterator[tuple[str, str | None]]:
    """Real pages (text, title) with advertising put into them, the styles in turn, every second with brands of no list."""
    parts = load("toxicity_hijack_parts.yaml")
    rng = random.Random(11)
    makers = [_Maker(parts, rng, known=True), _Maker(parts, rng, known=False)]
    builds = list(STYLES.values())
    for i, (text, title) in enumerate(hosts):
        lines = text.split("\n")
        changed = builds[i % len(builds)](makers[i // len(builds) % 2], title or lines[0][:40], lines)
        yield changed[1], changed[0]
