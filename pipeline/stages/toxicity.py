"""Stage `toxicity`: pages that offer gambling, pornography, fraud, drugs or weapons, advertise or abuse (filters/toxicity.py)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from datatrove.data import Document

from ...filters import classifier, toxicity, webspam
from ...filters.verdict import Verdict
from ..errors import UserError
from .base import Stage


@dataclass(frozen=True, slots=True)
class ToxicityConfig(toxicity.Limits):
    """The limits, and what toxicity.Instruments holds."""

    lexicons: list[str]
    trade_weight: float
    abuse_model: str | None
    spam_model: str | None


def instruments_of(config: ToxicityConfig) -> toxicity.Instruments:
    return toxicity.Instruments(tuple(config.lexicons), config.trade_weight, config.abuse_model, config.spam_model)


class Toxicity(Stage):
    """Drops pages by category, each with its limit in the recipe; takes bad lines out of pages that are good otherwise."""

    name: ClassVar[str] = "toxicity"
    reads: ClassVar[tuple[str, ...]] = ("text", "title")
    writes: ClassVar[tuple[str, ...]] = ("text", "measures")
    Config: ClassVar[type] = ToxicityConfig
    Measures: ClassVar[type | None] = toxicity.Measures

    def __init__(self, config: ToxicityConfig):
        super().__init__(config)
        self.instruments = instruments_of(config)
        try:
            for model in filter(None, (config.abuse_model, config.spam_model)):
                classifier.check(model, "toxicity")
            webspam.load_model(config.hijack_model)
        except (classifier.ClassifierError, webspam.ModelError) as error:
            raise UserError(str(error)) from error

    def apply(self, doc: Document) -> Verdict:
        metadata: dict[str, Any] = doc.metadata
        doc.text, measures, verdict = toxicity.clean(doc.text, metadata.get("title"), self.instruments, self.config)
        metadata.setdefault("measures", {})[self.name] = measures
        return verdict

    def judge(self, measures: Any) -> Verdict:
        return toxicity.judge(measures, self.config)

    def explain(self, doc: Document) -> list[dict[str, Any]]:
        """Each term that matched in title and text, as it stands there, and what each measure adds to the hijack score."""
        title: str | None = doc.metadata.get("title")
        findings: list[dict[str, Any]] = []
        for where, text in (("title", title or ""), ("text", doc.text)):
            for hit in toxicity.find(text, self.instruments):
                matched = text[hit.start : hit.end]
                finding = {
                    "in": where,
                    "at": hit.start,
                    "matched": matched,
                    "category": hit.category,
                    "weight": hit.weight,
                }
                findings.append(finding | ({} if hit.term == matched else {"term": hit.term}))
        measures = toxicity.measure(doc.text, title, self.instruments)
        for name, added in webspam.parts(measures, webspam.load_model(self.config.hijack_model)).items():
            findings.append({"measure": name, "value": getattr(measures, name), "adds": added})
        return findings
