"""Any bytes a server may send go through every stage without an error, and come out as a row that can be written.

Bounded; for a longer run with coverage feedback see benchmarks/fuzz.
"""

import contextlib
import gzip
import math
import zlib

import brotli
import pyarrow as pa
import pytest
import zstandard
from datatrove.data import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from taosha.filters.verdict import Verdict
from taosha.pipeline.coding import TooLarge, undo_codings
from taosha.pipeline.recipe import load_recipe
from taosha.pipeline.records import kept_row, rejected_row, schemas
from taosha.pipeline.stages.build import build_stages

STAGES = build_stages(load_recipe("web"))
KEPT, REJECTED = schemas(STAGES)
#: what parsers stumble over, between ordinary text
TOKENS = [
    "<p>",
    "</p>",
    "<div class='content",
    '">',
    "<a href=x>",
    "</a>",
    "<br/>",
    "<table><tr><td>",
    "</table>",
    "<pre>",
    "<script>",
    "</script",
    "<style>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<title>",
    "<meta charset=gbk>",
    "<meta charset=big5 ",
    "<svg>",
    "<ruby>字<rt>zì</rt></ruby>",
    "<p\0a=",
    "<h1 id=\ud800>",
    "&amp",
    "&#x4e2d;",
    "&#20013",
    "&#xD800;",
    "&#1114112;",
    "&nbsp;",
    "<",
    ">",
    "河水在三月解冻，船家把渡船从岸上推下水去。",
    "後來的事，誰也說不準。",
    "首页 > 新闻 > 正文",
    "责任编辑：张三",
    "上一页",
    "\n",
    "\r\n",
    "\t",
    "　　",
    "\0",
    "\x1b$B",
    "~{VPND~}",
    "\ufeff",
    "\u202e",
    "e\u0301\u0327",
    "👨\u200d👩",
    "𠮷",
    "\ue000",
    "锟斤拷",
    "ä¸\xad",
    "\x80",
    "13800138000",
    "a@b.example",
    "百家乐加微信",
    "http://x.example/",
    "第一章",
    "“",
    "」",
]
ENCODINGS = ["utf-8", "gb18030", "big5", "utf-16", "utf-16-be", "euc_jp", "latin-1", "hz", "iso2022_jp"]
TEXTS = st.lists(st.one_of(st.sampled_from(TOKENS), st.text(max_size=5)), max_size=60).map("".join)


@st.composite
def pages(draw: st.DrawFn) -> bytes:
    """Pages in any encoding, with a stretch of foreign bytes put in and the end cut off."""
    page = draw(TEXTS).encode(draw(st.sampled_from(ENCODINGS)), "ignore")
    at = draw(st.integers(0, len(page)))
    page = page[:at] + draw(st.binary(max_size=8)) + page[at:]
    return page[: draw(st.integers(0, len(page)))] if draw(st.booleans()) else page


CONTENT_TYPES = st.sampled_from(
    [None, "text/html", "text/html; charset=gbk", "text/plain", "text/html; charset=\udcff", "x"]
)


def check(doc: Document) -> None:
    for stage in STAGES:
        verdict = stage.apply(doc)
        assert isinstance(verdict, Verdict)
        if not verdict.keep:
            rows, schema = [rejected_row(doc, stage.name, verdict)], REJECTED
            break
    else:
        rows, schema = [kept_row(doc)], KEPT
    table = pa.Table.from_pylist(rows, schema)  # refuses what is no text
    for value in table["measures"].to_pylist()[0].values():
        for measure in (value or {}).values():
            assert not isinstance(measure, float) or math.isfinite(measure)


@settings(max_examples=300, deadline=None)
@given(st.one_of(pages(), st.binary(max_size=200)), CONTENT_TYPES)
def test_any_page(content, content_type):
    doc = Document("", "1", metadata={"url": None, "source": "s", "offset": 0})
    doc.metadata |= {"content": content, "content_type": content_type}
    check(doc)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_any_text(text):
    """A text record, of which JSON's reader has already refused lone surrogates."""
    text = text.encode("utf-8", "replace").decode()
    check(Document(text, "1", metadata={"url": None, "source": "s", "offset": 0}))


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.binary(max_size=200), pages().map(lambda page: b"\x1f\x8b\x08" + page)),
    st.lists(st.sampled_from(["gzip", "deflate", "br", "zstd", "chunked", "identity", ""]), max_size=4),
)
def test_any_coding(body, codings):
    with contextlib.suppress(TooLarge):
        assert len(undo_codings(body, codings, 1000)) <= max(1000, len(body))


def bomb(coding: str, size: int) -> bytes:
    data = bytes(size)
    return {
        "gzip": lambda: gzip.compress(data),
        "deflate": lambda: zlib.compress(data),
        "br": lambda: brotli.compress(data, quality=1),
        "zstd": lambda: zstandard.compress(data),
    }[coding]()


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_stopped_at_the_limit(coding):
    body = bomb(coding, 20_000_000)
    assert undo_codings(body, [coding], 20_000_000) == bytes(20_000_000)
    with pytest.raises(TooLarge, match=f"more than 1000 bytes behind its {coding} coding"):
        undo_codings(body, [coding], 1000)
    with pytest.raises(TooLarge):
        undo_codings(gzip.compress(body), [coding, "gzip"], 100_000)
