"""Stage `script`: names the script (filters/script.py) and converts the text to the one that the recipe wants."""

from typing import Any, ClassVar

from datatrove.data import Document

from ...filters import script
from ...filters.verdict import KEEP, Verdict
from .base import Stage


class Script(Stage):
    """Names the script of the text and converts it to the one that the recipe wants; never drops."""

    name: ClassVar[str] = "script"
    reads: ClassVar[tuple[str, ...]] = ("text", "language")
    writes: ClassVar[tuple[str, ...]] = ("text", "script", "converted", "measures")
    Config: ClassVar[type] = script.Config
    Measures: ClassVar[type | None] = script.Measures

    def __init__(self, config: script.Config):
        super().__init__(config)

    def apply(self, doc: Document) -> Verdict:
        metadata: dict[str, Any] = doc.metadata
        measures = script.measure(doc.text, self.config)
        text, converted = script.convert(doc.text, measures, self.config.to, metadata.get("language"))
        metadata["script"] = measures.script
        metadata["converted"] = converted
        if converted and self.config.keep_original:
            metadata["original"] = doc.text
        metadata.setdefault("measures", {})[self.name] = measures
        doc.text = text
        return KEEP

    def explain(self, doc: Document) -> list[dict[str, Any]]:
        return script.explain(doc.text, self.config, doc.metadata.get("language"))
