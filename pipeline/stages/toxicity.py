"""Stage `toxicity`: pages that offer gambling, pornography, fraud, drugs or weapons, advertise or abuse (filters/toxicity.py)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from datatrove.data import Document

from ...filters import toxicity
from ...filters.verdict import Verdict
from .base import Stage


@dataclass(frozen=True, slots=True)
class ToxicityConfig(toxicity.Limits):
    """lexicons: names of bundled lists or paths of one's own; trade_weight: see filters/lexicon.py; limits."""

    lexicons: list[str]
    trade_weight: float


class Toxicity(Stage):
    """Drops pages by category, each with its limit in the recipe; takes bad lines out of pages that are good otherwise."""

    name: ClassVar[str] = "toxicity"
    reads: ClassVar[tuple[str, ...]] = ("text", "title")
    writes: ClassVar[tuple[str, ...]] = ("text", "measures")
    Config: ClassVar[type] = ToxicityConfig
    Measures: ClassVar[type | None] = toxicity.Measures

    def __init__(self, config: ToxicityConfig):
        super().__init__(config)

    def apply(self, doc: Document) -> Verdict:
        config: ToxicityConfig = self.config
        metadata: dict[str, Any] = doc.metadata
        title: str | None = metadata.get("title")
        doc.text, measures, verdict = toxicity.clean(
            doc.text, title, config, lexicons=config.lexicons, trade_weight=config.trade_weight
        )
        metadata.setdefault("measures", {})[self.name] = measures
        return verdict

    def judge(self, measures: Any) -> Verdict:
        return toxicity.judge(measures, self.config)
