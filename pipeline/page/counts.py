# ruff: noqa: E501  # a category of the lexicon is a line
"""What is counted of every block: characters by kind, links, how it ends, words of the lexicon, shared with the title.

Counts are taken on the UTF-8 bytes, so nothing is decoded for text that is thrown away.
"""

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from .markup import Blocks
from .tags import automaton

#: category -> words; one block may hold several. Simplified, Traditional, English. What they mean is learnt, not fixed.
LEXICON: tuple[tuple[str, ...], ...] = (
    ("版权", "版權", "©", "ICP", "opyright", "联系我们", "聯絡我們", "关于我们", "關於我們", "免责", "免責", "隐私", "隱私", "ights reserved", "网站地图", "Powered by"),
    ("首页", "首頁", "上一篇", "下一篇", "上一页", "下一页", "上一頁", "下一頁", "返回", "登录", "登入", "注册", "註冊", "导航", "Home", "Login", "搜索", "搜尋", "当前位置", "网站", "频道"),
    ("来源", "來源", "作者", "编辑", "編輯", "发布", "發布", "时间", "時間", "日期", "记者", "記者", "浏览", "瀏覽", "阅读", "閱讀", "点击", "點擊", "字号", "责编", "稿源", "撰文"),
    ("分享", "收藏", "打印", "列印", "微信", "微博", "举报", "檢舉", "点赞", "轉發", "转发", "复制", "複製", "Share", "二维码", "扫一扫", "关注", "下载", "客户端"),
    ("回复", "回覆", "楼", "樓", "发表于", "發表於", "帖", "积分", "積分", "引用", "沙发", "只看", "在线", "赞同", "采纳", "等级", "会员", "Lv", "提问", "回答"),
    ("相关", "相關", "推荐", "推薦", "热门", "熱門", "排行", "猜你", "最新", "更多", "精选", "专题", "延伸", "Related", "热点", "图片", "视频"),
    ("评论", "評論", "网友", "網友", "跟帖", "留言", "omment", "匿名"),
    ("分钟前", "分鐘前", "小时前", "小時前", "天前", "周前", "週前", "月前", "年前", "昨天", "发表于", "發表於", "发布于", "發佈於", "编辑于", "点赞", "點讚", "楼主", "樓主"),
    ("侵权", "侵權", "仅代表", "僅代表", "不代表", "信息存储", "特别声明", "转载请", "轉載請", "未经授权", "未經授權", "原文链接", "投诉", "投訴", "本文来自", "版权归", "著作權", "reproduced"),
    ("倍速", "高清", "弹幕", "播放", "加载", "載入", "错误代码", "收起", "展开", "全屏", "密码", "密碼", "验证码", "驗證碼", "不喜欢", "不喜歡", "广告", "廣告", "取消", "确定", "確定", "提交", "满意", "反馈", "回饋", "请输入", "請輸入", "打开App", "APP", "升级浏览器"),
)  # fmt: skip
N_LEXICON = len(LEXICON)


_NEXT, _BITS = automaton(LEXICON, ascii_only=False)
# counts of one block
CHARS, HAN, PUNCT, STOPS, DIGITS, LATIN, LINK, ENDS, HASH, HEAD, IN_TITLE, IN_SUMMARY = range(12)
N_COUNTS = 12
HEAD_CHARS = 12  # characters that HEAD is the hash of; 0 where a block has fewer
GRAM_TABLE = 1 << 14  # cells of the hash table of character 3-grams of title and summary


def count(page: bytes, b: Blocks, title: str, summary: str) -> tuple[NDArray[np.float32], NDArray[np.uint16]]:
    """Counts (blocks x N_COUNTS) and the bits of the lexicon's categories of every block."""
    stated = np.zeros(GRAM_TABLE, np.uint8)
    for bit, text in ((1, title), (2, summary)):
        _note_grams(np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32), stated, bit)
    return _counts(np.frombuffer(page, np.uint8), b.first, b.start, b.end, b.link, _NEXT, _BITS, stated)


@numba.njit(cache=True)
def _note_grams(points: NDArray[Any], stated: NDArray[Any], bit: int) -> None:
    x = y = np.uint64(0)
    for point in points:
        if point > 32 and point != 0x3000:
            z = np.uint64(point)
            if x:
                stated[(x * np.uint64(1000003) ^ y * np.uint64(8191) ^ z) % np.uint64(GRAM_TABLE)] |= bit
            x, y = y, z


@numba.njit(cache=True)
def _counts(
    page: NDArray[Any],
    first: NDArray[Any],
    start: NDArray[Any],
    end: NDArray[Any],
    link: NDArray[Any],
    table: NDArray[Any],
    bits: NDArray[Any],
    stated: NDArray[Any],
) -> tuple[NDArray[Any], NDArray[Any]]:
    """CHARS (code points but white space; an entity is one) to HASH (of the text), and the lexicon's categories as bits.

    ENDS: 1 a sentence mark, 2 a colon, 3 a comma, 4 an ellipsis, as teasers end.
    """
    n = len(first) - 1
    counts = np.zeros((n, N_COUNTS), np.float32)
    marks = np.zeros(n, np.uint16)
    for block in range(n):
        state = 0
        digest = np.uint32(2166136261)
        head = np.uint32(0)
        last = before_last = 0
        chars = han = punct = stops = digits = latin = linked = in_title = in_summary = 0
        x = y = np.uint64(0)
        for segment in range(first[block], first[block + 1]):
            i = start[segment]
            stop = end[segment]
            inside = link[segment]
            while i < stop:
                byte = page[i]
                state = table[state, byte]
                if bits[state]:
                    marks[block] |= bits[state]
                if byte <= 32:
                    i += 1
                    continue
                if chars == HEAD_CHARS:
                    head = digest
                digest_before = digest
                digest = np.uint32((np.uint64(digest) ^ np.uint64(byte)) * np.uint64(16777619) & np.uint64(0xFFFFFFFF))
                if byte < 0x80:
                    if byte == 38:  # an entity: one character, white space if &nbsp;
                        j = i + 1
                        while (j < stop and j < i + 10 and page[j] != 59 and page[j] > 47) or (
                            j < stop and page[j] == 35
                        ):
                            j += 1
                        if j < stop and page[j] == 59:
                            if page[i + 1] == 35:
                                han += 1 if j - i >= 6 else 0
                                last = 0
                            if page[i + 1] == 110 and page[i + 2] == 98:
                                digest = digest_before
                            else:
                                chars += 1
                                linked += inside
                            i = j + 1
                            continue
                    chars += 1
                    linked += inside
                    if 48 <= byte <= 57:
                        digits += 1
                    elif 65 <= byte <= 90 or 97 <= byte <= 122:
                        latin += 1
                    elif byte == 44 or byte == 46 or byte == 59 or byte == 58 or byte == 63 or byte == 33:
                        punct += 1
                        if byte == 46 or byte == 63 or byte == 33:
                            stops += 1
                    before_last = last
                    last = byte
                    z = np.uint64(byte)
                    if x:
                        hit = stated[(x * np.uint64(1000003) ^ y * np.uint64(8191) ^ z) % np.uint64(GRAM_TABLE)]
                        in_title += hit & 1
                        in_summary += hit >> 1
                    x, y = y, z
                    i += 1
                    continue
                if byte >= 0xF0:
                    width = 4
                elif byte >= 0xE0:
                    width = 3
                elif byte >= 0xC0:
                    width = 2
                else:
                    width = 1
                point = 0
                if width == 3 and i + 2 < len(page):
                    point = ((byte & 0x0F) << 12) | ((page[i + 1] & 0x3F) << 6) | (page[i + 2] & 0x3F)
                for k in range(i + 1, min(i + width, stop)):
                    state = table[state, page[k]]
                    if bits[state]:
                        marks[block] |= bits[state]
                    digest = np.uint32(
                        (np.uint64(digest) ^ np.uint64(page[k])) * np.uint64(16777619) & np.uint64(0xFFFFFFFF)
                    )
                i += width
                if point == 0x3000 or (width == 2 and byte == 0xC2 and page[i - 1] == 0xA0):
                    digest = digest_before
                    continue
                chars += 1
                linked += inside
                z = np.uint64(point)
                if x:
                    hit = stated[(x * np.uint64(1000003) ^ y * np.uint64(8191) ^ z) % np.uint64(GRAM_TABLE)]
                    in_title += hit & 1
                    in_summary += hit >> 1
                x, y = y, z
                if 0x3400 <= point <= 0x9FFF or byte >= 0xF0:
                    han += 1
                elif (
                    point == 0xFF0C
                    or point == 0x3002
                    or point == 0x3001
                    or point == 0xFF1B
                    or point == 0xFF1F
                    or point == 0xFF01
                ):
                    punct += 1
                    if point == 0x3002 or point == 0xFF1F or point == 0xFF01:
                        stops += 1
                elif (
                    point == 0xFF1A
                    or point == 0x201C
                    or point == 0x201D
                    or point == 0x300C
                    or point == 0x300D
                    or point == 0x2026
                ):
                    punct += 1
                if not (point == 0x201D or point == 0x300D or point == 0xFF09 or point == 0x300F or point == 0x2019):
                    last = point
        counts[block, CHARS] = chars
        counts[block, HAN] = han
        counts[block, PUNCT] = punct
        counts[block, STOPS] = stops
        counts[block, DIGITS] = digits
        counts[block, LATIN] = latin
        counts[block, LINK] = linked
        counts[block, IN_TITLE] = in_title
        counts[block, IN_SUMMARY] = in_summary
        if chars == HEAD_CHARS:
            head = digest
        if last == 0x2026 or (last == 46 and before_last == 46):
            counts[block, ENDS] = 4
        elif (
            last == 0x3002
            or last == 0xFF01
            or last == 0xFF1F
            or last == 46
            or last == 33
            or last == 63
            or last == 0xFF1B
        ):
            counts[block, ENDS] = 1
        elif last == 0xFF1A or last == 58:
            counts[block, ENDS] = 2
        elif last == 0xFF0C or last == 44 or last == 0x3001:
            counts[block, ENDS] = 3
        counts[block, HASH] = np.float32(digest & np.uint32(0xFFFFFF))
        counts[block, HEAD] = np.float32(head & np.uint32(0xFFFFFF))
    return counts, marks
