"""WARC and WET records, read so that one broken record costs that record alone.

Gzipped archives hold one gzip member a record. Each member is decompressed by itself (zlib) and handed to FastWARC, so
a damaged member, garbage between members or a record that lies about its length cannot swallow its neighbours: behind
it, reading goes on at the next place where a gzip member decompresses to the start of a WARC record.
"""

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import zstandard
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from .coding import TooLarge, undo_codings

_MAGIC = b"\x1f\x8b\x08"
_BUFFER = 1 << 18


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that could not be read. offset: in its file, as for documents. reason: one word. detail: for the reader."""

    offset: int
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Page:
    """A response (bytes as the server sent them, transfer and content encodings undone) or a WET record's text."""

    offset: int
    position: str
    url: str | None
    content_type: str | None
    body: bytes
    is_text: bool


def read_warc_members(file: IO[bytes], start: int, end: int, size: int, limit: int) -> Iterator[Page | Unreadable]:
    """Records of the gzip members that start in the bytes start to end of a file of `size` bytes.

    limit: bytes of a decompressed record; a larger one is set aside.
    """
    begin = find_member(file, start, size)
    end = find_member(file, end, size)
    while begin < end:
        member = _Member(file, begin, limit)
        try:
            data = member.read()
        except zlib.error as error:
            yield Unreadable(begin, "broken_gzip", str(error))
            begin = find_member(file, begin + 1, end)
            continue
        if member.end is None and len(data) > limit:
            many = _first_record_ends_within(data, limit)
            if many:
                file.seek(begin)
                yield from read_warc_stream(_Bounded(file, end - begin), "gz", limit, begin)
                return
            yield Unreadable(begin, "too_large", f"record of more than {limit} bytes")
            begin = find_member(file, begin + 1, end)
            continue
        if member.end is None:
            yield Unreadable(begin, "truncated", "the gzip member is cut off")
            begin = find_member(file, begin + 1, end)
            continue
        yield from _records(io.BytesIO(data), begin, limit, single_member=True)
        behind = begin = member.end
        if begin < end and not _starts_record(file, begin):
            begin = find_member(file, begin, end)
            yield Unreadable(behind, "not_warc", f"{begin - behind} bytes that start no WARC record")


def read_warc_stream(file: Any, compression: str, limit: int, base: int = 0) -> Iterator[Page | Unreadable]:
    """Records of a plain or zstd archive, or of a gzip archive of one large member; damage loses the rest of the file."""
    if compression == "zst":
        file = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
    elif compression == "gz":
        file = gzip.GzipFile(fileobj=file)
    yield from _records(file, base, limit, single_member=False)


def find_member(file: IO[bytes], start: int, end: int) -> int:
    """Offset of the first gzip member at or after `start` that begins a WARC record; `end` if there is none before it."""
    if start == 0:
        return 0
    position = start
    while position < end:
        file.seek(position)
        block = file.read(_BUFFER)
        found = block.find(_MAGIC)
        while found >= 0 and position + found < end:
            if _is_record(block[found : found + 4096] if found + 4096 <= len(block) else None, file, position + found):
                return position + found
            found = block.find(_MAGIC, found + 1)
        if len(block) < _BUFFER:
            break
        position += len(block) - len(_MAGIC) + 1
    return end


def _starts_record(file: IO[bytes], offset: int) -> bool:
    file.seek(offset)
    return _is_record(file.read(4096), file, offset)


def _is_record(head: bytes | None, file: IO[bytes], offset: int) -> bool:
    if head is None:
        file.seek(offset)
        head = file.read(4096)
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 16).startswith(b"WARC/")
    except zlib.error:
        return False


class _Member:
    """One gzip member. After `read`, `end` is where the next one starts, or None if this one did not end."""

    def __init__(self, file: IO[bytes], start: int, limit: int):
        self._file, self._start, self._limit = file, start, limit
        self.end: int | None = None

    def read(self) -> bytes:
        """The member decompressed, at most a little more than the limit (a member of a few bytes can hold gigabytes)."""
        stream = zlib.decompressobj(wbits=31)
        self._file.seek(self._start)
        out: list[bytes] = []
        size, consumed = 0, 0
        room = self._limit + (1 << 16)  # the record's own headers come on top of its limit
        size_hint = 1 << 15
        while not stream.eof and size <= room:
            block = stream.unconsumed_tail or self._file.read(size_hint)
            size_hint = _BUFFER
            if not block:
                return b"".join(out)
            data = stream.decompress(block, room + 1 - size)
            consumed += len(block) - len(stream.unconsumed_tail) - len(stream.unused_data)
            out.append(data)
            size += len(data)
        if stream.eof:
            self.end = self._start + consumed
        return b"".join(out)


def _first_record_ends_within(data: bytes, limit: int) -> bool:
    head = data[: data.find(b"\r\n\r\n") + 4]
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return len(head) + int(value) <= limit
    return False


class _Bounded(io.RawIOBase):
    """At most `size` bytes of a file from where it stands."""

    def __init__(self, file: IO[bytes], size: int):
        self._file, self._left = file, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        data = self._file.read(min(len(buffer), self._left))
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)


def _records(stream: Any, base: int, limit: int, *, single_member: bool) -> Iterator[Page | Unreadable]:
    """Pages among the records of a decompressed stream; `base` is added to their offsets unless they share a member."""
    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    offset = base
    try:
        records = iter(ArchiveIterator(stream, parse_http=False, stream_detect=False))
        while True:
            record = next(records, None)
            if record is None:
                break
            within = record.stream_pos
            offset = base if single_member else base + within
            position = (
                str(base)
                if single_member and within == 0
                else f"{base}.{within}"
                if base or single_member
                else str(within)
            )
            if record.content_length > limit:
                yield Unreadable(offset, "too_large", f"record of {record.content_length} bytes")
                continue
            if record.record_type & wanted:
                yield _page(record, offset, position, limit)
            elif single_member:
                # nothing to read, but a length that lies must still be seen
                body = record.reader.read()
                if len(body) < record.content_length:
                    yield Unreadable(offset, "truncated", f"{len(body)} of {record.content_length} bytes")
    except (OSError, ValueError, zlib.error, zstandard.ZstdError, EOFError) as error:
        what = "" if single_member else "rest of the file is lost: "
        yield Unreadable(offset, "broken_record", f"{what}{error}")


def _page(record: WarcRecord, offset: int, position: str, limit: int) -> Page | Unreadable:
    url = record.headers.get("WARC-Target-URI")
    is_text = record.record_type == WarcRecordType.conversion
    declared = record.content_length
    content_type = record.headers.get("Content-Type")
    encodings: list[str] = []
    if not is_text and record.is_http:
        record.parse_http()
        declared = record.content_length
        headers = record.http_headers
        content_type = headers.get("Content-Type")
        encodings = [
            token.strip().lower()
            for name in ("Content-Encoding", "Transfer-Encoding")
            for token in (headers.get(name) or "").split(",")
        ]
    body = record.reader.read()
    if len(body) < declared:
        return Unreadable(offset, "truncated", f"{len(body)} of {declared} bytes of {url}")
    try:
        body = undo_codings(body, encodings, limit) if encodings else body
    except TooLarge as error:
        return Unreadable(offset, "too_large", f"{error}: {url}")
    return Page(offset, position, url, content_type, body, is_text)
