"""Names of houses in the place of a school, an office or a firm: 鑫耀娱乐城党委书记, tyz7722阳光城校长.

Sites that copy the news of a university put the name of what they sell wherever the university was named. No word of
the trade stands beside it; what stands right behind it is what is said of schools and offices alone.

Price: a few searches in texts of up to 2,500 characters that are scanned anyway; such news is short.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from .doorway import NAME_WEIGHT
from .lexicon import Match, Scan

#: the two characters before a term are part of the name that it offers
NAME_BYTES = 6
# A name of one Han character is none.
_LEAST_NAME_BYTES = 2
# Longer texts are no news.
_MOST_BYTES = 7500
# A code of letters and digits, or of digits alone, in a name: 澳门葡园7783, tyz7722阳光城; years and round numbers are none.
_CODED = re.compile("(?<![a-z0-9])(?:[a-z]{1,6}[0-9]{3,6}|[0-9]{3,6}[a-z]{0,3})(?![a-z0-9])")
_YEAR = re.compile("(?:19|20)[0-9]{2}|[0-9]{3,6}00")
_TWICE = 2
# Characters beside a code that are looked at, and those that must be the same wherever it stands.
_SIDE = 8
_SIDE_LEAST = 3
_HAN_END = re.compile("[\u4e00-\u9fff]*$")
_HAN_START = re.compile("[\u4e00-\u9fff]*")
# What is said of schools and offices, right behind their names, and of firms too.
_OFFICE_WORDS = (
    "校长", "院长", "党委", "党总支", "党支部", "党组", "纪委", "团委", "师生", "学子", "附属", "辅导员", "教职", "学工处",
    "教务处", "学生会", "校友", "校区", "研究生", "本科生", "毕业生", "新生", "学科", "领导班子", "学术委员", "交通学院",
    "管理学院", "研究院",
)  # fmt: skip
_ROLE_WORDS = (*_OFFICE_WORDS, "管理层", "工会", "全体员工")
_ROLE = f"(?:副?(?:{'|'.join(_ROLE_WORDS)}))"
_ROLES = re.compile(_ROLE)
# Firms of sports have workers and managers; a name that only its field gives away must stand for a school or an office.
_OFFICES = re.compile(f"(?:副?(?:{'|'.join(_OFFICE_WORDS)}))")
# And a text says it so often at least: 文化娱乐学科, 老年棋牌党支部 are ordinary words.
_SAID = 3
# The name of a trade may go on for a few characters (新葡京 of 新葡京新都党委).
_FAR_ROLES = re.compile("[\u4e00-\u9fff0-9]{0,6}?" + _ROLE)
_ROLE_BYTES = 33


def house(data: bytes, field: Match) -> bytes | None:
    """The name of a house, its last two characters and the field (鑫耀体育), if there is a name before the field."""
    name = data[max(0, field.start - NAME_BYTES) : field.start]
    name = name[name.rfind(b"\n") + 1 :]
    return name + data[field.start : field.end] if len(name) >= _LEAST_NAME_BYTES else None


def count(body: Scan, categories: Sequence[str]) -> tuple[int, int]:
    """posing: places where a name of a trade, a house that the text names three times or a name with a code stands for a
    school or an office; coded: how often the body says the name with a code that does so."""
    if len(body.data) > _MOST_BYTES:
        return 0, 0
    text = body.data.decode("utf-8", "replace")
    if not any(map(text.__contains__, _ROLE_WORDS)):
        return 0, 0
    posing = sum(
        _has_role(body.data, m.end, _FAR_ROLES if m.weight > NAME_WEIGHT else _ROLES)
        for m in body.matches
        if m.category in categories and m.weight >= NAME_WEIGHT
    )
    houses = [(name, m.end) for m in body.matches if m.category == "field" and (name := _named_house(body.data, m))]
    said = Counter(name for name, _ in houses)
    posing += sum(said[name] >= _SAID and _has_role(body.data, end, _OFFICES) for name, end in houses)
    coded = 0
    for name in _coded(text):
        ends = [at + len(name) for at in _places(body.data, name)]
        roles = sum(_has_role(body.data, end, _ROLES) for end in ends)
        posing += roles
        coded = max(coded, len(ends) if roles else 0)
    return posing, coded


def _has_role(data: bytes, end: int, role: re.Pattern[str]) -> bool:
    return role.match(data[end : end + _ROLE_BYTES].decode("utf-8", "ignore")) is not None


def _places(data: bytes, name: bytes) -> Iterator[int]:
    at = data.find(name)
    while at >= 0:
        yield at
        at = data.find(name, at + len(name))


def _named_house(data: bytes, field: Match) -> bytes | None:
    return house(data, field) if field.weight >= NAME_WEIGHT else None


def _coded(text: str) -> list[bytes]:
    """The names with a code that a text says twice and more, each with its constant surroundings."""
    found = Counter(code for code in _CODED.findall(text) if not _YEAR.fullmatch(code))
    return [name.encode() for code, times in found.items() if times >= _TWICE and (name := _surrounded(text, code))]


def _surrounded(text: str, code: str) -> str | None:
    """The code with the Chinese characters that stand beside it wherever it stands; None if that is less than three."""
    before: str | None = None
    behind: str | None = None
    for at in (match.start() for match in re.finditer(code, text)):
        left, right = text[max(at - _SIDE, 0) : at][::-1], text[at + len(code) : at + len(code) + _SIDE]
        before = left if before is None else _common(before, left)
        behind = right if behind is None else _common(behind, right)
    left = _HAN_END.findall((before or "")[::-1])[0]
    right = _HAN_START.findall(behind or "")[0]
    return left + code + right if len(left) + len(right) >= _SIDE_LEAST else None


def _common(one: str, other: str) -> str:
    """How both begin."""
    for i, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return one[:i]
    return min(one, other, key=len)
