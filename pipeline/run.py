"""The main job: plan, then the phases clean, dedup, emit, shuffle; each leaves files, and files that exist are done.

OUT/run.json        what this folder was made from: recipe, inputs, versions; another recipe is refused
OUT/kept/           documents that stay                           OUT/rejected/   those that left, with the reason
OUT/signatures/     keys of deduplication                         OUT/duplicates/ who left for whom
OUT/tokens/         token shards and manifest.json                OUT/stats.json  the funnel; written last
OUT/unreadable.jsonl  records that could not be read, with place and reason
"""

import hashlib
import itertools
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any

import orjson

from .. import __version__
from .clean import CleanSplits
from .deduplicate import DUPLICATES, Deduplicate
from .emit import EmitSplits
from .engines import check_engine, start_phase
from .errors import UserError
from .funnel import rule_warnings, share_warnings
from .journal import forget, forget_in_hand
from .kernels import load_without_compiler
from .phase import Phase
from .progress import bar, beats
from .read import Split, plan_splits
from .recipe import DedupConfig, ReadConfig, Recipe, ReportConfig, RunConfig, TokensConfig, differences
from .shuffle import WriteShards, kept_shares, shard_count
from .stages.build import build_stages, stage_class
from .storage import Folder, InputFile, find_inputs
from .tokens import tokenizer_info
from .versions import package_versions

#: folders that only serve the run itself; removed when it is finished
WORK = ("clean", "sorted", "counts", "progress", "tasks")
MANIFEST_VERSION = 1


def run(recipe: Recipe) -> dict[str, Any]:
    """Do what is left to do of a recipe whose input and output are set; returns the content of stats.json."""
    output, files, splits = _prepare(recipe)
    if not output.exists("stats.json"):
        _phases(recipe, output, files, splits)
    for folder in WORK:
        output.remove(folder)
    output.sweep()
    forget(output)
    return output.read_json("stats.json")


def _prepare(recipe: Recipe) -> tuple[Folder, list[InputFile], list[Split]]:
    """Find every error of the user's before the first document is read."""
    if not recipe.data["output"]:
        raise UserError("no output folder; give --output DIR or `output:` in the recipe")
    if not recipe.data["input"]:
        raise UserError("no input; give --input GLOB (quoted) or `input:` in the recipe")
    check_engine(recipe.section("run", RunConfig))
    load_without_compiler()
    build_stages(recipe)
    tokens: TokensConfig = recipe.section("tokens", TokensConfig)
    if tokens.enabled:
        tokenizer_info(tokens)
    files = find_inputs(recipe.data["input"])
    splits = plan_splits(files, recipe.section("read", ReadConfig))
    output = Folder(str(recipe.data["output"]))
    _claim(output, recipe, files)
    return output, files, splits


def _claim(output: Folder, recipe: Recipe, files: list[InputFile]) -> None:
    """Write run.json, or refuse a folder that another recipe, other inputs or another version made."""
    inputs = [asdict(file) for file in files]
    made_from: dict[str, Any] = {
        "taosha": __version__,
        "fingerprint": recipe.fingerprint,
        "input_fingerprint": hashlib.sha256(orjson.dumps([[file.source, file.size] for file in files])).hexdigest()[
            :16
        ],
    }
    try:
        if not output.exists("run.json"):
            if output.list("", ""):
                raise UserError(
                    f"output folder {output.uri} is not empty and no run of taosha made it; choose another --output"
                )
            made_from |= {"recipe": recipe.content, "inputs": inputs, "versions": package_versions()}
            output.write_json("run.json", made_from)
            return
    except OSError as error:
        raise UserError(f"output folder {output.uri} cannot be written: {error}") from error
    before = output.read_json("run.json")
    what = {"taosha": "version of taosha", "fingerprint": "recipe", "input_fingerprint": "set of inputs"}
    for key, value in made_from.items():
        if before[key] != value:
            details = [f"{before[key]} then, {value} now"]
            if key == "fingerprint":
                details += differences(before["recipe"], recipe.content)[:3]
            raise UserError(
                f"output folder {output.uri} was made by another {what[key]} ({'; '.join(details)}); "
                f"choose another --output or remove that folder"
            )


def _phases(recipe: Recipe, output: Folder, files: list[InputFile], splits: list[Split]) -> None:
    config: RunConfig = recipe.section("run", RunConfig)
    dedup: DedupConfig = recipe.section("dedup", DedupConfig)
    tokens: TokensConfig = recipe.section("tokens", TokensConfig)
    seconds: dict[str, float] = {}

    def phase(step: Phase, total: int, unit: str, done: Callable[[], int]) -> None:
        started = time.perf_counter()
        finish = start_phase(step, config)
        with bar(str(step.name), total, unit, done):
            finish()
        seconds[str(step.name)] = time.perf_counter() - started

    size_of = {split.name: split.end - split.start for split in splits}
    forget_in_hand(output)
    clean = CleanSplits(splits, recipe, output)
    phase(clean, sum(size_of.values()), "B", lambda: _bytes_done(output, size_of))
    if dedup.enabled:
        phase(Deduplicate(splits, recipe, output), 1, "step", lambda: int(output.exists(DUPLICATES)))
    emit = EmitSplits(splits, recipe, output)
    phase(emit, len(splits), "split", lambda: len(output.list("counts", ".emit.json")))
    emitted = [output.read_json(f"counts/{split.name}.emit.json") for split in splits]
    manifest: dict[str, Any] = {"tokens": 0, "languages": {}}
    if tokens.enabled:
        there_are, total = _sums(part["language_tokens"] for part in emitted), sum(part["tokens"] for part in emitted)
        kept = kept_shares(there_are, total, tokens.max_shares)
        count = shard_count(total - sum(round((1 - share) * there_are[name]) for name, share in kept.items()), tokens)
        shards = WriteShards(splits, recipe, output, count, kept)
        phase(shards, count, "shard", lambda: len(output.list("counts/tokens", ".json")))
        manifest = _write_manifest(recipe, tokens, output, files, count)
    _write_stats(recipe, output, splits, emitted, manifest, seconds)


def _bytes_done(output: Folder, size_of: dict[str, int]) -> int:
    finished = {name.removeprefix("counts/").removesuffix(".json") for name in output.list("counts", ".json")}
    running = {name: amount for name, amount in beats(output).items() if name not in finished}
    done = sum(size for name, size in size_of.items() if name in finished)
    return done + sum(min(amount, size_of[name]) for name, amount in running.items())


def _write_manifest(
    recipe: Recipe, tokens: TokensConfig, output: Folder, files: list[InputFile], count: int
) -> dict[str, Any]:
    made = output.read_json("run.json")
    shards = [output.read_json(f"counts/tokens/{index:05d}.json") for index in range(count)]
    names = sorted({name for shard in shards for name in shard["languages"]})
    languages = {name: _sums(shard["languages"].get(name, {}) for shard in shards) for name in names}
    manifest = {
        "schema_version": MANIFEST_VERSION,
        "shards": shards,
        "documents": sum(shard["documents"] for shard in shards),
        "tokens": sum(shard["tokens"] for shard in shards),
        "languages": languages,
        "tokenizer": asdict(tokenizer_info(tokens)),
        "recipe_fingerprint": recipe.fingerprint,
        "input_fingerprint": made["input_fingerprint"],
        "versions": {"taosha": __version__, **made["versions"]},
        "lineage": {"recipe": recipe.origin, "inputs": [asdict(file) for file in files], "shuffle_seed": tokens.seed},
    }
    output.write_json("tokens/manifest.json", manifest)
    return manifest


def _write_stats(
    recipe: Recipe,
    output: Folder,
    splits: list[Split],
    emitted: list[dict[str, Any]],
    manifest: dict[str, Any],
    seconds: dict[str, float],
) -> None:
    """Add up the counts of all splits; the run fails if they do not add up. Writes unreadable.jsonl, then stats.json."""
    tokens: TokensConfig = recipe.section("tokens", TokensConfig)
    parts = [output.read_json(f"counts/{split.name}.json") for split in splits]
    funnel: list[dict[str, Any]] = []
    for name in parts[0]["stages"]:
        funnel.append({"stage": name} | _total([part["stages"][name] for part in parts]))
    if recipe.section("dedup", DedupConfig).enabled:
        dedup = _total(
            [{key: part[key] for key in _SUMMED if key in part} | {"reasons": part["reasons"]} for part in emitted]
        )
        funnel.append({"stage": "dedup"} | dedup | {"seconds": seconds["dedup"]})
    records, unreadable = funnel[0]["documents_in"], sum(funnel[0]["reasons"].values())
    kept = sum(part["documents_out"] for part in emitted)
    rejected = sum(part["rejected"] for part in parts) + sum(sum(part["reasons"].values()) for part in emitted)
    if records != kept + rejected + unreadable:
        raise RuntimeError(f"{records} records in, but {kept} kept + {rejected} rejected + {unreadable} unreadable out")
    for before, after in itertools.pairwise(funnel):
        if before["documents_out"] != after["documents_in"]:
            raise RuntimeError(
                f"{before['documents_out']} documents left {before['stage']}, {after['documents_in']} came to {after['stage']}"
            )
    languages = _languages(parts, emitted, manifest["languages"] if tokens.enabled else None)
    with output.write("unreadable.jsonl") as file:
        for part in parts:
            file.writelines(orjson.dumps(record) + b"\n" for record in part["unreadable"])
    output.write_json("stats.json", {
        "recipe": recipe.origin,
        "recipe_fingerprint": recipe.fingerprint,
        "records": records,
        "kept": kept,
        "rejected": rejected,
        "unreadable": unreadable,
        "tokens": manifest["tokens"],
        "encoders": sorted({part["encoder"] for part in emitted if "encoder" in part}),
        "languages": languages,
        "funnel": funnel,
        "warnings": _warnings(recipe, funnel) + share_warnings(recipe, languages),
        "phases": [{"name": name, "seconds": round(took, 3)} for name, took in seconds.items()],
    })  # fmt: skip


def _languages(
    parts: list[dict[str, Any]], emitted: list[dict[str, Any]], in_shards: dict[str, dict[str, int]] | None
) -> dict[str, dict[str, Any]]:
    """Language -> documents that were named so, those kept, their tokens in the shards, and why the others left; most first.

    `language.keep` among the reasons counts those that left by the share that the recipe keeps of the language. surplus:
    documents kept that are not in the shards, because the language may take a share of the tokens only (tokens.max_shares).
    """
    fates: dict[str, Counter[str]] = {}
    for part in parts:
        for language, counts in part["languages"].items():
            fates.setdefault(language, Counter()).update(counts)
    kept = _sums(part["languages"] for part in emitted)
    rows: dict[str, dict[str, Any]] = {}
    for language, counts in sorted(fates.items(), key=lambda item: (-item[1].total(), item[0])):
        left = {why: count for why, count in counts.most_common() if why != "passed"}
        if duplicates := counts["passed"] - kept[language]:
            left["dedup"] = duplicates
        there = {"documents": kept[language], "tokens": 0} if in_shards is None else in_shards.get(language, Counter())
        rows[language] = {
            "documents": counts.total(),
            "kept": kept[language],
            "tokens": there["tokens"],
            "surplus": kept[language] - there["documents"],
            "left": left,
        }
    return rows


def _warnings(recipe: Recipe, funnel: list[dict[str, Any]]) -> list[str]:
    config: ReportConfig = recipe.section("report", ReportConfig)
    rules: dict[str, dict[str, Any]] = {}
    for name in recipe.stages:
        if isinstance(name, str):  # a step of datatrove's has no rules of ours
            stage = stage_class(name)
            limits = recipe.section(name, stage.Config)
            rules[name] = {key: getattr(limits, key) for key in stage.rules()}
    return [
        sentence
        for row in funnel
        for sentence in rule_warnings(
            row["stage"], rules.get(row["stage"], {}), row["reasons"], row["documents_in"], config
        )
    ]


def _sums(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return total


_SUMMED = ("documents_in", "documents_out", "characters_in", "characters_out", "seconds")


def _total(parts: list[dict[str, Any]]) -> dict[str, Any]:
    reasons: Counter[str] = Counter()
    for part in parts:
        reasons.update(part["reasons"])
    total: dict[str, Any] = {key: sum(part.get(key, 0) for part in parts) for key in _SUMMED}
    total["seconds"] = math.fsum(part.get("seconds", 0) for part in parts)
    return total | {"reasons": dict(reasons.most_common())}
