"""Where the tasks of a phase run: the key `run.engine` of a recipe.

local.py   processes of this machine
ray.py     tasks of a Ray cluster   } each task is the command `taosha task` (task.py) on some node, which is the local
slurm.py   an array of Slurm jobs   } engine on a share of the units; cluster.py cuts the shares and sees that all is done

An engine has `check(config)`, which raises UserError if it cannot work here, and `start(phase, config)`, which starts the
work on the units that are not finished and returns a function that waits for its end and raises what went wrong.
Datatrove's executors for Ray and Slurm are not used: see CONTRIBUTING.md.
"""

from collections.abc import Callable
from types import ModuleType

from ..errors import UserError
from ..phase import Phase
from ..recipe import RunConfig


def check_engine(config: RunConfig) -> None:
    """UserError if the tasks cannot run as the recipe says."""
    for key in ("tasks", "workers", "cpus_per_task"):
        number = getattr(config, key)
        if number is not None and number < 1:
            raise UserError(f"run.{key}: must be 1 or more, got {number}")
    _engine(config).check(config)


def start_phase(phase: Phase, config: RunConfig) -> Callable[[], None]:
    """Start the work on a phase; call what is returned to wait for its end. Start threads after this call (local.py)."""
    return _engine(config).start(phase, config)


def _engine(config: RunConfig) -> ModuleType:
    """Its module; only the one that is used is imported."""
    if config.engine == "ray":
        from . import ray as engine
    elif config.engine == "slurm":
        from . import slurm as engine
    else:
        from . import local as engine
    return engine
