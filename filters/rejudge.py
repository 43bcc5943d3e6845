"""Judge stored measures again, a column at a time: the same answer as `judge`, a million documents in about a second.

This is what lets a threshold be explored without the crawl: measures come from kept/ and rejected/ as columns, limits
from a recipe with one key changed.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from . import quality

Column = npt.NDArray[Any]


def rejudge(columns: Mapping[str, Column], limits: Any) -> tuple[list[str], npt.NDArray[np.int16]]:
    """The names of the limits, and for each document the index of the first one it crosses, -1 if it stays.

    columns: measure -> values of all documents, float or int, NaN for a measure that does not apply. Limits of a
    genre (quality.Limits) need the column `genre`. KeyError if a measure that is limited has no column.
    """
    names = [field.name for field in dataclasses.fields(limits) if field.name.startswith(("min_", "max_"))]
    reasons = np.full(len(next(iter(columns.values()))), -1, np.int16)
    if isinstance(limits, quality.Limits):
        genres = columns["genre"]
        for genre in np.unique(genres):
            rows = np.flatnonzero(genres == genre)
            reasons[rows] = _first_crossed(names, columns, rows, quality.limits_for(limits, str(genre)))
        return names, reasons
    return names, _first_crossed(names, columns, np.arange(len(reasons)), limits)


def _first_crossed(
    names: list[str], columns: Mapping[str, Column], rows: npt.NDArray[np.intp], limits: Any
) -> npt.NDArray[np.int16]:
    reasons = np.full(len(rows), -1, np.int16)
    for index, name in reversed(list(enumerate(names))):
        limit = getattr(limits, name)
        if limit is None:
            continue
        bound, _, measure = name.partition("_")
        values = columns[measure][rows]
        reasons[values < limit if bound == "min" else values > limit] = index
    return reasons
