"""Slurm: the tasks of a phase are an array of batch jobs, each of which runs the command of task.py.

Whether a task is queued or runs is asked of squeue; how it ended, of a file that its script writes last, since not every
cluster keeps accounts. Jobs outlive a command that is killed; the next one for the same output ends them first.
"""

import hashlib
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path

from ..errors import UserError
from ..phase import Phase
from ..recipe import RunConfig
from . import cluster
from .cluster import TASKS, Ended, Job

#: seconds between two looks at the queue, at first and at most
_LOOKS = (1.0, 15.0)
_ACTIVE = "--states=PENDING,RUNNING,SUSPENDED,CONFIGURING,REQUEUED"


def check(config: RunConfig) -> None:
    """UserError if this machine cannot submit jobs."""
    for command in ("sbatch", "squeue", "scancel"):
        if shutil.which(command) is None:
            raise UserError(
                f"run.engine: slurm needs the command {command} on the PATH; start taosha on a machine of the cluster that can "
                f"submit jobs"
            )


def start(phase: Phase, config: RunConfig) -> Callable[[], None]:
    """See engines/__init__.py."""
    return cluster.start(phase, config, _run_tasks)


def _run_tasks(job: Job, config: RunConfig) -> Generator[Ended]:
    name = "taosha-" + hashlib.sha256(job.output.uri.encode()).hexdigest()[:12]
    _end_jobs_of_before(name)
    folder = Path(job.output.local, TASKS, job.name) if job.output.local else Path.cwd() / f"taosha-{job.name}"
    folder.mkdir(parents=True, exist_ok=True)
    number = _submit(name, job, config, folder)
    waiting = set(range(job.tasks))
    unseen: dict[int, float] = {}  # task -> when it was first neither in the queue nor known to have ended
    seconds, most = _LOOKS
    try:
        while waiting:
            queued = _queued(number)
            ended = {int(path.stem) for path in folder.glob("*.status")} & waiting
            now = time.monotonic()
            unseen = {rank: unseen.get(rank, now) for rank in waiting - queued - ended}
            for rank in sorted(ended):
                yield Ended(rank, int((folder / f"{rank}.status").read_text()), _log(folder, rank))
            taken = {rank for rank, since in unseen.items() if now - since > cluster.PATIENCE}
            for rank in sorted(taken):
                yield Ended(rank, None, _log(folder, rank))
            waiting -= ended | taken
            if waiting:
                time.sleep(seconds)
                seconds = min(seconds * 1.1, most)
    finally:
        if waiting:
            _ask("scancel", number)
    if job.output.local is None:
        shutil.rmtree(folder, ignore_errors=True)


def _submit(name: str, job: Job, config: RunConfig, folder: Path) -> str:
    """The number of the array of jobs."""
    options = [
        f"--job-name={name}",
        f"--array=0-{job.tasks - 1}%{cluster.at_a_time(job, config)}",
        "--ntasks=1",
        f"--cpus-per-task={config.cpus_per_task}",
        f"--output={folder}/%a.log",
        "--open-mode=append",
        "--requeue",  # where a node fails
    ]
    if config.mem_gb_per_cpu is not None:
        options.append(f"--mem-per-cpu={round(config.mem_gb_per_cpu * 1000)}M")
    if config.slurm.partition is not None:
        options.append(f"--partition={config.slurm.partition}")
    if config.slurm.time is not None:
        options.append(f"--time={config.slurm.time}")
    status = shlex.quote(str(folder)) + "/$SLURM_ARRAY_TASK_ID.status"
    script = (
        f"#!/bin/sh\n{shlex.join([sys.executable, *job.arguments])} $SLURM_ARRAY_TASK_ID\n"
        f"echo $? > {status}.tmp && mv {status}.tmp {status}\n"
    )
    said = _ask("sbatch", "--parsable", *options, *config.slurm.options, script=script)
    return said.strip().partition(";")[0]  # the name of the cluster may follow


def _queued(number: str) -> set[int]:
    """The tasks that are queued or run."""
    said = _ask("squeue", "--noheader", "--array", "--format=%K", f"--jobs={number}", unknown="Invalid job id")
    return {int(word) for word in said.split() if word.isdigit()}


def _end_jobs_of_before(name: str) -> None:
    jobs = ("squeue", "--noheader", "--me", "--format=%A", f"--name={name}", _ACTIVE)
    while numbers := set(_ask(*jobs).split()):
        _ask("scancel", *numbers)
        time.sleep(1)


def _ask(*command: str, script: str | None = None, unknown: str | None = None) -> str:
    """What a command of Slurm's prints; UserError with its own words, '' if they say that the job is gone."""
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return done.stdout
    if unknown is not None and unknown in done.stderr:
        return ""
    raise UserError(f"run.engine: slurm: {command[0]} says: {' '.join(done.stderr.split())}")


def _log(folder: Path, rank: int) -> str:
    path = folder / f"{rank}.log"
    return cluster.tail(path.read_bytes()) if path.exists() else ""
