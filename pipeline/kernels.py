"""Numba's kernels from its cache, without its compiler: 0.35 s CPU and 40 MB less in every process.

Before it loads a kernel that lies compiled in its cache, Numba sets up its compiler: every rule of typing and lowering,
and SciPy, to see whether there is a BLAS. A compiled kernel needs of all that the memory allocator alone; where one must
be compiled after all, Numba sets up its compiler again by itself. Reductions of arrays inside kernels (sum, max, argmax,
searchsorted) are written as loops, since their code names a module of Numba's that looks for SciPy.
"""

from typing import Any

from numba.core.caching import Cache
from numba.core.runtime.nrt import rtsys


def load_without_compiler() -> None:
    """From now on, in this process and those forked from it; where Numba's inside is not as expected, nothing changes."""
    if not (hasattr(Cache, "_load_overload") and hasattr(Cache, "_guard_against_spurious_io_errors")):
        return
    setattr(Cache, "load_overload", _load_overload)  # noqa: B010 (a type checker objects to the plain assignment)


def _load_overload(cache: Any, signature: Any, target_context: Any) -> Any:
    """In the place of Cache.load_overload, which differs in its first line alone: target_context.refresh()."""
    rtsys.initialize(target_context)
    with cache._guard_against_spurious_io_errors():
        return cache._load_overload(signature, target_context)
