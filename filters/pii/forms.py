"""The tables of the compiled pass: flattened forms of characters, what each may begin or end, ends of Latin labels."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from . import marks
from .labels import GLUE_CHARS, NAME_FINALS, NAME_LABELS, NUMBER_FINALS, NUMBER_LABELS, WECHAT_FINALS, WECHAT_LABELS

PROVINCE_CHARS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
#: of the armed forces (since 2004 and since 2013), embassies, airfields
SERVICE_CHARS = "军海空北沈兰济南广成东中西使航"
HOUSE_CHARS = "号號室栋棟幢组組楼樓座"
STREET_CHARS = "路街道巷弄里村段区區园苑城坊庄莊屯同径徑号號栋棟幢院组組元条條寓座楼樓湾灣府居邨"
#: and those that hide a number: 壹, ①
HAN_DIGITS = "〇零一二三四五六七八九十百幺壹贰叁肆伍陆柒捌玖⓪①②③④⑤⑥⑦⑧⑨"


def _tables() -> tuple[Any, Any]:
    """Code point below 0x10000 -> its ASCII form or itself (uint16), and its entry (uint8)."""
    forms = {point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)}
    forms |= dict.fromkeys([0xA0, 0x3000, *range(0x2000, 0x200B), 0x202F, 0x205F], 32)
    forms |= dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE63], 45)
    forms |= {0x24B6 + place: place + (65 if place < 26 else 71) for place in range(52)}  # Ⓐ to ⓩ
    forms |= {0xD7: ord("x"), 0xFE6B: ord("@"), 0xFE52: ord("."), 0x4E28: ord("|")}
    flat = np.arange(0x10000, dtype=np.uint16)
    flat[list(forms)] = list(forms.values())
    info = np.zeros(0x10000, np.uint8)
    for point in (*range(0x80), *forms):
        char = chr(flat[point])
        info[point] = (
            marks.DIGIT if char.isdigit() else marks.LATIN if char.isalpha() else marks.SIGN if char in "@:+#" else 0
        )
    kinds = {
        PROVINCE_CHARS + SERVICE_CHARS: marks.PROVINCE,
        HOUSE_CHARS: marks.HOUSE,
        HAN_DIGITS: marks.HAN_DIGIT,
        "艾昵暱搜\n": marks.RARE,
    }
    for chars, kind in kinds.items():
        for char in chars:
            info[ord(char)] |= kind
    flags = {
        **{marks.NUMBER_FINAL: NUMBER_FINALS, marks.NAME_FINAL: NAME_FINALS, marks.WECHAT_FINAL: WECHAT_FINALS},
        **{marks.GLUE: GLUE_CHARS, marks.STREET: frozenset(STREET_CHARS)},
    }
    for flag, chars in flags.items():
        for char in chars:
            for point in {ord(char), ord(char.upper())}:
                if point < 0x10000:
                    info[point] |= flag
    return flat, info


FORMS, INFO = _tables()


def _latin_ends(words: Iterable[str]) -> Any:
    """Which letters end a Latin word among `words`: the last four, five bits each, modulo a prime below 32768."""
    ends = np.zeros(marks.HASHES, np.bool_)
    for word in words:
        code = 0
        for place, char in enumerate(word[:-5:-1]):
            if not (char.isascii() and char.isalpha()):
                break
            code |= (ord(char) & 31) << 5 * place
        ends[code % ends.size] |= code > 31
    return ends


def _han_ends(words: Iterable[str]) -> tuple[Any, Any]:
    """Which two characters end a word of two or more among `words`, hashed; which character is a word of its own."""
    pairs, alone = np.zeros((2, marks.HASHES), np.bool_)
    for word in words:
        if len(word) == 1 or word[-2].isascii():
            alone[ord(word[-1]) % alone.size] = True
        else:
            pairs[(263 * ord(word[-2]) + ord(word[-1])) % pairs.size] = True
    return pairs, alone


_LABELS = NUMBER_LABELS, NAME_LABELS, WECHAT_LABELS
#: which letters end the label of a number, of a name, of a name of letters alone, which two characters end any, and which one
#: is one: 5 x 32749
ENDS = np.stack([*map(_latin_ends, _LABELS), *_han_ends(set().union(*_LABELS))])
