r"""Text that was decoded wrongly and written again: repaired where the way back is exact, measured elsewhere.

The kinds that Chinese pages show:

- UTF-8 read as Latin-1 or windows-1252 ("ä¸­æ–‡"), once or more, and GBK and Big5 read so ("ÖÐÎÄ", "¤¤¤å");
- UTF-8 read as GBK ("涓枃"), once or twice: exact where no byte was lost, which an even number of bytes allows; a lost
  byte costs its character, the rest of the line comes back;
- GBK read as Big5 ("笢恅") and Big5 read as GBK ("い゛ゅ");
- GBK read as UTF-8 ("锟斤拷": two U+FFFD written as UTF-8 and read as GBK), uninitialised memory ("烫烫烫", "屯屯屯"),
  and U+FFFD itself: lost for good, counted.

A line is repaired if the way back is reversible byte for byte and what comes out is everyday Chinese where the line was
not. Both are measured in bits, the negative log2 of the characters' frequencies (codes.py): prose costs 9 to 11 bits a
character, text read in the wrong charset 15 to 19. A line may hold both kinds of text where Latin letters are the wrong
ones: each stretch of them is tried by itself. False positives: none in the 5,255 clean texts and 560 MB of documents it
was tried on (2026-11).

Price: one pass over the text's characters; whatever is tried is tried on lines that cost SUSPECT_BITS or more.
"""

import contextlib
import functools
import re
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from ...filters.characters import code_points
from .codes import QUARTERS, character_bits

#: One of these stands in every text of UTF-8 read as GBK (the first bytes of 的, of 、 or 。, and of ， or ：), of GBK read
#: as Big5 (是, 一, 在) or of Big5 read as GBK (是), and hardly in any other: han.py looks for them.
GARBLED_MARKS = "鐨銆锛岆珨婓琌"
#: One of these stands in every text of Big5 read as GBK: 是, or 的, 一, 了, 在 and 人, which are private use there. Without
#: them any Japanese would do, since kana are Han characters in Big5.
_BIG5_AS_GBK = re.compile("[琌\ue000-\uf8ff]")
SUSPECT_BITS = 13.0  # a character, mean of a line: the line is looked at
EVERYDAY_BITS = 12.5  # a character, mean of a repaired line; prose has 9 to 11
MIN_GAIN_BITS = 40.0  # that a repair saves; about four characters
MIN_DISTINCT = 3  # different Han characters, before and after
_LATIN = "\x80-\xffŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
_C1 = re.compile("[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")
_RUN = re.compile(f"[{_LATIN}]{{4,}}")
_STRETCH = re.compile(f"[\x00-\x7f{_LATIN}]+")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_LOST = re.compile("锟斤拷|(?:烫){3,}|(?:屯){3,}|\N{REPLACEMENT CHARACTER}")
_LOST_MARKS = ("锟斤拷", "烫烫烫", "屯屯屯", "\N{REPLACEMENT CHARACTER}")
_HOLE = "\N{REPLACEMENT CHARACTER}"
#: Characters that UTF-8 read as GBK is full of (the lead bytes E4–E9 with a continuation byte) and Chinese is not.
_GARBLED = frozenset(
    "涓浠浣鏄鐨鍦鏈鍜鎴鍒鏃鍙鍥鏂鏉杩瀛鍚涔涔鍏鍔鍖鍗鍘鍟鍨鍩璇璁璺闂闄寮鎬鎵鎻鏁鏋鎶绗鑰鑳鐢鐩鐭閫閲銆锛"
)
_MIN_GARBLED_SHARE = 0.25  # of a line's Han characters; prose stays below 0.01
_MIN_GARBLED = 4
#: (the charset it was read in, the one it is in)
_WRONG_AND_RIGHT = (("gb18030", "utf-8"), ("big5hkscs", "gb18030"), ("gb18030", "big5hkscs"))


@dataclass(frozen=True, slots=True)
class Mojibake:
    """repaired_lines: lines that were put right, wholly or in part. lost_chars: characters that nothing can repair."""

    repaired_lines: int
    lost_chars: int


def repair(text: str) -> tuple[str, Mojibake]:
    """The text with every line repaired whose way back is exact, and what was found.

    >>> repair("ä¸\xadæ–‡é¡µé\x9d¢")[0], repair("ÖÐÎÄÍøÒ³")[0]
    ('中文页面', '中文网页')
    >>> repair("锟斤拷锟斤拷")[1].lost_chars
    6
    """
    repaired = lost = 0
    suspects = _suspects(text)
    if suspects:
        lines = text.split("\n")
        for i in suspects:
            better = cjk(lines[i]) or _STRETCH.sub(lambda stretch: latin(stretch[0]) or stretch[0], lines[i])
            if better != lines[i]:
                lines[i] = better
                repaired += 1
            elif _is_garbled(better):
                lost += len(_HAN.findall(better))
        text = "\n".join(lines)
    if any(mark in text for mark in _LOST_MARKS):
        lost += sum(len(match) for match in _LOST.findall(text))
    return text, Mojibake(repaired, lost)


def latin(line: str) -> str | None:
    """The line whose bytes were read as windows-1252 (or Latin-1), once or more often; None if it is not one."""
    if not _RUN.search(line):
        return None
    content = _bytes_of_latin(line)
    if content is None:
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        text = latin(text) or text
        return text if _HAN.search(text) else None
    found: list[tuple[float, str]] = []
    for decoder in ("gb18030", "big5hkscs"):
        try:
            text = content.decode(decoder)
        except UnicodeDecodeError:
            continue
        bits, chars = _cost(text)
        # any run of high bytes is valid GBK: no-break spaces would read 牋牋, dots 厖
        if bits <= EVERYDAY_BITS * chars and len(set(_HAN.findall(text))) >= 2 and _has_high_pairs(text, decoder):
            found.append((bits / chars, text))
    return min(found)[1] if found else None


def cjk(line: str) -> str | None:
    """The line that was read in the wrong one of UTF-8, GBK and Big5, once or twice; None if it was not."""
    if len(set(_HAN.findall(line))) < MIN_DISTINCT:
        return None  # bopomofo or a rule of dashes is Han in Big5
    cost, _ = _cost(line)
    best, text = cost - MIN_GAIN_BITS, None
    for wrong, right in _WRONG_AND_RIGHT:
        if right == "big5hkscs" and not _BIG5_AS_GBK.search(line):
            continue
        candidate = _undo(line, wrong, right)
        if candidate is None:
            continue
        bits, chars = _cost(candidate)
        if bits > SUSPECT_BITS * chars and (deeper := _undo(candidate, "gb18030", "utf-8")):
            candidate = deeper
            bits, chars = _cost(candidate)
        if bits <= EVERYDAY_BITS * chars and bits <= best and len(set(_HAN.findall(candidate))) >= MIN_DISTINCT:
            best, text = bits, candidate
    return text


def _undo(line: str, wrong: str, right: str) -> str | None:
    """The text whose bytes in `right` read as `line` in `wrong`; None if there is none.

    A hole (U+FFFD) stays one; in UTF-8 it takes the rest of its character with it.
    """
    try:
        parts = [part.encode(wrong) for part in line.split(_HOLE)]
        last = len(parts) - 1
        if right != "utf-8" or not last:
            return _HOLE.join(_between_holes(part, right, i > 0, i < last) for i, part in enumerate(parts))
    except UnicodeError:
        return None
    broken = b"\xff".join(parts).decode(right, "replace")
    text = re.sub(f"{_HOLE}+", _HOLE, broken)
    return text if text.count(_HOLE) <= last and broken.count(_HOLE) <= 3 * last else None


def _between_holes(content: bytes, encoding: str, behind: bool, before: bool) -> str:
    """The text of bytes beside lost ones, which may have taken half a character along; UnicodeError if there is none."""
    starts, ends = ((0, 1) if behind else (0,)), ((0, 1) if before else (0,))
    readings: list[str] = []
    for start in starts:
        for end in ends:
            with contextlib.suppress(UnicodeError):
                readings.append(content[start : len(content) - end].decode(encoding))
    if not readings:
        raise UnicodeError("no whole characters between the holes")
    return min(readings, key=lambda text: _cost(text)[0])


def _is_garbled(line: str) -> bool:
    garbled = sum(char in _GARBLED for char in line)
    return garbled >= _MIN_GARBLED and garbled >= _MIN_GARBLED_SHARE * len(_HAN.findall(line))


def _bytes_of_latin(line: str) -> bytes | None:
    """windows-1252 with its five holes as Latin-1 has them, which is how browsers and databases read; other controls of
    80 to 9F show that it was Latin-1, or Latin-9 where a letter such as € stands beside them."""
    if _C1.search(line):
        with contextlib.suppress(UnicodeEncodeError):
            return line.encode("latin-1")
        with contextlib.suppress(UnicodeEncodeError):
            return line.encode("iso8859-15")
        return None
    content = bytearray()
    for char in line:
        try:
            content += char.encode("cp1252")
        except UnicodeEncodeError:
            if not "\x80" <= char <= "\x9f":
                return None
            content.append(ord(char))
    return bytes(content)


def _has_high_pairs(text: str, encoding: str) -> bool:
    """Have a quarter of the Han characters two bytes above A0? So have more than half in prose; han.py counts on it."""
    han = _HAN.findall(text)
    return sum(min(char.encode(encoding)) >= 0xA1 for char in han) * 4 >= len(han)


def _cost(text: str) -> tuple[float, int]:
    """Bits of the characters beyond ASCII but holes, and their number."""
    codes = code_points(text)
    codes = np.minimum(codes[(codes > 0x7F) & (codes != ord(_HOLE))], 0xFFFF)
    return float(_bits()[codes].sum(dtype=np.int64)) / QUARTERS, len(codes)


@functools.cache
def _bits() -> NDArray[np.uint8]:
    """Quarters of a bit, in Simplified or Traditional text, whichever has the character more often."""
    bits = character_bits()
    return np.minimum(bits["hans"], bits["hant"])


def _suspects(text: str) -> list[int]:
    """Numbers of the lines that may be mojibake."""
    costly, latin_run = _costly_lines(code_points(text), _bits(), int(SUSPECT_BITS * QUARTERS))
    found = set(costly.tolist())
    if latin_run:
        found.update(number for number, line in enumerate(text.split("\n")) if _RUN.search(line))
    return sorted(found)


@numba.njit(cache=True)
def _costly_lines(codes: NDArray[np.uint32], bits: NDArray[np.uint8], limit: int) -> tuple[NDArray[np.int64], bool]:
    """Numbers of the lines of at least four characters beyond ASCII that cost more than `limit` each in the mean; and
    whether four characters stand together somewhere that may be _LATIN (all of those lie in one range)."""
    found = np.empty(len(codes) // 5 + 1, np.int64)
    count = line = total = chars = 0
    run = longest = 0
    for i in range(len(codes) + 1):
        code = codes[i] if i < len(codes) else np.uint32(0x0A)
        if code > 0x7F:
            total += bits[min(code, np.uint32(0xFFFF))]
            chars += 1
            run = run + 1 if code <= 0x2122 else 0
            longest = max(longest, run)
            continue
        run = 0
        if code == 0x0A:
            if chars >= 4 and total > limit * chars:
                found[count] = line
                count += 1
            line += 1
            total = chars = 0
    return found[:count], longest >= 4
