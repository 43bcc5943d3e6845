"""The rows of kept/ and rejected/: their explicit schema, and the way from a document in flight to a row.

Measures become one struct column `measures` with a struct for every stage of the recipe, so that any threshold can be
judged again from the files alone.
"""

import dataclasses
import functools
import types
import typing
from typing import Any, Self

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from datatrove.data import Document

from ..filters.verdict import Verdict
from .stages.base import FIELDS, Stage

#: metadata keys that are columns of their own, in order
COLUMNS = (
    pa.field("id", pa.string(), nullable=False),
    pa.field("url", pa.string()),
    pa.field("source", pa.string(), nullable=False),
    pa.field("offset", pa.int64(), nullable=False),
    pa.field("text", pa.string(), nullable=False),
    pa.field("charset", pa.string()),
    pa.field("title", pa.string()),
    pa.field("date", pa.string()),
    pa.field("site", pa.string()),
    pa.field("language", pa.string()),
    pa.field("language_score", pa.float32()),
    pa.field("script", pa.string()),
    pa.field("converted", pa.string()),
    # text and title before script conversion, where the recipe keeps them
    pa.field("original", pa.string()),
    pa.field("original_title", pa.string()),
    # metadata that datatrove steps or text records brought along, as JSON
    pa.field("extra", pa.string()),
)
REJECTED_COLUMNS = (
    pa.field("stage", pa.string(), nullable=False),
    pa.field("reason", pa.string(), nullable=False),
    pa.field("value", pa.float64()),
    pa.field("limit", pa.float64()),
    pa.field("duplicate_of", pa.string()),
)
_DIRECT = frozenset(field.name for field in COLUMNS) - {"id", "text", "extra"}
_ARROW: dict[Any, pa.DataType] = {int: pa.int64(), float: pa.float64(), bool: pa.bool_(), str: pa.string()}

#: rows with text in a row group: a few MB, so that a reader can take one page of documents at a time
ROW_GROUP_TEXTS = 1000
#: rows in all: a group costs 6 ms, mostly for the measures, and nine rows in ten of a crawl left before they had a text
ROW_GROUP_ROWS = 8000


def schemas(stages: list[Stage]) -> tuple[pa.Schema, pa.Schema]:
    """The schemas of kept/ and rejected/ under these stages."""
    structs = [pa.field(stage.name, _struct(stage.Measures)) for stage in stages if stage.Measures is not None]
    columns = [*COLUMNS, *([pa.field("measures", pa.struct(structs))] if structs else [])]
    return pa.schema(columns), pa.schema([*columns, *REJECTED_COLUMNS])


def kept_row(doc: Document) -> dict[str, Any]:
    """The row of a document that stays; columns that it lacks are null."""
    known: dict[str, Any] = doc.metadata
    row: dict[str, Any] = {name: value for name, value in known.items() if name in _DIRECT}
    row |= {"id": doc.id, "text": doc.text, "measures": measures_row(doc)}
    if extra := {key: known[key] for key in known.keys() - FIELDS.keys()}:
        row["extra"] = orjson.dumps(extra, default=str, option=orjson.OPT_SORT_KEYS).decode()
    return row


def measures_row(doc: Document) -> dict[str, dict[str, Any]]:
    """Stage name -> its measures as plain values; a dict measure becomes a list of (key, value) pairs, as Arrow maps are."""
    return {
        stage: {name: _plain(getattr(measures, name)) for name in _names(type(measures))}
        for stage, measures in doc.metadata.get("measures", {}).items()
    }


def _plain(value: Any) -> Any:
    return sorted(value.items()) if isinstance(value, dict) else value  # pyright: ignore[reportUnknownVariableType]


@functools.cache
def _names(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cls))


def rejected_row(doc: Document, stage: str, verdict: Verdict) -> dict[str, Any]:
    """The row of a document that leaves at `stage`."""
    row = kept_row(doc)
    row |= {"stage": stage, "reason": verdict.reason, "value": verdict.value, "limit": verdict.limit}
    return row


def parquet_writer(file: typing.IO[bytes], schema: pa.Schema) -> pq.ParquetWriter:
    """A writer of kept/, rejected/ and signatures/: zstd, and a checksum a page.

    No dictionaries: zstd alone makes smaller files (by 4 to 10%), and hashing every value took a quarter of the time.
    """
    return pq.ParquetWriter(
        file, schema, compression="zstd", compression_level=3, use_dictionary=False, write_page_checksum=True
    )


class RowWriter:
    """Collects rows and writes them as row groups; the same rows give the same bytes."""

    def __init__(self, file: typing.IO[bytes], schema: pa.Schema):
        self._schema = schema
        self._writer = parquet_writer(file, schema)
        self._rows: list[dict[str, Any]] = []
        self._texts = 0
        self.count = 0

    def write(self, row: dict[str, Any]) -> None:
        self._rows.append(row)
        self._texts += row.get("text") != ""
        self.count += 1
        if self._texts == ROW_GROUP_TEXTS or len(self._rows) == ROW_GROUP_ROWS:
            self._flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if self._rows and error is None:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(pa.Table.from_pylist(self._rows, self._schema))
        self._rows, self._texts = [], 0


def _struct(measures: type) -> pa.StructType:
    hints = typing.get_type_hints(measures)
    return pa.struct([pa.field(field.name, _arrow_type(hints[field.name])) for field in dataclasses.fields(measures)])


def _arrow_type(hint: Any) -> pa.DataType:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _arrow_type(next(arg for arg in args if arg is not type(None)))
    if origin is typing.Literal:
        return pa.string()
    if origin is dict:
        return pa.map_(_ARROW[args[0]], _ARROW[args[1]])
    if origin in (list, tuple):
        return pa.list_(_ARROW[args[0]])
    return _ARROW[hint]
