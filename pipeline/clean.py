"""Phase 1: every document of a split goes through the stages of the recipe, in order, until one drops it.

Reads the inputs. Writes, for every split, clean/ (what stays so far), rejected/, signatures/ (the keys of
deduplication) and counts/, the last of them: a split whose counts exist is finished and never done again.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep

from ..dedup.minhash import permutations, shingle_hashes, signature
from ..filters.script import canonical
from .progress import Heartbeat
from .read import Split, read_split
from .recipe import DedupConfig, ReadConfig, Recipe
from .records import RowWriter, kept_row, rejected_row, schemas
from .stages import build_stages
from .stages.base import Stage
from .stages.pii import Pii, mask_document
from .storage import Folder
from .warc import Unreadable

#: unreadable records of a split that are listed one by one; the rest is only counted
LISTED_UNREADABLE = 1000


@dataclass
class StageCount:
    """What went into a stage and came out of it. Characters are code points; pages not yet decoded count none."""

    documents_in: int = 0
    documents_out: int = 0
    characters_in: int = 0
    characters_out: int = 0
    seconds: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter[str])


def signature_schema(config: DedupConfig) -> pa.Schema:
    """One row a document that stayed: a 128-bit hash of its canonical text and its MinHash signature (uint32s)."""
    return pa.schema([
        pa.field("id", pa.string(), nullable=False),
        pa.field("characters", pa.int64(), nullable=False),
        pa.field("exact", pa.binary(16), nullable=False),
        pa.field("signature", pa.binary(4 * config.bands * config.rows), nullable=False),
    ])  # fmt: skip


class CleanSplits(PipelineStep):
    """The splits of a task, one after the other; finished ones are passed over."""

    type = "taosha"
    name = "clean"

    def __init__(self, splits: list[Split], recipe: Recipe, output: Folder):
        super().__init__()
        self.splits, self.recipe, self.output = splits, recipe, output

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        stages = build_stages(self.recipe)
        for split in self.splits[rank::world_size]:
            if not self.output.exists(f"counts/{split.name}.json"):
                clean_split(split, stages, self.recipe, self.output)
        yield from ()


def clean_split(split: Split, stages: list[Stage], recipe: Recipe, output: Folder) -> None:
    """Read, judge and write one split."""
    read_config: ReadConfig = recipe.section("read", ReadConfig)
    dedup: DedupConfig = recipe.section("dedup", DedupConfig)
    signer = Signer(dedup)
    counts = {"read": StageCount(), **{stage.name: StageCount() for stage in stages}}
    unreadable: list[dict[str, Any]] = []
    unreadable_reasons: Counter[str] = Counter()
    masks = next((stage.actions for stage in stages if isinstance(stage, Pii)), None)
    kept_schema, rejected_schema = schemas(stages)
    heartbeat = Heartbeat(output, split.name)
    with (
        output.write(f"clean/{split.name}.parquet") as kept_file,
        output.write(f"rejected/{split.name}.parquet") as rejected_file,
        output.write(f"signatures/{split.name}.parquet") as signature_file,
        RowWriter(kept_file, kept_schema) as kept,
        RowWriter(rejected_file, rejected_schema) as rejected,
        RowWriter(signature_file, signature_schema(dedup)) as signatures,
    ):
        clock = time.perf_counter()
        for record in read_split(split, read_config):
            counts["read"].documents_in += 1
            counts["read"].seconds += time.perf_counter() - clock
            if isinstance(record, Unreadable):
                unreadable_reasons[record.reason] += 1
                if len(unreadable) < LISTED_UNREADABLE:
                    place = {"source": split.source, "offset": record.offset}
                    unreadable.append(place | {"reason": record.reason, "detail": record.detail})
            else:
                counts["read"].documents_out += 1
                counts["read"].characters_out += len(record.text)
                heartbeat.beat(record.metadata["offset"] - split.start)
                if _judge(record, stages, counts, rejected, masks):
                    kept.write(kept_row(record))
                    signatures.write(signer.row(record))
            clock = time.perf_counter()
    counts["read"].reasons = unreadable_reasons
    output.write_json(
        f"counts/{split.name}.json",
        {
            "source": split.source,
            "bytes": [split.start, split.end],
            "recipe": recipe.fingerprint,
            "kept": kept.count,
            "rejected": rejected.count,
            "unreadable": unreadable,
            "stages": {name: vars(count) for name, count in counts.items()},
        },
    )
    heartbeat.stop()


def _judge(
    doc: Document, stages: list[Stage], counts: dict[str, StageCount], rejected: RowWriter, masks: dict[str, Any] | None
) -> bool:
    """Send a document through the stages; True if it stays, else it is written to `rejected`."""
    clock = time.perf_counter()
    for stage in stages:
        count = counts[stage.name]
        count.documents_in += 1
        count.characters_in += len(doc.text)
        try:
            verdict = stage.apply(doc)
        except Exception as error:
            place = f"{doc.metadata.get('source')} at {doc.metadata.get('offset')} ({doc.metadata.get('url')})"
            error.add_note(f"in stage {stage.name}, on the record of {place}")
            raise
        now = time.perf_counter()
        count.seconds += now - clock
        clock = now
        if not verdict.keep:
            count.reasons[str(verdict.reason)] += 1
            if masks is not None and stage.name != "pii" and doc.text:
                # what is dropped before the pii stage is masked all the same: rejected/ must not hold personal data
                mask_document(doc, masks)
            rejected.write(rejected_row(doc, stage.name, verdict))
            return False
        count.documents_out += 1
        count.characters_out += len(doc.text)
    return True


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
