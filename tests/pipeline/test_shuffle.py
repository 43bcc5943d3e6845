"""Which part of the documents of a language goes into the token shards, where the recipe says how much it may take."""

import numpy as np
import pyarrow as pa
import pytest
from taosha.pipeline.shuffle import SORTED_SCHEMA, drawn, kept_shares, language_counts, shuffle_keys

TOKENS = {"zh": 600, "lzh": 100, "en": 2000, "ja": 10}


@pytest.mark.parametrize(
    ("max_shares", "expected"),
    [
        ({}, {}),
        ({"en": 0.2}, {"en": 710 / 0.8 * 0.2 / 2000}),
        # two at once: 700 tokens are left for the seven tenths of the others
        ({"en": 0.2, "ja": 0.1}, {"en": 710 / 0.8 * 0.2 / 2000}),  # ja has less than a tenth: it goes in whole
        ({"en": 0.2, "lzh": 0.05}, {"en": 610 / 0.75 * 0.2 / 2000, "lzh": 610 / 0.75 * 0.05 / 100}),
        ({"en": 0.9}, {}),
        ({"ko": 0.3}, {}),
        ({"en": 0.0}, {"en": 0.0}),
    ],
)
def test_kept_shares(max_shares, expected):
    assert kept_shares(TOKENS, sum(TOKENS.values()), max_shares) == pytest.approx(expected)


def test_what_is_kept_makes_up_the_share():
    kept = kept_shares(TOKENS, 2710, {"en": 0.2, "lzh": 0.05})
    there = {name: kept.get(name, 1) * tokens for name, tokens in TOKENS.items()}
    assert [there[name] / sum(there.values()) for name in ("en", "lzh")] == pytest.approx([0.2, 0.05])


def rows(languages: list[str | None]) -> pa.Table:
    ids = [str(number) for number in range(len(languages))]
    table = {
        "key": shuffle_keys(ids, 1), "doc_id": ids, "input_ids": [[1, 2]] * len(ids), "n_tokens": [2] * len(ids),
        "n_bytes": [6] * len(ids), "source": ["a"] * len(ids), "language": languages, "script": [None] * len(ids),
        "quality": [None] * len(ids),
    }  # fmt: skip
    return pa.table(table, schema=SORTED_SCHEMA)


def test_the_draw_leaves_other_languages_and_the_order_alone():
    table = rows(["zh", "en", None, "en"] * 2000)
    left = drawn(table, {"en": 0.25})
    assert language_counts(left)["zh"] == {"documents": 2000, "tokens": 4000}
    assert left["language"].null_count == 2000
    english = left.filter(pa.compute.equal(left["language"], "en"))
    assert 900 < english.num_rows < 1100
    # English is drawn from the whole range of keys, so it stands everywhere in the shuffled corpus
    quarters = np.histogram(english["key"].to_numpy() / 2**64, bins=4, range=(0, 1))[0]
    assert quarters.min() > 200
    assert drawn(table, {}).equals(table)
    assert language_counts(drawn(table, {"en": 0.0})) == {"zh": {"documents": 2000, "tokens": 4000}}
