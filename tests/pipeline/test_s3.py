"""Inputs and outputs in a bucket: the main job against a real S3-compatible server (moto) on loopback."""

import hashlib
from pathlib import Path

import fsspec
import pyarrow.parquet as pq
import pytest
from runs import smallest
from taosha.pipeline import run as main_job
from taosha.pipeline.engines import cluster
from taosha.pipeline.loader import TokenDataLoader
from taosha.pipeline.recipe import load_recipe
from taosha.pipeline.run import run

moto_server = pytest.importorskip("moto.server", reason="moto is not installed: pip install 'taosha[test]'")
pytest.importorskip("s3fs", reason="s3fs is not installed: pip install 'taosha[s3]'")

ROOT = Path(__file__).parents[2]
SHARD = ROOT / "sample/shard-02.warc.gz"


@pytest.fixture
def bucket(monkeypatch):
    """An empty bucket; the address reaches fsspec and pyarrow through the standard AWS variables."""
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    fs = fsspec.filesystem("s3", skip_instance_cache=True)
    if fs.exists("corpus"):  # moto keeps its buckets as long as the process lives
        fs.rm("corpus", recursive=True)
    fs.mkdir("corpus")
    yield fs
    server.stop()
    fsspec.filesystem("s3").clear_instance_cache()


def test_from_bucket_to_bucket_gives_the_same_as_from_disk_to_disk(bucket, tmp_path, monkeypatch):
    bucket.put(str(SHARD), "corpus/crawl/shard-02.warc.gz")
    settings = {"run.workers": 1}
    remote = run(
        load_recipe("demo", {"input": ["s3://corpus/crawl/*.warc.gz"], "output": "s3://corpus/out"} | settings)
    )
    local = run(load_recipe("demo", {"input": [str(SHARD)], "output": str(tmp_path / "out")} | settings))
    assert {k: v for k, v in remote.items() if k in ("records", "kept", "rejected", "tokens")} == {
        k: v for k, v in local.items() if k in ("records", "kept", "rejected", "tokens")
    }
    paths = [
        path for folder in ("kept", "rejected", "tokens") for path in (tmp_path / "out" / folder).rglob("*.parquet")
    ]
    assert len(paths) > 3
    for path in paths:
        name = f"corpus/out/{path.relative_to(tmp_path / 'out')}"
        assert hashlib.sha256(bucket.cat(name)).hexdigest() == hashlib.sha256(path.read_bytes()).hexdigest()
    assert sorted(path.rpartition("/")[2] for path in bucket.ls("corpus/out", refresh=True)) == [
        "duplicates", "kept", "rejected", "run.json", "signatures", "stats.json", "tokens", "unreadable.jsonl",
    ]  # fmt: skip
    assert pq.read_table(paths[0]).num_rows >= 0
    # the tasks of a cluster see in the bucket what the others wrote
    monkeypatch.setattr(main_job, "start_phase", lambda phase, config: cluster.start(phase, config, smallest))
    overrides = {"input": ["s3://corpus/crawl/*.warc.gz"], "output": "s3://corpus/shared", "run.tasks": 2}
    run(load_recipe("demo", overrides))
    there = {name.removeprefix("corpus/shared/") for name in bucket.find("corpus/shared")}
    assert there == {name.removeprefix("corpus/out/") for name in bucket.find("corpus/out")}
    for path in paths:
        assert bucket.cat(f"corpus/shared/{path.relative_to(tmp_path / 'out')}") == path.read_bytes()


def test_the_loader_reads_a_bucket(bucket, tmp_path, monkeypatch):
    run(load_recipe("demo", {"input": [str(SHARD)], "output": str(tmp_path / "out"), "run.workers": 1}))
    bucket.put(str(tmp_path / "out/tokens"), "corpus/tokens", recursive=True)
    endpoint = bucket.client_kwargs.get("endpoint_url") or __import__("os").environ["AWS_ENDPOINT_URL"]
    address = f"s3://corpus/tokens?endpoint_override={endpoint.removeprefix('http://')}&scheme=http"
    arguments = {"sequence_length": 64, "batch_size": 1, "tensors": "numpy"}
    remote = next(iter(TokenDataLoader(address, **arguments)))
    local = next(iter(TokenDataLoader(str(tmp_path / "out/tokens"), **arguments)))
    assert remote["input_ids"].tolist() == local["input_ids"].tolist()
