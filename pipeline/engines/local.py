"""The cores of this machine: a pool of processes, forked when the phase starts.

Nothing of datatrove's local executor is left to use: its pool waits for ever for a worker that died, its logs and marks are
not wanted here, and importing it takes 0.2 s (Hugging Face's client).

Workers are forks, so they begin with what this process has loaded and share its memory; they end with their phase, so the
next one has the memory that their tables and models took.
"""

import contextlib
import functools
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from datatrove.data import Document

from ..errors import WorkerDied
from ..phase import Phase
from ..recipe import RunConfig
from ..supervise import die_with


def check(config: RunConfig) -> None:
    """Every machine will do."""


def start(phase: Phase, config: RunConfig) -> Callable[[], None]:
    """All units of the phase, in `run.tasks` tasks."""
    units = len(phase.marks)
    tasks = max(1, min(config.tasks or units, units))
    return start_tasks(phase, range(tasks), tasks, config.workers or os.cpu_count() or 1)


def start_tasks(phase: Phase, ranks: Sequence[int], world_size: int, workers: int) -> Callable[[], None]:
    """Start the tasks `ranks` of `world_size`; call what is returned to wait for their end.

    An error of any task is raised there, after the others have stopped; WorkerDied if a process ended by itself.
    Threads are best started after this call: a forked process has none of them, but the locks that they held.
    """
    for unit in phase.alone():
        _start_pool(phase, [unit], len(phase.marks), 1)()
    return _start_pool(phase, ranks, world_size, workers)


def _start_pool(phase: Phase, ranks: Sequence[int], world_size: int, workers: int) -> Callable[[], None]:
    workers = min(workers, len(ranks))
    if workers > 1:
        phase.prepare()
    others = {process.pid for process in multiprocessing.active_children()}
    fork = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(workers, fork, _start_worker, (os.getpid(), functools.partial(phase.run, None)))
    running = [pool.submit(_run_task, ranks[0], world_size)]
    processes = [process for process in multiprocessing.active_children() if process.pid not in others]
    with contextlib.suppress(BrokenProcessPool):  # a worker has died already: what is submitted says so
        running += (pool.submit(_run_task, rank, world_size) for rank in ranks[1:])

    def finish() -> None:
        try:
            for task in as_completed(running):
                task.result()
            return
        except BrokenProcessPool:
            pass
        finally:
            pool.shutdown(cancel_futures=True)  # returns when all workers have ended
        # the pool ends by SIGTERM the workers that are well
        statuses = [process.exitcode or 0 for process in processes]
        raise WorkerDied(next((-status for status in statuses if status < 0 and -status != signal.SIGTERM), None))

    return finish


#: in a worker: the phase's `run` but for rank and number of tasks. Inherited, since it holds what cannot be pickled
_run: Callable[[int, int], Iterable[Document]]


def _start_worker(parent: int, run: Callable[[int, int], Iterable[Document]]) -> None:
    global _run
    gc.freeze()  # looking through what was loaded before the fork would copy it
    gc.enable()
    die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C reaches every process; only the first one has to say so
    _run = run


def _run_task(rank: int, world_size: int) -> None:
    for _ in _run(rank, world_size):
        pass
