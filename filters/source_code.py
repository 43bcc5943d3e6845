"""Which lines of a text are source code, commands, configuration or a program's messages, though nothing fences them.

A line is judged by what is left of it without strings and comments. Chinese there must look like names: short runs, no
function word, no Chinese punctuation. Signs of code are points: an assignment, a call, a string behind a sign, a keyword, a
command, words of SQL, a ; or { at the end. Two points make a line code, one does if its only Chinese stands in a comment.
A comment on a line of its own, or one point, is code beside a line that is. The rules are by hand and for precision: the
headings 「for 迴圈」 and 「CREATE TABLE 語法」 have one point each.
"""

from typing import Any

import numba
import numpy as np

from .characters import Codes
from .language_tables import Marks
from .source_code_tables import (
    BLANK,
    COMMAND,
    KEYWORD,
    LEVEL,
    MESSAGE,
    NAME_CHARS,
    PAGE,
    QUOTE,
    SQL,
    SQL_LOWER,
    STOP,
    WORD,
    Words,
    closing,
    is_for_readers,
    is_letter,
    kind,
    line_end,
    line_start,
    word,
)

#: grades of a line
PROSE, WEAK, CODE = 0, 1, 2
#: lines between a weak one and one that is code, at most
LINES_AWAY = 12

#: what stands before: a sign; a word of no kind, without and with Chinese; one of some kind; one of SQL
_SIGN, _PLAIN, _NAME, _KNOWN, _SQL = range(5)

_BANG, _HASH, _DOLLAR, _AND, _OPEN, _CLOSE, _STAR, _COMMA, _MINUS, _DOT, _SLASH = (ord(c) for c in "!#$&()*,-./")
_COLON, _SEMICOLON, _LESS, _EQUAL, _MORE, _AT, _BACKSLASH, _UNDERSCORE = (ord(c) for c in ":;<=>@\\_")
_BRACE, _BAR, _BRACE_END, _BRACKET, _BRACKET_END, _APOSTROPHE, _PLUS, _SPACE = (ord(c) for c in "{|}[]'+ ")


@numba.njit(cache=True, nogil=True)
def is_code(codes: Codes, start: int, end: int, table: Marks, vocabulary: Words) -> Any:
    """Whether the line is code by itself, or has a sign of it and stands beside one that is."""
    own = _grade(codes, start, end, table, vocabulary)
    if own != WEAK:
        return own == CODE
    here = start
    for _ in range(LINES_AWAY):
        if here == 0:
            break
        after, here = here - 1, line_start(codes, here - 1)
        other = _grade(codes, here, after, table, vocabulary)
        if other != WEAK:
            if other == CODE:
                return True
            break
    here = end
    for _ in range(LINES_AWAY):
        if here >= len(codes):
            break
        before, here = here + 1, line_end(codes, here + 1)
        other = _grade(codes, before, here, table, vocabulary)
        if other != WEAK:
            return other == CODE
    return False


@numba.njit(cache=True, nogil=True)
def _is(codes: Codes, at: int, end: int, sign: int) -> Any:
    return at < end and codes[at] == sign


@numba.njit(cache=True, nogil=True)
def _is_blank(codes: Codes, at: int, end: int, table: Marks) -> Any:
    return at >= end or kind(codes, at, table) & BLANK > 0


@numba.njit(cache=True, nogil=True)
def _begins_comment(codes: Codes, at: int, first: int, end: int, table: Marks) -> Any:
    """// (but not ://), /*, <!--, and # or -- between blanks."""
    code, alone = codes[at], at == first or kind(codes, at - 1, table) & BLANK > 0
    if code == _SLASH and _is(codes, at + 1, end, _SLASH):
        return alone or codes[at - 1] in (_SEMICOLON, _BRACE, _BRACE_END, _CLOSE, _COMMA)
    if code == _SLASH:
        return _is(codes, at + 1, end, _STAR)
    if code == _LESS:
        return _is(codes, at + 1, end, _BANG) and _is(codes, at + 2, end, _MINUS)
    if code == _HASH:
        return alone and at + 1 < end and _is_blank(codes, at + 1, end, table)
    return alone and _is(codes, at + 1, end, _MINUS) and at + 2 < end and _is_blank(codes, at + 2, end, table)


@numba.njit(cache=True, nogil=True)
def _behind_prompt(codes: Codes, at: int, end: int, table: Marks) -> int:
    """Where the command begins behind $, >>>, C:\\…>, user@host:~$ or mysql>; `at` if nothing of that stands there."""
    here, place = at, at
    if codes[at] == 0x50 and _is(codes, at + 1, end, 0x53) and _is(codes, at + 2, end, _SPACE):
        at += 3  # PS C:\\…> of PowerShell
        here = at
    if at < end and codes[at] == _DOLLAR:
        here += 1
    elif codes[at] == _MORE and _is(codes, at + 1, end, _MORE) and _is(codes, at + 2, end, _MORE):
        here += 3
    else:
        while here < end and codes[here] < 0x80 and kind(codes, here, table) & WORD > 0:
            here += 1
        if here in (at, end):
            return at
        if codes[here] == _AT:
            while here < end and codes[here] not in (_DOLLAR, _HASH):
                here += 1
        elif here == at + 1 and codes[here] == _COLON and _is(codes, here + 1, end, _BACKSLASH):
            while here < end and codes[here] != _MORE:
                here += 1
        elif codes[here] != _MORE or codes[at] < 0x61:
            return at
        here += 1
    place = here
    while here < end and kind(codes, here, table) & BLANK > 0:
        here += 1
    return here if place < here < end and codes[here] < 0x80 and here - at < 120 else at


@numba.njit(cache=True, nogil=True)
def _is_key(codes: Codes, first: int, at: int) -> Any:
    """Whether the line so far is the key of a setting: lower case or with . or _ in it (DB_NAME, server.port)."""
    lower, joined, touches = True, False, True
    while at > first and codes[at - 1] == _SPACE:
        at, touches = at - 1, False
    for here in range(first, at):
        code = codes[here]
        if code in (_UNDERSCORE, _DOT):
            joined = True
        elif not (0x30 <= code < 0x3A or 0x61 <= code < 0x7B or 0x41 <= code < 0x5B or code == _MINUS):
            return False
        lower = lower and not 0x41 <= code < 0x5B
    return (
        at - first > 1
        and codes[first] != _DOT
        and codes[at - 1] != _DOT
        and (joined or (lower and touches and codes[at] == _EQUAL))
    )


@numba.njit(cache=True, nogil=True)
def _ends_as_error(codes: Codes, begin: int, end: int) -> Any:
    """…Error, …Exception, …Warning."""
    last, size = codes[end - 1], end - begin
    if last == 0x72:  # r
        return size >= 5 and codes[end - 5] in (0x45, 0x65) and codes[end - 4] == 0x72 and codes[end - 3] == 0x72
    if last == 0x6E:  # n
        return size >= 9 and codes[end - 9] == 0x45 and codes[end - 8] == 0x78 and codes[end - 7] == 0x63
    return size >= 7 and last == 0x67 and codes[end - 7] == 0x57 and codes[end - 6] == 0x61


@numba.njit(cache=True, nogil=True)
def _is_markdown(codes: Codes, first: int, end: int) -> Any:
    """Whether the line begins as a rule (---), a heading (##), a directive (:::), an image (![) or a row of a table (|)."""
    code = codes[first]
    if code == _MINUS:
        return _is(codes, first + 1, end, code) and _is(codes, first + 2, end, code)
    if code == _BANG:
        return _is(codes, first + 1, end, _BRACKET)
    return code == _BAR or (code in (_HASH, _COLON) and _is(codes, first + 1, end, code))


@numba.njit(cache=True, nogil=True)
def _grade(codes: Codes, start: int, end: int, table: Marks, vocabulary: Words) -> int:
    """PROSE, WEAK or CODE: what the line is by itself."""
    first = start
    while first < end and kind(codes, first, table) & BLANK > 0:
        first += 1
    if first == end or _is_markdown(codes, first, end):
        return PROSE
    if codes[first] in (_SLASH, _HASH, _MINUS, _LESS) and _begins_comment(codes, first, first, end, table):
        return WEAK
    at = _behind_prompt(codes, first, end, table)
    points = 2 * (at > first)
    called = assigned = quoted = tagged = loose = message = braced = keyword = command = sql = (
        False  # signs that count once
    )
    names = strings = words = messages = 0  # Chinese characters in names and in strings; words without Chinese
    before, head, last = _SIGN, True, 0
    while at < end:
        code = codes[at]
        here = kind(codes, at, table)
        if here & BLANK:
            at += 1
            continue
        if here & WORD:
            begin = at
            at, han, known = word(codes, at, end, table, vocabulary)
            if han < 0 or han > NAME_CHARS:
                return PROSE
            if not han and at - begin <= 2 and at < end and kind(codes, at, table) & QUOTE:
                continue  # f"…", of the string
            names, words = names + han, words + (not han)
            behind = _SIGN if known == 0 else _KNOWN
            if known & SQL or (sql and known & SQL_LOWER):
                points += before != _SQL
                behind = _SQL
            if head:
                keyword, command = known & KEYWORD > 0, known & COMMAND > 0 and _is_blank(codes, at, end, table)
                sql = known & (SQL | SQL_LOWER) > 0
                points += keyword or command
            elif keyword and known & KEYWORD and before != _KNOWN:
                points += 1  # from … import …
            if (
                words == 1 + (not head)
                and not names + strings
                and _is(codes, at, end, _COLON)
                and _ends_as_error(codes, begin, at)
            ):
                points, message = points + 2, True
            messages += known & MESSAGE > 0
            if known & LEVEL and (head or codes[first] == _BRACKET or 0x30 <= codes[first] < 0x3A):
                points += 1 + (begin > first)
            if behind == _SIGN:
                behind = _NAME if han else _PLAIN
                loose = loose or (han > 0 and before in (_PLAIN, _NAME)) or (before == _NAME and not han)
            before, head, last = behind, False, at - 1
            continue
        if here & QUOTE:
            close = closing(codes, at, end, table)
            if close < 0:
                at += 1
                continue
            sign = codes[last] if last >= first else np.uint32(0)
            behind_sign = before == _SIGN and sign in (_OPEN, _EQUAL, _BRACKET, _BRACE, _COMMA, _PLUS)
            behind_word = (before >= _KNOWN and (keyword or command or sql)) or (before == _PLAIN and command)
            quoted = quoted or ((behind_sign or behind_word) and not is_for_readers(codes, last))
            if head and _is(codes, close + 1, end, _COLON) and _begins_value(codes, close + 2, end, table):
                points += 2  # a key of JSON
            for here in range(at + 1, close):
                strings += codes[here] >= 0x80
            head, before, last, at = False, _PLAIN, close, close + 1
            continue
        if code >= 0x80:
            if here & STOP:
                return WEAK if message else PROSE
            before, at = _PLAIN, at + 1
            continue
        if code in (_SLASH, _HASH, _MINUS, _LESS) and _begins_comment(codes, at, first, end, table):
            break
        touches = at > start and kind(codes, at - 1, table) & WORD > 0
        before, last = _SIGN, at
        if code == _OPEN:
            if at > first and codes[at - 1] == _BRACKET_END:
                return PROSE  # a link of Markdown
            points += _is(codes, at + 1, end, _CLOSE) and touches
            called = called or touches
        elif code == _CLOSE:
            before = _PLAIN
        elif code == _EQUAL:
            if _is(codes, at + 1, end, _EQUAL) or _is(codes, at + 1, end, _MORE):
                points, at = points + (at > first), at + 1
            elif at > first:
                assigned = True
                points += _is_key(codes, first, at)
        elif code == _COLON:
            if _is(codes, at + 1, end, _COLON):
                points, at = points + 1, at + 1
            elif touches and _is_blank(codes, at + 1, end, table) and at + 1 < end and _is_key(codes, first, at):
                points += 2
        elif code in (_AND, _BAR):
            doubled = _is(codes, at + 1, end, code)
            points += doubled or (command and code == _BAR)
            at += doubled
        elif code == _BRACE:
            braced = True
            points += at > start and codes[at - 1] in (_DOLLAR, _HASH, _BRACE)
        elif code == _MINUS:
            option = (
                at + 1 < end and codes[at + 1] < 0x80 and (is_letter(codes, at + 1, table) or codes[at + 1] == _MINUS)
            )
            points += command and option and at > first and kind(codes, at - 1, table) & BLANK > 0
        elif (
            code in (_LESS, _MORE)
            and _is(codes, at + 1, end, code)
            and at + 2 < end
            and kind(codes, at + 2, table) & (BLANK | QUOTE)
        ):
            points, at = points + 1, at + 1  # << of a stream
        elif code == _MORE:
            points += (command or sql) and not touches
        elif code == _DOT:
            points += command and touches and codes[at - 1] >= 0x80 and at + 1 < end and 0x61 <= codes[at + 1] < 0x7B
        elif code in (_AT, _HASH):
            points += at == first and at + 1 < end and is_letter(codes, at + 1, table)
        elif code == _LESS and not touches:
            close = _tag_end(codes, at, end)
            if close > 0:
                _, _, known = word(codes, at + 1 + (codes[at + 1] in (_BANG, _SLASH)), end, table, vocabulary)
                points += known & PAGE > 0
                tagged, at, last = True, close, close
        at += 1
    points += called + assigned + quoted
    tail = codes[last] if last >= first else np.uint32(0)
    points += tail in (_SEMICOLON, _BRACE, _BRACE_END)
    points += tail == _COLON and keyword
    points += tail == _BRACE_END and braced
    points += 2 * (strings > 0 and not names and messages > 0 and words > 2)
    points += tail in (_OPEN, _BRACKET) and points > 0
    points += tail == _BACKSLASH and command
    points += codes[first] in (_BRACE_END, _CLOSE)
    tagged = tagged or (codes[first] == _BRACKET and tail == _BRACKET_END)
    wanted = 2 + (loose and not command) if names else 1 + (strings > 0)
    if points >= wanted:
        return CODE
    if names or strings:
        return WEAK if (points or tagged) and not loose else PROSE
    return WEAK if words <= 3 or tagged else PROSE


@numba.njit(cache=True, nogil=True)
def _begins_value(codes: Codes, at: int, end: int, table: Marks) -> Any:
    """Whether a value of JSON begins there: a string, a number, a list, an object, true, false or null."""
    while at < end and kind(codes, at, table) & BLANK > 0:
        at += 1
    if at == end:
        return False
    return codes[at] in (_BRACKET, _BRACE) or kind(codes, at, table) & QUOTE > 0 or is_letter(codes, at, table)


@numba.njit(cache=True, nogil=True)
def _tag_end(codes: Codes, at: int, end: int) -> int:
    """Where the > of a tag that opens there stands on the line, or -1."""
    here = at + 1 + (at + 1 < end and codes[at + 1] in (_BANG, _SLASH))
    if here >= end or not (0x41 <= codes[here] < 0x5B or 0x61 <= codes[here] < 0x7B):
        return -1
    while here < end:
        if codes[here] == _MORE:
            return here
        if codes[here] == _LESS:
            return -1
        here += 1
    return -1
