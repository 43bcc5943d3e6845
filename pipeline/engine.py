"""Runs a phase of the main job with datatrove's executors. No scheduler of our own.

Tasks are numbered 0 to tasks - 1 and choose their units by number; which unit is finished is decided by the files that
exist, never by datatrove's completion marks, since those count ranks and mean other units under another task count.
"""

import copy
import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.base import PipelineStep
from datatrove.utils.stats import PipelineStats
from loguru import logger

from .errors import WorkerDied
from .recipe import RunConfig
from .storage import Folder
from .supervise import die_with


class _QuietExecutor(LocalPipelineExecutor):
    """datatrove's local executor without its log: the terminal belongs to the progress bar, errors are raised.

    Its own `run` hands tasks to a pool that waits for ever for a worker that died; this one raises WorkerDied.
    """

    def run(self) -> None:
        if self.workers == 1:
            pipeline = self.pipeline
            for rank in range(self.tasks):
                self.pipeline = copy.deepcopy(pipeline)
                self._run_for_rank(rank)
            return
        context = multiprocessing.get_context("forkserver")
        with ProcessPoolExecutor(self.workers, mp_context=context, initializer=_start_worker) as pool:
            tasks = [pool.submit(self._run_for_rank, rank) for rank in range(self.tasks)]
            try:
                for task in as_completed(tasks):
                    task.result()
            except BrokenProcessPool as error:
                raise WorkerDied from error
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _run_for_rank(self, rank: int, local_rank: int = 0, node_rank: int = -1) -> PipelineStats:
        logger.disable("datatrove")  # here too, since this is another process
        return super()._run_for_rank(rank, local_rank, node_rank)


def _start_worker() -> None:
    die_with()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C reaches every process; only the first one has to say so


def run_phase(step: PipelineStep, units: int, config: RunConfig, output: Folder) -> None:
    """Run `step` over `units` units of work; errors of any task are raised here after the others have stopped."""
    tasks = max(1, min(config.tasks or units, units))
    workers = min(config.workers or os.cpu_count() or 1, tasks)
    executor: Any = _QuietExecutor(
        pipeline=[step],
        tasks=tasks,
        workers=workers,
        logging_dir=f"{output.uri.rstrip('/')}/logs/{step.name}",
        skip_completed=False,
    )
    logger.disable("datatrove")
    executor.run()
