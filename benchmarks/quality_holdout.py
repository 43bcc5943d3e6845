"""How the quality limits would do on sources that they were not calibrated on.

    python benchmarks/quality_holdout.py --fit texts/*.jsonl --halve chinese classical --other other/*.jsonl

One JSONL file a source, with `id` and `text`; sources whose names share the part before the first "_" are one family
(the twins fcc_zhcn and fcc_zhtw, the volumes of one publisher) and stay on one side. A family that alone stands for its
genre is halved by the folders in its ids. Limits set by eye over all sources flatter themselves there, so a procedure
stands in for the eye:

    reach = the --level percentile of the family that reaches furthest, by genre where the recipe names the genre
    edge  = the 10th percentile of the bad documents (tests/data/quality_bad.jsonl) that lie beyond the reach
    limit = halfway from reach to edge; where no bad document lies beyond, halfway to the end of the scale

It is calibrated on a random half of the families and judged on the other, --rounds times: what it drops there is what
limits set like this cost on sources nobody looked at. Limits in FIXED follow from what they mean, not from a percentile.
Limits of the recipe that are tighter than the procedure's over all families are listed.
"""

import argparse
import dataclasses
import json
import random
import statistics
import zlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from taosha.filters import quality
from taosha.filters.rejudge import rejudge
from taosha.pipeline.stages.quality import Quality

BAR_CHARS = 200
#: documents of one family that are measured, those with the least CRC-32 of their text
SAMPLE = 3000
#: documents of a genre that a family needs before its percentile says anything
LEAST = 50
FIXED = {
    "min_chars", "min_han", "max_template_density", "max_solicitation_density", "max_cut_off"
}  # fmt: skip
BAD = Path(__file__).parent.parent / "tests/data/quality_bad.jsonl"
LIMITS = [field.name for field in dataclasses.fields(quality.Limits) if field.name != "genres"]

Columns = dict[str, Any]


def families(paths: list[Path], halve: list[str]) -> dict[str, Columns]:
    """Family -> measures of its documents of 200 characters and more, as columns."""
    texts: dict[str, set[str]] = {}
    for path in paths:
        family = path.stem.partition("_")[0]
        with path.open(encoding="utf-8", newline="\n") as file:
            for row in map(json.loads, file):
                folder = "/".join(row["id"].split("/")[:-1])
                half = f"{family}{zlib.crc32(folder.encode()) % 2}" if family in halve else family
                texts.setdefault(half, set()).add(row["text"])
    out: dict[str, Columns] = {}
    for family, all_texts in texts.items():
        chosen = sorted(all_texts, key=lambda text: (zlib.crc32(text.encode("utf-8", "replace")), text))[:SAMPLE]
        out[family] = columns_of(m for m in map(quality.measure, chosen) if m.chars >= BAR_CHARS)
    return out


def columns_of(measured: Iterable[quality.Measures]) -> Columns:
    rows = list(measured)
    return {
        field.name: np.array([getattr(m, field.name) for m in rows]) for field in dataclasses.fields(quality.Measures)
    }


def calibrate(chosen: list[Columns], bad: Columns, recipe: quality.Limits, level: float) -> quality.Limits:
    """The procedure's limits from these families, for the limits and genres that the recipe has."""

    def limits(known: dict[str, Any], genre: str | None) -> dict[str, float | None]:
        found = {
            key: _limit(chosen, bad, key, genre, level, recipe)
            for key, value in known.items()
            if value is not None and key not in FIXED
        }
        return known | {key: value for key, value in found.items() if value is not None}

    general = limits({key: getattr(recipe, key) for key in LIMITS}, None)
    genres = {
        genre: {
            # a genre that these families do not have keeps to the general limit
            key: value if value is None or key in FIXED or _reach(chosen, key, genre, level, recipe) is not None
            else general[key]
            for key, value in limits(known, genre).items()
        }
        for genre, known in recipe.genres.items()
    }  # fmt: skip
    return quality.Limits(**general, genres=genres)


def _limit(
    chosen: list[Columns], bad: Columns, key: str, genre: str | None, level: float, recipe: quality.Limits
) -> float | None:
    reach = _reach(chosen, key, genre, level, recipe)
    if reach is None:
        return None
    bound, _, measure = key.partition("_")
    values = bad[measure]
    if bound == "max":
        beyond = values[values > reach]
        return (reach + (np.percentile(beyond, 10) if len(beyond) else max(2 * reach, 1.0))) / 2
    beyond = values[values < reach]
    return (reach + (np.percentile(beyond, 90) if len(beyond) else 0.0)) / 2


def _reach(chosen: list[Columns], key: str, genre: str | None, level: float, recipe: quality.Limits) -> float | None:
    """The furthest percentile of any family among the documents to which the limit applies; None if there are none."""
    bound, _, measure = key.partition("_")
    own = [name for name, limits in recipe.genres.items() if key in limits]  # genres with a limit of their own
    reached: list[float] = []
    for columns in chosen:
        rows = columns["genre"] == genre if genre else ~np.isin(columns["genre"], own)
        if rows.sum() >= LEAST:
            reached.append(float(np.percentile(columns[measure][rows], level if bound == "max" else 100 - level)))
    if not reached:
        return None
    return max(reached) if bound == "max" else min(reached)


def dropped(columns: Columns, limits: quality.Limits) -> Counter[str]:
    """Reason -> documents; "all" counts every document."""
    names, reasons = rejudge(columns, limits)
    return Counter({"all": len(reasons)}) + Counter(names[index] for index in reasons if index >= 0)


def share(counts: Counter[str]) -> float:
    return 1 - (counts["all"] - sum(n for key, n in counts.items() if key != "all")) / max(counts["all"], 1)


def rounds(
    fitted: dict[str, Columns], bad: Columns, recipe: quality.Limits, level: float, count: int, seed: int
) -> None:
    dice = random.Random(seed)
    by_family: dict[str, list[float]] = {name: [] for name in fitted}
    means: list[float] = []
    reasons: Counter[str] = Counter()
    caught: list[float] = []
    for _ in range(count):
        inside = set(dice.sample(sorted(fitted), len(fitted) // 2))
        limits = calibrate([fitted[name] for name in inside], bad, recipe, level)
        caught.append(share(dropped(bad, limits)))
        shares = []
        for name in fitted.keys() - inside:
            counts = dropped(fitted[name], limits)
            shares.append(share(counts))
            by_family[name].append(shares[-1])
            reasons.update({key: n / counts["all"] for key, n in counts.items() if key != "all"})
        means.append(statistics.mean(shares))
    print(f"procedure at percentile {level}, calibrated on half of {len(fitted)} families, {count} rounds")
    print(f"dropped in families not calibrated on: mean {statistics.mean(means):.2%} of a family")
    print(f"bad documents caught: mean {statistics.mean(caught):.1%}, worst round {min(caught):.1%}")
    for name, shares in sorted(by_family.items(), key=lambda item: -statistics.mean(item[1])):
        print(f"  {name:16} {statistics.mean(shares):7.2%}  worst round {max(shares):7.2%}")
    total = sum(reasons.values())
    print("  reasons:", ", ".join(f"{key} {n / total:.0%}" for key, n in reasons.most_common(8)))


def tighter(fitted: dict[str, Columns], bad: Columns, recipe: quality.Limits, level: float) -> None:
    """List the limits of the recipe that the procedure over all families would set wider."""
    reference = calibrate(list(fitted.values()), bad, recipe, level)
    print("\nlimits of the recipe, and those of the procedure over all families where they are wider:")
    pairs = [("", recipe, reference)]
    for genre, limits in recipe.genres.items():
        pairs.append((f"{genre}.", limits, reference.genres[genre]))
    for prefix, mine, theirs in pairs:
        for key in LIMITS:
            one, two = _get(mine, key), _get(theirs, key)
            if one is not None and two is not None and (one < two if key.startswith("max") else one > two):
                print(f"  {prefix + key:40} {one:<8g} procedure {two:.4g}")


def percentiles(fitted: dict[str, Columns], bad: Columns, recipe: quality.Limits) -> None:
    """Print what the comments of the recipe say: how far good text reaches, and how many bad documents lie beyond."""
    print(
        "\nlimit: 99.8th percentile of known-good documents it applies to, their extreme; bad documents beyond, the nearest"
    )
    pairs = [(None, recipe), *recipe.genres.items()]
    for genre, limits in pairs:
        for key in LIMITS:
            limit = _get(limits, key)
            own = [name for name, named in recipe.genres.items() if key in named]
            if limit is None and (genre is None or key not in limits):
                continue
            bound, _, measure = key.partition("_")
            values = np.concatenate([
                columns[measure][columns["genre"] == genre if genre else ~np.isin(columns["genre"], own)]
                for columns in fitted.values()
            ])  # fmt: skip
            at_most = bound == "max"
            reach = np.percentile(values, 99.8 if at_most else 0.2)
            extreme = values.max() if at_most else values.min()
            mine = bad[measure][bad["genre"] == genre] if genre else bad[measure][~np.isin(bad["genre"], own)]
            beyond = np.sort(mine[mine > limit] if at_most else mine[mine < limit]) if limit is not None else []
            nearest = "" if not len(beyond) else f"; bad {len(beyond)}, {beyond[0] if at_most else beyond[-1]:.3g}"
            name = key if genre is None else f"{genre}.{key}"
            print(f"  {name:40} {limit!s:>6}  good {reach:.3g}, {extreme:.3g}{nearest}")


def _get(limits: Any, key: str) -> Any:
    return limits.get(key) if isinstance(limits, dict) else getattr(limits, key)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--fit", nargs="+", type=Path, required=True, help="known-good JSONL files, one source each")
    parser.add_argument(
        "--other", nargs="*", type=Path, default=[], help="more of them, which nothing is calibrated on"
    )
    parser.add_argument("--halve", nargs="*", default=[], help="families to divide in two by folder")
    parser.add_argument("--recipe", default="web")
    parser.add_argument("--level", type=float, default=99.9, help="percentile of the procedure (default: 99.9)")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    recipe: quality.Limits = Quality.from_recipe(arguments.recipe).config
    fitted = families(arguments.fit, arguments.halve)
    bad = columns_of(quality.measure(json.loads(line)["text"]) for line in BAD.read_text(encoding="utf-8").splitlines())
    rounds(fitted, bad, recipe, arguments.level, arguments.rounds, arguments.seed)
    tighter(fitted, bad, recipe, arguments.level)
    percentiles(fitted, bad, recipe)
    if arguments.other:
        print("\nthe recipe's limits on other texts")
        for name, columns in families(arguments.other, []).items():
            counts = dropped(columns, recipe)
            rest = {key: n for key, n in counts.most_common() if key != "all"}
            print(f"  {name:16}{counts['all']:7}  {share(counts):7.2%}  {rest}")


if __name__ == "__main__":
    main()
