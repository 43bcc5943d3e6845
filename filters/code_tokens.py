"""Pieces of code within a line of prose: paths, file names, names with _, calls, strings as arguments, variables of a shell.

Chinese has no blanks between words, so where a name with Chinese in it begins and ends is often open. A piece counts only
between blanks, quotation marks or brackets, or from a sign that begins it (C:\\, ~/, $), and it holds no function word.
"""

from typing import Any

import numba
import numpy as np

from .characters import Codes
from .conversion import Spans
from .language_tables import Marks
from .source_code_tables import (
    EXTENSION,
    HAN,
    NAME_CHARS,
    NO_NAME,
    QUOTE,
    WORD,
    Words,
    closing,
    is_for_readers,
    is_letter,
    kind,
    word,
)

_DASH, _DOT, _SLASH, _COLON, _EQUAL, _BACKSLASH, _UNDERSCORE = (ord(c) for c in "-./:=\\_")
_DOLLAR, _HASH, _TILDE, _OPEN, _CLOSE, _BRACKET, _COMMA, _BRACE, _BRACE_END = (ord(c) for c in "$#~()[,{}")
_BACKTICK, _SPACE = 0x60, 0x20
#: what a file name may stand behind (not * of Markdown, nor a comma, behind which a verb may be the beginning)
_OPENING = tuple(ord(mark) for mark in " \t\"'`([{<「『《〈（“‘【")
#: what may stand behind such a name in 「 」 or quotation marks
_CLOSING = tuple(ord(mark) for mark in "\"'`」』》〉”’")
#: a name that ends so before .csv is a verb and the kind of a file (匯入.csv)
_VERB_ENDS = tuple(ord(character) for character in "入取理為为成過过用開开載载存除生出中的式個个")
#: characters of an extension at most
_EXTENSION_CHARS = 5
#: Chinese characters of a file name without quotation marks at most
_FILE_CHARS = 6


@numba.njit(cache=True, nogil=True)
def tokens(codes: Codes, start: int, end: int, table: Marks, vocabulary: Words) -> Spans:
    """int64[n, 2]: start and end of every piece of code with Chinese in the line."""
    found = np.empty((4, 2), np.int64)
    count, at, argument = 0, start, -1  # the place behind the last string that was an argument
    while at < end:
        code = codes[at]
        begin, close = at, -1
        if kind(codes, at, table) & QUOTE and code != _BACKTICK:
            close = closing(codes, at, end, table)
            if close > 0 and _is_argument(codes, start, at, argument, table):
                close += 1
                argument = close
            else:
                close = -1
            at += 1
        elif code == _BRACE and at > start and codes[at - 1] in (_DOLLAR, _HASH, _BRACE):
            close = at + 1
            while close < end and codes[close] not in (_BRACE_END, _BACKTICK, _BRACE):
                close += 1
            close = -1 if close == end or codes[close] != _BRACE_END else close
            at += 1
        elif _in_chunk(codes, at, table):
            while at < end and _in_chunk(codes, at, table):
                at += 1
            begin, close = _piece(codes, start, begin, at, end, table, vocabulary)
        else:
            at += 1
        if close > begin and _has_han(codes, begin, close, table):
            if count == len(found):
                found = np.concatenate((found, found))
            found[count, 0], found[count, 1] = begin, close
            count += 1
            at = max(at, close)
    return found[:count]


@numba.njit(cache=True, nogil=True)
def _has_han(codes: Codes, begin: int, end: int, table: Marks) -> Any:
    for at in range(begin, end):  # noqa: SIM110 (Numba has no any() over a generator)
        if kind(codes, at, table) & HAN > 0:
            return True
    return False


@numba.njit(cache=True, nogil=True)
def _in_chunk(codes: Codes, at: int, table: Marks) -> Any:
    """Letters, digits, ideographs and the signs within paths, names and options."""
    code = codes[at]
    return kind(codes, at, table) & WORD > 0 or code in (
        _DASH,
        _DOT,
        _SLASH,
        _COLON,
        _EQUAL,
        _BACKSLASH,
        _TILDE,
        _DOLLAR,
    )


@numba.njit(cache=True, nogil=True)
def _is_argument(codes: Codes, start: int, at: int, argument: int, table: Marks) -> Any:
    """Whether a string stands behind word( or word[ or word=, behind an option (-m "…"), or behind such a string and a comma."""
    before = at - 1
    while before > start and codes[before] == _SPACE:
        before -= 1
    if before <= start:
        return False
    if codes[before] == _EQUAL:
        return before == at - 1 and kind(codes, before - 1, table) & WORD > 0 and not is_for_readers(codes, before)
    if codes[before] in (_OPEN, _BRACKET):
        return before == at - 1 and is_letter(codes, before - 1, table)
    if codes[before] == _COMMA:
        return before == argument
    if before == at - 1:
        return False
    while before > start and is_letter(codes, before, table):
        before -= 1
    while before > start and codes[before] == _DASH and codes[before - 1] == _DASH:
        before -= 1
    return codes[before] == _DASH and before > start and codes[before - 1] == _SPACE


@numba.njit(cache=True, nogil=True)
def _piece(
    codes: Codes, start: int, begin: int, end: int, limit: int, table: Marks, vocabulary: Words
) -> tuple[int, int]:
    """Where the piece of code in a chunk without blanks begins and ends, or (0, -1)."""
    han = marked = slashes = 0
    dot, function, identifier = -1, False, False
    for at in range(begin, end):
        code = codes[at]
        if code >= 0x80:
            han += 1
            function = function or kind(codes, at, table) & NO_NAME > 0
        elif code in (_SLASH, _BACKSLASH):
            slashes += 1
            if (
                code == _BACKSLASH
                and at - begin >= 2
                and codes[at - 1] == _COLON
                and not kind(codes, at - 2, table) & HAN > 0
            ):
                return at - 2, _path_end(codes, at, end, table)
        elif code == _UNDERSCORE and begin < at < end - 1:  # 使用者_id, tbl_使用者
            one, other = codes[at - 1], codes[at + 1]
            identifier = identifier or (one >= 0x80 and 0x61 <= other < 0x7B) or (0x61 <= one < 0x7B and other >= 0x80)
        elif code == _DOT and at > begin and codes[at - 1] not in (_SLASH, _DOT):
            dot = at
        marked += code < 0x80 and not kind(codes, at, table) & WORD > 0
    called = end + 1 < limit and codes[end] == _OPEN and codes[end + 1] == _CLOSE
    if not han or not (marked or identifier or called):
        return 0, -1
    first = codes[begin]
    if first == _DOLLAR and begin + 1 < end and codes[begin + 1] >= 0x80 and not function and han <= NAME_CHARS:
        return begin, end
    if first == _DASH and begin + 2 < end and codes[begin + 1] == _DASH and codes[begin + 2] < 0x80 and not function:
        return begin, end
    name = _name_end(codes, dot, end, table) if dot > begin else -1  # behind an extension
    leads = first == _SLASH or (first in (_TILDE, _DOT) and slashes > 0 and codes[begin + 1] in (_SLASH, _DOT))
    if leads and (slashes > 1 or name > 0 or first != _SLASH):
        return begin, _path_end(codes, begin, end, table)
    host = _host(codes, begin, end, table) if slashes else -1
    if host >= 0:
        return host, address_end(codes, host, limit, table)
    if function or han > 2 * NAME_CHARS:
        return 0, -1
    opened = begin > start and codes[begin - 1] in _OPENING
    is_program = name > 0 and word(codes, dot + 1, name, table, vocabulary)[2] & EXTENSION > 0
    if is_program and opened and codes[dot - 1] >= 0x80:
        quoted = name < limit and codes[name] in _CLOSING
        if quoted or (han <= _FILE_CHARS and name == end and codes[dot - 1] not in _VERB_ENDS):
            return begin, name
    if is_program and slashes and codes[begin] < 0x80 and _has_han(codes, begin, dot, table):
        return begin, name
    if (identifier or called) and han <= NAME_CHARS and (begin == start or opened):
        return begin, end
    return 0, -1


@numba.njit(cache=True, nogil=True)
def _name_end(codes: Codes, dot: int, end: int, table: Marks) -> int:
    """Where the extension behind the dot ends, or -1 if none stands there."""
    at = dot + 1
    while at < end and is_letter(codes, at, table):
        at += 1
    if at == dot + 1 or at - dot - 1 > _EXTENSION_CHARS or not 0x61 <= codes[dot + 1] < 0x7B:
        return -1
    return at


@numba.njit(cache=True, nogil=True)
def _path_end(codes: Codes, begin: int, end: int, table: Marks) -> int:
    """The end of a path: of its extension, or before a last part that runs on as prose."""
    last, han, function = begin, 0, False
    for at in range(begin, end):
        if codes[at] in (_SLASH, _BACKSLASH):
            last, han, function = at, 0, False
        elif codes[at] == _DOT and at > begin:
            name = _name_end(codes, at, end, table)
            if name == end or (name > 0 and codes[name] >= 0x80):
                return name
        elif codes[at] >= 0x80:
            han += 1
            function = function or kind(codes, at, table) & NO_NAME > 0
    return last + 1 if function or han > NAME_CHARS else end


@numba.njit(cache=True, nogil=True)
def _host(codes: Codes, begin: int, end: int, table: Marks) -> int:
    """Where a host's name (www.example.org) before the first slash begins, or -1."""
    slash = begin
    while codes[slash] != _SLASH:
        slash += 1
        if slash == end:
            return -1
    at, dots = slash, 0
    while (
        at > begin
        and codes[at - 1] < 0x80
        and (kind(codes, at - 1, table) & WORD > 0 or codes[at - 1] in (_DOT, _DASH))
    ):
        at -= 1
        dots += codes[at] == _DOT
    letters = slash - at >= 4 and _all_lower(codes, slash - 2, slash) and dots > 0 and codes[at] != _DOT
    return at if letters else -1


@numba.njit(cache=True, nogil=True)
def _all_lower(codes: Codes, begin: int, end: int) -> Any:
    for at in range(begin, end):  # noqa: SIM110
        if not 0x61 <= codes[at] < 0x7B:
            return False
    return True


@numba.njit(cache=True, nogil=True)
def address_end(codes: Codes, at: int, end: int, table: Marks) -> int:
    """The end of an address of a page, of which Chinese is a part behind one of / = ? & # _ % + . -"""
    while at < end:
        if kind(codes, at, table) & HAN > 0:
            if codes[at - 1] not in (_SLASH, _EQUAL, 0x3F, 0x26, _HASH, _UNDERSCORE, 0x25, 0x2B, _DOT, _DASH):
                break
            while at < end and kind(codes, at, table) & HAN > 0:
                at += 1
        elif 0x21 <= codes[at] < 0x7F:
            at += 1
        else:
            break
    return at
