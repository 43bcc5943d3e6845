"""A Ray cluster: each task of a phase is a remote function that runs the command of task.py and reports how it ended."""

import os
import socket
import sys
from collections.abc import Callable, Generator
from typing import Any

from ..errors import UserError
from ..phase import Phase
from ..recipe import RunConfig
from . import cluster
from .cluster import Ended, Job

#: what processes on nodes get of this one's environment, where a node does not have it itself
_PASSED_ON = ("AWS_", "PYTHONPATH")
#: in which the head of a cluster must answer
_SECONDS = 10


def check(config: RunConfig) -> None:
    """UserError if Ray is not installed."""
    try:
        _ray()
    except ImportError as error:
        raise UserError("run.engine: ray is not installed; pip install 'taosha[ray]'") from error


def start(phase: Phase, config: RunConfig) -> Callable[[], None]:
    """See engines/__init__.py."""
    _connect(config)
    return cluster.start(phase, config, _run_tasks)


def _ray() -> Any:
    os.environ.setdefault("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")  # under `uv run` Ray would wait for ever
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    import ray  # its types are partial: here it is Any

    return ray


def _connect(config: RunConfig) -> None:
    ray = _ray()
    if ray.is_initialized():
        return
    address = config.ray.address or os.environ.get("RAY_ADDRESS")
    try:
        if address and "//" not in address and ":" in address:  # Ray itself would try for many minutes
            host, _, port = address.rpartition(":")
            socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS).close()
        ray.init(address=address, include_dashboard=False, logging_level="ERROR")
    except (OSError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
        raise UserError(f"run.ray.address: no cluster at {address!r}: {' '.join(str(error).split())}") from error
    nodes = [node["Resources"] for node in ray.nodes() if node["Alive"]]
    wanted = _resources(config)
    # Ray itself waits silently; a cluster that grows by need may get one
    if not any(all(node.get(name, 0) >= amount for name, amount in wanted.items()) for node in nodes):
        print(f"taosha: no node of the Ray cluster has {wanted} for a task; waiting for one", file=sys.stderr)


def _resources(config: RunConfig) -> dict[str, int]:
    """Of a task, under Ray's names; memory in bytes."""
    resources = {"CPU": config.cpus_per_task}
    if config.mem_gb_per_cpu is not None:
        resources["memory"] = int(config.mem_gb_per_cpu * config.cpus_per_task * 1e9)
    return resources


def _run_tasks(job: Job, config: RunConfig) -> Generator[Ended]:
    ray = _ray()
    passed_on = {name: value for name, value in os.environ.items() if name.startswith(_PASSED_ON)}

    def run_command(arguments: list[str]) -> tuple[int, bytes]:
        """Runs on a node. A function within a function: Ray sends it whole, a worker need not find this module."""
        import subprocess
        import sys  # another one than this process's

        command = [sys.executable, *arguments]
        done = subprocess.run(command, env=passed_on | os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        return done.returncode, done.stderr

    wanted = _resources(config)
    remote = ray.remote(run_command).options(num_cpus=wanted["CPU"], memory=wanted.get("memory"), max_retries=0)
    waiting = iter(range(job.tasks))
    running: dict[Any, int] = {}
    try:
        while True:
            while len(running) < cluster.at_a_time(job, config) and (rank := next(waiting, None)) is not None:
                running[remote.remote([*job.arguments, str(rank), "--die-with-parent"])] = rank
            if not running:
                return
            (task,), _ = ray.wait(list(running))
            rank = running.pop(task)
            try:
                status, said = ray.get(task)
            except ray.exceptions.RayError as error:
                if isinstance(error, ray.exceptions.RayTaskError):  # an error of run_command itself
                    raise
                yield Ended(rank, None, str(error))
            else:
                yield Ended(rank, status, cluster.tail(said))
    finally:
        for task in running:
            ray.cancel(task, force=True)
