"""What the engines of clusters share: a phase is cut into tasks, which are handed out until every unit is finished.

What the tasks need to know stands in OUTPUT/tasks/<job>.json, where every node reads it. An engine gets commands to run and
yields how each ended. Units that are not finished because the cluster ended their task (a node lost, time or memory run
out, a preemption) are handed out again as long as something comes forward; other errors stop the phase.
"""

import contextlib
import gc
import secrets
import signal
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from ..errors import UserError
from ..phase import Phase
from ..recipe import RunConfig
from ..storage import Folder
from ..versions import all_versions

#: the folder of descriptions and logs in the output; it goes with the end of the run
TASKS = "tasks"
#: Slurm takes arrays of 1,001 jobs unless its configuration says otherwise
_MOST_TASKS = 1000
#: seconds after which network file systems show names that other nodes have written (NFS: acdirmax)
PATIENCE = 60
_ERROR = "taosha: error: "


class Ended(NamedTuple):
    """A task that runs no longer. status: of its process, None if the cluster took it. said: the end of its stderr."""

    rank: int
    status: int | None
    said: str

    @property
    def lost(self) -> bool:
        """Whether it was ended from outside: no status, or that of a signal."""
        return self.status is None or not 0 <= self.status < 128


@dataclass(frozen=True)
class Job:
    """One handing-out of the tasks 0 to tasks - 1 of a phase."""

    name: str
    output: Folder
    tasks: int

    @property
    def arguments(self) -> list[str]:
        """Of the Python interpreter, for every task; its rank is the last argument."""
        return ["-m", "taosha.pipeline.cli", "task", self.output.uri, self.name]


def at_a_time(job: Job, config: RunConfig) -> int:
    """Tasks that may run at the same time."""
    return job.tasks if config.workers is None else max(config.workers // config.cpus_per_task, 1)


def tail(said: bytes) -> str:
    """The end of what a task wrote."""
    return said[-5000:].decode("utf-8", "replace").strip()


def start(
    phase: Phase, config: RunConfig, run_tasks: Callable[[Job, RunConfig], Generator[Ended]]
) -> Callable[[], None]:
    """As every engine's `start`. run_tasks ends, when it is closed, what still runs."""

    def finish() -> None:
        gc.enable()  # this process, which loads little, may wait for days
        with contextlib.suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGTERM, _exit)
        pending = phase.pending()
        while pending:
            job, shares = _describe(phase, pending, config)
            done: set[int] = set()
            lost: list[Ended] = []
            with contextlib.closing(run_tasks(job, config)) as outcomes:
                for ended in outcomes:
                    if ended.status == 0:
                        done.update(shares[ended.rank])
                    elif ended.lost:
                        lost.append(ended)
                    else:
                        _fail(phase, ended)
            left = _left(phase, done)
            if len(left) == len(pending):
                said = " ".join(lost[-1].said.split()) if lost else ""
                raise UserError(
                    f"{phase.name}: {len(lost) or job.tasks} tasks ended before they had finished anything; give them more "
                    f"time or memory (keys of run:) or look at the nodes"
                    + (f"; the last one said: {said}" if said else "")
                )
            pending = left

    return finish


def _exit(number: int, frame: FrameType | None) -> None:
    """Ends the command through its `finally`s, which end its tasks."""
    sys.exit(128 + number)


def _describe(phase: Phase, pending: list[int], config: RunConfig) -> tuple[Job, list[list[int]]]:
    """Write what the tasks need to know. A name is used once: nodes may remember what was written under it before."""
    output = phase.output if phase.output.local is None else Folder(phase.output.local)
    shares = _shares(pending, phase.units_per_task, config)
    job = Job(f"{phase.name}-{secrets.token_hex(4)}", output, len(shares))
    output.write_json(
        f"{TASKS}/{job.name}.json",
        {
            "phase": phase.name,
            "recipe": {"data": phase.recipe.data, "origin": phase.recipe.origin},
            "splits": [asdict(split) for split in phase.splits],
            "arguments": phase.arguments(),
            "shares": shares,
            "cpus": config.cpus_per_task,
            "versions": all_versions(),
            "folder": str(Path.cwd()),
        },
    )
    return job, shares


def _shares(pending: list[int], units_per_task: int, config: RunConfig) -> list[list[int]]:
    """The units of every task."""
    tasks = config.tasks or min(max(-(-len(pending) // units_per_task), config.workers or 1), _MOST_TASKS)
    tasks = min(tasks, len(pending))
    return [pending[rank::tasks] for rank in range(tasks)]


def _left(phase: Phase, done: set[int]) -> list[int]:
    """The units that are not finished; waits for the marks of those that are known to be `done`."""
    patience = time.monotonic() + PATIENCE
    while not done.isdisjoint(left := phase.pending()):
        if time.monotonic() > patience:
            raise UserError(
                f"output folder {phase.output.uri}: what the tasks of {phase.name} wrote is not to be seen here; an engine of a "
                f"cluster needs a folder that all nodes share, or s3://…"
            )
        time.sleep(1)
    return left


def _fail(phase: Phase, ended: Ended) -> None:
    last = ended.said.rpartition("\n")[2]
    if last.startswith(_ERROR):
        raise UserError(last.removeprefix(_ERROR))
    raise RuntimeError(f"task {ended.rank} of phase {phase.name} ended with status {ended.status}:\n{ended.said}")
