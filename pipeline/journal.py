"""Which record a process had in hand when it died, so that a record that kills processes costs itself alone.

While a split is cleaned, a small file in shared memory says which document is in which stage (0.3 µs a stage: no system
call), which record is being read (its number in the split, stage `read`), or which window of documents is surveyed.
Whoever sees the process die by no will of the user's (supervise.py) calls `blame`: what was in hand becomes suspect.
Splits with a suspect are done again first, one at a time; if the process dies on the same record again, that record is
set aside (rejected/, with the stage and the reason) and the split is done once more. Where it cannot be read, the rest of
its split is set aside (unreadable.jsonl); where a window cannot be surveyed, the window. Nothing else is lost, and what
is kept does not depend on when or how often a process died.
"""

import hashlib
import mmap
import os
import shutil
import signal
import struct
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from .storage import Folder
from .supervise import TASK

_PLACE = struct.Struct("64s192s")  # stage, id of the document; longer ones are cut


class SetAside(NamedTuple):
    """A document that is set aside at `stage`, before the stage sees it."""

    stage: str
    reason: str


class Place(NamedTuple):
    """A document and the stage that it was in."""

    id: str
    stage: str


def scratch(output: Folder) -> Path:
    """A local folder that belongs to the run: inside the output, or beside the other temporary files of this machine.

    A task on a node of a cluster has one of its own there: others work on the same output, and who sees the task die is
    on the same node (task.py).
    """
    task = os.environ.get(TASK, "")
    if output.local is not None and not task:
        return Path(output.local, "journal")
    return Path(tempfile.gettempdir(), "taosha-" + hashlib.sha256((output.uri + task).encode()).hexdigest()[:16])


class Journal:
    """Open while a split is being cleaned; the file goes when the split is finished."""

    def __init__(self, output: Folder, split: str):
        self._path = scratch(output) / "in_hand" / split
        self._folder, self._split = scratch(output), split
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_bytes(bytes(_PLACE.size))
        with self._path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _PLACE.size)
        #: id -> why; what blame() found in earlier attempts at this split
        self.set_aside = {id_: SetAside(*why) for id_, why in _read(self._folder, "set_aside", split).items()}

    def note(self, id_: str, stage: str) -> None:
        """`stage` is about to see the document."""
        _PLACE.pack_into(self._map, 0, stage.encode(), id_.encode())

    def blamed(self, id_: str, stage: str) -> str | None:
        """The reason for which the document is set aside at `stage`, before the stage sees it; None: it is not."""
        found = self.set_aside.get(id_)
        return found.reason if found is not None and found.stage == stage else None

    def close(self) -> None:
        """The split is finished: nobody is suspect any more."""
        self._map.close()
        self._path.unlink()
        _file(self._folder, "suspect", self._split).unlink(missing_ok=True)


def forget_in_hand(output: Folder) -> None:
    """At the start of a run: what an earlier one had in hand when the user killed it says nothing."""
    shutil.rmtree(scratch(output) / "in_hand", ignore_errors=True)


def forget(output: Folder) -> None:
    """At the end of a run, or of a task on a cluster: everything."""
    shutil.rmtree(scratch(output), ignore_errors=True)


def suspects(output: Folder) -> set[str]:
    """The splits that have a suspect."""
    root = scratch(output) / "suspect"
    return {path.relative_to(root).as_posix().removesuffix(".json") for path in root.rglob("*.json")}


def blame(output: Folder, reason: str) -> list[Place]:
    """After a death: what was in hand. A record that is in hand the second time, alone, is set aside as `reason`."""
    folder = scratch(output)
    places: list[Place] = []
    files = [path for path in (folder / "in_hand").rglob("*") if path.is_file()]
    for path in files:
        split = path.relative_to(folder / "in_hand").as_posix()
        stage, id_ = (part.rstrip(b"\0").decode("utf-8", "replace") for part in _PLACE.unpack(path.read_bytes()))
        path.unlink()
        places.append(Place(id_, stage))
        if not id_:
            continue
        if len(files) == 1 and _read(folder, "suspect", split).get("id") == id_:
            _write(folder, "set_aside", split, _read(folder, "set_aside", split) | {id_: (stage, reason)})
            _file(folder, "suspect", split).unlink()
        else:
            _write(folder, "suspect", split, {"id": id_})
    return places


def reason_of(status: int) -> str:
    """The reason under which a record is set aside whose process ended with this status (negative: a signal)."""
    return "max_record_seconds" if status == -signal.SIGALRM else "crash"


def _file(folder: Path, kind: str, split: str) -> Path:
    return folder / kind / f"{split}.json"


def _read(folder: Path, kind: str, split: str) -> dict[str, Any]:
    path = _file(folder, kind, split)
    return orjson.loads(path.read_bytes()) if path.exists() else {}


def _write(folder: Path, kind: str, split: str, value: dict[str, Any]) -> None:
    path = _file(folder, kind, split)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps(value))
