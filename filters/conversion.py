"""OpenCC's conversions, and a door to them that asks OpenCC only where one of its phrases may match.

OpenCC walks its tries at every character, whether a phrase starts there or not: 20 MB/s for tw2sp on Chinese text. A
phrase can match only where two neighbouring characters stand beside each other in one of its phrases, and of those pairs
there are 3,900 (configs/opencc/pairs.txt, made from the dictionaries by benchmarks/opencc_pairs.py). So every character
goes by a table that OpenCC itself filled, character by character, and only stretches of such pairs, 5 to 30% of the
Chinese characters, go to OpenCC, all of a text in one call. The answer is OpenCC's own, character for character: no
match can reach across a place where no pair stands. With another version of OpenCC than the pairs were made from,
everything goes to OpenCC.
"""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import numba
import numpy as np
import numpy.typing as npt
import opencc

from .characters import Codes, code_points

FOLDER = Path(__file__).parent.parent / "configs" / "opencc"

#: phrases that one of OpenCC's conversions lacks, put before the dictionaries of its first step
OWN_PHRASES = {"tw2sp": FOLDER / "taiwan_phrases.txt"}

#: CJK extension H, the last block so far, ends at 0x323AF; the place behind it stands for everything beyond
TABLE_SIZE = 0x323B1
HAN_RANGES = ((0x3007, 0x3008), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFAD9 + 1), (0x20000, TABLE_SIZE - 1))
#: compatibility characters, which OpenCC replaces before it looks for phrases
COMPATIBILITY_RANGES = ((0xF900, 0xFB00), (0x2F800, 0x2FA20))

#: bits above the code point in Phrases.single: some pair starts or ends with the character; always ask (埠 is 端口)
STARTS, ENDS, ASK = 1 << 24, 2 << 24, 4 << 24
CODE = (1 << 24) - 1
LINE_FEED = 10  # in no phrase: what stands on two sides of it cannot match together

Spans = npt.NDArray[np.int64]
NO_SPANS: Spans = np.empty((0, 2), np.int64)


@cache
def converter(config: str) -> Callable[[str], str]:
    """OpenCC's conversion `config` (t2s, tw2sp, hk2s, s2twp, …) with our phrases, loaded once a process.

    The configuration is read from OpenCC's package by its full path: by name alone OpenCC prefers a file of that name
    in the working directory.
    """
    share = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chain.json"
        path.write_text(json.dumps(own_chain(config, share)), encoding="utf-8")
        return opencc.OpenCC(str(path)).convert


def own_chain(config: str, share: Path) -> dict[str, Any]:
    """OpenCC's configuration with full paths to every dictionary, and with our phrases where there are some.

    hk2tw is hk2t and, after it, t2tw.
    """
    first, *more = ("hk2t", "t2tw") if config == "hk2tw" else (config,)
    chain = json.loads((share / f"{first}.json").read_text(encoding="utf-8"))
    for other in more:
        chain["conversion_chain"] += json.loads((share / f"{other}.json").read_text(encoding="utf-8"))[
            "conversion_chain"
        ]
    _absolute(chain, share)
    if config in OWN_PHRASES:
        own = {"type": "text", "file": str(OWN_PHRASES[config])}
        chain["conversion_chain"][0]["dict"]["dicts"].insert(0, own)
    return chain


def _absolute(node: Any, folder: Path) -> None:
    """Make every `file` of an OpenCC configuration a full path."""
    if isinstance(node, list):
        for value in cast("list[Any]", node):
            _absolute(value, folder)
    elif isinstance(node, dict):
        for key, value in cast("dict[str, Any]", node).items():
            if key == "file":
                node[key] = str(folder / value)
            else:
                _absolute(value, folder)


@cache
def han_characters() -> list[str]:
    """Every Chinese character that a table has a place for."""
    return [chr(code) for first, end in HAN_RANGES for code in range(first, end)]


def convert_each(config: str, characters: list[str]) -> list[str]:
    """OpenCC's answer for every single character, without context."""
    return converter(config)("\n".join(characters)).split("\n")


@dataclass(frozen=True, slots=True)
class Phrases:
    """What one configuration does: `single`, code point -> code point that it becomes by itself, with STARTS, ENDS and
    ASK, uint32[TABLE_SIZE]; `pairs`, a hash table of first << 32 | second, uint64[power of two], 0 where empty.
    """

    single: Codes
    pairs: npt.NDArray[np.uint64]


@cache
def read_pairs() -> dict[str, list[str]]:
    """Configuration -> its pairs as `first character + all that may follow it`; empty for another version of OpenCC."""
    head, *rows = (FOLDER / "pairs.txt").read_text(encoding="utf-8").splitlines()
    if head.split()[2] != opencc.__version__:
        return {}
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.startswith("["):
            found[row.strip("[]")] = []
        elif not row.startswith("#"):
            found[next(reversed(found))].append(row)
    return found


@cache
def phrases(config: str) -> Phrases | None:
    """The tables of a configuration, made once a process (20 ms), or None if its pairs are not known."""
    if config not in read_pairs():
        return None
    single = np.arange(TABLE_SIZE, dtype=np.uint32)
    characters = han_characters()
    for character, converted in zip(characters, convert_each(config, characters), strict=True):
        single[ord(character)] = ord(converted) if len(converted) == 1 else ord(character) | ASK
    for first, end in COMPATIBILITY_RANGES:
        single[first:end] |= ASK
    keys = [(ord(row[0]), ord(after)) for row in read_pairs()[config] for after in row[1:]]
    pairs = np.zeros(1 << (4 * len(keys)).bit_length(), np.uint64)
    for first, second in keys:
        single[first] |= STARTS
        single[second] |= ENDS
        _put(pairs, np.uint64(first << 32 | second))
    for table in (single, pairs):
        table.setflags(write=False)
    return Phrases(single, pairs)


def decode(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def convert_codes(codes: Codes, config: str, protected: Spans = NO_SPANS) -> Codes:
    """Code points of the text converted by `config`, as OpenCC would, but for what stands in the spans `protected`.

    protected: int64[n, 2], start and end of spans that stay as they are, in ascending order. Nothing may match across
    their edges, so they should begin and end where no phrase goes on: at a line end, a punctuation mark, a space.
    """
    known = phrases(config)
    if known:
        out, asked = _by_table(codes, protected, known.single, known.pairs)
    else:
        out, asked = codes, _between(protected, len(codes))
    if not len(asked):
        return out
    answer = converter(config)(decode(_gather(codes, asked)))
    return _scatter(out, asked, code_points(answer))


def merged(spans: list[tuple[int, int]]) -> Spans:
    """Spans in any order, some of them over others, as int64[n, 2] in ascending order with none over another."""
    found: list[list[int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return np.array(found, np.int64).reshape(-1, 2)


def _between(protected: Spans, size: int) -> Spans:
    """The spans that are not protected."""
    edges = np.concatenate([[0], protected.ravel(), [size]]).reshape(-1, 2)
    return np.ascontiguousarray(edges[edges[:, 0] < edges[:, 1]])


@numba.njit(cache=True, nogil=True)
def _slot(key: np.uint64, size: int) -> np.int64:
    mixed = key * np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing: the upper bits depend on all of the key
    return np.int64((mixed ^ (mixed >> np.uint64(32))) & np.uint64(size - 1))


@numba.njit(cache=True, nogil=True)
def _put(table: npt.NDArray[np.uint64], key: np.uint64) -> None:
    slot = _slot(key, len(table))
    while table[slot] != 0 and table[slot] != key:
        slot = (slot + 1) & (len(table) - 1)
    table[slot] = key


@numba.njit(cache=True, nogil=True)
def _has(table: npt.NDArray[np.uint64], key: np.uint64) -> bool:
    slot = _slot(key, len(table))
    while table[slot] != 0:
        if table[slot] == key:
            return True
        slot = (slot + 1) & (len(table) - 1)
    return False


@numba.njit(cache=True, nogil=True)
def _by_table(codes: Codes, protected: Spans, single: Codes, pairs: npt.NDArray[np.uint64]) -> tuple[Codes, Spans]:
    """Every character by `single`, and the stretches of characters joined by pairs, which OpenCC is to answer."""
    out = codes.copy()
    asked = np.empty((len(codes) // 2 + 1 + len(protected), 2), np.int64)  # two characters a stretch, or one at a span
    count = 0
    for gap in range(len(protected) + 1):
        begin = protected[gap - 1, 1] if gap else 0
        end = protected[gap, 0] if gap < len(protected) else len(codes)
        before = np.uint32(0)  # what `single` says of the character before
        start = -1
        for at in range(begin, end):
            code = codes[at]
            here = single[code] if code < TABLE_SIZE else code
            out[at] = here & CODE
            if (here | before) & ASK:
                if start < 0:
                    start = max(at - 1, begin)
            elif here & ENDS and before & STARTS and _has(pairs, np.uint64(codes[at - 1]) << np.uint64(32) | code):
                if start < 0:
                    start = at - 1
            elif start >= 0:
                asked[count, 0], asked[count, 1] = start, at
                count += 1
                start = -1
            before = here
        if start >= 0:
            asked[count, 0], asked[count, 1] = start, end
            count += 1
    return out, asked[:count]


@numba.njit(cache=True, nogil=True)
def _gather(codes: Codes, spans: Spans) -> Codes:
    """The spans, each ended by a line feed."""
    out = np.empty((spans[:, 1] - spans[:, 0]).sum() + len(spans), np.uint32)
    size = 0
    for start, end in spans:
        out[size : size + end - start] = codes[start:end]
        size += end - start + 1
        out[size - 1] = LINE_FEED
    return out


@numba.njit(cache=True, nogil=True)
def _scatter(codes: Codes, spans: Spans, answers: Codes) -> Codes:
    """`codes` with each span replaced by its answer, which is as many lines long as the span is."""
    out = np.empty(len(codes) + len(answers), np.uint32)
    size = read = at = 0
    for start, end in spans:
        out[size : size + start - at] = codes[at:start]
        size += start - at
        lines = 1
        for code in codes[start:end]:
            lines += code == LINE_FEED
        while lines:
            lines -= answers[read] == LINE_FEED
            if lines:
                out[size] = answers[read]
                size += 1
            read += 1
        at = end
    out[size : size + len(codes) - at] = codes[at:]
    return out[: size + len(codes) - at]
