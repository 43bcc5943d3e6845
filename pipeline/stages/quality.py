"""Stage `quality`: character measures of the text (filters/quality.py) against the recipe's limits."""

from typing import Any, ClassVar

from datatrove.data import Document

from ...filters import quality
from ...filters.verdict import Verdict
from .base import MeasuringStage


class Quality(MeasuringStage):
    """Drops texts that are not well-made prose, verse, dialogue, code documentation or law, by what they measure."""

    name: ClassVar[str] = "quality"
    reads: ClassVar[tuple[str, ...]] = ("text", "title", "language")
    Config: ClassVar[type] = quality.Limits
    Measures: ClassVar[type | None] = quality.Measures

    def measure(self, doc: Document) -> quality.Measures:
        return quality.measure(doc.text, doc.metadata.get("title"), doc.metadata.get("language"))

    def judge(self, measures: Any) -> Verdict:
        return quality.judge(measures, self.config)
