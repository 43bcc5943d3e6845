"""The single pass over code points behind filters/quality.py: characters, sentences, lines, items, addresses.

A state machine over one array. White space separates and never counts; a line is closed by U+000A and counts if it
holds a letter, digit or Han character; a paragraph is closed by an empty line. See Measures in quality.py for what each
counter means.
"""

from typing import Any

import numba
import numpy as np

from .characters import (
    CLASS_MASK,
    CLOSER,
    DIGIT,
    GARBLED,
    HAN,
    LATIN,
    OTHER,
    PARTICLE,
    SENTENCE_END,
    SEPARATOR,
    SPACE,
    STOP,
    SYMBOL,
    ClassTable,
    Codes,
)
from .characters import CLASSICAL as CLASSICAL_MARK
from .characters import MODERN as MODERN_MARK

#: a line of fewer characters that does not end a sentence looks like an entry of a menu or list
SHORT_LINE_CHARS = 20
#: an item of an enumeration, characters; and how many in a row make a list rather than a clause
ITEM_CHARS = 8
LIST_ITEMS = 8
#: a speaker's name, characters before the colon that opens a line
SPEAKER_CHARS = 8

#: marks that play no part in the grammar of lines, and where they stand
GRAMMAR_MARKS = PARTICLE | CLASSICAL_MARK | MODERN_MARK
PARTICLE_BIT, CLASSICAL_BIT, MODERN_BIT = (mark.bit_length() - 1 for mark in (PARTICLE, CLASSICAL_MARK, MODERN_MARK))

#: counters that `scan` returns
(
    ENDS,
    LINES,
    PARAGRAPHS,
    LONGEST,
    ENDED,
    SHORT,
    BULLETS,
    ELLIPSES,
    LISTED,
    RUN,
    CONTENT,
    URL,
    TABLE,
    NOISE,
    SPACED,
    SPOKEN,
    ARTICLES,
    CLASSICAL,
    MODERN,
    GRAMMAR,
    SQUARES,
    OPTIONS,
    SIZE,
) = range(23)


@numba.njit(cache=True, inline="always")
def class_of(code: int, table: ClassTable) -> int:
    """Class and marks of one code point."""
    if code < 0x10000:
        return table[code]
    if 0x20000 <= code <= 0x3FFFF:
        return HAN
    return GARBLED if code >= 0xE0000 else SYMBOL


@numba.njit(cache=True, inline="always")
def _is_bullet(code: int) -> bool:
    return (
        code == 0x2022 or code == 0x25CF or code == 0x25CB or code == 0x25A0 or code == 0x25A1 or code == 0x25C6
        or code == 0x25C7 or code == 0x25B6 or code == 0x25AA or code == 0x2023 or code == 0x00B7 or code == 0x30FB
        or code == 0x2605 or code == 0x2606 or code == 0x2D or code == 0x2A or code == 0x2013
    )  # fmt: skip


@numba.njit(cache=True)
def scan(codes: Codes, table: ClassTable) -> Any:
    """One pass: class counts[16], counters[SIZE], content codes, and hashes and lengths of lines and paragraphs."""
    n = len(codes)
    classes = np.zeros(16, np.int64)
    out = np.zeros(SIZE, np.int64)
    content = np.empty(n, np.uint32)
    m = 0
    newlines = 1
    for code in codes:
        if code == 10:
            newlines += 1
    line_hash = np.empty(newlines, np.uint64)
    line_chars = np.empty(newlines, np.int64)
    par_hash = np.empty(newlines, np.uint64)
    par_chars = np.empty(newlines, np.int64)
    base = np.uint64(0x100000001B3)
    n_lines = 0
    n_pars = 0
    ph = np.uint64(0)
    pc = 0
    lh = np.uint64(0)
    lc = 0
    letters = 0  # of the line
    first: Any = 0
    ended = False  # the last visible characters of the line are a sentence end
    quoted = False  # a closing quote or bracket ends the line
    closed = 0  # characters of the line up to its last sentence end
    option = 0  # of a question, A. or (A): 1 "A" read, 2 "(" read, 3 "(A" read, 4 an option opens the line
    in_end = False
    dots = 0
    item = 0  # characters of the current enumeration item; -1: it is too long, or holds no Han yet
    item_han = 0
    items = 0
    items_chars = 0
    in_url = False
    pipes = 0  # cell borders of the line
    spoken = False  # a speaker's colon or an opening quote opens the line
    article = 0  # 1: the line opens with 第, 2: and its 条/條/章/节 came
    before = SPACE  # classes of the two characters before this one
    before_two = SPACE
    noise_candidate = False
    plain_han = 0
    plain_latin = 0
    plain_digit = 0
    grammar = 0
    classical = 0
    modern = 0
    run = 0
    run_code = np.uint32(0)
    for i in range(n + 1):
        code: Any = codes[i] if i < n else np.uint32(10)
        mark = class_of(code, table)
        # the common cases first, as their own short ways through the steps below: a letter or digit inside a line, with
        # no role in the grammar of lines, and the blank behind a Latin word
        role = mark & ~GRAMMAR_MARKS
        if role in (HAN, LATIN, DIGIT) and lc > SPEAKER_CHARS and not in_url:
            lh = lh * base + np.uint64(code)
            lc += 1
            letters += 1
            ended = False
            quoted = False
            in_end = False
            dots = 0
            content[m] = code
            m += 1
            if code == run_code and role != DIGIT:
                run += 1
                if run > out[RUN]:
                    out[RUN] = run
            else:
                run = 1
                run_code = code
            if role == HAN:
                plain_han += 1
                grammar += (mark >> PARTICLE_BIT) & 1
                classical += (mark >> CLASSICAL_BIT) & 1
                modern += (mark >> MODERN_BIT) & 1
                if before == SPACE and before_two == HAN:
                    out[SPACED] += 1
                elif noise_candidate and before_two == HAN:
                    out[NOISE] += 1
                item_han += 1
                noise_candidate = False
            elif role == LATIN:
                plain_latin += 1
                noise_candidate = not 65 <= code <= 90
            else:
                plain_digit += 1
                noise_candidate = False
            before_two = before
            before = role
            item += 1
            continue
        if code == 32 and lc > 0 and dots == 0 and items == 0 and item_han == 0:
            in_url = False
            in_end = False
            noise_candidate = False
            before_two = before
            before = SPACE
            item = 0
            continue
        kind = mark & CLASS_MASK
        if code == 10:
            if dots == 1 and not ended:  # a full stop at the end of the line
                out[ENDS] += 1
                ended = True
            if letters > 0:
                line_hash[n_lines] = lh
                line_chars[n_lines] = lc
                n_lines += 1
                if lc > out[LONGEST]:
                    out[LONGEST] = lc
                if ended or quoted:
                    out[ENDED] += lc
                else:
                    out[ENDED] += closed
                    if closed == 0 and lc < SHORT_LINE_CHARS:
                        out[SHORT] += lc
                if _is_bullet(first):
                    out[BULLETS] += 1
                if dots == 10 or 3 <= dots < 10:  # … or ...: a snippet; the Chinese ellipsis …… is punctuation
                    out[ELLIPSES] += 1
                if pipes >= 2:
                    out[TABLE] += lc
                if spoken:
                    out[SPOKEN] += 1
                if article == 2:
                    out[ARTICLES] += 1
                if option == 4:
                    out[OPTIONS] += 1
                out[SQUARES] += lc * lc
                ph = ph * base + lh
                pc += lc
            elif lc == 0 and pc > 0:
                par_hash[n_pars] = ph
                par_chars[n_pars] = pc
                n_pars += 1
                ph = np.uint64(0)
                pc = 0
            lh = np.uint64(0)
            lc = 0
            letters = 0
            first = 0
            ended = False
            quoted = False
            closed = 0
            option = 0
            in_end = False
            in_url = False
            dots = 0
            pipes = 0
            spoken = False
            article = 0
        elif kind == SPACE:
            in_url = False
            if code == 9:
                pipes += 1
            if dots == 1 and not ended:  # a full stop before white space
                out[ENDS] += 1
                ended = True
                closed = lc
            in_end = False
        else:
            if in_url and (kind == HAN or mark & CLOSER or code == 60 or code == 62):
                in_url = False
            elif (
                not in_url
                and code == 47  # "/"
                and i >= 2
                and codes[i - 1] == 47
                and codes[i - 2] == 58  # ":"
            ):
                in_url = True
            if in_url:
                out[URL] += 1
            classes[kind] += 1
            lh = lh * base + np.uint64(code)
            lc += 1
            if lc == 1:
                first = code
                if code == 0x201C or code == 0x300C or code == 0x300E:  # “ 「 『
                    spoken = True
                elif code == 0x7B2C:  # 第
                    article = 1
                elif 65 <= code <= 71:  # A to G
                    option = 1
                elif code == 40 or code == 0xFF08:  # ( （
                    option = 2
            elif lc <= SPEAKER_CHARS + 1 and (code == 0xFF1A or code == 58):  # ： :
                spoken = True
            elif (
                article == 1
                and lc <= SPEAKER_CHARS
                and (code == 0x6761 or code == 0x689D or code == 0x7AE0 or code == 0x8282 or code == 0x7BC0)
            ):  # 条 條 章 节 節
                article = 2
            if 2 <= lc <= 3 and option > 0:
                if (option == 1 and lc == 2) or (option == 3 and lc == 3):
                    closes = code == 41 or code == 0xFF09  # ) ）
                    marks = (
                        code == 46 or code == 0xFF0E or code == 0x3001 or code == 58 or code == 0xFF1A
                    )  # . ． 、 : ：
                    option = 4 if closes or (marks and option == 1) else 0
                elif option == 2:
                    option = 3 if 65 <= code <= 71 else 0
            if code == 0x7C or code == 0xFF5C or (0x2500 <= code < 0x2580):
                pipes += 1
            grammar += (mark >> PARTICLE_BIT) & 1
            classical += (mark >> CLASSICAL_BIT) & 1
            modern += (mark >> MODERN_BIT) & 1
            if mark & STOP:
                if mark & SENTENCE_END:
                    if not in_end:
                        out[ENDS] += 1
                    in_end = True
                    ended = True
                    quoted = False
                    closed = lc
                elif ended:
                    closed = lc
                else:
                    quoted = True
                dots = dots + 10 if code == 0x2026 else 0
            elif code == 46:  # "."
                dots += 1
                quoted = False
            else:
                ended = False
                quoted = False
                in_end = False
                dots = 0
            if kind in (HAN, LATIN, DIGIT, OTHER):
                letters += 1
                content[m] = code
                m += 1
                if code == run_code and kind != DIGIT:
                    run += 1
                else:
                    run = 1
                    run_code = code
                if run > out[RUN]:
                    out[RUN] = run
        # a lone letter or symbol (no cell border), or a blank, squeezed in between two Han characters; a capital is no
        # noise: A股, 维生素C的
        if kind == HAN:
            if before == SPACE and before_two == HAN:
                out[SPACED] += 1
            elif noise_candidate and before_two == HAN:
                out[NOISE] += 1
        noise_candidate = (
            (kind in (LATIN, SYMBOL, GARBLED) and code != 0x7C and not 65 <= code <= 90) or code == 0x5F or code == 0x5C
        )
        before_two = before
        before = kind if code != 10 else OTHER
        # enumerations: short items with Han, one separator class after another, no sentence end between
        if kind in (HAN, LATIN, DIGIT, OTHER):
            item += 1
            item_han += 1 if kind == HAN else 0
        elif mark & SEPARATOR:
            if item > 0:
                if item <= ITEM_CHARS and item_han >= 1:
                    items += 1
                    items_chars += item
                else:
                    if items >= LIST_ITEMS:
                        out[LISTED] += items_chars
                    items = 0
                    items_chars = 0
                item = 0
                item_han = 0
        elif mark & SENTENCE_END or code == 10:
            if item > 0 and item <= ITEM_CHARS and item_han >= 1:
                items += 1
                items_chars += item
            if items >= LIST_ITEMS:
                out[LISTED] += items_chars
            items = 0
            items_chars = 0
            item = 0
            item_han = 0
    if pc > 0:
        par_hash[n_pars] = ph
        par_chars[n_pars] = pc
        n_pars += 1
    classes[HAN] += plain_han
    classes[LATIN] += plain_latin
    classes[DIGIT] += plain_digit
    out[GRAMMAR] = grammar
    out[CLASSICAL] = classical
    out[MODERN] = modern
    out[LINES] = n_lines
    out[PARAGRAPHS] = n_pars
    out[CONTENT] = m
    return (
        classes,
        out,
        content[:m],
        line_hash[:n_lines],
        line_chars[:n_lines],
        par_hash[:n_pars],
        par_chars[:n_pars],
    )
