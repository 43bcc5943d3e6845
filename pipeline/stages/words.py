"""Stage `words`: word measures of the text (filters/words.py) against the recipe's limits; slow, so in no default recipe."""

from typing import ClassVar

from datatrove.data import Document

from ...filters import words
from .base import MeasuringStage


class Words(MeasuringStage):
    """Drops by measures of words; slow (jieba), so in no default recipe."""

    name: ClassVar[str] = "words"
    reads: ClassVar[tuple[str, ...]] = ("text",)
    Config: ClassVar[type] = words.WordLimits
    Measures: ClassVar[type | None] = words.WordMeasures

    def measure(self, doc: Document) -> words.WordMeasures:
        return words.measure(doc.text)
