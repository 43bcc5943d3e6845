"""The stage `toxicity` in a pipeline: measures stored, pages dropped, title read."""

import pickle

import pytest
from datatrove.data import Document
from taosha.filters import toxicity, webspam
from taosha.pipeline.errors import UserError
from taosha.pipeline.stages.toxicity import Toxicity


def test_measures_and_verdict():
    stage = Toxicity.from_recipe("web")
    spam = Document(text="时时彩计划软件，真人荷官，注册送彩金，百家乐开户，现金网网址，秒提现。", id="1")
    assert stage.apply(spam).reason == "max_gambling_density"
    assert isinstance(spam.metadata["measures"]["toxicity"], toxicity.Measures)
    prose = Document(text="今天天气很好。", id="2", metadata={"title": "散文"})
    assert stage.apply(prose).keep


def test_title_counts():
    stage = Toxicity.from_recipe("web")
    doc = Document(text="山路很长。" * 20, id="1", metadata={"title": "百家乐开户_威尼斯人官网下载"})
    assert stage.apply(doc).reason == "max_hijack_score"


def test_pickles():
    assert pickle.loads(pickle.dumps(Toxicity.from_recipe("web"))).name == "toxicity"


def test_explains_what_matched_where_and_with_which_weight():
    stage = Toxicity.from_recipe("web")
    doc = Document(text="来，百 家 樂 開户！", id="1", metadata={"title": "鑫耀体育官网"})
    evidence = stage.explain(doc)
    assert {"in": "title", "at": 2, "matched": "体育官网", "category": "gambling", "weight": 3.0} in evidence
    hit = {
        "in": "text",
        "at": 2,
        "matched": "百 家 樂 開户",
        "category": "gambling",
        "weight": 4.0,
        "term": "百家乐开户",
    }
    assert hit in evidence
    weight = webspam.load_model(stage.config.hijack_model).weights["title_offers"]
    assert {"measure": "title_offers", "value": 1, "adds": weight} in evidence
    assert doc.text == "来，百 家 樂 開户！"


def test_an_unknown_measure_is_one_clear_error(tmp_path):
    model = tmp_path / "mine.json"
    model.write_text('{"bias": -5, "measures": {"title_ofers": {"weight": 1, "cap": 5}}}')
    with pytest.raises(UserError, match=r"title_ofers.*no measure"):
        Toxicity.from_recipe("web", hijack_model=str(model))


def test_a_model_that_is_missing_is_one_clear_error():
    with pytest.raises(UserError, match=r"nowhere\.json"):
        Toxicity.from_recipe("web", hijack_model="nowhere.json")
