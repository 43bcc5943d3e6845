"""Stage `lines`: furniture of web pages leaves the text, line by line (filters/lines.py)."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from datatrove.data import Document

from ...filters import lines
from ...filters.verdict import Verdict, judge_limits
from .base import Stage

_HOST = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/@]*@)?(?:www\.)?([^/:?#]+)", re.IGNORECASE)


class Lines(Stage):
    """Takes out navigation, share bars, credits, footers, reading-site adverts: by their words, and by repetition in a site."""

    name: ClassVar[str] = "lines"
    reads: ClassVar[tuple[str, ...]] = ("text", "url")
    writes: ClassVar[tuple[str, ...]] = ("text", "repeated_lines")
    Config: ClassVar[type] = lines.Limits
    Measures: ClassVar[type | None] = lines.Measures

    def __init__(self, config: lines.Limits):
        super().__init__(config)
        self.window_chars = config.window_chars

    def survey(self, docs: Sequence[Document]) -> None:
        found = lines.repeated([(site_of(doc), doc.text) for doc in docs], self.config)
        for doc, numbers in zip(docs, found, strict=True):
            if numbers:
                doc.metadata["repeated_lines"] = numbers

    def apply(self, doc: Document) -> Verdict:
        rest, removals = lines.clean(doc.text, self.config, doc.metadata.pop("repeated_lines", ()))
        measures = lines.measure(doc.text, rest, removals)
        doc.metadata.setdefault("measures", {})[self.name] = measures
        verdict = judge_limits(measures, self.config)
        if verdict.keep:
            doc.text = rest
        return verdict

    def explain(self, doc: Document) -> list[dict[str, Any]]:
        """Every line (or end of one) that goes, with its rule and weight."""
        _, removals = lines.clean(doc.text, self.config, doc.metadata.get("repeated_lines", ()))
        return [removal._asdict() for removal in removals]


def site_of(doc: Document) -> str | None:
    """The host of the document's address without `www.`."""
    match = _HOST.match(doc.metadata.get("url") or "")
    return match[1].lower() if match else None
