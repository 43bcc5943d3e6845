"""The n-gram kernels against definitions that anyone can read."""

from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from taosha.filters.repetition import (
    character_counts,
    duplicates,
    entropy_of,
    repetition,
)

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
@given(texts)
def test_character_counts_equal_a_counter(text: str):
    assert sorted(character_counts(codes(text)).tolist()) == sorted(Counter(text).values())


@pytest.mark.parametrize("kinds", [1, 64, 65, 2730, 2731, 20_000])
def test_every_kind_of_character_is_counted(kinds: int):
    array = np.tile(np.arange(0x4E00, 0x4E00 + kinds, dtype=np.uint32), 2)
    assert character_counts(array).tolist() == [2] * kinds


def test_coverage_of_a_repeated_character_is_the_text_and_no_more():
    assert repetition(codes("哈" * 40))[0] == (40, 36, 39, 39)


def test_a_text_without_repetition_covers_nothing():
    array = codes("天地玄黄宇宙洪荒日月盈昃辰宿列张")
    assert repetition(array) == ((0, 0, 0, 0), 16, 4.0)


def test_duplicates_counts_repeats_and_their_weight():
    hashes, weights = np.array([7, 9, 7, 7, 0, 0], np.uint64), np.array([5, 3, 5, 5, 2, 2])
    assert duplicates(hashes, weights) == (3, 12)


def test_entropy_in_bits():
    assert entropy_of(np.array([1, 1, 1, 1], np.int32)) == pytest.approx(2.0)
    assert entropy_of(np.array([5], np.int32)) == pytest.approx(0.0, abs=1e-6)
    assert entropy_of(np.array([3, 1000], np.int32)) == entropy_of(np.array([1000, 3], np.int32))


def test_empty_text():
    assert repetition(codes("")) == ((0, 0, 0, 0), 0, 0.0)
