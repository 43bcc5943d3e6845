"""Bounds on what one record may cost in one stage: CPU time and memory. Where they are passed, the record leaves.

Python code is interrupted: an interval timer of CPU time raises OutOfTime in it, a limit on the process's data makes
MemoryError of an allocation. Native code that does neither is ended with its process: by the kernel's alarm clock at
ten times the bound, or by its own abort; supervise.py then sets the record aside. Bytes are bounded where they are read
(read.max_record_mb) and decoded (decode.max_content_bytes).
"""

import contextlib
import os
import resource
import signal
import threading
from collections.abc import Generator
from types import FrameType

from .recipe import BoundsConfig
from .supervise import SUPERVISED

#: the alarm clock is wall-clock time, which a busy machine stretches
_PATIENCE = 10
#: seconds between two settings of the timers, each a system call; a record may get so much less than its bound
_SETTING = 1.0


class OutOfTime(Exception):
    """Raised in a stage that has used up the CPU time of one record."""


class Bounds:
    """The timers and limits of one process, set up for as long as it cleans a split."""

    def __init__(self, config: BoundsConfig):
        self.seconds, self.memory_mb = config.max_record_seconds, config.max_record_memory_mb
        self._timers = False
        self._inside = False
        self._set_at = -_SETTING

    @contextlib.contextmanager
    def set_up(self) -> Generator[None]:
        """Within the block `start` and `stop` bound; timers need the main thread, elsewhere they do nothing."""
        self._timers = threading.current_thread() is threading.main_thread()
        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        room = _data_bytes() + int(self.memory_mb * 1e6)
        before = signal.signal(signal.SIGPROF, self._out_of_time) if self._timers else None
        resource.setrlimit(resource.RLIMIT_DATA, (room if hard < 0 else min(room, hard), hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
            if self._timers:
                signal.setitimer(signal.ITIMER_PROF, 0)
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGPROF, before)
            self._timers = False

    def start(self, now: float) -> None:
        """A record is about to be worked on; `now`: time.perf_counter()."""
        self._inside = True
        if self._timers and now - self._set_at >= _SETTING:
            self._set_at = now
            signal.setitimer(signal.ITIMER_PROF, self.seconds)
            if SUPERVISED in os.environ:
                signal.setitimer(signal.ITIMER_REAL, self.seconds * _PATIENCE)

    def stop(self) -> None:
        """The record is through."""
        self._inside = False

    def _out_of_time(self, number: int, frame: FrameType | None) -> None:
        if self._inside:
            self._set_at = -_SETTING  # the next record gets its own time
            raise OutOfTime


def _data_bytes() -> int:
    """Private writable memory of this process, which RLIMIT_DATA counts; 0 where the kernel does not say."""
    with contextlib.suppress(OSError), open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmData:"):
                return int(line.split()[1]) * 1024
    return 0
