"""Every stage keeps the contract of base.py, and is an ordinary datatrove step."""

import copy
import dataclasses
import json
import pickle
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from taosha.filters.verdict import Verdict
from taosha.pipeline.recipe import load_recipe
from taosha.pipeline.records import kept_row, schemas
from taosha.pipeline.stages import STAGES
from taosha.pipeline.stages.base import FIELDS
from taosha.pipeline.stages.build import build_stages, stage_class
from taosha.pipeline.stages.quality import Quality

ROOT = Path(__file__).parents[3]
OPTIONAL = {"classifier", "words", "perplexity"}  # in no default recipe; tested with their filters
DEFAULT = [name for name in STAGES if name not in OPTIONAL]
GOOD = (
    "清晨的菜市场最先醒来的是卖豆腐的老周。他把木板一块块掀开，热气就从底下冒出来。\n\n"
    "“今天的嫩。”他说，“昨晚磨的。”买菜的人围上来，递过去几个硬币，端走一块颤巍巍的白。\n\n"
    "太阳升到屋檐的时候，他已经收摊了，木板洗得发白，靠在墙边晾着。"
)


def documents() -> list[Document]:
    """Pages as they come from a crawl (bytes) and texts as they come from JSONL."""
    pages = [
        page for path in sorted((ROOT / "sample/pages").glob("*.yaml")) for page in yaml.safe_load(path.read_text())
    ]
    odd = [GOOD, "", "a", "\n\n", GOOD * 3, "𠮷" * 50, "<p>", "\ufeff\x00混乱"]
    texts = [*odd, *[page["body"] for page in pages if "body" in page][:50]]
    out = [
        Document(text=text, id=f"text-{i}", metadata={"url": None, "source": "s", "offset": i})
        for i, text in enumerate(texts)
    ]
    for i, text in enumerate(texts):
        html = f"<html><head><title>标题</title></head><body><p>{text}</p></body></html>".encode("gb18030")
        metadata = {"url": None, "source": "s", "offset": i, "content": html, "content_type": "text/html"}
        out.append(Document(text="", id=f"page-{i}", metadata=metadata))
    return out


@pytest.mark.parametrize("name", STAGES)
def test_names_and_fields_are_declared(name):
    cls = stage_class(name)
    assert cls.name == name
    assert cls.__doc__
    known = {"text", *FIELDS}
    assert set(cls.reads) <= known
    assert set(cls.writes) <= known


@pytest.mark.parametrize("name", DEFAULT)
def test_same_document_same_outcome_in_any_process(name):
    """Deterministic, and the same after pickling and deep-copying, as executors do with steps."""
    recipe = load_recipe("web")
    stage = stage_class(name)(recipe.section(name, stage_class(name).Config))
    twins = [pickle.loads(pickle.dumps(stage)), copy.deepcopy(stage)]
    for doc in documents():
        outcomes = []
        for one in (stage, stage, *twins):
            mine = copy.deepcopy(doc)
            verdict = one.apply(mine)
            outcomes.append((verdict, mine.text, mine.metadata))
        assert all(outcome == outcomes[0] for outcome in outcomes)


@pytest.mark.parametrize("name", DEFAULT)
def test_writes_only_what_it_declares_and_gives_reasons(name):
    stage = stage_class(name)(load_recipe("web").section(name, stage_class(name).Config))
    for doc in documents():
        before = copy.deepcopy(doc)
        verdict = stage.apply(doc)
        assert isinstance(verdict, Verdict)
        assert verdict.keep == (verdict.reason is None)
        changed = {
            key for key in {*before.metadata, *doc.metadata} if before.metadata.get(key) != doc.metadata.get(key)
        }
        # measures are where every stage writes; decode takes the bytes away
        assert changed - {"measures", "content", "content_type"} <= set(stage.writes)
        # a page dropped before decode shows its text in rejected/
        assert doc.text == before.text or "text" in stage.writes or not verdict.keep
        if stage.Measures is not None and verdict.keep and "measures" in doc.metadata:
            assert isinstance(doc.metadata["measures"][name], stage.Measures)


@pytest.mark.parametrize("name", DEFAULT)
def test_stored_measures_give_the_verdict_again(name, tmp_path):
    """What `taosha tune` relies on: through Parquet and back, the measures judge as the document was judged."""
    stage = stage_class(name)(load_recipe("web").section(name, stage_class(name).Config))
    limits = [field.name for field in dataclasses.fields(stage.Config) if field.name.startswith(("min_", "max_"))]
    if not limits or limits != stage.rules():
        pytest.skip("its verdict is not a matter of measures alone; taosha tune refuses it")
    kept_schema, _ = schemas([stage])
    for doc in documents():
        verdict = stage.apply(doc)
        if name in doc.metadata.get("measures", {}) and (verdict.keep or verdict.reason in limits):
            table = pa.Table.from_pylist([kept_row(doc)], kept_schema)
            pq.write_table(table, tmp_path / "row.parquet")
            row = pq.read_table(tmp_path / "row.parquet")["measures"][0].as_py()[name]
            assert stage.judge(stage.Measures(**row)) == verdict


def test_a_stage_in_anyones_datatrove_script(tmp_path):
    (tmp_path / "in").mkdir()
    rows = [{"text": GOOD, "id": "good"}, {"text": "短", "id": "short"}]
    (tmp_path / "in/x.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    quality = Quality.from_recipe("web", min_chars=100)
    LocalPipelineExecutor(
        [JsonlReader(str(tmp_path / "in")), quality, JsonlWriter(str(tmp_path / "out"), compression=None)],
        logging_dir=str(tmp_path / "logs"),
    ).run()
    written = [
        json.loads(line) for path in (tmp_path / "out").glob("*.jsonl") for line in path.read_text().splitlines()
    ]
    assert [row["id"] for row in written] == ["good"]
    stats = json.loads((tmp_path / "logs/stats.json").read_text())
    counted = stats[1]["stats"]
    assert (counted["dropped"], counted["dropped_min_chars"], counted["forwarded"]) == (1, 1, 1)


def test_the_default_recipe_uses_every_stage_once():
    assert sorted(stage.name for stage in build_stages(load_recipe("web"))) == sorted(DEFAULT)
