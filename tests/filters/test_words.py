"""The one door to jieba: which words come out, and what is measured of them."""

import dataclasses

import pytest
from datatrove.data import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from taosha.filters import words
from taosha.filters.verdict import judge_limits
from taosha.pipeline.stages.words import Words

LIMITS = words.WordLimits(min_words=5, min_function_word_share=0.1)


def test_han_and_latin_words_in_their_order():
    found = words.words("我们在GitHub，用Python写代码，don't worry 123。")
    assert found == ["我们", "在", "GitHub", "用", "Python", "写", "代码", "don't", "worry"]


def test_measures():
    measures = words.measure("我们的代码和他们的代码")
    assert (measures.words, measures.distinct_words) == (7, 5)
    assert measures.function_word_share == pytest.approx(5 / 7)
    assert measures.mean_word_chars == pytest.approx(11 / 7)


def test_empty():
    assert dataclasses.astuple(words.measure("")) == (0, 0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("我们在山里的老屋里住了很久。", None),
        ("北京天安门", "min_words"),
        ("苹果香蕉梨子葡萄西瓜荔枝龙眼芒果菠萝樱桃草莓柠檬", "min_function_word_share"),
    ],
)
def test_reasons(text: str, reason: str | None):
    assert judge_limits(words.measure(text), LIMITS).reason == reason


@settings(deadline=None)  # the first call compiles or loads
@given(st.text("我们的代码 a1，\n\U00020000", max_size=60))
def test_words_are_parts_of_the_text_and_nothing_of_han_is_lost(text: str):
    found = words.words(text)
    assert "".join(found) == "".join(character for character in text if character not in " 1，\n")


def test_stage():
    document = Document(text="苹果香蕉", id="1")
    assert Words(LIMITS).apply(document).reason == "min_words"
    assert document.metadata["measures"]["words"] == words.measure("苹果香蕉")
