"""Any datatrove step as a stage of a recipe: `- {use: datatrove.pipeline.filters.C4QualityFilter, with: {...}}`.

The step sees one document at a time. A step that yields nothing dropped it, with the reason that the step itself
gives (datatrove filters hand it to their exclusion writer); a step that yields it may have changed text and metadata.
"""

import importlib
from typing import Any

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep

from ...filters.verdict import KEEP, Verdict
from ..errors import UserError
from ..recipe import DatatroveStep
from .base import Stage


class _ReasonCatcher:
    """Stands where a datatrove filter expects its exclusion writer and keeps the reason of the last drop."""

    def __init__(self) -> None:
        self.reason: str | None = None

    def __enter__(self) -> "_ReasonCatcher":
        self.reason = None
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def write(self, doc: Document, rank: int) -> None:
        self.reason = str(doc.metadata.pop("filter_reason", "dropped"))


class AdaptedStep(Stage):
    """Wraps the step that `entry` names; its name in funnel and rejected/ is the name of its class."""

    reads = ("text", "metadata")
    writes = ("text", "metadata")

    def __init__(self, entry: DatatroveStep):
        super().__init__(entry)
        self.name = entry.name  # pyright: ignore[reportAttributeAccessIssue]  # per instance, as datatrove has it
        self._step = _build(entry)
        self._catcher = _ReasonCatcher()
        if hasattr(self._step, "exclusion_writer"):
            self._step.exclusion_writer = self._catcher

    def apply(self, doc: Document) -> Verdict:
        for out in self._step.run(iter((doc,)), 0, 1):
            if out is not doc:
                doc.text, doc.metadata = out.text, out.metadata
            return KEEP
        return Verdict(keep=False, reason=self._catcher.reason or "dropped")


def _build(entry: DatatroveStep) -> Any:
    from loguru import logger

    logger.disable("datatrove")  # the terminal belongs to the progress bar; errors are raised
    module, _, name = entry.use.rpartition(".")
    try:
        cls = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise UserError(f"stages: {entry.use!r} cannot be imported: {error}") from error
    if not (isinstance(cls, type) and issubclass(cls, PipelineStep)):
        raise UserError(f"stages: {entry.use!r} is not a datatrove PipelineStep")
    try:
        return cls(**entry.with_)
    except (TypeError, ImportError) as error:
        raise UserError(f"stages: {entry.use} cannot be built with {entry.with_}: {error}") from error
