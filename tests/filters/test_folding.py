"""Folding: what vanishes, what stays apart, and where each character comes from."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from taosha.filters import folding


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("加微 ★ 信", "加微信"),
        ("赌\u200b博\N{VARIATION SELECTOR-16}", "赌博"),
        ("ＶＸ１２３", "vx123"),
        ("𝐯𝐱⑥", "vx6"),
        ("網上賭場", "网上赌场"),
        ("⾴", "页"),  # the radical 頁
        ("vх", "vx"),  # Cyrillic х
        ("the  big bet", "the big bet"),
        ("他说。微信", "他说\n微信"),
        ("体育-（中国）。官网", "体育\n中国\n官网"),  # one barrier is as good as two
        ("威❤", "威信"),
        ("𠮷野家", "𠮷野家"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str):
    assert folding.fold(text) == folded


@given(st.text(st.characters()))
def test_any_text_is_accepted(text: str):
    codes, origins = folding.fold_codes(text, track=True)
    assert len(codes) == len(origins)
    assert all(a <= b < len(text) for a, b in itertools.pairwise([0, *origins.tolist()]))
    assert folding.fold(folding.fold(text)) == folding.fold(text) or "❤" in text or "♥" in text


def test_every_character_is_folded_once_and_for_all():
    table = folding.stored("folded")
    within = table[table < len(table)]
    assert (table[within] == within).all()


@given(st.lists(st.text(st.characters(exclude_characters="\U000fffff")), max_size=5))
def test_many_at_once_are_folded_as_each(texts: list[str]):
    assert folding.fold_each(texts) == [folding.fold(text) for text in texts]
