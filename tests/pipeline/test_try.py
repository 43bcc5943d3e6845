"""`taosha try` and `taosha stages`: one stage on files, as a person and as a program reads it."""

import gzip
import io
import json

import pytest
from taosha.pipeline.attempt import render, try_stage
from taosha.pipeline.errors import UserError
from taosha.pipeline.recipe import load_recipe

from .test_run import taosha

TEXT = "今天早上，我们沿着河边走了很久。水面上有雾，对岸的树只剩一个影子，像一张没有洗好的照片。"


def attempt(stage, *files, **settings):
    return list(try_stage(stage, [str(file) for file in files], load_recipe("web", settings)))


def test_text_file_through_quality(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (outcome,) = attempt("quality", tmp_path / "a.txt", **{"quality.min_chars": 9999})
    assert (outcome["keep"], outcome["reason"], outcome["value"], outcome["limit"]) == (
        False,
        "min_chars",
        44.0,
        9999.0,
    )
    shown = render(outcome)
    assert "quality: drop: min_chars (measured 44, limit 9999)" in shown
    assert "min 9999" in shown


def test_bytes_through_decode_and_extract(tmp_path):
    (tmp_path / "a.html").write_bytes(f"<html><title>河</title><body><p>{TEXT}</p></body></html>".encode("gb18030"))
    (decoded,) = attempt("decode", tmp_path / "a.html")
    assert decoded["fields"]["charset"] == "gb18030"
    assert decoded["text"].startswith("<html>")
    (extracted,) = attempt("extract", tmp_path / "a.html")
    assert TEXT in extracted["text"]
    assert "<" not in extracted["text"]


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
def test_jsonl_keeps_ids_and_order(tmp_path, suffix):
    data = "".join(
        json.dumps(row) + "\n" for row in ({"text": TEXT, "id": "x"}, {"text": "b"}, {"text": TEXT * 2})
    ).encode()
    path = tmp_path / f"a{suffix}"
    path.write_bytes(gzip.compress(data) if suffix.endswith("gz") else data)
    assert [outcome["id"] for outcome in attempt("language", path)] == ["x", f"{path}:2", f"{path}:3"]


def test_json_output_is_one_object_a_line(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        "".join(json.dumps({"text": text, "id": text[:2]}) + "\n" for text in (TEXT, "短"))
    )
    done = taosha("try", "language", "--json", str(tmp_path / "a.jsonl"))
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [list(row) for row in rows] == [
        ["id", "stage", "keep", "reason", "measures", "fields", "evidence", "text"]
    ] * 2
    assert [row["id"] for row in rows] == ["今天", "短"]
    assert rows[0]["fields"]["language"] == "zh"


def test_script_shows_the_changed_text(tmp_path):
    (tmp_path / "a.txt").write_text("這個軟體的網路設定在滑鼠右鍵選單裡。")
    (outcome,) = attempt("script", tmp_path / "a.txt")
    assert outcome["text"] == "这个软件的网络设置在鼠标右键菜单里。"
    assert outcome["fields"]["script"] == "Hant-TW"


@pytest.mark.parametrize(
    ("content", "message"),
    [(b'{"text": "a"}\n{"body": 1}\n', "line 2 has no text field"), (b'{"text"', "line 1 is not JSON")],
)
def test_broken_jsonl_is_a_users_error(tmp_path, content, message):
    (tmp_path / "a.jsonl").write_bytes(content)
    with pytest.raises(UserError, match=message):
        attempt("quality", tmp_path / "a.jsonl")


def test_text_that_is_not_utf8(tmp_path):
    (tmp_path / "a.txt").write_bytes(TEXT.encode("gb18030"))
    with pytest.raises(UserError, match=r"is not UTF-8 \(byte 0\); `taosha try decode` shows what it is"):
        attempt("quality", tmp_path / "a.txt")


def test_stages_lists_what_each_reads_and_writes():
    done = taosha("stages")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines[::2]] == [
        "decode", "han_check", "extract", "normalise", "language", "script", "lines", "quality", "toxicity", "pii",
        "classifier", "words", "perplexity",
    ]  # fmt: skip
    assert lines[1].split("; ")[0].strip().startswith("reads ")
    assert lines[1].split("; ")[1].startswith("writes ")
    assert all(len(line.split()) > 3 for line in lines[::2]), "every stage says in a line what it does"


def test_standard_input_is_one_document(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("聽日放假，唔使返工。".encode())))
    (outcome,) = attempt("language", "-")
    assert (outcome["id"], outcome["fields"]["language"], outcome["text"]) == ("-", "yue", "聽日放假，唔使返工。")
