"""Everyday sentences strung together from words and patterns written for this project (language_phrases.yaml).

The varieties share the slots, so that what is talked about says nothing and the words of each say all: 食飯未, 吃饭了吗 and
吃饭了伐. Alternatives of a cell are drawn evenly.
"""

import random
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "language_phrases.yaml"
COLUMNS = ("zh", "yue", "wuu")
SLOT = re.compile(r"\{([a-z]+)2?\}")
#: chance that the writer of a sentence uses a given one of the chats' spellings
RESPELLED = 0.7


@cache
def _file() -> dict:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def words_of(slot: str, variety: str) -> list[str]:
    """The cells of a slot in one of COLUMNS."""
    return [row.split("|")[COLUMNS.index(variety)] for row in _file()["words"][slot]]


def phrases(variety: str, count: int, seed: int) -> Iterator[str]:
    """`count` sentences of one of COLUMNS, by patterns drawn evenly."""
    rng = random.Random(seed)
    patterns = _file()["patterns"][variety]
    words = {slot: [cell.split("/") for cell in words_of(slot, variety)] for slot in _file()["words"]}
    for _ in range(count):
        yield SLOT.sub(lambda slot: rng.choice(rng.choice(words[slot[1]])), rng.choice(patterns))


def respelled(sentences: Iterable[str], seed: int) -> Iterator[str]:
    """Cantonese sentences in the spelling of chats (我地食左飯, 宜家), those that it changes."""
    rng = random.Random(seed)
    rows = [row.split("|") for row in _file()["spellings"]]
    for sentence in sentences:
        written = sentence
        for usual, chat in rows:
            if rng.random() < RESPELLED:
                written = written.replace(usual, chat)
        if written != sentence:
            yield written
