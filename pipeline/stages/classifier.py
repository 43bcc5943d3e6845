"""Stage `classifier`: the score of any model that `taosha train` made, against the recipe's limits."""

from typing import ClassVar

from datatrove.data import Document

from ...filters import classifier
from ..errors import UserError
from .base import MeasuringStage


class Classifier(MeasuringStage):
    """Scores the text with a model of your own (`taosha train`) and drops what scores too low or too high."""

    name: ClassVar[str] = "classifier"
    reads: ClassVar[tuple[str, ...]] = ("text",)
    Config: ClassVar[type] = classifier.Limits
    Measures: ClassVar[type | None] = classifier.Measures

    def __init__(self, config: classifier.Limits):
        super().__init__(config)
        try:
            classifier.check(config.model)
        except classifier.ClassifierError as error:
            raise UserError(str(error)) from error

    def measure(self, doc: Document) -> classifier.Measures:
        return classifier.measure(doc.text, self.config.model)
