"""Documents through stages: order, windows, counts, and what is written of those that leave."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from datatrove.data import Document
from taosha.filters.verdict import KEEP, Verdict
from taosha.pipeline.bounds import Bounds
from taosha.pipeline.flow import Flow
from taosha.pipeline.journal import Journal
from taosha.pipeline.recipe import BoundsConfig, load_recipe
from taosha.pipeline.stages.base import Stage, windows
from taosha.pipeline.stages.pii import Pii
from taosha.pipeline.storage import Folder


@dataclass
class Nothing:
    """A configuration of no keys."""


class Drops(Stage):
    """Drops texts that hold its word."""

    reads, writes, Config = ("text",), (), Nothing

    def __init__(self, name: str, word: str, window_chars: int | None = None):
        super().__init__(Nothing())
        self.name, self.word, self.window_chars = name, word, window_chars
        self.seen: list[str] = []
        self.windows: list[list[str]] = []

    def survey(self, docs):
        self.windows.append([doc.text for doc in docs])

    def apply(self, doc):
        self.seen.append(doc.text)
        return Verdict(keep=False, reason="word") if self.word in doc.text else KEEP


@pytest.fixture
def rows() -> list[dict]:
    return []


@pytest.fixture
def flow(tmp_path, rows):
    def make(*stages: Stage) -> Flow:
        journal = Journal(Folder(str(tmp_path)), "split")
        return Flow(list(stages), SimpleNamespace(write=rows.append), journal, Bounds(BoundsConfig(60, 4000)))  # pyright: ignore

    return make


def docs(*texts: str) -> list[Document]:
    return [Document(text, str(i), metadata={"source": "s", "offset": i}) for i, text in enumerate(texts)]


def test_documents_pass_in_order_and_are_counted(flow, rows):
    first, second = Drops("first", "甲"), Drops("second", "乙")
    one = flow(first, second)
    assert [doc.text for doc in one.through(docs("甲一", "乙二", "丙三", "丁"))] == ["丙三", "丁"]
    assert second.seen == ["乙二", "丙三", "丁"]
    assert [(row["id"], row["stage"], row["reason"]) for row in rows] == [
        ("0", "first", "word"),
        ("1", "second", "word"),
    ]
    count = one.counts["second"]
    assert (count.documents_in, count.documents_out, count.characters_in, count.characters_out) == (3, 2, 5, 3)
    assert dict(count.reasons) == {"word": 1}


def test_a_survey_sees_what_passed_the_stages_before_it_in_windows(flow):
    first, second, third = Drops("first", "甲"), Drops("second", "乙", window_chars=4), Drops("third", "丙")
    texts = ["一二", "甲三", "四五", "乙六", "丙七", "八"]
    assert [doc.text for doc in flow(first, second, third).through(docs(*texts))] == ["一二", "四五", "八"]
    assert second.windows == [["一二", "四五"], ["乙六", "丙七"], ["八"]]
    assert third.seen == ["一二", "四五", "丙七", "八"]


def test_the_first_stage_may_survey(flow):
    first = Drops("first", "甲", window_chars=100)
    assert len(list(flow(first).through(docs("一", "二")))) == 2
    assert first.windows == [["一", "二"]]


def test_no_documents(flow):
    first = Drops("first", "甲", window_chars=1)
    assert list(flow(first).through([])) == []
    assert first.windows == []


@pytest.mark.parametrize(
    ("chars", "sizes"), [(None, [1, 1, 1, 1]), (1, [1, 1, 1, 1]), (3, [2, 2]), (5, [3, 1]), (99, [4])]
)
def test_windows(chars, sizes):
    assert [len(window) for window in windows(docs("一二", "三四", "五六", "七八"), chars)] == sizes


def test_what_leaves_before_the_masks_is_masked(flow, rows):
    recipe = load_recipe("web")
    stages = (Drops("first", "电话"), Pii(recipe.section("pii", Pii.Config)))
    assert list(flow(*stages).through(docs("电话：13800138000"))) == []
    assert rows[0]["text"] == "电话：<手机号>"
