"""Which charset are these bytes in: the shortest description of the bytes wins, declarations are only a prior.

A page that declares gb2312 may be UTF-8, and a page that declares nothing is one in seven, so the bytes are asked first:
byte order mark, escape sequences (HZ, ISO-2022), NUL patterns (UTF-16), UTF-8 validity; each of these decides alone.
What is left are the two-byte encodings of East Asia and the single-byte ones. For each of them the non-ASCII bytes
(at most MAX_SAMPLE_BYTES) are read as that encoding and charged bits: a character costs the negative log2 of its
frequency in the language written with that encoding, an impossible byte costs more than any character. The charset with
the shortest total is chosen (minimum description length, Rissanen 1978); one that the page declares, in HTTP or in a
meta tag, is given a few bits of credit. Confidence is the posterior against the runner-up.

Price: one pass over the page to collect the sample, then about 1 ns a byte and encoding; 0.02 to 0.1 ms a page.
A superset is always taken where standards allow it: gb2312 and gbk are read as GB18030, big5 as Big5-HKSCS, shift_jis as
CP932, euc-kr as CP949, latin-1 as windows-1252 (WHATWG Encoding Standard, section 4.2).
"""

import codecs
import functools
import json
import re
from dataclasses import dataclass
from importlib import resources

import numba
import numpy as np
from numpy.typing import NDArray

from .cns import decode_euc_tw, planes

MAX_SAMPLE_BYTES = 4096
FIRST_BYTES = 512  # of the sample, asked first
SURE_BITS = 256.0  # margin at which the first bytes decide
META_BYTES = 4096  # WHATWG looks at 1,024; pages with long scripts before the meta tag are common
DECLARED_BITS = 12.0  # credit of a declared charset, about one character: it decides ties, not texts
INVALID_BITS = 32.0  # a byte that cannot stand here
UNKNOWN_BITS = 19.0  # a possible character that the counts never saw
PRIVATE_BITS = 26.0  # a private-use or unassigned code
FOUR_BYTE_BITS = 24.0  # a four-byte character of GB18030 or EUC-TW
ASCII_BITS = 6.5  # a letter behind a high byte that another encoding would have taken as a trail byte
SINGLE_BITS = 7.0  # a high byte in a single-byte encoding
KATAKANA_BITS = 12.0  # half-width katakana, single byte in Shift_JIS

#: encoding -> languages whose characters it writes, with the bits each costs over the encoding's main language
LANGUAGES = {
    "gb18030": {"hans": 0.0, "hant": 2.0},
    "big5hkscs": {"hant": 0.0, "hans": 3.0},
    "euc_jp": {"ja": 0.0},
    "cp932": {"ja": 0.0},
    "cp949": {"ko": 0.0, "hant": 6.0},
    "euc_tw": {"hant": 1.0, "hans": 4.0},
}
ENCODINGS = (*LANGUAGES, "cp1252")
GB18030, BIG5, EUC_JP, CP932, CP949, EUC_TW, SINGLE = range(7)

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{2,40})", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:\-]{2,40})", re.I)
_HTTP = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{2,40})", re.I)
_SUPERSETS = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs",
    "big5hkscs": "big5hkscs", "shift_jis": "cp932", "cp932": "cp932", "euc_jp": "euc_jp", "euc_kr": "cp949",
    "cp949": "cp949", "euc_tw": "euc_tw", "latin_1": "cp1252", "iso8859-1": "cp1252", "ascii": "cp1252", "utf-8": "utf-8",
}  # fmt: skip
_ALIASES = {
    "x-gbk": "gbk", "gb_2312-80": "gb2312", "chinese": "gb2312", "x-euc-tw": "euc_tw", "euc-tw": "euc_tw", "euctw": "euc_tw",
    "x-x-big5": "big5", "x-sjis": "shift_jis", "ks_c_5601-1987": "euc_kr", "ks_c_5601": "euc_kr", "windows-949": "cp949",
    "unicode": "utf-8", "utf8": "utf-8", "utf-8mb4": "utf-8", "windows-31j": "cp932", "cn-gb": "gb2312",
}  # fmt: skip
_BOMS = (  # UTF-32 before UTF-16: FF FE is the beginning of both
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)


_MARKUP_BYTES = np.zeros(256, np.bool_)
_MARKUP_BYTES[list(b'\n\r <>/="abcdefghijklmnopqrstuvwxyz')] = True


@dataclass(frozen=True, slots=True)
class Charset:
    """charset: Python's name of the decoder (or euc_tw). evidence: bom, escape, nul, utf-8, ascii, statistics.
    confidence: 0 to 1. declared: what HTTP or the page said, as decoder name, or None. bom_bytes: length of the mark."""

    charset: str
    evidence: str
    confidence: float
    declared: str | None
    bom_bytes: int = 0


def canonical(label: str) -> str | None:
    """The decoder for a charset label as pages write it, widened to its superset; None if there is none.

    >>> canonical("GB2312"), canonical("Big5"), canonical("iso-8859-1"), canonical("no-such")
    ('gb18030', 'big5hkscs', 'cp1252', None)
    """
    label = label.strip().lower()
    label = _ALIASES.get(label, label)
    if label == "euc_tw":
        return label
    try:
        name = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    if not name._is_text_encoding:  # pyright: ignore[reportPrivateUsage]  # "hex", "zip": codecs, but of no text
        return None
    return _SUPERSETS.get(name.name, name.name)


def declared_charset(content: bytes, content_type: str | None) -> str | None:
    """What HTTP, else an XML declaration, else a meta tag in the first META_BYTES says, as decoder name."""
    if content_type:
        match = _HTTP.search(content_type)
        if match and (name := canonical(match[1])):
            return name
    head = content[:META_BYTES]
    match = _XML.search(head) or _META.search(head)
    return canonical(match[1].decode("ascii")) if match else None


def detect(content: bytes, content_type: str | None = None) -> Charset:
    """The charset of a page's bytes. Never fails: bytes that nothing explains are windows-1252 with low confidence."""
    declared = declared_charset(content, content_type)
    for mark, name in _BOMS:
        if content.startswith(mark):
            return Charset(name, "bom", 1.0, declared, len(mark))
    array = np.frombuffer(content, np.uint8)
    if b"\x00" in content[:META_BYTES] and (wide := _utf16(array)):
        return Charset(wide, "nul", 0.99, declared)
    sample, high, good, bad = collect(array, np.frombuffer(content, np.uint64, len(content) >> 3), MAX_SAMPLE_BYTES)
    if high == 0:
        seven_bit = _seven_bit(content)
        if seven_bit:
            return Charset(seven_bit, "escape", 0.99, declared)
        return Charset("utf-8", "ascii", 1.0, declared)
    if bad == 0 and (good >= 4 or declared in (None, "utf-8")):
        return Charset("utf-8", "utf-8", 1.0 if good >= 4 else 0.9, declared)
    if good >= 4 and bad * 8 <= good:  # a few foreign bytes in UTF-8; two-byte encodings read as UTF-8 are mostly bad
        return Charset("utf-8", "utf-8", good / (good + bad), declared)
    name, margin = _shortest(sample[:FIRST_BYTES], declared)
    if margin < SURE_BITS and len(sample) > FIRST_BYTES:
        name, margin = _shortest(sample, declared)
    if bad == 0 and name != declared:
        return Charset("utf-8", "utf-8", 0.8, declared)
    if name == "cp1252" and declared and declared not in ENCODINGS and declared != "utf-8":
        name = declared  # another single-byte encoding: the bytes only say that it is not East Asian
    return Charset(name, "statistics", 1.0 / (1.0 + 2.0 ** -min(margin, 60.0)), declared)


def _shortest(sample: NDArray[np.uint8], declared: str | None) -> tuple[str, float]:
    """The encoding of ENCODINGS that describes the sample in the fewest bits, and by how many bits it leads."""
    bits = description_bits(sample, _cost_tables())
    if declared in ENCODINGS:
        bits[ENCODINGS.index(declared)] -= DECLARED_BITS
    order = np.argsort(bits, kind="stable")
    return ENCODINGS[order[0]], float(bits[order[1]] - bits[order[0]])


def decode(content: bytes, found: Charset) -> tuple[str, int]:
    """The text in the charset found, and the number of replacement characters that stand for undecodable bytes."""
    body = content[found.bom_bytes :]
    if found.charset == "euc_tw":
        return decode_euc_tw(body)
    text = body.decode(found.charset, "replace")
    return text, text.count("\N{REPLACEMENT CHARACTER}")


def _utf16(array: NDArray[np.uint8]) -> str | None:
    """UTF-16 without a mark: line ends, spaces and markup are ASCII, and NUL stands beside them.

    Only characters count whose mirror image is rare: U+3000 and U+4E00, NUL beside an ASCII byte too, are common.
    """
    head = array[: META_BYTES & ~1]
    head = head[: len(head) & ~1].reshape(-1, 2)
    ascii_first = int((_MARKUP_BYTES[head[:, 0]] & (head[:, 1] == 0)).sum())
    ascii_last = int((_MARKUP_BYTES[head[:, 1]] & (head[:, 0] == 0)).sum())
    if max(ascii_first, ascii_last) * 25 < len(head):
        return None
    if ascii_first > 4 * ascii_last:
        return "utf-16-le"
    return "utf-16-be" if ascii_last > 4 * ascii_first else None


def _seven_bit(content: bytes) -> str | None:
    """HZ (RFC 1843) and the ISO-2022 family: 7-bit text that shifts by escape sequences."""
    if b"~{" in content and re.search(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}", content):
        return "hz"
    if b"\x1b$" in content:
        if b"\x1b$)C" in content:
            return "iso2022_kr"
        if re.search(rb"\x1b\$[@B(]", content):
            return "iso2022_jp_2"
    return None


@functools.cache
def _cost_tables() -> NDArray[np.uint8]:
    """Quarters of a bit, [encoding, lead << 8 | trail], of every two-byte code; INVALID_BITS where there is none."""
    source = resources.files("taosha.configs").joinpath("models/charfreq.json").read_text(encoding="utf-8")
    quarters: dict[str, NDArray[np.uint8]] = {}
    for language, groups in json.loads(source).items():
        quarters[language] = np.full(0x110000, UNKNOWN_BITS * 4, np.uint8)
        for cost, chars in groups.items():
            quarters[language][list(map(ord, chars))] = int(cost)
    tables = np.full((len(LANGUAGES), 65536), INVALID_BITS * 4, np.uint8)
    for row, (encoding, languages) in enumerate(LANGUAGES.items()):
        points = code_points(encoding)
        (codes,) = np.nonzero(points)
        each = [quarters[name][points[codes]] + np.uint8(extra * 4) for name, extra in languages.items()]
        tables[row, codes] = np.minimum.reduce(each)
        private = ((points >= 0xE000) & (points <= 0xF8FF)) | (points == 0xFFFD)
        tables[row, private] = PRIVATE_BITS * 4
    return tables


@functools.cache
def code_points(encoding: str) -> NDArray[np.uint32]:
    """The code point of every two-byte code, lead << 8 | trail; 0 where there is none."""
    points = np.zeros(65536, np.uint32)
    if encoding == "euc_tw":
        plane = planes()[1]
        points.reshape(256, 256)[0xA1 : 0xA1 + len(plane), 0xA1 : 0xA1 + plane.shape[1]] = plane
        return points
    # One decode call for all codes: each pair on a line of its own, an impossible one leaves a replacement character.
    codes = [code for code in range(0x8140, 0xFEFF) if code & 0xFF >= 0x40 and code & 0xFF not in (0x7F, 0xFF)]
    lines = b"".join(code.to_bytes(2, "big") + b"\n" for code in codes).decode(encoding, "replace").split("\n")
    # two characters for one code: a letter and its accent in Big5-HKSCS, but a byte and an ASCII one in CP932
    points[codes] = [
        ord(line[0]) if line and "\ufffd" not in line and not (len(line) == 2 and line[1] < "\x80") else 0
        for line in lines[:-1]
    ]
    return points


@numba.njit(cache=True)
def collect(
    content: NDArray[np.uint8], words: NDArray[np.uint64], limit: int
) -> tuple[NDArray[np.uint8], int, int, int]:
    """The sample (high bytes and the byte behind each), and counts over the page: high bytes, valid and invalid UTF-8
    sequences (one cut off at the end is neither)."""
    n = len(content)
    sample = np.empty(limit, np.uint8)
    kept = high = good = bad = 0
    i = 0
    previous_high = False
    need = 0  # continuation bytes still expected
    low, top = 0x80, 0xBF
    while i < n:
        byte = content[i]
        if byte < 0x80:
            if previous_high and kept < limit:
                sample[kept] = byte
                kept += 1
            previous_high = False
            if need:
                bad += 1
                need = 0
            i += 1
            if i & 7 == 0:  # long stretches of ASCII by eights
                while i >> 3 < len(words) and words[i >> 3] & np.uint64(0x8080808080808080) == 0:
                    i += 8
            continue
        previous_high = True
        high += 1
        if kept < limit:
            sample[kept] = byte
            kept += 1
        if need:
            if low <= byte <= top:
                need -= 1
                low, top = 0x80, 0xBF
                if need == 0:
                    good += 1
                i += 1
                continue
            bad += 1
            need = 0
        low, top = 0x80, 0xBF
        if 0xC2 <= byte <= 0xDF:
            need = 1
        elif 0xE0 <= byte <= 0xEF:
            need = 2
            if byte == 0xE0:
                low = 0xA0
            elif byte == 0xED:
                top = 0x9F
        elif 0xF0 <= byte <= 0xF4:
            need = 3
            if byte == 0xF0:
                low = 0x90
            elif byte == 0xF4:
                top = 0x8F
        else:
            bad += 1
        i += 1
    return sample[:kept], high, good, bad


@numba.njit(cache=True)
def description_bits(sample: NDArray[np.uint8], tables: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Bits of the sample under each of ENCODINGS. A code that the end of the sample cuts off costs nothing."""
    bits = np.zeros(7, np.float64)
    n = len(sample)
    for encoding in range(6):
        total = 0.0
        i = 0
        while i < n:
            lead = sample[i]
            if lead < 0x80:
                total += ASCII_BITS
                i += 1
                continue
            if i + 1 >= n:
                break
            trail = sample[i + 1]
            four = encoding == GB18030 and 0x30 <= trail <= 0x39 and 0x81 <= lead <= 0xFE and i + 3 < n
            if four and 0x81 <= sample[i + 2] <= 0xFE and 0x30 <= sample[i + 3] <= 0x39:
                total += FOUR_BYTE_BITS
                i += 4
                continue
            if encoding == CP932 and 0xA1 <= lead <= 0xDF:
                total += KATAKANA_BITS
                i += 1
                continue
            if encoding == EUC_JP:
                if lead == 0x8E and 0xA1 <= trail <= 0xDF:
                    total += KATAKANA_BITS
                    i += 2
                    continue
                if lead == 0x8F and trail >= 0xA1:
                    total += FOUR_BYTE_BITS
                    i += 3
                    continue
            if encoding == EUC_TW and lead == 0x8E and 0xA1 <= trail <= 0xB0:
                total += FOUR_BYTE_BITS
                i += 4
                continue
            cost = tables[encoding, (np.int64(lead) << 8) | np.int64(trail)] * 0.25
            total += cost
            i += 1 if cost >= INVALID_BITS else 2
        bits[encoding] = total
    for i in range(n):
        bits[SINGLE] += SINGLE_BITS if sample[i] >= 0x80 else ASCII_BITS
    return bits
