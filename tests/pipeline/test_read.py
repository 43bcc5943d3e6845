"""Reading: every record exactly once whatever the splits, and damage that costs itself alone."""

import gzip
import json
import os
import random
import zlib

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import warcs
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from taosha.pipeline.errors import UserError
from taosha.pipeline.read import FORMATS, document_id, plan_splits, read_split
from taosha.pipeline.recipe import ReadConfig
from taosha.pipeline.storage import find_inputs
from taosha.pipeline.warc import Unreadable


def config(split_mb: float = 1000, max_record_mb: float = 1) -> ReadConfig:
    return ReadConfig(
        split_mb=split_mb, max_record_mb=max_record_mb, text_field="text", url_field="url", title_field="title"
    )


def read_all(path, split_mb: float = 1000, max_record_mb: float = 1):
    """(documents, unreadable) of all splits of the files that `path` names."""
    documents, unreadable = [], []
    for split in plan_splits(find_inputs([str(path)]), config(split_mb, max_record_mb)):
        for one in read_split(split, config(split_mb, max_record_mb)):
            (unreadable if isinstance(one, Unreadable) else documents).append(one)
    return documents, unreadable


def page(i: int, size: int = 3000) -> bytes:
    return warcs.response(f"http://a.example/{i}", bytes([i]) + random.Random(i).randbytes(size))


def flipped(part: bytes, data) -> bytes:
    """`part` with one to five bytes drawn anew."""
    victim = bytearray(part)
    for _ in range(data.draw(st.integers(1, 5))):
        victim[data.draw(st.integers(0, len(victim) - 1))] = data.draw(st.integers(0, 255))
    return bytes(victim)


def urls(documents) -> list[str]:
    return [doc.metadata["url"].rpartition("/")[2] for doc in documents]


@pytest.mark.parametrize("split_mb", [0.0005, 0.001, 0.0033, 1])
def test_warc_gz_every_record_once_at_any_split_size(tmp_path, split_mb):
    (tmp_path / "x.warc.gz").write_bytes(warcs.members(*(page(i) for i in range(20))))
    documents, unreadable = read_all(tmp_path / "x.warc.gz", split_mb)
    assert urls(documents) == [str(i) for i in range(20)]
    assert [doc.metadata["content"][0] for doc in documents] == list(range(20))
    assert unreadable == []


def test_ids_do_not_depend_on_splits_or_folder(tmp_path):
    data = warcs.members(*(page(i) for i in range(5)))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.warc.gz").write_bytes(data)
    one, _ = read_all(tmp_path / "one" / "x.warc.gz", 0.001)
    two, _ = read_all(tmp_path / "two" / "*.gz", 1000)
    assert [doc.id for doc in one] == [doc.id for doc in two]
    assert len({doc.id for doc in one}) == 5
    assert one[0].id == document_id("x.warc.gz", "0")


def liar(length: int, body: bytes = b"x") -> bytes:
    """A member whose record claims another length than it has."""
    return gzip.compress(warcs.response("http://a.example/2", body, length=length))


DAMAGE = {
    # name: (how the six members are put together, pages that remain, reasons of what is set aside)
    "a member cut off, others behind it": (
        lambda m: b"".join(m[:2]) + m[2][:1500] + b"".join(m[3:]), "01345", ["broken_gzip"],
    ),
    "the last member cut off": (lambda m: b"".join(m[:5]) + m[5][:1500], "01234", ["truncated"]),
    "zeros inside a member": (
        lambda m: b"".join(m[:2]) + m[2][:900] + b"\0" * 50 + m[2][950:] + b"".join(m[3:]), "01345", ["broken_gzip"],
    ),
    "garbage between members": (lambda m: b"".join(m[:2]) + b"garbage" + b"".join(m[2:]), "012345", ["not_warc"]),
    "a member that is no WARC": (lambda m: b"".join(m[:2]) + gzip.compress(b"hello") + b"".join(m[2:]), "012345", ["not_warc"]),
    "a record that claims more than it has": (
        lambda m: b"".join(m[:2]) + liar(9999) + b"".join(m[3:]),
        "01345", ["truncated"],
    ),
    "a record of absurd length": (
        lambda m: b"".join(m[:2]) + liar(10**15) + b"".join(m[3:]),
        "01345", ["too_large"],
    ),
    "a gzip bomb": (
        lambda m: b"".join(m[:2]) + gzip.compress(warcs.response("http://a.example/2", b"\0" * 5_000_000)) + b"".join(m[3:]),
        "01345", ["too_large"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("split_mb", [0.001, 1])
@pytest.mark.parametrize("name", DAMAGE)
def test_damage_costs_itself_alone(tmp_path, name, split_mb):
    build, remaining, reasons = DAMAGE[name]
    data = build([gzip.compress(page(i)) for i in range(6)])
    (tmp_path / "x.warc.gz").write_bytes(data)
    documents, unreadable = read_all(tmp_path / "x.warc.gz", split_mb)
    assert "".join(urls(documents)) == remaining
    assert [one.reason for one in unreadable] == reasons
    assert all(0 < one.offset < len(data) for one in unreadable)


@pytest.mark.parametrize("split_mb", [0.0005, 0.001, 0.0033, 1])
def test_plain_warc_every_record_once_at_any_split_size(tmp_path, split_mb):
    data = [page(i) for i in range(20)]
    data[3] = warcs.response("http://a.example/3", b"\3<pre>\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\n</pre>" * 50)
    (tmp_path / "x.warc").write_bytes(b"\r\n" + b"".join(data) + b"\r\n\r\n")
    documents, unreadable = read_all(tmp_path / "x.warc", split_mb)
    assert urls(documents) == [str(i) for i in range(20)]
    assert [doc.metadata["content"][0] for doc in documents] == list(range(20))
    assert [doc.metadata["offset"] for doc in documents] == [2 + sum(len(one) for one in data[:i]) for i in range(20)]
    assert unreadable == []


PLAIN_DAMAGE = {
    # name: (how the six records are put together, pages that remain, reasons of what is set aside)
    "the last record cut off": (lambda r: b"".join(r[:5]) + r[5][:1500], "01234", ["truncated"]),
    "a record that claims more than it has": (
        lambda r: b"".join(r[:2]) + warcs.response("http://a.example/2", b"x", length=9000) + b"".join(r[3:]),
        "01345", ["broken_record"],
    ),
    "a record that claims less than it has": (
        lambda r: b"".join(r[:2]) + warcs.response("http://a.example/2", b"x" * 900, length=500) + b"".join(r[3:]),
        "01345", ["broken_record"],
    ),
    "a record of absurd length": (
        lambda r: b"".join(r[:2]) + warcs.response("http://a.example/2", b"x", length=10**15) + b"".join(r[3:]),
        "01345", ["truncated"],
    ),
    "a record over the limit": (
        lambda r: b"".join(r[:2]) + warcs.response("http://a.example/2", b"x" * 1_100_000) + b"".join(r[3:]),
        "01345", ["too_large"],
    ),
    "garbage between records": (lambda r: b"".join(r[:2]) + b"garbage\r\n" + b"".join(r[2:]), "012345", ["not_warc"]),
    "no blank line between records": (lambda r: b"".join(one.removesuffix(b"\r\n\r\n") for one in r), "012345", []),
}  # fmt: skip


@pytest.mark.parametrize("split_mb", [0.001, 1])
@pytest.mark.parametrize("name", PLAIN_DAMAGE)
def test_damage_in_a_plain_archive_costs_itself_alone(tmp_path, name, split_mb):
    build, remaining, reasons = PLAIN_DAMAGE[name]
    data = build([page(i) for i in range(6)])
    (tmp_path / "x.warc").write_bytes(data)
    documents, unreadable = read_all(tmp_path / "x.warc", split_mb)
    assert "".join(urls(documents)) == remaining
    assert [one.reason for one in unreadable] == reasons
    assert all(0 < one.offset < len(data) for one in unreadable)
    assert all("http://a.example/" in one.detail for one in unreadable if one.reason in ("truncated", "broken_record"))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_flipped_bytes_of_a_plain_archive_never_raise(tmp_path_factory, data):
    parts = [page(i, 300) for i in range(4)]
    path = tmp_path_factory.mktemp("flip") / "x.warc"
    path.write_bytes(parts[0] + flipped(parts[1], data) + parts[2] + parts[3])
    whole, _ = read_all(path)
    starts = [sum(len(one) for one in parts[:i]) for i in range(4)]
    assert {starts[0], starts[2], starts[3]} <= {doc.metadata["offset"] for doc in whole}
    parts, _ = read_all(path, data.draw(st.sampled_from([0.0001, 0.0005, 0.0007])))
    assert [doc.id for doc in parts] == [doc.id for doc in whole]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_flipped_bytes_never_raise_and_never_touch_other_members(tmp_path_factory, data):
    parts = [gzip.compress(page(i, 300), mtime=0) for i in range(4)]
    path = tmp_path_factory.mktemp("flip") / "x.warc.gz"
    path.write_bytes(parts[0] + flipped(parts[1], data) + parts[2] + parts[3])
    documents, _ = read_all(path)
    assert {"0", "2", "3"} <= set(urls(documents))


def stored(record: bytes) -> bytes:
    """A member that is not compressed, so that whatever the record holds stands in the archive."""
    return gzip.compress(record, compresslevel=0, mtime=0)


MARKS = b"\x1f\x8b\x08" * 50
INNER = gzip.compress(b"WARC/1.0\r\n" * 9, mtime=0)
PLAIN = bytes([0]) + random.Random(0).randbytes(3000)  # the body of page(0)
#: the first member, with what stands around it -> its body, how many places are no records
LOOKALIKES = {
    "marks of members in a member": (stored(warcs.response("http://a.example/0", MARKS)), MARKS, 0),
    "a whole member in a member": (stored(warcs.response("http://a.example/0", INNER)), INNER, 0),
    "zeros behind a member": (warcs.members(page(0)) + bytes(64), PLAIN, 1),
    "another length behind a member": (warcs.members(page(0)) + (3500).to_bytes(4, "little"), PLAIN, 1),
    "an empty member": (gzip.compress(b"") + warcs.members(page(0)), PLAIN, 0),
}


@pytest.mark.parametrize("split_mb", [0.001, 1])
@pytest.mark.parametrize("name", LOOKALIKES)
def test_where_a_member_ends_is_not_guessed(tmp_path, name, split_mb):
    first, body, lost = LOOKALIKES[name]
    (tmp_path / "x.warc.gz").write_bytes(first + warcs.members(page(1), page(2)))
    documents, unreadable = read_all(tmp_path / "x.warc.gz", split_mb)
    assert (urls(documents), len(unreadable)) == (["0", "1", "2"], lost)
    assert documents[0].metadata["content"] == body


def test_one_member_archive_is_read_whole(tmp_path):
    (tmp_path / "x.warc.gz").write_bytes(gzip.compress(b"".join(page(i, 400_000) for i in range(6))))
    documents, unreadable = read_all(tmp_path / "x.warc.gz", 0.1)
    assert urls(documents) == list("012345")
    assert len({doc.id for doc in documents}) == 6
    assert unreadable == []


@pytest.mark.parametrize("suffix", [".warc", ".warc.zst"])
def test_plain_and_zstd_warc(tmp_path, suffix):
    data = b"".join(page(i) for i in range(4))
    (tmp_path / f"x{suffix}").write_bytes(data if suffix == ".warc" else zstandard.compress(data))
    documents, unreadable = read_all(tmp_path / f"x{suffix}", 0.001)
    assert urls(documents) == list("0123")
    assert len({doc.id for doc in documents}) == 4
    assert unreadable == []


def test_wet_records_are_text(tmp_path):
    text = "今天天气很好。"
    (tmp_path / "x.warc.wet.gz").write_bytes(
        warcs.members(
            warcs.record("warcinfo", "x", b"a: b", "application/warc-fields"),
            warcs.record("conversion", "http://a.example/1", text.encode(), "text/plain"),
        )
    )
    documents, _ = read_all(tmp_path / "x.warc.wet.gz")
    assert [doc.text for doc in documents] == [text]
    assert "content" not in documents[0].metadata


ENCODED = {
    "gzip": ("Content-Encoding: gzip\r\n", gzip.compress(b"<p>page</p>")),
    "deflate": ("Content-Encoding: deflate\r\n", zlib.compress(b"<p>page</p>")),
    "chunked": ("Transfer-Encoding: chunked\r\n", b"4\r\n<p>p\r\n7\r\nage</p>\r\n0\r\n\r\n"),
    "header left behind by the crawler": ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", b"<p>page</p>"),
}


@pytest.mark.parametrize("name", ENCODED)
def test_http_encodings_are_undone(tmp_path, name):
    extra, body = ENCODED[name]
    (tmp_path / "x.warc.gz").write_bytes(warcs.members(warcs.response("http://a.example/1", body, extra=extra)))
    documents, _ = read_all(tmp_path / "x.warc.gz")
    assert documents[0].metadata["content"] == b"<p>page</p>"


def write_jsonl(path, lines: list[bytes]) -> None:
    data = b"\n".join(lines) + b"\n"
    if path.suffix == ".gz":
        data = gzip.compress(data)
    elif path.suffix == ".zst":
        data = zstandard.compress(data)
    path.write_bytes(data)


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_jsonl_every_line_once_at_any_split_size(tmp_path, suffix):
    path = tmp_path / f"x{suffix}"
    lines = [
        json.dumps({"text": f"{i}甲{os.urandom(i % 400).hex()}"}, ensure_ascii=False).encode() for i in range(2000)
    ]
    write_jsonl(path, lines)
    whole, _ = read_all(path)
    assert [doc.text.partition("甲")[0] for doc in whole] == [str(i) for i in range(2000)]
    for split_mb in (0.0003, 0.066, 0.2):
        parts, unreadable = read_all(path, split_mb)
        assert [doc.id for doc in parts] == [doc.id for doc in whole]
        assert unreadable == []


def test_jsonl_broken_lines_are_located(tmp_path):
    lines = [b'{"text": "a"}', b'{"text": ', b'{"body": "b"}', b"[1]", b"", b'{"text": 3}', b'{"text": "c"}']
    write_jsonl(tmp_path / "x.jsonl", lines)
    documents, unreadable = read_all(tmp_path / "x.jsonl")
    assert [doc.text for doc in documents] == ["a", "c"]
    assert [(one.offset, one.reason) for one in unreadable] == [
        (14, "broken_json"),
        (24, "no_text"),
        (38, "no_text"),
        (43, "no_text"),
    ]


def test_titles_of_text_records(tmp_path):
    rows = [{"text": "a", "title": "甲"}, {"text": "b", "title": 7}, {"text": "c"}]
    write_jsonl(tmp_path / "x.jsonl", [json.dumps(row).encode() for row in rows])
    pq.write_table(pa.table({"text": ["a", "c"], "title": ["甲", None]}), tmp_path / "x.parquet")
    for name, expected in (("x.jsonl", ["甲", None, None]), ("x.parquet", ["甲", None])):
        documents, _ = read_all(tmp_path / name)
        assert [doc.metadata.get("title") for doc in documents] == expected


def test_jsonl_gz_cut_off(tmp_path):
    lines = [json.dumps({"text": os.urandom(50).hex()}).encode() for _ in range(5000)]
    data = gzip.compress(b"\n".join(lines))
    (tmp_path / "x.jsonl.gz").write_bytes(data[: len(data) // 2])
    documents, unreadable = read_all(tmp_path / "x.jsonl.gz", 0.07)
    assert 1000 < len(documents) < 5000
    assert [one.reason for one in unreadable] == ["broken_compression"]


def test_jsonl_line_over_the_limit_is_set_aside(tmp_path):
    write_jsonl(tmp_path / "x.jsonl", [b'{"text": "a"}', b'{"text": "' + b"x" * 2_000_000 + b'"}', b'{"text": "c"}'])
    documents, unreadable = read_all(tmp_path / "x.jsonl")
    assert [doc.text for doc in documents] == ["a", "c"]
    assert [(one.offset, one.reason) for one in unreadable] == [(14, "too_large")]


@pytest.mark.parametrize("split_mb", [0.0001, 1])
def test_parquet_every_row_once_at_any_split_size(tmp_path, split_mb):
    table = pa.table({"text": [f"第{i}篇" for i in range(100)], "url": [f"http://a.example/{i}" for i in range(100)]})
    pq.write_table(table, tmp_path / "x.parquet", row_group_size=7)
    documents, unreadable = read_all(tmp_path / "x.parquet", split_mb)
    assert [doc.text for doc in documents] == [f"第{i}篇" for i in range(100)]
    assert [doc.metadata["offset"] for doc in documents] == list(range(100))
    assert unreadable == []


def test_parquet_without_the_text_column_names_the_columns(tmp_path):
    pq.write_table(pa.table({"body": ["a"]}), tmp_path / "x.parquet")
    with pytest.raises(UserError, match=r"no column 'text'; its columns are body"):
        read_all(tmp_path / "x.parquet")


def test_parquet_that_is_none(tmp_path):
    (tmp_path / "x.parquet").write_bytes(b"not parquet")
    assert [one.reason for one in read_all(tmp_path / "x.parquet")[1]] == ["broken_parquet"]


def test_inputs_of_one_name_are_refused(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.jsonl").write_bytes(b"")
    with pytest.raises(UserError, match=r"two inputs are both named 'x\.jsonl'"):
        find_inputs([f"{tmp_path}/a/*", f"{tmp_path}/b/*"])
    assert [file.source for file in find_inputs([f"{tmp_path}/*/*.jsonl"])] == ["a/x.jsonl", "b/x.jsonl"]
    assert [file.source for file in find_inputs([str(tmp_path)])] == ["a/x.jsonl", "b/x.jsonl"]


def test_inputs_that_do_not_exist(tmp_path):
    with pytest.raises(UserError, match="matches no file"):
        find_inputs([f"{tmp_path}/none*.gz"])


def test_unknown_format_is_refused(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"a")
    with pytest.raises(UserError, match=r"x\.csv: format not known"):
        plan_splits(find_inputs([str(tmp_path / "x.csv")]), config())


@pytest.mark.parametrize("suffix", FORMATS)
def test_empty_file_has_no_documents(tmp_path, suffix):
    (tmp_path / f"x{suffix}").write_bytes(b"")
    documents, unreadable = read_all(tmp_path / f"x{suffix}")
    assert documents == []
    assert len(unreadable) <= 1
