"""From the names in a recipe to configured stages."""

import importlib

from ..recipe import Recipe
from . import STAGES
from .base import Stage
from .datatrove_step import AdaptedStep


def stage_class(name: str) -> type[Stage]:
    """The class of the stage that recipes call `name`."""
    return getattr(importlib.import_module(f".{name}", __package__), STAGES[name])


def build_stages(recipe: Recipe) -> list[Stage]:
    """The stages of a recipe in its order, configured; UserError if a section is wrong."""
    stages: list[Stage] = []
    for entry in recipe.stages:
        if isinstance(entry, str):
            cls = stage_class(entry)
            stages.append(cls(recipe.section(entry, cls.Config)))
        else:
            stages.append(AdaptedStep(entry))
    return stages
