"""Row groups are cut by what the rows hold, not by who writes them."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from taosha.pipeline.records import ROW_GROUP_ROWS, ROW_GROUP_TEXTS, RowWriter

SCHEMA = pa.schema([pa.field("id", pa.string()), pa.field("text", pa.string())])


@pytest.mark.parametrize(
    ("texts", "groups"),
    [
        (["文"] * 2500, [ROW_GROUP_TEXTS, ROW_GROUP_TEXTS, 500]),
        ([""] * 9000, [ROW_GROUP_ROWS, 1000]),
        (["", "", "", "文"] * 1200, [4 * ROW_GROUP_TEXTS, 800]),
        ([], []),
    ],
)
def test_a_group_closes_with_its_texts_or_its_rows(tmp_path, texts, groups):
    with (tmp_path / "x.parquet").open("wb") as file, RowWriter(file, SCHEMA) as writer:
        for number, text in enumerate(texts):
            writer.write({"id": str(number), "text": text})
    written = pq.ParquetFile(tmp_path / "x.parquet")
    assert [written.metadata.row_group(i).num_rows for i in range(written.num_row_groups)] == groups
    assert written.read()["id"].to_pylist() == [str(number) for number in range(len(texts))]
