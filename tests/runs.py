"""The command as a user types it, what it left, and the smallest engine of a cluster."""

import hashlib
import subprocess
import sys
from collections.abc import Generator, Iterable
from pathlib import Path

from taosha.pipeline.engines import cluster
from taosha.pipeline.engines.cluster import Ended, Job

ROOT = Path(__file__).parents[1]
SAMPLE = str(ROOT / "sample/*.warc.gz")
CONTENT = ("kept", "rejected", "signatures", "duplicates", "tokens")


def taosha(*arguments: str, **options) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "taosha.pipeline.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, **options)


def hashes(out: Path) -> dict[str, str]:
    """File -> sha256, of what must be the same for every way of running."""
    files = [path for folder in CONTENT for path in sorted((out / folder).rglob("*")) if path.is_file()]
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def here(job: Job, ranks: Iterable[int]) -> Generator[Ended]:
    """The commands of the tasks, side by side on this machine."""
    commands = {rank: [sys.executable, *job.arguments, str(rank)] for rank in ranks}
    running = {rank: subprocess.Popen(command, stderr=subprocess.PIPE) for rank, command in commands.items()}
    for rank, process in running.items():
        _, said = process.communicate()
        yield Ended(rank, process.returncode, cluster.tail(said))


def smallest(job: Job, config) -> Generator[Ended]:
    """An engine whose cluster is this machine."""
    return here(job, range(job.tasks))
