"""The short way through records written as crawlers write them says what FastWARC says of them."""

import io

import pytest
import warcs
from hypothesis import given, settings
from hypothesis import strategies as st
from taosha.pipeline.warc import Page, _usual_record, read_records

LIMIT = 10_000


def by_fastwarc(data: bytes):
    return list(read_records(io.BytesIO(data), 7, LIMIT, single_member=True))


USUAL = {
    "a page": warcs.response("http://a.example/1", b"<p>page</p>"),
    "a page without a type": b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n<p>page</p>",
    "fields in any case, blanks around values": (
        b"HTTP/1.0 404 Not Found\r\ncontent-TYPE:text/html ; charset=big5  \r\nSet-Cookie: a\r\nSet-Cookie: b\r\n\r\n\r\n<p>"
    ),
    "codings": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, identity\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<p>p\r\n0\r\n\r\n",
    "no body": b"HTTP/1.1 204 No Content\r\n\r\n",
    "a request": warcs.record("request", "http://a.example/1", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"),
    "metadata": warcs.record("metadata", "http://a.example/1", b"fetchTimeMs: 3", "application/warc-fields"),
}  # fmt: skip
UNUSUAL = {
    "a length that is not the member's": warcs.response("http://a.example/1", b"<p>page</p>", length=30),
    "two records": warcs.response("http://a.example/1", b"a") + warcs.response("http://a.example/2", b"b"),
    "more than the limit": warcs.response("http://a.example/1", b"a" * (LIMIT + 1)),
    "an address beyond ASCII": warcs.response("http://a.example/甲", b"<p>page</p>"),
    "a resource": warcs.record("resource", "http://a.example/1", b"<p>page</p>", "text/html"),
    "extracted text": warcs.record("conversion", "http://a.example/1", b"text", "text/plain"),
    "a field folded": b"HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=gbk\r\n\r\n<p>",
    "a type twice": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Type: text/plain\r\n\r\n<p>",
    "line feeds alone": b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>\r\n\r\n",
    "a carriage return and a line feed apart": b"HTTP/1.1 200 OK\r\n\r \nContent-Type: text/html\r\n\r\n<p>",
    "no end of the header": b"HTTP/1.1 200 OK\r\nContent-Type: text/html",
    "no HTTP": b"<p>\r\n\r\n",
}


def record(data: bytes) -> bytes:
    """The record, or a response with this as its block."""
    if data.startswith(b"WARC/"):
        return data
    return warcs.record("response", "http://a.example/1", data, "application/http; msgtype=response")


@pytest.mark.parametrize("name", USUAL)
def test_usual_records_go_the_short_way(name):
    data = record(USUAL[name])
    assert _usual_record(data, 7, LIMIT) == tuple(by_fastwarc(data))


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_records_are_left_to_fastwarc(name):
    assert _usual_record(record(UNUSUAL[name]), 7, LIMIT) is None


def test_what_the_short_way_yields():
    data = record(USUAL["fields in any case, blanks around values"])
    assert _usual_record(data, 7, LIMIT) == (
        Page(7, "7", "http://a.example/1", "text/html ; charset=big5", b"\r\n<p>", is_text=False),
    )


VALUES = ["response", "request", "text/html", "application/http", "gzip", "http://a/ b ", "", "a:b", "7"]


def headers(names: list[str]) -> st.SearchStrategy[bytes]:
    """Header lines, some of them as no crawler writes them."""
    separators = [": "] * 9 + [":", " : ", ":  ", " ", ":\t"]
    ends = ["\r\n"] * 60 + ["\n", "\r", "\r\n "]
    line = st.tuples(*(st.sampled_from(options) for options in (names, separators, VALUES, ends))).map("".join)
    odd = st.text("ab: \r\n\t\x00é", max_size=8)
    return st.lists(st.one_of(*[line] * 30, odd), max_size=4).map(lambda lines: "".join(lines).encode())


OF_RECORD = headers(
    ["warc-target-uri", "WARC-Target-URI", "X-Content-Type", "WARC-Date"] * 3 + ["content-length", "WARC-Type"]
)
OF_PAGE = headers(
    ["Content-Type", "content-encoding", "Transfer-Encoding", "X-Content-Type", "Content-Length", "Server"]
)


@settings(max_examples=300, deadline=None)
@given(OF_RECORD, OF_PAGE, st.binary(max_size=8), st.sampled_from([b"", b"\r\n", b"X: y\r\n"]))
def test_the_short_way_agrees_with_fastwarc_or_stands_back(of_record, of_page, body, more):
    block = b"HTTP/1.1 200 OK\r\n" + of_page + b"\r\n" + body
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n" + more + of_record
    data = head + b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"
    usual = _usual_record(data, 7, LIMIT)
    assert usual is None or list(usual) == by_fastwarc(data)
