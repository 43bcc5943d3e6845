"""Stage lines: what leaves and is recorded, both reasons in both directions, the survey of a window, evidence."""

import copy

from datatrove.data import Document
from taosha.pipeline.stages.lines import Lines

TEXT = "首页 > 新闻 > 正文\n河水在三月解冻，船家把渡船从岸上推下水去。\n责任编辑：张三"
FOOT = "某某出版社读者服务部"


def pages(n: int, url: str = "http://www.a.example/{}.html") -> list[Document]:
    return [Document(f"第{i}天，河水又涨了一寸。\n{FOOT}", str(i), metadata={"url": url.format(i)}) for i in range(n)]


def test_removed_lines_are_counted():
    doc = Document(TEXT, "1", metadata={"url": None})
    assert Lines.from_recipe().apply(doc).keep
    assert doc.text == "河水在三月解冻，船家把渡船从岸上推下水去。"
    measures = doc.metadata["measures"]["lines"]
    assert (measures.removed, measures.chars) == ({"credits": 1, "navigation": 1}, 21)


def test_reasons():
    menu = Document("首页 > 新闻 > 正文\n发表评论", "1", metadata={"url": None})
    before = menu.text
    verdict = Lines.from_recipe().apply(menu)
    assert (verdict.reason, menu.text) == ("min_chars", before)  # rejected/ shows what it was
    mostly = Document("收藏本站 设为首页 联系我们 网站地图\n三行。\n猜你喜欢", "1", metadata={"url": None})
    assert Lines.from_recipe(max_removed_share=0.5).apply(copy.deepcopy(mostly)).reason == "max_removed_share"
    assert Lines.from_recipe(max_removed_share=0.95).apply(mostly).keep


def test_the_survey_sees_a_window_and_apply_each_document():
    stage = Lines.from_recipe()
    docs = pages(8)
    assert list(stage.surveyed(docs)) == docs
    assert [doc.metadata["repeated_lines"] for doc in docs] == [[1]] * 8
    assert all(stage.apply(doc).keep for doc in docs)
    assert {doc.text for doc in docs} == {f"第{i}天，河水又涨了一寸。" for i in range(8)}
    assert all("repeated_lines" not in doc.metadata for doc in docs)
    assert docs[0].metadata["measures"]["lines"].removed == {"site": 1}


def test_windows_end_at_their_size_and_hosts_are_told_apart():
    docs = pages(8)
    size = len(docs[0].text)
    list(Lines.from_recipe(window_chars=4 * size).surveyed(docs))
    assert not any("repeated_lines" in doc.metadata for doc in docs)
    docs = pages(7) + pages(1, "https://b.example:8080/{}")
    list(Lines.from_recipe().surveyed(docs))
    assert not any("repeated_lines" in doc.metadata for doc in docs)
    docs = pages(7) + pages(1, "https://A.example:8080/x{}")  # same host without www. and port, other scheme
    docs[7].text = f"第八天。\n{FOOT}"
    list(Lines.from_recipe().surveyed(docs))
    assert all("repeated_lines" in doc.metadata for doc in docs)


def test_in_anyones_script_the_window_is_surveyed_too():
    docs = list(Lines.from_recipe().run(iter(pages(9))))
    assert all(FOOT not in doc.text for doc in docs)


def test_evidence():
    doc = Document(TEXT, "1", metadata={"url": None})
    before = copy.deepcopy(doc)
    assert Lines.from_recipe().explain(doc) == [
        {"line": 0, "rule": "navigation", "weight": 3, "text": "首页 > 新闻 > 正文"},
        {"line": 2, "rule": "credits", "weight": 3, "text": "责任编辑：张三"},
    ]
    assert doc == before
