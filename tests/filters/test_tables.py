"""The stored tables are what the rules say."""

import numpy as np
import pytest
from taosha.filters import build_tables, tables

BUILT = build_tables.build()


@pytest.mark.parametrize("name", [name for name in BUILT if name != "made_from"])
def test_what_is_stored_is_what_the_rules_say(name: str):
    stored_from, built_from = tables.stored("made_from").tolist(), BUILT["made_from"].tolist()
    if stored_from != built_from:
        pytest.skip(f"stored from {stored_from}, here are {built_from}")
    stored = tables.stored(name)
    assert stored.dtype == BUILT[name].dtype
    different = np.flatnonzero(stored != BUILT[name])
    assert not len(different), (
        f"run `python -m taosha.filters.build_tables`: {[hex(code) for code in different[:5]]} differ"
    )
