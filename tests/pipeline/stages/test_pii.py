"""The stage `pii` in a pipeline: masks in place, counts without values, drops by kind and by share."""

import pickle

from datatrove.data import Document
from taosha.filters import pii
from taosha.pipeline.stages.pii import Pii, mask_document, withhold_document

TEXT = "联系人手机13812345678，邮箱lisi@163.com。"


def test_masks_and_counts():
    doc = Document(text=TEXT, id="1")
    assert Pii.from_recipe("web").apply(doc).keep
    assert doc.text == "联系人手机<手机号>，邮箱<邮箱>。"
    measures = doc.metadata["measures"]["pii"]
    assert measures.counts == {"mobile": 1, "email": 1}
    assert "138" not in repr(doc.metadata)


def test_keep():
    doc = Document(text=TEXT, id="1")
    assert Pii.from_recipe("web", mobile="keep", email="keep").apply(doc).keep
    assert doc.text == TEXT


def test_drop_names_the_kind_and_masks_all_the_same():
    doc = Document(text=TEXT, id="1")
    verdict = Pii.from_recipe("web", mobile="drop").apply(doc)
    assert (verdict.keep, verdict.reason, verdict.value, verdict.limit) == (False, "mobile", 1.0, 0.0)
    assert "13812345678" not in doc.text


def test_share_of_identifiers():
    stage = Pii.from_recipe("web", max_identifiers_per_1000_chars=20.0)
    assert stage.apply(Document(text=TEXT, id="1")).reason == "max_identifiers_per_1000_chars"
    assert stage.apply(Document(text=TEXT + "文" * 200, id="2")).keep


def test_pickles():
    assert pickle.loads(pickle.dumps(Pii.from_recipe("web"))).name == "pii"


def test_title_and_original_are_masked_too():
    metadata = {"title": "联系13812345678", "original": "聯繫人手機13812345678"}
    doc = Document(text=TEXT, id="1", metadata=metadata)
    Pii.from_recipe("web").apply(doc)
    assert doc.metadata["title"] == "联系<手机号>"
    assert doc.metadata["original"] == "聯繫人手機<手机号>"
    assert doc.metadata["measures"]["pii"].counts == {"mobile": 1, "email": 1}


def test_url_and_what_others_added_are_masked_too():
    metadata = {"url": "https://a.cn/?mail=li%40163.com", "note": ["电话13812345678"], "source": "139.gz", "offset": 7}
    doc = Document(text=TEXT, id="1", metadata=metadata)
    Pii.from_recipe("web").apply(doc)
    assert doc.metadata["url"] == "https://a.cn/?mail=<邮箱>"
    assert doc.metadata["note"] == ["电话<手机号>"]
    assert (doc.metadata["source"], doc.metadata["offset"]) == ("139.gz", 7)


def test_a_page_that_leaves_as_html_is_masked_behind_its_entities():
    doc = Document(text="<p>电话&#49;3812345678</p>", id="1", metadata={"html": True})
    mask_document(doc, dict.fromkeys(pii.KINDS, "mask"))
    assert doc.text == "<p>电话<手机号></p>"


def test_a_page_that_could_not_be_masked_is_withheld():
    doc = Document(
        text=TEXT, id="1", metadata={"url": "https://a.cn/13812345678", "title": TEXT, "source": "a", "offset": 3}
    )
    withhold_document(doc)
    assert (doc.text, doc.metadata) == ("", {"source": "a", "offset": 3})


def test_explain_shows_kind_place_check_and_the_value_in_part():
    doc = Document(text=TEXT, id="1")
    mobile, email = Pii.from_recipe("web", email="keep").explain(doc)
    assert mobile == {
        "kind": "mobile", "at": 5, "end": 16, "check": "prefix plan", "action": "mask", "value": "1*********8"
    }  # fmt: skip
    assert (email["check"], email["action"], email["value"]) == ("at sign and domain", "keep", "lisi@163.com")
    assert doc.text == TEXT
