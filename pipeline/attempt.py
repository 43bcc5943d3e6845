"""`taosha try`: one stage on a sample of documents, with everything it measured and decided.

Files are taken as they are: bytes for decode and extract (extract decodes them first), UTF-8 text for the other stages;
a .jsonl file (plain, .gz, .zst) is one document a line with a `text` field; `-` is standard input, one document.
"""

import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec  # pyright: ignore[reportMissingTypeStubs]
import orjson
from datatrove.data import Document

from ..filters.verdict import Verdict
from .errors import UserError, nearest
from .recipe import Recipe
from .stages import STAGES
from .stages.base import Stage
from .stages.build import stage_class

#: stages that are shown raw bytes; all others are shown text
ON_BYTES = ("decode", "extract", "han_check")
#: the name of standard input
STDIN = "-"


def try_stage(name: str, files: list[str], recipe: Recipe) -> Iterator[dict[str, Any]]:
    """{id, stage, keep, reason, value, limit, measures, limits, fields, evidence, text} for every document, in input order."""
    if name not in STAGES:
        raise UserError(f"unknown stage {name!r}{nearest(name, STAGES)}; `taosha stages` lists them")
    stage = _build(name, recipe)
    decode = _build("decode", recipe) if name == "extract" else None
    for doc in stage.surveyed(_documents(files, raw=name in ON_BYTES)):
        if decode and "content" in doc.metadata:
            evidence = decode.explain(doc)
            verdict = decode.apply(doc)
            if not verdict.keep:
                yield _outcome(doc, decode, verdict, evidence)
                continue
        evidence = stage.explain(doc)
        yield _outcome(doc, stage, stage.apply(doc), evidence)


def _build(name: str, recipe: Recipe) -> Stage:
    cls = stage_class(name)
    return cls(recipe.section(name, cls.Config))


def _documents(files: list[str], *, raw: bool) -> Iterator[Document]:
    for file in files:
        try:
            if file == STDIN:
                data = sys.stdin.buffer.read()
            else:
                with fsspec.open(file, "rb", compression="infer").open() as stream:  # pyright: ignore
                    data: bytes = stream.read()  # pyright: ignore
        except (OSError, ValueError) as error:
            raise UserError(f"{file}: cannot be read: {error}") from error
        if ".jsonl" in Path(file).suffixes:
            yield from _lines(file, data)
            continue
        doc = Document(text="", id=file, metadata={"source": file, "offset": 0, "url": None})
        if raw:
            doc.metadata |= {"content": data, "content_type": None}
        else:
            try:
                doc.text = data.decode("utf-8")
            except UnicodeDecodeError as error:
                raise UserError(
                    f"{file}: is not UTF-8 (byte {error.start}); `taosha try decode` shows what it is"
                ) from error
        yield doc


def _lines(file: str, data: bytes) -> Iterator[Document]:
    for number, line in enumerate(data.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise UserError(f"{file}: line {number} is not JSON: {error}") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):  # pyright: ignore
            raise UserError(f'{file}: line {number} has no text field; give objects like {{"text": "…"}}')
        metadata: dict[str, Any] = {"source": file, "offset": number, "url": None, **row}  # pyright: ignore
        text = metadata.pop("text")
        yield Document(text=text, id=str(metadata.pop("id", f"{file}:{number}")), metadata=metadata)


def _outcome(doc: Document, stage: Stage, verdict: Verdict, evidence: list[dict[str, Any]]) -> dict[str, Any]:
    measures = doc.metadata.get("measures", {}).get(stage.name)
    return {
        "id": doc.id,
        "stage": stage.name,
        "keep": verdict.keep,
        "reason": verdict.reason,
        "value": verdict.value,
        "limit": verdict.limit,
        "measures": None if measures is None else dataclasses.asdict(measures),
        "limits": _limits(stage.config),
        "fields": {
            name: doc.metadata.get(name) for name in stage.writes if name not in ("text", "measures", "content")
        },
        "evidence": evidence,
        "text": doc.text,
    }


def _limits(config: Any) -> dict[str, float]:
    """Every min_ and max_ of a stage's configuration."""
    if not dataclasses.is_dataclass(config):
        return {}
    limits: dict[str, float] = {}
    for field in dataclasses.fields(config):
        value = getattr(config, field.name)
        if dataclasses.is_dataclass(value):
            limits |= _limits(value)
        elif field.name.startswith(("min_", "max_")) and isinstance(value, int | float):
            limits[field.name] = value
    return limits


def render(outcome: dict[str, Any]) -> str:
    """The outcome for a person: verdict, fields, measures beside their limits, evidence, text."""
    if outcome["keep"]:
        verdict = "keep"
    else:
        verdict = f"drop: {outcome['reason']}"
        if outcome["value"] is not None:
            verdict += f" (measured {_short(outcome['value'])}, limit {_short(outcome['limit'])})"
    lines = [f"== {outcome['id']}", f"{outcome['stage']}: {verdict}"]
    lines += [f"  {name} = {value}" for name, value in outcome["fields"].items()]
    for name, value in (outcome["measures"] or {}).items():
        bounds = [
            f"{bound} {_short(outcome['limits'][f'{bound}_{name}'])}"
            for bound in ("min", "max")
            if f"{bound}_{name}" in outcome["limits"]
        ]
        lines.append(f"  {name:<34} {_short(value):>12}  {', '.join(bounds)}".rstrip())
    lines += [
        "  · " + "  ".join(f"{key}={_short(value)}" for key, value in found.items()) for found in outcome["evidence"]
    ]
    return "\n".join([*lines, "", outcome["text"], ""])


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
