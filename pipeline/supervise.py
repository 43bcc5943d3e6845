"""The command goes on in a child process, which is started again when it dies, the record in hand blamed (journal.py).

The child is a fork made before anything heavy is imported, so it costs a millisecond. Signals for the command go to the
child; if this process is killed, the kernel kills the child with it.
"""

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

#: set in the environment of the processes that are watched: only there may an alarm clock end the process (bounds.py)
SUPERVISED = "TAOSHA_SUPERVISED"
#: set in the environment of the processes of one task on a cluster, to its name: it has a journal of its own (journal.py)
TASK = "TAOSHA_TASK"
#: exit status of a child whose worker process ended without a signal; the child itself is well
WORKER_DIED = 75
#: deaths of which nothing is known, one after the other, before it is given up
_MOST_UNEXPLAINED = 3
_PR_SET_PDEATHSIG = 1
_BY_THE_USER = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def supervise(blame: Callable[[int], list[str]]) -> None:
    """Returns in a child process; this process watches it, starts another if it dies, and exits as the last one did.

    blame(status) is called after each death (status: negative signal, or WORKER_DIED) and says in words what was in hand;
    an empty list means that nothing was.
    """
    if not hasattr(os, "fork"):
        return
    unexplained = 0
    while True:
        status = _run_child()
        if status is None:
            return
        if (status >= 0 and status != WORKER_DIED) or -status in _BY_THE_USER:
            sys.exit(status if status >= 0 else 128 - status)
        found = blame(status)
        unexplained = 0 if found else unexplained + 1
        how = "a worker died" if status == WORKER_DIED else f"killed by {signal.Signals(-status).name}"
        print(f"taosha: {how} with {', '.join(found) or 'nothing known'} in hand; going on", file=sys.stderr)
        if unexplained == _MOST_UNEXPLAINED:
            print("taosha: error: it dies again and again, and no record is the cause", file=sys.stderr)
            sys.exit(1)


def _run_child() -> int | None:
    """None in the child; in this process the child's exit status, negative if a signal ended it."""
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        die_with(parent)
        os.environ[SUPERVISED] = "1"
        return None
    asked = 0

    def pass_on(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = number
        if number != signal.SIGINT:  # Ctrl-C reaches the child too, which says what there is to say
            os.kill(child, number)

    before = {number: signal.signal(number, pass_on) for number in _BY_THE_USER}
    try:
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    # on its way out it may die of something else
    return -asked if asked and (status < 0 or status == WORKER_DIED) else status


def end_like(number: int | None) -> NoReturn:
    """This process, whose worker died of signal `number`, ends in the same way, so that who watches it knows the cause."""
    sys.stderr.flush()
    if number is not None:
        with contextlib.suppress(OSError):  # SIGKILL has no handler to reset
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    sys.exit(WORKER_DIED)


def die_with(parent: int | None = None) -> None:
    """This process is killed when its parent ends (Linux only)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent is not None and os.getppid() != parent:
        os._exit(1)
