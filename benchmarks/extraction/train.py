"""Train the block model of pipeline/page/content.py, and say how well it generalises.

    python benchmarks/extraction/train.py GOLD --texts TEXTS [--warc WARC] [--made 3200] [--out configs/models/content.npz]
        [--cross-validate SEED ...]

Learns from a folder of gold pages and from made pages (synthetic/) filled with the texts of a folder. Needs lightgbm
besides taosha. Blocks whose label is between .35 and .65 teach nothing. Of every third page the words of class and id
attributes are hidden, so that a site with names of its own is not lost. With --cross-validate: 4 folds of the gold
pages for every seed, each set left out in turn, and no gold page at all; made pages take part in the training only. With
--warc: how it does on pages of known templates (sites.py), which it never learns from.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import sites
from examples import Example, made, of_gold, of_site
from gold import f1, grams, load
from taosha.pipeline.page import choice
from taosha.pipeline.page.features import N_WORDS, WORDS_AT

TREES = 130
SETTINGS: dict[str, Any] = {
    "objective": "binary", "num_leaves": 20, "learning_rate": 0.1, "feature_fraction_bynode": 0.3, "min_data_in_leaf": 20,
    "lambda_l2": 1.0, "max_bin": 127, "num_threads": 1, "deterministic": True, "force_col_wise": True, "seed": 0, "verbose": -1,
}  # fmt: skip
FOLDS = 4
SURE = 0.15  # a label this far from one half is taught
NAMELESS = 0.3  # share of the pages that are shown without the words of class and id attributes


def fit(examples: Sequence[Example]) -> choice.Forest:
    draw = random.Random(0)
    tables: list[Any] = []
    for e in examples:
        table = e.known.table
        if draw.random() < NAMELESS:
            table = table.copy()
            table[:, WORDS_AT : WORDS_AT + 2 * N_WORDS] = 0
        tables.append(table)
    table = np.concatenate(tables)
    labels = np.concatenate([e.labels for e in examples])
    weights = np.concatenate([e.weights for e in examples])
    sure = np.abs(labels - 0.5) > SURE
    data = lightgbm.Dataset(table[sure], labels[sure] > 0.5, weight=weights[sure] / weights.mean())
    return forest(lightgbm.train(SETTINGS, data, TREES))


def forest(model: lightgbm.Booster) -> choice.Forest:
    """The trees as arrays; equal to predict up to float32."""
    parts: dict[str, list[float]] = defaultdict(list)

    def add(node: dict[str, Any]) -> int:
        number = len(parts["feature"])
        for name in ("feature", "threshold", "right", "value"):
            parts[name].append(0)
        if "split_feature" not in node:
            parts["feature"][number] = -1
            parts["value"][number] = node["leaf_value"]
            return number
        parts["feature"][number] = node["split_feature"]
        # float32 below the float64 threshold would send an equal value to the other side
        threshold = np.float32(node["threshold"])
        if float(threshold) < node["threshold"]:
            threshold = np.nextafter(threshold, np.float32(np.inf))
        parts["threshold"][number] = float(threshold)
        add(node["left_child"])  # stands at number + 1
        parts["right"][number] = add(node["right_child"])
        return number

    roots = [add(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]
    return choice.Forest(
        np.array(roots, np.int32), np.array(parts["feature"], np.int16), np.array(parts["threshold"], np.float32),
        np.array(parts["right"], np.int32), np.array(parts["value"], np.float32),
    )  # fmt: skip


def score(model: choice.Forest, e: Example) -> float:
    chosen = choice.decide(model, e.blocks, e.known)[1]
    return f1("".join(text for text, yes in zip(e.texts, chosen, strict=True) if yes), grams(e.page.gold))


def report(title: str, pages: Sequence[Example], model_of: Callable[[Example], choice.Forest]) -> None:
    scores: dict[str, list[float]] = defaultdict(list)
    for e in pages:
        scores[e.page.set].append(score(model_of(e), e))
    print(f"{title:28}", "  ".join(f"{name} {np.mean(s):.3f}" for name, s in sorted(scores.items())), flush=True)


def cross_validate(pages: Sequence[Example], others: Sequence[Example], seeds: Sequence[int]) -> None:
    """Folds of gold pages for every seed, each set left out, and made pages alone."""
    for seed in seeds:
        draw = random.Random(seed)
        fold = {id(e): draw.randrange(FOLDS) for e in pages}
        models = [fit([*(e for e in pages if fold[id(e)] != k), *others]) for k in range(FOLDS)]
        report(f"{FOLDS} folds of pages, seed {seed}", pages, lambda e, m=models, f=fold: m[f[id(e)]])
    sets = {name: fit([*(e for e in pages if e.page.set != name), *others]) for name in {e.page.set for e in pages}}
    report("that set left out", pages, lambda e: sets[e.page.set])
    alone = fit(others)
    report("made pages alone", pages, lambda _: alone)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--texts", type=Path, required=True, help="folder with text_sample/*.jsonl and posts")
    parser.add_argument("--warc", type=Path, help="folder of WARC files with the pages of sites.py, to judge by")
    parser.add_argument("--made", type=int, default=3200, help="made pages")
    parser.add_argument("--out", type=Path, default=Path("configs/models/content.npz"))
    parser.add_argument("--cross-validate", type=int, nargs="*", default=[], metavar="SEED")
    arguments = parser.parse_args()
    pages = [of_gold(page) for page in load(arguments.gold)]
    others = made(arguments.texts, arguments.made)
    if arguments.cross_validate:
        cross_validate(pages, others, arguments.cross_validate)
    model = fit([*pages, *others])
    report("on the training pages", pages, lambda _: model)
    if arguments.warc:
        report("pages of known templates", [of_site(page) for page in sites.pages(arguments.warc)], lambda _: model)
    np.savez_compressed(arguments.out, **model._asdict())


if __name__ == "__main__":
    main()
