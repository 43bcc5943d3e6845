"""The contract of a stage: a name, a configuration, and a function from one document to a verdict.

`apply` may change the document (its text, its metadata) and says whether it stays. The main job calls `apply` stage
after stage (clean.py); anyone's datatrove script calls `run`, since a stage is an ordinary datatrove PipelineStep:

    LocalPipelineExecutor([JsonlReader("in/"), Quality.from_recipe("web"), JsonlWriter("out/")])

A document in flight is a datatrove `Document`: `text`, `id`, and `metadata` with the keys listed in FIELDS.
"""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Self

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep

from ...filters.verdict import Verdict

#: metadata key -> what it holds. A stage names those it reads and writes; `text` itself is named "text".
FIELDS = {
    "content": "raw bytes of the page, until decode has turned them into text; absent for text records",
    "detected": "what han_check found the charset of `content` to be, where it had to look; decode takes it",
    "content_type": "the HTTP Content-Type header, or None",
    "url": "address of the page, or None",
    "source": "path of the input file, relative to its input root",
    "offset": "position of the record in its file (bytes for WARC and JSONL, row for Parquet)",
    "html": "True if text is still HTML, until extract has turned it into plain text",
    "charset": "the decoder that was used",
    "title": "title of the page where it states one, else None",
    "date": "publication date YYYY-MM-DD where the page states one, else None",
    "site": "name of the site where the page states one, else None",
    "language": "zh, yue, lzh, wuu, ja, ko, en or other",
    "language_score": "confidence of the language, 0 to 1",
    "script": "Hans, Hant-TW, Hant-HK, Hant, mixed or None",
    "converted": "the OpenCC configuration that changed the text, or None",
    "original": "the text before script conversion, where the recipe keeps it",
    "measures": "stage name -> that stage's Measures",
}


class Stage(PipelineStep):
    """Base of all stages. A subclass sets the class variables and writes `apply`."""

    name: ClassVar[str]  # pyright: ignore[reportIncompatibleVariableOverride]  # datatrove has it per instance
    reads: ClassVar[tuple[str, ...]]
    writes: ClassVar[tuple[str, ...]]
    #: dataclass of the stage's section in a recipe: every key required, thresholds stand in YAML only
    Config: ClassVar[type]
    #: frozen dataclass of what the stage measures, stored as metadata["measures"][name]; None if it measures nothing
    Measures: ClassVar[type | None] = None
    # datatrove's word for the kind of step; stands last, since it hides the builtin from the annotations above
    type = "taosha"

    def __init__(self, config: Any):
        super().__init__()
        self.config = config

    @classmethod
    def from_recipe(cls, recipe: str = "web", **settings: Any) -> Self:
        """The stage as a recipe configures it; `settings` replace single keys of its section."""
        from ..recipe import load_recipe

        overrides = {f"{cls.name}.{key}": value for key, value in settings.items()}
        return cls(load_recipe(recipe, overrides).section(cls.name, cls.Config))

    def apply(self, doc: Document) -> Verdict:
        """Judge (and perhaps change) one document in place."""
        raise NotImplementedError

    def explain(self, doc: Document) -> list[dict[str, Any]]:
        """Evidence for a person (`taosha try`), about the document as it comes to the stage; changes nothing.

        One flat mapping a finding, its keys the stage's own: {"matched": "…", "at": 12, "weight": 2.0}. May be slow.
        """
        return []

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """The datatrove contract: documents in, those that stay out; drops are counted as dropped_<reason>."""
        for doc in data or ():
            with self.track_time():
                verdict = self.apply(doc)
            self.stat_update("total", "forwarded" if verdict.keep else "dropped")
            if verdict.keep:
                yield doc
            else:
                self.stat_update(f"dropped_{verdict.reason}")
