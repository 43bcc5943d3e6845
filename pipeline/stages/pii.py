"""Stage `pii`: personal identifiers masked, kept or a reason to drop, kind by kind (filters/pii)."""

import html
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from datatrove.data import Document

from ...filters import pii
from ...filters.verdict import Verdict, judge_limits
from .base import Stage

Action = Literal["mask", "drop", "keep"]

#: metadata that says nothing of the page's content
_NOT_CONTENT = frozenset(
    ("source", "offset", "charset", "date", "language", "script", "converted", "content_type", "measures")
)


@dataclass(frozen=True, slots=True)
class PiiConfig:
    """One action a kind (see pii.MASKS), and the share of identifiers at which a page is a list of people and leaves."""

    id_card: Action
    mobile: Action
    landline: Action
    bank_card: Action
    uscc: Action
    passport: Action
    permit: Action
    hkmt_id: Action
    plate: Action
    email: Action
    ip: Action
    qq: Action
    wechat: Action
    account: Action
    address: Action
    name: Action
    max_identifiers_per_1000_chars: float | None


def mask_document(doc: Document, actions: dict[str, str]) -> dict[str, int]:
    """Mask the text and all metadata that holds words of the page (title, original, url, what others added); the counts
    of the text alone.
    """
    for field, value in doc.metadata.items():
        if field not in _NOT_CONTENT:
            doc.metadata[field] = _mask_value(field, value, actions)
    masked, counts = pii.mask(doc.text, actions)
    if doc.metadata.get("html"):  # left before extraction: a character may hide behind its entity
        plain = html.unescape(masked)
        again, _ = pii.mask(plain, actions)
        masked = masked if again == plain else again
    doc.text = masked
    return counts


def withhold_document(doc: Document) -> None:
    """Take all words of the page out of a document that could not be masked; its id, source and offset find it again."""
    doc.text = ""
    doc.metadata = {key: value for key, value in doc.metadata.items() if key in _NOT_CONTENT}


def _mask_value(field: str, value: Any, actions: dict[str, str]) -> Any:
    if isinstance(value, str):
        return pii.mask_url(value, actions) if field == "url" else pii.mask(value, actions)[0]
    if isinstance(value, list):
        return [_mask_value(field, item, actions) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, dict):
        return {key: _mask_value(field, item, actions) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    return value


class Pii(Stage):
    """Masks in place. The reason of a drop is the kind whose action is `drop`, or the limit."""

    name: ClassVar[str] = "pii"
    reads: ClassVar[tuple[str, ...]] = ("text", "title", "original", "url")
    writes: ClassVar[tuple[str, ...]] = ("text", "title", "original", "url", "measures")
    Config: ClassVar[type] = PiiConfig
    Measures: ClassVar[type | None] = pii.Measures

    def __init__(self, config: PiiConfig):
        super().__init__(config)
        self.actions: dict[str, str] = {kind: getattr(config, kind) for kind in pii.KINDS}

    def apply(self, doc: Document) -> Verdict:
        metadata: dict[str, Any] = doc.metadata
        chars = len(doc.text)
        counts = mask_document(doc, self.actions)
        measures = pii.measure(counts, chars)
        metadata.setdefault("measures", {})[self.name] = measures
        for kind, action in self.actions.items():
            if action == "drop" and counts[kind]:
                return Verdict(keep=False, reason=kind, value=float(counts[kind]), limit=0.0)
        return judge_limits(measures, self.config)

    def explain(self, doc: Document) -> list[dict[str, Any]]:
        """Every identifier: kind, place, the check that proved it; its value in part, whole where the kind is kept."""
        return [
            {
                "kind": found.kind,
                "at": found.start,
                "end": found.end,
                "check": found.check,
                "action": self.actions[found.kind],
                "value": doc.text[found.start : found.end]
                if self.actions[found.kind] == "keep"
                else _in_part(doc.text[found.start : found.end]),
            }
            for found in pii.find(doc.text)
        ]


def _in_part(value: str) -> str:
    """The ends of a value, a third of it at most: 138******78."""
    first, last = min(3, len(value) // 6), min(2, len(value) // 6)
    return value[:first] + "*" * (len(value) - first - last) + value[len(value) - last :]
