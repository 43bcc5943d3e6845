"""How offers stand in text and title: each measure in both directions, and the pages written for it."""

import collections
import json
from typing import Any

import pytest
from taosha.filters import toxicity, webspam
from taosha.filters.lexicon import Match, Scan
from taosha.pipeline.stages.toxicity import Toxicity

from . import hijacked
from .hijacked import scan

TRADES = toxicity.TRADES
#: share of the made and written pages that leave, and innocent twins that may; of the smaller set of twins
LEAST_CAUGHT = 0.95
MOST_FALSE = 0.02
LEAST_UNSEEN = 0.9
MOST_OLD_FALSE = 0.04


@pytest.fixture(scope="module")
def stage() -> Toxicity:
    return Toxicity.from_recipe("web")


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
        ("凯旋门攻略，凯旋门价格", []),  # beside words of any guide or shop
        ("凯旋门官网，线上凯旋门", ["凯旋门", "凯旋门"]),
        ("金沙js55668", ["金沙"]),  # a name with the code of a site
        ("皇冠2022款轿车", []),
        ("yl6809永利的3044永利", ["永利", "永利"]),
        ("2022永利杯", []),
        ("恒信888官网，恒信官网，恒信(中国区)官网", ["恒信", "恒信", "恒信"]),
        ("恒信机械官网", []),  # a firm
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


def test_bare_is_a_title_of_nothing_but_words_of_trades(stage: Toxicity):
    body = "造价员要熟悉图纸。"
    assert (
        webspam.measure(scan(body, stage), scan("新葡京国际厅", stage), categories=TRADES, trade_weight=2.0).bare == 1.0
    )
    spoken = scan("新葡京国际厅是怎样建成的", stage)
    assert webspam.measure(scan(body, stage), spoken, categories=TRADES, trade_weight=2.0).bare == 0.0


def test_offers_of_a_book_are_few(stage: Toxicity):
    offer, filler = "百家乐开户。", "混凝土浇筑以后要覆盖保湿。" * 460  # about six thousand characters
    short = webspam.measure(scan(offer * 2, stage), None, categories=TRADES, trade_weight=2.0)
    long = webspam.measure(scan(offer * 2 + filler, stage), None, categories=TRADES, trade_weight=2.0)
    assert short.offers == 2
    assert 0.9 < long.offers < 1.1


def test_ads_are_different_terms_beyond_the_first_per_thousand(stage: Toxicity):
    assert measure("百家乐开户。百家乐开户。", None, stage).ads == 0
    assert measure("百家乐开户。代开发票。", None, stage).ads == 1
    assert measure("百家乐开户。代开发票。" + "文" * 1990, None, stage).ads == pytest.approx(0.5, abs=1e-3)


def test_reports_count_in_the_same_breath_only(stage: Toxicity):
    assert webspam.reports(scan("警方：百家乐开户", stage), 2.0) == 1.0
    assert webspam.reports(scan("警方" + "文" * 60 + "百家乐开户", stage), 2.0) == 0.0
    assert (
        webspam.reports(scan("百家乐开户" + "文" * 60 + "警方：百家乐开户", stage), 2.0) == 0.0
    )  # not the first mention


def test_score_caps_each_measure_and_is_zero_without_any():
    model = webspam.Model(
        -4.0, {"offers": 1.0, "foreign": 2.0, "reports": -1.0}, {"offers": 5, "foreign": 1, "reports": 3}
    )
    assert webspam.parts(webspam.Measures(offers=9, foreign=1, reports=0.5), model) == {
        "offers": 5.0, "foreign": 2.0, "reports": -0.5,
    }  # fmt: skip
    assert webspam.score(webspam.Measures(offers=2, foreign=1), model) == 0.5
    assert webspam.score(webspam.Measures(), model) == 0.0


def test_the_model_gives_no_weight_the_wrong_sign():
    for name, weight in webspam.load_model("webspam.json").weights.items():
        assert (weight > 0) == (name != "reports")


@pytest.mark.parametrize("single", hijacked.SINGLE_HITS)
def test_one_hit_never_reaches_the_limit(single: dict[str, Any], stage: Toxicity):
    limit = stage.config.max_hijack_score
    assert limit is not None
    assert webspam.score(webspam.Measures(**single), webspam.load_model(stage.config.hijack_model)) <= limit


def _leaves(text: str, title: str | None, stage: Toxicity) -> bool:
    return not toxicity.clean(text, title, stage.instruments, stage.config)[2].keep


#: kinds of tests/data/webspam_pages.yaml of which fewer than nine in ten are caught -> share that is. They hold
#: too little that is not also on honest pages.
HARD_KINDS = {
    "expired_domain": 0.6,
    "markov": 0.65,
    "title_mismatch": 0.7,
    "bare_title": 0.9,
    "sport_news_house": 0.5,
    "contact_sellers": 0.55,
    "soft_offers": 0.0,
}


def gone(page: dict[str, Any], stage: Toxicity) -> bool:
    """Whether a page leaves or loses the lines that are spam."""
    _, measures, verdict = toxicity.clean(page["text"], page["title"], stage.instruments, stage.config)
    return not verdict.keep or measures.bad_lines > 0


def test_kinds_of_web_spam_leave(stage: Toxicity):
    for kind, pages in hijacked.load("webspam_pages.yaml").items():
        caught = sum(gone(page, stage) for page in pages)
        assert len(pages) >= 6
        assert caught >= HARD_KINDS.get(kind, 0.75) * len(pages), (kind, caught)


def test_their_twins_stay(stage: Toxicity):
    twins = [page for pages in hijacked.load("webspam_twins.yaml").values() for page in pages]
    dropped = [page["title"] for page in twins if _leaves(page["text"], page["title"], stage)]
    assert len(twins) >= 260
    assert len(dropped) <= MOST_FALSE * len(twins), dropped


def test_kinds_that_nothing_was_fitted_on(stage: Toxicity):
    kinds = hijacked.load("webspam_unseen.yaml")
    pages = [page for group in kinds["pages"].values() for page in group]
    twins = [page for group in kinds["twins"].values() for page in group]
    assert sum(gone(page, stage) for page in pages) >= LEAST_UNSEEN * len(pages)
    assert not [page["title"] for page in twins if gone(page, stage)]


def test_fresh_hard_negatives_stay(stage: Toxicity):
    files = ("toxicity_fresh.yaml", "toxicity_last.yaml", "toxicity_third.yaml")
    pages = [page for file in files for group in hijacked.load(file).values() for page in group]
    dropped = [page["title"] for page in pages if gone(page, stage)]
    assert len(pages) >= 130
    assert dropped == []


def test_betting_pages_of_the_quality_set_leave(stage: Toxicity):
    rows = [json.loads(line) for line in (hijacked.DATA / "quality_bad.jsonl").read_text(encoding="utf-8").splitlines()]
    pages = [row["text"] for row in rows if row["kind"] == "gambling_hijack"]
    assert len(pages) == 14
    assert all(_leaves(text, None, stage) for text in pages)


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
    assert len(dropped) <= MOST_OLD_FALSE * len(pages), dropped


def test_offers_need_a_listed_category():
    match = Match("abuse", "x", 4.0, 0, 3)
    assert webspam.offers(Scan(b"xxx", [match]), TRADES, 2.0) == []
