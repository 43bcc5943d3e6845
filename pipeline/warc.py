"""WARC and WET records: from the bytes of a record to the page in it.

FastWARC parses them; records written as crawlers write them go a shorter way that says the same.
"""

import io
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import zstandard
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from .coding import TooLarge, undo_codings

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


def read_record(data: bytes | bytearray, offset: int, limit: int) -> Iterable[Page | Unreadable]:
    """The pages of bytes that should be one record: a gzip member, or that stretch of a plain archive."""
    usual = _usual_record(data, offset, limit)
    return read_records(io.BytesIO(data), offset, limit, single_member=True) if usual is None else usual


def read_records(stream: Any, base: int, limit: int, *, single_member: bool) -> Iterator[Page | Unreadable]:
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


def _usual_record(data: bytes | bytearray, offset: int, limit: int) -> tuple[Page | Unreadable, ...] | None:
    """The page, if any, of a member that is one record written as crawlers write them; None: FastWARC must look.

    9 µs instead of 19, of about 120 that a page costs which holds no Chinese. Both give the same, which a test makes sure
    of; what is in any way unusual (folded or repeated fields, bare line feeds, bytes beyond ASCII, a
    length that is not the member's) is left to FastWARC.
    """
    end = data.find(b"\r\n\r\n")
    if end < 0 or not data.startswith((b"WARC/1.0\r\n", b"WARC/1.1\r\n")) or not data.endswith(b"\r\n\r\n"):
        return None
    fields = _usual_fields(bytes(data[:end]), _WARC_FIELDS)
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
    http = _usual_fields(bytes(data[start:end]), _HTTP_FIELDS)
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
        bytes(memoryview(data)[end + 4 : stop]),
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
