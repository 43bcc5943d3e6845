"""Stage `script`: names the script (filters/script.py) and converts text and title to the one that the recipe wants."""

from typing import Any, ClassVar

from datatrove.data import Document

from ...filters import script
from ...filters.verdict import KEEP, Verdict
from .base import Stage


class Script(Stage):
    """Names the script of the text and converts it, and its title, to the one that the recipe wants; never drops."""

    name: ClassVar[str] = "script"
    reads: ClassVar[tuple[str, ...]] = ("text", "title", "language")
    writes: ClassVar[tuple[str, ...]] = (
        "text",
        "title",
        "script",
        "converted",
        "original",
        "original_title",
        "measures",
    )
    Config: ClassVar[type] = script.Config
    Measures: ClassVar[type | None] = script.Measures

    def __init__(self, config: script.Config):
        super().__init__(config)

    def apply(self, doc: Document) -> Verdict:
        metadata: dict[str, Any] = doc.metadata
        measures = script.measure(doc.text, self.config)
        text, converted = script.convert(doc.text, measures, self.config.to, metadata.get("language"))
        metadata["script"] = measures.script
        if converted and self.config.keep_original:
            metadata["original"] = doc.text
        if title := metadata.get("title"):
            metadata["title"], by = script.convert_title(title, measures, self.config, metadata.get("language"))
            converted = converted or by
            if by and self.config.keep_original:
                metadata["original_title"] = title
        metadata["converted"] = converted
        metadata.setdefault("measures", {})[self.name] = measures
        doc.text = text
        return KEEP

    def explain(self, doc: Document) -> list[dict[str, Any]]:
        return script.explain(doc.text, self.config, doc.metadata.get("language"))
