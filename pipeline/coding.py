"""Content and transfer codings of HTTP (RFC 9110), undone within a bound: a page of a few bytes can claim gigabytes."""

import contextlib
import io
import zlib

import zstandard
from resiliparse.parse.http import iterate_http_chunks

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
#: codings of one page that are undone, from the last applied on; honest servers apply one, or one and chunks
MOST_CODINGS = 4


class TooLarge(ValueError):
    """The page has more bytes than the limit once its codings are undone."""


def undo_codings(body: bytes, codings: list[str], limit: int) -> bytes:
    """`body` without the codings that it really has, of those that the headers name in the order they were applied.

    Crawlers often undo a coding and leave the header behind, so the bytes decide. What is cut off or damaged keeps the
    part before the damage. Raises TooLarge beyond `limit` bytes.
    """
    for coding in list(reversed(codings))[:MOST_CODINGS]:
        if coding == "chunked":
            with contextlib.suppress(
                OSError, ValueError, OverflowError
            ):  # not chunked after all: the bytes are the page
                body = b"".join(iterate_http_chunks(io.BytesIO(body))) or body
        elif body.startswith(GZIP):  # whatever it is called
            body = _inflate(body, 31, limit)
        elif coding == "deflate" and body[:1] == b"\x78":
            body = _inflate(body, 15, limit)
        elif coding == "zstd" and body.startswith(ZSTD):
            body = _unzstd(body, limit)
        elif coding == "br":
            body = _unbrotli(body, limit)
        if len(body) > limit:
            raise TooLarge(f"more than {limit} bytes behind its {coding} coding")
    return body


def _inflate(body: bytes, wbits: int, limit: int) -> bytes:
    try:
        return zlib.decompressobj(wbits=wbits).decompress(body, limit + 1)
    except zlib.error:
        return body


def _unzstd(body: bytes, limit: int) -> bytes:
    out = b""
    with contextlib.suppress(zstandard.ZstdError):
        stream = zstandard.ZstdDecompressor().stream_reader(body)
        while len(out) <= limit and (piece := stream.read(limit + 1 - len(out))):
            out += piece
    return out or body


def _unbrotli(body: bytes, limit: int) -> bytes:
    import brotli  # pyright: ignore

    try:
        return brotli.Decompressor().process(body, output_buffer_limit=limit + 1)  # pyright: ignore
    except brotli.error:  # pyright: ignore
        return body
