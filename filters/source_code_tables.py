"""What words and characters tell of source code, and how to read a word or a string: for source_code.py and code_tokens.py."""

from functools import cache
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from .characters import Codes
from .conversion import LINE_FEED
from .language_tables import BREAK, IDEOGRAPH, MODERN, SENTENCE_END, Marks, classes

Words = npt.NDArray[np.uint64]

#: Chinese characters of a name at most
NAME_CHARS = 8

#: kinds of words. KEYWORD, COMMAND: at the head of a statement or of a shell's line. SQL: anywhere; SQL_LOWER: behind a head
#: of SQL. LEVEL: of a log. PAGE: tags of whole pages. GLUE: worth no point, but may stand beside a name.
#: EXTENSION: of files that programs read (a .docx is a paper of people's). MESSAGE: of what programs say of Chinese in '…'.
KEYWORD, COMMAND, SQL, SQL_LOWER, LEVEL, PAGE, GLUE, EXTENSION, MESSAGE = (1 << bit for bit in range(9))
_WORDS = {
    KEYWORD: "def class import from return if elif else for foreach while try except finally with raise print println "
    "printf lambda async await yield const let var function export public private protected internal static void int "
    "float double char bool boolean long string String final struct enum interface package using namespace func fn "
    "echo cout puts switch case throw catch require val fun module assert Dim Sub End abstract override typedef auto del "
    "global local elsif unless File",
    COMMAND: "sudo git npm npx yarn pnpm pip pip3 python python3 node docker kubectl cd ls cp mv rm mkdir touch cat source "
    "chmod chown grep sed awk find tar curl wget ssh scp apt yum dnf brew systemctl service mysql psql go cargo make "
    "cmake gcc java javac dotnet conda php composer ruby gem rails ffmpeg rsync zip unzip vim nano dir copy del ren "
    "start set flask django mysqldump redis pandoc helm terraform ansible alias",
    SQL: "SELECT FROM WHERE INSERT INTO VALUES UPDATE DELETE CREATE TABLE DATABASE ALTER DROP JOIN INNER HAVING LIMIT "
    "NULL PRIMARY FOREIGN REFERENCES VARCHAR NVARCHAR BIGINT DATETIME DEFAULT DISTINCT UNION EXISTS ORDER GROUP COLUMN "
    "INDEX",
    SQL_LOWER: "select from where insert into values update delete create table database alter drop join order group",
    LEVEL: "INFO ERROR WARN WARNING DEBUG FATAL TRACE CRITICAL",
    PAGE: "html head body meta link script style form input DOCTYPE template",
    EXTENSION: "py js ts jsx tsx vue java c h cpp cc cs go rs rb php html htm css scss json yml yaml toml ini cfg conf env "
    "xml sql sh bat md csv log ipynb lock exe dll jar dart kt swift gradle wasm svelte",
    MESSAGE: "error Error ERROR cannot Cannot Could fatal failed Failed undefined denied exception invalid Invalid "
    "unexpected Unexpected unknown Unknown missing Missing warning Warning Uncaught such found match defined resolve",
    GLUE: "in as and or not is of new extends implements AND OR NOT AS ON BY IS IN LIKE BETWEEN LEFT RIGHT OUTER KEY SET "
    "INT ASC DESC TEXT BEGIN END ADD where on by self this nil null none None True False true false",
}
#: attributes of tags whose values people read (alt-text, aria-label too), as code points
_FOR_READERS = tuple(
    np.array([ord(c) for c in name], np.uint32) for name in ("alt", "title", "content", "text", "label", "placeholder")
)
#: function characters, in both scripts, that names of things hardly hold; those of language_tables.MODERN too
_FUNCTION = "與与或請请將将把讓让並并但若從从被就也你我他它只"
#: what a character is: of a word (letter, digit, _, ideograph), an ideograph, a quotation mark, a blank, a mark of Chinese
#: prose, a function character; one that code is full of; one that the scan of verbatim.py has to look at
WORD, HAN, QUOTE, BLANK, STOP, NO_NAME, SIGN, LOOK = (1 << bit for bit in range(8))
WORDS = 4096
_BASE = 1099511628211  # FNV's prime: a word is known by a hash of 64 bits

_EQUAL, _BACKSLASH, _UNDERSCORE, _APOSTROPHE = (ord(c) for c in "=\\_'")


@cache
def kinds() -> Marks:
    """What every BMP code point is, uint8[65536]; the last one, which is no character, stands for all beyond."""
    marks = classes() & 7
    table = np.where(marks == IDEOGRAPH, WORD | HAN, 0).astype(np.uint8)
    table[(marks == BREAK) | (marks == SENTENCE_END)] = STOP
    table[:0x80] = [WORD if chr(code).isalnum() or code == _UNDERSCORE else 0 for code in range(0x80)]
    for kind, characters in (
        (QUOTE, "\"'`"), (BLANK, " \t\r"), (NO_NAME, MODERN + _FUNCTION), (SIGN, "=([{;<$\\_#/.\"':-`@>,"),
        (LOOK, "`~/<\"'「『“"),
    ):  # fmt: skip
        table[[ord(character) for character in characters]] |= kind
    table[0xFFFF] = WORD | HAN
    table.setflags(write=False)
    return table


@cache
def words() -> Words:
    """Hash and kinds of every known word, uint64[WORDS, 2]."""
    table = np.zeros((WORDS, 2), np.uint64)
    for kind, known in _WORDS.items():
        for word in known.split():
            hashed = 0
            for character in word:
                hashed = (hashed * _BASE + ord(character)) % 2**64
            place = hashed % WORDS
            while table[place, 0] and table[place, 0] != hashed:
                place = (place + 1) % WORDS
            table[place] = hashed, int(table[place, 1]) | kind
    table.setflags(write=False)
    return table


@numba.njit(cache=True, nogil=True)
def kind(codes: Codes, at: int, table: Marks) -> Any:
    """What `kinds` says of the character."""
    return table[min(codes[at], np.uint32(0xFFFF))]


@numba.njit(cache=True, nogil=True)
def is_letter(codes: Codes, at: int, table: Marks) -> Any:
    """Whether an ASCII letter or digit or _ stands there."""
    return codes[at] < 0x80 and table[codes[at]] & WORD > 0


@numba.njit(cache=True, nogil=True)
def line_start(codes: Codes, at: int) -> int:
    """Where the line begins that the place is in."""
    while at > 0 and codes[at - 1] != LINE_FEED:
        at -= 1
    return at


@numba.njit(cache=True, nogil=True)
def line_end(codes: Codes, at: int) -> int:
    """Where that line ends: at its line feed or at the end of the text."""
    while at < len(codes) and codes[at] != LINE_FEED:
        at += 1
    return at


@numba.njit(cache=True, nogil=True)
def word(codes: Codes, at: int, end: int, table: Marks, known: Words) -> Any:
    """Where the word ends, its Chinese characters (-1 if one is of no name) and its kinds."""
    hashed, han = np.uint64(0), 0
    while at < end:
        here = kind(codes, at, table)
        if not here & WORD:
            break
        if here & NO_NAME:
            return at, -1, 0
        han += here & HAN > 0
        hashed = hashed * np.uint64(_BASE) + np.uint64(codes[at])
        at += 1
    if han:
        return at, han, 0
    place = hashed % np.uint64(WORDS)
    while known[place, 0] and known[place, 0] != hashed:
        place = (place + np.uint64(1)) % np.uint64(WORDS)
    return at, 0, np.int64(known[place, 1])


@numba.njit(cache=True, nogil=True)
def is_for_readers(codes: Codes, equal: int) -> Any:
    """Whether = stands there behind an attribute of a tag whose value people read: alt, title, content, placeholder."""
    if equal < 0 or codes[equal] != _EQUAL:
        return False
    for name in _FOR_READERS:
        if equal >= len(name):
            same = True
            for at in range(len(name)):
                same = same and codes[equal - len(name) + at] == name[at]
            if same:
                return True
    return False


@numba.njit(cache=True, nogil=True)
def closing(codes: Codes, at: int, end: int, table: Marks) -> int:
    """Where the string that the quotation mark opens ends on its line, or -1; an apostrophe opens none."""
    if codes[at] == _APOSTROPHE and at and codes[at - 1] < 0x80 and kind(codes, at - 1, table) & WORD > 0:
        return -1
    here = at + 1
    while here < end:
        if codes[here] == _BACKSLASH:
            here += 1
        elif codes[here] == codes[at]:
            return here
        here += 1
    return -1
