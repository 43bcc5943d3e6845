"""han_check: leaves out pages that cannot hold enough Han characters to pass later, before they are decoded."""

from typing import ClassVar

from datatrove.data import Document

from ...filters.verdict import Verdict, judge_limits
from ..page import han
from .base import Stage, draw


class HanCheck(Stage):
    """Drops on raw bytes (text records: on their text); the bound is proven in pipeline/page/han.py.

    Where the recipe keeps a share of other languages, the pages that this share is drawn from go on unbounded.
    """

    name: ClassVar[str] = "han_check"
    reads: ClassVar[tuple[str, ...]] = ("content", "text")
    writes: ClassVar[tuple[str, ...]] = ("detected",)
    Config: ClassVar[type] = han.Limits
    Measures: ClassVar[type | None] = han.Measures

    def apply(self, doc: Document) -> Verdict:
        content: bytes | None = doc.metadata.get("content")
        found = None
        if self.config.spared_share and draw(doc.id) < self.config.spared_share:
            measures = han.Measures(None)
        elif content is None:
            measures = han.measure_text(doc.text)
        else:
            measures, found = han.measure(content, doc.metadata.get("content_type"))
        doc.metadata.setdefault("measures", {})[self.name] = measures
        verdict = judge_limits(measures, self.config)
        if not verdict.keep:
            doc.metadata.pop("content", None)
        elif found is not None:
            doc.metadata["detected"] = found
        return verdict
