"""Errors that are the user's to mend: one clear sentence, exit code 2, no traceback."""

import difflib
from collections.abc import Iterable


class WorkerDied(Exception):
    """A worker process ended by itself; its journal says what it had in hand (journal.py). signal: what killed it, if any."""

    def __init__(self, signal: int | None):
        super().__init__(signal)
        self.signal = signal


class UserError(Exception):
    """What is wrong, where (file, key, record), and what to do, in one sentence."""


def nearest(name: str, known: Iterable[str]) -> str:
    """', did you mean …?' for the known name nearest to `name`, or '' if none is near."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f", did you mean {close[0]!r}?" if close else ""
