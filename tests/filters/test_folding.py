"""Folding: what vanishes, what stays apart, and where each byte comes from."""

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
    data, origins = folding.fold_bytes(text, track=True)
    assert len(data) == len(origins)
    assert folding.fold(folding.fold(text)) == folding.fold(text) or "❤" in text or "♥" in text
