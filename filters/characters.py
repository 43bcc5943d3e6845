"""Character classes over code points, the alphabet of all character measures.

Two bytes a code point of the Basic Multilingual Plane (from unicodedata, stored: tables.py); above it only ranges
matter: planes 2 and 3 are Han, planes 15 and 16 are private use, the rest is taken for symbols (emoji).
"""

import codecs
import unicodedata

import numpy as np
import numpy.typing as npt

from .tables import stored

Codes = npt.NDArray[np.uint32]
ClassTable = npt.NDArray[np.uint16]

SPACE, HAN, LATIN, DIGIT, PUNCTUATION, SYMBOL, OTHER, GARBLED, FORMAT = range(9)
#: punctuation that ends a sentence, and closing marks that may follow it: 。” 。） ！」
SENTENCE_END, CLOSER, STOP = 16, 32, 48
#: marks between the items of an enumeration or a menu
SEPARATOR = 64
#: grammar characters: classical 之乎者也…, modern 的了是…, and those of both, of which laws live
PARTICLE, CLASSICAL, MODERN = 128, 256, 512
CLASS_MASK = 15

#: '.' is left out: it ends a sentence only before white space (3.14, a.b), which the scan decides
SENTENCE_ENDS = "。！？…；!?｡﹒﹗﹖．‼⁇⁈⁉"
CLOSERS = "”’」』）】〉》〕］｣﹂﹄\"')]｝}"
CLASSICAL_PARTICLES = "之乎者也矣焉哉兮曰其"
MODERN_PARTICLES = "的了是在这這们們着"
COMMON_PARTICLES = "为為以于於及与與或应應得由被把将將从從不所而则則依並并至"
#: UTF-8 punctuation and replacement characters once read as GBK (，。“ and U+FFFD): characters nobody writes
MOJIBAKE = "锛銆鈥锟"
SEPARATORS = "、，,|｜/／·・•_＿－-—–　 \t>＞»"


def class_table() -> ClassTable:
    """Class and marks of every code point of the BMP, uint16[65536]."""
    return stored("classes")


def build_class_table() -> ClassTable:
    """The same from unicodedata and the lists above, for build_tables.py."""
    table = np.empty(0x10000, np.uint16)
    for code in range(0x10000):
        table[code] = _class_of(chr(code))
    for character in MOJIBAKE:
        table[ord(character)] = GARBLED
    table[0x2500:0x2580] = FORMAT  # box drawing: the rules of a table set in text
    for characters, mark in (
        (SENTENCE_ENDS, SENTENCE_END),
        (CLOSERS, CLOSER),
        (SEPARATORS, SEPARATOR),
        (CLASSICAL_PARTICLES, PARTICLE | CLASSICAL),
        (MODERN_PARTICLES, PARTICLE | MODERN),
        (COMMON_PARTICLES, PARTICLE),
    ):
        for character in characters:
            table[ord(character)] |= mark
    return table


def _class_of(character: str) -> int:
    code = ord(character)
    category = unicodedata.category(character)
    if character in "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85" or category[0] == "Z":
        return SPACE
    if is_han(code):
        return HAN
    if category in ("Cc", "Co", "Cs", "Cn") or code == 0xFFFD:
        return GARBLED
    if category in ("Cf", "Mn", "Me") or category == "Mc":
        return FORMAT
    if category[0] == "L":
        return LATIN if unicodedata.name(character, "").startswith(("LATIN", "FULLWIDTH LATIN")) else OTHER
    if category[0] == "N":
        return DIGIT
    return PUNCTUATION if category[0] == "P" else SYMBOL


def is_han(code: int) -> bool:
    """Whether a code point is a Chinese character: unified, extension A to J, compatibility, and 〇."""
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0xF900 <= code <= 0xFAFF
        or code == 0x3007
        or 0x20000 <= code <= 0x3FFFF
    )


_last: tuple[str, Codes] = ("", np.empty(0, np.uint32))


def code_points(text: str) -> Codes:
    """`text` as an array of code points, uint32[len(text)], read-only; lone surrogates stay as they are.

    The last answer is kept: one stage after the other asks for the same text.
    """
    global _last
    known, codes = _last
    if known is not text:
        # the codec itself: looking it up by name takes a third of the time that a page takes
        codes = np.frombuffer(codecs.utf_32_le_encode(text, "surrogatepass")[0], np.uint32)
        _last = text, codes
    return codes


def decode(codes: Codes) -> str:
    """The text of an array of code points, the inverse of `code_points`."""
    return codecs.utf_32_le_decode(np.ascontiguousarray(codes).data, "surrogatepass")[0]
