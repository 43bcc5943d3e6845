"""One task of a phase on a node of a cluster, as `taosha task OUTPUT JOB RANK` runs it: the local engine on a share of the units.

So a record that kills its process costs itself alone here too: the command watches itself (supervise.py), with a journal of
its own.
"""

import os
import platform
from pathlib import Path
from typing import Any

from ..clean import CleanSplits
from ..deduplicate import Deduplicate
from ..emit import EmitSplits
from ..errors import UserError
from ..journal import forget, forget_in_hand
from ..kernels import load_without_compiler
from ..phase import Phase
from ..read import Split
from ..recipe import Recipe
from ..shuffle import WriteShards
from ..storage import Folder, exists
from ..versions import all_versions
from .cluster import TASKS
from .local import start_tasks

_PHASES: dict[str, type[Phase]] = {
    "clean": CleanSplits,
    "dedup": Deduplicate,
    "emit": EmitSplits,
    "shuffle": WriteShards,
}


def run_task(output: Folder, job: str, rank: int) -> None:
    """Finish the units of one task; UserError if this node is not like the one that handed it out."""
    try:
        told = output.read_json(f"{TASKS}/{job}.json")
    except FileNotFoundError as error:
        raise UserError(
            f"output folder {output.uri} on node {platform.node()} is not the one of the command; an engine of a cluster needs a "
            f"folder that all nodes share, or s3://…"
        ) from error
    _check_versions(told["versions"])
    if Path(told["folder"]).is_dir():  # paths in the recipe may be relative
        os.chdir(told["folder"])
    load_without_compiler()
    splits = [Split(**split) for split in told["splits"]]
    units: list[int] = told["shares"][rank]
    if told["phase"] == CleanSplits.name and not exists(splits[units[0]].uri):
        raise UserError(f"input {splits[units[0]].uri} is not there on node {platform.node()}; all nodes must reach it")
    phase = _PHASES[told["phase"]](splits, Recipe(**told["recipe"]), output, **told["arguments"])
    forget_in_hand(output)
    start_tasks(phase, units, len(phase.marks), told["cpus"])()
    forget(output)


def _check_versions(theirs: dict[str, Any]) -> None:
    for name, mine in all_versions().items():
        if theirs[name] != mine:
            raise UserError(
                f"node {platform.node()} has {name} {mine}, the command that started the run has {theirs[name]}; "
                f"install the same versions on all nodes, since the output depends on them"
            )
