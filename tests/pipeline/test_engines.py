"""The same bytes whatever engine, and whatever a cluster does to its tasks: with real processes, a real Ray, a real Slurm.

Slurm is tested where there is a cluster; benchmarks/slurm_node.sh starts one of this machine alone.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from runs import ROOT, hashes, here, smallest, taosha
from taosha.pipeline import run as main_job
from taosha.pipeline.engines import cluster
from taosha.pipeline.engines.cluster import Ended, Job
from taosha.pipeline.errors import UserError
from taosha.pipeline.recipe import load_recipe

SHARDS = str(ROOT / "sample/shard-0[12].warc.gz")
ARGUMENTS = ("run", "demo", "--input", SHARDS, "--workers", "2")


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> dict[str, str]:
    """What the local engine makes of two shards."""
    out = tmp_path_factory.mktemp("whole") / "out"
    done = taosha(*ARGUMENTS, "--output", str(out))
    assert done.returncode == 0, done.stderr
    return hashes(out)


@pytest.fixture
def use(monkeypatch) -> Callable:
    """Makes runs in this process hand their tasks to the given engine."""

    def choose(engine) -> None:
        monkeypatch.setattr(main_job, "start_phase", lambda phase, config: cluster.start(phase, config, engine))

    return choose


def run(out: Path, recipe: str = "demo", **settings) -> dict:
    return main_job.run(load_recipe(recipe, {"input": [SHARDS], "output": str(out)} | settings))


def test_tasks_that_the_cluster_takes_are_handed_out_again(whole, use, tmp_path):
    lost: list[str] = []

    def losing(job: Job, config) -> Generator[Ended]:
        """The first task of a phase of several is never run, once."""
        first = job.tasks > 1 and job.name.partition("-")[0] not in lost
        if first:
            lost.append(job.name.partition("-")[0])
            yield Ended(0, None, "node failure")
        yield from here(job, range(int(first), job.tasks))

    use(losing)
    run(tmp_path / "out", **{"run.tasks": 2, "run.cpus_per_task": 2})
    assert lost == ["clean", "emit"]
    assert hashes(tmp_path / "out") == whole
    left = {path.name for path in (tmp_path / "out").iterdir()}
    assert left == {
        "duplicates",
        "kept",
        "rejected",
        "run.json",
        "signatures",
        "stats.json",
        "tokens",
        "unreadable.jsonl",
    }


def test_a_cluster_that_takes_every_task_is_given_up(use, tmp_path):
    def taking(job: Job, config) -> Generator[Ended]:
        yield from (Ended(rank, 137, "out of memory") for rank in range(job.tasks))

    use(taking)
    with pytest.raises(UserError, match=r"^clean: 2 tasks ended before they had finished anything; .*: out of memory$"):
        run(tmp_path / "out", **{"run.tasks": 2})


def test_what_two_processes_write_at_once_is_whole(whole, use, tmp_path):
    """Every task runs twice, side by side: as where one that was thought lost goes on."""

    def doubling(job: Job, config) -> Generator[Ended]:
        for rank in range(job.tasks):
            command = [sys.executable, *job.arguments, str(rank)]
            both = [subprocess.Popen(command, env=os.environ | {"TMPDIR": str(tmp_path / f"{i}")}) for i in range(2)]
            assert [one.wait() for one in both] == [0, 0]
            yield Ended(rank, 0, "")

    for i in range(2):
        (tmp_path / f"{i}").mkdir()
    use(doubling)
    run(tmp_path / "out", **{"run.tasks": 1})
    assert hashes(tmp_path / "out") == whole
    assert not list((tmp_path / "out").rglob("*.tmp"))


STEP = """
import os
from datatrove.pipeline.base import PipelineStep

class Misbehaving(PipelineStep):
    name = "misbehaving"

    def run(self, data, rank=0, world_size=1):
        for doc in data:
            if "abort" in doc.text:
                os.abort()
            if "bug" in doc.text:
                raise ZeroDivisionError("a bug")
            yield doc
"""


@pytest.fixture
def misbehaving(tmp_path, monkeypatch) -> Callable[[str], str]:
    """Writes an input of twelve good documents and the given one, and returns the recipe's name."""
    (tmp_path / "misbehaving_step.py").write_text(STEP)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)

    def write(wrong: str) -> str:
        texts = [f"第{i}天，河水又涨了一寸。" for i in range(12)]
        texts.insert(5, wrong)
        Path("x.jsonl").write_text("\n".join(json.dumps({"text": text}) for text in texts))
        recipe = {
            "extends": "web",
            "input": ["x.jsonl"],
            "stages": ["normalise", {"use": "misbehaving_step.Misbehaving"}],
            "dedup": {"enabled": False},
            "tokens": {"enabled": False},
            "read": {"split_mb": 0.0002},
        }
        Path("mine.yaml").write_text(yaml.safe_dump(recipe))
        return "mine.yaml"

    return write


def test_a_record_that_kills_its_process_costs_itself_alone_in_a_task_too(misbehaving, use, tmp_path):
    use(smallest)
    stats = run(tmp_path / "out", misbehaving("abort"), input=["x.jsonl"])
    assert (stats["records"], stats["kept"], stats["rejected"]) == (13, 12, 1)
    rejected = [
        row for path in (tmp_path / "out/rejected").rglob("*.parquet") for row in pq.read_table(path).to_pylist()
    ]
    assert [(row["text"], row["stage"], row["reason"]) for row in rejected] == [("abort", "Misbehaving", "crash")]


def test_an_error_in_a_task_stops_the_run_and_names_the_record(misbehaving, use, tmp_path):
    use(smallest)
    recipe = misbehaving("bug")
    with pytest.raises(
        RuntimeError,
        match=r"(?s)phase clean ended with status 1:.*ZeroDivisionError: a bug.*on the record of x.jsonl at",
    ):
        run(tmp_path / "out", recipe, input=["x.jsonl"])


@pytest.fixture
def described(use, tmp_path) -> Path:
    """The description of a job whose tasks have not run; its folder is the output."""

    def only_describing(job: Job, config) -> Generator[Ended]:
        yield Ended(0, None, "")

    use(only_describing)
    with pytest.raises(UserError):
        run(tmp_path / "out")
    (path,) = (tmp_path / "out/tasks").glob("clean-*.json")
    return path


def test_a_node_that_does_not_share_the_output_folder(described, tmp_path):
    done = taosha("task", str(tmp_path / "elsewhere"), described.stem, "0")
    assert done.returncode == 2
    assert "is not the one of the command; an engine of a cluster needs a folder that all nodes share" in done.stderr


def test_a_node_with_other_versions_is_refused(described, tmp_path):
    told = json.loads(described.read_text())
    told["versions"]["pyarrow"] = "9.9.9"
    described.write_text(json.dumps(told))
    done = taosha("task", str(tmp_path / "out"), described.stem, "0")
    assert done.returncode == 2
    assert "the command that started the run has 9.9.9; install the same versions on all nodes" in done.stderr


def test_a_node_that_does_not_reach_the_input(described, tmp_path):
    told = json.loads(described.read_text())
    for split in told["splits"]:
        split["uri"] = "file:///nowhere/x.warc.gz"
    described.write_text(json.dumps(told))
    done = taosha("task", str(tmp_path / "out"), described.stem, "0")
    assert done.returncode == 2
    assert "input file:///nowhere/x.warc.gz is not there on node" in done.stderr
    assert not (tmp_path / "out/counts").exists()


ERRORS = [
    ("run.engine=slrum", "run.engine: input should be 'local', 'ray' or 'slurm', got 'slrum', did you mean 'slurm'?"),
    ("run.cpus_per_task=0", "run.cpus_per_task: must be 1 or more, got 0"),
    ("run.slurm.partion=cpu", "unknown key run.slurm.partion, did you mean 'partition'?"),
    ("run.slurm.options=--qos=low", "run.slurm.options: input should be a valid list, got '--qos=low'"),
]


@pytest.mark.parametrize(("setting", "message"), ERRORS, ids=[setting for setting, _ in ERRORS])
def test_wrong_keys(tmp_path, setting, message):
    done = taosha(*ARGUMENTS, "--output", "o", "--set", setting, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert message in done.stderr
    assert not (tmp_path / "o").exists()


def test_without_sbatch(tmp_path):
    done = taosha(*ARGUMENTS, "--output", "o", "--set", "run.engine=slurm", cwd=tmp_path, env=os.environ | {"PATH": ""})
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "run.engine: slurm needs the command sbatch on the PATH" in done.stderr
    assert not (tmp_path / "o").exists()


def test_without_ray(tmp_path):
    """`sys.modules[...] = None` is how Python itself says that a module is not there."""
    code = "import sys; sys.modules['ray'] = None; from taosha.pipeline.cli import main; main()"
    command = [sys.executable, "-c", code, *ARGUMENTS, "--output", "o", "--set", "run.engine=ray"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "run.engine: ray is not installed; pip install 'taosha[ray]'" in done.stderr
    assert not (tmp_path / "o").exists()


def kill_when_a_split_is_finished(command: list[str], out: Path) -> None:
    """kill -9 to the command's whole process group, as soon as there is something to go on from."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    while not list(out.glob("counts/**/*.json")):
        assert process.poll() is None, "finished before it could be killed"
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not (out / "stats.json").exists()


def tasks_running(out: Path) -> int:
    """Processes of `taosha task` for this output folder."""
    found = 0
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:  # it has ended
            continue
        found += b"task" in words and str(out).encode() in words
    return found


@pytest.fixture(scope="module")
def ray_cluster() -> Generator[tuple[str, ...]]:
    """The settings for a cluster that is there already, so that a killed command leaves it and its tasks to see to."""
    pytest.importorskip("ray", reason="ray is not installed: pip install 'taosha[ray]'")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    folder = tempfile.mkdtemp(prefix="ray-")  # pytest's own names are too long for sockets
    options = [
        "--head",
        f"--port={port}",
        "--num-cpus=2",
        "--include-dashboard=false",
        "--disable-usage-stats",
        "--block",
    ]
    command = [sys.executable, "-m", "ray.scripts.scripts", "start", *options, "--node-ip-address=127.0.0.1"]
    with open(Path(folder, "log"), "wb") as log, pytest.MonkeyPatch.context() as environment:
        environment.setenv("RAY_AUTH_MODE", "disabled")
        head = subprocess.Popen([*command, f"--temp-dir={folder}"], stdout=log, stderr=log)
        while b"Ray runtime started" not in Path(folder, "log").read_bytes():
            assert head.poll() is None, Path(folder, "log").read_text()
            time.sleep(0.1)
        yield ("--set", "run.engine=ray", "--set", f"run.ray.address=127.0.0.1:{port}")
        head.terminate()
        head.wait()
    shutil.rmtree(folder, ignore_errors=True)


class TestRay:
    def test_killed_and_started_again_it_writes_the_same_bytes(self, whole, ray_cluster, tmp_path):
        out = tmp_path / "out"
        settings = [*ray_cluster, "--set", "run.tasks=2", "--set", "run.mem_gb_per_cpu=0.5"]
        arguments = [*ARGUMENTS, "--output", str(out), *settings]
        kill_when_a_split_is_finished([sys.executable, "-m", "taosha.pipeline.cli", *arguments], out)
        patience = time.monotonic() + 30
        while tasks_running(out):  # Ray ends the workers of a command that is gone, and tasks end with their worker
            assert time.monotonic() < patience
            time.sleep(0.1)
        again = taosha(*arguments)
        assert again.returncode == 0, again.stderr
        assert hashes(out) == whole

    def test_terminated_while_no_node_is_large_enough(self, ray_cluster, tmp_path):
        """The command says what it waits for, and ends when it is told to."""
        command = [
            sys.executable,
            "-m",
            "taosha.pipeline.cli",
            *ARGUMENTS,
            "--output",
            str(tmp_path / "out"),
            *ray_cluster,
        ]
        process = subprocess.Popen([*command, "--set", "run.cpus_per_task=64"], stderr=subprocess.PIPE, text=True)
        assert process.stderr
        said = process.stderr.readline()
        assert said == "taosha: no node of the Ray cluster has {'CPU': 64} for a task; waiting for one\n"
        while not (tmp_path / "out/tasks").exists():
            time.sleep(0.1)
        process.terminate()
        process.communicate()
        assert process.returncode == 128 + signal.SIGTERM

    def test_no_cluster_at_the_address(self, tmp_path):
        pytest.importorskip("ray", reason="ray is not installed: pip install 'taosha[ray]'")
        settings = ("--set", "run.engine=ray", "--set", "run.ray.address=127.0.0.1:1")
        done = taosha(*ARGUMENTS, "--output", str(tmp_path / "out"), *settings)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "run.ray.address: no cluster at '127.0.0.1:1'" in done.stderr


def no_slurm() -> bool:
    return shutil.which("sinfo") is None or subprocess.run(["sinfo"], capture_output=True, check=False).returncode != 0


@pytest.mark.skipif(no_slurm(), reason="no Slurm answers here: benchmarks/slurm_node.sh starts one of one node")
class TestSlurm:
    def test_the_same_bytes(self, whole, tmp_path):
        settings = [
            "run.mem_gb_per_cpu=1",
            "run.slurm.partition=main",
            'run.slurm.time="10:00"',
            "run.slurm.options=[--nice=1]",
        ]
        more = [part for setting in ["run.engine=slurm", *settings] for part in ("--set", setting)]
        done = taosha(*ARGUMENTS, "--output", str(tmp_path / "out"), *more)
        assert done.returncode == 0, done.stderr
        assert hashes(tmp_path / "out") == whole

    def test_killed_and_started_again(self, whole, tmp_path):
        """Jobs outlive the command; the next one ends them."""
        out = tmp_path / "out"
        arguments = [*ARGUMENTS, "--output", str(out), "--set", "run.engine=slurm", "--set", "run.tasks=2"]
        kill_when_a_split_is_finished([sys.executable, "-m", "taosha.pipeline.cli", *arguments], out)
        again = taosha(*arguments)
        assert again.returncode == 0, again.stderr
        assert hashes(out) == whole
        assert not tasks_running(out)

    def test_interrupted(self, tmp_path):
        """The command takes its jobs with it: three of them have to wait for the first."""
        out = tmp_path / "out"
        settings = ["--set", "run.engine=slurm", "--set", "run.tasks=4", "--workers", "1"]
        command = [sys.executable, "-m", "taosha.pipeline.cli", *ARGUMENTS, "--output", str(out), *settings]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        while not tasks_running(out):
            assert process.poll() is None
            time.sleep(0.05)
        process.terminate()
        assert process.wait() == 128 + signal.SIGTERM
        patience = time.monotonic() + 15  # Slurm kills a job five seconds after it has asked it to end
        while subprocess.run(["squeue", "--noheader"], capture_output=True, check=True).stdout:
            assert time.monotonic() < patience
            time.sleep(0.5)
        assert not tasks_running(out)
        assert len(list(out.glob("counts/**/*.json"))) < 4

    def test_a_job_that_is_cancelled_is_handed_out_again(self, whole, tmp_path, monkeypatch):
        from taosha.pipeline.engines import slurm

        monkeypatch.setattr(cluster, "PATIENCE", 3)
        ask, cancelled = slurm._ask, []

        def cancelling(*command: str, **options) -> str:
            said = ask(*command, **options)
            if command[0] == "sbatch" and not cancelled:
                cancelled.append(said.strip())
                ask("scancel", f"{cancelled[0]}_1")
            return said

        monkeypatch.setattr(slurm, "_ask", cancelling)
        run(tmp_path / "out", **{"run.engine": "slurm", "run.tasks": 2, "run.workers": 1})
        assert cancelled
        assert hashes(tmp_path / "out") == whole

    def test_what_sbatch_refuses_is_told(self, tmp_path):
        settings = ("--set", "run.engine=slurm", "--set", "run.slurm.partition=nowhere")
        done = taosha(*ARGUMENTS, "--output", str(tmp_path / "out"), *settings)
        assert done.returncode == 2
        assert "run.engine: slurm: sbatch says: sbatch: error: invalid partition specified: nowhere" in done.stderr
