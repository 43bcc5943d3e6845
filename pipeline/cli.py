"""The command line: `taosha run`, `try`, `tune`, `train` and others. Heavy imports wait until a command needs them."""

import argparse
import gc
import os
import sys
from typing import Any, NoReturn

from .. import __version__
from .errors import UserError, WorkerDied
from .supervise import TASK, die_with, end_like, supervise


def main() -> NoReturn:
    """Entry point: exit code 0, 2 for the user's errors (one sentence on stderr), 130 when interrupted."""
    arguments = _parser().parse_args()
    try:
        arguments.command(arguments)
    except UserError as error:
        print(f"taosha: error: {error}", file=sys.stderr)
        sys.exit(2)
    except WorkerDied as death:
        end_like(death.signal)
    except KeyboardInterrupt:
        print("taosha: interrupted; the same command again goes on from here", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:  # `taosha try … | head`
        sys.stderr.close()
        sys.exit(0)
    sys.exit(0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="taosha", description="Clean Chinese corpora: raw crawl shards in, tokenised Parquet out."
    )
    parser.add_argument("--version", action="version", version=f"taosha {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="run a recipe from raw shards to tokenised Parquet")
    run.add_argument(
        "recipe", metavar="RECIPE", help="name of a recipe in configs/ (web, demo) or path of a .yaml file"
    )
    run.add_argument(
        "--input",
        metavar="GLOB",
        action="append",
        help="WARC, WET, JSONL or Parquet files; may be repeated; replaces the recipe's input",
    )
    run.add_argument(
        "--output", metavar="DIR", help="folder to write; a folder of the same recipe and input is continued"
    )
    run.add_argument("--tasks", metavar="N", type=int, help="pieces of work handed to workers (default: one a split)")
    run.add_argument("--workers", metavar="N", type=int, help="processes (default: one a core)")
    _add_set(run)
    run.set_defaults(command=_run)

    task = commands.add_parser("task", help="one task of a run on a cluster; the engines ray and slurm call it")
    task.add_argument("output", metavar="OUTPUT", help="output folder of the run")
    task.add_argument("job", metavar="JOB", help="what to do: the file tasks/JOB.json in that folder")
    task.add_argument("rank", metavar="RANK", type=int, help="number of the task in that file")
    task.add_argument("--die-with-parent", action="store_true", help="end when the calling process ends")
    task.set_defaults(command=_task)

    try_ = commands.add_parser("try", help="run one stage on files and show what it measured and decided")
    try_.add_argument("stage", metavar="STAGE", help="name of a stage; `taosha stages` lists them")
    try_.add_argument(
        "files", metavar="FILE", nargs="+", help="raw files, .jsonl with a text field, or - for standard input"
    )
    try_.add_argument("--json", action="store_true", help="one JSON object a document, in input order")
    try_.add_argument(
        "--recipe", metavar="R", default="web", help="recipe whose configuration the stage takes (default: web)"
    )
    _add_set(try_)
    try_.set_defaults(command=_try)

    tune = commands.add_parser("tune", help="judge a finished run again under other limits, without the crawl")
    tune.add_argument("output", metavar="OUT", help="output folder of `taosha run`")
    tune.add_argument(
        "--stage", metavar="STAGE", help="stage to judge again (default: that of the first --set, or quality)"
    )
    tune.add_argument(
        "--examples", metavar="N", type=int, default=3, help="texts shown on either side of a limit (default: 3)"
    )
    tune.add_argument("--json", action="store_true", help="the whole outcome as one JSON object")
    _add_set(tune, "change one limit, for example quality.min_chars=80; may be repeated")
    tune.set_defaults(command=_tune)

    train = commands.add_parser("train", help="train a classifier on texts of your own")
    train.add_argument(
        "task", choices=("quality", "toxicity"), help="what a positive text is: a good one, or a toxic one"
    )
    for label in ("positive", "negative"):
        train.add_argument(
            f"--{label}", metavar="P", nargs="+", required=True, help="JSONL, Parquet or .txt files, folders or globs"
        )
    train.add_argument("--output", metavar="M", required=True, help="model to write; its card is M.json")
    train.add_argument("--text-field", metavar="F", default="text", help="field of the text (default: text)")
    train.add_argument(
        "--source-field",
        metavar="F",
        default="source",
        help="field that names where a text comes from; no source is both trained and tested on (default: source)",
    )
    _add_set(train, "train with another parameter, for example features=words or epochs=10; may be repeated")
    train.set_defaults(command=_train)

    calibrate = commands.add_parser("calibrate", help="write the card of a KenLM model for the stage perplexity")
    calibrate.add_argument("model", metavar="MODEL", help="ARPA or binary file of KenLM; the card is MODEL.json")
    calibrate.add_argument(
        "--good",
        metavar="P",
        nargs="+",
        required=True,
        help="known-good JSONL, Parquet or .txt files, folders or globs",
    )
    calibrate.add_argument(
        "--features", choices=("characters", "words", "tokens"), default="characters", help="units of the model"
    )
    calibrate.add_argument("--tokenizer", metavar="T", help="for tokens: deepseek or the path of a tokenizer.json")
    calibrate.add_argument("--text-field", metavar="F", default="text", help="field of the text (default: text)")
    calibrate.set_defaults(command=_calibrate)

    stages = commands.add_parser("stages", help="list the stages with what each reads and writes")
    stages.set_defaults(command=_stages)
    return parser


def _add_set(
    command: argparse.ArgumentParser,
    text: str = "replace one key of the recipe, for example quality.min_chars=80; may be repeated",
) -> None:
    command.add_argument(
        "--set",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        dest="settings",
        help=text,
    )


def _run(arguments: argparse.Namespace) -> None:
    gc.disable()  # what is loaded from here on stays to the end; the workers collect what they make (engines/local.py)
    from .recipe import load_recipe, parse_override

    settings: dict[str, Any] = dict(parse_override(text) for text in arguments.settings)
    for key, value in (
        ("input", arguments.input),
        ("output", arguments.output),
        ("run.tasks", arguments.tasks),
        ("run.workers", arguments.workers),
    ):
        if value is not None:
            settings[key] = value
    recipe = load_recipe(arguments.recipe, settings)
    if recipe.data["output"]:
        supervise(lambda status: _blame(str(recipe.data["output"]), status))

    from .funnel import render_batch, render_funnel, render_outputs
    from .run import run

    stats = run(recipe)
    output = str(recipe.data["output"])
    print(render_funnel(stats), end="\n\n")
    print(render_outputs(output, stats), end="\n\n")
    for warning in stats["warnings"]:
        print(f"warning: {warning}", file=sys.stderr)
    wanted = recipe.data["tokens"]["encoder"]
    if any(encoder != wanted for encoder in stats["encoders"]):
        print(
            f"warning: the {wanted} encoder differed from the reference on a sample; the slower reference was used",
            file=sys.stderr,
        )
    if stats["tokens"]:
        print(render_batch(output, recipe))


def _task(arguments: argparse.Namespace) -> None:
    gc.disable()  # as in _run
    if arguments.die_with_parent:
        die_with(os.getppid())
    os.environ[TASK] = f"{arguments.job}/{arguments.rank}"
    supervise(lambda status: _blame(arguments.output, status))

    from .engines.task import run_task
    from .storage import Folder

    run_task(Folder(arguments.output), arguments.job, arguments.rank)


def _blame(output: str, status: int) -> list[str]:
    """What was in hand when the process died."""
    from .journal import blame, reason_of
    from .storage import Folder

    return [f"record {place.id} in {place.stage}" for place in blame(Folder(output), reason_of(status)) if place.id]


def _try(arguments: argparse.Namespace) -> None:
    from .recipe import load_recipe, parse_override

    recipe = load_recipe(arguments.recipe, dict(parse_override(text) for text in arguments.settings))

    import orjson

    from .attempt import render, try_stage

    for outcome in try_stage(arguments.stage, arguments.files, recipe):
        if arguments.json:
            keys = ("id", "stage", "keep", "reason", "measures", "fields", "evidence", "text")
            shown = {key: outcome[key] for key in keys}
            print(orjson.dumps(shown, default=str).decode())
        else:
            print(render(outcome))


def _tune(arguments: argparse.Namespace) -> None:
    from .recipe import parse_override

    settings = dict(parse_override(text) for text in arguments.settings)
    stage = arguments.stage or next(iter(settings), "quality").partition(".")[0]

    import orjson

    from .tune import render, tune

    outcome = tune(arguments.output, stage, settings, arguments.examples)
    print(orjson.dumps(outcome, option=orjson.OPT_INDENT_2).decode() if arguments.json else render(outcome))


def _train(arguments: argparse.Namespace) -> None:
    from .recipe import parse_override
    from .train import render, train_classifier

    card = train_classifier(
        arguments.task,
        arguments.positive,
        arguments.negative,
        arguments.output,
        text_field=arguments.text_field,
        source_field=arguments.source_field,
        settings=dict(parse_override(text) for text in arguments.settings),
    )
    print(render(card, arguments.output))


def _calibrate(arguments: argparse.Namespace) -> None:
    from .train import calibrate_perplexity

    card = calibrate_perplexity(
        arguments.model, arguments.good, arguments.features, arguments.tokenizer, text_field=arguments.text_field
    )
    print(f"{'domain':<12} {'documents':>10} {'median':>9} {'99th':>9}   perplexity of known-good text")
    for domain, values in card["percentiles"].items():
        print(f"{domain:<12} {card['documents'][domain]:>10,} {values[50]:>9.1f} {values[99]:>9.1f}")
    print(f"{arguments.model}.json  the card")


def _stages(arguments: argparse.Namespace) -> None:
    from .stages import STAGES
    from .stages.build import stage_class

    for name in STAGES:
        cls = stage_class(name)
        summary = (cls.__doc__ or "").strip().partition("\n")[0]
        print(f"{name:<12} {summary}")
        print(f"{'':<12} reads {', '.join(cls.reads)}; writes {', '.join(cls.writes)}")


if __name__ == "__main__":
    main()
