"""decode: the bytes of a page become text; the charset, how it was found, and what could not be decoded are recorded."""

from dataclasses import dataclass
from typing import Any, ClassVar

from datatrove.data import Document

from ...filters.verdict import KEEP, Verdict, judge_limits
from ..page import charset, mime
from .base import Stage


@dataclass(frozen=True, slots=True)
class Config:
    max_content_bytes: int
    max_replaced_share: float


@dataclass(frozen=True, slots=True)
class Measures:
    """Text records have None for all but replaced_share. content_bytes: length of the page. charset: the decoder.
    charset_evidence, charset_confidence, declared_charset: pipeline/page/charset.py. replaced_chars: U+FFFD that stand
    for undecodable bytes; replaced_share: of the characters."""

    content_bytes: int | None
    charset_evidence: str | None
    charset_confidence: float | None
    declared_charset: str | None
    replaced_chars: int
    replaced_share: float


class Decode(Stage):
    """Drops: `empty` (no bytes, or nothing but space), `not_text` (declared or found to be image, PDF, script …),
    `max_content_bytes`, `max_replaced_share`."""

    name: ClassVar[str] = "decode"
    reads: ClassVar[tuple[str, ...]] = ("content", "content_type")
    writes: ClassVar[tuple[str, ...]] = ("text", "html", "charset")
    Config: ClassVar[type] = Config
    Measures: ClassVar[type | None] = Measures

    def apply(self, doc: Document) -> Verdict:
        if "content" not in doc.metadata:
            doc.metadata.setdefault("html", False)
            return KEEP if doc.text and not doc.text.isspace() else Verdict(keep=False, reason="empty")
        content: bytes = doc.metadata.pop("content")
        content_type: str | None = doc.metadata.get("content_type")
        kind = mime.kind(content, content_type)
        measures = Measures(len(content), None, None, None, 0, 0.0)
        doc.metadata["html"] = kind == "html"
        if kind in ("html", "text") and len(content) <= self.config.max_content_bytes:
            found: charset.Charset = doc.metadata.get("detected") or charset.detect(content, content_type)
            doc.text, replaced = charset.decode(content, found)
            doc.metadata["charset"] = found.charset
            measures = Measures(
                content_bytes=len(content),
                charset_evidence=found.evidence,
                charset_confidence=found.confidence,
                declared_charset=found.declared,
                replaced_chars=replaced,
                replaced_share=replaced / max(1, len(doc.text)),
            )
        doc.metadata.pop("detected", None)
        doc.metadata.setdefault("measures", {})[self.name] = measures
        if kind == "binary":
            return Verdict(keep=False, reason="not_text")
        if kind == "empty":
            return Verdict(keep=False, reason="empty")
        return judge_limits(measures, self.config)

    def explain(self, doc: Document) -> list[dict[str, Any]]:
        content: bytes | None = doc.metadata.get("content")
        if content is None:
            return []
        content_type: str | None = doc.metadata.get("content_type")
        kind = mime.kind(content, content_type)
        return [{"kind": kind}] + (charset.explain(content, content_type) if kind in ("html", "text") else [])
