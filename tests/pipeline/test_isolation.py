"""A record that takes its process with it, or its time or memory, costs itself: everything else comes out as without it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from taosha.pipeline.bounds import Bounds, OutOfTime
from taosha.pipeline.journal import Journal, SetAside, blame, forget_in_hand, suspects
from taosha.pipeline.recipe import BoundsConfig
from taosha.pipeline.storage import Folder

#: a step that does to its process what the text of a document says
STEP = """
import ctypes, os, signal, time
from datatrove.pipeline.base import PipelineStep

class Misbehaving(PipelineStep):
    name = "misbehaving"

    def run(self, data, rank=0, world_size=1):
        for doc in data:
            if "segfault" in doc.text:
                ctypes.string_at(0)
            if "abort" in doc.text:
                os.abort()
            if "out of memory" in doc.text:  # as the kernel does it
                os.kill(os.getpid(), signal.SIGKILL)
            if "python loop" in doc.text:
                while True:
                    pass
            if "native loop" in doc.text:  # no interpreter to interrupt: signals of Python's wait until it returns
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPROF})
                while True:
                    pass
            if "allocate" in doc.text:
                bytearray(1 << 40)
            if "once" in doc.text and not os.path.exists("was-here"):
                open("was-here", "w").close()
                os.abort()
            yield doc
"""
RECIPE = {
    "extends": "web",
    "stages": ["normalise", {"use": "misbehaving_step.Misbehaving"}],
    "dedup": {"enabled": False},
    "tokens": {"enabled": False},
    "read": {"split_mb": 0.0002},
    "bounds": {"max_record_seconds": 30},
}
#: for records that never end; the alarm clock, ten times this, would take innocent records on a very busy machine
BRIEF = {"bounds": {"max_record_seconds": 0.5}}


def write_input(folder: Path, wrong: str) -> None:
    texts = [f"第{i}天，河水又涨了一寸。" for i in range(12)]
    texts[5:5] = [wrong] if wrong else []
    (folder / "x.jsonl").write_text(
        "\n".join(json.dumps({"text": text}, ensure_ascii=False) for text in texts), "utf-8"
    )


def run(
    folder: Path, out: str, workers: int, other: dict | None = None, step: str = STEP
) -> tuple[subprocess.CompletedProcess, list[dict], list[dict]]:
    """The finished command, the rows of kept/ and of rejected/."""
    (folder / "misbehaving_step.py").write_text(step, "utf-8")
    (folder / "mine.yaml").write_text(yaml.safe_dump(RECIPE | (other or {})))
    command = [sys.executable, "-m", "taosha.pipeline.cli", "run", "mine.yaml", "--input", "x.jsonl", "--output", out]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(
        [*command, "--workers", str(workers)],
        cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip
    rows = (
        [row for path in sorted((folder / out / kind).rglob("*.parquet")) for row in pq.read_table(path).to_pylist()]
        for kind in ("kept", "rejected")
    )
    return done, *rows


@pytest.mark.parametrize(
    ("wrong", "workers", "reason"),
    [
        ("segfault", 1, "crash"),
        ("abort", 2, "crash"),
        ("out of memory", 1, "crash"),
        ("python loop", 1, "max_record_seconds"),
        ("native loop", 1, "max_record_seconds"),
        ("native loop", 2, "max_record_seconds"),
        ("allocate", 1, "max_record_memory_mb"),
    ],
)
def test_what_a_record_does_to_its_process_costs_that_record(tmp_path, wrong, workers, reason):
    write_input(tmp_path, wrong)
    bounds = BRIEF if "loop" in wrong else None
    done, kept, rejected = run(tmp_path, "out", workers, bounds)
    assert done.returncode == 0, done.stderr
    assert [(row["text"], row["stage"], row["reason"]) for row in rejected] == [(wrong, "Misbehaving", reason)]
    assert sorted(row["text"] for row in kept) == sorted(f"第{i}天，河水又涨了一寸。" for i in range(12))
    assert "13 records = 12 kept + 1 rejected + 0 unreadable" in done.stdout
    assert not (tmp_path / "out/journal").exists()
    if workers > 1:
        again, kept_again, rejected_again = run(tmp_path, "out2", 1, bounds)
        assert again.returncode == 0
        assert (kept_again, rejected_again) == (kept, rejected)


def test_a_death_that_does_not_repeat_costs_nothing(tmp_path):
    write_input(tmp_path, "once")
    done, kept, rejected = run(tmp_path, "out", 1)
    assert done.returncode == 0, done.stderr
    assert (len(kept), rejected) == (13, [])
    assert "killed by SIGABRT with record" in done.stderr


#: a step whose module makes reading and surveying die: no bytes are known at which the libraries underneath do
DYING = """
import ctypes, orjson
from datatrove.pipeline.base import PipelineStep
from taosha.pipeline import read
from taosha.pipeline.stages.lines import Lines

class Reader:
    JSONDecodeError = orjson.JSONDecodeError

    @staticmethod
    def loads(data):
        if "读" in (row := orjson.loads(data))["text"]:
            ctypes.string_at(0)
        return row

def survey(self, docs):
    if any("看" in doc.text for doc in docs):
        ctypes.string_at(0)

read.orjson, Lines.survey = Reader, survey

class Misbehaving(PipelineStep):
    name = "misbehaving"

    def run(self, data, rank=0, world_size=1):
        yield from data
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_a_death_while_reading_costs_the_rest_of_the_split(tmp_path, workers):
    write_input(tmp_path, "读")
    done, kept, rejected = run(tmp_path, "out", workers, {"read": {"split_mb": 0.0004}}, DYING)
    assert done.returncode == 0, done.stderr
    lost = [json.loads(line) for line in (tmp_path / "out/unreadable.jsonl").read_text().splitlines()]
    lines = (tmp_path / "x.jsonl").read_text("utf-8").splitlines(keepends=True)
    offsets = [len("".join(lines[:number]).encode()) for number in range(14)]
    assert [(one["reason"], one["offset"]) for one in lost] == [("crash", offsets[4])]  # the last that was read
    first_behind = next(number for number in range(14) if offsets[number] >= 400)  # where the next split begins
    expected = [json.loads(line)["text"] for line in (*lines[:5], *lines[first_behind:])]
    assert ([row["text"] for row in kept], rejected) == (expected, [])
    assert f"{len(kept) + 1} records = {len(kept)} kept + 0 rejected + 1 unreadable" in done.stdout
    assert "with record 5 in read in hand" in done.stderr


def test_a_death_while_surveying_costs_the_window(tmp_path):
    write_input(tmp_path, "看")
    stages = {"stages": [{"use": "misbehaving_step.Misbehaving"}, "lines"]}
    done, kept, rejected = run(tmp_path, "out", 1, stages | {"lines": {"window_chars": 1}}, DYING)
    assert done.returncode == 0, done.stderr
    assert [(row["text"], row["stage"], row["reason"]) for row in rejected] == [("看", "lines", "crash")]
    assert len(kept) == 12


def test_a_step_that_dies_before_any_record_is_given_up(tmp_path):
    write_input(tmp_path, "")
    done, _, _ = run(tmp_path, "out", 1)
    assert done.returncode == 0
    step = STEP.replace("    def run(", "    def __init__(self):\n        os.abort()\n\n    def run(")
    (tmp_path / "dying_step.py").write_text(step)
    (tmp_path / "dying.yaml").write_text(yaml.safe_dump(RECIPE | {"stages": [{"use": "dying_step.Misbehaving"}]}))
    command = [sys.executable, "-m", "taosha.pipeline.cli", "run", "dying.yaml", "--input", "x.jsonl", "--output", "o"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("with nothing known in hand") == 3
    assert "it dies again and again" in done.stderr


# --- the parts


def in_hand(output: Folder, split: str, id_: str, stage: str = "extract") -> None:
    """A process dies with a record in hand: its journal stays behind."""
    Journal(output, split).note(id_, stage)


def test_the_second_death_alone_on_the_same_record_sets_it_aside(tmp_path):
    output = Folder(str(tmp_path))
    in_hand(output, "a/0", "one")
    assert [place.id for place in blame(output, "crash")] == ["one"]
    assert suspects(output) == {"a/0"}
    in_hand(output, "a/0", "two")  # another record: it becomes suspect instead
    blame(output, "crash")
    in_hand(output, "a/0", "two")
    blame(output, "crash")
    assert suspects(output) == set()
    journal = Journal(output, "a/0")
    assert journal.set_aside == {"two": SetAside("extract", "crash")}
    journal.close()
    in_hand(output, "a/0", "three", "pii")
    blame(output, "crash")
    in_hand(output, "a/0", "three", "pii")
    blame(output, "max_record_seconds")
    aside = Journal(output, "a/0").set_aside
    assert aside == {"two": SetAside("extract", "crash"), "three": SetAside("pii", "max_record_seconds")}


def test_several_at_once_are_suspects_only(tmp_path):
    output = Folder(str(tmp_path))
    for _ in range(3):
        in_hand(output, "a/0", "one")
        in_hand(output, "a/1", "two")
        assert {place.id for place in blame(output, "crash")} == {"one", "two"}
    assert suspects(output) == {"a/0", "a/1"}
    assert Journal(output, "a/0").set_aside == {}


def test_a_finished_split_has_no_suspect_and_a_killed_run_says_nothing(tmp_path):
    output = Folder(str(tmp_path))
    in_hand(output, "a/0", "one")
    blame(output, "crash")
    Journal(output, "a/0").close()
    assert suspects(output) == set()
    in_hand(output, "a/0", "one")
    forget_in_hand(output)
    assert blame(output, "crash") == []


def test_out_of_time_is_raised_only_where_a_record_is_worked_on():
    import time

    bounds = Bounds(BoundsConfig(0.2, 4000))

    def work(seconds: float) -> None:
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass

    with bounds.set_up():
        bounds.start(time.perf_counter())
        with pytest.raises(OutOfTime):
            work(5)
        bounds.start(time.perf_counter())  # the next record has its own time
        work(0.05)
        bounds.stop()
        work(0.4)  # the timer ends here, between two records
    work(0.4)


def test_memory_is_bounded_within_the_block_only():
    with Bounds(BoundsConfig(10, 100)).set_up(), pytest.raises(MemoryError):
        bytearray(500_000_000)
    assert len(bytearray(500_000_000)) == 500_000_000


def test_names_longer_than_the_journal_are_cut(tmp_path):
    output = Folder(str(tmp_path))
    in_hand(output, "a", "字" * 500, "s" * 500)
    (place,) = blame(output, "crash")
    assert ("字" * 500).startswith(place.id.rstrip("\ufffd"))
    assert place.stage == "s" * 64
