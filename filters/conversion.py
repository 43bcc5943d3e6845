"""OpenCC's conversions, and a door to them that asks OpenCC only where one of its phrases may match.

OpenCC walks its tries at every character, whether a phrase starts there or not: 20 MB/s for tw2sp on Chinese text. A
phrase can match only where two neighbouring characters stand beside each other in one of its phrases, and of those pairs
there are 3,900 (configs/opencc/pairs.txt, made from the dictionaries by benchmarks/opencc_pairs.py). So every character
goes by a table that OpenCC itself filled, character by character, pairs that stand alone by another, and only longer stretches
of such pairs go to OpenCC, all of a text in one call. The answer is OpenCC's own, character for character: no
match can reach across a place where no pair stands. With another version of OpenCC than the pairs were made from,
everything goes to OpenCC.
"""

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import numba
import numpy as np
import numpy.typing as npt
import opencc

from .characters import Codes, code_points, decode

FOLDER = Path(__file__).parent.parent / "configs" / "opencc"

#: configuration -> those of OpenCC that it runs one after the other, if it is not OpenCC's own
CHAINS = {"hk2tw": ("hk2t", "t2tw"), "tw2sp-general": ("tw2sp",), "hk2s-general": ("tw2t", "hk2s")}
#: configuration -> our phrases for its segmentation, its first step and its last (configs/opencc/README.md)
OWN_PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "t2s": {"last": ("phrases.txt",)},
    "hk2s": {"last": ("phrases.txt",)},
    "hk2s-general": {"first": ("taiwan_phrases.txt",), "last": ("phrases.txt",)},
    "tw2sp": {"first": ("taiwan_phrases.txt", "taiwan_computing.txt"), "last": ("phrases.txt",)},
    "tw2sp-general": {"first": ("taiwan_phrases.txt", "taiwan_general.txt"), "last": ("phrases.txt",)},
    "hk2tw": {"last": ("taiwan_characters.txt",)},
    "s2tw": {"segmentation": ("simplified_phrases.txt",), "first": ("simplified_phrases.txt",)},
    "s2twp": {"segmentation": ("simplified_phrases.txt",), "first": ("simplified_phrases.txt",)},
}

#: CJK extension H, the last block so far, ends at 0x323AF; the place behind it stands for everything beyond
TABLE_SIZE = 0x323B1
HAN_RANGES = ((0x3007, 0x3008), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFAD9 + 1), (0x20000, TABLE_SIZE - 1))
#: compatibility characters, which OpenCC replaces before it looks for phrases
COMPATIBILITY_RANGES = ((0xF900, 0xFB00), (0x2F800, 0x2FA20))

#: bits above the code point in Phrases.single: some pair starts or ends with the character; always ask (埠 is 端口)
STARTS, ENDS, ASK = 1 << 24, 2 << 24, 4 << 24
CODE = (1 << 24) - 1
#: stretches of pairs remembered a configuration at most (8 MB)
REMEMBERED = 1 << 16
LINE_FEED = 10  # in no phrase: what stands on two sides of it cannot match together
_LINE_END = np.array([LINE_FEED], np.uint32)

Spans = npt.NDArray[np.int64]
Pairs = npt.NDArray[np.uint64]
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
    """The configuration as OpenCC reads it, with full paths to every dictionary and with our phrases in their places.

    Of our phrases and those of OpenCC's first dictionary the longest counts, ours if they are the same.
    """
    chain, *more = (
        json.loads((share / f"{part}.json").read_text(encoding="utf-8")) for part in CHAINS.get(config, (config,))
    )
    for other in more:
        chain["conversion_chain"] += other["conversion_chain"]
    _absolute(chain, share)
    own = OWN_PHRASES.get(config, {})
    steps = chain["conversion_chain"]
    places = {
        "segmentation": chain.get("segmentation", {}),
        "first": steps[0]["dict"]["dicts"],
        "last": steps[-1]["dict"]["dicts"],
    }
    for place, names in own.items():
        where, at = places[place], "dict" if place == "segmentation" else 0
        files = [{"type": "text", "file": str(FOLDER / name)} for name in names]
        where[at] = {"type": "group", "match_policy": "union", "dicts": [*files, where[at]]}
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


def convert_each(config: str, texts: list[str]) -> list[str]:
    """OpenCC's answer for every single character or pair, without context."""
    return converter(config)("\n".join(texts)).split("\n")


@dataclass(frozen=True, slots=True)
class Phrases:
    """What one configuration does: `single`, code point -> code point that it becomes by itself, with STARTS, ENDS and
    ASK, uint32[TABLE_SIZE]; `pairs`, a hash table of first << 32 | second and what these two become by themselves,
    uint64[power of two, 2], 0 where empty or where the answer has not two characters.
    """

    single: Codes
    pairs: Pairs


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
    answer = code_points(converter(config)("\n".join([*characters, ""])))
    ends = np.flatnonzero(answer == LINE_FEED)
    starts = np.concatenate([[0], ends[:-1] + 1])
    single[code_points("".join(characters))] = np.where(ends - starts == 1, answer[starts], ASK)
    asked = single == ASK
    single[asked] |= np.flatnonzero(asked).astype(np.uint32)
    for first, end in COMPATIBILITY_RANGES:
        single[first:end] |= ASK
    keys = [row[0] + after for row in read_pairs()[config] for after in row[1:]]
    pairs = np.zeros((1 << (2 * len(keys)).bit_length(), 2), np.uint64)
    for key, becomes in zip(keys, convert_each(config, keys), strict=True):
        single[ord(key[0])] |= STARTS
        single[ord(key[1])] |= ENDS
        _put(pairs, _packed(key), _packed(becomes) if len(becomes) == 2 else np.uint64(0))
    for table in (single, pairs):
        table.setflags(write=False)
    return Phrases(single, pairs)


def convert_codes(codes: Codes, config: str, protected: Spans = NO_SPANS) -> Codes:
    """Code points of the text converted by `config`, as OpenCC would, but for what stands in the spans `protected`.

    protected: int64[n, 2], start and end of spans that stay as they are, in ascending order. Nothing may match across
    their edges, so they should begin and end where no phrase goes on: at a line end, a punctuation mark, a space.
    """
    known = phrases(config)
    if known:
        out, asked, question = _by_table(codes, protected, known.single, known.pairs)
    else:
        nul = [(at, at + 1) for at in np.flatnonzero(codes == 0).tolist()]  # where OpenCC would stop reading
        out, asked = codes, _between(merged([*protected.tolist(), *nul]), len(codes))
        question = np.concatenate(
            [part for start, end in asked for part in (codes[start:end], _LINE_END)] or [codes[:0]]
        )
    if not len(asked):
        return out
    answer = _answer(config, decode(question)) if known else converter(config)(decode(question))
    answered = _scatter(out, asked, code_points(answer))
    if not len(answered):
        raise RuntimeError(f"OpenCC's {config} changed the number of lines")
    return answered


def _answer(config: str, question: str) -> str:
    """What OpenCC makes of lines that are a stretch of pairs each; those asked before (使用者) are remembered."""
    known, stretches = remembered(config), question.split("\n")
    try:
        return "\n".join([known[stretch] for stretch in stretches])
    except KeyError:
        answer = converter(config)(question)
        if len(known) < REMEMBERED:
            known.update(zip(stretches, answer.split("\n"), strict=False))
        return answer


@cache
def remembered(config: str) -> dict[str, str]:
    """Stretch -> what `config` makes of it."""
    return {}


def merged(spans: Sequence[Sequence[int]]) -> Spans:
    """Spans in any order, some of them over others, as int64[n, 2] in ascending order with none over another."""
    if not spans:
        return NO_SPANS
    found: list[list[int]] = []
    for start, end in sorted(map(tuple, spans)):
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return np.array(found, np.int64)


def without(codes: Codes, spans: Spans) -> Codes:
    """The code points outside the spans."""
    return np.concatenate([codes[start:end] for start, end in _between(spans, len(codes))] or [codes[:0]])


def _between(protected: Spans, size: int) -> Spans:
    """The spans that are not protected."""
    edges = np.concatenate([[0], protected.ravel(), [size]]).reshape(-1, 2)
    return np.ascontiguousarray(edges[edges[:, 0] < edges[:, 1]])


@numba.njit(cache=True, nogil=True)
def _slot(key: np.uint64, size: int) -> np.int64:
    mixed = key * np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing: the upper bits depend on all of the key
    return np.int64((mixed ^ (mixed >> np.uint64(32))) & np.uint64(size - 1))


def _packed(pair: str) -> np.uint64:
    return np.uint64(ord(pair[0]) << 32 | ord(pair[1]))


@numba.njit(cache=True, nogil=True)
def _place(table: Pairs, key: np.uint64) -> np.int64:
    """Where the pair stands in the table, or the free place where it would."""
    slot = _slot(key, len(table))
    while table[slot, 0] != 0 and table[slot, 0] != key:
        slot = (slot + 1) & (len(table) - 1)
    return slot


@numba.njit(cache=True, nogil=True)
def _put(table: Pairs, key: np.uint64, becomes: np.uint64) -> None:
    slot = _place(table, key)
    table[slot, 0], table[slot, 1] = key, becomes


@numba.njit(cache=True, nogil=True)
def _has(table: Pairs, key: np.uint64) -> bool:
    return table[_place(table, key), 0] != 0


@numba.njit(cache=True, nogil=True)
def _by_table(codes: Codes, protected: Spans, single: Codes, pairs: Pairs) -> tuple[Codes, Spans, Codes]:
    """Every character by `single` and every stretch of two by `pairs`; the other stretches of characters joined by pairs,
    int64[n, 2], which OpenCC is to answer; and the text of those, each ended by a line feed.

    ASCII is passed over in a loop of its own, since no phrase is ASCII alone. (A phrase may begin with it, as B肝 does.)
    """
    out = codes.copy()
    asked = np.empty((len(codes) // 2 + 1 + len(protected), 2), np.int64)  # two characters a stretch, or one at a span
    count = letters = 0
    for gap in range(len(protected) + 1):
        begin = protected[gap - 1, 1] if gap else 0
        end = protected[gap, 0] if gap < len(protected) else len(codes)
        before = np.uint32(0)  # what `single` says of the character before
        start = -1
        at = begin
        while at < end:
            if start < 0 and codes[at] < 0x80:
                while at < end and codes[at] < 0x80:
                    at += 1
                before = single[codes[at - 1]]
                continue
            code = codes[at]
            here = single[code] if code < TABLE_SIZE else code
            out[at] = here & CODE
            joined = False
            if (here | before) & ASK and code:  # OpenCC stops reading at a NUL
                joined = before != 0
            elif here & ENDS and before & STARTS:
                joined = _has(pairs, _pair(codes, at - 1))
            if joined and start < 0:
                start = at - 1
                while start > begin and codes[start] < 0x80 and _has(pairs, _pair(codes, start - 1)):
                    start -= 1
            elif not joined and start >= 0:
                if not (at == start + 2 and _answered(codes, out, start, pairs)):
                    asked[count, 0], asked[count, 1] = start, at
                    letters += at - start + 1
                    count += 1
                start = -1
            if here & ASK and start < 0:
                start = at
            before = here
            at += 1
        if start >= 0 and not (end == start + 2 and _answered(codes, out, start, pairs)):
            asked[count, 0], asked[count, 1] = start, end
            letters += end - start + 1
            count += 1
    question = np.empty(letters, np.uint32)
    letters = 0
    for start, end in asked[:count]:
        question[letters : letters + end - start] = codes[start:end]
        letters += end - start + 1
        question[letters - 1] = LINE_FEED
    return out, asked[:count], question


@numba.njit(cache=True, nogil=True)
def _answered(codes: Codes, out: Codes, at: int, pairs: Pairs) -> bool:
    """Write what two characters become into `out`, if the table knows."""
    becomes = pairs[_place(pairs, _pair(codes, at)), 1]
    if becomes:
        out[at], out[at + 1] = becomes >> np.uint64(32), becomes & np.uint64(0xFFFFFFFF)
    return becomes != 0


@numba.njit(cache=True, nogil=True)
def _pair(codes: Codes, at: int) -> np.uint64:
    return np.uint64(codes[at]) << np.uint64(32) | np.uint64(codes[at + 1])


@numba.njit(cache=True, nogil=True)
def _scatter(codes: Codes, spans: Spans, answers: Codes) -> Codes:
    """`codes` with each span replaced by its answer, which is as many lines long as the span is; empty if it is not."""
    out = np.empty(len(codes) + len(answers), np.uint32)
    size = read = at = 0
    for start, end in spans:
        for i in range(at, start):
            out[size + i - at] = codes[i]
        size += start - at
        lines = 1
        for i in range(start, end):
            lines += codes[i] == LINE_FEED
        while lines and read < len(answers):
            lines -= answers[read] == LINE_FEED
            if lines:
                out[size] = answers[read]
                size += 1
            read += 1
        if lines:
            return out[:0]
        at = end
    out[size : size + len(codes) - at] = codes[at:]
    return out[: size + len(codes) - at] if read == len(answers) else out[:0]
