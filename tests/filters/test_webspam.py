"""How offers stand in text and title: each measure in both directions, and the pages written for it."""

import collections

import pytest
from taosha.filters import toxicity, webspam
from taosha.filters.lexicon import Match, Scan
from taosha.pipeline.stages.toxicity import Toxicity

from . import hijacked

TRADES = toxicity.TRADES
#: share of the made and written pages that leave, and innocent twins that may
LEAST_CAUGHT = 0.95
MOST_FALSE = 0.02


@pytest.fixture(scope="module")
def stage() -> Toxicity:
    return Toxicity.from_recipe("web")


def scan(text: str, stage: Toxicity) -> Scan:
    found = toxicity.load_lexicon(stage.instruments.lexicons).scan(text, None)
    assert found is not None
    return found


def offers(text: str, stage: Toxicity, *, is_title: bool = False) -> list[str]:
    return [m.term for m in webspam.offers(scan(text, stage), TRADES, 2.0, is_title=is_title)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("百家乐开户", ["百家乐开户"]),  # sells by itself
        ("他说起老虎机技巧的由来", []),  # of trade weight, no call beside it
        ("老虎机技巧，点此登录", ["老虎机技巧"]),
        ("登录后看老虎机技巧", ["老虎机技巧"]),
        ("老虎机技巧是什么？学校的平台上说", []),  # too far
        ("乐鱼很好吃", []),  # a shared name without a call
        ("尊龙电竞", ["尊龙"]),  # beside a field
        ("金沙js55668", ["金沙"]),  # a name with the code of a site
        ("皇冠2022款轿车", []),
        ("双色球2022045期", []),
        ("鑫耀体育的老板", []),  # a house of no list, no call
        ("腾讯体育官网", []),  # an ordinary name
    ],
)
def test_offers_of_a_text(text: str, expected: list[str], stage: Toxicity):
    assert offers(text, stage) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("鑫耀视讯新版官网", ["视讯"]),  # a house of no list beside a call
        ("视讯官网", []),  # no name
        ("鑫耀视讯的一段很长的往事和它的老板的官网", []),
        ("老虎机技巧的前世今生与未来_某某公司官网", ["老虎机技巧"]),  # in a title a call anywhere counts
    ],
)
def test_offers_of_a_title(text: str, expected: list[str], stage: Toxicity):
    assert offers(text, stage, is_title=True) == expected


def measure(text: str, title: str | None, stage: Toxicity) -> webspam.Measures:
    return toxicity.measure(text, title, stage.instruments)


def test_stuffed_clauses(stage: Toxicity):
    assert measure("门窗要看密封条。百家乐开户。铰链要看厚度。", None, stage).stuffed_clauses == 1
    assert measure("他在法庭上承认自己替别人做过百家乐开户的事情", None, stage).stuffed_clauses == 0


def test_title_repeats_counts_what_the_title_sells(stage: Toxicity):
    text = "鑫耀体育官网成立多年。鑫耀体育官网欢迎您。华锐体育官网"
    assert measure(text, "鑫耀体育官网", stage).title_repeats == 2
    assert measure(text, "春天的故事", stage).title_repeats == 0


def test_foreign_unless_the_body_speaks_of_the_topic(stage: Toxicity):
    assert measure("减速机的保养", "鑫耀体育官网", stage).foreign == 1
    assert measure("足球联赛昨天开幕，球队入场", "鑫耀体育官网", stage).foreign == 0


def test_houses_are_counted_where_the_topic_is_foreign(stage: Toxicity):
    body = "鑫耀体育的水泵。" * 4
    assert measure(body, "鑫耀体育", stage).foreign_houses == 4
    assert measure(body, "鑫耀体育", stage).title_houses == 1
    assert measure(body + "球员和裁判入场", "鑫耀体育", stage).foreign_houses == 0


def test_hints_are_light_terms_beside_a_call(stage: Toxicity):
    assert measure("百家乐开户。双色球下载。他昨天上街去买双色球", None, stage).hints == 1
    assert measure("百家乐开户。双色球的历史。他昨天上街去买双色球", None, stage).hints == 0


def test_reports_count_in_the_same_breath_only(stage: Toxicity):
    assert webspam.reports(scan("警方：百家乐开户", stage), 2.0) == 1.0
    assert webspam.reports(scan("警方" + "文" * 60 + "百家乐开户", stage), 2.0) == 0.0


def test_score_caps_each_measure_and_is_zero_without_an_offer():
    weights = {"offers": 1.0, "foreign": 2.0, "reports": -1.0}
    assert webspam.score(webspam.Measures(offers=9, foreign=1, reports=0.5), weights) == 5 + 2 - 0.5
    assert webspam.score(webspam.Measures(foreign=1), weights) == 0.0


def test_one_offer_never_reaches_the_limit(stage: Toxicity):
    """In a title of a page on the topic, or in a text, whatever stands around it."""
    limit = stage.config.max_hijack_score
    assert limit is not None
    for single in ({"title_offers": 1}, {"offers": 1, "offer_terms": 1, "stuffed_clauses": 1, "foreign": 1}):
        assert webspam.score(webspam.Measures(**single), stage.config.hijack_weights) <= limit


def test_pages_written_for_it_leave(stage: Toxicity):
    missed: list[hijacked.Page] = []
    pages = [*hijacked.made(4), *hijacked.written()]
    for page in pages:
        if toxicity.judge(toxicity.measure(page.text, page.title, stage.instruments), stage.config).keep:
            missed.append(page)
    assert len(pages) >= 140
    assert len(missed) <= (1 - LEAST_CAUGHT) * len(pages), collections.Counter(page.style for page in missed)


def test_their_innocent_twins_stay(stage: Toxicity):
    pages = list(hijacked.innocent())
    dropped = [
        page.title
        for page in pages
        if not toxicity.judge(toxicity.measure(page.text, page.title, stage.instruments), stage.config).keep
    ]
    assert len(pages) >= 90
    assert len(dropped) <= MOST_FALSE * len(pages), dropped


def test_offers_need_a_listed_category():
    match = Match("abuse", "x", 4.0, 0, 3)
    assert webspam.offers(Scan(b"xxx", [match]), TRADES, 2.0) == []
