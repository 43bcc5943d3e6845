"""The main job as a user runs it: the same bytes for every way of running it, interrupted or not, and clear refusals."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from runs import ROOT, SAMPLE, hashes, taosha
from taosha.pipeline.recipe import load_recipe
from taosha.pipeline.run import run
from taosha.pipeline.tokens import reference_encoder
from warcs import members, response


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """The sample in one task by one worker."""
    out = tmp_path_factory.mktemp("whole") / "out"
    done = taosha("run", "demo", "--input", SAMPLE, "--output", str(out), "--tasks", "1", "--workers", "1")
    assert done.returncode == 0, done.stderr
    return out


def test_seven_tasks_and_two_workers_write_the_same_bytes(whole, tmp_path):
    out = tmp_path / "out"
    done = taosha("run", "demo", "--input", SAMPLE, "--output", str(out), "--tasks", "7", "--workers", "2")
    assert done.returncode == 0, done.stderr
    assert hashes(out) == hashes(whole)


@pytest.mark.parametrize("until", ["counts/**/00000.json", "counts/**/*.emit.json"])
def test_killed_and_started_again_writes_the_same_bytes(whole, tmp_path, until):
    """kill -9 to the whole process group as soon as the first split is finished (cleaned, or emitted)."""
    out = tmp_path / "out"
    arguments = ["run", "demo", "--input", SAMPLE, "--output", str(out), "--workers", "1"]
    command = [sys.executable, "-m", "taosha.pipeline.cli", *arguments]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    while not list(out.glob(until)):
        assert first.poll() is None, "finished before it could be killed"
        time.sleep(0.005)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    assert not (out / "stats.json").exists()
    finished = {path: path.stat().st_mtime_ns for path in out.glob(until)}
    second = subprocess.run(command, capture_output=True, text=True, check=False)
    assert second.returncode == 0, second.stderr
    assert hashes(out) == hashes(whole)
    assert finished  # what was finished was not done again: see test_finished_splits_are_not_done_again


def test_finished_splits_are_not_done_again(whole, tmp_path):
    """A split that is marked as finished is taken as it is, even if its file says something else."""
    from taosha.pipeline.clean import CleanSplits
    from taosha.pipeline.read import ReadConfig, plan_splits
    from taosha.pipeline.storage import Folder, find_inputs

    recipe = load_recipe("demo")
    splits = plan_splits(find_inputs([SAMPLE]), recipe.section("read", ReadConfig))
    output = Folder(str(tmp_path))
    for split in splits[1:]:
        output.write_json(f"counts/{split.name}.json", {"marked": True})
    list(CleanSplits(splits, recipe, output).run(None))
    assert output.list("clean", ".parquet") == [f"clean/{splits[0].name}.parquet"]
    assert output.read_json(f"counts/{splits[1].name}.json") == {"marked": True}


def test_a_finished_run_is_shown_again_without_work(whole):
    before = {path: path.stat().st_mtime_ns for path in whole.rglob("*")}
    done = taosha("run", "demo", "--input", SAMPLE, "--output", str(whole))
    assert done.returncode == 0
    assert "one training batch" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in whole.rglob("*")} == before


def test_schemas_are_explicit(whole):
    kept = pq.read_schema(next((whole / "kept").rglob("*.parquet")))
    rejected = pq.read_schema(next((whole / "rejected").rglob("*.parquet")))
    assert [name for name in rejected.names if name not in kept.names] == [
        "stage",
        "reason",
        "value",
        "limit",
        "duplicate_of",
    ]
    assert {"id", "url", "source", "offset", "text", "charset", "language", "script", "measures"} <= set(kept.names)
    for folder, schema in (("kept", kept), ("rejected", rejected)):
        assert all(pq.read_schema(path) == schema for path in (whole / folder).rglob("*.parquet"))
    assert pa.types.is_floating(kept.field("measures").type.field("quality").type.field("han_share").type)


def test_tokens_are_those_of_the_reference_and_the_manifest_tells_the_truth(whole):
    manifest = json.loads((whole / "tokens/manifest.json").read_text())
    kept = {}
    for path in (whole / "kept").rglob("*.parquet"):
        kept |= {row["id"]: row for row in pq.read_table(path).to_pylist()}
    from taosha.pipeline.recipe import TokensConfig

    encode = reference_encoder(load_recipe("demo").section("tokens", TokensConfig))
    seen = []
    for shard in manifest["shards"]:
        path = whole / "tokens" / shard["file"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == shard["sha256"]
        file = pq.ParquetFile(path)
        assert file.num_row_groups == len(shard["row_groups"])
        for index, counts in enumerate(shard["row_groups"]):
            rows = file.read_row_group(index).to_pylist()
            assert counts == {"documents": len(rows), "tokens": sum(len(row["input_ids"]) for row in rows)}
            seen += rows
        for column in range(file.metadata.num_columns):
            described = file.metadata.row_group(0).column(column)
            assert described.compression == "ZSTD"
            if described.path_in_schema == "input_ids.list.element":
                assert "PLAIN" in described.encodings
                assert not described.has_dictionary_page
    assert sorted(row["doc_id"] for row in seen) == sorted(kept)
    for row, ids in zip(seen, encode([kept[row["doc_id"]]["text"] for row in seen]), strict=True):
        assert row["input_ids"] == ids.tolist()
        assert row["n_tokens"] == len(ids)
        assert row["n_bytes"] == len(kept[row["doc_id"]]["text"].encode())
    assert manifest["tokens"] == sum(row["n_tokens"] for row in seen)


def test_the_shuffle_mixes_sources_and_depends_on_the_seed(whole, tmp_path):
    out = tmp_path / "out"
    run(load_recipe("demo", {"input": [SAMPLE], "output": str(out), "tokens.seed": 2, "run.workers": 1}))
    one, two = (
        [id_ for path in sorted((o / "tokens").glob("*.parquet")) for id_ in pq.read_table(path)["doc_id"].to_pylist()]
        for o in (whole, out)
    )
    assert sorted(one) == sorted(two)
    assert one != two


def test_row_groups_and_shards_are_cut_by_tokens(tmp_path):
    out = tmp_path / "out"
    settings = {"tokens.row_group_tokens": 3000, "tokens.shard_tokens": 12000, "run.workers": 1}
    run(load_recipe("demo", {"input": [SAMPLE], "output": str(out)} | settings))
    manifest = json.loads((out / "tokens/manifest.json").read_text())
    assert len(manifest["shards"]) == round(manifest["tokens"] / 12000) > 1
    for shard in manifest["shards"]:
        *full, last = shard["row_groups"]
        assert all(group["tokens"] >= 3000 for group in full)
        assert last["tokens"] > 0


def test_another_recipe_other_inputs_or_a_foreign_folder_are_refused(whole, tmp_path):
    arguments = ("run", "demo", "--output", str(whole))
    done = taosha(*arguments, "--input", SAMPLE, "--set", "quality.min_chars=9999")
    assert done.returncode == 2
    assert "was made by another recipe" in done.stderr
    assert "-> 9999" in done.stderr
    done = taosha(*arguments, "--input", str(ROOT / "sample/shard-01.warc.gz"))
    assert done.returncode == 2
    assert "was made by another set of inputs" in done.stderr
    (tmp_path / "mine.txt").write_text("x")
    done = taosha("run", "demo", "--output", str(tmp_path), "--input", SAMPLE)
    assert done.returncode == 2
    assert "is not empty and no run of taosha made it" in done.stderr


ERRORS = [
    (("run", "demo", "--output", "o", "--input", "none/*.warc.gz"), "input 'none/*.warc.gz' matches no file"),
    (("run", "wep", "--output", "o"), "no recipe is named 'wep', did you mean 'web'?"),
    (("run", "web", "--input", SAMPLE), "no output folder; give --output DIR"),
    (("run", "web", "--output", "o"), "no input; give --input GLOB"),
    (("run", "demo", "--output", "o", "--set", "quality.min_char=1"), "unknown key quality.min_char, did you mean 'min_chars'?"),
    (("run", "demo", "--output", "o", "--workers", "0"), "run.workers: must be 1 or more, got 0"),
    (("run", "demo", "--output", "o", "--input", str(ROOT / "Makefile")), "Makefile: format not known by its name"),
    (("try", "qualty", "x"), "unknown stage 'qualty', did you mean 'quality'?"),
    (("try", "quality", "no-such-file"), "no-such-file: cannot be read"),
    (("run", "demo", "--frobnicate"), "unrecognized arguments: --frobnicate"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), ERRORS, ids=[message for _, message in ERRORS])
def test_users_errors_are_one_sentence_and_exit_code_2(tmp_path, arguments, message):
    done = taosha(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "o").exists()


def test_a_file_as_output_folder(tmp_path):
    (tmp_path / "o").write_text("")
    done = taosha("run", "demo", "--output", str(tmp_path / "o" / "p"), "--input", SAMPLE)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_datatrove_step_in_a_recipe(tmp_path):
    """C4's filter stands among our stages; its reason appears in rejected/, what it changed in kept/."""
    recipe = tmp_path / "mine.yaml"
    settings = {
        "split_paragraph": True,
        "filter_no_terminal_punct": False,
        "min_num_sentences": -1,
        "min_words_per_line": -1,
    }
    step = {"use": "datatrove.pipeline.filters.C4QualityFilter", "with": settings}
    recipe.write_text(
        yaml.safe_dump({"extends": "web", "stages": ["normalise", step, "pii"], "dedup": {"enabled": False}})
    )
    lines = [{"text": "好的文章。\n第二行。"}, {"text": "这里有 lorem ipsum 的文字。"}]
    (tmp_path / "x.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    out = tmp_path / "out"
    stats = run(load_recipe(str(recipe), {"input": [str(tmp_path / "x.jsonl")], "output": str(out), "run.workers": 1}))
    assert (stats["kept"], stats["rejected"]) == (1, 1)
    (rejected,) = pq.read_table(out / "rejected/x.jsonl/00000.parquet").to_pylist()
    assert (rejected["stage"], rejected["reason"]) == ("C4QualityFilter", "lorem_ipsum")


def test_languages_are_counted_with_those_left_by_their_share(tmp_path):
    """English with a share, Chinese whole, Japanese not wanted: documents, tokens and departures in stats.json."""
    recipe = tmp_path / "mine.yaml"
    settings = {"keep": {"zh": 1.0, "en": 0.5}}
    recipe.write_text(
        yaml.safe_dump({"extends": "web", "stages": ["language"], "language": settings, "dedup": {"enabled": False}})
    )
    english = "This is number {} of what they have been saying about it for some time."
    texts = [
        "今天早上下了一场大雨，很多人上班迟到了。",
        "昨日は友達と映画を見に行きました。",
        *map(english.format, range(40)),
    ]
    (tmp_path / "x.jsonl").write_text("\n".join(json.dumps({"text": text}) for text in texts))
    out = tmp_path / "out"
    stats = run(load_recipe(str(recipe), {"input": [str(tmp_path / "x.jsonl")], "output": str(out), "run.workers": 1}))
    kept = [row for file in (out / "kept").rglob("*.parquet") for row in pq.read_table(file).to_pylist()]
    english_kept = sum(row["language"] == "en" for row in kept)
    assert 8 < english_kept < 32
    languages = stats["languages"]
    assert list(languages) == ["en", "ja", "zh"]
    assert (languages["en"]["documents"], languages["en"]["kept"]) == (40, english_kept)
    assert languages["en"]["left"] == {"language.keep": 40 - english_kept}
    assert languages["ja"] == {"documents": 1, "kept": 0, "tokens": 0, "surplus": 0, "left": {"language.keep": 1}}
    assert (languages["zh"]["kept"], languages["zh"]["left"]) == (1, {})
    assert languages["zh"]["tokens"] > 5
    assert sum(row["tokens"] for row in languages.values()) == stats["tokens"]


ENGLISH = (
    "<html><title>Letter {0}</title><body><article><p>My dear friend, this is letter number {0} of the ones which I have been "
    "meaning to write to you since the spring, when we last walked along the river together and talked of {1}.</p><p>There "
    "is not much to tell of {1} from this side of the hills: the weather has been kind to us, the children are at school "
    "again, and the old mill, of which you asked, has found an owner at last.</p></article></body></html>"
)
CHINESE = (
    "<html><title>第{0}封信</title><body><article><p>亲爱的朋友，这是我今年写给你的第{0}封信。春天一起沿河散步之后，我一直想着你说的{1}。</p>"
    "<p>山这边没有多少可说的事：天气一直很好，孩子们又开学了，你问起的那座老磨坊，最近终于有了新的主人，他打算把水车修好，再磨一季的麦子。</p></article></body></html>"
)
THEMES = [
    "the bees",
    "old bread",
    "our bridge",
    "candles",
    "the clock",
    "clouds",
    "dances",
    "ferns",
    "foxes",
    "the frost",
]


def test_a_recipe_that_keeps_english_gets_the_share_of_tokens_it_asks_for(tmp_path):
    pages = [
        (f"http://letters.example/{kind}/{number}", text.format(number, theme).encode())
        for number, theme in enumerate(THEMES)
        for kind, text in (("en", ENGLISH), ("zh", CHINESE))
    ]
    (tmp_path / "letters.warc.gz").write_bytes(members(*(response(*page) for page in pages)))

    def languages(name: str, **settings: float) -> tuple[dict, list[str]]:
        overrides = {"input": [str(tmp_path / "letters.warc.gz")], "output": str(tmp_path / name), "run.workers": 1}
        keys = {key.replace("__", "."): value for key, value in settings.items()}
        stats = run(load_recipe("web", overrides | {"dedup.enabled": False} | keys))
        return stats["languages"], stats["warnings"]

    only, _ = languages("only")
    assert list(only) == ["zh"]
    both, _ = languages("both", language__keep__en=1.0)
    assert (both["en"]["kept"], both["en"]["surplus"]) == (10, 0)
    assert both["zh"] == only["zh"]
    capped, warnings = languages("capped", language__keep__en=1.0, tokens__max_shares__en=0.25)
    assert 0 < capped["en"]["surplus"] < 10
    assert capped["en"]["kept"] == 10
    assert 0.1 < capped["en"]["tokens"] / sum(row["tokens"] for row in capped.values()) < 0.4
    assert warnings == []
    manifest = json.loads((tmp_path / "capped/tokens/manifest.json").read_text())
    assert manifest["languages"]["en"] == {
        "documents": 10 - capped["en"]["surplus"], "tokens": capped["en"]["tokens"]
    }  # fmt: skip
    _, warnings = languages("wanting", language__keep__en=0.2, tokens__max_shares__en=0.6)
    (warning,) = [text for text in warnings if text.startswith("tokens.max_shares")]
    assert warning.startswith("tokens.max_shares.en: 60.0% of the tokens are wanted, all kept documents make up ")


def test_no_document_at_all(tmp_path):
    (tmp_path / "x.jsonl").write_text("")
    done = taosha("run", "demo", "--input", str(tmp_path / "x.jsonl"), "--output", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert "0 records = 0 kept + 0 rejected + 0 unreadable; 0 tokens" in done.stdout


def test_an_error_in_a_stage_names_the_record(tmp_path):
    """A programming error stops the run with its traceback and the place of the record."""
    recipe = tmp_path / "mine.yaml"
    (tmp_path / "broken_step.py").write_text(
        "from datatrove.pipeline.base import PipelineStep\n"
        "class Broken(PipelineStep):\n"
        "    def run(self, data, rank=0, world_size=1):\n"
        "        raise ZeroDivisionError('a bug')\n"
    )
    recipe.write_text(yaml.safe_dump({"extends": "web", "stages": [{"use": "broken_step.Broken"}]}))
    (tmp_path / "x.jsonl").write_text('{"text": "a", "url": "http://a.example/1"}\n')
    done = taosha(
        "run", str(recipe), "--input", str(tmp_path / "x.jsonl"), "--output", str(tmp_path / "out"), "--workers", "1",
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 1
    assert "ZeroDivisionError: a bug" in done.stderr
    assert "in stage Broken, on the record of x.jsonl at 0 (http://a.example/1)" in done.stderr
