"""`taosha tune`: judge the stored measures of a finished run again, under limits that are not the run's.

Reads the measures and verdicts of kept/ and rejected/ of an output folder, not the crawl, and writes nothing. Documents
that left before the stage were never measured by it; those that it dropped for what is no limit are not judged again.
Of a document that would newly stay, the verdicts of the later stages and of deduplication are unknown; of those that
would newly leave, some had left later anyway. Both are counted.

Price: a million documents in about three seconds, a column at a time; a stage whose verdict is not simply the first
limit crossed (toxicity) is judged row by row, some ten seconds a million.
"""

import dataclasses
import heapq
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from ..filters import quality
from ..filters.rejudge import rejudge
from .errors import UserError, nearest
from .recipe import Recipe, differences, recorded_recipe
from .stages import STAGES
from .stages.base import Stage
from .stages.build import stage_class
from .storage import Folder

pc: Any = pyarrow.compute  # its functions are made at import time, no type checker sees them

#: characters of a text that are shown
SHOWN_CHARS = 80
#: sources and reasons without a change in the limits that are shown
SHOWN_SOURCES, SHOWN_REASONS = 15, 3

Reasons = npt.NDArray[np.int16]


class Example(NamedTuple):
    """A document near a limit: its distance relative to the limit, and where it lies."""

    distance: float
    file: str
    row: int
    value: float
    limit: float


@dataclass
class SourceCount:
    measured: int = 0
    dropped_then: int = 0
    dropped_now: int = 0


@dataclass
class Outcome:
    """What would be otherwise. Reasons are keys of the stage's section; "then" is the run, "now" the changed limits."""

    stage: str
    changes: list[str]
    documents: int = 0
    measured: int = 0
    dropped_then: Counter[str] = field(default_factory=Counter[str])
    dropped_now: Counter[str] = field(default_factory=Counter[str])
    #: reason now -> documents that the stage kept
    newly_dropped: Counter[str] = field(default_factory=Counter[str])
    #: reason then -> documents that the stage would keep
    newly_kept: Counter[str] = field(default_factory=Counter[str])
    #: later stage -> documents newly dropped here that it had dropped anyway
    left_later: Counter[str] = field(default_factory=Counter[str])
    #: stages that have not judged what would newly stay
    later: list[str] = field(default_factory=list[str])
    sources: dict[str, SourceCount] = field(default_factory=dict[str, SourceCount])
    limits_then: dict[str, Any] = field(default_factory=dict[str, Any])
    limits_now: dict[str, Any] = field(default_factory=dict[str, Any])
    #: reason -> documents on either side of the limit, nearest first: {side, id, url, value, limit, text}
    examples: dict[str, list[dict[str, Any]]] = field(default_factory=dict[str, list[dict[str, Any]]])


def tune(uri: str, stage: str, overrides: dict[str, Any], examples: int) -> Outcome:
    """Judge the measures of `stage` in the output folder `uri` again; overrides: dotted keys of the recipe -> values."""
    output = Folder(uri)
    if not output.exists("stats.json"):
        raise UserError(f"{uri}: holds no finished run of taosha (no stats.json)")
    then = recorded_recipe(output.read_json("run.json")["recipe"], {}, f"{uri}/run.json")
    now = recorded_recipe(output.read_json("run.json")["recipe"], overrides, f"{uri}/run.json")
    judge = _Judge(then, now, stage)
    outcome = Outcome(stage, differences(then.data, now.data), later=_later(then, stage))
    nearest_: dict[tuple[str, str], list[Example]] = {}
    for file in [*output.list("kept", ".parquet"), *output.list("rejected", ".parquet")]:
        _rejudge_file(output, file, judge, outcome, nearest_, examples)
    outcome.limits_then, outcome.limits_now = judge.limits(judge.then), judge.limits(judge.now)
    for key in judge.changed or [key for key, _ in outcome.dropped_now.most_common(SHOWN_REASONS)]:
        dropped, kept = (sorted(nearest_.get((key, side), [])) for side in ("dropped", "kept"))
        outcome.examples[key] = [_example(output, example, "dropped") for example in reversed(dropped)]
        outcome.examples[key] += [_example(output, example, "kept") for example in kept]
    return outcome


def _rejudge_file(
    output: Folder,
    name: str,
    judge: "_Judge",
    outcome: Outcome,
    nearest_: dict[tuple[str, str], list[Example]],
    most: int,
) -> None:
    """Add one Parquet file to the outcome, and to `nearest_` the documents nearest to each limit, `most` a side."""
    is_rejected = name.startswith("rejected/")
    stage = outcome.stage
    columns = ["source", *(f"measures.{stage}.{measure}" for measure in judge.measures)]
    with output.open(name) as file:
        table = pq.ParquetFile(file).read([*columns, *(["stage", "reason"] if is_rejected else [])])
    outcome.documents += table.num_rows
    measured = pc.struct_field(table["measures"].combine_chunks(), stage)
    judged = pc.is_valid(measured)
    if is_rejected:  # a reason that is no limit (a page that cannot be decoded) stays whatever the limits are
        other = pc.and_(pc.equal(table["stage"], stage), pc.invert(pc.is_in(table["reason"], pa.array(judge.names))))
        judged = pc.and_not(judged, other.combine_chunks())
    rows = np.flatnonzero(judged.to_numpy(zero_copy_only=False))
    if not len(rows):
        return
    table, measured = table.take(rows), measured.take(rows)
    outcome.measured += len(rows)
    names, recorded = judge.reasons(measured, judge.then)
    now = recorded if judge.now == judge.then else judge.reasons(measured, judge.now)[1]
    then = np.full(len(rows), -1, np.int16)
    left_at: list[str] = table["stage"].to_pylist() if is_rejected else []
    if is_rejected:
        index = {reason: number for number, reason in enumerate(names)}
        here = pc.equal(table["stage"], stage).to_numpy()
        then[here] = [index[reason] for reason in table["reason"].filter(pa.array(here)).to_pylist()]
    if (recorded != then).any():
        row = int(np.flatnonzero(recorded != then)[0])
        raise RuntimeError(f"{name}, row {rows[row]}: stored measures do not give the stored verdict of {stage}")

    def count(counter: Counter[str], reasons: Reasons) -> None:
        found, counts = np.unique(reasons[reasons >= 0], return_counts=True)
        counter.update({names[i]: int(n) for i, n in zip(found.tolist(), counts.tolist(), strict=True)})

    count(outcome.dropped_then, then)
    count(outcome.dropped_now, now)
    count(outcome.newly_dropped, now[then < 0])
    count(outcome.newly_kept, then[now < 0])
    if is_rejected:
        outcome.left_later.update(left_at[row] for row in np.flatnonzero((then < 0) & (now >= 0)))
    _count_sources(table["source"], then >= 0, now >= 0, outcome.sources)
    if judge.plain:
        _find_nearest(measured, names, now, judge, name, rows, nearest_, most)


def _count_sources(
    column: Any, then: npt.NDArray[np.bool_], now: npt.NDArray[np.bool_], sources: dict[str, SourceCount]
) -> None:
    encoded = column.combine_chunks().dictionary_encode()
    index = encoded.indices.to_numpy()
    names: list[str] = encoded.dictionary.to_pylist()
    for kind, chosen in (("measured", np.ones(len(index), np.bool_)), ("dropped_then", then), ("dropped_now", now)):
        for name, number in zip(names, np.bincount(index[chosen], minlength=len(names)).tolist(), strict=True):
            known = sources.setdefault(name, SourceCount())
            setattr(known, kind, getattr(known, kind) + number)


def _find_nearest(
    measured: Any,
    names: list[str],
    now: Reasons,
    judge: "_Judge",
    file: str,
    rows: npt.NDArray[np.intp],
    nearest_: dict[tuple[str, str], list[Example]],
    most: int,
) -> None:
    """The documents that a limit drops, and those that stay, nearest to it."""
    genres = measured.field("genre").to_numpy(zero_copy_only=False) if "genre" in judge.measures else np.empty(len(now))
    for key in judge.changed or judge.names:
        number = names.index(key)
        values = measured.field(key[4:]).to_numpy(zero_copy_only=False).astype(np.float64)
        limits = judge.limit_of_rows(key, genres)
        distance = np.abs(values - limits) / np.maximum(np.abs(limits), 1e-9)
        for side, chosen in (("dropped", now == number), ("kept", now < 0)):
            inside = np.flatnonzero(chosen & ~np.isnan(distance))
            if len(inside) > most:  # all ties of the last one, so that the order of the rows decides
                inside = (
                    inside[distance[inside] <= np.partition(distance[inside], most - 1)[most - 1]]
                    if most
                    else inside[:0]
                )
            first = inside[np.argsort(distance[inside], kind="stable")[:most]]
            found = [
                Example(float(distance[row]), file, int(rows[row]), float(values[row]), float(limits[row]))
                for row in first
            ]
            nearest_[key, side] = heapq.nsmallest(most, [*nearest_.get((key, side), []), *found])


def _example(output: Folder, example: Example, side: str) -> dict[str, Any]:
    with output.open(example.file) as file:
        parquet = pq.ParquetFile(file)
        row = example.row
        for group in range(parquet.num_row_groups):
            count = parquet.metadata.row_group(group).num_rows
            if row < count:
                found = parquet.read_row_group(group, columns=["id", "url", "text"]).slice(row, 1).to_pylist()[0]
                break
            row -= count
        else:
            raise IndexError(f"{example.file} has no row {example.row}")
    text = " ".join(found["text"].split())
    text = text if len(text) <= SHOWN_CHARS else text[:SHOWN_CHARS] + "…"
    return {"side": side, "value": example.value, "limit": example.limit} | found | {"text": text}


def _later(recipe: Recipe, stage: str) -> list[str]:
    names = [entry if isinstance(entry, str) else entry.name for entry in recipe.stages]
    return [*names[names.index(stage) + 1 :], *(["dedup"] if recipe.data["dedup"]["enabled"] else [])]


class _Judge:
    """The stage under both configurations, and which measures its limits look at."""

    def __init__(self, then: Recipe, now: Recipe, name: str):
        if name not in STAGES:
            raise UserError(f"unknown stage {name!r}{nearest(name, STAGES)}; `taosha stages` lists them")
        if name not in then.stages:
            names = ", ".join(str(entry) for entry in then.stages)
            raise UserError(f"stage {name!r} took no part in {then.origin}; its stages are {names}")
        self.cls: type[Stage] = stage_class(name)
        self.then = then.section(name, self.cls.Config)
        self.now = now.section(name, self.cls.Config)
        self.names = self.cls.rules()
        #: first limit crossed, column by column
        self.plain = self.cls.judge is Stage.judge or isinstance(self.now, quality.Limits)
        limits = {f.name for f in dataclasses.fields(self.cls.Config) if f.name.startswith(("min_", "max_"))}
        if self.cls.Measures is None or not limits or limits != set(self.names):
            raise UserError(
                f"stage {name!r} cannot be judged again: its verdict is not a matter of stored measures alone"
            )
        measures = [field.name for field in dataclasses.fields(self.cls.Measures)]
        used = {key[4:] for key in self.names} | {"genre"} if self.plain else set(measures)
        self.measures = [measure for measure in measures if measure in used]
        self.changed = [key for key in self.names if self._is_changed(key)]

    def reasons(self, measured: Any, config: Any) -> tuple[list[str], Reasons]:
        """The reasons that there are, and for each row of the struct array the index of its reason, -1 for none."""
        if self.plain:
            columns = {name: measured.field(name).to_numpy(zero_copy_only=False) for name in self.measures}
            return rejudge(columns, config)
        stage = self.cls(config)
        cls: Any = self.cls.Measures
        verdicts = [stage.judge(cls(**row)).reason for row in measured.to_pylist()]
        index = {name: number for number, name in enumerate(self.names)}
        return self.names, np.array([-1 if reason is None else index[reason] for reason in verdicts], np.int16)

    def limits(self, config: Any) -> dict[str, Any]:
        return {key: getattr(config, key) for key in self.names}

    def _is_changed(self, key: str) -> bool:
        genres = (getattr(config, "genres", {}) for config in (self.then, self.now))
        per_genre = [{genre: limits.get(key, "-") for genre, limits in one.items()} for one in genres]
        return getattr(self.then, key) != getattr(self.now, key) or per_genre[0] != per_genre[1]

    def limit_of_rows(self, key: str, genres: Any) -> npt.NDArray[np.float64]:
        """The limit `key` that applies to each row now; NaN where it is off."""
        general = getattr(self.now, key)
        limits = np.full(len(genres), np.nan if general is None else general, np.float64)
        for genre, named in getattr(self.now, "genres", {}).items():
            if key in named:
                limits[genres == genre] = np.nan if named[key] is None else named[key]
        return limits


def render(outcome: Outcome) -> str:
    """The outcome for a person."""
    left = outcome.documents - outcome.measured
    lines = [
        f"{outcome.documents:,} documents; {left:,} had left before {outcome.stage} and were never measured by it, "
        f"{outcome.measured:,} are judged again",
        *(outcome.changes or ["no limit is changed: this is what the run did (change one with --set KEY=VALUE)"]),
        "",
        f"{'limit':<34} {'then':>8} {'now':>8} {'dropped then':>13} {'now':>9} {'newly dropped':>14} {'newly kept':>11}",
    ]
    for key, then in outcome.limits_then.items():
        now = outcome.limits_now[key]
        counts = [
            c[key] for c in (outcome.dropped_then, outcome.dropped_now, outcome.newly_dropped, outcome.newly_kept)
        ]
        if any(counts) or then != now:
            lines.append(f"{key:<34} {_short(then):>8} {_short(now):>8} " + _counts(counts))
    totals = [c.total() for c in (outcome.dropped_then, outcome.dropped_now, outcome.newly_dropped, outcome.newly_kept)]
    lines += [f"{'all':<34} {'':>8} {'':>8} " + _counts(totals)]
    if totals[2]:
        anyway = ", ".join(f"{stage} {count:,}" for stage, count in outcome.left_later.most_common()) or "none"
        lines.append(f"of the {totals[2]:,} newly dropped, later stages had dropped anyway: {anyway}")
    if totals[3]:
        later = ", ".join(outcome.later) or "none"
        lines.append(f"the {totals[3]:,} newly kept were never judged by the stages behind: {later}")
    lines += _render_sources(outcome)
    for key, examples in outcome.examples.items():
        lines += ["", f"{key}, nearest on either side"]
        lines += [
            f"  {one['side']:<8} {_short(one['value']):>8} against {_short(one['limit']):<8} "
            f"{one['url'] or one['id']}\n           {one['text']}"
            for one in examples
        ]
    return "\n".join(lines)


def _render_sources(outcome: Outcome) -> list[str]:
    ordered = sorted(
        outcome.sources.items(),
        key=lambda item: (-abs(item[1].dropped_now - item[1].dropped_then), -item[1].dropped_now, item[0]),
    )
    lines = ["", f"{'source':<50} {'measured':>9} {'dropped then':>13} {'now':>9} {'share now':>10}"]
    for name, count in ordered[:SHOWN_SOURCES]:
        share = count.dropped_now / max(count.measured, 1)
        name = name if len(name) <= 50 else "…" + name[-49:]
        lines.append(
            f"{name:<50} {count.measured:>9,} {count.dropped_then:>13,} {count.dropped_now:>9,} {share:>10.1%}"
        )
    if len(ordered) > SHOWN_SOURCES:
        lines.append(f"and {len(ordered) - SHOWN_SOURCES:,} more")
    return lines


def _counts(counts: list[int]) -> str:
    return f"{counts[0]:>13,} {counts[1]:>9,} {counts[2]:>14,} {counts[3]:>11,}"


def _short(value: Any) -> str:
    return "off" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)
