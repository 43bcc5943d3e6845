"""han_check: drops only what has no Han characters to speak of, and its limit lies below those of the later stages."""

from datatrove.data import Document
from taosha.pipeline.recipe import load_recipe
from taosha.pipeline.stages.base import draw
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


def test_pages_of_the_spared_share_go_on_unbounded() -> None:
    page = b"<p>nothing Chinese here</p>" * 500
    stage = HanCheck.from_recipe("web", spared_share=0.3)
    fates = {}
    for number in range(200):
        doc = Document(text="", id=f"{number}", metadata={"content": page, "content_type": None})
        fates[doc.id] = stage.apply(doc).keep
        assert doc.metadata["measures"]["han_check"].possible_han_chars == (None if fates[doc.id] else 0)
        assert ("content" in doc.metadata) == fates[doc.id]
    # those that the stage language would leave out for its share of 0.3 are the ones that leave here
    assert fates == {number: draw(number) < 0.3 for number in fates}
    assert 40 <= sum(fates.values()) <= 80


def test_a_recipe_that_keeps_english_spares_as_many_pages() -> None:
    def spared(**keep: float) -> float:
        return (
            load_recipe("web", {"language.keep": {"zh": 1.0, **keep}})
            .section("han_check", HanCheck.Config)
            .spared_share
        )

    assert spared() == spared(yue=1.0, lzh=0.5) == 0
    assert spared(en=0.3, ko=0.4) == 0.4
    assert (
        load_recipe("web", {"language.keep.en": 0.3, "han_check.spared_share": 0.1}).data["han_check"]["spared_share"]
        == 0.1
    )
