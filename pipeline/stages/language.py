"""Stage `language`: names the language (filters/language.py) and keeps the shares that the recipe wants."""

from typing import Any, ClassVar

from datatrove.data import Document

from ...filters import language
from ...filters.verdict import Verdict
from .base import Stage, draw


class Language(Stage):
    """Names the language of the text and keeps those that the recipe wants, in the shares it wants."""

    name: ClassVar[str] = "language"
    reads: ClassVar[tuple[str, ...]] = ("text",)
    writes: ClassVar[tuple[str, ...]] = ("language", "language_score", "measures")
    Config: ClassVar[type] = language.Config
    Measures: ClassVar[type | None] = language.Measures

    def __init__(self, config: language.Config):
        super().__init__(config)

    def apply(self, doc: Document) -> Verdict:
        metadata: dict[str, Any] = doc.metadata
        measures = language.measure(doc.text, self.config)
        metadata["language"] = measures.language
        metadata["language_score"] = measures.score
        metadata.setdefault("measures", {})[self.name] = measures
        return language.judge(measures, self.config, draw(doc.id))

    def explain(self, doc: Document) -> list[dict[str, Any]]:
        share = {"draw": round(draw(doc.id), 4)} if language.measure(doc.text, self.config).language != "zh" else {}
        return language.explain(doc.text, self.config) + ([share] if share else [])
