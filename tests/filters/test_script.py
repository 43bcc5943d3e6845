"""Script labels and conversion of filters/script.py."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from taosha.filters.script import Config, Target, convert, explain, measure
from taosha.filters.script_tables import HAN, HONG_KONG, SIMPLIFIED, TAIWAN, TRADITIONAL, marks

CONFIG = Config(to="simplified", keep_original=False, max_minority_share=0.1, min_region_share=0.75, region_chars=4000,
    min_computing_words=2, min_computing_per_1000_chars=5)  # fmt: skip


def converted(text: str, label: str | None, to: Target, *, computing: bool = False) -> tuple[str, str | None]:
    return convert(text, replace(measure(text, CONFIG), script=label, computing=computing), to)


#: by hand for this project; the file's head explains its columns
OVER_CONVERSION = Path(__file__).parent.parent / "data" / "over_conversion.tsv"
DOORS = OVER_CONVERSION.with_name("conversion_doors.tsv")
#: by an author who had read no rule; likewise
BLIND = OVER_CONVERSION.with_name("conversion_blind.yaml")
REGIONS = OVER_CONVERSION.with_name("regions.tsv")


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("Hans", "这个软件可以从网络下载。"),
        ("Hans", "乾隆年间的著作，瞭望塔下杯盘狼藉。这是简体。"),
        ("Hant-TW", "這個軟體可以從網路下載，請點選選單裡的檔案。"),
        ("Hant-HK", "衞生署説明，市民可乘搭港鐵前往。"),
        ("Hant-HK", "佢哋噚日喺屋企食咗飯先至出門口嘅。"),
        ("Hant", "學而時習之，不亦樂乎。"),
        ("mixed", "這個網站的內容。\n这个网站的内容。"),
        (None, "你好"),
        (None, "plain English"),
        (None, ""),
    ],
)
def test_label(script: str | None, text: str):
    assert measure(text, CONFIG).script == script


def test_regions_by_hand():
    """Written in Hong Kong or Taiwan: never taken for the other side, and seldom left open (tests/data/regions.tsv)."""
    rows = [line.split("\t") for line in REGIONS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    found = [(region, measure(text, CONFIG).script) for region, _, _, text in rows]
    assert [pair for pair in found if pair[1] not in (pair[0], "Hant")] == []
    assert sum(region == script for region, script in found) >= 80


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("勇敢的士兵的士氣很高，全新界面。", "Hant"),
        ("恒生指數收市報一萬九千點，稅率與溫度。", "Hant-HK"),
        ("她喜歡『国会図書館へ行った学生』這篇。", "Hant"),
        ("国会図書館へ行った学生は、東京で会った。", None),
    ],
)
def test_what_only_looks_like_evidence(text: str, label: str | None):
    assert measure(text, CONFIG).script == label


def test_marks_come_from_opencc():
    table = marks()
    assert table[ord("吓")] == HAN  # Simplified 嚇, and a word of Cantonese
    assert table[ord("國")] == HAN | TRADITIONAL
    assert table[ord("国")] == HAN | SIMPLIFIED
    assert table[ord("後")] == table[ord("乾")] == table[ord("中")] == HAN
    assert table[ord("裡")] & TAIWAN
    assert table[ord("裏")] & HONG_KONG
    assert table[ord("衞")] & HONG_KONG
    assert not table[ord("說")] & TAIWAN


def test_one_traditional_quotation_leaves_a_simplified_text_alone():
    text = "这个问题我们已经讨论过很多次了，还没有结论。" * 10 + "「國」"
    assert measure(text, CONFIG).script == "Hans"
    assert converted(text, "Hans", "simplified") == (text, None)


@pytest.mark.parametrize(
    ("script", "to", "text", "expected", "config"),
    [
        ("Hant-TW", "simplified", "這個軟體", "这个软件", "tw2sp-general"),
        ("Hant-HK", "simplified", "衞生説明", "卫生说明", "hk2s"),
        ("Hant", "simplified", "漢語", "汉语", "tw2sp-general"),
        ("Hans", "simplified", "汉语", "汉语", None),
        ("mixed", "simplified", "漢語\n乾隆与软件", "汉语\n乾隆与软件", "t2s"),
        ("Hans", "traditional-tw", "这个软件", "這個軟體", "s2twp"),
        ("Hant-HK", "traditional-tw", "裏面", "裡面", "hk2tw"),
        ("Hant-TW", "traditional-tw", "這個軟體", "這個軟體", None),
        ("Hant-TW", "keep", "這個軟體", "這個軟體", None),
        (None, "simplified", "你好", "你好", None),
    ],
)
def test_convert(script, to, text, expected, config):
    assert converted(text, script, to) == (expected, config)


def test_explain_names_characters_words_and_changes():
    found = explain("這個軟體的內容。\n乾淨。\n这个软件的内容。\n", CONFIG)
    assert {
        "characters": "Traditional", "distinct": 6, "這": 1, "個": 1, "軟": 1, "體": 1, "內": 1, "淨": 1
    } in found  # fmt: skip
    assert {"characters": "Simplified", "distinct": 4, "这": 1, "个": 1, "软": 1, "内": 1} in found
    assert {"words": "Taiwan", "軟體": 1} in found
    assert {"conversion": "t2s", "to": "simplified", "lines changed": 2} in found
    assert {"before": "這個軟體的內容。", "after": "这个软体的内容。"} in found


def test_japanese_quotation_stays():
    assert converted("他說「東京の桜」很美。", "Hant-TW", "simplified")[0] == "他说「東京の桜」很美。"


def test_a_mixed_text_with_japanese_and_an_address():
    text = "這個軟體。\n这个软件与乾隆。\n他說「東京の桜」。\n見 https://zh.example.org/wiki/軟體\n"
    measures = replace(measure(text, CONFIG), script="mixed")
    expected = "这个软体。\n这个软件与乾隆。\n他说「東京の桜」。\n见 https://zh.example.org/wiki/軟體\n"
    assert convert(text, measures, "simplified") == (expected, "t2s")


def test_classical_text_has_no_words_of_a_region():
    text = "使用者執事，智慧出，有大偽；著於竹帛，公車上書。"
    assert convert(text, measure(text, CONFIG), "simplified", "lzh") == (
        "使用者执事，智慧出，有大伪；著于竹帛，公车上书。", "t2s"
    )  # fmt: skip


def test_lines_beside_a_japanese_one_are_converted_as_ever():
    text = "這個軟體。\nplain ASCII\n\n他說「東京の桜」，這個軟體。\n以後再說"
    expected = "这个软件。\nplain ASCII\n\n他说「東京の桜」，这个软件。\n以后再说"
    assert converted(text, "Hant-TW", "simplified") == (expected, "tw2sp-general")


def _cases():
    for line in OVER_CONVERSION.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        source, expected, *failing = line.split("\t")
        scripts = ("Hant-TW",) if source.startswith("T") else ("Hant-TW", "Hant-HK", "Hant")
        for script in scripts:
            known = (
                pytest.mark.xfail(strict=True, reason="OpenCC 1.4.2's dictionaries")
                if script in "".join(failing).split(",")
                else ()
            )
            yield pytest.param(script, source.removeprefix("T"), expected, marks=known, id=f"{script}-{source}")


@pytest.mark.parametrize(("script", "source", "expected"), list(_cases()))
def test_over_conversion(script: str, source: str, expected: str):
    assert converted(source, script, "simplified")[0] == expected
    if script != "Hant-HK":
        assert converted(source, script, "simplified", computing=True)[0] == expected


def _doors():
    for line in DOORS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        label, to, source, expected, *failing = line.split("\t")
        known = pytest.mark.xfail(strict=True, reason=failing[0]) if failing else ()
        labels = ("Hant", "Hant-TW", "Hant-HK") if (label, to) == ("Hant", "s") else (label,)
        for one in labels:
            target = "simplified" if to == "s" else "traditional-tw"
            yield pytest.param(one, target, source, expected, marks=known, id=f"{one}-{to}-{source}")


@pytest.mark.parametrize(("label", "to", "source", "expected"), list(_doors()))
def test_doors(label: str, to: Target, source: str, expected: str):
    measures = measure(source, CONFIG)
    measures = measures if label == "auto" else replace(measures, script=label)
    assert convert(source, measures, to)[0] == expected


def _traditional():
    for line in BLIND.with_name("traditional.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            source, expected, *failing = line.split("\t")
            yield pytest.param(
                source, expected, marks=pytest.mark.xfail(strict=True, reason=failing[0]) if failing else ()
            )


@pytest.mark.parametrize(("source", "expected"), list(_traditional()))
def test_to_traditional_and_back(source: str, expected: str):
    assert converted(source, "Hans", "traditional-tw") == (expected, "s2twp")
    assert convert(expected, measure(expected, CONFIG), "simplified")[0] == source


def _blind():
    for case in yaml.safe_load(BLIND.read_text(encoding="utf-8")):
        known = pytest.mark.xfail(strict=True, reason=case["fails"]) if "fails" in case else ()
        yield pytest.param(case["text"], case["simplified"], marks=known, id=case["id"])


@pytest.mark.parametrize(("text", "simplified"), list(_blind()))
def test_texts_by_an_author_who_knew_no_rule(text: str, simplified: str):
    assert convert(text, measure(text, CONFIG), "simplified")[0] == simplified


@settings(deadline=None)
@given(st.text(alphabet="的一是了我不人在他有这中大来上国个到说们"))
def test_simplified_comes_back_unchanged(text: str):
    assert convert(text, measure(text, CONFIG), "simplified") == (text, None)
