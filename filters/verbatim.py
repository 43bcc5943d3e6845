"""Stretches of a text whose words belong to somebody else: code and classical quotations.

A page of Taiwan that is put into Simplified Chinese gets the Mainland's words (使用者 becomes 用户). But in code a name is
the same wherever it stands, and 使用者不與焉 speaks of no user: there only characters are converted, no words.

Code is what stands in closed fenced blocks (``` or ~~~, as CommonMark has them) and in spans of one or two backticks
within a line. A classical quotation stands in 「」, 『』 or “” on one line, holds no Latin letter, digit, kana or modern
function word, does hold a classical one or a mark between clauses (a button 「設定」 has neither), and is classical by
the language model.
"""

import re

from .characters import code_points
from .language_model import LZH
from .language_tables import CLASSICAL, MODERN
from .language_tally import tally

#: characters of a quotation at most
QUOTED_CHARS = 200
_QUOTES = (("「", "」"), ("『", "』"), ("“", "”"))
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})([^\n]*)", re.MULTILINE)
_TICKED = re.compile(r"(?<!`)(`{1,2})[^`\n]+\1(?!`)")
_MODERN = re.compile(f"[A-Za-z0-9ぁ-ヿ\n{MODERN}]")
_CLASSICAL = re.compile(f"[，；。{CLASSICAL}]")


def verbatim(text: str) -> list[tuple[int, int]]:
    """Start and end of the code and the classical quotations of a text that are not ASCII alone; they may overlap."""
    found: list[tuple[int, int]] = []
    if "```" in text or "~~~" in text:
        found += _fenced(text)
    if "`" in text:
        found += [span.span() for span in _TICKED.finditer(text)]
    found = [(start, end) for start, end in found if not text[start:end].isascii()]
    for opening, closing in _QUOTES:
        at = text.find(opening)
        while at >= 0:
            end = text.find(closing, at, at + QUOTED_CHARS)
            if end > at and _is_classical(text[at + 1 : end]):
                found.append((at, end))
            at = text.find(opening, at + 1)
    return found


def _fenced(text: str) -> list[tuple[int, int]]:
    """The blocks between a fence and the next one of its kind that is as long and has nothing behind it."""
    found: list[tuple[int, int]] = []
    opened, start = "", 0
    for fence in _FENCE.finditer(text):
        if not opened:
            opened, start = fence[1], fence.end()
        elif fence[1].startswith(opened) and not fence[2].strip():
            found.append((start, fence.start()))
            opened = ""
    return found


def _is_classical(quotation: str) -> bool:
    if _MODERN.search(quotation) or not _CLASSICAL.search(quotation):
        return False
    return int(tally(code_points(quotation)).shares.argmax()) == LZH
