"""Verdicts: every reason in both directions, the hand-written pages, innocence."""

import dataclasses
import gc
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from taosha.filters import toxicity, webspam
from taosha.filters.toxicity import Instruments
from taosha.filters.verdict import KEEP, Verdict
from taosha.pipeline.stages.toxicity import Toxicity, ToxicityConfig

from . import hijacked

DATA = Path(__file__).parent.parent / "data"
#: issue 7, point 4: hard negatives that may be dropped
MAX_FALSE = 0.02


@pytest.fixture(scope="module")
def stage() -> Toxicity:
    return Toxicity.from_recipe("web")


@pytest.fixture(scope="module")
def config(stage: Toxicity) -> ToxicityConfig:
    return stage.config


@pytest.fixture(scope="module")
def instruments(stage: Toxicity) -> Instruments:
    return stage.instruments


def pages(name: str) -> list[tuple[str, str, str | None]]:
    data: dict[str, list[Any]] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return [
        (group, page["text"], page["title"]) if isinstance(page, dict) else (group, page, None)
        for group, group_pages in data.items()
        for page in group_pages
    ]


def verdict(text: str, title: str | None, stage: Toxicity) -> Verdict:
    return toxicity.judge(toxicity.measure(text, title, stage.instruments), stage.config)


@pytest.mark.parametrize(("category", "text", "title"), pages("toxicity_toxic.yaml"))
def test_toxic_pages_leave(category: str, text: str, title: str | None, stage: Toxicity):
    result = verdict(text, title, stage)
    assert not result.keep
    assert result.reason in (f"max_{category}_density", "max_hijack_score")


def test_hard_negatives_stay(stage: Toxicity):
    innocent = pages("toxicity_innocent.yaml")
    dropped = [text for _, text, title in innocent if not verdict(text, title, stage).keep]
    assert len(innocent) >= 200
    assert len(dropped) <= MAX_FALSE * len(innocent), dropped


LIMITS = toxicity.Limits(
    max_pornography_density=10.0,
    max_gambling_density=10.0,
    max_fraud_density=10.0,
    max_drugs_weapons_density=10.0,
    max_advertising_density=10.0,
    max_abuse_density=10.0,
    sure_score=0.9,
    sure_share=0.5,
    max_hijack_score=0.5,
    max_line_score=0.5,
    hijack_model="webspam.json",
    distinct_terms=2,
    spread=0.2,
    report_discount=0.5,
    bad_line_share=0.2,
)


@pytest.mark.parametrize("category", toxicity.CATEGORIES)
def test_density_needs_distinct_terms_and_spread(category: str):
    over: dict[str, Any] = {f"{category}_density": 12.0, f"{category}_distinct": 2, f"{category}_spread": 0.2}
    reason = f"max_{category}_density"
    assert toxicity.judge(toxicity.Measures(**over), LIMITS) == Verdict(False, reason, 12.0, 10.0)
    for change in (
        {f"{category}_density": 10.0},
        {f"{category}_distinct": 1},
        {f"{category}_spread": 0.1},
        {"report_density": 4.0},
    ):
        assert toxicity.judge(toxicity.Measures(**over | change), LIMITS) == KEEP


@pytest.mark.parametrize(("category", "name"), [("abuse", "abuse_score"), ("fraud", "spam_score")])
def test_a_sure_classifier_lowers_the_limit(category: str, name: str):
    found: dict[str, Any] = {f"{category}_density": 6.0, f"{category}_distinct": 2, f"{category}_spread": 0.2}
    assert toxicity.judge(toxicity.Measures(**found, **{name: 0.9}), LIMITS) == Verdict(
        False, f"max_{category}_density", 6.0, 5.0
    )
    assert toxicity.judge(toxicity.Measures(**found, **{name: 0.89}), LIMITS) == KEEP
    assert toxicity.judge(toxicity.Measures(**found), LIMITS) == KEEP


def test_classifiers_are_asked_where_two_terms_stand(instruments: Instruments):
    one = toxicity.measure("他说这个人是大傻逼。", None, instruments)
    two = toxicity.measure("他说这个人是大傻逼，死肥猪。", None, instruments)
    assert one.abuse_score is None
    assert two.abuse_score is not None
    assert two.spam_score is None
    assert (
        toxicity.measure("大傻逼，死肥猪", None, dataclasses.replace(instruments, abuse_model=None)).abuse_score is None
    )


def test_hijack_score():
    model = webspam.load_model("webspam.json")
    over = toxicity.Measures(offers=2, title_offers=1, title_repeats=2)
    value = webspam.score(over, model)
    assert value > 0.5
    assert toxicity.judge(over, LIMITS) == Verdict(False, "max_hijack_score", value, 0.5)
    assert webspam.score(dataclasses.replace(over, reports=5.0), model) < value
    assert toxicity.judge(toxicity.Measures(offers=1, title_offers=1), LIMITS) == KEEP
    assert toxicity.judge(over, dataclasses.replace(LIMITS, max_hijack_score=None)) == KEEP


FOOTER = "时时彩计划软件，真人荷官，注册送彩金，百家乐开户，秒提现，牛牛上分"


def test_bad_lines_leave_and_the_page_stays(config: ToxicityConfig, instruments: Instruments):
    page = "\n".join(["春天的公园里樱花盛开，市民们三三两两在树下拍照，孩子们追着风筝奔跑。"] * 8)
    text, measures, result = toxicity.clean(f"{page}\n{FOOTER}", None, instruments, config)
    assert (text, measures.bad_lines, result) == (page, 1, KEEP)
    text, measures, result = toxicity.clean("\n".join([FOOTER] * 5 + [page]), None, instruments, config)
    assert (text.count(FOOTER), measures.bad_lines, result.keep) == (5, 0, False)
    assert toxicity.clean(page, None, instruments, config)[0] is page


def test_pages_lose_bad_lines_of_every_kind(config: ToxicityConfig, instruments: Instruments):
    """Footers, comments and heads of tests/data/toxicity_bad_lines.yaml in pages of two bodies each."""
    bodies = [body["text"].split("\n") for body in hijacked.load("toxicity_hijack_parts.yaml")["bodies"]]
    lines = [(where, line) for where, group in hijacked.load("toxicity_bad_lines.yaml").items() for line in group]
    for i, (where, line) in enumerate(lines):
        body = bodies[i % len(bodies)] + bodies[(i + 3) % len(bodies)]
        at = {"head": 0, "footer": len(body)}.get(where.split("_")[0], len(body) // 2)
        page = "\n".join([*body[:at], line, *body[at:]])
        text, measures, result = toxicity.clean(page, "站内文章", instruments, config)
        assert (text, measures.bad_lines, result) == ("\n".join(body), 1, KEEP), line


def test_lines_are_judged_harder_where_the_page_stays_and_reports_nothing(
    config: ToxicityConfig, instruments: Instruments
):
    filler = ["春天的公园里樱花盛开，市民们三三两两在树下拍照，孩子们追着风筝奔跑。"] * 4
    line = "楼主写得真好，加我薇❤ kk00zz"
    text, measures, result = toxicity.clean("\n".join([*filler, line]), None, instruments, config)
    assert (text, measures.bad_lines, result) == ("\n".join(filler), 1, KEEP)
    report = "警方提醒：凡是百家乐开户的平台都是骗局。"
    text, measures, result = toxicity.clean("\n".join([report, *filler, line]), None, instruments, config)
    assert (text, measures.bad_lines, result) == ("\n".join([report, *filler, line]), 0, KEEP)
    unlimited = dataclasses.replace(config, max_line_score=None)
    assert toxicity.clean("\n".join([*filler, line]), None, instruments, unlimited)[1].bad_lines == 0


@pytest.mark.parametrize(
    ("line", "bad"),
    [
        ("代开各类发票，电话13000000000", 1),
        ("代开各类发票，有需要的请找我", 0),  # nobody is reached
        ("代开各类发票，电话130********", 0),  # a quotation
        ("想买花盆的可以加店主微信 huapen2020，同城自提", 0),  # no trade
        ("代开各类发票，" + "春天的公园里樱花盛开，" * 10 + "电话13000000000", 0),  # no comment
    ],
)
def test_a_short_line_that_names_a_trade_and_who_is_reached(
    line: str, bad: int, config: ToxicityConfig, instruments: Instruments
):
    filler = "春天的公园里樱花盛开，市民们三三两两在树下拍照，孩子们追着风筝奔跑。"
    text = "\n".join([*[filler] * 6, line])
    assert toxicity.clean(text, None, instruments, config)[1].bad_lines == bad


def test_one_hit_never_drops(stage: Toxicity):
    for term in ("百家乐开户", "代开发票", "同城约炮", "出售冰毒", "支那贱畜", "加微信领取"):
        assert verdict(term, None, stage) == KEEP


def test_no_trade_term_measures_nothing(instruments: Instruments):
    measures = toxicity.measure("警方查处赌博。", None, instruments)
    assert measures == toxicity.Measures()


def test_quoted_words_of_a_report_offer_nothing(instruments: Instruments):
    warning = "警方提醒：凡是{}的平台都是骗局，{}也是。"
    spoken = toxicity.measure(warning.format("“注册送彩金”", "“百家乐开户”"), None, instruments)
    assert (spoken.offers, spoken.gambling_distinct) == (0, 0)
    plain = toxicity.measure(warning.format("注册送彩金", "百家乐开户"), None, instruments)
    assert (plain.offers, plain.gambling_distinct) == (0, 2)  # police in the same breath
    assert spoken.reports == plain.reports
    assert toxicity.measure("“注册送彩金”，快来", None, instruments).offers == 0
    assert toxicity.measure("注册送彩金，快来", None, instruments).offers == 1


def test_a_text_spun_around_its_quoted_title_offers_it(instruments: Instruments):
    text = "“注册送彩金”这一关键词受到了广泛的关注。"
    assert toxicity.measure(text, "注册送彩金，全面解析", instruments).offers == 1
    assert toxicity.measure(text, "过滤词的选取", instruments).offers == 0


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("百家乐开户，代开发票", 2),
        ("不要百家乐开户，代开发票", 1),  # forbidden
        ("百家乐开户是骗局，代开发票", 1),  # called a fraud
        ("百家乐开户不是骗局，代开发票", 2),
        ("百家乐开户方案，代开发票", 2),
        ("警方提醒：谨防百家乐开户，拒绝“注册送彩金”，代开发票", 1),  # nor do they come back with the quotation gone
    ],
)
def test_terms_warned_of_are_none(text: str, terms: int, instruments: Instruments):
    found = toxicity.measure(text, None, instruments)
    assert found.gambling_distinct + found.fraud_distinct == terms


def test_parts_of_a_title_that_report_or_quote_offer_nothing(instruments: Instruments):
    body = "公安部的规定，枪口比动能超过标准的，一律认定为枪支。"
    assert toxicity.measure(body, "百家乐开户", instruments).title_offers == 1
    assert toxicity.measure(body, "百家乐开户_律师解读", instruments).title_offers == 1  # another part
    assert toxicity.measure(body, "百家乐开户案的判决书", instruments).title_offers == 0
    assert toxicity.measure(body, "百家乐开户，县人民法院", instruments).title_offers == 1  # the site's own name
    assert toxicity.measure(body, "百家乐开户，县人民法院判了", instruments).title_offers == 0
    assert toxicity.measure(body, "“百家乐开户”是什么", instruments).title_offers == 0
    assert toxicity.measure(body + "百家乐开户。" * 4, "“百家乐开户”是什么", instruments).title_offers == 1  # its name
    assert toxicity.measure(body + "百家乐开户。" * 4, "“百家乐开户”案的判决书", instruments).title_offers == 0


def test_find_tells_what_where_and_weight(instruments: Instruments):
    text = "来，百家乐開戶！"
    hits = toxicity.find(text, instruments)
    assert [(h.category, h.term, h.weight, text[h.start : h.end]) for h in hits] == [
        ("gambling", "百家乐开户", 4.0, "百家乐開戶")
    ]


def test_a_short_first_line_serves_as_title(instruments: Instruments):
    body = "减速机要定期换油，换油前应放尽旧油。"
    assert toxicity.measure(f"鑫耀体育官网\n{body}", None, instruments).title_offers == 1
    assert toxicity.measure(f"鑫耀体育官网\n{body}", "减速机", instruments).title_offers == 0
    assert toxicity.measure("鑫耀体育官网" + body * 5 + "\n" + body, None, instruments).title_offers == 0


@pytest.mark.parametrize("unit", ["“百家乐开户”", "`百家乐 ", "鑫澜娱乐城党委，", "百家乐开户_"])
def test_a_title_without_end_is_no_title(unit: str, instruments: Instruments):
    title = unit * 20_000
    start = time.process_time()
    toxicity.measure("百家乐开户下载", title, instruments)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("unit", yaml.safe_load((DATA / "hostile.yaml").read_text(encoding="utf-8")))
def test_linear(unit: str, instruments: Instruments):
    """Four times the text takes no more than about four times as long (benchmarks run 10 MB)."""
    small, large = unit * (40_000 // len(unit)), unit * (160_000 // len(unit))
    toxicity.measure(small, None, instruments)
    gc.disable()  # 160,000 matches make the collector look through everything that pytest holds
    try:
        start = time.process_time()
        toxicity.measure(small, None, instruments)
        middle = time.process_time()
        toxicity.measure(large, None, instruments)
        end = time.process_time()
    finally:
        gc.enable()
    assert end - middle < 10 * (middle - start) + 0.2
