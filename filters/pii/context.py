"""What the rules share: the page they look at, and what around a number speaks for or against it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .evidence import label_weighed
from .labels import Label, label_before
from .tables import Blanks, Columns, label_in
from .talk import label_asked, label_behind, label_in_talk, label_of_list

#: report(kind, start, end, what proved it)
Report = Callable[[str, int, int, str], None]

#: no part of a longer code or number follows; a word that opens the next label may (13812345678QQ123456)
END = r"(?!(?!(?i:wx|vx|qq|tel|fax|e-?mail))[0-9A-Za-z_]|[.\-][0-9])"
_UNIT = re.compile(
    r"[ ]?(?:元|美元|港元|日元|块钱|万|亿|%|‰|吨|公里|千米|米|克|公斤|字节|比特|毫秒|纳秒|微秒|秒(?!回)|"
    r"次(?!日)|股(?!东)|册|辆|台(?![湾灣北南])|株|只(?![限加要收换求接])|件|户(?![名主口籍])|名(?![称字:：])|位数|条|"
    r"毫升|毫克|升(?![级級学學职職])|千瓦|兆瓦|瓦(?=$|[^\u4e00-\u9fff]|时)|立方|平方|平米|公顷|英里|海里|桶|笔|枚|颗|粒|美金|欧元|英镑|韩元|卢布|度电|"
    r"张(?=$|[^\u4e00-\u9fff]|[纸票照卡床桌])|"
    r"人(?![事力员])|个(?!人)|点(?![前后整击我开])|kg\b|km\b|MB\b|GB\b|KB\b|bytes?\b)"
)
_URL = re.compile(r"://|www\.|\.[a-z]{2,4}/|/[\w\-.]*/|[?&]\w+=|[A-Za-z]:\\")
_PHONE_IN_URL = re.compile(r"(?:tel|phone|mobile|mob|sms)(?::|=|%3[Aa])(?://)?\+?$", re.I)
#: words that a value has for a label only where the talk before it names no other
_VAGUE = frozenset("联系 联络 联系方式 聯絡 聯繫 uid".split())  # noqa: SIM905
_LIST_MARKS = frozenset("、/,;|和或及")
_PLAIN_NAME = re.compile(r"[A-Za-z_\-]{5,}(?![A-Za-z0-9_\-])")
_TOKEN = re.compile(r"[!-~]*")

_PUBLIC_BODY = re.compile(
    r"热线|熱線|专线|專線|客服|政府|政务|委员会|委員會|委(?=信访|举报|电话|办公室)|办公室(?!电话)|办公厅|办事处|党政办|法院|检察院|檢察|公安|派出所|"
    r"交警|消防|救援|举报|监督|监察|投诉|咨询电话|服务电话|服务台|窗口|值班|总机|總機|前台|[\u4e00-\u9fff](?:局|(?<!公)司|署)(?![长部面势限])|"
    r"厅(?!长)|海关|税务|使馆|领事|領事|街道办|事务处|事務處|居委会|村委会|报社|电视台|编辑部|杂志社|出版社|协会|学会|联合会|基金会|纪委|信访|中心|登记处|"
    r"档案馆|图书馆|博物馆|文化馆|车站|机场|工会|妇联|团委|总队|支队|大队|报警|火警|匪警|急救|应急|免费|招生办|挂号|急诊|"
    r"(?:医院|大学|学院|学校|中学|小学|银行|公司|酒店)[^。\n]{0,4}(?:电话|總機|总机)"
)
_PERSON = re.compile(
    r"联系人|聯絡人|聯繫人|经办人|负责人|姓名|先生|女士|小姐|师傅|老师|同学|本人|家里|家庭|宅电|住宅|住家|房东|房東|业主|个人|[\u4e00-\u9fff]经理|"
    r"收件人|收货人|寄件人|编辑小"
)


@dataclass(slots=True)
class Page:
    """The flattened text beside the text itself (one code point for one), and its tables."""

    flat: str
    text: str
    columns: Columns = field(init=False)
    blanks: Blanks = field(init=False)
    asked: bool = False  # whether the compiled pass saw a question above the place at hand (marks.ASKED)
    headed: bool = False  # or heads of columns (marks.HEADED)
    near: bool = False  # or the word of a contact before it in its line (marks.NEAR)
    named_behind: bool = False  # or such a word right behind it (marks.BEHIND)
    titled: bool = False  # or in a short line above (marks.TITLED)
    found_to: int = 0  # end of the last identifier found: digits before it are no part of a longer row
    found_kind: str = ""
    houses_to: int = 0  # end of the stretch of text in which address.py has looked
    _labelled: tuple[int, Label | None] = (-1, None)  # the last answer of `label_of`: several rules ask for one place

    def __post_init__(self):
        self.columns = Columns(self.flat)
        self.blanks = Blanks(self.flat)

    def label(self, start: int) -> str | None:
        """Class of the label of the value at `start` (labels.py)."""
        label = self.label_of(start)
        return label and label.kind

    def label_of(self, start: int) -> Label | None:
        """The label of the value at `start`: before it, at the head of its column, or in the question above it."""
        if self._labelled[0] != start:
            self._labelled = start, self._find_label(start)
        return self._labelled[1]

    def _find_label(self, start: int) -> Label | None:
        flat = self.flat
        if self.asked and (label := label_asked(flat, start)) is not None:
            return label
        label = label_before(flat, start)
        before = flat[max(0, start - 8) : start]
        lead = before.rstrip(" \"'(+@")
        if (not lead or lead.endswith("\n")) and self.columns.head(start) is not None:
            label = label_in(self.columns, start)
        cell = lead.endswith(("|", ",")) or (lead.endswith("\t") and lead[-2:-1] > " ")
        if cell and (label is None or not self.columns.pairs(start)):
            label = label_in(self.columns, start)
        elif self.headed and self.blanks.head(start) is not None:
            label = label_in(self.blanks, start)
        if cell and self.columns.head(start):
            return label
        if label is not None and label.word not in _VAGUE:
            doubtful = (label.weak or not label.marked) and self.near and _PLAIN_NAME.match(flat, start)
            weighed = label_weighed(flat, start) if doubtful else None
            return weighed if weighed is not None and weighed.kind == label.kind else label
        spoken = label_behind(flat, start) if self.named_behind else None
        if spoken is None and 0 < start - self.found_to <= 14:
            spoken = label_of_list(flat, self.found_to, self.found_kind, start)
        if spoken is None and (self.near or before.endswith("(")):
            spoken = label_in_talk(flat, start)
        if spoken is None and (self.near or self.named_behind or self.titled or (self.asked and flat[start].isdigit())):
            spoken = label_weighed(flat, start)
        return spoken or label

    def next_of_list(self, start: int, kind: str) -> bool:
        """Whether the value at `start` goes on a list: an identifier of `kind` and one mark stand before it."""
        return (
            self.found_kind == kind
            and 0 < start - self.found_to <= 3
            and self.flat[self.found_to : start].strip() in _LIST_MARKS
        )

    def unit_behind(self, end: int) -> bool:
        """Whether a unit follows: a quantity, no identifier."""
        return _UNIT.match(self.flat, end) is not None

    def in_url(self, start: int) -> bool:
        """Whether `start` lies within a URL or a path; a field of the name of a phone (tel:, ?mobile=) does not count."""
        backwards = _TOKEN.match(self.flat[max(0, start - 200) : start][::-1])
        token = backwards[0][::-1] if backwards else ""
        return _URL.search(token) is not None and _PHONE_IN_URL.search(token) is None

    def of_public_body(self, start: int, end: int) -> bool:
        """Whether the nearest owner named before the number, in its sentence or the lines above, is a public body."""
        right = re.split(r"[。\n,，;；、]", self.flat[end : end + 12])[0]
        if _PERSON.search(right) is not None:
            return False
        left = re.split(r"[。！？]|\n\s*\n", self.flat[max(0, start - 80) : start])[-1]
        bodies = [match.end() for match in _PUBLIC_BODY.finditer(left)]
        persons = [match.end() for match in _PERSON.finditer(left)]
        if bodies or persons:
            near = bool(bodies) and bodies[-1] > len(left) - 28
            block = "\n" in left or near
            return bool(bodies) and block and (not persons or persons[-1] < bodies[-1])
        return _PUBLIC_BODY.search(right) is not None
