"""Which characters tell Traditional from Simplified and Taiwan from Hong Kong, asked of OpenCC itself.

Every Chinese character is sent once through OpenCC's converters, each on a line of its own so that no phrase can match
(98,000 characters; stored: tables.py). What OpenCC would change and the other side's national character set does not
hold marks a script: 後 or 乾 are in GB 2312 too, so they prove nothing; 國 is not, so it proves Traditional.
"""

import json
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

import ahocorasick_rs
import numba
import numpy as np
import numpy.typing as npt
import opencc

from .tables import stored

Codes = npt.NDArray[np.uint32]
Marks = npt.NDArray[np.uint8]

HAN, TRADITIONAL, SIMPLIFIED, TAIWAN, HONG_KONG, KANA = 1, 2, 4, 8, 16, 32

#: CJK extension H, the last block so far, ends at 0x323AF; the place behind it stands for everything beyond
TABLE_SIZE = 0x323B1
#: no character below has a mark: 〇 is the first of those above
FIRST_MARKED = 0x3007
HAN_RANGES = ((0x3007, 0x3008), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFAD9 + 1), (0x20000, TABLE_SIZE - 1))


#: Words of Traditional text that one side says otherwise (OpenCC's TWPhrases and HKPhrases hold most of them), and, for
#: Hong Kong, offices, places and the function words of written Cantonese. The particle 著 is 着 in Hong Kong.
TAIWAN_WORDS = (
    "軟體 硬體 網路 滑鼠 螢幕 伺服器 資料庫 記憶體 計程車 捷運 行動電話 部落格 公車 便當 雷射 馬鈴薯 鳳梨 優格 立法院 "
    "行政院 臺北 台北市 高雄 新竹 中華民國 健保 員警 專案 使用者 搜尋 預設 列印 字串 物件 變數 迴圈 陣列 函式 介面 連結 "
    "品質 透過 影片 簡訊 數位 網際網路 奈米 太空梭 義大利 紐西蘭 沙烏地阿拉伯 葛萊美 川普 歐巴馬 柯林頓 寮國 隨身碟 "
    "看著 隨著 接著 意味著 沿著 有著 跟著 想著 帶著 著急 執著 穿著 睡著 向著 對著 朝著 活著 笑著 說著 坐著 站著 等著"
)
TAIWAN_WORD_COUNT = len(TAIWAN_WORDS.split())
HONG_KONG_WORDS = (
    "的士 港鐵 屋苑 特區政府 立法會 行政長官 區議會 私家車 雪櫃 士多 巴仙 質素 軟件 硬件 網絡 電郵 手提電話 視像 警務處 "
    "港元 港幣 強積金 公屋 居屋 差餉 律政司 廉政公署 入境處 旺角 銅鑼灣 九龍 新界 中環 尖沙咀 沙田 荃灣 意大利 新西蘭 "
    "特朗普 奧巴馬 克林頓 老撾 沙特阿拉伯 朱古力 三文治 芝士 薯仔 士多啤梨 快勞 嘅 咗 喺 唔 哋 嗰 啲 冇 嚟"
)


@cache
def region_words() -> ahocorasick_rs.AhoCorasick:
    """TAIWAN_WORDS, then HONG_KONG_WORDS, as one automaton: the index of a match tells the side."""
    return ahocorasick_rs.AhoCorasick((TAIWAN_WORDS + " " + HONG_KONG_WORDS).split())


#: phrases that one of OpenCC's conversions lacks, put before the dictionaries of its first step
OWN_PHRASES = {"tw2sp": Path(__file__).parent.parent / "configs" / "opencc" / "taiwan_phrases.txt"}


@cache
def converter(config: str) -> Callable[[str], str]:
    """OpenCC's conversion `config` (t2s, tw2sp, hk2s, s2twp, …), loaded once a process.

    The configuration is read from OpenCC's package by its full path: by name alone OpenCC prefers a file of that name
    in the working directory.
    """
    share = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
    path = share / f"{config}.json"
    if config not in OWN_PHRASES:
        return opencc.OpenCC(str(path)).convert
    chain = json.loads(path.read_text(encoding="utf-8"))
    _absolute(chain, share)
    chain["conversion_chain"][0]["dict"]["dicts"].insert(0, {"type": "text", "file": str(OWN_PHRASES[config])})
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / path.name).write_text(json.dumps(chain), encoding="utf-8")
        return opencc.OpenCC(str(Path(folder) / path.name)).convert


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


def han_characters() -> list[str]:
    """Every Chinese character that a table has a place for."""
    return [chr(code) for first, end in HAN_RANGES for code in range(first, end)]


def convert_each(config: str, characters: list[str]) -> list[str]:
    """OpenCC's answer for every single character, without context."""
    return converter(config)("\n".join(characters)).split("\n")


def marks() -> Marks:
    """Bits HAN, TRADITIONAL, SIMPLIFIED, TAIWAN, HONG_KONG, KANA of every code point, uint8[TABLE_SIZE]."""
    return stored("marks")


def build_marks() -> Marks:
    """The same from OpenCC and the national character sets, for tables.py."""
    characters = han_characters()
    table = np.zeros(TABLE_SIZE, np.uint8)
    table[[ord(character) for character in characters]] = HAN
    for character, simplified, traditional in zip(
        characters, convert_each("t2s", characters), convert_each("s2t", characters), strict=True
    ):
        if simplified != character and not _encodable(character, "gb2312"):
            table[ord(character)] |= TRADITIONAL
        elif traditional != character and not _encodable(character, "big5") and character != "吓":  # Cantonese too
            table[ord(character)] |= SIMPLIFIED
    for taiwan, hong_kong in zip(convert_each("t2tw", characters), convert_each("t2hk", characters), strict=True):
        # 説, 衞 and 裏 are Hong Kong's norm and nobody else's. 裡 and 臺 are Taiwan's, since Hong Kong could
        # type 裏 and 台 from the start (cp950, the Big5 of ETEN and Microsoft); 說 is no proof of Taiwan, for
        # 説 came later, with HKSCS, and many in Hong Kong type 說.
        if taiwan != hong_kong:
            if table[ord(taiwan)] & TRADITIONAL and _encodable(hong_kong, "cp950"):
                table[ord(taiwan)] |= TAIWAN
            if table[ord(hong_kong)] & TRADITIONAL or not _encodable(hong_kong, "cp950"):
                table[ord(hong_kong)] |= HONG_KONG
    table[0x3041:0x3097] = KANA
    table[0x30A1:0x30FB] = KANA  # without the middle dot, which Chinese names have too
    return table


def _encodable(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@numba.njit(cache=True, nogil=True)
def count_marks(codes: Codes, table: Marks) -> npt.NDArray[np.int64]:
    """Number of characters with each bit: Han, Traditional, Simplified, Taiwan, Hong Kong, kana; int64[6]."""
    han, traditional, simplified, taiwan, hong_kong, kana = 0, 0, 0, 0, 0, 0
    for code in codes:
        if code < FIRST_MARKED:
            continue
        mark = np.int64(table[min(code, np.uint32(TABLE_SIZE - 1))])
        han += mark & 1
        traditional += (mark >> 1) & 1
        simplified += (mark >> 2) & 1
        taiwan += (mark >> 3) & 1
        hong_kong += (mark >> 4) & 1
        kana += (mark >> 5) & 1
    return np.array([han, traditional, simplified, taiwan, hong_kong, kana])


@numba.njit(cache=True, nogil=True)
def any_mark(codes: Codes, table: Marks, bit: int) -> bool:
    """Whether any character has the bit."""
    for code in codes:  # noqa: SIM110 (Numba has no any() over a generator)
        if table[min(code, np.uint32(TABLE_SIZE - 1))] & bit:
            return True
    return False
