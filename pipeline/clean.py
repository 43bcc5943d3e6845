"""Phase 1: every document of a split goes through the stages of the recipe, in order, until one drops it.

Reads the inputs. Writes, for every split, clean/ (what stays so far), rejected/, signatures/ (the keys of
deduplication) and counts/, the last of them: a split whose counts exist is finished and never done again.
"""

import functools
import hashlib
import itertools
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from datatrove.data import Document

from ..dedup.minhash import permutations, shingle_hashes, signature
from ..filters.canonical import canonical
from ..filters.pii import mask_url
from .bounds import Bounds
from .flow import Flow, StageCount
from .journal import Journal, suspects
from .phase import Phase
from .precompile import warm_up
from .progress import Heartbeat
from .read import Split, read_split
from .recipe import BoundsConfig, DedupConfig, ReadConfig, Recipe
from .records import RowWriter, kept_row, schemas
from .stages.base import Stage
from .stages.build import build_stages
from .storage import Folder
from .warc import Unreadable

#: unreadable records of a split that are listed one by one; the rest is only counted
LISTED_UNREADABLE = 1000


def signature_schema(config: DedupConfig) -> pa.Schema:
    """One row a document that stayed: a 128-bit hash of its canonical text and its MinHash signature (uint32s)."""
    return pa.schema([
        pa.field("id", pa.string(), nullable=False),
        pa.field("characters", pa.int64(), nullable=False),
        pa.field("exact", pa.binary(16), nullable=False),
        pa.field("signature", pa.binary(4 * config.bands * config.rows), nullable=False),
    ])  # fmt: skip


class CleanSplits(Phase):
    """One unit a split."""

    name = "clean"

    def __init__(self, splits: list[Split], recipe: Recipe, output: Folder):
        super().__init__(splits, recipe, output, [f"counts/{split.name}.json" for split in splits])

    def prepare(self) -> None:
        warm_up(self.recipe)

    def alone(self) -> list[int]:
        """Splits in which something killed its process, so that what dies on it this time is known."""
        suspect = suspects(self.output)
        return [unit for unit, split in enumerate(self.splits) if split.name in suspect]

    @functools.cached_property
    def _stages(self) -> list[Stage]:
        return build_stages(self.recipe)

    def work(self, unit: int) -> None:
        clean_split(self.splits[unit], self._stages, self.recipe, self.output)


def clean_split(split: Split, stages: list[Stage], recipe: Recipe, output: Folder) -> None:
    """Read, judge and write one split."""
    read_config: ReadConfig = recipe.section("read", ReadConfig)
    dedup: DedupConfig = recipe.section("dedup", DedupConfig)
    signer = Signer(dedup)
    read = StageCount()
    unreadable: list[dict[str, Any]] = []
    kept_schema, rejected_schema = schemas(stages)
    heartbeat = Heartbeat(output, split.name)
    journal = Journal(output, split.name)
    bounds = Bounds(recipe.section("bounds", BoundsConfig))
    with (
        output.write(f"clean/{split.name}.parquet") as kept_file,
        output.write(f"rejected/{split.name}.parquet") as rejected_file,
        output.write(f"signatures/{split.name}.parquet") as signature_file,
        RowWriter(kept_file, kept_schema) as kept,
        RowWriter(rejected_file, rejected_schema) as rejected,
        RowWriter(signature_file, signature_schema(dedup)) as signatures,
        bounds.set_up(),
    ):
        flow = Flow(stages, rejected, journal, bounds)
        for doc in flow.through(_documents(split, read_config, read, unreadable, heartbeat, journal)):
            kept.write(kept_row(doc))
            signatures.write(signer.row(doc))
    for record in unreadable:
        record["detail"] = mask_url(record["detail"], flow.masks)
    output.write_json(
        f"counts/{split.name}.json",
        {
            "source": split.source,
            "bytes": [split.start, split.end],
            "recipe": recipe.fingerprint,
            "kept": kept.count,
            "rejected": rejected.count,
            "unreadable": unreadable,
            "languages": flow.languages,
            "stages": {name: vars(count) for name, count in {"read": read, **flow.counts}.items()},
        },
    )
    journal.close()
    heartbeat.stop()


def _documents(
    split: Split,
    config: ReadConfig,
    count: StageCount,
    unreadable: list[dict[str, Any]],
    heartbeat: Heartbeat,
    journal: Journal,
) -> Iterator[Document]:
    """The documents of a split; what cannot be read is counted and, up to LISTED_UNREADABLE, added to `unreadable`."""
    clock = time.perf_counter()
    for record in _survivable(read_split(split, config), split, journal):
        count.documents_in += 1
        count.seconds += time.perf_counter() - clock
        if isinstance(record, Unreadable):
            count.reasons[record.reason] += 1
            if len(unreadable) < LISTED_UNREADABLE:
                place = {"source": split.source, "offset": record.offset}
                unreadable.append(place | {"reason": record.reason, "detail": record.detail})
        else:
            count.documents_out += 1
            count.characters_out += len(record.text)
            heartbeat.beat(record.metadata["offset"] - split.start)
            yield record
        clock = time.perf_counter()


def _survivable(
    records: Iterator[Document | Unreadable], split: Split, journal: Journal
) -> Iterator[Document | Unreadable]:
    """The records of a split, up to one at which reading killed its process, twice: what it left behind is unknown."""
    offset = split.start
    for number in itertools.count():
        if reason := journal.blamed(str(number), "read"):
            detail = f"reading record {number} of split {split.index} killed its process; the rest of the split is lost"
            yield Unreadable(offset, reason, detail)
            return
        journal.note(str(number), "read")
        record = next(records, None)
        if record is None:
            return
        offset = record.offset if isinstance(record, Unreadable) else record.metadata["offset"]
        yield record


class Signer:
    """Computes the row of signatures/ of a document."""

    def __init__(self, config: DedupConfig):
        self._shingle_chars = config.shingle_chars
        self._a, self._b = permutations(config.bands * config.rows, config.seed)

    def row(self, doc: Document) -> dict[str, Any]:
        key = canonical(doc.text)
        hashes = shingle_hashes(key, self._shingle_chars)
        return {
            "id": doc.id,
            "characters": len(doc.text),
            "exact": hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest(),
            "signature": signature(hashes, self._a, self._b).astype(np.dtype("<u4")).tobytes(),
        }
