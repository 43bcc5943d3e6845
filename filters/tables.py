"""Tables over code points, worked out once from unicodedata and OpenCC and stored: no process builds them (0.4 s) itself.

`python -m taosha.filters.tables` builds them anew, after a change of a rule, of Python's Unicode or of OpenCC; a test
compares what is stored with what the rules say. So the keys of deduplication do not depend on who installed what, either.
"""

import unicodedata
from functools import cache
from importlib import metadata
from typing import Any

import numpy as np
import numpy.typing as npt

from .cards import MODELS

FILE = MODELS / "characters.npz"


def build() -> dict[str, npt.NDArray[Any]]:
    """Every table by its name, as the rules give it; `made_from` says which versions of Unicode and OpenCC were asked."""
    from . import canonical, characters, folding, script_tables  # these take from here what is stored

    return {
        "made_from": np.array([f"Unicode {unicodedata.unidata_version}", f"OpenCC {metadata.version('opencc')}"]),
        "classes": characters.build_class_table(),
        "marks": script_tables.build_marks(),
        "folded": folding.build_fold_table(),
        "keys": canonical.build_fold_table(),
    }


#: tables of code points; stored is by how much each differs from its place, which is nearly always nothing
_MAPPINGS = ("folded", "keys")


def save() -> None:
    """Write the file."""
    tables = build()
    for name in _MAPPINGS:
        tables[name] = tables[name] - np.arange(len(tables[name]), dtype=np.uint32)
    np.savez_compressed(FILE, allow_pickle=False, **tables)


@cache
def stored(name: str) -> npt.NDArray[Any]:
    """The table `name` of `build`, read-only."""
    with np.load(FILE) as tables:
        table = tables[name]
    if name in _MAPPINGS:
        table += np.arange(len(table), dtype=np.uint32)
    table.setflags(write=False)
    return table


if __name__ == "__main__":
    save()
