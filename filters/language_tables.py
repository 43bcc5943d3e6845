"""What a character or an English word tells about the language: tables for the one pass of language_tally.py."""

from functools import cache

import numpy as np
import numpy.typing as npt

Marks = npt.NDArray[np.uint8]
Words = npt.NDArray[np.int64]

#: labels of what is written in Chinese characters alone: modern, Cantonese, classical, Wu
CHINESE = ("zh", "yue", "lzh", "wuu")
LANGUAGES = (*CHINESE, "ja", "ko", "en", "other")

#: Written characters that (nearly) only this variety uses. Modern function words, Arabic
#: digits and Latin letters speak against classical Chinese.
CANTONESE = "嘅咗喺唔哋嚟啲冇嘢佢咁乜嘥噉啱攞嗰睇俾咩喎啩㗎冚諗谂瞓嗌嬲揾搵嘞囉啫嗮"
WU = "侬儂呒嘸覅搿朆伲倷俚汏囡侪"
CLASSICAL = "矣焉哉曰兮乎耶也之者"
MODERN = "的了們们這这那哪吗嗎呢吧是很没沒您她"
#: running Cantonese has 12 to 16 of its characters in 100, running Wu 4 or 5; fewer than one in so many is neither
MARKED_EVERY = 100
MARKED = {"yue": CANTONESE, "lzh": CLASSICAL, "wuu": WU}

#: English function words of at most five letters that are no keywords of programming languages (for, if, in, is, and,
#: this …): 25 to 35% of the words of prose, under 5% in code and names
ENGLISH = (
    "the of to was his her he they she have has had been were which their would there about our my your its what who "
    "more them than could other some these you i we at by are will can how may most also many must an on that it"
)

BREAK, IDEOGRAPH, KANA_LETTER, HANGUL_LETTER, LATIN_LETTER, OTHER_LETTER, LINE_END, SENTENCE_END = range(8)
#: bits of a mark: Cantonese, Wu, classical, modern, and (of breaks) a sign that prose hardly has and code is full of
YUE_BIT, WUU_BIT, LZH_BIT, MODERN_BIT, CODE_BIT = 8, 16, 32, 64, 128
#: of breaks alone: what opens and closes brackets and quotations, what fences code
OPEN_BIT, CLOSE_BIT, FENCE_BIT = 8, 16, 32


@cache
def classes() -> Marks:
    """Class of every BMP code point in the low 3 bits, marks above them; uint8[65536]."""
    table = np.zeros(0x10000, np.uint8)
    for first, end, kind in (
        (0x41, 0x5B, LATIN_LETTER), (0x61, 0x7B, LATIN_LETTER), (0xC0, 0x250, LATIN_LETTER),
        (0x370, 0x1100, OTHER_LETTER), (0x1200, 0x2000, OTHER_LETTER), (0xA000, 0xAC00, OTHER_LETTER),
        (0x1E00, 0x1F00, LATIN_LETTER), (0xFF21, 0xFF3B, LATIN_LETTER), (0xFF41, 0xFF5B, LATIN_LETTER),
        (0x1100, 0x1200, HANGUL_LETTER), (0x3131, 0x318F, HANGUL_LETTER), (0xAC00, 0xD7A4, HANGUL_LETTER),
        (0x3041, 0x3097, KANA_LETTER), (0x30A1, 0x30FB, KANA_LETTER), (0x30FC, 0x3100, KANA_LETTER),
        (0x31F0, 0x3200, KANA_LETTER), (0xFF66, 0xFFA0, KANA_LETTER),
        (0x3400, 0x4DC0, IDEOGRAPH), (0x4E00, 0xA000, IDEOGRAPH), (0xF900, 0xFB00, IDEOGRAPH),
        (0x3005, 0x3008, IDEOGRAPH), (0xD7, 0xD8, BREAK), (0xF7, 0xF8, BREAK),
    ):  # fmt: skip
        table[first:end] = kind
    table[[ord(mark) for mark in "\n\r"]] = LINE_END
    table[[ord(mark) for mark in "。！？!?．"]] = SENTENCE_END
    for bit, characters in (
        (YUE_BIT, CANTONESE), (WUU_BIT, WU), (LZH_BIT, CLASSICAL), (MODERN_BIT, MODERN + "0123456789０１２３４５６７８９"),
        (CODE_BIT, "{}<>=;_\\|$&@^~+%/"), (OPEN_BIT, "(（《「『“"), (CLOSE_BIT, ")）》」』”"), (FENCE_BIT, "`~"),
    ):  # fmt: skip
        table[[ord(character) for character in characters]] |= bit
    table.setflags(write=False)
    return table


#: of a multiplicative hash under which no two function words meet in 4,096 places
WORD_HASH = 0x9E3779B97F4A7C15


@cache
def function_words() -> Words:
    """ENGLISH as a hash table, int64[4096]: each word packed (a letter a byte) at its hash's high bits, 0 elsewhere."""
    table = np.zeros(4096, np.int64)
    for word in ENGLISH.split():
        packed = int.from_bytes(word.encode(), "big")
        place = (packed * WORD_HASH % 2**64) >> 52
        if table[place]:
            raise RuntimeError(f"{word!r} shares its place with another function word: choose another WORD_HASH")
        table[place] = packed
    table.setflags(write=False)
    return table


def check_languages(key: str, shares: dict[str, float]) -> None:
    """ValueError, naming `key`, unless `shares` maps labels of this project to numbers from 0 to 1."""
    for name, share in shares.items():
        if name not in LANGUAGES:
            raise ValueError(f"{key}: no language is called {name!r}; there are {', '.join(LANGUAGES)}")
        if not 0 <= share <= 1:
            raise ValueError(f"{key}.{name}: {share:g} is no share; give a number from 0 to 1")
