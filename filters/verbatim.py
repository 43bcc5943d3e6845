"""Stretches of a text whose words belong to somebody else: code and classical quotations.

A page of Taiwan that is put into Simplified Chinese gets the Mainland's words (使用者 becomes 用户). But in code a name is
the same wherever it stands, and 使用者不與焉 speaks of no user: there only characters are converted, no words.

Code is what stands in closed fenced blocks (``` or ~~~, as CommonMark has them) and in spans of backticks within a line. A
classical quotation stands in 「」, 『』 or “” on one line, holds no Latin letter, digit, kana or modern function word,
does hold a classical one or a mark between clauses (a button 「設定」 has neither), and ends with a final particle of
classical Chinese or is classical by the language model, which knows little of so few characters.
"""

import numba
import numpy as np

from .characters import Codes
from .conversion import LINE_FEED, Spans
from .language_model import LZH
from .language_tables import IDEOGRAPH, KANA_LETTER, LATIN_LETTER, LZH_BIT, MODERN_BIT, Marks, classes
from .language_tally import tally

#: characters of a quotation and of a span in backticks at most
QUOTED_CHARS, TICKED_CHARS = 200, 1000
#: 「 『 “, each behind the code point of its closing mark; ， ； 。
_OPENING, _BETWEEN = (0x300C, 0x300E, 0x201C), (0xFF0C, 0xFF1B, 0x3002)
#: 矣 焉 哉 也, and 。 ！ ？
_FINAL_PARTICLES, _SENTENCE_ENDS = (0x77E3, 0x7109, 0x54C9, 0x4E5F), (0x3002, 0xFF01, 0xFF1F)
_BACKTICK, _TILDE, _SPACE = 0x60, 0x7E, 0x20


def verbatim(codes: Codes) -> list[tuple[int, int]]:
    """Start and end of the code and of the classical quotations that are not ASCII alone; some may lie in others."""
    spans = _stretches(codes, classes())
    if not len(spans):
        return []
    return [
        (start, end) for start, end, quoted in spans.tolist() if not quoted or _is_classical(codes[start + 1 : end])
    ]


def _is_classical(quotation: Codes) -> bool:
    words = quotation[:-1] if len(quotation) and quotation[-1] in _SENTENCE_ENDS else quotation
    return bool(len(words) and words[-1] in _FINAL_PARTICLES) or int(tally(quotation).shares.argmax()) == LZH


@numba.njit(cache=True, nogil=True)
def _stretches(codes: Codes, table: Marks) -> Spans:
    """int64[n, 3]: start and end of code, and of quotations that may be classical, whose third number is 1."""
    found = np.empty((16, 3), np.int64)
    count = at = run = 0
    fence, opened = 0, -1  # length of the fence that opened a block, negative if of tildes; where the block begins
    for start in range(len(codes)):
        code = codes[start]
        if code != _BACKTICK and code != _TILDE and (code < _OPENING[2] or code > _OPENING[1]):
            continue
        if start < at:
            continue
        begin, at, end, quoted = start, start + 1, -1, 0
        if code in (_BACKTICK, _TILDE):
            run = 1
            while at < len(codes) and codes[at] == code:
                run, at = run + 1, at + 1
            length = run if code == _BACKTICK else -run
            if run >= 3 and _is_head(codes, start):
                if opened < 0:
                    at = _line_end(codes, at)
                    fence, opened = length, at
                elif length * fence > 0 and run >= abs(fence) and _is_blank(codes, at):
                    begin, end, opened = opened, start, -1
            elif code == _BACKTICK and opened < 0:
                end = _closed(codes, at, run)
                at = max(at, end)
        elif opened < 0 and code in _OPENING:
            end, quoted = _quotation(codes, start, table), 1
        if end >= 0 and _beyond_ascii(codes, begin, end):
            if count == len(found):
                found = np.concatenate((found, found))
            found[count, 0], found[count, 1], found[count, 2] = begin, end, quoted
            count += 1
    return found[:count]


@numba.njit(cache=True, nogil=True)
def _line_end(codes: Codes, at: int) -> int:
    while at < len(codes) and codes[at] != LINE_FEED:
        at += 1
    return at


@numba.njit(cache=True, nogil=True)
def _is_head(codes: Codes, at: int) -> bool:
    """Whether only blanks stand before it on its line."""
    while at > 0 and codes[at - 1] == _SPACE:
        at -= 1
    return at == 0 or codes[at - 1] == LINE_FEED


@numba.njit(cache=True, nogil=True)
def _is_blank(codes: Codes, at: int) -> bool:
    """Whether the rest of the line is."""
    while at < len(codes) and codes[at] == _SPACE:
        at += 1
    return at == len(codes) or codes[at] == LINE_FEED


@numba.njit(cache=True, nogil=True)
def _closed(codes: Codes, start: int, run: int) -> int:
    """The end of the next run of just so many backticks on the line, or -1."""
    same = 0
    for at in range(start, min(len(codes), start + TICKED_CHARS)):
        if codes[at] == _BACKTICK:
            same += 1
        elif same == run:
            return at
        elif codes[at] == LINE_FEED:
            return -1
        else:
            same = 0
    return len(codes) if same == run and start + TICKED_CHARS >= len(codes) else -1


@numba.njit(cache=True, nogil=True)
def _quotation(codes: Codes, start: int, table: Marks) -> int:
    """Where the closing mark stands if what is between may be classical, else -1."""
    classical = False
    for at in range(start + 1, min(len(codes), start + QUOTED_CHARS)):
        code = codes[at]
        mark = table[min(code, np.uint32(0xFFFF))]
        kind = mark & 7
        if code == codes[start] + 1:
            return at if classical else -1
        if code == LINE_FEED or mark & MODERN_BIT or kind in (LATIN_LETTER, KANA_LETTER):
            return -1
        classical = classical or code in _BETWEEN or (kind == IDEOGRAPH and mark & LZH_BIT > 0)
    return -1


@numba.njit(cache=True, nogil=True)
def _beyond_ascii(codes: Codes, start: int, end: int) -> bool:
    for code in codes[start:end]:  # noqa: SIM110 (Numba has no any() over a generator)
        if code >= 0x80:
            return True
    return False
