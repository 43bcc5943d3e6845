"""Names of houses in the place of schools and offices, in both directions."""

import pytest
from taosha.filters import posing, toxicity
from taosha.pipeline.stages.toxicity import Toxicity

from .hijacked import scan


@pytest.fixture(scope="module")
def stage() -> Toxicity:
    return Toxicity.from_recipe("web")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("鑫澜娱乐城党委书记讲话，鑫澜娱乐城师生鼓掌", (2, 0)),  # a word of the trade behind a name
        ("鑫澜体育党委书记讲话，鑫澜体育师生鼓掌，鑫澜体育的大门", (2, 0)),  # a house, named three times
        ("鑫澜体育党委书记讲话，鑫澜体育师生鼓掌", (0, 0)),
        ("文化娱乐学科成立，市棋牌党支部，老年棋牌党委", (0, 0)),  # ordinary words, each said once
        ("凯跃体育工会，凯跃体育管理层，凯跃体育全体员工", (0, 0)),  # a firm has workers and managers
        ("鑫澜娱乐城的灯光，鑫澜娱乐城的大门", (0, 0)),
        ("体育学院党委书记，学校体育教师", (0, 0)),  # ordinary names
        ("澳门新葡京新都党委开会", (1, 0)),  # a name of a trade, which goes on
        ("永利镇中心小学党支部", (0, 0)),  # a shared name goes on to be a place
        ("tk5529金樽城副校长开球，tk5529金樽城工会宣读", (2, 2)),  # a code and what always stands beside it
        ("esp8266模块接线，研究生用esp8266模块测量", (0, 0)),  # two characters beside it, and no role behind
        ("2019届毕业典礼，2019届毕业生", (0, 0)),
    ],
)
def test_count(text: str, expected: tuple[int, int], stage: Toxicity):
    assert posing.count(scan(text, stage), toxicity.TRADES) == expected


def test_longer_texts_are_no_news(stage: Toxicity):
    text = "鑫澜娱乐城党委书记讲话，" + "混凝土浇筑以后要覆盖保湿。" * 300
    assert posing.count(scan(text, stage), toxicity.TRADES) == (0, 0)
