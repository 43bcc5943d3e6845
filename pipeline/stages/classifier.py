"""Stage `classifier`: the score of any model that filters/classifier.py trained, against the recipe's limit."""

from typing import Any, ClassVar

from datatrove.data import Document

from ...filters import classifier
from ...filters.verdict import Verdict
from ..errors import UserError
from .base import Stage


class Classifier(Stage):
    """Scores the text with a model of your own (`taosha train`) and drops what scores too low or too high."""

    name: ClassVar[str] = "classifier"
    reads: ClassVar[tuple[str, ...]] = ("text",)
    writes: ClassVar[tuple[str, ...]] = ("measures",)
    Config: ClassVar[type] = classifier.Limits
    Measures: ClassVar[type | None] = classifier.Measures

    def __init__(self, config: classifier.Limits):
        super().__init__(config)
        try:
            classifier.check(config.model)
        except classifier.ClassifierError as error:
            raise UserError(str(error)) from error

    def apply(self, doc: Document) -> Verdict:
        metadata: dict[str, Any] = doc.metadata
        measures = classifier.measure(doc.text, self.config.model)
        metadata.setdefault("measures", {})[self.name] = measures
        return classifier.judge(measures, self.config)
