"""Recipes: YAML that says which stages run, in which order, with which thresholds.

A recipe either holds every key or says `extends: <recipe>` and states only what differs. Nothing has a default in
code: a missing key is an error, an unknown one is an error that names the nearest right one.
"""

import dataclasses
import functools
import hashlib
import importlib.resources
import types
import typing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import orjson
import pydantic

from ..filters.language_tables import CHINESE, check_languages
from ..filters.yaml_text import YAMLError, load_yaml
from .errors import UserError, nearest

#: Sections that do not change what comes out, only how and where it is computed; they stay out of the fingerprint.
NOT_CONTENT = ("input", "output", "run", "report")


@dataclass(frozen=True, slots=True)
class RayConfig:
    """address: of the cluster, as ray.init takes it."""

    address: str | None


@dataclass(frozen=True, slots=True)
class SlurmConfig:
    """partition and time (of one task, as sbatch takes it); options: further ones for sbatch."""

    partition: str | None
    time: str | None
    options: list[str]


@dataclass(frozen=True, slots=True)
class RunConfig:
    """How and where the work is spread (engines/). tasks: pieces of a phase. workers: processes at a time.

    cpus_per_task: processes of one task of a cluster. mem_gb_per_cpu: memory asked for, GB.
    """

    engine: Literal["local", "ray", "slurm"]
    tasks: int | None
    workers: int | None
    cpus_per_task: int
    mem_gb_per_cpu: float | None
    ray: RayConfig
    slurm: SlurmConfig


@dataclass(frozen=True, slots=True)
class ReadConfig:
    """split_mb: compressed MB of one unit of work. max_record_mb: larger records are set aside. *_field: JSONL and Parquet."""

    split_mb: float
    max_record_mb: float
    text_field: str
    url_field: str
    title_field: str


@dataclass(frozen=True, slots=True)
class BoundsConfig:
    """What one record may cost while it is cleaned (bounds.py): CPU seconds, and MB of data that the process adds."""

    max_record_seconds: float
    max_record_memory_mb: float


@dataclass(frozen=True, slots=True)
class DedupConfig:
    """shingle_chars: characters of a shingle. bands × rows: permutations. min_similarity: estimated Jaccard that removes."""

    enabled: bool
    shingle_chars: int
    bands: int
    rows: int
    min_similarity: float
    seed: int


@dataclass(frozen=True, slots=True)
class TokensConfig:
    """tokenizer: 'deepseek' or the path of a tokenizer.json. row_group_tokens, shard_tokens: aimed at. seed: of the shuffle.

    max_shares: language -> part of all tokens that it may take. ValueError if the parts leave nothing for the others.
    """

    enabled: bool
    tokenizer: str
    bos: str | None
    eos: str
    encoder: Literal["fastokens", "reference"]
    check_documents: int
    max_shares: dict[str, float] = dataclasses.field(hash=False)  # a configuration is the key of cached tokenizers
    row_group_tokens: int
    shard_tokens: int
    seed: int

    def __post_init__(self) -> None:
        check_languages("max_shares", self.max_shares)
        if sum(self.max_shares.values()) >= 1:
            raise ValueError("max_shares: the shares add up to 1 or more, which leaves no tokens to other languages")


@dataclass(frozen=True, slots=True)
class ReportConfig:
    """When a run warns of its rules: min_documents that came to a stage; the share that one rule may drop; exceptions."""

    min_documents: int
    max_dropped_share: float
    may_drop_any_share: list[str]


@dataclass(frozen=True)
class DatatroveStep:
    """An entry of `stages:` that names any datatrove step. use: its import path. with_: its arguments."""

    use: str
    with_: dict[str, Any]

    @property
    def name(self) -> str:
        return self.use.rpartition(".")[2]


@dataclass(frozen=True)
class Recipe:
    """A whole recipe: `data` has every key, `origin` is the file it was read from."""

    data: dict[str, Any]
    origin: str

    def section(self, name: str, config: type) -> Any:
        """The section `name` as an instance of the dataclass `config`, or UserError."""
        if name not in self.data:
            raise UserError(f"{self.origin}: section {name!r} is missing; add it or say `extends: web`")
        return _validate(self.data[name], config, name, self.origin)

    @functools.cached_property
    def stages(self) -> list[str | DatatroveStep]:
        stages: list[str | DatatroveStep] = []
        for entry in self.data["stages"]:
            if isinstance(entry, str):
                stages.append(entry)
            elif isinstance(entry, dict) and isinstance(entry.get("use"), str) and set(entry) <= {"use", "with"}:
                stages.append(DatatroveStep(entry["use"], entry.get("with") or {}))
            else:
                raise UserError(
                    f"{self.origin}: stages: {entry!r} is neither the name of a stage nor {{use: import.path, with: {{...}}}}"
                )
        return stages

    @property
    def content(self) -> dict[str, Any]:
        """What decides the output."""
        return {key: value for key, value in self.data.items() if key not in NOT_CONTENT}

    @functools.cached_property
    def fingerprint(self) -> str:
        """16 hex digits over the content; two recipes with the same fingerprint give the same output."""
        return hashlib.sha256(orjson.dumps(self.content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def load_recipe(name: str, overrides: dict[str, Any] | None = None) -> Recipe:
    """Read a recipe by name (configs/<name>.yaml) or path; `overrides` maps dotted keys to values and wins."""
    data, origin = _read(name, ())
    for key, value in (overrides or {}).items():
        _set(data, key, value)
    _settle_spared_share(data)
    recipe = Recipe(data, origin)
    _check_sections(recipe)
    return recipe


def recorded_recipe(content: dict[str, Any], overrides: dict[str, Any], origin: str) -> Recipe:
    """The recipe that a run recorded (Recipe.content, in run.json), with overrides as in `load_recipe`."""
    web, _ = _read("web", ())  # for what no output depends on
    data = content | {key: web[key] for key in NOT_CONTENT}
    for key, value in overrides.items():
        _set(data, key, value)
    recipe = Recipe(data, origin)
    _check_sections(recipe)
    return recipe


def parse_override(text: str) -> tuple[str, Any]:
    """'quality.min_chars=80' -> ('quality.min_chars', 80); the value is YAML."""
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise UserError(f"--set {text!r}: write key=value, for example quality.min_chars=80")
    try:
        return key.strip(), load_yaml(value)
    except YAMLError as error:
        raise UserError(f"--set {text!r}: the value is not YAML: {_one_line(error)}") from error


def differences(a: dict[str, Any], b: dict[str, Any], prefix: str = "") -> list[str]:
    """'quality.min_chars: 50 -> 80' for every key in which two recipes differ."""
    lines: list[str] = []
    for key in sorted({*a, *b}):
        one, two = a.get(key), b.get(key)
        if isinstance(one, dict) and isinstance(two, dict):
            lines += differences(one, two, f"{prefix}{key}.")  # pyright: ignore[reportUnknownArgumentType]
        elif one != two:
            lines.append(f"{prefix}{key}: {one!r} -> {two!r}")
    return lines


def _read(name: str, seen: tuple[str, ...]) -> tuple[dict[str, Any], str]:
    text, origin = _text(name)
    if origin in seen:
        raise UserError(f"{origin}: extends itself through {' -> '.join((*seen, origin))}")
    try:
        data = load_yaml(text)
    except YAMLError as error:
        raise UserError(f"{origin}: not readable as YAML: {_one_line(error)}") from error
    if not isinstance(data, dict):
        raise UserError(f"{origin}: a recipe is a mapping of keys to values, this file is not")
    base = data.pop("extends", None)  # pyright: ignore
    if base is None:
        return data, origin  # pyright: ignore
    parent, _ = _read(str(base), (*seen, origin))  # pyright: ignore
    return _merge(parent, data), origin  # pyright: ignore


def _text(name: str) -> tuple[str, str]:
    packaged = importlib.resources.files(__package__.rpartition(".")[0]).joinpath("configs")  # pyright: ignore
    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        file = packaged.joinpath(f"{name}.yaml")
        if file.is_file():
            return file.read_text("utf-8"), f"{name}.yaml"
        known = [entry.name.removesuffix(".yaml") for entry in packaged.iterdir() if entry.name.endswith(".yaml")]
        raise UserError(
            f"no recipe is named {name!r}{nearest(name, known)}; known: {', '.join(sorted(known))}, or give a .yaml file"
        )
    try:
        return path.read_text("utf-8"), str(path)
    except OSError as error:
        raise UserError(f"recipe {name}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UserError(f"recipe {name}: is not UTF-8 text (byte {error.start})") from error


def _merge(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in changes.items():
        old = merged.get(key)
        merged[key] = _merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value  # pyright: ignore
    return merged


def _set(data: dict[str, Any], key: str, value: Any) -> None:
    *parents, last = key.split(".")
    for depth, parent in enumerate(parents):
        if not isinstance(data.get(parent), dict):
            raise UserError(
                f"--set {key}: no section is named {'.'.join(parents[: depth + 1])!r}{nearest(parent, data)}"
            )
        # a copy, since extended recipes may share the mapping
        data[parent] = dict(data[parent])
        data = data[parent]
    data[last] = value


def _settle_spared_share(data: dict[str, Any]) -> None:
    """A recipe that keeps English must not drop it before its language is known: han_check.spared_share, where it is null,
    becomes the largest share that language.keep gives a language not Chinese."""
    check, language = data.get("han_check"), data.get("language")
    if isinstance(check, dict) and check.get("spared_share", 0) is None and isinstance(language, dict):  # pyright: ignore
        keep = language.get("keep")  # pyright: ignore
        shares = keep.items() if isinstance(keep, dict) else ()  # pyright: ignore
        others = [share for name, share in shares if name not in CHINESE and isinstance(share, int | float)]  # pyright: ignore
        data["han_check"] = check | {"spared_share": float(max(others, default=0.0))}


def _check_sections(recipe: Recipe) -> None:
    from .stages import STAGES

    sections: dict[str, type] = {
        "run": RunConfig,
        "report": ReportConfig,
        "read": ReadConfig,
        "bounds": BoundsConfig,
        "dedup": DedupConfig,
        "tokens": TokensConfig,
    }
    known = [*sections, "input", "output", "stages", *STAGES]
    for key in recipe.data:
        if key not in known:
            raise UserError(f"{recipe.origin}: unknown key {key!r}{nearest(key, known)}")
    for key in (*sections, "input", "output", "stages"):
        if key not in recipe.data:
            raise UserError(f"{recipe.origin}: key {key!r} is missing; add it or say `extends: web`")
    for key, config in sections.items():
        recipe.section(key, config)
    _validate(recipe.data["input"], list[str], "input", recipe.origin)
    _validate(recipe.data["output"], str | None, "output", recipe.origin)
    _validate(recipe.data["stages"], list[Any], "stages", recipe.origin)
    for stage in recipe.stages:
        if isinstance(stage, str) and stage not in STAGES:
            raise UserError(
                f"{recipe.origin}: stages: unknown stage {stage!r}{nearest(stage, STAGES)}; `taosha stages` lists them"
            )


def _validate(value: Any, expected: Any, path: str, origin: str) -> Any:
    if dataclasses.is_dataclass(expected):
        return _validate_dataclass(value, typing.cast(type, expected), path, origin)
    args = typing.get_args(expected)
    if typing.get_origin(expected) in (typing.Union, types.UnionType):
        inner = [arg for arg in args if dataclasses.is_dataclass(arg)]
        if inner:
            return None if value is None and type(None) in args else _validate(value, inner[0], path, origin)
    if typing.get_origin(expected) is dict and dataclasses.is_dataclass(args[1]) and isinstance(value, dict):
        return {k: _validate(v, args[1], f"{path}.{k}", origin) for k, v in value.items()}  # pyright: ignore
    try:
        return _adapter(expected).validate_python(value, strict=True)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        where = ".".join([path, *(str(part) for part in first["loc"] if isinstance(part, int))])
        message = first["msg"][0].lower() + first["msg"][1:]
        hint = nearest(value, args) if first["type"] == "literal_error" and isinstance(value, str) else ""
        raise UserError(f"{origin}: {where}: {message}, got {value!r}{hint}") from error


_adapter = functools.cache(pydantic.TypeAdapter)  # making one takes 0.2 ms


def _validate_dataclass(value: Any, config: type, path: str, origin: str) -> Any:
    if not isinstance(value, dict):
        raise UserError(f"{origin}: {path}: expected a mapping of keys to values, got {value!r}")
    hints = typing.get_type_hints(config)
    names = [field.name for field in dataclasses.fields(config)]
    for key in value:  # pyright: ignore
        if key not in names:
            raise UserError(f"{origin}: unknown key {path}.{key}{nearest(str(key), names)}")  # pyright: ignore
    for name in names:
        if name not in value:
            raise UserError(f"{origin}: key {path}.{name} is missing; add it or say `extends: web`")
    values = {name: _validate(value[name], hints[name], f"{path}.{name}", origin) for name in names}
    try:
        return config(**values)
    except ValueError as error:  # what no single key can tell, checked by the dataclass itself
        raise UserError(f"{origin}: {path}: {error}") from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
