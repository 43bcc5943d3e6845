"""Verdicts: every reason in both directions, the hand-written pages, innocence."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from taosha.filters import toxicity
from taosha.filters.verdict import KEEP, Verdict
from taosha.pipeline.stages.toxicity import Toxicity, ToxicityConfig

DATA = Path(__file__).parent.parent / "data"
#: issue 7, point 4: hard negatives that may be dropped
MAX_FALSE = 0.02


@pytest.fixture(scope="module")
def config() -> ToxicityConfig:
    return Toxicity.from_recipe("web").config


def pages(name: str) -> list[tuple[str, str, str | None]]:
    data: dict[str, list[Any]] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return [
        (group, page["text"], page["title"]) if isinstance(page, dict) else (group, page, None)
        for group, group_pages in data.items()
        for page in group_pages
    ]


def verdict(text: str, title: str | None, config: ToxicityConfig) -> Verdict:
    measures = toxicity.measure(text, title, lexicons=config.lexicons, trade_weight=config.trade_weight)
    return toxicity.judge(measures, config)


@pytest.mark.parametrize(("category", "text", "title"), pages("toxicity_toxic.yaml"))
def test_toxic_pages_leave(category: str, text: str, title: str | None, config: ToxicityConfig):
    result = verdict(text, title, config)
    assert not result.keep
    assert result.reason in (f"max_{category}_density", "max_hijack_score")


def test_hard_negatives_stay(config: ToxicityConfig):
    innocent = pages("toxicity_innocent.yaml")
    dropped = [text for _, text, title in innocent if not verdict(text, title, config).keep]
    assert len(innocent) >= 200
    assert len(dropped) <= MAX_FALSE * len(innocent), dropped


LIMITS = toxicity.Limits(
    max_pornography_density=10.0,
    max_gambling_density=10.0,
    max_fraud_density=10.0,
    max_drugs_weapons_density=10.0,
    max_advertising_density=10.0,
    max_abuse_density=10.0,
    max_hijack_score=3.0,
    hijack_weights={"offers": 1.0, "title_offers": 2.0, "reports": -1.0},
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


def test_hijack_score():
    over = toxicity.Measures(offers=2, title_offers=1)
    assert toxicity.judge(over, LIMITS) == Verdict(False, "max_hijack_score", 4.0, 3.0)
    assert toxicity.judge(toxicity.Measures(offers=1, title_offers=1), LIMITS) == KEEP
    assert toxicity.judge(toxicity.Measures(offers=2, title_offers=1, reports=1.0), LIMITS) == KEEP


FOOTER = "时时彩计划软件，真人荷官，注册送彩金，百家乐开户，秒提现，牛牛上分"


def test_bad_lines_leave_and_the_page_stays(config: ToxicityConfig):
    page = "\n".join(["春天的公园里樱花盛开，市民们三三两两在树下拍照，孩子们追着风筝奔跑。"] * 8)
    kwargs: dict[str, Any] = {"lexicons": config.lexicons, "trade_weight": config.trade_weight}
    text, measures, result = toxicity.clean(f"{page}\n{FOOTER}", None, config, **kwargs)
    assert (text, measures.bad_lines, result) == (page, 1, KEEP)
    text, measures, result = toxicity.clean("\n".join([FOOTER] * 5 + [page]), None, config, **kwargs)
    assert (text.count(FOOTER), measures.bad_lines, result.keep) == (5, 0, False)
    assert toxicity.clean(page, None, config, **kwargs)[0] is page


def test_one_hit_never_drops(config: ToxicityConfig):
    for term in ("百家乐开户", "代开发票", "同城约炮", "出售冰毒", "支那贱畜", "加微信领取"):
        assert verdict(term, None, config) == KEEP


def test_no_trade_term_measures_nothing(config: ToxicityConfig):
    measures = toxicity.measure("警方查处赌博。", lexicons=config.lexicons, trade_weight=config.trade_weight)
    assert measures == toxicity.Measures()


def test_find_tells_what_where_and_weight(config: ToxicityConfig):
    text = "来，百家乐開戶！"
    hits = toxicity.find(text, lexicons=config.lexicons)
    assert [(h.category, h.term, h.weight, text[h.start : h.end]) for h in hits] == [
        ("gambling", "百家乐开户", 4.0, "百家乐開戶")
    ]


def test_a_short_first_line_serves_as_title(config: ToxicityConfig):
    body = "减速机要定期换油，换油前应放尽旧油。"
    kwargs: dict[str, Any] = {"lexicons": config.lexicons, "trade_weight": config.trade_weight}
    assert toxicity.measure(f"鑫耀体育官网\n{body}", **kwargs).title_offers == 1
    assert toxicity.measure(f"鑫耀体育官网\n{body}", "减速机", **kwargs).title_offers == 0
    assert toxicity.measure("鑫耀体育官网" + body * 5 + "\n" + body, **kwargs).title_offers == 0


@pytest.mark.parametrize("unit", yaml.safe_load((DATA / "hostile.yaml").read_text(encoding="utf-8")))
def test_linear(unit: str, config: ToxicityConfig):
    """Four times the text takes no more than about four times as long (benchmarks run 10 MB)."""
    kwargs: dict[str, Any] = {"lexicons": config.lexicons, "trade_weight": config.trade_weight}
    small, large = unit * (40_000 // len(unit)), unit * (160_000 // len(unit))
    toxicity.measure(small, **kwargs)
    start = time.process_time()
    toxicity.measure(small, **kwargs)
    middle = time.process_time()
    toxicity.measure(large, **kwargs)
    assert time.process_time() - middle < 10 * (middle - start) + 0.2
