"""A phase of the main job: units of work by number, each finished when the file that marks it exists.

Marks are the only state, so a phase can be stopped anywhere and gone on with by any engine (engines/), in any number of
tasks: task `rank` of `world_size` works on the units rank, rank + world_size, … and passes finished ones over.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep

from .read import Split
from .recipe import Recipe
from .storage import Folder


class Phase(PipelineStep):
    """A datatrove step that reads files and writes files. marks: unit -> name of the file that is written last."""

    type = "taosha"
    #: of a task on a cluster, where the recipe does not say: a task needs 2 s until it is at full speed, a split 0.3 to 5 s
    units_per_task = 32

    def __init__(self, splits: list[Split], recipe: Recipe, output: Folder, marks: list[str]):
        super().__init__()
        self.splits, self.recipe, self.output, self.marks = splits, recipe, output, marks

    def prepare(self) -> None:
        """Load what all units need; called before several workers are forked, which share it then."""

    def work(self, unit: int) -> None:
        """Do one unit."""
        raise NotImplementedError

    def arguments(self) -> dict[str, Any]:
        """What the constructor takes beside splits, recipe and output; it must survive JSON."""
        return {}

    def alone(self) -> list[int]:
        """Units to be done first and one at a time."""
        return []

    def pending(self) -> list[int]:
        """The units that are not finished, by one look at the folder of the marks."""
        there = set(self.output.list(self.marks[0].partition("/")[0], ""))
        return [unit for unit, mark in enumerate(self.marks) if mark not in there]

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        for unit in range(rank, len(self.marks), world_size):
            if not self.output.exists(self.marks[unit]):
                self.work(unit)
        yield from ()
