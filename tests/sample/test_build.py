"""The committed sample: what build.py makes of the pages, small, varied and written losslessly."""

import importlib.util
import re
import sys
import zlib
from pathlib import Path
from types import ModuleType

import pytest

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
FATES = {"kept", "rejected", "unreadable", "one-of"}
STAGES = {"decode", "han_check", "extract", "normalise", "language", "lines", "quality", "toxicity", "pii", "dedup"}


def load_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sample_build", SAMPLE / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


build = load_build()
PAGES = build.load_pages()  # raises for a slug used twice


def inflate(data: bytes) -> list[bytes]:
    """The members of a shard that are whole; one that is cut off is left out."""
    members = []
    starts = [found.start() for found in re.finditer(rb"\x1f\x8b\x08\x00{5}", data)]
    while starts:
        start = starts.pop(0)
        try:
            packer = zlib.decompressobj(16 + zlib.MAX_WBITS)
            text = packer.decompress(data[start:])
        except zlib.error:
            continue
        if packer.eof:
            members.append(text)
            end = len(data) - len(packer.unused_data)
            starts = [later for later in starts if later >= end]
    return members


@pytest.mark.parametrize(("name", "data"), list(build.build(PAGES)), ids=build.shard_names())
def test_shards_are_what_build_makes(name: str, data: bytes) -> None:
    shard = (SAMPLE / name).read_bytes()
    assert inflate(shard) == inflate(data)
    if "ng" not in zlib.ZLIB_RUNTIME_VERSION:  # zlib-ng packs the same bytes another way
        assert shard == data


def test_building_twice_gives_the_same_bytes() -> None:
    assert list(build.build(PAGES)) == list(build.build(build.load_pages()))


def test_folder_is_under_1_mb() -> None:
    files = [file for file in SAMPLE.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    assert sum(file.stat().st_size for file in files) < 1_000_000


def test_every_page_is_in_one_record_or_damaged() -> None:
    members = [text for name in build.shard_names() for text in inflate((SAMPLE / name).read_bytes())]
    urls = [found[1].decode() for text in members if (found := re.search(rb"WARC-Target-URI: (\S+)\r\n", text))]
    broken = {"truncated-member", "broken-record"}
    assert sorted(urls) == sorted(build.url_of(page) for page in PAGES if page.get("damage") not in broken)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["slug"])
def test_page_is_lossless_and_its_fate_is_spelt_right(page: dict[str, object]) -> None:
    codec = {"gb2312": "gb18030"}.get(str(page["encoding"]), str(page["encoding"]))
    assert build.page_bytes(page).decode(codec) == build.page_html(page)
    assert re.search(r"(^|\.)example(\.[a-z.]+)?$", str(page["host"]))
    expect = page["expect"]
    assert isinstance(expect, dict)
    assert expect["fate"] in FATES
    stages = expect.get("stage") or []
    assert set([stages] if isinstance(stages, str) else stages) <= STAGES
    if expect["fate"] == "rejected":
        assert stages
    if expect["fate"] == "one-of":
        assert sum(other["expect"].get("group") == expect["group"] for other in PAGES) >= 2


def test_sample_has_every_kind() -> None:
    encodings = {page["encoding"] for page in PAGES}
    assert encodings >= {"utf-8", "gb18030", "gbk", "gb2312", "big5", "utf-16", "euc-jp", "shift_jis", "euc-kr"}
    chinese = [page for page in PAGES if page["encoding"] in ("gbk", "gb2312", "gb18030", "utf-8", "big5")]
    assert any(not page.get("http") and not page.get("meta") for page in chinese)
    assert any(page["encoding"] == "gbk" and page.get("http") == "utf-8" for page in chinese)
    assert any(page["encoding"] == "utf-8" and page.get("meta") == "gb2312" for page in chinese)
    assert {page.get("damage") for page in PAGES} >= {None, "truncated-member", "broken-record", "empty"}
    changes = {page["like"]["change"] for page in PAGES if page.get("like")}
    assert changes == {"exact", "near", "traditional-tw"}


def test_gb18030_pages_need_four_bytes() -> None:
    pages = [page for page in PAGES if page["encoding"] == "gb18030" and page.get("body")]
    four = [page for page in pages if any(len(char.encode("gb18030")) == 4 for char in page["body"])]
    assert len(four) >= 3
