"""`taosha train`: from labelled files to a model that a recipe can use; every mistake is one sentence."""

import json
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datatrove.data import Document
from taosha.filters import classifier
from taosha.pipeline.errors import UserError
from taosha.pipeline.recipe import load_recipe
from taosha.pipeline.stages.build import build_stages
from taosha.pipeline.train import train_classifier

from .test_run import taosha

GOOD = ["清晨", "溪水", "老人", "孩子", "读书", "柳树", "慢慢", "走过", "桥边", "回家", "春天", "稻田", "月光"]
BAD = ["加微信", "免费领", "日赚", "名额", "兼职", "注册", "彩金", "下载", "官网", "返水", "首存", "客服"]
SMALL = {"epochs": 10, "ngrams": 2, "kept": 1000, "calibration_folds": 2}


def texts(vocabulary: list[str], seed: int, count: int = 60) -> list[str]:
    dice = random.Random(seed)
    return ["，".join(dice.choices(vocabulary, k=12)) + "。" for _ in range(count)]


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """good/ as JSONL with a source in the rows, bad.parquet with addresses, notes/ as single .txt files."""
    folder = tmp_path_factory.mktemp("labelled")
    (folder / "good").mkdir()
    for number in range(2):
        rows = [{"text": text, "source": f"site{number}"} for text in texts(GOOD, number)]
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (folder / f"good/{number}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    urls = [f"https://{host}/{page}" for host in ("a.example", "b.example", "c.example") for page in range(40)]
    pq.write_table(pa.table({"text": texts(BAD, 9, 120), "url": urls}), folder / "bad.parquet")
    for seed, name in enumerate(("one", "two"), 50):
        (folder / "notes" / name).mkdir(parents=True)
        for number, text in enumerate(texts(GOOD, seed, 5)):
            (folder / "notes" / name / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def test_the_command_trains_reports_and_writes_a_card(data, tmp_path):
    model = tmp_path / "models/m.ftz"
    settings = [part for key, value in SMALL.items() for part in ("--set", f"{key}={value}")]
    done = taosha(
        "train", "quality", "--positive", str(data / "good"), "--negative", str(data / "bad.parquet"),
        "--output", str(model), "--source-field", "url", *settings,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "positive: 120 documents of 2 sources; held out: " in done.stdout
    assert "negative: 120 documents of 3 sources; held out: " in done.stdout
    assert "AUC 1.0000" in done.stdout
    assert "at a base rate of 0.500, calibrated on 240 documents, with 2 folds of documents" in done.stdout
    card = json.loads((tmp_path / "models/m.ftz.json").read_text())
    assert card["task"] == "quality"
    assert sorted(card["sources"]["negative"]) == ["a.example", "b.example", "c.example"]
    assert sorted(card["sources"]["positive"]) == ["0.jsonl", "1.jsonl"]  # no addresses there: the files' names
    assert card["parameters"]["epochs"] == 10


def test_fields_and_folders_name_sources(data, tmp_path):
    card = train_classifier(
        "toxicity", [f"{data}/bad.parquet"], [f"{data}/good/*.jsonl", f"{data}/notes"], str(tmp_path / "m"),
        settings=SMALL, source_field="url",
    )  # fmt: skip
    assert sorted(card["sources"]["negative"]) == ["0.jsonl", "1.jsonl", "one", "two"]


def test_a_recipe_uses_the_model(data, tmp_path):
    model = tmp_path / "m.ftz"
    train_classifier(
        "toxicity", [f"{data}/bad.parquet"], [f"{data}/good/*.jsonl"], str(model), source_field="url", settings=SMALL
    )
    section = {"model": str(model), "min_score": None, "max_score": 0.5}
    (stage,) = build_stages(load_recipe("web", {"stages": ["classifier"], "classifier": section}))
    assert stage.apply(Document(text=texts(GOOD, 77, 1)[0], id="1")).keep
    assert stage.apply(Document(text=texts(BAD, 77, 1)[0], id="2")).reason == "max_score"


def test_sources_that_hold_both_labels_are_held_out_in_both():
    positive, negative = {"a", "b", "c", "d"}, {"a", "b", "e", "f"}
    held = classifier.hold_out(positive, negative, share=0.5, seed=1)
    assert len(held & positive) == 2
    assert len(held & negative) == 2
    with pytest.raises(classifier.ClassifierError, match="share their sources"):
        classifier.hold_out({"a"}, {"a", "b"}, share=0.5, seed=1)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"positive": ["absent/*.jsonl"]}, "matches no file"),
        ({"settings": {"epoks": 3}}, "unknown key train.epoks, did you mean 'epochs'?"),
        ({"settings": {"features": "letters"}}, "train.features"),
        ({"settings": {"features": "tokens"}}, "tokenizer.json"),
        ({"settings": {"features": "tokens", "tokenizer": "absent.json"}}, "no file 'absent.json'"),
        ({"source_field": "none"}, "1 negative source"),
        ({"text_field": "body"}, "body"),
    ],
)
def test_mistakes_are_one_sentence(data, tmp_path, changed, message):
    arguments = {
        "task": "quality", "positive": [f"{data}/good/*.jsonl"], "negative": [f"{data}/bad.parquet"],
        "output": str(tmp_path / "m"), "source_field": "url", "settings": SMALL,
    } | changed  # fmt: skip
    with pytest.raises(UserError, match=message):
        train_classifier(**arguments)


def test_an_unwritable_place_is_the_users_error(data, tmp_path):
    (tmp_path / "file").write_text("")
    done = taosha(
        "train", "quality", "--positive", f"{data}/good/*.jsonl", "--negative", f"{data}/bad.parquet",
        "--source-field", "url", "--output", str(tmp_path / "file/m"), "--set", "epochs=1", "--set", "kept=1000",
        "--set", "calibration_folds=2",
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("taosha: error: model ")
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_model_is_told_before_the_run():
    section = {"model": "absent.ftz", "min_score": 0.5, "max_score": None}
    with pytest.raises(UserError, match="absent"):
        build_stages(load_recipe("web", {"stages": ["classifier"], "classifier": section}))
