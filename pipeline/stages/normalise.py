"""normalise: mojibake is repaired where the way back is exact, then named small repairs, with a ledger of both."""

from dataclasses import dataclass
from typing import ClassVar

from datatrove.data import Document

from ...filters.verdict import Verdict, judge_limits
from ..page.mojibake import repair
from ..page.normalise import fix, private_use_chars
from .base import Stage


@dataclass(frozen=True, slots=True)
class Config:
    min_chars: int
    max_private_use_share: float
    max_lost_share: float


@dataclass(frozen=True, slots=True)
class Measures:
    """chars: length after the fixes. changed: the ledger, fix -> characters taken away or replaced. private_use_share: of
    the characters. mojibake_lines: lines whose wrong decoding was undone. lost_share: 锟斤拷, 烫烫烫 and U+FFFD among the
    characters."""

    chars: int
    changed: dict[str, int]
    private_use_share: float
    mojibake_lines: int
    lost_share: float


class Normalise(Stage):
    """Line ends, spaces, control and zero-width characters made regular; nothing that carries meaning is touched."""

    name: ClassVar[str] = "normalise"
    reads: ClassVar[tuple[str, ...]] = ("text", "charset")
    writes: ClassVar[tuple[str, ...]] = ("text",)
    Config: ClassVar[type] = Config
    Measures: ClassVar[type | None] = Measures

    def apply(self, doc: Document) -> Verdict:
        text, found = repair(doc.text)
        doc.text, changed = fix(text, doc.metadata.get("charset"))
        chars = len(doc.text)
        measures = Measures(
            chars=chars,
            changed=changed,
            private_use_share=private_use_chars(doc.text) / max(1, chars),
            mojibake_lines=found.repaired_lines,
            lost_share=min(1.0, found.lost_chars / max(1, chars)),
        )
        doc.metadata.setdefault("measures", {})[self.name] = measures
        return judge_limits(measures, self.config)
