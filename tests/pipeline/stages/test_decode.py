"""decode: every reason in both directions; text records pass untouched."""

from datatrove.data import Document
from taosha.pipeline.stages.decode import Decode

TEXT = "今天下午下了一场大雨，街上的行人都躲进了路边的小店里。"


def page(content: bytes, content_type: str | None = "text/html") -> Document:
    return Document(text="", id="1", metadata={"content": content, "content_type": content_type})


def test_html_becomes_text_and_what_was_decided_is_recorded() -> None:
    doc = page(f"<meta charset=gb2312><p>{TEXT}</p>".encode("gb18030"))
    assert Decode.from_recipe().apply(doc).keep
    assert doc.text == f"<meta charset=gb2312><p>{TEXT}</p>"
    assert (doc.metadata["charset"], doc.metadata["html"]) == ("gb18030", True)
    assert "content" not in doc.metadata
    measures = doc.metadata["measures"]["decode"]
    assert (measures.charset_evidence, measures.declared_charset, measures.replaced_chars) == (
        "statistics",
        "gb18030",
        0,
    )


def test_text_records_pass_untouched() -> None:
    doc = Document(text=TEXT, id="1", metadata={})
    assert Decode.from_recipe().apply(doc).keep
    assert (doc.text, doc.metadata["html"]) == (TEXT, False)


def test_plain_text_is_not_html() -> None:
    doc = page(TEXT.encode(), "text/plain")
    assert Decode.from_recipe().apply(doc).keep
    assert (doc.text, doc.metadata["html"]) == (TEXT, False)


def reason(doc: Document, **settings: object) -> str | None:
    return Decode.from_recipe("web", **settings).apply(doc).reason


def test_reasons() -> None:
    assert reason(page(b"")) == reason(page(b" \n")) == "empty"
    assert reason(Document(text=" ", id="1", metadata={})) == "empty"
    assert reason(page(b"%PDF-1.4 ...")) == "not_text"
    assert reason(page(TEXT.encode(), "image/png")) == "not_text"
    assert reason(page(TEXT.encode(), "application/json")) == "not_text"
    assert reason(page(TEXT.encode()), max_content_bytes=10) == "max_content_bytes"
    damaged = TEXT.encode() + b"\xff" * 4
    assert reason(page(damaged)) == "max_replaced_share"
    assert reason(page(damaged), max_replaced_share=0.5) is None


def test_explain_changes_nothing() -> None:
    doc = page(TEXT.encode("gbk"))
    evidence = Decode.from_recipe().explain(doc)
    assert evidence[0] == {"kind": "html"}
    assert evidence[2]["read_as"] == "gb18030"
    assert doc.metadata["content"] == TEXT.encode("gbk")
    assert Decode.from_recipe().explain(page(b"%PDF-1.4 ")) == [{"kind": "binary"}]
    assert Decode.from_recipe().explain(Document(text=TEXT, id="1", metadata={})) == []
