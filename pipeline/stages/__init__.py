"""The stages, one module each, by the names that recipes use. Importing this package imports none of them."""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..recipe import Recipe
    from .base import Stage

#: name in a recipe -> class in the module of the same name
STAGES = {
    "decode": "Decode",
    "han_check": "HanCheck",
    "extract": "Extract",
    "normalise": "Normalise",
    "language": "Language",
    "script": "Script",
    "lines": "Lines",
    "quality": "Quality",
    "toxicity": "Toxicity",
    "pii": "Pii",
    # in no default recipe: models of the user's own; measures that need word segmentation
    "classifier": "Classifier",
    "words": "Words",
    "perplexity": "Perplexity",
}


def stage_class(name: str) -> "type[Stage]":
    """The class of the stage that recipes call `name`."""
    return getattr(importlib.import_module(f".{name}", __name__), STAGES[name])


def build_stages(recipe: "Recipe") -> "list[Stage]":
    """The stages of a recipe in its order, configured; UserError if a section is wrong."""
    from .datatrove_step import AdaptedStep

    stages: list[Stage] = []
    for entry in recipe.stages:
        if isinstance(entry, str):
            cls = stage_class(entry)
            stages.append(cls(recipe.section(entry, cls.Config)))
        else:
            stages.append(AdaptedStep(entry))
    return stages
