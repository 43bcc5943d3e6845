"""normalise: repairs, ledger, and every reason in both directions."""

from datatrove.data import Document
from taosha.pipeline.stages.normalise import Normalise


def apply(text: str) -> tuple[str | None, Document]:
    doc = Document(text=text, id="1", metadata={})
    return Normalise.from_recipe().apply(doc).reason, doc


def test_repairs_are_recorded() -> None:
    garbled = "渡口没有人，船家在补网。".encode().decode("cp1252", "ignore").encode("cp1252", "ignore")
    assert garbled  # windows-1252 has holes; the line below goes through Latin-1 as browsers do
    reason, doc = apply("渡口没有人，船家在补网。".encode().decode("latin-1") + "\r\n正文\u200b。")
    assert (reason, doc.text) == (None, "渡口没有人，船家在补网。\n正文。")
    measures = doc.metadata["measures"]["normalise"]
    assert measures.mojibake_lines == 1
    assert measures.changed == {"line_ends": 1, "zero_width": 1}


def test_reasons() -> None:
    assert apply("\u200b\n")[0] == "min_chars"
    assert apply("\ue000\ue001文字")[0] == "max_private_use_share"
    assert apply("锟斤拷锟斤拷文字")[0] == "max_lost_share"
    assert apply("正文" * 50 + "\ue000锟斤拷")[0] is None
