"""Furniture goes, text stays; cases are data (tests/data/lines.yaml)."""

import dataclasses
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from taosha.filters import lines
from taosha.filters.conversion import converter
from taosha.filters.lexicon import LexiconError
from taosha.pipeline.recipe import load_recipe

LIMITS: lines.Limits = load_recipe("web").section("lines", lines.Limits)
CASES = yaml.safe_load((Path(__file__).parents[1] / "data/lines.yaml").read_text("utf-8"))
FRESH = yaml.safe_load((Path(__file__).parents[1] / "data/lines_fresh.yaml").read_text("utf-8"))
BODY = ["河水在三月解冻，船家把渡船从岸上推下水去。", "对岸的杏花还没有开。", "他数了数网，少了一张。", "风从北边来。"]


def cases(group: str) -> list[tuple[str, str]]:
    return [(rule, line) for rule, found in CASES[group].items() for line in found]


def put(line: str, place: str) -> str:
    return "\n".join({"head": [line, *BODY], "inside": [*BODY, line, *BODY], "tail": [*BODY, line]}[place])


def clean(text: str, on_site=()) -> tuple[str, list[tuple[str, str]]]:
    rest, removals = lines.clean(text, LIMITS, on_site)
    return rest, [(removal.rule, removal.text) for removal in removals]


@pytest.mark.parametrize("place", ["head", "inside", "tail"])
@pytest.mark.parametrize(("rule", "line"), cases("furniture anywhere"))
def test_furniture_goes_wherever_it_stands(rule, line, place):
    rest, removed = clean(put(line, place))
    assert rest.split("\n") == (BODY * 2 if place == "inside" else BODY)
    assert [(rule, line)] == [(removed[0][0], "".join(text for _, text in removed))] or removed == [(rule, line)]


@pytest.mark.parametrize(("rule", "line"), cases("furniture anywhere"))
@pytest.mark.parametrize("to", ["s2t", "s2twp", "s2hk"])
def test_furniture_in_traditional_spellings(rule, line, to):
    assert clean(put(converter(to)(line), "inside"))[0].split("\n") == BODY * 2


@pytest.mark.parametrize("place", ["head", "tail"])
@pytest.mark.parametrize(
    ("group", "rule", "line"),
    [(group, *case) for group in ("furniture at the head", "furniture at the tail") for case in cases(group)],
)
def test_what_may_be_a_heading_goes_at_the_edges_only(group, rule, line, place):
    text = put(line, place)
    gone = place == "tail" or group == "furniture at the head"
    if gone:
        assert clean(text) == ("\n".join(BODY), [(rule, line)])
    elif place == "head":
        assert clean(text)[0] in (text, "\n".join(BODY))  # two words of weight 1 may go there, one stays
    assert clean(put(line, "inside")) == (put(line, "inside"), [])


@pytest.mark.parametrize("place", ["head", "inside"])
@pytest.mark.parametrize("line", CASES["text"])
def test_text_stays(line, place):
    assert clean(put(line, place)) == (put(line, place), [])


@pytest.mark.parametrize(("line", "left"), CASES["ends"].items())
def test_ends_of_lines(line, left):
    assert clean(put(line, "tail"))[0].split("\n")[-1] == left


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("line", CASES["known failures"]["missed"])
def test_known_to_be_missed(line):
    assert clean(put(line, "inside"))[0].split("\n") == BODY * 2


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("line", CASES["known failures"]["lost"])
def test_known_to_be_lost(line):
    assert clean(put(line, "inside")) == (put(line, "inside"), [])


def fresh(group: str) -> list[tuple[str, str]]:
    return [
        (place, line) for kind in FRESH[group].values() for place in kind for line in kind[place].strip().split("\n")
    ]


@pytest.mark.parametrize(
    ("group", "where_pages_have_it", "between_paragraphs"), [("furniture", 358, 294), ("second furniture", 115, 85)]
)
def test_fresh_furniture(group, where_pages_have_it, between_paragraphs):
    """Floors: they only go up."""
    found = [clean(put(line, place))[0].split("\n") in (BODY, BODY * 2) for place, line in fresh(group)]
    inside = [clean(put(line, "inside"))[0].split("\n") == BODY * 2 for _, line in fresh(group)]
    assert sum(found) >= where_pages_have_it
    assert sum(inside) >= between_paragraphs


@pytest.mark.parametrize(
    ("group", "lost_at_edges"),
    [("text", []), ("second text", ["编辑：这一句能不能再短些？"])],
)
def test_fresh_text_stays(group, lost_at_edges):
    lines_of_text = FRESH[group].strip().split("\n")
    assert [line for line in lines_of_text if clean(put(line, "inside"))[1]] == []
    for place in ("head", "tail"):
        assert sorted(line for line in lines_of_text if clean(put(line, place))[1]) == sorted(lost_at_edges)


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("编辑：林见鹿　校对：贾宁　摄影：何川", True),
        ("编辑：林见鹿认为，校对：不必再看。", False),  # sentences behind the labels
        ("时间：清晨 地点：渡口", False),  # labels of plays
        ("联系我们 | 关于我们 | 法律声明 | 某某风采", True),
        ("春江 | 花月 | 夜行 | 首页", False),  # one item of four
    ],
)
def test_menus_and_pairs_of_labels(line, goes):
    assert bool(clean(put(line, "inside"))[1]) == goes


def test_a_button_goes_with_the_notice_before_it_only():
    assert clean(put("我们使用 Cookie 来确保您获得最佳体验。 接受", "inside"))[0].split("\n") == BODY * 2
    assert clean(put("他把条件念了一遍。 接受", "inside"))[1] == []


def test_a_phrase_is_found_across_a_word():
    """下载本书 overlaps the longer word 点击下载."""
    assert clean(put("点击下载本书TXT", "inside"))[0].split("\n") == BODY * 2


def test_edges_move_inwards_but_not_past_text():
    tail = ["相关新闻", "下载", "首页"]
    assert clean("\n".join([*BODY, *tail]))[0] == "\n".join(BODY)
    assert clean("\n".join(["下载", *BODY, *BODY])) == ("\n".join(["下载", *BODY, *BODY]), [])
    # three lines of text behind it, and it is inside
    assert clean("\n".join([*BODY, "下载", *BODY[:2]]))[0] == "\n".join([*BODY, *BODY[:2]])
    assert clean("\n".join([*BODY, "下载", *BODY[:3]]))[1] == []


def test_headings_of_lists_by_the_thousand_take_no_time():
    """Each heading looks at all lines behind it, but not line by line anew: 60,000 of them took minutes."""
    text = "\n".join([*BODY, *["猜你喜欢", "春天的河"] * 30_000, *BODY])
    start = time.process_time()
    rest, _ = lines.clean(text, LIMITS)
    assert time.process_time() - start < 10
    assert rest.split("\n") == [*BODY, *["春天的河"] * 30_000, *BODY]


def test_blank_lines_close_up_where_lines_left():
    rest, removed = clean("甲乙丙丁。\n\n发表评论\n\n戊己庚辛。\n\n首页\n")
    assert rest == "甲乙丙丁。\n\n戊己庚辛。"
    assert removed == [("comments", "发表评论"), ("navigation", "首页")]


def test_measures():
    text = "上一篇：春\n河水在三月解冻。\n责任编辑：张三"
    rest, removals = lines.clean(text, LIMITS)
    assert lines.measure(text, rest, removals) == lines.Measures({"credits": 1, "pages": 1}, 1 - 8 / 20, 8)
    assert lines.measure("文。", "文。", []) == lines.Measures({}, 0.0, 2)
    assert lines.measure("", "", []) == lines.Measures({}, 0.0, 0)


# --- repetition within a site

FOOT = ["某某出版社读者服务部", "地址：某市某路一号"]


def site(n: int, head=(), tail=(), text="第{}天，河水又涨了一寸。"):
    return [("a.example", "\n".join([*head, text.format(i), "船还在。", *tail])) for i in range(n)]


def taken(documents) -> list[set[str]]:
    found = lines.repeated(documents, LIMITS)
    return [{text.split("\n")[i] for i in numbers} for (_, text), numbers in zip(documents, found, strict=True)]


def test_what_stands_at_the_edge_of_most_texts_of_a_site_is_taken():
    assert taken(site(8, head=["某某出版社电子期刊"], tail=FOOT)) == [{"某某出版社电子期刊", *FOOT}] * 8


def test_too_few_texts_prove_nothing_and_other_sites_do_not_help():
    assert taken(site(7, tail=FOOT)) == [set()] * 7
    other = [(None, text) for _, text in site(8, tail=FOOT)]
    assert taken(site(7, tail=FOOT) + other) == [set()] * 15


def test_half_of_the_texts_are_needed():
    documents = site(4, tail=FOOT) + site(4, text="另一条河，第{}天。")
    assert taken(documents) == [set(FOOT)] * 4 + [set()] * 4
    assert taken(documents + site(1, text="第三条河。{}")) == [set()] * 9


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        (["名称"], []),  # a heading of every manual page
        (["第一章 总则"], []),
        ([], ["本办法自发布之日起施行。"]),  # a sentence is no label
        ([], ["}"]),
    ],
)
def test_headings_sentences_and_braces_stay(head, tail):
    assert taken(site(20, head, tail)) == [set()] * 20


def test_a_refrain_inside_stays():
    verses = [("p.example", f"第{i}句在前。\n杨柳岸晓风残月\n第{i}句在后。") for i in range(20)]
    assert taken(verses) == [set()] * 20


def test_a_text_that_repeats_as_a_whole_stays():
    whole = "\n".join(FOOT)
    assert taken([("a.example", whole)] * 9) == [set()] * 9
    documents = [*site(9, tail=FOOT), ("a.example", whole)]
    assert taken(documents)[-1] == set()


def test_copies_of_one_text_count_once():
    assert taken([("a.example", "甲\n" + "\n".join(FOOT))] * 20) == [set()] * 20


def test_repeated_lines_are_removed_under_the_rule_site():
    text = "\n".join(BODY + FOOT)
    assert clean(text, on_site=[4, 5]) == ("\n".join(BODY), [("site", FOOT[0]), ("site", FOOT[1])])


# --- the lexicon, and any text


@pytest.mark.parametrize("content", ["rules: [", "[]", "rules: {a: {b: {1: x}}}", "rules: {a: [x]}"])
def test_a_broken_lexicon_is_one_clear_error(tmp_path, content):
    path = tmp_path / "own.yaml"
    path.write_text(content)
    with pytest.raises(LexiconError, match=r"own\.yaml"):
        lines.Furniture(path)


def test_ones_own_lexicon(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text("rules: {mine: {opens: {3: '{甲,乙}字号'}}}", "utf-8")
    limits = dataclasses.replace(LIMITS, lexicon=str(path))
    assert lines.clean("乙字号：一\n责任编辑：二", limits)[0] == "责任编辑：二"


PIECES = st.sampled_from(
    [line for _, line in cases("furniture anywhere")] + CASES["text"] + ["", " ", "（", "。", "上一页"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=12).map("\n".join))
def test_any_text_and_lines_only_leave(text):
    rest, removals = lines.clean(text, LIMITS)
    assert len(rest) <= len(text)
    left = iter(text.split("\n"))
    for line in rest.split("\n"):  # what is left is the beginning of lines of the text, in their order
        assert rest == "" or any(other.startswith(line) for other in left)
    assert (rest == text) == (not removals)
    measures = lines.measure(text, rest, removals)
    assert 0 <= measures.removed_share <= 1


# --- lists of other pages

TITLES = ["雨季为何提前到来", "渡口的最后一班船 2015/07/01", "· 杏花开了"]


@pytest.mark.parametrize("heading", ["相关新闻", "【相关阅读】", "猜你喜欢：", "· 热门推荐 ·", "相關文章"])
def test_a_list_of_other_pages_at_the_end_goes_with_its_heading(heading):
    rest, removed = clean("\n".join([*BODY, heading, *TITLES]))
    assert rest == "\n".join(BODY)
    assert removed == [("list", line) for line in (heading, *TITLES)]


@pytest.mark.parametrize(
    "behind",
    [
        [*TITLES, "他把船系在柳树上。"],  # text behind it
        ["雨季提前到来。", *TITLES],
        [f"- {title}" for title in TITLES],  # Markdown: a list of the author's own
        TITLES * 14,  # more than anyone lists
    ],
)
def test_what_is_no_list_of_other_pages_stays(behind):
    text = "\n".join([*BODY, "相关阅读", *behind])
    assert clean(text) == (text, [])
