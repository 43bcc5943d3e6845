"""han_check: drops only what has no Han characters to speak of, and its limit lies below those of the later stages."""

from datatrove.data import Document
from taosha.pipeline.recipe import load_recipe
from taosha.pipeline.stages.decode import Decode
from taosha.pipeline.stages.han_check import HanCheck
from taosha.pipeline.stages.quality import Quality


def apply(content: bytes | None, text: str = "") -> tuple[str | None, Document]:
    metadata = {} if content is None else {"content": content, "content_type": None}
    doc = Document(text=text, id="1", metadata=metadata)
    return HanCheck.from_recipe().apply(doc).reason, doc


def test_english_leaves_without_text_since_it_was_never_decoded() -> None:
    reason, doc = apply(b"<p>nothing Chinese here</p>" * 500)
    assert reason == "min_possible_han_chars"
    assert doc.text == ""
    assert "content" not in doc.metadata


def test_what_it_found_the_charset_to_be_goes_on_to_decode() -> None:
    text = "风从东边的树林里吹过来，带着一点雨的味道。" * 3
    reason, doc = apply(text.encode("gbk"))
    assert reason is None
    assert doc.metadata["detected"].charset == "gb18030"
    assert Decode.from_recipe().apply(doc).keep
    assert doc.text == text
    assert "detected" not in doc.metadata


def test_chinese_passes_in_every_form() -> None:
    text = "一二三四五六七八九十" * 3
    for content in (
        text.encode(),
        text.encode("gbk"),
        text.encode("utf-16"),
        text.encode("ascii", "xmlcharrefreplace"),
    ):
        reason, doc = apply(content)
        assert reason is None
        assert doc.metadata["content"] == content
    assert apply(None, text)[0] is None
    assert apply(None, "text")[0] == "min_possible_han_chars"


def test_the_limit_is_at_most_half_of_what_quality_asks() -> None:
    recipe = load_recipe("web")
    limits, quality = recipe.section("han_check", HanCheck.Config), recipe.section("quality", Quality.Config)
    assert limits.min_possible_han_chars * 2 <= quality.min_han
