"""Phase 3: what deduplication left, as kept/, and its tokens.

Reads clean/ and duplicates/ of a split. Writes kept/, the split's duplicates as rejected/<split>.dedup.parquet, and
sorted/: its token rows in the order of the shuffle. counts/<split>.emit.json comes last and marks the split as done.
"""

import functools
from collections import Counter
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from .deduplicate import DUPLICATES
from .phase import Phase
from .read import Split
from .recipe import DedupConfig, Recipe, TokensConfig
from .records import RowWriter, parquet_writer, schemas
from .shuffle import SORTED_SCHEMA, language_counts, shuffle_keys
from .stages.build import build_stages
from .storage import Folder
from .tokens import Encoder, choose_encoder, load_encoders

pc: Any = pyarrow.compute  # its functions are made at import time, no type checker sees them

#: of every document on which the fast encoder is checked: the reference reads 1 MB/s, and a book would take seconds
CHECKED_CHARACTERS = 500


class EmitSplits(Phase):
    """One unit a split."""

    name = "emit"

    def __init__(self, splits: list[Split], recipe: Recipe, output: Folder):
        super().__init__(splits, recipe, output, [f"counts/{split.name}.emit.json" for split in splits])

    def prepare(self) -> None:
        tokens: TokensConfig = self.recipe.section("tokens", TokensConfig)
        if tokens.enabled:
            load_encoders(tokens)

    @functools.cached_property
    def _leaving(self) -> "Leaving":
        return _read_duplicates(self.output)

    @functools.cached_property
    def _schemas(self) -> tuple[pa.Schema, pa.Schema]:
        return schemas(build_stages(self.recipe))

    def work(self, unit: int) -> None:
        emit_split(self.splits[unit], self._leaving, *self._schemas, self.recipe, self.output)


class Leaving(NamedTuple):
    """The duplicates of the corpus: their ids, as Arrow looks them up, and id -> (survivor, kind, similarity)."""

    ids: pa.Array
    why: dict[str, tuple[str, str, float]]


def emit_split(
    split: Split, leaving: Leaving, kept_schema: pa.Schema, rejected_schema: pa.Schema, recipe: Recipe, output: Folder
) -> None:
    """Write what stays of one split, what leaves as duplicate, and the tokens."""
    tokens: TokensConfig = recipe.section("tokens", TokensConfig)
    limit = recipe.section("dedup", DedupConfig).min_similarity
    counts: dict[str, Any] = {"documents_in": 0, "characters_in": 0, "characters_out": 0, "tokens": 0}
    reasons: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    token_rows: list[pa.Table] = []
    encoder: Encoder | None = None
    with (
        output.open(f"clean/{split.name}.parquet") as source,
        output.write(f"kept/{split.name}.parquet") as kept_file,
        output.write(f"rejected/{split.name}.dedup.parquet") as rejected_file,
        output.write(f"sorted/{split.name}.parquet") as tokens_file,
        parquet_writer(kept_file, kept_schema) as kept,
        RowWriter(rejected_file, rejected_schema) as rejected,
    ):
        clean = pq.ParquetFile(source)
        for group in range(clean.num_row_groups):
            table = clean.read_row_group(group)
            counts["documents_in"] += table.num_rows
            counts["characters_in"] += pc.sum(pc.utf8_length(table["text"])).as_py() or 0
            leaves = pc.is_in(table["id"], value_set=leaving.ids)
            for row in table.filter(leaves).to_pylist():
                survivor, kind, similarity = leaving.why[row["id"]]
                reasons[f"{kind}_duplicate"] += 1
                verdict = {"stage": "dedup", "reason": f"{kind}_duplicate", "value": similarity, "limit": limit}
                rejected.write(row | verdict | {"duplicate_of": survivor})
            stays = table.filter(pc.invert(leaves))
            counts["characters_out"] += pc.sum(pc.utf8_length(stays["text"])).as_py() or 0
            if not stays.num_rows:
                continue
            kept.write_table(stays)
            languages.update(name for name in stays["language"].to_pylist() if name is not None)
            if tokens.enabled:
                texts: list[str] = stays["text"].to_pylist()
                if encoder is None:
                    encoder, counts["encoder"] = choose_encoder(
                        tokens, [text[:CHECKED_CHARACTERS] for text in texts[: tokens.check_documents]]
                    )
                token_rows.append(_tokenise(stays, texts, encoder, tokens.seed))
        sorted_rows = pa.concat_tables([SORTED_SCHEMA.empty_table(), *token_rows])
        sorted_rows = sorted_rows.sort_by([("key", "ascending"), ("doc_id", "ascending")])
        pq.write_table(sorted_rows, tokens_file, compression="zstd", row_group_size=1000, write_page_checksum=True)
    counts["documents_out"] = counts["documents_in"] - reasons.total()
    counts["tokens"] = pc.sum(sorted_rows["n_tokens"]).as_py() or 0
    counts["reasons"] = reasons
    counts["languages"] = languages
    counts["language_tokens"] = {name: one["tokens"] for name, one in language_counts(sorted_rows).items()}
    output.write_json(f"counts/{split.name}.emit.json", counts)


def _tokenise(table: pa.Table, texts: list[str], encoder: Encoder, seed: int) -> pa.Table:
    ids = encoder(texts)
    lengths = np.array([len(one) for one in ids], np.int32)
    offsets = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))).astype(np.int32)
    flat = np.concatenate(ids) if ids else np.empty(0, np.int32)
    columns: list[Any] = [
        shuffle_keys(table["id"].to_pylist(), seed),
        table["id"],
        pa.ListArray.from_arrays(offsets, flat),
        lengths,
        pa.array([len(text.encode()) for text in texts], pa.int32()),
        table["source"],
        table["language"],
        table["script"],
        pa.nulls(table.num_rows, pa.float32()),
    ]
    return pa.table([pa.array(c) if isinstance(c, np.ndarray) else c for c in columns], schema=SORTED_SCHEMA)


def _read_duplicates(output: Folder) -> Leaving:
    if not output.exists(DUPLICATES):  # the recipe does not deduplicate
        return Leaving(pa.array([], pa.string()), {})
    with output.open(DUPLICATES) as file:
        table = pq.read_table(file)
    columns = (table[name].to_pylist() for name in ("id", "duplicate_of", "kind", "similarity"))
    why = {id_: (of, kind, similarity) for id_, of, kind, similarity in zip(*columns, strict=True)}
    return Leaving(table["id"].combine_chunks(), why)
