"""The n-gram kernels against definitions that anyone can read."""

import math
from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from taosha.filters.repetition import duplicates, repetition

texts = st.integers(1, 6).flatmap(lambda kinds: st.text("天地玄黄宇宙"[:kinds], max_size=150))


def codes(text: str):
    return np.array([ord(character) for character in text], np.uint32)


def top_by_definition(text: str, n: int) -> int:
    counts: dict[str, int] = defaultdict(int)
    until: dict[str, int] = defaultdict(int)
    for start in range(len(text) - n + 1):
        gram = text[start : start + n]
        if until[gram] <= start:
            counts[gram] += 1
            until[gram] = start + n
    best = max(counts.values(), default=0)
    return best * n if best > 1 else 0


def duplicates_by_definition(text: str, n: int) -> int:
    seen: set[str] = set()
    covered: set[int] = set()
    for start in range(len(text) - n + 1):
        gram = text[start : start + n]
        if gram in seen:
            covered.update(range(start, start + n))
        seen.add(gram)
    return len(covered)


@settings(deadline=None)  # the first call compiles or loads
@example("天地玄黄宇宙" * 3 + "洪荒" + "天地玄黄宇宙" * 2)
@given(st.one_of(texts, st.lists(texts, max_size=4).map(lambda parts: "".join(parts * 2))))
def test_coverages_equal_their_definitions(text: str):
    expected = (
        top_by_definition(text, 4),
        top_by_definition(text, 6),
        duplicates_by_definition(text, 8),
        duplicates_by_definition(text, 16),
    )
    assert repetition(codes(text))[0] == expected


@settings(deadline=None)  # the first call compiles or loads
@given(st.text(min_size=1, max_size=150) | texts.filter(bool))
def test_kinds_and_entropy_by_definition_and_whatever_was_measured_before(text: str):
    counts = Counter(codes(text).tolist())
    expected = -sum(count / len(text) * math.log2(count / len(text)) for count in counts.values())
    for _ in range(2):
        _, kinds, entropy = repetition(codes(text))
        assert kinds == len(counts)
        assert entropy == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("kinds", [1, 64, 255, 256, 20_000])
def test_every_kind_of_character_is_counted(kinds: int):
    array = np.tile(np.arange(0x4E00, 0x4E00 + kinds, dtype=np.uint32), 300)
    _, found, entropy = repetition(array)
    assert (found, entropy) == (kinds, pytest.approx(math.log2(kinds), abs=1e-5))


def test_coverage_of_a_repeated_character_is_the_text_and_no_more():
    assert repetition(codes("哈" * 40))[0] == (40, 36, 39, 39)


def test_a_text_without_repetition_covers_nothing():
    array = codes("天地玄黄宇宙洪荒日月盈昃辰宿列张")
    assert repetition(array) == ((0, 0, 0, 0), 16, 4.0)


def test_duplicates_counts_repeats_and_their_weight():
    hashes, weights = np.array([7, 9, 7, 7, 0, 0], np.uint64), np.array([5, 3, 5, 5, 2, 2])
    assert duplicates(hashes, weights) == (3, 12)


def test_empty_text():
    assert repetition(codes("")) == ((0, 0, 0, 0), 0, 0.0)
