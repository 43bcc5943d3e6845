"""Stage `toxicity`: pages that offer gambling, pornography, fraud, drugs or weapons, advertise or abuse (filters/toxicity.py)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from datatrove.data import Document

from ...filters import toxicity, webspam
from ...filters.verdict import Verdict
from ..errors import UserError, nearest
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
        for name in config.hijack_weights:
            if name not in webspam.WEIGHTED:
                raise UserError(
                    f"toxicity.hijack_weights: {name!r} is no measure of hidden advertising{nearest(name, webspam.WEIGHTED)}"
                )

    def apply(self, doc: Document) -> Verdict:
        config: ToxicityConfig = self.config
        metadata: dict[str, Any] = doc.metadata
        doc.text, measures, verdict = toxicity.clean(
            doc.text, metadata.get("title"), config, lexicons=config.lexicons, trade_weight=config.trade_weight
        )
        metadata.setdefault("measures", {})[self.name] = measures
        return verdict

    def judge(self, measures: Any) -> Verdict:
        return toxicity.judge(measures, self.config)

    def explain(self, doc: Document) -> list[dict[str, Any]]:
        """Each term that matched in title and text, as it stands there, and what each measure adds to the hijack score."""
        config: ToxicityConfig = self.config
        title: str | None = doc.metadata.get("title")
        findings: list[dict[str, Any]] = []
        for where, text in (("title", title or ""), ("text", doc.text)):
            for hit in toxicity.find(text, lexicons=config.lexicons):
                matched = text[hit.start : hit.end]
                finding = {
                    "in": where,
                    "at": hit.start,
                    "matched": matched,
                    "category": hit.category,
                    "weight": hit.weight,
                }
                findings.append(finding | ({} if hit.term == matched else {"term": hit.term}))
        measures = toxicity.measure(doc.text, title, lexicons=config.lexicons, trade_weight=config.trade_weight)
        for name, added in webspam.parts(measures, config.hijack_weights).items():
            findings.append({"measure": name, "value": getattr(measures, name), "adds": added})
        return findings
