"""Makes configs/opencc/pairs.txt: which two characters, side by side, some phrase of OpenCC's may reach across.

    python benchmarks/opencc_pairs.py [--check]

The dictionaries are written out as text by `opencc_dict`, which OpenCC's wheel brings along. Of each configuration a pair
stands in the file if it stands (1) in a key of the segmentation or of the first step, or (2) in a key of a later step,
as that step sees it: the two characters of the text may have been replaced by then, each by anything that an earlier
step gives for a key that ends, or begins, with it. --check: say whether the file is what would be written, exit 1 if not.
"""

import argparse
import subprocess
import sys
import tempfile
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import opencc
from taosha.filters.conversion import FOLDER, own_chain

CLIB = Path(opencc.__file__).parent / "clib"
CONFIGS = ("t2s", "tw2sp", "tw2sp-general", "hk2s", "hk2s-general")

Pair = tuple[str, str]
Edges = dict[str, set[str]]


def read(node: dict[str, Any]) -> list[Pair]:
    """Key and value of every entry of a step or of a segmentation; which of two OpenCC takes does not matter here."""
    if node["type"] == "group":
        return [entry for part in node["dicts"] for entry in read(part)]
    path = Path(node["file"])
    if node["type"] == "ocd2":
        with tempfile.TemporaryDirectory() as folder:
            text = Path(folder) / "text"
            command = [CLIB / "bin" / "opencc_dict", "-i", path, "-o", text, "-f", "ocd2", "-t", "text"]
            subprocess.run(command, check=True, capture_output=True)
            rows = text.read_text(encoding="utf-8").splitlines()
    else:
        rows = path.read_text(encoding="utf-8").splitlines()
    entries = [row.split("\t", 1) for row in rows]
    return [(key, value) for key, values in entries for value in values.split(" ")]


def beside(words: Any) -> set[Pair]:
    return {pair for word in words for pair in pairwise(word)}


def pairs(config: str) -> set[Pair]:
    chain = own_chain(config, CLIB / "share" / "opencc")
    found = beside(key for key, _ in read(chain["segmentation"]["dict"])) if "segmentation" in chain else set[Pair]()
    last: Edges = {}  # character of the text -> what may stand at the end of its replacement so far
    first: Edges = {}
    for step in chain["conversion_chain"]:
        entries = read(step["dict"])
        ends, begins = inverse(last), inverse(first)
        for a, b in beside(key for key, _ in entries):
            found |= {(x, y) for x in ends[a] | {a} for y in begins[b] | {b}}
        last = onward(last, [(key[-1], value[-1]) for key, value in entries if value])
        first = onward(first, [(key[0], value[0]) for key, value in entries if value])
    return found


def inverse(edges: Edges) -> Edges:
    found: Edges = defaultdict(set)
    for character, replaced in edges.items():
        for other in replaced:
            found[other].add(character)
    return found


def onward(edges: Edges, entries: list[Pair]) -> Edges:
    """The edges after one more step, which may also leave a character as it is."""
    step: Edges = defaultdict(set)
    for character, replaced in entries:
        step[character].add(replaced)
    found: Edges = defaultdict(set)
    for character in edges.keys() | step.keys():
        for now in edges.get(character, set()) | {character}:
            found[character] |= step[now] | {now}
    return found


def render() -> str:
    rows = [
        f"# OpenCC {opencc.__version__} : neighbours that one of its phrases may join (benchmarks/opencc_pairs.py)",
        "# [configuration], then one first character a line with all that may follow it",
    ]
    for config in CONFIGS:
        rows.append(f"[{config}]")
        followers: Edges = defaultdict(set)
        for a, b in pairs(config):
            followers[a].add(b)
        rows += [a + "".join(sorted(bs)) for a, bs in sorted(followers.items())]
    return "\n".join(rows) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    file = FOLDER / "pairs.txt"
    if parser.parse_args().check:
        current = file.read_text(encoding="utf-8") == render()
        print(f"{file} is current" if current else f"{file} is out of date")
        sys.exit(not current)
    file.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
