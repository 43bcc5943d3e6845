"""Works out the tables of tables.py from unicodedata and OpenCC, by the rules of the modules that use them.

`python -m taosha.filters.build_tables` writes them anew, after a change of a rule, of Python's Unicode or of OpenCC; a test
compares what is stored with what the rules say.
"""

import unicodedata
from importlib import metadata
from typing import Any

import numpy as np
import numpy.typing as npt

from . import canonical, characters, folding, script_tables
from .tables import FILE, MAPPINGS


def build() -> dict[str, npt.NDArray[Any]]:
    """Every table by its name, as the rules give it; `made_from` says which versions of Unicode and OpenCC were asked."""
    return {
        "made_from": np.array([f"Unicode {unicodedata.unidata_version}", f"OpenCC {metadata.version('opencc')}"]),
        "classes": characters.build_class_table(),
        "marks": script_tables.build_marks(),
        "folded": folding.build_fold_table(),
        "keys": canonical.build_fold_table(),
    }


def save() -> None:
    """Write the file."""
    tables = build()
    for name in MAPPINGS:
        tables[name] = tables[name] - np.arange(len(tables[name]), dtype=np.uint32)
    np.savez_compressed(FILE, allow_pickle=False, **tables)


if __name__ == "__main__":
    save()
