"""What every filter answers: keep or drop, and if drop, which limit was crossed by which value.

A filter is two functions. `measure(text) -> Measures` looks at the text and knows no threshold; `judge(measures,
limits) -> Verdict` looks at the measures and knows no text (`judge_limits`, unless the verdict is another function of
them). Measures are stored with the document, so a threshold can be changed and every document judged again without
reading the crawl again.

A limit is named `min_<measure>` or `max_<measure>`, and the reason of a rejection is that name: the reason a reader
finds in rejected/ is the key to change in the recipe.
"""

import dataclasses
import functools
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Verdict:
    """keep: False if the document leaves here. reason: the key of the limit that was crossed. value, limit: its two sides."""

    keep: bool
    reason: str | None = None
    value: float | None = None
    limit: float | None = None


KEEP = Verdict(keep=True)


def judge_limits(measures: Any, limits: Any) -> Verdict:
    """The first limit, in the order of the fields of `limits`, that `measures` crosses; KEEP if none.

    `limits` is a dataclass whose fields are named min_<measure> or max_<measure> for fields of `measures`; a limit
    that is None is switched off, a measure that is None (not applicable to this document) crosses nothing. Fields of
    any other name are options of the measurement and are passed over.
    """
    for name, is_minimum, measure in _limits(type(limits)):
        limit = getattr(limits, name)
        value = getattr(measures, measure)
        if limit is None or value is None:
            continue
        if value < limit if is_minimum else value > limit:
            return Verdict(keep=False, reason=name, value=float(value), limit=float(limit))
    return KEEP


@functools.cache
def _limits(cls: type) -> tuple[tuple[str, bool, str], ...]:
    """(name, whether it is a minimum, its measure) of every limit among the fields of a dataclass."""
    names = [field.name for field in dataclasses.fields(cls)]
    return tuple((name, name.startswith("min_"), name[4:]) for name in names if name.startswith(("min_", "max_")))
