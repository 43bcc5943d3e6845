"""Tables: what the head of a column says of the values below it.

Cells are parted by |, by tabs, or by commas in rows alike; Columns finds such tables line by line. A row of cells parted
by blanks looks like any sentence: Blanks believes it only below a line of heads with as many cells.
"""

import re
from collections.abc import Iterator
from typing import Protocol

from .labels import Label, label_at_end

# A head that says nothing, so that the cell before the value is its label: 项目 | 内容.
_GENERIC = re.compile(r"\s*(?:内容|值|信息|资料|号码|号|账号|详情|说明|备注|详细|[-: ]*)\s*$")
# A row of counts: 安装量 | 123456
_COUNTS = re.compile(
    r"[量数率额比]\s*$|人数|用户|粉丝|排名|次数|收入|版本|点击|曝光|日活|月活|播放|阅读|下载|安装|同比|环比|营收"
)
# The first head of a table of counts: 年份 | 手机 | 产量
_COUNTED = re.compile(r"年份|年度|月份|季度|指标|产量|销量|金额|占比|同比|环比|增长|版本|大小|单价|价格|渠道|平台|省份")
_MOST_HEAD = 15
_MOST_ROW = 2000
_MOST_BLANK_ROW = 200
_MOST_CELLS = 12
_WIDE = re.compile(r"[ \t]{2,}|\t")
_GAP = re.compile(r"[ \t]+")
_NO_HEAD = re.compile(r"[0-9,.。;:!?]|^[*+\-#>]+$")


class Table(Protocol):
    """Heads of the columns above a place."""

    def head(self, place: int) -> str | None:
        """The head above `place`, if it stands in a table below its first line."""
        ...

    def heads(self) -> list[str]:
        """All heads of the table that was asked last."""
        ...

    def cell(self, place: int, column: int) -> tuple[int, int] | None:
        """Start and end of a cell in the row of `place`, blanks left out; None outside of a table."""
        ...

    def first_cell(self, place: int) -> str:
        """The first cell of the row of `place` that holds anything."""
        ...


def label_in(table: Table, place: int) -> Label | None:
    """The label that the head above `place` is; none in a row of counts."""
    head = table.head(place)
    if not head or len(head) > _MOST_HEAD or _COUNTS.search(table.first_cell(place)):
        return None
    label = label_at_end(head)
    named = label is not None and label.kind == "account"  # 平台 | 账号: no count is called 账号
    if not named and _COUNTED.search(next(filter(None, table.heads()), "")[:_MOST_HEAD]):
        return None
    return label and label._replace(marked=True)


class Columns:
    """Tables whose cells are parted by a mark; places are asked in order."""

    def __init__(self, flat: str):
        self._flat = flat
        self._next = 0  # start of the first line not yet read
        self._line = 0
        self._first = 0
        self._separator = ""
        self._heads: list[str] = []

    def head(self, place: int) -> str | None:
        """The head above `place`, if it stands in a table below its first line."""
        self._read_to(place)
        if not self._separator or self._line == self._first or place - self._line > _MOST_ROW:
            return None
        column = self._flat.count(self._separator, self._line, place)
        return self._heads[column].strip() if column < len(self._heads) else None

    def pairs(self, place: int) -> bool:
        """Whether the cell before `place` may be its label: no head above says otherwise, or that of the label is a label
        itself (姓名 | 李某 above QQ | 12345678).
        """
        head = self.head(place)
        if head is None or len(head) > _MOST_HEAD or _GENERIC.match(head):
            return True
        column = self._flat.count(self._separator, self._line, place)
        return column > 0 and label_at_end(self._heads[column - 1].strip() + ":") is not None

    def heads(self) -> list[str]:
        """All heads of the table that was asked last."""
        return [head.strip() for head in self._heads]

    def cell(self, place: int, column: int) -> tuple[int, int] | None:
        """Start and end of a cell in the row of `place`, blanks left out; None outside of a table."""
        if self.head(place) is None:
            return None
        end = self._flat.find("\n", self._line)
        row = self._flat[self._line : min(end if end >= 0 else len(self._flat), self._line + _MOST_ROW)]
        cells = row.split(self._separator)
        if column >= len(cells):
            return None
        text = cells[column]
        start = self._line + sum(len(cell) + 1 for cell in cells[:column]) + len(text) - len(text.lstrip())
        return start, start + len(text.strip())

    def first_cell(self, place: int) -> str:
        """The first cell of the row of `place` that holds anything."""
        row = self._flat[self._line : place].strip(" |")
        return row.partition(self._separator)[0]

    def _read_to(self, place: int) -> None:
        flat = self._flat
        first = line = flat.rfind("\n", max(0, place - _MOST_ROW), place) + 1
        while first > self._next:  # up to the head, or to what is read
            above = flat.rfind("\n", max(0, first - _MOST_ROW), first - 1) + 1
            if _separator(flat, above, first) == "" or above >= first:
                break
            first = above
        if first > self._next:
            self._next, self._separator = first, ""
        while self._next <= line:
            self._line = self._next
            end = flat.find("\n", self._line)
            end = len(flat) if end < 0 else end
            self._next = end + 1
            separator = _separator(flat, self._line, end)
            if separator == "":
                self._separator = ""
            elif separator != self._separator or (separator == "," and self._begins(end)):
                self._separator = separator
                self._heads = flat[self._line : min(end, self._line + _MOST_ROW)].split(separator)
                self._first = self._line

    def _begins(self, end: int) -> bool:
        """Whether a line of commas is the head of a table: it has no digits, or not as many commas as the last head."""
        line = self._flat[self._line : min(end, self._line + _MOST_ROW)]
        return line.count(",") != len(self._heads) - 1 or not any(map(str.isdigit, line))


def _separator(flat: str, start: int, end: int) -> str:
    """What parts the cells of a line; empty if nothing does."""
    return next((mark for mark in "|\t," if flat.find(mark, start, end) >= 0), "")


class Blanks:
    """Tables whose cells are parted by blanks; places are asked in order."""

    def __init__(self, flat: str):
        self._flat = flat
        self._row = -1  # start of the row asked last
        self._cells: list[tuple[int, int]] = []  # its cells
        self._heads: list[str] = []  # those above it; empty: no table

    def head(self, place: int) -> str | None:
        """The head above `place`, if it stands in a row with as many cells as there are heads."""
        flat = self._flat
        line = flat.rfind("\n", max(0, place - _MOST_BLANK_ROW), place) + 1
        if line == 0:
            return None
        if line != self._row:
            end = flat.find("\n", place, line + _MOST_BLANK_ROW)
            end = min(len(flat), line + _MOST_BLANK_ROW) if end < 0 else end
            splits = list(_splits(flat, line, end))
            heads = self._heads_above(line, {len(cells) for cells in splits if len(cells) <= _MOST_CELLS})
            self._row, self._heads = line, heads
            self._cells = next((cells for cells in splits if len(cells) == len(heads)), [])
        column = sum(end <= place for _, end in self._cells)
        return self._heads[column] if column < len(self._cells) else None

    def heads(self) -> list[str]:
        """All heads of the table that was asked last."""
        return self._heads

    def cell(self, place: int, column: int) -> tuple[int, int] | None:
        """Start and end of a cell in the row of `place`; None outside of a table."""
        return self._cells[column] if self.head(place) is not None else None

    def first_cell(self, place: int) -> str:
        """The first cell of the row of `place`."""
        return self._flat[slice(*self._cells[0])] if self.head(place) is not None else ""

    def _heads_above(self, line: int, widths: set[int]) -> list[str]:
        """The heads above `line`: the rows in between have as many cells too; those of the last row asked are known."""
        flat, read = self._flat, self._row
        while line:
            if line <= read:
                return self._heads
            above = flat.rfind("\n", max(0, line - 1 - _MOST_BLANK_ROW), line - 1) + 1
            if line - above > _MOST_BLANK_ROW or above == line:
                break
            cells = [flat[slice(*cell)] for cell in next(_splits(flat, above, line - 1))]
            if len(cells) < 2 or len(cells) not in widths:
                break
            if _is_head(cells):
                return cells
            line = above
        return []


def _splits(flat: str, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
    """The cells of a line: parted by tabs and two blanks or more where it has any, and parted by every blank."""
    row = flat[start:end]
    for gap in (_WIDE, _GAP):
        if gap is _WIDE and not _WIDE.search(row.strip()):
            continue
        cells: list[tuple[int, int]] = []
        at = len(row) - len(row.lstrip())
        body = row.rstrip()
        while at < len(body):
            found = gap.search(body, at)
            stop = found.start() if found else len(body)
            cells.append((start + at, start + stop))
            at = found.end() if found else len(body)
        yield cells


def _is_head(cells: list[str]) -> bool:
    """Whether a row is one of heads: short words, no digits, a label among them."""
    if not 2 <= len(cells) <= _MOST_CELLS or any(len(cell) > _MOST_CELLS or _NO_HEAD.search(cell) for cell in cells):
        return False
    return any(label_at_end(cell) is not None or cell.endswith("名") for cell in cells)
