"""The way of a split's documents through the stages: counted, bounded, and set aside with a reason where they leave.

Stages run one after the other on each document. A stage that surveys (stages/base.py) waits for a window of documents,
so the stages behind it see them a window later; the order of the documents stays.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from datatrove.data import Document

from ..filters.pii import mask_url
from ..filters.verdict import Verdict
from .bounds import Bounds, OutOfTime
from .journal import Journal
from .records import RowWriter, rejected_row
from .stages.base import Stage, windows
from .stages.pii import Pii, mask_document, withhold_document


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

    def __init__(self, stages: list[Stage], rejected: RowWriter, journal: Journal, bounds: Bounds):
        self._journal, self._bounds = journal, bounds
        self.counts = {stage.name: StageCount() for stage in stages}
        #: language -> why its documents left (stage.reason), and how many "passed" every stage
        self.languages: dict[str, Counter[str]] = {}
        self._rejected = rejected
        #: what the stage pii does with each kind of identifier; empty where the recipe has no such stage
        self.masks: dict[str, str] = next((stage.actions for stage in stages if isinstance(stage, Pii)), {})
        self._groups: list[list[tuple[Stage, StageCount]]] = []
        for stage in stages:
            if stage.window_chars is not None or not self._groups:
                self._groups.append([])
            self._groups[-1].append((stage, self.counts[stage.name]))

    def through(self, docs: Iterable[Document]) -> Iterator[Document]:
        """The documents that pass every stage."""
        stream = iter(docs)
        for group in self._groups:
            stream = self._through_group(stream, group)
        for doc in stream:
            self._count_language(doc, "passed")
            yield doc

    def _count_language(self, doc: Document, fate: str) -> None:
        if (language := doc.metadata.get("language")) is not None:
            self.languages.setdefault(language, Counter())[fate] += 1

    def _through_group(self, docs: Iterable[Document], group: list[tuple[Stage, StageCount]]) -> Iterator[Document]:
        first, count = group[0]
        for window in windows(docs, first.window_chars):
            if first.window_chars is not None and not self._surveyed(window, first, count):
                continue
            for doc in window:
                if self._passes(doc, group):
                    yield doc

    def _surveyed(self, window: list[Document], stage: Stage, count: StageCount) -> bool:
        """Whether the stage has seen the window; if that killed the process, twice, all its documents leave."""
        clock = time.perf_counter()
        place = f"window of {window[0].id}"
        if reason := self._journal.blamed(place, stage.name):
            for doc in window:
                count.documents_in += 1
                count.characters_in += len(doc.text)
                self._reject(doc, stage, Verdict(keep=False, reason=reason))
            return False
        self._journal.note(place, stage.name)
        stage.survey(window)
        count.seconds += time.perf_counter() - clock
        return True

    def _passes(self, doc: Document, group: list[tuple[Stage, StageCount]]) -> bool:
        clock = time.perf_counter()
        self._bounds.start(clock)
        try:
            for stage, count in group:
                count.documents_in += 1
                count.characters_in += len(doc.text)
                verdict = self._verdict(doc, stage)
                now = time.perf_counter()
                count.seconds += now - clock
                clock = now
                if not verdict.keep:
                    self._reject(doc, stage, verdict)
                    return False
                count.documents_out += 1
                count.characters_out += len(doc.text)
        finally:
            self._bounds.stop()
        return True

    def _verdict(self, doc: Document, stage: Stage) -> Verdict:
        if reason := self._journal.blamed(doc.id, stage.name):
            return Verdict(keep=False, reason=reason)
        self._journal.note(doc.id, stage.name)
        try:
            return stage.apply(doc)
        except OutOfTime:
            return Verdict(keep=False, reason="max_record_seconds", limit=self._bounds.seconds)
        except MemoryError:
            return Verdict(keep=False, reason="max_record_memory_mb", limit=self._bounds.memory_mb)
        except Exception as error:
            url = mask_url(doc.metadata.get("url") or "", self.masks)
            place = f"{doc.metadata.get('source')} at {doc.metadata.get('offset')} ({url})"
            error.add_note(f"in stage {stage.name}, on the record of {place}")
            raise

    def _reject(self, doc: Document, stage: Stage, verdict: Verdict) -> None:
        self.counts[stage.name].reasons[str(verdict.reason)] += 1
        self._count_language(doc, f"{stage.name}.{verdict.reason}")
        if self.masks and stage.name != "pii":
            # what is dropped before the pii stage is masked all the same: rejected/ must not hold personal data
            mask_document(doc, self.masks)
        elif self.masks and "pii" not in doc.metadata.get("measures", {}):
            withhold_document(doc)  # the masking itself ran out of time or memory, or killed its process
        self._rejected.write(rejected_row(doc, stage.name, verdict))
