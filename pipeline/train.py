"""`taosha train`: a classifier from labelled texts, split by source, with a report and a card; and `taosha calibrate`.

Inputs are JSONL (plain, .gz, .zst), Parquet and WET, whatever `taosha run` reads as text (kept/ and rejected/ of a run
among them), and .txt files of one document each. The source of a document is its field `--source-field`, of an address
the host; where it has none, the name of its file, and of .txt files the name of their folder.
"""

import urllib.parse
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..filters import perplexity
from ..filters.cards import card_path
from ..filters.classifier import ClassifierError, Parameters, Sample, train
from ..filters.features import Features
from .errors import UserError
from .read import plan_splits, read_split
from .recipe import ReadConfig, Recipe
from .storage import InputFile, find_inputs
from .tokens import tokenizer_path
from .warc import Unreadable


def train_classifier(
    task: str,
    positive: list[str],
    negative: list[str],
    output: str,
    *,
    text_field: str = "text",
    source_field: str = "source",
    settings: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Train on all documents that the globs name, write the model `output` and its card; returns the card.

    settings: fields of Parameters that differ from their defaults; tokenizer: 'deepseek' or a path. UserError for
    inputs, settings or places that cannot serve.
    """
    fields = asdict(Parameters()) | (settings or {})
    parameters: Parameters = Recipe({"train": fields}, "--set").section("train", Parameters)
    if parameters.tokenizer is not None:
        fields["tokenizer"] = str(tokenizer_path(parameters.tokenizer))
        parameters = Parameters(**fields)
    config = _read_config(text_field, source_field)
    try:
        return train(
            _samples(positive, config), _samples(negative, config), Path(output), parameters=parameters, task=task
        )
    except ClassifierError as error:
        raise UserError(str(error)) from error
    except OSError as error:
        raise UserError(f"model {output} cannot be written: {error.strerror or error}") from error


def calibrate_perplexity(
    model: str, good: list[str], features: Features, tokenizer: str | None, *, text_field: str = "text"
) -> dict[str, Any]:
    """Write the card of a KenLM model from the known-good texts that the globs name; returns the card."""
    if tokenizer is not None:
        tokenizer = str(tokenizer_path(tokenizer))
    texts = (sample.text for sample in _samples(good, _read_config(text_field, "source")))
    try:
        return perplexity.calibrate(model, texts, features, tokenizer)
    except perplexity.PerplexityError as error:
        raise UserError(str(error)) from error
    except OSError as error:
        raise UserError(f"{error.filename} cannot be written or read: {error.strerror}") from error


def _read_config(text_field: str, source_field: str) -> ReadConfig:
    # the field of the source is read in the place of the address
    return ReadConfig(
        split_mb=1e9, max_record_mb=32, text_field=text_field, url_field=source_field, title_field="title"
    )


def _samples(patterns: list[str], config: ReadConfig) -> Iterator[Sample]:
    for pattern in patterns:
        for file in find_inputs([pattern]):
            yield from _text(file) if file.source.endswith(".txt") else _rows(file, config)


def _rows(file: InputFile, config: ReadConfig) -> Iterator[Sample]:
    for split in plan_splits([file], config):
        for record in read_split(split, config):
            if isinstance(record, Unreadable):
                raise UserError(f"{file.uri}: record at {record.offset}: {record.reason}: {record.detail}")
            if "content" in record.metadata:
                raise UserError(f"{file.uri}: holds pages, not texts; train on kept/ and rejected/ of a run over it")
            yield Sample(_source(record.metadata["url"]) or file.source, record.text)


def _source(value: str | None) -> str | None:
    """The host of an address, anything else as it is."""
    return (urllib.parse.urlsplit(value).hostname or value) if value and "://" in value else value


def _text(file: InputFile) -> Iterator[Sample]:
    import fsspec  # pyright: ignore[reportMissingTypeStubs]

    with fsspec.open(file.uri, "rb").open() as stream:  # pyright: ignore
        data: bytes = stream.read()  # pyright: ignore
    try:
        yield Sample(file.uri.rpartition("/")[0].rpartition("/")[2], data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UserError(f"{file.uri}: is not UTF-8 (byte {error.start})") from error


def render(card: dict[str, Any], output: str) -> str:
    """The card's figures for a person."""
    metrics, scale = card["metrics"], card["calibration"]
    held = {
        label: [s for s, about in sources.items() if about["held_out"]] for label, sources in card["sources"].items()
    }
    lines = [
        f"{label}: {_counts(sources)}; held out: {_names(held[label])}" for label, sources in card["sources"].items()
    ]
    lines += [
        f"scores are probabilities at a base rate of {scale['base_rate']:.3f}, calibrated on {scale['documents']:,} documents, "
        f"with {scale['folds']} folds of {scale['folds_of']}",
        f"on the {metrics['documents']:,} documents of the sources held out: AUC {metrics['auc']:.4f}, "
        f"expected calibration error {metrics['expected_calibration_error']:.4f}",
        "",
        f"{'score':>12} {'documents':>10} {'mean score':>11} {'positive':>9}   (calibration)",
    ]
    for bin_ in metrics["calibration"]:
        lines.append(
            f"{bin_['from']:>5.1f} to {bin_['from'] + 0.1:.1f} {bin_['documents']:>10,} {bin_['mean_score']:>11.3f} "
            f"{bin_['positive_share']:>9.3f}"
        )
    lines += ["", "percentile  " + "".join(f"{level:>8}" for level in metrics["percentiles"]["positive"])]
    for label, values in metrics["percentiles"].items():
        lines.append(f"{label:<12}" + "".join(f"{value:>8.3f}" for value in values.values()))
    size = Path(output).stat().st_size / 1e6
    lines += ["", f"{output}  {size:.1f} MB; {card_path(Path(output))}  its card"]
    return "\n".join(lines)


def _counts(sources: dict[str, Any]) -> str:
    return f"{sum(source['documents'] for source in sources.values()):,} documents of {len(sources):,} sources"


def _names(names: Iterable[str]) -> str:
    first, rest = list(names)[:5], len(list(names)) - 5
    return ", ".join(first) + (f" and {rest} more" if rest > 0 else "")
