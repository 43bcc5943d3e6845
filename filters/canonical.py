"""The key that joins all scripts and regions: under it dedup and decontamination compare texts; never the text itself."""

import unicodedata
from functools import cache
from itertools import pairwise

import numba
import numpy as np
import numpy.typing as npt

from .characters import Codes, code_points, decode
from .conversion import FOLDER, TABLE_SIZE, convert_codes, convert_each, converter, han_characters
from .script_tables import TRADITIONAL, any_mark, marks
from .tables import stored
from .trie import Hits, Trie

Ends = npt.NDArray[np.int64]


def canonical(text: str) -> str:
    """The key of a text.

    Exactly: (1) if any character is Traditional-only (script_tables.marks), the whole text goes through OpenCC's tw2sp
    as texts of general language do (filters/conversion.py), which folds Taiwan's characters, and words that are
    Taiwan's alone (軟體), onto the Mainland's. (2) Every code point is folded by one table: Taiwan's and Hong Kong's
    variants and all remaining Traditional characters to Simplified (tw2t, hk2t, t2s, without context: 乾 and 著 become
    干 and 着 everywhere), spellings that stand side by side in Simplified texts too (SPELLINGS: 想像 and 想象),
    full-width and half-width forms to their plain ones, letters to lower case. (3) White space, punctuation, control
    and format characters and variation selectors are left out; symbols (+ = $) stay. (4) Words that both sides have, but
    Taiwan for something that the Mainland says otherwise (执行 and 运行, 资料 and 数据), become one word of their class,
    whichever side the text is from.
    """
    codes = code_points(text)
    if any_mark(codes, marks(), TRADITIONAL):
        codes = convert_codes(codes, "tw2sp-general")
    return decode(_join(_fold(codes, _key_table())))


#: one spelling and the other, under which the key knows both: what phrases of OpenCC's keep apart, or no side has settled
SPELLINGS = """
藉借 覆复 沈沉 瞭了 揹背 馀余 伕夫 甯宁 锺钟 薰熏 讬托 鎗枪 帐账 幺么 钜巨 雠仇 濬浚 澂澄 拏拿 燄焰 谘咨 鲶鲇 麺面 瑯琅 荳豆
籐藤 觔斤 菓果 隄堤 颚腭 麹曲 迳径 祇只 礆碱 硷碱 彷仿 侭尽 像象 座坐 甦苏 磙滚 徵征 於于 蹟迹 阪坂
"""

#: more classes of words (step 4), a line each: those that OpenCC gives several answers for, or that it takes too widely
CLASSES = """
储存 存储
预设 默认 缺省
界面 接口
查询 查找
启用 激活
程序 进程
高级 高阶 高端
复制 拷贝
甚么 什么
序列 串行
向量 矢量
"""


@cache
def _key_table() -> Codes:
    """`fold_table`, and SPELLINGS of what comes out of it."""
    table = fold_table().copy()
    for one, other in SPELLINGS.split():
        table[table == ord(one)] = ord(other)
    table.setflags(write=False)
    return table


def fold_table() -> Codes:
    """Code point -> code point of the key, 0 for those left out; uint32[TABLE_SIZE]; beyond it nothing is folded."""
    return stored("keys")


def build_fold_table() -> Codes:
    """The same from unicodedata and OpenCC, for build_tables.py."""
    table = np.array([_fold_character(code) for code in range(TABLE_SIZE)], np.uint32)
    characters = han_characters()
    folded = characters
    for config in ("tw2t", "hk2t", "t2s"):
        folded = convert_each(config, folded)
    for character, key in zip(characters, folded, strict=True):
        if len(key) == 1:
            table[ord(character)] = ord(key)
    return table


def _fold_character(code: int) -> int:
    character = chr(code)
    decomposition = unicodedata.decomposition(character)
    if decomposition.startswith(("<wide>", "<narrow>")):
        character = chr(int(decomposition.split()[1], 16))
    lower = character.lower()
    if len(lower) == 1:
        character = lower
    category = unicodedata.category(character)
    left_out = category[0] in "PZ" or category in ("Cc", "Cf") or 0xFE00 <= code <= 0xFE0F
    return 0 if left_out else ord(character)


@numba.njit(cache=True, nogil=True)
def _fold(codes: Codes, table: Codes) -> Codes:
    out = np.empty(len(codes), np.uint32)
    size = 0
    for code in codes:
        key = table[code] if code < len(table) - 1 else code
        if key:
            out[size] = key
            size += 1
    return out[:size]


@cache
def _classes() -> tuple[Trie, Codes, Ends]:
    """The words of step 4 as they are after step 3, and what they become: all code points in a row, int64[words] ends.

    A class is joined by the words of configs/opencc/taiwan_general.txt and taiwan_computing.txt and what tw2sp makes of
    them (档案 is 文件, and 文件 is 文档), and by CLASSES.
    """
    files = [(FOLDER / name).read_text(encoding="utf-8") for name in ("taiwan_general.txt", "taiwan_computing.txt")]
    held = [row.split("\t")[0] for rows in files for row in rows.splitlines()]
    others = (converter("t2s"), converter("tw2sp-general"))
    pairs = [(other(word), converter("tw2sp")(word)) for word in held for other in others]
    pairs += [pair for line in CLASSES.split("\n") for pair in pairwise(line.split())]
    leader: dict[str, str] = {}
    for pair in pairs:
        keys = [decode(_fold(code_points(word), _key_table())) for word in pair]
        if min(map(len, keys)) > 1:
            shorter, other = sorted((_leader(leader, key) for key in keys), key=lambda key: (len(key), key))
            leader[other] = shorter
    words = list(leader)
    leaders = [_leader(leader, word) for word in words]
    return Trie(words), code_points("".join(leaders)), np.cumsum([len(word) for word in leaders])


def _leader(leader: dict[str, str], word: str) -> str:
    while leader.setdefault(word, word) != word:
        word = leader[word]
    return word


def _join(codes: Codes) -> Codes:
    """Every word of a class replaced by the shortest of it, from the left, the longest first."""
    words, leaders, ends = _classes()
    hits = words.find(codes)
    return _replace(codes, hits, leaders, ends) if len(hits) else codes


@numba.njit(cache=True, nogil=True)
def _replace(codes: Codes, hits: Hits, leaders: Codes, ends: Ends) -> Codes:
    out = np.empty(len(codes), np.uint32)
    size = at = 0
    for number, start, end in hits:
        out[size : size + start - at] = codes[at:start]
        size += start - at
        first = ends[number - 1] if number else 0
        length = ends[number] - first  # no longer than the word itself
        out[size : size + length] = leaders[first : ends[number]]
        size, at = size + length, end
    out[size : size + len(codes) - at] = codes[at:]
    return out[: size + len(codes) - at]
