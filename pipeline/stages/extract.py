"""extract: HTML becomes the plain text of its main content; title, date and site are read where the page states them."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from datatrove.data import Document

from ...filters.verdict import Verdict, judge_limits
from ..page.content import Main, explain, main_content
from ..page.metadata import Metadata, read_metadata
from ..page.visible import complete
from .base import Stage


@dataclass(frozen=True, slots=True)
class Config:
    engine: Literal["taosha", "trafilatura"]
    min_main_chars: int


@dataclass(frozen=True, slots=True)
class Measures:
    """main_chars: characters of the main content, space aside. markup_share: what of the page was not main content."""

    main_chars: int
    markup_share: float


class Extract(Stage):
    """Plain text passes unchanged. A page without main content leaves as `min_main_chars`, its text the page itself."""

    name: ClassVar[str] = "extract"
    reads: ClassVar[tuple[str, ...]] = ("text", "html", "url")
    writes: ClassVar[tuple[str, ...]] = ("text", "html", "title", "date", "site")
    Config: ClassVar[type] = Config
    Measures: ClassVar[type | None] = Measures

    def apply(self, doc: Document) -> Verdict:
        page = doc.text
        text = page
        if doc.metadata.get("html"):
            stated = read_metadata(page)
            main = _engine(self.config.engine)(page, stated)
            text = main.text
            whole = complete(stated, main.seen, doc.metadata.get("url"))
            doc.metadata.update(title=whole.title, date=whole.date, site=whole.site)
        measures = Measures(sum(map(len, text.split())), 1.0 - len(text) / max(1, len(page)))
        doc.metadata.setdefault("measures", {})[self.name] = measures
        verdict = judge_limits(measures, self.config)
        if verdict.keep:
            doc.text = text
            doc.metadata["html"] = False
        return verdict

    def explain(self, doc: Document) -> list[dict[str, Any]]:
        """Runs of blocks that were kept or not, with score and tag path; nothing for plain text and other engines."""
        if not doc.metadata.get("html") or self.config.engine != "taosha":
            return []
        return explain(doc.text, read_metadata(doc.text))


@functools.cache
def _engine(name: str) -> Callable[[str, Metadata], Main]:
    if name == "taosha":
        return main_content
    try:
        from trafilatura import extract  # pyright: ignore[reportMissingImports, reportUnknownVariableType]
    except ImportError as error:
        from ..errors import UserError

        raise UserError("engine: trafilatura needs `pip install 'taosha[trafilatura]'`") from error

    def by_trafilatura(page: str, _stated: Metadata) -> Main:
        return Main(extract(page, favor_precision=True, include_comments=False, deduplicate=False) or "")  # pyright: ignore

    return by_trafilatura
