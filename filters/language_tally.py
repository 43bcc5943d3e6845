"""One pass over a text: its letters by script, its Chinese and Japanese segments by variety, its Latin lines by kind.

A segment ends with a line of 12 characters or a sentence of 40, and is named by language_model.py: three table look-ups
a character; of a long text the beginning is read and then every fourth segment. The same pass tells lines of English
prose from code (by signs, fences, backticks and indentation below code) and names.
"""

from dataclasses import dataclass
from typing import Any

import numba
import numpy as np

from .canonical import fold_table
from .characters import Codes
from .conversion import LINE_FEED
from .language_model import (
    EDGE,
    EDITED,
    JA,
    LZH,
    MOST_ROWS,
    WUU,
    YUE,
    ZH,
    Counts,
    Floats,
    Rows,
    added,
    hashed,
    model,
    named,
)
from .language_tables import (
    BREAK,
    CLOSE_BIT,
    CODE_BIT,
    FENCE_BIT,
    IDEOGRAPH,
    KANA_LETTER,
    LATIN_LETTER,
    LINE_END,
    OPEN_BIT,
    SENTENCE_END,
    WORD_HASH,
    Marks,
    Words,
    classes,
    function_words,
)

LINE_CHARS, SENTENCE_CHARS = 12, 40
OPENING_QUOTES, CLOSING_QUOTES = (0x300C, 0x300E, 0x201C), (0x300D, 0x300F, 0x201D)
#: a text's first characters are all read by the model, behind them every fourth segment
WHOLE_CHARS, EVERY = 1000, 4
#: share of kana from which a segment is Japanese whatever its kanji say (running Japanese has 40 to 70%), and the share
#: of three and more; a lone の is a fashion of Chinese shops
KANA_SHARE, HEADLINE_KANA_SHARE = 0.2, 0.12

#: Latin letters that carry as much text as one Chinese character. English news has 2.86 for each Chinese character of
#: its Mainland translation and 3.11 of Taiwan's, which leaves names in Latin letters (NTREX-128, 1,997 sentences); the
#: declaration of human rights 3.24 and 3.45. Of documents of 20 sentences 9 in 10 lie between 2.5 and 3.6.
LATIN_PER_HAN = 3
#: A line of so many Latin words can be prose. From this share of function words on it is English: more than 8 of 10
#: sentences of English news have it, half have 0.25. From this ratio of code signs to words on it is code.
PROSE_WORDS, FUNCTION_SHARE, SIGNS_PER_WORD = 4, 0.15, 0.35
#: where the Latin letters of a text stand: in lines of English, of no function words, of too few words to tell, of code,
#: and inside lines of Chinese or Japanese
ENGLISH, UNSURE, BRIEF, CODE, INSIDE = range(5)


@dataclass(frozen=True, slots=True)
class Tally:
    """characters: int64[5] of Han, kana, hangul, Latin, other letters. marks: int64[4] of Cantonese, Wu, classical,
    modern (Latin words and Arabic digits among them). latin: int64[5], the Latin letters by where they stand (ENGLISH,
    UNSURE, BRIEF, CODE, INSIDE). shares, sureness: float64[5], for each of VARIETIES the characters of its segments,
    and those characters times the probability that the segment was named rightly.
    """

    characters: Counts
    marks: Counts
    latin: Counts
    shares: Floats
    sureness: Floats


def tally(codes: Codes) -> Tally:
    """One pass over a text: its letters by script, its Chinese and Japanese segments by variety."""
    trained = model()
    return Tally(
        *_tally(
            codes,
            classes(),
            fold_table(),
            function_words(),
            trained.rows,
            trained.scale,
            trained.bias,
            trained.calibration,
        )
    )


@numba.njit(cache=True, nogil=True)
def _tally(
    codes: Codes,
    table: Marks,
    fold: Codes,
    english: Words,
    rows: Rows,
    scale: float,
    bias: Floats,
    calibration: Floats,
):
    characters, marks, latin = np.zeros(5, np.int64), np.zeros(4, np.int64), np.zeros(5, np.int64)
    shares, sureness = np.zeros(5), np.zeros(5)
    counts, seen = np.zeros(2, np.int64), np.zeros(5, np.int64)
    han, kana, hangul, other = 0, 0, 0, 0
    japanese, quoted = 0, -1  # characters of quotations in kana; ideographs of the segment before a quotation began
    grams, before, last, slashes, segment, active = 0, np.uint64(0), EDGE, 0, 0, True
    held, holds, sums = np.empty(MOST_ROWS, np.uint64), 0, (0, 0, 0, 0, 0)
    # of the current line: ideographs and kana, Latin letters, words, English function words, signs of code
    line_han, line_latin, words, function, signs = 0, 0, 0, 0, 0
    # of the same: anything but blanks seen, a sign of code at an end, blanks at its head, the last mark
    opened, coded, indent, final = False, False, 0, np.int64(0)
    # in a fenced block, in a span in backticks, in brackets behind Chinese; the line before was code
    fenced, ticked, bracketed, listing = False, False, False, False
    word, letters, apart, previous = np.uint64(0), 0, True, np.int64(LINE_END)
    for index in range(len(codes) + 1):
        code = codes[index] if index < len(codes) else np.uint32(0x0A)
        mark = np.int64(table[min(code, np.uint32(0xFFFF))])
        if np.uint32(0x20000) <= code < np.uint32(0x323B0):
            mark = np.int64(IDEOGRAPH)
        kind = mark & 7
        if last != EDGE and kind not in (IDEOGRAPH, KANA_LETTER):
            held[holds], held[holds + 1] = hashed(last, EDGE, 0), hashed(before, last, EDGE)
            grams, holds, before, last = grams + 2, holds + 2, np.uint64(0), EDGE
        if kind == LATIN_LETTER:
            if slashes < 2:
                if not letters:
                    apart, opened, final = previous & CODE_BIT == 0, True, kind
                word = (word << np.uint64(8)) | np.uint64(code | np.uint32(0x20))
                letters, line_latin, slashes = letters + 1, line_latin + 1, 0
            continue
        if letters:
            seen[3] += 1
            if fenced or ticked or bracketed:
                latin[CODE if fenced or ticked else INSIDE] += letters
                line_latin -= letters
            else:
                words += 1
                if letters <= 5 and apart and mark & CODE_BIT == 0:
                    function += english[(word * np.uint64(WORD_HASH)) >> np.uint64(52)] == np.int64(word)
                # a point between two names and a bracket right behind one are code, surely so before a quoted string
                if code in (0x28, 0x2E) and index + 1 < len(codes):
                    following = codes[index + 1]
                    signs += code == 0x28 or table[min(following, np.uint32(0xFFFF))] & 7 == LATIN_LETTER
                    coded = coded or (code == 0x28 and following in (0x22, 0x27, 0x60))
            word, letters = np.uint64(0), 0
        first = not opened
        if code > 0x20:
            coded = coded or (mark & CODE_BIT > 0 and (first or _signs_before(codes, index)))
            opened, final = True, mark
        elif first:
            indent += 1
        previous = mark
        if kind in (IDEOGRAPH, KANA_LETTER):
            counts[kind - 1] += 1
            if kind == IDEOGRAPH:
                han += 1
            else:
                kana += 1
            line_han += 1
            if mark > 7:
                for bit in range(4):
                    seen[bit] += (mark >> (3 + bit)) & 1
            if not active:
                slashes = 0
                continue
            key = np.uint64(fold[min(code, np.uint32(len(fold) - 1))])
            held[holds], held[holds + 1] = hashed(key, 0, 0), hashed(last, key, 0)
            grams, holds = grams + 2, holds + 2
            if before:
                held[holds] = hashed(before, last, key)
                grams, holds = grams + 1, holds + 1
            before, last, slashes = last, key, 0
            if holds > MOST_ROWS - 5:
                sums, holds = added(held, holds, rows, sums), 0
            continue
        if kind == BREAK:
            # Kana in quotation marks, and none before them, are a quotation: the rest is judged without it. So are Latin
            # letters in brackets behind Chinese: names, titles, translations.
            if mark & OPEN_BIT:
                bracketed = line_han > 0
                if code in OPENING_QUOTES:
                    quoted = counts[0] if counts[1] == 0 else -1
            elif mark & CLOSE_BIT:
                bracketed = False
                if quoted >= 0 and code in CLOSING_QUOTES:
                    if counts[1] > 0:
                        japanese += counts[0] - quoted + counts[1]
                        counts[0], counts[1] = quoted, 0
                    quoted = -1
            elif mark & FENCE_BIT and (index == 0 or codes[index - 1] != code):
                run = _run(codes, index)
                if run >= 3:
                    fenced = first and not fenced
                elif code == 0x60 and not fenced:
                    ticked = not ticked and _closed(codes, index + run)
            seen[3] += (mark >> 6) & 1
            seen[4] += code in EDITED
            # An address is no language: letters behind // count for nothing up to the next blank, bracket or ideograph.
            if code == 0x2F:
                slashes += 1
            elif slashes < 2 or code in (0x20, 0x29, 0x3E, 0x5D):
                slashes = 0
            if slashes < 2 and not ticked:
                signs += mark >> 7
            continue
        if kind < LINE_END:
            if slashes < 2:
                if kind == 3:
                    hangul += 1
                else:
                    other += 1
                slashes = 0
            continue
        if code < 0x80 and kind == SENTENCE_END:
            if slashes >= 2:
                continue
        else:
            if line_latin:
                # a line that begins or ends with such a sign: a comment, a statement, a tag, a row of a table
                coded = coded or final & CODE_BIT > 0
                place = _place(line_han, line_latin, words, function, signs, coded or (listing and indent > 1))
                latin[place] += line_latin
                coded = place == CODE
            line_han, line_latin, words, function, signs = 0, 0, 0, 0, 0
            if kind == LINE_END:
                listing = coded
                opened, coded, indent, final, ticked, bracketed = False, False, 0, np.int64(0), False, False
        slashes = 0
        if counts[0] + counts[1] >= (LINE_CHARS if kind == LINE_END else SENTENCE_CHARS):
            sums = added(held, holds, rows, sums)
            _close(counts, seen, sums, grams, scale, bias, calibration, characters, marks, shares, sureness)
            sums, holds, grams = (0, 0, 0, 0, 0), 0, 0
            segment, quoted = segment + 1, -1
            active = segment % EVERY == 0 or characters[0] + characters[1] < WHOLE_CHARS
    sums = added(held, holds, rows, sums)
    _close(counts, seen, sums, grams, scale, bias, calibration, characters, marks, shares, sureness)
    read = shares[ZH] + shares[YUE] + shares[LZH] + shares[WUU] + shares[JA]
    if read:
        share = (characters[0] + characters[1]) / read
        shares, sureness = shares * share, sureness * share
    shares[JA] += japanese
    sureness[JA] += japanese
    characters[0], characters[1] = han, kana
    characters[2], characters[4] = hangul, other
    for k in range(5):
        characters[3] += latin[k]
    return characters, marks, latin, shares, sureness


@numba.njit(cache=True, nogil=True)
def _signs_before(codes: Codes, end: int) -> bool:
    """Whether nothing but one or two ASCII signs stands before `end` on its line: comments begin so (.\\" in manuals)."""
    at = end - 1
    while at >= 0 and end - at <= 3 and codes[at] != LINE_FEED:
        if not (0x21 <= codes[at] <= 0x2F or 0x3A <= codes[at] <= 0x3F):
            return False
        at -= 1
    return at < 0 or codes[at] == LINE_FEED


@numba.njit(cache=True, nogil=True)
def _run(codes: Codes, start: int) -> int:
    """How often the code point at `start` stands there in a row."""
    end = start
    while end < len(codes) and codes[end] == codes[start]:
        end += 1
    return end - start


@numba.njit(cache=True, nogil=True)
def _closed(codes: Codes, start: int) -> bool:
    """Whether another backtick follows on the line."""
    for index in range(start, len(codes)):
        if codes[index] == 0x60:
            return True
        if codes[index] == 0x0A:
            return False
    return False


@numba.njit(cache=True, nogil=True, inline="always")
def _place(han: Any, letters: Any, words: Any, function: Any, signs: Any, coded: Any) -> int:
    """Where the Latin letters of a line stand."""
    if letters <= LATIN_PER_HAN * han:
        return INSIDE
    if coded or signs > SIGNS_PER_WORD * words:
        return CODE
    if words < PROSE_WORDS:
        return BRIEF
    return ENGLISH if function >= FUNCTION_SHARE * words else UNSURE


@numba.njit(cache=True, nogil=True)
def _close(
    counts: Counts,
    seen: Counts,
    sums: tuple[int, int, int, int, int],
    grams: int,
    scale: float,
    bias: Floats,
    calibration: Floats,
    characters: Counts,
    marks: Counts,
    shares: Floats,
    sureness: Floats,
) -> None:
    """Name the variety of a segment, add it to the document's sums and clear it."""
    size = counts[0] + counts[1]
    if grams and size:
        best, sure = named(sums, grams, size, seen, scale, bias, calibration)
        if counts[1] >= (HEADLINE_KANA_SHARE if counts[1] >= 3 else KANA_SHARE) * size:
            best, sure = JA, 1.0
        shares[best] += size
        sureness[best] += size * sure
    characters[0] += counts[0]
    characters[1] += counts[1]
    counts[:] = 0
    for k in range(4):
        marks[k] += seen[k]
        seen[k] = 0
    seen[4] = 0
