"""The contract of a stage: a name, a configuration, and a function from one document to a verdict.

`apply` may change the document (its text, its metadata) and says whether it stays. The main job calls `apply` stage
after stage (clean.py); anyone's datatrove script calls `run`, since a stage is an ordinary datatrove PipelineStep:

    LocalPipelineExecutor([JsonlReader("in/"), Quality.from_recipe("web"), JsonlWriter("out/")])

A document in flight is a datatrove `Document`: `text`, `id`, and `metadata` with the keys listed in FIELDS.
"""

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, Self

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep

from ...filters.verdict import Verdict, judge_limits

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
    "converted": "the OpenCC configuration that changed the text, or the title alone, or None",
    "repeated_lines": "numbers of the lines that repeat within the site, between the survey and the verdict of lines",
    "original": "the text before script conversion, where the recipe keeps it and it was changed",
    "original_title": "the title before script conversion, likewise",
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
    #: characters of text in a window of documents that `survey` sees together; None: every document by itself
    window_chars: int | None = None
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

    def survey(self, docs: Sequence[Document]) -> None:
        """Look at a window of documents before `apply` sees each of them; what was found goes into their metadata.

        Windows are cut from the documents of one split, in order, so they depend on nothing but the input.
        """

    def surveyed(self, docs: Iterable[Document]) -> Iterator[Document]:
        """The same documents, each after the survey of its window."""
        for window in windows(docs, self.window_chars):
            if self.window_chars is not None:
                self.survey(window)
            yield from window

    @classmethod
    def rules(cls) -> list[str]:
        """The limits whose crossing drops a document: keys min_<measure> and max_<measure> of the configuration.

        Where the stage has a `judge` of its own, all keys min_ and max_.
        """
        if cls.Measures is None or not dataclasses.is_dataclass(cls.Config):
            return []
        measures = {field.name for field in dataclasses.fields(cls.Measures)}
        limits = [field.name for field in dataclasses.fields(cls.Config) if field.name.startswith(("min_", "max_"))]
        return [key for key in limits if key[4:] in measures or cls.judge is not Stage.judge]

    def judge(self, measures: Any) -> Verdict:
        """The verdict that stored measures give under this configuration, without the document (`taosha tune`).

        By default the first limit crossed; a stage whose verdict is another function of its measures overrides it.
        """
        return judge_limits(measures, self.config)

    def explain(self, doc: Document) -> list[dict[str, Any]]:
        """Evidence for a person (`taosha try`), about the document as it comes to the stage; changes nothing.

        One flat mapping a finding, its keys the stage's own: {"matched": "…", "at": 12, "weight": 2.0}. May be slow.
        """
        return []

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """The datatrove contract: documents in, those that stay out; drops are counted as dropped_<reason>."""
        for doc in self.surveyed(data or ()):
            with self.track_time():
                verdict = self.apply(doc)
            self.stat_update("total", "forwarded" if verdict.keep else "dropped")
            if verdict.keep:
                yield doc
            else:
                self.stat_update(f"dropped_{verdict.reason}")


def draw(doc_id: str) -> float:
    """The document's fixed number in [0, 1): a keyed hash of its id, so shares do not depend on tasks or order."""
    digest = hashlib.blake2b(doc_id.encode(), digest_size=8, person=b"language").digest()
    return int.from_bytes(digest, "big") / 2**64


def windows(docs: Iterable[Document], chars: int | None) -> Iterator[list[Document]]:
    """The documents in order, in lists of at least `chars` characters of text (the last may have fewer); None: one each."""
    window: list[Document] = []
    size = 0
    for doc in docs:
        window.append(doc)
        size += len(doc.text)
        if chars is None or size >= chars:
            yield window
            window, size = [], 0
    if window:
        yield window


class MeasuringStage(Stage):
    """Base of the stages that change nothing: they measure the document and judge it by the measures alone."""

    writes: ClassVar[tuple[str, ...]] = ("measures",)

    def measure(self, doc: Document) -> Any:
        """An instance of the stage's Measures."""
        raise NotImplementedError

    def apply(self, doc: Document) -> Verdict:
        metadata: dict[str, Any] = doc.metadata
        measures = self.measure(doc)
        metadata.setdefault("measures", {})[self.name] = measures
        return self.judge(measures)
