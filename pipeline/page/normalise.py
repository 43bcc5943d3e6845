r"""The small repairs of Chinese text, one pure str -> str function each.

None of them changes what a reader sees: no NFKC, no width folding, no punctuation mapping. Extension-B characters and
beyond survive; so do variation selectors behind Han characters and joiners inside emoji and Indic words.
`fix(text)` applies them in order and says which changed something (the ledger).
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from ...filters.characters import code_points

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
# C0 and C1 but tab, line feed and what line_ends handles; interlinear annotation; surrogates; noncharacters
_CONTROLS = "\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17)
)
_BIDI_MARKS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_RTL = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_MONGOLIAN = "\u1800-\u180d\u180f-\u18af"
_CJK = "\u2e80-\u2fff\u3001-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_ZERO_WIDTHS = "\u200b-\u200d\u2060-\u2064\u206a-\u206f\u00ad\u180e"
_ZERO_WIDTH = re.compile(
    f"(?<=[{_CJK}])[{_ZERO_WIDTHS}]+|[\u200b\u2060-\u2064\u206a-\u206f\u00ad]+|(?<![{_MONGOLIAN}])\u180e+"
)
_TAGS = re.compile("(?<!\N{WAVING BLACK FLAG})(?<![\U000e0020-\U000e007e])[\U000e0001\U000e0020-\U000e007f]+")
_ODD_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u1680\u3164\uffa0"
_ODD_SPACE = re.compile(f"(?!(?<=[{_MONGOLIAN}])\u202f)[{_ODD_SPACES}]")
_INDENT = re.compile(r"(?:[ \t]*\u3000)+[ \t\u3000]*")
_BLANK_LINES = re.compile(r"\n{3,}")
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_ICONS = re.compile(f"(?<![^\\s])[{_PRIVATE}]+(?![^\\s])[ \\t\u3000]?")
#: marks on one letter: Unicode's Stream-Safe Text Format (UAX #15) sets the same bound; living languages use four
MOST_MARKS = 30
# every character that combines lies in these ranges, which hold whole scripts: a first, fast look
_PERHAPS_MARKS = (
    "\u0300-\u1dff\u20d0-\u20ff\u2cef-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\uabff\ufb1e\ufe20-\ufe2f"
    "\U000101fd-\U00016fff\U0001bc9d-\U0001e95f"
)
_STACKS = re.compile(f"[{_PERHAPS_MARKS}]{{{MOST_MARKS + 1}}}")
# Codes of GB 18030 that had no character in Unicode in 2000; Python's decoder still gives the private-use ones of then
_GB18030_CHARS = str.maketrans(
    "\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7\ue816\ue817\ue818\ue81e\ue826\ue82b\ue82c"
    "\ue831\ue832\ue83b\ue843\ue854\ue855\ue864",
    "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u1e3f\U00020087\U00020089\U000200cc\u9fb4\u9fb5\u9fb6\u9fb7"
    "\U000215d7\u9fb8\U0002298f\u9fb9\u9fba\U000241fe\u9fbb",
)
_GBK_SPACE = "\ue5e5"
_LINE_ENDS = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL_CHARS = re.compile(f"[{_CONTROLS}]")
_BIDI = re.compile(f"[{_BIDI_MARKS}]")


def line_ends(text: str) -> str:
    r"""CRLF, CR, NEL, LS, PS, VT and FF become LF. False positives: none seen; they are line ends in every standard.

    >>> line_ends("天\r\n地\r玄\u2028黄")
    '天\n地\n玄\n黄'
    """
    text = text.replace("\r\n", "\n")
    return _LINE_ENDS.sub("\n", text)


def byte_order_marks(text: str) -> str:
    r"""U+FEFF, the mark of a file's start, is removed wherever files were joined.

    False positive: its old meaning as a word joiner (deprecated since Unicode 3.2).

    >>> byte_order_marks("\ufeff开头")
    '开头'
    """
    return text.replace(_BOM, "")


def control_characters(text: str) -> str:
    r"""C0 and C1 controls but tab and line feed, noncharacters and lone surrogates are removed.

    False positives: none, they have no glyph and are no text for interchange.

    >>> control_characters("甲\x00乙\x1b丙\t丁\ufdd0")
    '甲乙丙\t丁'
    """
    return _CONTROL_CHARS.sub("", text)


def zero_width(text: str) -> str:
    r"""Zero-width spaces, soft hyphens, invisible operators and joiners behind CJK characters are removed.

    Joiners elsewhere stay (emoji families, Uyghur, Persian, Indic), and so does the vowel separator of Mongolian.
    False positive: a zero-width space between Thai or Khmer words, which is a break opportunity; this is a Chinese corpus.

    >>> zero_width("中\u200b文\u200d字"), zero_width("👨\u200d👩")
    ('中文字', '👨\u200d👩')
    """
    return _ZERO_WIDTH.sub("", text)


def tag_characters(text: str) -> str:
    r"""Invisible copies of ASCII (U+E0000 block), used to hide text, are removed; flags of regions, which need them, stay.

    False positives: none seen.

    >>> tag_characters("好\U000e0061\U000e0062"), len(tag_characters("🏴\U000e0067\U000e0062\U000e007f"))
    ('好', 4)
    """
    return _TAGS.sub("", text)


def bidi_marks(text: str) -> str:
    r"""Direction marks are removed from texts that hold no right-to-left letter. False positives: none then.

    >>> bidi_marks("\u202a左到右\u202c"), bidi_marks("שלום\u200f!")
    ('左到右', 'שלום\u200f!')
    """
    return text if _RTL.search(text) else _BIDI.sub("", text)


def odd_spaces(text: str) -> str:
    r"""No-break and typographic spaces and the blank Hangul fillers become the space. U+3000 stays inside lines.

    False positive: narrow no-break spaces in French numbers lose their width; those of Mongolian, where they part
    suffixes, stay.

    >>> odd_spaces("第\xa01\u2009章\u3000引言")
    '第 1 章\u3000引言'
    """
    text = text.replace("\u00a0", " ")  # nearly all of them; the expression is a hundred times slower
    return _ODD_SPACE.sub(" ", text) if _all_bits(code_points(text), _TABLE) & _BITS[odd_spaces] else text


def gbk_spaces(text: str) -> str:
    r"""U+E5E5 becomes U+3000: the byte pair A3 A0, which old editors wrote as a space (WHATWG Encoding Standard, gb18030).

    False positives: none seen; icon fonts begin at U+E600.

    >>> gbk_spaces("\ue5e5\ue5e5第一段")
    '\u3000\u3000第一段'
    """
    return text.replace(_GBK_SPACE, "\N{IDEOGRAPHIC SPACE}")


def gb18030_characters(text: str) -> str:
    r"""25 private-use characters that decoding GB 18030 yields become what the standard of 2022 has in their place.

    Only for pages in that charset. False positive: the icon of a web font, written there as a character reference.

    >>> gb18030_characters("\ue81e\ue855 \ue000")
    '龴𤇾 \ue000'
    """
    return text.translate(_GB18030_CHARS)


def icons(text: str) -> str:
    r"""Private-use characters that stand alone between blanks are removed: glyphs of icon fonts before menu entries.

    Those inside a word stay: a vendor's Han character marks a place that can still be read. False positive: such a
    character set off by blanks, as in a dictionary of rare characters.

    >>> icons("\ue67b 电话\n王\ue000明\n邮箱 \uf0e0")
    '电话\n王\ue000明\n邮箱 '
    """
    return _ICONS.sub("", text)


def line_edges(text: str) -> str:
    r"""Spaces at line ends and ideographic indents go. Indents of plain spaces and tabs stay: code has meaning in them.

    False positive: a poem that sets lines off by ideographic spaces loses its shape, not its line breaks.

    >>> line_edges("\u3000\u3000段落。 \n    code")
    '段落。\n    code'
    """
    if not _has_edges(code_points(text)):
        return text
    lines = text.split("\n")
    return "\n".join([_INDENT.sub("", line, 1) if _INDENT.match(line) else line for line in map(_trim, lines)])


def _trim(line: str) -> str:
    return line.rstrip(" \t\u3000")


def blank_lines(text: str) -> str:
    r"""More than one blank line becomes one, and none stay at the ends of the text.

    >>> blank_lines("\n一\n\n\n\n二\n")
    '一\n\n二'
    """
    return (_BLANK_LINES.sub("\n\n", text) if "\n\n\n" in text else text).strip("\n")


def stacked_marks(text: str) -> str:
    r"""Of more than MOST_MARKS combining marks on one letter the first MOST_MARKS stay.

    Decoration ("Zalgo"), and an attack: putting a million marks in canonical order takes quadratic time. False
    positives: none; Unicode's own Stream-Safe Text Format allows as many.

    >>> len(stacked_marks("字" + "\u0301" * 100)), stacked_marks("Việt")
    (31, 'Việt')
    """
    if not _STACKS.search(text):
        return text
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def canonical_composition(text: str) -> str:
    r"""NFC, but compatibility ideographs stay: NFC would turn U+F900–FAFF, which are distinct in names, into others.

    >>> canonical_composition("e\u0301 \uf9fe")
    'é \uf9fe'
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    pieces = re.split("([\uf900-\ufaff\U0002f800-\U0002fa1f])", text)
    return "".join(piece if i % 2 else unicodedata.normalize("NFC", piece) for i, piece in enumerate(pieces))


#: In this order: line ends before what looks at lines, spaces before edges, edges before blank lines, characters of
#: GB 18030 before icons, marks before composition; what may uncover a joiner behind a CJK character, or make one of
#: another, before zero_width. Each with the characters without which it has nothing to do (None:
#: it may have in any text).
FIXES: dict[Callable[[str], str], str | None] = {
    line_ends: "\r\x0b\x0c\x85\u2028\u2029",
    byte_order_marks: _BOM,
    control_characters: _CONTROLS,
    tag_characters: "\U000e0001\U000e0020-\U000e007f",
    bidi_marks: _BIDI_MARKS,
    odd_spaces: _ODD_SPACES,
    gbk_spaces: _GBK_SPACE,
    gb18030_characters: "".join(map(chr, _GB18030_CHARS)),
    zero_width: _ZERO_WIDTHS,
    icons: _PRIVATE,
    line_edges: None,
    blank_lines: None,
    stacked_marks: _PERHAPS_MARKS,
    canonical_composition: None,
}
_BITS = {step: 1 << place for place, step in enumerate(step for step, chars in FIXES.items() if chars is not None)}


def _trigger_table() -> NDArray[np.uint16]:
    """Of every code point the bits of the fixes that it gives something to do."""
    table = np.zeros(0x110000, np.uint16)
    for step, bit in _BITS.items():
        for first, last in re.findall("(.)(?:-(.))?", FIXES[step] or "", re.DOTALL):
            table[ord(first) : ord(last or first) + 1] |= np.uint16(bit)
    return table


_TABLE = _trigger_table()


def fix(text: str, charset: str | None = None) -> tuple[str, dict[str, int]]:
    """The text with all FIXES applied, and the ledger: fix -> characters it took away, or replaced one for one.

    charset: that the text was decoded from, None if unknown; gb18030_characters asks for it.
    A fix that changed nothing is not in the ledger. `fix(fix(text)[0])` changes nothing.
    """
    ledger: dict[str, int] = {}
    wanted = _all_bits(code_points(text), _TABLE)
    for step, triggers in FIXES.items():
        if triggers is not None and not wanted & _BITS[step]:
            continue
        if step is gb18030_characters and charset != "gb18030":
            continue
        fixed = step(text)
        if fixed != text:
            taken = abs(len(text) - len(fixed))
            ledger[step.__name__] = taken or int(np.count_nonzero(code_points(text) != code_points(fixed)))
            text = fixed
    return text, ledger


def private_use_chars(text: str) -> int:
    """How many private-use characters stand in the text: icons of web fonts, or Han of a vendor's font."""
    return _count(code_points(text), _TABLE, _BITS[icons])


@numba.njit(cache=True)
def _all_bits(codes: NDArray[np.uint32], table: NDArray[np.uint16]) -> int:
    found: Any = 0
    for code in codes:
        found |= np.int64(table[code])
    return found


@numba.njit(cache=True)
def _has_edges(codes: NDArray[np.uint32]) -> bool:
    """Whether a blank stands at the end of a line, or an ideographic one among the blanks that begin it."""
    begins = True
    last = np.uint32(0)
    for code in codes:
        if code == 0x0A:
            if last == 0x20 or last == 0x09 or last == 0x3000:
                return True
            begins = True
        elif code == 0x20 or code == 0x09 or code == 0x3000:
            if begins and code == 0x3000:
                return True
        else:
            begins = False
        last = code
    return last == 0x20 or last == 0x09 or last == 0x3000


@numba.njit(cache=True)
def _count(codes: NDArray[np.uint32], table: NDArray[np.uint16], bit: int) -> int:
    count = 0
    for code in codes:
        count += (np.int64(table[code]) & bit) != 0
    return count
