"""`taosha tune`: a finished run judged again from what it stored, and what a run warns of."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from taosha.pipeline.errors import UserError
from taosha.pipeline.funnel import rule_warnings
from taosha.pipeline.recipe import ReportConfig, load_recipe
from taosha.pipeline.run import run
from taosha.pipeline.tune import render, tune

from .test_run import taosha

GOOD = (
    "清晨的菜市场最先醒来的是卖豆腐的老周。他把木板一块块掀开，热气就从底下冒出来。"
    "“今天的嫩。”他说，“昨晚磨的。”买菜的人围上来，递过去几个硬币，端走一块颤巍巍的白。"
    "太阳升到屋檐的时候，他已经收摊了，木板洗得发白，靠在墙边晾着。"
)
MORE = "山里的春天来得晚，四月的溪水还带着冰碴。老人沿着溪走一圈，看看哪一段堤要补，哪一棵树发了芽。"
MENU = "\n".join(
    ["首页", "新闻中心", "产品展示", "人才招聘", "联系我们", "在线留言", "友情链接", "设为首页", "收藏本站"] * 3
)
GAMBLING = (
    "澳门真人荷官在线发牌，金沙棋牌app下载，葡京娱乐官网注册送彩金，首存返水，百家乐投注平台，六合彩开户。" + MORE
)


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> str:
    """a.jsonl: two good texts, one of them twice, and a menu; b.jsonl: a short text, a foreign one, a betting page."""
    folder = tmp_path_factory.mktemp("tune")
    for name, texts in {
        "a.jsonl": [GOOD, MORE + GOOD[:60], GOOD, MENU],
        "b.jsonl": [MORE, "This page is in English, and leaves before quality is asked.", GAMBLING],
    }.items():
        rows = [json.dumps({"text": text, "url": f"https://{name}/{n}"}) for n, text in enumerate(texts)]
        (folder / name).write_text("\n".join(rows))
    settings = {
        "stages": ["normalise", "language", "script", "quality", "toxicity", "pii"],
        "input": [f"{folder}/*.jsonl"], "output": str(folder / "out"), "run.workers": 1, "tokens.enabled": False,
        "quality.min_chars": 50, "quality.min_han": 30,
    }  # fmt: skip
    run(load_recipe("web", settings))
    return str(folder / "out")


def test_without_changes_the_run_is_repeated(out):
    outcome = tune(out, "quality", {}, 3)
    assert (outcome.documents, outcome.measured, outcome.changes) == (7, 6, [])
    assert outcome.dropped_then == outcome.dropped_now
    assert outcome.dropped_now.total() == 2  # the short text and the menu
    assert outcome.newly_dropped.total() == outcome.newly_kept.total() == 0
    assert outcome.later == ["toxicity", "pii", "dedup"]


def test_a_higher_limit_drops_and_says_what_had_left_anyway(out):
    outcome = tune(out, "quality", {"quality.min_chars": 120}, 3)
    assert outcome.changes == ["quality.min_chars: 50 -> 120"]
    # the good texts; the betting page and the second copy had left later, by toxicity and as a duplicate
    assert outcome.newly_dropped == {"min_chars": 4}
    assert outcome.left_later == {"toxicity": 1, "dedup": 1}
    assert {name: count.dropped_now for name, count in outcome.sources.items()} == {"a.jsonl": 4, "b.jsonl": 2}


def test_examples_stand_on_both_sides_of_a_changed_limit_nearest_to_it(out):
    examples = tune(out, "quality", {"quality.min_chars": 108}, 1).examples
    assert list(examples) == ["min_chars"]
    assert [(one["side"], one["value"], one["text"][:4]) for one in examples["min_chars"]] == [
        ("dropped", 106.0, MORE[:4]),
        ("kept", 113.0, GOOD[:4]),
    ]


def test_a_lower_limit_keeps_what_later_stages_never_judged(out):
    outcome = tune(out, "quality", {"quality.min_chars": 40, "quality.min_sentence_share": None}, 1)
    assert outcome.newly_dropped.total() == 0
    shown = render(outcome)
    assert "newly kept were never judged by the stages behind: toxicity, pii, dedup" in shown


def test_a_stage_with_a_verdict_of_its_own_is_judged_too(out):
    same = tune(out, "toxicity", {}, 1)
    assert same.dropped_then.total() == same.dropped_now.total() == 1
    reason = next(iter(same.dropped_then))
    assert tune(out, "toxicity", {f"toxicity.{reason}": None}, 1).newly_kept.total() >= 0


def test_nothing_is_written(out):
    before = {path: path.stat().st_mtime_ns for path in Path(out).rglob("*")}
    tune(out, "quality", {"quality.min_chars": 108}, 2)
    assert {path: path.stat().st_mtime_ns for path in Path(out).rglob("*")} == before


def test_the_command_prints_tables_or_json(out):
    done = taosha("tune", out, "--set", "quality.min_chars=108", "--examples", "1")
    assert done.returncode == 0, done.stderr
    assert "7 documents; 1 had left before quality and were never measured by it, 6 are judged again" in done.stdout
    assert "min_chars, nearest on either side" in done.stdout
    found = json.loads(taosha("tune", out, "--json", "--stage", "quality").stdout)
    assert found["measured"] == 6


@pytest.mark.parametrize(
    ("stage", "overrides", "message"),
    [
        ("qualty", {}, "did you mean 'quality'"),
        ("words", {}, "took no part in"),
        ("script", {}, "cannot be judged again"),
        ("quality", {"quality.min_charz": 3}, "unknown key quality.min_charz, did you mean 'min_chars'?"),
        ("quality", {"qualty.min_chars": 3}, "no section is named 'qualty'"),
        ("quality", {"quality.min_chars": "many"}, r"quality\.min_chars"),
    ],
)
def test_mistakes_are_one_sentence(out, stage, overrides, message):
    with pytest.raises(UserError, match=message):
        tune(out, stage, overrides, 3)


def test_a_folder_that_is_no_finished_run(tmp_path):
    with pytest.raises(UserError, match="holds no finished run"):
        tune(str(tmp_path), "quality", {}, 3)


def test_measures_that_contradict_the_stored_verdict_are_told(out, tmp_path):
    import shutil

    copy = tmp_path / "out"
    shutil.copytree(out, copy)
    (file,) = (copy / "rejected/a.jsonl").glob("00000.parquet")
    table = pq.read_table(file)
    reasons = table.schema.get_field_index("reason")
    pq.write_table(table.set_column(reasons, "reason", [["max_cut_off"] * len(table)]), file)
    with pytest.raises(RuntimeError, match="stored measures do not give the stored verdict"):
        tune(str(copy), "quality", {}, 1)


REPORT = ReportConfig(min_documents=100, max_dropped_share=0.2, may_drop_any_share=["keep"])


def test_rules_that_never_fire_or_drop_too_much_are_told():
    rules = {"min_words": 5, "min_share": 0.25, "max_off": None}
    assert rule_warnings("words", rules, {"min_words": 30}, 100, REPORT) == [
        "words.min_words dropped 30.0% of 100 documents, more than 20%",
        "words: never dropped any of 100 documents: min_share",
    ]
    assert rule_warnings("words", rules, {"min_words": 20, "min_share": 1}, 100, REPORT) == []
    assert rule_warnings("language", {}, {"keep": 90}, 100, REPORT) == []
    assert rule_warnings("words", rules, {}, 99, REPORT) == []


def test_a_run_warns_in_the_terminal_and_in_stats(out, tmp_path):
    recipe = tmp_path / "few.yaml"
    recipe.write_text("extends: web\nstages: [quality]\ntokens: {enabled: false}\nreport: {min_documents: 3}\n")
    done = taosha(
        "run",
        str(recipe),
        "--input",
        f"{Path(out).parent}/*.jsonl",
        "--output",
        str(tmp_path / "out"),
        "--workers",
        "1",
    )
    assert done.returncode == 0, done.stderr
    stats = json.loads((tmp_path / "out/stats.json").read_text())
    assert stats["warnings"]
    assert [f"warning: {text}" for text in stats["warnings"]] == [
        line for line in done.stderr.splitlines() if line.startswith("warning:")
    ]
    assert "quality: never dropped any of 7 documents: " in "\n".join(stats["warnings"])
