"""Input files -> splits -> documents.

A split is a range of compressed bytes of one file, planned from the file's size alone. The records of a file belong to
its splits without gap or overlap whatever the format allows:

- WARC and WET as .gz: from the first gzip member that starts a record at or after `start` to the first one at or
  after `end` (Common Crawl writes one member a record; a file of a single member has all its records in split 0).
  Uncompressed likewise, from record to record.
- JSONL: lines whose first byte lies in the range; in .gz and .zst files "lies in" means that it came out of a
  compressed chunk of the range, and what stands before is decompressed and passed over.
- Parquet: row groups whose first byte lies in the range.
- WARC as .zst: one split.

What cannot be read is yielded as `Unreadable` with its place, and reading goes on behind it.
"""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import fsspec  # pyright: ignore[reportMissingTypeStubs]
import orjson
import pyarrow.parquet as pq
import zstandard
from datatrove.data import Document

from .archives import read_plain_warc, read_warc_members, read_warc_stream
from .errors import UserError
from .recipe import ReadConfig
from .storage import InputFile
from .warc import Page, Unreadable

#: suffix -> (format, compression); the longest suffix that fits decides
FORMATS = {
    ".warc.gz": ("warc", "gz"), ".wet.gz": ("warc", "gz"),
    ".warc.zst": ("warc", "zst"), ".wet.zst": ("warc", "zst"),
    ".warc": ("warc", ""), ".wet": ("warc", ""),
    ".jsonl.gz": ("jsonl", "gz"), ".json.gz": ("jsonl", "gz"),
    ".jsonl.zst": ("jsonl", "zst"), ".json.zst": ("jsonl", "zst"),
    ".jsonl": ("jsonl", ""), ".json": ("jsonl", ""),
    ".parquet": ("parquet", ""),
}  # fmt: skip
#: compressed bytes fed to a decompressor at a time; part of what defines the splits of .jsonl.gz and .jsonl.zst
CHUNK_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Split:
    """Bytes start to end of the file `uri`; `name` is the stem of every output file of this split."""

    uri: str
    source: str
    index: int
    start: int
    end: int
    size: int

    @property
    def name(self) -> str:
        return f"{self.source}/{self.index:05d}"


def plan_splits(files: list[InputFile], config: ReadConfig) -> list[Split]:
    """The splits of all files, in the order of files and bytes."""
    splits: list[Split] = []
    for file in files:
        kind, compression = file_format(file.source)
        whole = kind == "warc" and compression == "zst"
        step = max(file.size, 1) if whole else max(int(config.split_mb * 1e6), 1)
        if kind == "jsonl" and compression:
            step = max(step // CHUNK_BYTES, 1) * CHUNK_BYTES
        starts = range(0, max(file.size, 1), step)
        splits += [
            Split(file.uri, file.source, index, start, min(start + step, file.size), file.size)
            for index, start in enumerate(starts)
        ]
    return splits


def file_format(source: str) -> tuple[str, str]:
    """(format, compression) by the file's suffix, or UserError."""
    fits = [suffix for suffix in FORMATS if source.lower().endswith(suffix)]
    if not fits:
        raise UserError(f"input {source}: format not known by its name; known are {', '.join(FORMATS)}")
    return FORMATS[max(fits, key=len)]


def read_split(split: Split, config: ReadConfig) -> Iterator[Document | Unreadable]:
    """The documents of a split, in the order of the file, and what could not be read."""
    kind, compression = file_format(split.source)
    limit = int(config.max_record_mb * 1e6)
    with fsspec.open(split.uri, "rb").open() as file:  # pyright: ignore
        if kind == "warc":
            for record in _read_warc(file, compression, split, limit):
                if isinstance(record, Unreadable):
                    yield record
                    continue
                metadata: dict[str, Any] = {"url": record.url, "source": split.source, "offset": record.offset}
                if record.is_text:
                    text = record.body.decode("utf-8", errors="replace")
                else:
                    text = ""
                    metadata |= {"content": record.body, "content_type": record.content_type}
                yield Document(text=text, id=document_id(split.source, record.position), metadata=metadata)
        elif kind == "jsonl":
            yield from _read_jsonl(file, compression, split, config, limit)
        else:
            yield from _read_parquet(file, split, config)


def _read_warc(file: IO[bytes], compression: str, split: Split, limit: int) -> Iterator[Page | Unreadable]:
    if compression == "zst":
        return read_warc_stream(file, compression, limit)
    read = read_warc_members if compression == "gz" else read_plain_warc
    return read(file, split.start, split.end, split.size, limit)


def document_id(source: str, position: str | int) -> str:
    """32 hex digits: BLAKE2b of the source's name and the record's position in it; the content plays no part."""
    return hashlib.blake2b(f"{source}\n{position}".encode(), digest_size=16).hexdigest()


def _read_jsonl(
    file: IO[bytes], compression: str, split: Split, config: ReadConfig, limit: int
) -> Iterator[Document | Unreadable]:
    lines = _compressed_lines(file, compression, split, limit) if compression else _plain_lines(file, split, limit)
    for line in lines:
        if isinstance(line, Unreadable):
            yield line
            continue
        offset, data = line
        if not data.strip():
            continue
        try:
            row = orjson.loads(data)
        except orjson.JSONDecodeError as error:
            yield Unreadable(offset, "broken_json", str(error))
            continue
        yield _from_row(row if isinstance(row, dict) else {}, offset, split, config)  # pyright: ignore


def _from_row(row: dict[str, Any], offset: int, split: Split, config: ReadConfig) -> Document | Unreadable:
    text = row.get(config.text_field)
    url, title = (
        value if isinstance(value := row.get(field), str) else None for field in (config.url_field, config.title_field)
    )
    if not isinstance(text, str):
        return Unreadable(offset, "no_text", f"field {config.text_field!r} is missing or not a string")
    # a lone surrogate escape (\ud83d) is legal JSON but no text; orjson refuses it, Parquet cannot hold it
    metadata: dict[str, Any] = {"url": url, "source": split.source, "offset": offset}
    if title is not None:
        metadata["title"] = title
    return Document(text=text, id=document_id(split.source, offset), metadata=metadata)


def _plain_lines(file: IO[bytes], split: Split, limit: int) -> Iterator[tuple[int, bytes] | Unreadable]:
    offset = split.start
    if offset:
        # the line that crosses the border belongs to the split in which it starts
        file.seek(offset - 1)
        offset += len(_skip_line(file)) - 1
    while offset < split.end:
        line = file.readline(limit + 1)
        if not line:
            return
        size = len(line)
        if size > limit and not line.endswith(b"\n"):
            while rest := file.readline(1 << 20):
                size += len(rest)
                if rest.endswith(b"\n"):
                    break
            yield Unreadable(offset, "too_large", f"line of {size} bytes")
        else:
            yield offset, line
        offset += size


def _skip_line(file: IO[bytes]) -> bytes:
    skipped = b""
    while (part := file.readline(1 << 20)) and not part.endswith(b"\n"):
        skipped += part
    return skipped + part


def _compressed_lines(
    file: IO[bytes], compression: str, split: Split, limit: int
) -> Iterator[tuple[int, bytes] | Unreadable]:
    """Lines with their offset in the decompressed stream, for lines that start in chunks of [start, end)."""
    rest, position, chunk_start, line_chunk = b"", 0, 0, 0  # line_chunk: the chunk in which `rest` started
    try:
        for chunk_start, data in _decompressed_chunks(file, compression):
            if not rest:
                line_chunk = chunk_start
            if line_chunk >= split.end:
                return
            *lines, tail = (rest + data).split(b"\n") if b"\n" in data else (rest + data,)
            for line in lines:
                if split.start <= line_chunk < split.end:
                    yield (
                        (position, line)
                        if len(line) <= limit
                        else Unreadable(position, "too_large", f"{len(line)} bytes")
                    )
                position += len(line) + 1
                line_chunk = chunk_start
            rest = tail
            if len(rest) > limit * 4:
                raise zlib.error(f"a line of more than {limit * 4} bytes")
        if rest and split.start <= line_chunk < split.end:
            yield position, rest
    except (zlib.error, zstandard.ZstdError, EOFError) as error:
        # nothing behind the damage can be decompressed; the split that owns this place says so
        if split.start <= chunk_start < split.end:
            yield Unreadable(position, "broken_compression", f"rest of the file is lost: {error}")


def _decompressed_chunks(file: IO[bytes], compression: str) -> Iterator[tuple[int, bytes]]:
    """(offset of the compressed chunk, bytes it decompresses to); EOFError if the stream is cut off."""

    def fresh() -> Any:
        return zlib.decompressobj(wbits=31) if compression == "gz" else zstandard.ZstdDecompressor().decompressobj()

    stream, started, start = fresh(), False, 0
    while chunk := file.read(CHUNK_BYTES):
        out: list[bytes] = []
        data = chunk
        while data:
            out.append(stream.decompress(data))
            started, data = True, b""
            if stream.eof:
                data, stream, started = stream.unused_data, fresh(), False
        yield start, b"".join(out)
        start += len(chunk)
    if started:
        raise EOFError("the compressed stream is cut off")


def _read_parquet(file: IO[bytes], split: Split, config: ReadConfig) -> Iterator[Document | Unreadable]:
    try:
        table = pq.ParquetFile(file)
    except (OSError, ValueError) as error:
        if split.start == 0:
            yield Unreadable(0, "broken_parquet", str(error))
        return
    columns = [
        name for name in (config.text_field, config.url_field, config.title_field) if name in table.schema_arrow.names
    ]
    if config.text_field not in columns:
        raise UserError(
            f"input {split.source}: no column {config.text_field!r}; its columns are "
            f"{', '.join(table.schema_arrow.names)}; name one with --set read.text_field=..."
        )
    row = 0
    for index in range(table.num_row_groups):
        group = table.metadata.row_group(index)
        column = group.column(0)
        begin = column.dictionary_page_offset if column.has_dictionary_page else column.data_page_offset
        if not split.start <= begin < split.end:
            row += group.num_rows
            continue
        first = row
        try:
            for batch in table.iter_batches(batch_size=1000, row_groups=[index], columns=columns):
                for values in batch.to_pylist():
                    yield _from_row(values, row, split, config)
                    row += 1
        except (OSError, ValueError) as error:
            yield Unreadable(row, "broken_row_group", f"rows {row} to {first + group.num_rows - 1} are lost: {error}")
            row = first + group.num_rows
