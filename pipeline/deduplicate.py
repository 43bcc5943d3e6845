"""Phase 2: which of the documents that stayed are duplicates, over all splits.

Reads signatures/, writes duplicates/duplicates.parquet: one row a document that leaves. In memory: about 500 bytes a
document at 112 permutations.
"""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ..dedup.clusters import find_duplicates
from .phase import Phase
from .read import Split
from .recipe import DedupConfig, Recipe
from .storage import Folder

DUPLICATES = "duplicates/duplicates.parquet"
SCHEMA = pa.schema([
    pa.field("id", pa.string(), nullable=False),
    pa.field("duplicate_of", pa.string(), nullable=False),
    pa.field("kind", pa.string(), nullable=False),  # exact (same canonical text) or near
    pa.field("similarity", pa.float64(), nullable=False),  # estimated Jaccard similarity with duplicate_of
])  # fmt: skip


class Deduplicate(Phase):
    """One unit for the whole corpus."""

    name = "dedup"

    def __init__(self, splits: list[Split], recipe: Recipe, output: Folder):
        super().__init__(splits, recipe, output, [DUPLICATES])

    def work(self, unit: int) -> None:
        write_duplicates(self.splits, self.recipe.section("dedup", DedupConfig), self.output)


def write_duplicates(splits: list[Split], config: DedupConfig, output: Folder) -> None:
    """Find the duplicates and write them, sorted by id.

    The longest text of a cluster stays, of equally long ones the one with the smallest id.
    """
    tables: list[pa.Table] = []
    for split in splits:
        with output.open(f"signatures/{split.name}.parquet") as file:
            tables.append(pq.read_table(file))
    table = pa.concat_tables(tables).sort_by([("characters", "descending"), ("id", "ascending")]).combine_chunks()
    ids = table["id"].to_pylist()
    exact = _matrix(table["exact"], np.dtype("<u8"), 2)
    signatures = _matrix(table["signature"], np.dtype("<u4"), config.bands * config.rows)
    found = find_duplicates(exact, signatures, config.bands, config.rows, config.min_similarity)
    rows = sorted(
        (ids[removed], ids[survivor], "exact" if same else "near", float(likeness))
        for removed, survivor, same, likeness in zip(
            found.removed, found.survivor, found.exact, found.similarity, strict=True
        )
    )
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], [], []]
    with output.write(DUPLICATES) as file:
        pq.write_table(pa.table(dict(zip(SCHEMA.names, columns, strict=True)), schema=SCHEMA), file, compression="zstd")


def _matrix(column: pa.ChunkedArray, dtype: np.dtype, width: int) -> np.ndarray:
    """A fixed-size binary column as a matrix; no row gives (0, width)."""
    data = b"".join(column.to_pylist())
    return np.frombuffer(data, dtype).reshape(-1, width)
