"""Phase 4: the global shuffle, as a sort by keyed hash, and the token shards that trainers read.

Every document has a 64-bit key, a hash of seed and id. A shard holds the documents of one range of keys, sorted by
key: the order of the corpus depends on its documents and the seed alone. Where a language may take a part of the tokens
only, its surplus documents are left out. Reads sorted/, writes tokens/ and its manifest.
"""

import hashlib
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from .phase import Phase
from .read import Split
from .recipe import Recipe, TokensConfig
from .storage import Folder

pc: Any = pyarrow.compute  # its functions are made at import time, no type checker sees them

TOKENS_SCHEMA = pa.schema([
    pa.field("doc_id", pa.string(), nullable=False),
    pa.field("input_ids", pa.list_(pa.int32()), nullable=False),  # of the text alone: bos and eos are the loader's
    pa.field("n_tokens", pa.int32(), nullable=False),
    pa.field("n_bytes", pa.int32(), nullable=False),  # of the text in UTF-8
    pa.field("source", pa.string(), nullable=False),
    pa.field("language", pa.string()),
    pa.field("script", pa.string()),
    pa.field("quality", pa.float32()),  # score of a quality classifier, null where the recipe has none
])  # fmt: skip
SORTED_SCHEMA = TOKENS_SCHEMA.insert(0, pa.field("key", pa.uint64(), nullable=False))


def shuffle_keys(ids: list[str], seed: int) -> npt.NDArray[np.uint64]:
    """uint64[n]: BLAKE2b-64 of the id, keyed with the seed."""
    key = seed.to_bytes(8, "big")
    digests = b"".join(hashlib.blake2b(id_.encode(), digest_size=8, key=key).digest() for id_ in ids)
    return np.frombuffer(digests, ">u8").astype(np.uint64)


def shard_count(total_tokens: int, config: TokensConfig) -> int:
    """Shards of about `shard_tokens`; at least one."""
    return max(1, round(total_tokens / config.shard_tokens))


def shard_name(index: int, count: int) -> str:
    return f"shard-{index:05d}-of-{count:05d}.parquet"


def kept_shares(tokens: Mapping[str, int], total: int, max_shares: Mapping[str, float]) -> dict[str, float]:
    """Language -> part of its documents that goes into the shards, so that none takes more of them than `max_shares` says.

    tokens: language -> tokens there are, of `total` with those of no label. A language that has fewer than its share goes in
    whole, and the others are measured against what there is.
    """
    capped = dict(max_shares)
    while capped:
        rest = total - sum(tokens.get(language, 0) for language in capped)
        per_share = rest / (1 - sum(capped.values()))
        short = [language for language, share in capped.items() if tokens.get(language, 0) <= share * per_share]
        if not short:
            return {language: share * per_share / tokens[language] for language, share in capped.items()}
        for language in short:
            del capped[language]
    return {}


def drawn(rows: pa.Table, kept: Mapping[str, float]) -> pa.Table:
    """`rows` of SORTED_SCHEMA without the documents that `kept_shares` leaves out.

    The lower half of the key draws: the upper half, which gives the order, says nothing about it.
    """
    draws = (rows["key"].to_numpy() & np.uint64(0xFFFFFFFF)) / 2**32
    stays = np.ones(len(draws), np.bool_)
    for language, share in kept.items():
        of_it = pc.fill_null(pc.equal(rows["language"], language), False).to_numpy()
        stays &= ~of_it | (draws < share)
    return rows.filter(pa.array(stays))


class WriteShards(Phase):
    """One unit a shard."""

    name = "shuffle"
    units_per_task = 1

    def __init__(self, splits: list[Split], recipe: Recipe, output: Folder, count: int, kept: dict[str, float]):
        super().__init__(splits, recipe, output, [f"counts/tokens/{index:05d}.json" for index in range(count)])
        self.kept = kept

    def arguments(self) -> dict[str, Any]:
        return {"count": len(self.marks), "kept": self.kept}

    def work(self, unit: int) -> None:
        config: TokensConfig = self.recipe.section("tokens", TokensConfig)
        write_shard(unit, len(self.marks), self.splits, config, self.kept, self.output)


def write_shard(
    index: int, count: int, splits: list[Split], config: TokensConfig, kept: dict[str, float], output: Folder
) -> None:
    """Gather the documents of the shard's range of keys, sort them by key and write them in row groups cut by tokens."""
    low, high = (index << 64) // count, ((index + 1) << 64) // count
    parts: list[pa.Table] = [SORTED_SCHEMA.empty_table()]
    for split in splits:
        with output.open(f"sorted/{split.name}.parquet") as file:
            parts += list(_rows_between(pq.ParquetFile(file), low, high))
    rows = (
        drawn(pa.concat_tables(parts), kept)
        .sort_by([("key", "ascending"), ("doc_id", "ascending")])
        .drop_columns(["key"])
    )
    borders = row_group_borders(rows["n_tokens"].to_numpy(), config.row_group_tokens)
    name = shard_name(index, count)
    groups: list[dict[str, int]] = []
    with output.write(f"tokens/{name}") as file:
        writer = pq.ParquetWriter(
            file,
            TOKENS_SCHEMA,
            compression="zstd",
            compression_level=3,
            use_dictionary=["source", "language", "script"],  # pyright: ignore[reportArgumentType]  # a list is allowed
            column_encoding={
                "input_ids.list.element": "PLAIN",
                "n_tokens": "PLAIN",
                "n_bytes": "PLAIN",
                "doc_id": "PLAIN",
            },
            write_page_checksum=True,
        )
        for start, stop in itertools.pairwise(borders):
            group = rows.slice(start, stop - start)
            # one row group, however many rows: a group is the unit that the loader reads
            writer.write_table(group, row_group_size=max(group.num_rows, 1))
            groups.append({"documents": group.num_rows, "tokens": pc.sum(group["n_tokens"]).as_py()})
        writer.close()
    summary: dict[str, Any] = {
        "file": name,
        "sha256": output.sha256(f"tokens/{name}"),
        "bytes": output.size(f"tokens/{name}"),
        "documents": rows.num_rows,
        "tokens": sum(group["tokens"] for group in groups),
        "languages": language_counts(rows),
        "row_groups": groups,
    }
    output.write_json(f"counts/tokens/{index:05d}.json", summary)


def language_counts(rows: pa.Table) -> dict[str, dict[str, int]]:
    """Language -> its documents and tokens among the rows; documents without a label are left out."""
    table = rows.group_by("language").aggregate([("n_tokens", "count"), ("n_tokens", "sum")])
    return {
        row["language"]: {"documents": row["n_tokens_count"], "tokens": row["n_tokens_sum"]}
        for row in table.sort_by("language").to_pylist()
        if row["language"] is not None
    }


def row_group_borders(n_tokens: npt.NDArray[np.int32], row_group_tokens: int) -> list[int]:
    """Row numbers at which groups start, and the end: a group closes with the row that fills it."""
    borders, filled = [0], 0
    for row, tokens in enumerate(n_tokens.tolist(), start=1):
        filled += tokens
        if filled >= row_group_tokens:
            borders.append(row)
            filled = 0
    if borders[-1] != len(n_tokens):
        borders.append(len(n_tokens))
    return borders


def _rows_between(file: pq.ParquetFile, low: int, high: int) -> Iterator[pa.Table]:
    for index in range(file.num_row_groups):
        statistics = file.metadata.row_group(index).column(0).statistics
        if statistics is not None and statistics.has_min_max and (statistics.max < low or statistics.min >= high):
            continue
        table = file.read_row_group(index)
        key = table["key"].to_numpy()
        start, stop = np.searchsorted(key, np.array([low, high - 1], np.uint64), side="left")
        stop += np.count_nonzero(key[stop:] == np.uint64(high - 1))
        yield table.slice(int(start), int(stop - start))
