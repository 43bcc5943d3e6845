"""Stage `perplexity`: how a text stands among known-good ones of its domain under a KenLM model (filters/perplexity.py)."""

from typing import ClassVar

from datatrove.data import Document

from ...filters import perplexity
from ..errors import UserError
from .base import MeasuringStage


class Perplexity(MeasuringStage):
    """Drops by the percentile of the perplexity under a KenLM model of your own (`taosha calibrate`)."""

    name: ClassVar[str] = "perplexity"
    reads: ClassVar[tuple[str, ...]] = ("text",)
    Config: ClassVar[type] = perplexity.Limits
    Measures: ClassVar[type | None] = perplexity.Measures

    def __init__(self, config: perplexity.Limits):
        super().__init__(config)
        try:
            perplexity.check(config.model)
        except perplexity.PerplexityError as error:
            raise UserError(str(error)) from error

    def measure(self, doc: Document) -> perplexity.Measures:
        return perplexity.measure(doc.text, self.config.model)
