"""Stage `script`: label, conversion by the recipe, and the original where it is asked for."""

from typing import Any

import pytest
from datatrove.data import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from taosha.pipeline.stages.script import Script

TAIWAN = "這個軟體可以從網路下載，請點選選單裡的檔案。"
MAINLAND = "这个软件可以从网络下载，请点击菜单里的文件。"


def _apply(text: str, **settings: object) -> Document:
    doc = Document(text=text, id="a", metadata={})
    assert Script.from_recipe("web", **settings).apply(doc).keep
    return doc


def test_taiwan_becomes_simplified():
    doc = _apply(TAIWAN)
    assert doc.text == MAINLAND
    assert (doc.metadata["script"], doc.metadata["converted"]) == ("Hant-TW", "tw2sp")
    assert "original" not in doc.metadata
    assert doc.metadata["measures"]["script"].taiwan_chars == 1


def test_simplified_is_untouched():
    doc = _apply(MAINLAND)
    assert doc.text == MAINLAND
    assert (doc.metadata["script"], doc.metadata["converted"]) == ("Hans", None)


def test_original_can_be_restored():
    assert _apply(TAIWAN, keep_original=True).metadata["original"] == TAIWAN
    assert "original" not in _apply(MAINLAND, keep_original=True).metadata


@settings(deadline=None)
@given(st.text(alphabet="這个個軟软体體後后乾干著着裡里的使用者程式檔案文件日の「」，。\n "))
def test_the_original_is_kept_whenever_the_text_changes(text: str):
    doc = _apply(text, keep_original=True)
    assert doc.metadata.get("original", doc.text) == text
    assert ("original" in doc.metadata) == (doc.metadata["converted"] is not None) == (doc.text != text)


def _titled(title: str | None, text: str, **settings: object) -> dict[str, Any]:
    doc = Document(text=text, id="a", metadata={"title": title})
    assert Script.from_recipe("web", **settings).apply(doc).keep
    return doc.metadata


@pytest.mark.parametrize(
    ("title", "text", "converted", "by"),
    [
        ("軟體下載", TAIWAN, "软件下载", "tw2sp"),
        ("使用者中心", TAIWAN, "用户中心", "tw2sp"),  # no character tells, so the text's region counts
        ("使用者中心", MAINLAND, "使用者中心", None),
        ("軟體下載", MAINLAND, "软件下载", "tw2sp-general"),  # a title in another script than the text
        ("软件下载", TAIWAN, "软件下载", "tw2sp"),  # `converted` names what changed the text
        ("「横浜駅」下載", TAIWAN, "「横浜駅」下载", "tw2sp"),
        ("日本の学校", TAIWAN, "日本の学校", "tw2sp"),
        ("", TAIWAN, "", "tw2sp"),
        (None, TAIWAN, None, "tw2sp"),
    ],
)
def test_the_title_is_converted_like_its_text(title: str | None, text: str, converted: str | None, by: str | None):
    metadata = _titled(title, text)
    assert (metadata["title"], metadata["converted"]) == (converted, by)
    assert "original_title" not in metadata


def test_title_and_text_can_be_restored():
    metadata = _titled("軟體下載", TAIWAN, keep_original=True)
    assert (metadata["original_title"], metadata["original"]) == ("軟體下載", TAIWAN)
    metadata = _titled("軟體下載", MAINLAND, keep_original=True)
    assert metadata["original_title"] == "軟體下載"
    assert "original" not in metadata
    metadata = _titled("软件下载", TAIWAN, keep_original=True)
    assert (metadata["original"], metadata["title"]) == (TAIWAN, "软件下载")
    assert "original_title" not in metadata


def test_a_classical_title_keeps_its_words():
    metadata = {"title": "公車上書", "language": "lzh"}
    Script.from_recipe("web").apply(Document(text="公車上書，智慧出有大偽。", id="a", metadata=metadata))
    assert metadata["title"] == "公车上书"


def test_a_classical_text_keeps_its_words():
    doc = Document(text="使用者不與焉，公車上書，智慧出有大偽。", id="a", metadata={"language": "lzh"})
    Script.from_recipe("web").apply(doc)
    assert (doc.text, doc.metadata["converted"]) == ("使用者不与焉，公车上书，智慧出有大伪。", "t2s")


def test_keep():
    doc = _apply(TAIWAN, to="keep")
    assert (doc.text, doc.metadata["converted"]) == (TAIWAN, None)


def test_traditional():
    doc = _apply(MAINLAND, to="traditional-tw")
    assert doc.metadata["converted"] == "s2twp"
    assert "軟體" in doc.text
