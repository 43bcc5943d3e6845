"""WARC and WET records, read so that one broken record costs that record alone.

Gzipped archives hold one gzip member a record. Each member is decompressed by itself (ISA-L: twice as fast as zlib, and
gunzip is the largest cost of a page that holds no Chinese; the checksum is verified) and handed to FastWARC, so
a damaged member, garbage between members or a record that lies about its length cannot swallow its neighbours: behind
it, reading goes on at the next place where a gzip member decompresses to the start of a WARC record.
"""

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import zstandard
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from isal import igzip_lib, isal_zlib

from .coding import TooLarge, undo_codings

_MAGIC = b"\x1f\x8b\x08"
_BUFFER = 1 << 18
_PIECE = 1 << 14  # fed to the decompressor at a time: what a member leaves of it is copied
_WANTED = (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.conversion)
_PASSED_OVER = (b"warcinfo", b"request", b"metadata", b"revisit")
_PRINTABLE = bytes(range(0x20, 0x7F))
_WARC_FIELDS = re.compile(rb"\r\n(warc-type|warc-target-uri|content-type|content-length) *: *([^\r]*)", re.I)
_HTTP_FIELDS = re.compile(rb"\r\n(content-type|content-encoding|transfer-encoding) *: *([^\r]*)", re.I)


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
    window = _Window(file)
    found = True  # a record is known to start at `begin`: that was looked for, not taken from where the last one ended
    while begin < end:
        member = _Member(window, begin, limit)
        broken = None
        data = b""
        try:
            data = member.read()
        except igzip_lib.IsalError as error:  # pyright: ignore[reportGeneralTypeIssues]  # its stub calls it Exception
            broken = str(error)
        if not found and not data.startswith(b"WARC/") and not _starts_record(file, begin):
            behind, begin, found = begin, find_member(file, begin, end), True
            yield Unreadable(behind, "not_warc", f"{begin - behind} bytes that start no WARC record")
            continue
        if broken is None and member.end is not None:
            usual = _usual_record(data, begin, limit)
            yield from _records(io.BytesIO(data), begin, limit, single_member=True) if usual is None else usual
            begin, found = member.end, False
            continue
        if broken is not None:
            yield Unreadable(begin, "broken_gzip", broken)
        elif len(data) <= limit:
            yield Unreadable(begin, "truncated", "the gzip member is cut off")
        elif _first_record_ends_within(data, limit):
            file.seek(begin)
            yield from read_warc_stream(_Bounded(file, end - begin), "gz", limit, begin)
            return
        else:
            yield Unreadable(begin, "too_large", f"record of more than {limit} bytes")
        begin, found = find_member(file, begin + 1, end), True


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


class _Window:
    """The part of a file that was read last, so that small members do not cost a seek and a read each."""

    def __init__(self, file: IO[bytes]):
        self._file = file
        self._start, self._block = 0, memoryview(b"")

    def at(self, offset: int) -> memoryview:
        """Up to _PIECE bytes from `offset` on; none at the end of the file."""
        within = offset - self._start
        if not 0 <= within < len(self._block):
            self._file.seek(offset)
            self._start, self._block, within = offset, memoryview(self._file.read(_BUFFER)), 0
        return self._block[within : within + _PIECE]


class _Member:
    """One gzip member. After `read`, `end` is where the next one starts, or None if this one did not end."""

    def __init__(self, window: _Window, start: int, limit: int):
        self._window, self._start, self._limit = window, start, limit
        self.end: int | None = None

    def read(self) -> bytes:
        """The member decompressed, at most a little more than the limit (a member of a few bytes can hold gigabytes)."""
        stream = isal_zlib.decompressobj(wbits=31)
        out: list[bytes] = []
        room = self._limit + (1 << 16)  # the record's own headers come on top of its limit
        position = self._start
        while not stream.eof and room >= 0:
            piece = stream.unconsumed_tail
            if not piece:
                piece = self._window.at(position)
                position += len(piece)
                if not piece:
                    break
            data = stream.decompress(piece, room + 1)
            out.append(data)
            room -= len(data)
        if stream.eof:
            self.end = position - len(stream.unused_data)
        return out[0] if len(out) == 1 else b"".join(out)


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
            if record.record_type in _WANTED:
                yield _parsed_record(record, offset, position, limit)
            elif single_member:
                # nothing to read, but a length that lies must still be seen
                body = record.reader.read()
                if len(body) < record.content_length:
                    yield Unreadable(offset, "truncated", f"{len(body)} of {record.content_length} bytes")
    except (OSError, ValueError, zlib.error, zstandard.ZstdError, EOFError) as error:
        what = "" if single_member else "rest of the file is lost: "
        yield Unreadable(offset, "broken_record", f"{what}{error}")


def _usual_record(data: bytes, offset: int, limit: int) -> tuple[Page | Unreadable, ...] | None:
    """The page, if any, of a member that is one record written as crawlers write them; None: FastWARC must look.

    A third of FastWARC's time, which is a sixth of what a page costs that holds no Chinese. Both give the same, which a
    test makes sure of; what is in any way unusual (folded or repeated fields, bare line feeds, bytes beyond ASCII, a
    length that is not the member's) is left to FastWARC.
    """
    end = data.find(b"\r\n\r\n")
    if end < 0 or not data.startswith((b"WARC/1.0\r\n", b"WARC/1.1\r\n")) or not data.endswith(b"\r\n\r\n"):
        return None
    fields = _usual_fields(data[:end], _WARC_FIELDS)
    start, stop = end + 4, len(data) - 4
    if fields is None or fields.get(b"content-length") != b"%d" % (stop - start) or stop - start > limit:
        return None
    kind, content_type = fields.get(b"warc-type"), fields.get(b"content-type", b"")
    if kind in _PASSED_OVER:
        return ()
    is_http = content_type.partition(b";")[0] == b"application/http"
    end = data.find(b"\r\n\r\n", start, stop)
    if kind != b"response" or not is_http or end < 0 or not data.startswith(b"HTTP/", start):
        return None
    http = _usual_fields(data[start:end], _HTTP_FIELDS)
    if http is None:
        return None
    url, content_type = fields.get(b"warc-target-uri"), http.get(b"content-type")
    codings = [http[name].decode() for name in (b"content-encoding", b"transfer-encoding") if name in http]
    page = _page(
        offset,
        str(offset),
        None if url is None else url.decode(),
        None if content_type is None else content_type.decode(),
        codings,
        data[end + 4 : stop],
        limit,
    )
    return (page,)


def _usual_fields(head: bytes, wanted: re.Pattern[bytes]) -> dict[bytes, bytes] | None:
    """Name in lower case -> value of the wanted header fields; None if the header is in any way unusual."""
    if len(head.translate(None, _PRINTABLE)) != 2 * head.count(b"\r\n") or b"\r\n " in head:
        return None
    found = wanted.findall(head)
    fields = {name.lower(): value.rstrip() for name, value in found}
    return fields if len(fields) == len(found) else None


def _parsed_record(record: WarcRecord, offset: int, position: str, limit: int) -> Page | Unreadable:
    url = record.headers.get("WARC-Target-URI")
    declared = record.content_length
    content_type = record.headers.get("Content-Type")
    codings: list[str] = []
    is_text = record.record_type == WarcRecordType.conversion
    if not is_text and record.is_http:
        record.parse_http()
        declared = record.content_length
        headers = record.http_headers
        content_type = headers.get("Content-Type")
        codings = [value for name in ("Content-Encoding", "Transfer-Encoding") if (value := headers.get(name))]
    body = record.reader.read()
    if len(body) < declared:
        return Unreadable(offset, "truncated", f"{len(body)} of {declared} bytes of {url}")
    return _page(offset, position, url, content_type, codings, body, limit, is_text=is_text)


def _page(
    offset: int,
    position: str,
    url: str | None,
    content_type: str | None,
    codings: list[str],
    body: bytes,
    limit: int,
    *,
    is_text: bool = False,
) -> Page | Unreadable:
    """codings: values of Content-Encoding and Transfer-Encoding, in this order."""
    names = [token.strip().lower() for value in codings for token in value.split(",")]
    try:
        body = undo_codings(body, names, limit) if names else body
    except TooLarge as error:
        return Unreadable(offset, "too_large", f"{error}: {url}")
    return Page(offset, position, url, content_type, body, is_text)
