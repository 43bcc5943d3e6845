"""Tables: what the head of a column says of the values below it. Cells are parted by |, by tabs, or by commas in rows alike."""

import re

from .labels import Label, label_at_end

# A head that says nothing, so that the cell before the value is its label: 项目 | 内容.
_GENERIC = re.compile(r"\s*(?:内容|值|信息|资料|号码|号|账号|详情|说明|备注|详细|[-: ]*)\s*$")
# A row of counts: 安装量 | 123456
_COUNTS = re.compile(r"[量数率额比]\s*$|人数|用户|粉丝|排名|次数|收入|版本")
_MOST_HEAD = 15
_MOST_ROW = 2000


class Columns:
    """Heads of the columns of tables, found line by line as places are asked in order."""

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

    def label(self, place: int) -> Label | None:
        """The label that the head above `place` is; none in a row of counts."""
        head = self.head(place)
        if not head or len(head) > _MOST_HEAD or _COUNTS.search(self._cell(place)):
            return None
        label = label_at_end(head)
        return label and label._replace(marked=True)

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

    def _cell(self, place: int) -> str:
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
