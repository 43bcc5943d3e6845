"""The way of a split's documents through the stages: counted, bounded, and set aside with a reason where they leave.

Stages run one after the other on each document. A stage that surveys (stages/base.py) waits for a window of documents,
so the stages behind it see them a window later; the order of the documents stays.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from datatrove.data import Document

from ..filters.verdict import Verdict
from .records import RowWriter, rejected_row
from .stages.base import Stage, surveyed
from .stages.pii import Pii, mask_document


@dataclass
class StageCount:
    """What went into a stage and came out of it. Characters are code points; pages not yet decoded count none."""

    documents_in: int = 0
    documents_out: int = 0
    characters_in: int = 0
    characters_out: int = 0
    seconds: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter[str])


class Flow:
    """The stages, what is counted at each, and the file of those that leave."""

    def __init__(self, stages: list[Stage], rejected: RowWriter):
        self.counts = {stage.name: StageCount() for stage in stages}
        self._rejected = rejected
        self._masks: dict[str, Any] | None = next((stage.actions for stage in stages if isinstance(stage, Pii)), None)
        self._groups: list[list[Stage]] = []
        for stage in stages:
            if stage.window_chars is not None or not self._groups:
                self._groups.append([])
            self._groups[-1].append(stage)

    def through(self, docs: Iterable[Document]) -> Iterator[Document]:
        """The documents that pass every stage."""
        stream = iter(docs)
        for group in self._groups:
            stream = self._through_group(surveyed(stream, group[0]), group)
        return stream

    def _through_group(self, docs: Iterable[Document], group: list[Stage]) -> Iterator[Document]:
        for doc in docs:
            if self._passes(doc, group):
                yield doc

    def _passes(self, doc: Document, group: list[Stage]) -> bool:
        clock = time.perf_counter()
        for stage in group:
            count = self.counts[stage.name]
            count.documents_in += 1
            count.characters_in += len(doc.text)
            try:
                verdict = stage.apply(doc)
            except Exception as error:
                place = f"{doc.metadata.get('source')} at {doc.metadata.get('offset')} ({doc.metadata.get('url')})"
                error.add_note(f"in stage {stage.name}, on the record of {place}")
                raise
            now = time.perf_counter()
            count.seconds += now - clock
            clock = now
            if not verdict.keep:
                self._set_aside(doc, stage, verdict)
                return False
            count.documents_out += 1
            count.characters_out += len(doc.text)
        return True

    def _set_aside(self, doc: Document, stage: Stage, verdict: Verdict) -> None:
        self.counts[stage.name].reasons[str(verdict.reason)] += 1
        if self._masks is not None and stage.name != "pii":
            # what is dropped before the pii stage is masked all the same: rejected/ must not hold personal data
            mask_document(doc, self._masks)
        self._rejected.write(rejected_row(doc, stage.name, verdict))
