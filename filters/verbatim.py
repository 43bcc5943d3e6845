"""Stretches of a text that belong to somebody else: code, addresses and classical quotations.

A page of Taiwan that is put into Simplified Chinese gets the Mainland's words (使用者 becomes 用户). But a name in code, a
path or an address leads nowhere if a character of it is another, so they stay as they are, with their strings and comments;
and 使用者不與焉 speaks of no user: in classical quotations characters are converted, but no words.

Code is what stands in closed fenced blocks (``` or ~~~, as CommonMark has them), in spans of backticks within a line, between
/* and */, <!-- and -->, or triple quotation marks; lines that are code by what they look like (source_code.py), and pieces
of code in other lines (code_tokens.py). A classical quotation stands in 「」, 『』 or “” on one line, holds no Latin letter,
digit, kana or modern function word, does hold a classical one or a mark between clauses (a button 「設定」 has neither), and
ends as classical sentences do or is classical by the language model.
"""

import numba
import numpy as np

from .characters import Codes
from .code_tokens import address_end, tokens
from .conversion import LINE_FEED, Spans
from .language_model import LZH
from .language_tables import IDEOGRAPH, KANA_LETTER, LATIN_LETTER, LZH_BIT, MODERN_BIT, Marks, classes
from .language_tally import tally
from .source_code import is_code
from .source_code_tables import HAN, LOOK, SIGN, Words, kinds, line_end, line_start, words

#: characters of a quotation, of a span in backticks and of a comment or string over several lines at most
QUOTED_CHARS, TICKED_CHARS, BLOCK_CHARS = 200, 1000, 4000
#: 「 『 “, each behind the code point of its closing mark; ， ； 。
_OPENING, _BETWEEN = (0x300C, 0x300E, 0x201C), (0xFF0C, 0xFF1B, 0x3002)
_BACKTICK, _TILDE, _SPACE, _SLASH, _COLON, _LESS, _BANG, _QUOTE, _APOSTROPHE = (ord(c) for c in "`~ /:<!\"'")
_STAR, _MORE, _DASH = (ord(c) for c in "*>-")
#: what stands before the /* of a comment, not of a pattern (src/*)
_BEFORE_COMMENT = tuple(ord(c) for c in "\n\t ;{}(),>")
#: 矣 焉 哉
_FINAL_PARTICLES = (0x77E3, 0x7109, 0x54C9)
#: kinds of stretches
CODE, QUOTATION = 0, 1


def verbatim(codes: Codes) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Start and end of code and addresses that are not ASCII alone, and of the classical quotations; some may lie in others."""
    spans = _stretches(codes, classes(), kinds(), words())
    if not len(spans):
        return [], []
    rows: list[tuple[int, int, int]] = spans.tolist()
    code = [(start, end) for start, end, kind in rows if kind == CODE]
    return code, [row[:2] for row in rows if row[2] == QUOTATION and _is_classical(codes[row[0] + 1 : row[1]])]


def _is_classical(quotation: Codes) -> bool:
    """By its last particle (矣, 焉, 哉, others with one more classical character: 檔案之設，自宋始也), else by the model."""
    marks = classes()[np.minimum(quotation, 0xFFFF)]
    told = (marks & 7 == IDEOGRAPH) & (marks & LZH_BIT > 0)
    last = np.flatnonzero(marks & 7 == IDEOGRAPH)[-1:]
    final = told[last].all() and (told.sum() > 1 or np.isin(quotation[last], _FINAL_PARTICLES).any())
    return bool(final) or int(tally(quotation).shares.argmax()) == LZH


@numba.njit(cache=True, nogil=True)
def _stretches(codes: Codes, marks: Marks, table: Marks, vocabulary: Words) -> Spans:
    """int64[n, 3]: start and end of code and of quotations that may be classical, and which of the two."""
    found = np.empty((16, 3), np.int64)
    count = at = 0
    fence, opened = 0, -1  # length of the fence that opened a block, negative if of tildes; where the block begins
    unclosed = 0  # before this place nothing over several lines is looked for, since the last look found no end
    line = behind = 0  # where the line that was last judged ends, and the last piece of code over several lines
    for start in range(len(codes)):
        code = codes[start]
        seen = table[min(code, np.uint32(0xFFFF))]
        if not seen & (LOOK | HAN):
            continue
        if seen & HAN:  # lines without Chinese are not judged, and most lines of code have none
            if start >= line and start >= behind:
                begin, line = line_start(codes, start), line_end(codes, start)
                if not _may_be_code(codes, begin, line, table):
                    continue
                if is_code(codes, begin, line, table, vocabulary):
                    found, count = _add(found, count, begin, line, CODE)
                elif _touches(codes, begin, line, table):
                    for first, last in tokens(codes, begin, line, table, vocabulary):
                        found, count = _add(found, count, first, last, CODE)
            continue
        if start < at or (code < 0x80 and code != _BACKTICK and _next_is_other(codes, start)):
            continue
        begin, at, end, kind = start, start + 1, -1, CODE
        if code in (_BACKTICK, _TILDE):
            run = 1
            while at < len(codes) and codes[at] == code:
                run, at = run + 1, at + 1
            length = run if code == _BACKTICK else -run
            if run >= 3 and _is_head(codes, start):
                if opened < 0:
                    at = line_end(codes, at)
                    fence, opened = length, at
                elif length * fence > 0 and run >= abs(fence) and _is_blank(codes, at):
                    begin, end, opened = opened, start, -1
            elif code == _BACKTICK and opened < 0:
                end = _closed(codes, at, run)
                at = max(at, end)
        elif opened >= 0:
            continue
        elif code in _OPENING:
            end, kind = _quotation(codes, start, marks), QUOTATION
        elif code == _SLASH and start and codes[start - 1] == _COLON and _at(codes, at, _SLASH):
            end = at = address_end(codes, start, len(codes), table)
        else:
            if start >= unclosed:
                end = _block_end(codes, start)
                unclosed = (
                    start + BLOCK_CHARS // 2 if end < 0 else 0
                )  # not to look at the same characters again and again
            at = behind = max(at, end)
        if end >= 0 and _beyond_ascii(codes, begin, end):
            found, count = _add(found, count, begin, end, kind)
    return found[:count]


@numba.njit(cache=True, nogil=True)
def _next_is_other(codes: Codes, at: int) -> bool:
    """Whether what stands behind ~ " ' / or < opens nothing."""
    if at + 1 == len(codes):
        return True
    code, after = codes[at], codes[at + 1]
    if code == _SLASH:
        return after not in (_SLASH, _STAR)
    return after != (_BANG if code == _LESS else code)


@numba.njit(cache=True, nogil=True)
def _add(found: Spans, count: int, begin: int, end: int, kind: int) -> tuple[Spans, int]:
    if count == len(found):
        found = np.concatenate((found, found))
    found[count, 0], found[count, 1], found[count, 2] = begin, end, kind
    return found, count + 1


@numba.njit(cache=True, nogil=True)
def _may_be_code(codes: Codes, start: int, end: int, table: Marks) -> bool:
    """Whether the line holds a sign of code or begins with a Latin letter, as `from 模組 import 函式` does."""
    while start < end and codes[start] == _SPACE:
        start += 1
    if 0x41 <= codes[start] < 0x5B or 0x61 <= codes[start] < 0x7B:
        return True
    for at in range(start, end):  # noqa: SIM110 (Numba has no any() over a generator)
        if table[min(codes[at], np.uint32(0xFFFF))] & SIGN:
            return True
    return False


@numba.njit(cache=True, nogil=True)
def _touches(codes: Codes, start: int, end: int, table: Marks) -> bool:
    """Whether an ideograph stands beside a sign of code other than a backtick: only then is there a piece to look for."""
    before = np.uint8(0)
    for at in range(start, end):
        here = table[min(codes[at], np.uint32(0xFFFF))] & (SIGN | HAN) if codes[at] != _BACKTICK else np.uint8(0)
        if here | before == SIGN | HAN:
            return True
        before = here
    return False


@numba.njit(cache=True, nogil=True)
def _at(codes: Codes, at: int, code: int) -> bool:
    return at < len(codes) and codes[at] == code


@numba.njit(cache=True, nogil=True)
def _block_end(codes: Codes, start: int) -> int:
    """The end of what /*, <!-- or three quotation marks open, or -1 if they open or close nothing."""
    code, after = codes[start], start + 3
    if code in (_QUOTE, _APOSTROPHE):
        if not (_at(codes, start + 1, code) and _at(codes, start + 2, code)):
            return -1
    elif code == _SLASH:
        if not _at(codes, start + 1, _STAR) or (start and codes[start - 1] not in _BEFORE_COMMENT):
            return -1
        code, after = np.uint32(_STAR), start + 2
    elif not (_at(codes, start + 1, _BANG) and _at(codes, start + 2, _DASH)):
        return -1
    else:
        code = np.uint32(_DASH)
    for at in range(after, min(len(codes), start + BLOCK_CHARS)):
        if codes[at] != code:
            continue
        if code == _STAR:
            if _at(codes, at + 1, _SLASH):
                return at + 2
        elif _at(codes, at + 1, code) and _at(codes, at + 2, _MORE if code == _DASH else code):
            return at + 3
    return -1


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
