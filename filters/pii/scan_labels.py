"""The part of the compiled pass that looks for labels: whether the end of one may stand before or behind a value, or in the
line above it (the head of a table, a question in a chat). labels.py and tables.py then say which label it is.

Numba's cache sees a change of the file of the calling function alone: after a change here, touch scan.py.
"""

from typing import Any

import numba

from .labels import ADDED, CONTACT_WORDS, NICKNAMED, PLAYER_NAMES, PROFILE_HOSTS
from .marks import GLUE, HAN_DIGIT, HASHES, KIND, NAME_FINAL, NUMBER_FINAL, WECHAT_FINAL


@numba.njit(cache=True, inline="always")
def is_digit(c: Any) -> Any:  # pragma: no cover  (compiled)
    return 48 <= c <= 57


@numba.njit(cache=True, inline="always")
def is_alnum(c: Any) -> Any:  # pragma: no cover  (compiled)
    return 48 <= c <= 57 or 97 <= c | 32 <= 122


def _latin_code(word: str) -> int:
    """The last four letters of a word, five bits each."""
    return sum((ord(char) & 31) << 5 * place for place, char in enumerate(word[:-5:-1]))


# The last two characters of the words that name a contact, and the first two; of Latin words the last four, five bits each.
_LAST = tuple({ord(word[-2]) << 16 | ord(word[-1]) for word in (*CONTACT_WORDS, *ADDED) if not word.isascii()})
_FIRST = tuple({ord(word[0]) << 16 | ord(word[1]) for word in CONTACT_WORDS if not word.isascii()})
_LATIN = tuple({_latin_code(word) for word in ("q", "v", "uid", *CONTACT_WORDS) if word.isascii()})
#: the last two characters of the words that name a network whose members have nicknames, and Latin words alike
_NETWORK_LAST = tuple(
    {ord(word[-2]) << 16 | ord(word[-1]) for word in (*NICKNAMED, *PLAYER_NAMES) if not word.isascii()}
)
_HOSTS = tuple({_latin_code(word) for word in PROFILE_HOSTS})
_NETWORK_LATIN = tuple({_latin_code(word) for word in (*NICKNAMED, *PLAYER_NAMES) if word.isascii()})
#: what stands right before the mark: the end of a network or of 账号, 昵称, 名字, 作者, 的 …
_NICKNAME_FINALS = tuple(
    {ord(word[-1]) for word in (*NICKNAMED, *PLAYER_NAMES) if not word.isascii()}
    | set(map(ord, "号號称稱名字页人者主的上叫是为搜"))
)
#: what is a contact in brackets of its own
_LETTERS_BEHIND = tuple(map(ord, "vVwWqQ微薇威徽扣"))
#: what may stand between a value and the word behind it
_BETWEEN_MARKS, _BETWEEN = (
    tuple(map(ord, chars))
    for chars in (" ([,<-/\"')]", "、【←”」这那个個就也都才是加找搜我他她咱本人现在常用工作新老的")
)


@numba.njit(cache=True)
def _latin_word(flat: Any, j: Any) -> Any:  # pragma: no cover  (compiled)
    """Letters of the Latin word that ends at j, nine at most, and whether it names a contact."""
    code, letters = 0, 0
    while j >= letters and letters < 9 and 97 <= flat[j - letters] | 32 <= 122:
        if letters < 4:
            code |= (flat[j - letters] & 31) << 5 * letters
        letters += 1
    return letters, letters < 9 and code in _LATIN


@numba.njit(cache=True)
def _latin_label(ends: Any, flat: Any, j: Any, sort: Any, marked: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the Latin letter at j may end a label: one of one or two letters, or another before a colon or bracket."""
    letters, code = 0, 0
    while letters < 4 and j >= letters and 97 <= flat[j - letters] | 32 <= 122:
        code |= (flat[j - letters] & 31) << (5 * letters)
        letters += 1
    last, after = flat[j] | 32, flat[j + 1]
    if letters == 1:
        if (j and is_digit(flat[j - 1])) or after == 61 or after == 39:
            return False
        # Q V T, v-x W X
        x = last == 120 and j > 1 and (flat[j - 1] > 0x2E80 or (flat[j - 2] | 32) >> 1 == 59)
        return last == 113 or last == 118 or (last == 116 and sort == 0) or x
    known = ends[sort, code % HASHES]
    if code & 1023 == 292 and (letters == 2 or not known or code == 21 << 10 | 292):  # id, uid: of what, and not id=
        k = j - 2 - (code >> 10 & 31 == 21)
        gap = k > 0 and (flat[k] == 32 or flat[k] == 95 or flat[k] == 40)
        owner = flat[k - gap] if k >= 0 else 0
        if gap and flat[k] == 95 and _latin_word(flat, k - 1)[1]:  # wechat_id=
            return True
        return owner > 0x2E80 or (gap and after != 61 and is_alnum(owner))
    if sort == 0 and code == 624144:  # Whatsapp 12345678
        return True
    if code == 460197:  # username, user_name and login_name, not every name
        owner = flat[j - 5] if j > 4 and flat[j - 4] == 95 else flat[j - 4] if j > 3 else 0
        return marked and (owner | 32 == 114 or (owner | 32 == 110 and flat[j - 4] == 95))
    # 加Line name
    han = letters == 4 and sort and j > 3 and flat[j - 4] > 0x2E80
    return (known and (marked or letters == 2 or han)) or (marked and code & 1023 == 463)  # cardno


@numba.njit(cache=True)
def _tags_begin(flat: Any, j: Any) -> Any:  # pragma: no cover  (compiled)
    """Where the tags begin that end at j, blanks between them included (at most 80 places back), or another place than <."""
    k, stop = j, max(0, j - 80)
    while k > stop and flat[k] != 10:
        if flat[k] == 60:
            m = k - 1
            while m > stop and (flat[m] == 32 or flat[m] == 10 or flat[m] == 9):
                m -= 1
            if m <= stop or flat[m] != 62:
                break
            k = m
        k -= 1
    return k


@numba.njit(cache=True)
def labelled(info: Any, ends: Any, flat: Any, i: Any, sort: Any, cell: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the end of a label may stand before the value at i: behind marks and blanks, an ordinal, one remark.

    sort: 0 a number, 1 a name, 2 a name of letters alone; cell: whether the value fits a cell of a table.
    """
    final = NUMBER_FINAL << sort
    marked = remark = False
    tags = 0
    j, stop = i - 1, i - 12
    while j >= 0 and j > stop:
        d = flat[j]
        before = flat[j - 1] if j else 0
        if d >= 0x10000:  # emoji; some are labels
            if d == 0x1F427 or d == 0x1F6F0 or d == 0x1F360 or d == 0x1F590:
                return True
        elif d == 44:  # 加微信，name; 企鹅群，12345678
            return (128 < before < 0x10000 and info[before] & WECHAT_FINAL != 0) or before == 0x7FA4
        elif not info[d] & GLUE:
            filler = sort and d in (0x662F, 0x4E3A, 0x70BA)  # 是 为
            if d == 0x5FC3 and before not in (0x5FAE, 0x8587, 0x5582, 0x5A01, 0x7EF4):  # 微心 薇心, not 中心
                return False
            if info[d] & final and not filler:
                if d > 0x2E80 and before > 0x2E80 and not ends[4, d % HASHES]:  # 备用 is a label, 使用 none
                    return ends[3, (263 * before + d) % HASHES]
                return not is_alnum(d) or _latin_label(ends, flat, j, sort, marked)
            marked = marked or filler
            ordinal = marked and (49 <= d <= 57 or info[d] & KIND == HAN_DIGIT)
            if not filler and not (ordinal and (before > 0x2E80 or 97 <= before | 32 <= 122)):
                return False
        elif d == 124 or (d == 9 and before > 32):  # a cell of a table, not code set in
            return cell
        elif d == 0x2708:
            return True
        elif d == 62 and not tags:  # <td>QQ</td><td>12345678, <qq>12345678
            if (
                before < 128
                and info[before] & final
                and is_alnum(before)
                and _latin_label(ends, flat, j - 1, sort, True)
            ):
                return True
            k = _tags_begin(flat, j)
            if flat[k] == 60:
                j, stop, marked, tags = k, k - 12, True, 1
        elif d == 59 and j > 5 and flat[j - 5] == 38 and before == 112 and flat[j - 4] == 110:  # &nbsp;
            j, stop, marked = j - 5, stop - 5, True
        elif (d == 41 or d == 0x3011 or d == 93) and not remark:
            if before < 0x10000 and info[before] & final:
                return not is_alnum(before) or _latin_label(ends, flat, j - 1, sort, True)
            k = j - 1
            while k >= 0 and k > j - 16 and flat[k] != 40 and flat[k] != 0x3010 and flat[k] != 91 and flat[k] != 10:
                k -= 1
            if k >= 0 and (flat[k] == 40 or flat[k] == 0x3010 or flat[k] == 91):
                j, stop, remark, marked = k, k - 6, True, True
        else:
            marked = marked or d in (58, 0x3010, 40, 64, 61, 34)
        j -= 1
    return False


@numba.njit(cache=True)
def names_contact(flat: Any, j: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the Latin word that ends at j names a contact, or is the ID of one."""
    if flat[j] | 32 == 100 and j > 2 and flat[j - 1] | 32 == 105 and flat[j - 2] == 32:
        j -= 3
    return _latin_word(flat, j)[1]


@numba.njit(cache=True)
def contact_before(info: Any, flat: Any, i: Any, reach: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the word of a contact stands before the value at i, in its line and at most `reach` characters away."""
    j, stop = i - 1, max(-1, i - reach)
    while j > stop and flat[j] != 10:
        d = flat[j]
        if d > 0x2700:
            if d == 0x1F427:
                return True
            final = d < 0x10000 and (info[d] & NAME_FINAL or d == 0x2764)
            if final and numba.int64(flat[j - 1]) << 16 | d in _LAST:
                return True
        elif is_alnum(d):
            letters, found = _latin_word(flat, j)
            if found and (letters > 1 or (j and flat[j - 1] > 0x2E80)):  # 加Q, 个V
                return True
            after = flat[j + 1]  # a word is no talk, unless it is the value before in a list
            if not (after in (41, 44, 47) or after > 0x245F or (after == 32 and flat[j + 2] > 0x245F)):
                return False
            while j > stop and (is_alnum(flat[j - 1]) or flat[j - 1] == 95 or flat[j - 1] == 45):
                j -= 1
        j -= 1
    return False


@numba.njit(cache=True)
def network_before(info: Any, flat: Any, i: Any, reach: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the name of a network whose members have nicknames stands at most `reach` characters before i, in its line."""
    j, stop = i - 1, max(0, i - reach)
    d = flat[j] if j < 1 or flat[j] != 32 else flat[j - 1]
    if 128 < d < 0x10000 and d not in _NICKNAME_FINALS:
        return False
    while j > stop and flat[j] != 10:
        d = flat[j]
        if d == 0x1F360:
            return True
        if d < 0x10000:
            if d > 128:
                if numba.int64(flat[j - 1]) << 16 | d in _NETWORK_LAST:
                    return True
            elif 97 <= d | 32 <= 122 and not is_alnum(flat[j + 1]):
                letters, code = 0, 0
                while j >= letters and letters < 9 and 97 <= flat[j - letters] | 32 <= 122:
                    if letters < 4:
                        code |= (flat[j - letters] & 31) << 5 * letters
                    letters += 1
                if code in _NETWORK_LATIN:
                    return True
        j -= 1
    return False


@numba.njit(cache=True)
def is_profile(flat: Any, i: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether :// at i may stand in a link to a page of one's own: it begins behind a blank, a Chinese character or a
    colon, the host is a network's, and it has at most two parts behind that.
    """
    j = i - 1
    while j >= 0 and j > i - 6 and 97 <= flat[j] | 32 <= 122:
        j -= 1
    lead = flat[j] if j >= 0 else 10
    if not (lead in (10, 32, 58, 124) or lead > 0x2E80) or (lead == 58 and flat[j - 1] == 93):
        return False
    if lead == 32 and j > 1 and flat[j - 1] == 58 and flat[j - 2] == 93:  # [1]: https://
        return False
    slashes, code, known, j = 0, 0, False, i + 3
    while j < flat.size and j < i + 64:
        d = flat[j]
        if 97 <= d | 32 <= 122 and slashes == 0:
            code = (code << 5 | d & 31) & 0xFFFFF  # the last letter in the lowest place, as in _latin_code
        elif d == 47:
            if not known:
                return False
            slashes += 1
        elif d == 46:
            known = known or (slashes == 0 and code in _HOSTS)
            code = 0
        elif not (is_alnum(d) or d in (45, 95, 63, 61, 64)):
            break
        j += 1
    return known and 1 <= slashes <= 3


@numba.njit(cache=True)
def contact_behind(flat: Any, j: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the word of a contact may stand behind the value that ends at j: name (微信), 12345678是我的QQ."""
    begin, stop = j, min(j + 10, flat.size - 1)
    while j < stop:
        d = flat[j]
        if (d > 0x4E00 and numba.int64(d) << 16 | flat[j + 1] in _FIRST) or d == 0x1F427:
            return True
        if 97 <= d | 32 <= 122 and j > begin:
            while j + 1 < flat.size and j < stop + 9 and 97 <= flat[j + 1] | 32 <= 122:
                j += 1
            return _latin_word(flat, j)[1]
        if d == 40 and (flat[j + 1] in _LETTERS_BEHIND) and j + 2 < flat.size and flat[j + 2] == 41:  # name (薇)
            return True
        if not (d in _BETWEEN_MARKS if d < 128 else d in _BETWEEN):
            return False
        j += 1
    return False


#: what ends a line that asks without a mark: 吗嗎呢吧呗么麼少下个個我你来來给給啥过過留发發啊呀哈着著不了,
#: and 信号號 and q of 发下你的微信
_ASKING = tuple(map(ord, "吗嗎呢吧呗么麼少下个個我你来來给給啥过過留发發啊呀哈着著不了信号號"))
#: the last two characters of the head of a column of names, and of numbers, of contacts (微信, 微信号, QQ号; 电话, 护照);
#: QQ, VX, WX besides
_OF_NAMES = "微信 薇信 威信 信号 信號 账号 帐号 賬號 帳號 账户 帐户 帳戶 X号 x号 抖音 音号 红书 付宝".split()  # noqa: SIM905
_OF_NUMBERS = """
    座机 座機 固话 宅电 电话 電話 手机 手機 号码 號碼 Q号 q号 Q號 扣号 机号 機號 证号 證號 照号 护照 護照 行证 行證 胞证 胞證
    份证 份證 分證 群号 卡号 卡號
"""
_NAME_HEADS, _NUMBER_HEADS = (
    tuple(ord(first) << 16 | ord(last) for first, last in words) for words in (_OF_NAMES, _OF_NUMBERS.split())
)


@numba.njit(cache=True)
def asks(flat: Any, end: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the line that ends at `end` is short and may ask for something: 加个微信？, QQ号发我."""
    j = end - 1
    asked = False
    while j >= 0 and j > end - 5 and flat[j] in (32, 33, 46, 63, 126, 0x3002, 0x2026):
        asked = asked or flat[j] == 63
        j -= 1
    if j < 0 or not (asked or flat[j] | 32 == 113 or (flat[j] > 0x4E00 and flat[j] in _ASKING)):
        return False
    stop, han = end - 31, flat[j] | 32 == 113 or flat[j] | 32 == 120
    while j >= 0 and j > stop and flat[j] != 10:
        han = han or flat[j] > 0x2E80
        j -= 1
    return han and (j < 0 or flat[j] == 10)


@numba.njit(cache=True)
def _ends_head(flat: Any, j: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the head of a column of contacts ends before j: 0 no, 1 of numbers, 2 of names."""
    d = flat[j - 1]
    if d < 128:
        last, before = d | 32, flat[j - 2] | 32
        return 1 if last == 113 and before == 113 else 2 if last == 120 and before >> 1 == 59 else 0
    pair = numba.int64(flat[j - 2]) << 16 | d
    return 2 if pair in _NAME_HEADS else 1 if pair in _NUMBER_HEADS else 0


@numba.njit(cache=True)
def heads(flat: Any, start: Any, end: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether a short line may be heads of columns parted by blanks, tabs or |: 0 no, 1 of numbers, 2 of names too."""
    found, cell, cells = 0, 0, 0
    for j in range(start, end + 1):
        d = flat[j] if j < end else numba.uint32(32)
        if d == 32 or d == 9 or d == 124:
            if cell > 1:
                found = max(found, _ends_head(flat, j))
            cells += cell > 0
            cell = 0
        elif cell == 12 or d < 40 or 42 <= d <= 46 or 48 <= d <= 64 or d == 96 or d == 0x3002:
            return 0  # a sentence, code, a list
        else:
            cell += 1
    return found if cells > 1 else 0


@numba.njit(cache=True)
def is_row(flat: Any, start: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether a blank, a tab or | parts the line at `start` soon."""
    j = start
    while j < flat.size and j < start + 30 and flat[j] != 10:
        if j > start and (flat[j] == 32 or flat[j] == 9 or flat[j] == 124):
            return True
        j += 1
    return False


@numba.njit(cache=True)
def stands_alone(flat: Any, i: Any, cell: Any) -> Any:  # pragma: no cover  (compiled)
    """Whether the word at i, of 5 to 30 letters and digits, fills its cell, or its line but for a few words before it."""
    if i and flat[i - 1] not in (9, 10, 32, 44, 45, 58, 62, 64, 124, 0x3001, 0x3002, 0xFF0C) and flat[i - 1] < 0x4E00:
        return False
    end = i
    while end < flat.size and end < i + 31 and (is_alnum(flat[end]) or flat[end] == 95 or flat[end] == 45):
        end += 1
    if not i + 5 <= end <= i + 30:
        return False
    if end == flat.size or flat[end] in (10, 33, 44, 126, 0x3002):
        return True
    if flat[end] == 32 and end + 1 < flat.size and flat[end + 1] == 0x52A0:  # 12345678 加我
        return True
    return cell and flat[end] in (9, 32, 40, 46, 124)
