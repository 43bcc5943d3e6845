"""Progress bars over work that runs in other processes, by files that both sides see.

A worker's heartbeat is a small file under progress/; the watcher adds up finished units and heartbeats twice a second.
"""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path

from tqdm import tqdm

from .storage import Folder

_SECONDS = 0.5  # between two heartbeats, and two looks at them
_PATIENCE = 10  # of the time that a look takes, before the next: shared folders and buckets may list slowly


class Heartbeat:
    """Tells the watcher how far this process is in the unit `name`; only where the output is a local folder.

    One small file a unit, overwritten in place and left to the end of the run: a rename, a truncation or a removal
    makes some file systems wait for the disk, which cost a tenth of the cleaning.
    """

    def __init__(self, output: Folder, name: str):
        self._last = time.monotonic()
        self._file: int | None = None
        if (folder := output.local) is not None:
            path = Path(folder, "progress", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT)

    def beat(self, amount: int) -> None:
        now = time.monotonic()
        if self._file is not None and now - self._last >= _SECONDS:
            self._last = now
            os.pwrite(self._file, b"%020d" % amount, 0)

    def stop(self) -> None:
        if self._file is not None:
            os.close(self._file)


def beats(output: Folder) -> dict[str, int]:
    """Unit -> amount, for every heartbeat that is there."""
    if output.local is None:
        return {}
    root = Path(output.local, "progress")
    return {
        path.relative_to(root).as_posix(): int(path.read_bytes() or b"0") for path in root.rglob("*") if path.is_file()
    }


@contextlib.contextmanager
def bar(label: str, total: int, unit: str, done: Callable[[], int]) -> Generator[None]:
    """A progress bar on stderr while the block runs; `done()` says how much of `total` is done."""
    stop = threading.Event()
    with tqdm(
        total=total, desc=f"{label:<9}", unit=unit, unit_scale=True, dynamic_ncols=True, mininterval=0.1
    ) as shown:

        def watch() -> None:
            pause = _SECONDS
            while not stop.wait(pause):
                started = time.monotonic()
                shown.update(max(min(done(), total) - shown.n, 0))
                pause = max(_SECONDS, _PATIENCE * (time.monotonic() - started))

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            stop.set()
            watcher.join()
        shown.update(total - shown.n)
