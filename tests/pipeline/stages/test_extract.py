"""extract: HTML to main text with what the page states; plain text passes; an empty result leaves."""

from datatrove.data import Document
from taosha.pipeline.page.content import SHOWN
from taosha.pipeline.stages.extract import Extract

BODY = "<p>腊月里的渡口没有人，船家把竹篙插在泥里，自己坐在船头补网，手指冻得通红，却一针也不肯放慢。</p>" * 1
HEAD = (
    '<head><title>渡口_某某网</title><meta property="og:title" content="渡口"><meta property="og:site_name" content="某某网">'
    '<meta property="article:published_time" content="2021-03-04T05:06:07+08:00"></head>'
)


def test_page() -> None:
    doc = Document(text=f"<html>{HEAD}<body>{BODY * 4}</body></html>", id="1", metadata={"html": True})
    assert Extract.from_recipe().apply(doc).keep
    assert doc.text.count("\n") == 3
    assert "<" not in doc.text
    assert {key: doc.metadata[key] for key in ("title", "date", "site", "html")} == {
        "title": "渡口", "date": "2021-03-04", "site": "某某网", "html": False,
    }  # fmt: skip


def test_what_is_not_stated_is_absent() -> None:
    doc = Document(text=f"<html><body>{BODY * 4}2021年3月4日</body></html>", id="1", metadata={"html": True})
    Extract.from_recipe().apply(doc)
    assert (doc.metadata["title"], doc.metadata["date"], doc.metadata["site"]) == (None, None, None)


def test_plain_text_passes() -> None:
    doc = Document(text="a < b，<p>不是标签", id="1", metadata={"html": False})
    assert Extract.from_recipe().apply(doc).keep
    assert doc.text == "a < b，<p>不是标签"


def test_nothing_but_navigation_leaves() -> None:
    page = "<ul>" + "<li><a href='/'>首页</a></li>" * 20 + "</ul>"
    doc = Document(text=page, id="1", metadata={"html": True})
    verdict = Extract.from_recipe().apply(doc)
    assert (verdict.keep, verdict.reason, doc.text) == (False, "min_main_chars", page)


def test_explain_shows_kept_and_left_runs_with_score_and_path_and_changes_nothing() -> None:
    menu = "<ul>" + "<li><a href='/'>首页</a></li>" * 20 + "</ul>"
    page = f"<html>{HEAD}<body><div>{menu}</div><div>{BODY * 4}</div></body></html>"
    doc = Document(text=page, id="1", metadata={"html": True})
    evidence = Extract.from_recipe().explain(doc)
    assert (doc.text, doc.metadata) == (page, {"html": True})
    assert [{key: run[key] for key in ("kept", "path", "blocks", "chars", "begins")} for run in evidence] == [
        {"kept": False, "path": "html/body/div/ul/li/a", "blocks": 20, "chars": 40, "begins": "首页"},
        {"kept": True, "path": "html/body/div/p", "blocks": 4, "chars": 4 * 45, "begins": BODY[3:33]},
    ]  # fmt: skip
    assert evidence[0]["score"] < 0.3 < evidence[1]["score"] <= 1.0


def test_explain_is_bounded_and_counts_what_it_does_not_show() -> None:
    body = "".join(f"<p>{BODY}</p><div>目录{i}</div>" for i in range(100))
    evidence = Extract.from_recipe().explain(Document(text=body, id="1", metadata={"html": True}))
    assert len(evidence) <= SHOWN + 2
    assert sum(run["blocks"] for run in evidence) == 200
    assert evidence[-1]["path"] == "shorter runs"


def test_explain_says_nothing_of_plain_text() -> None:
    assert Extract.from_recipe().explain(Document(text="一" * 30, id="1", metadata={"html": False})) == []
