"""YAML, as recipes and lexicons are written, read by libyaml where PyYAML has it: the same values, ten times faster."""

from typing import Any

import yaml

YAMLError = yaml.YAMLError
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(text: str) -> Any:
    """The value that a YAML document stands for, plain types only. Raises YAMLError."""
    return yaml.load(text, Loader=_LOADER)
