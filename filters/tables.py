"""Tables over code points, as build_tables.py worked them out: no process builds them (0.4 s) itself.

So the keys of deduplication do not depend on who installed which Unicode or OpenCC, either.
"""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from .cards import MODELS

FILE = MODELS / "characters.npz"
#: tables of code points; stored is by how much each differs from its place, which is nearly always nothing
MAPPINGS = ("folded", "keys")


@cache
def stored(name: str) -> npt.NDArray[Any]:
    """The table `name` of build_tables.build, read-only."""
    with np.load(FILE) as tables:
        table = tables[name]
    if name in MAPPINGS:
        table += np.arange(len(table), dtype=np.uint32)
    table.setflags(write=False)
    return table
