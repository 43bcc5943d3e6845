"""How opinions on single blocks become a choice: kinds, distance from the main part, expected F1; copies and time stamps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from taosha.pipeline.page.choice import HOPELESS, LEAST, LOOK, Forest, choose, gather, predict
from taosha.pipeline.page.counts import CHARS, count
from taosha.pipeline.page.markup import blocks
from taosha.pipeline.page.structure import commonest_stamps, copies, paths, time_stamps
from taosha.pipeline.page.tags import KINDS

LONG = "腊月里的渡口没有人，船家把竹篙插在泥里，自己坐在船头补网，手指冻得通红，却一针也不肯放慢。"


def gathered(page: str, probabilities: list[float]) -> list[float]:
    source = page.encode()
    found = blocks(source)
    counts, _ = count(source, found, "", "")
    given = np.array(probabilities, np.float32)
    assert len(given) == len(found.element)
    path = paths(found.tag, found.parent, found.words, found.name, found.element, KINDS)[2]
    return gather(given, found, path, counts[:, CHARS]).tolist()


def test_a_block_at_the_other_end_of_the_page_loses_and_those_of_the_main_part_do_not() -> None:
    menu = "<div><ul>" + f"<li>{LONG}</li>" * 8 + "</ul></div>"
    made = gathered(f"<div><p>{LONG}</p><p>短</p></div>{menu}<div><b>提示</b></div>", [0.99, 0.4, *[0.01] * 8, 0.4])
    assert made[:2] == pytest.approx([0.99, 0.4], abs=1e-3)
    assert made[-1] < 0.05


def test_short_posts_of_a_thread_stay_beside_a_long_one() -> None:
    posts = f"<li><b>甲</b><p>{LONG * 3}</p></li>" + "<li><b>乙</b><p>顶一下，谢谢分享。</p></li>" * 5
    made = gathered(f"<ul>{posts}</ul>", [0.1, 0.95, *[0.1, 0.6] * 5])
    assert min(made[3::2]) > 0.5


@pytest.mark.parametrize(("probability", "number", "stay"), [(0.42, 5, True), (0.3, 5, False), (0.42, 3, False)])
def test_a_kind_of_many_likely_blocks_stands_for_itself(probability: float, number: int, stay: bool) -> None:
    page = f"<article><p>{LONG}</p></article><ul>" + "<li>顶一下，谢谢分享。</li>" * number + "</ul>"
    made = gathered(page, [0.97, *[probability] * number])
    assert (made[-1] == pytest.approx(probability, abs=1e-3)) == stay


@settings(deadline=None)  # the first call loads compiled code
@given(st.lists(st.tuples(st.floats(0, 1, width=32), st.integers(0, 400)), min_size=1, max_size=30))
def test_the_choice_has_the_highest_expected_f1_of_all_thresholds(blocks_: list[tuple[float, int]]) -> None:
    probability = np.array([p for p, _ in blocks_], np.float32)
    chars = np.array([c for _, c in blocks_], np.float32)
    chosen = choose(probability, chars)
    grams = np.maximum(chars - 3, 0.5).astype(float)

    def f1(kept: np.ndarray) -> float:
        return 2 * (grams * probability)[kept].sum() / (grams[kept].sum() + (grams * probability).sum() + 1e-9)

    assert not chosen[probability < LEAST].any()
    best = max(f1(probability >= threshold) for threshold in probability)
    if best / 2 >= LEAST:
        assert f1(chosen) == pytest.approx(best, abs=1e-4)


def stumps(number: int, value: float) -> Forest:
    """Trees that add `value` where the feature is above one half, and a hundredth of it elsewhere."""
    return Forest(
        np.arange(number, dtype=np.int32) * 3,
        np.array([0, -1, -1] * number, np.int16),
        np.array([0.5, 0, 0] * number, np.float32),
        np.array([2, 0, 0] * number, np.int32) + np.repeat(np.arange(number, dtype=np.int32) * 3, 3),
        np.array([0, value / 100, value] * number, np.float32),
    )  # fmt: skip


def test_trees_add_up_and_hopeless_blocks_are_given_up_early() -> None:
    table = np.array([[0.0], [1.0]], np.float32)
    low, high = predict(stumps(100, 0.03), table)
    assert (low, high) == pytest.approx((1 / (1 + np.exp(-0.03)), 1 / (1 + np.exp(-3.0))), abs=1e-5)
    value = HOPELESS * 1.5 / LOOK
    _, given_up = predict(stumps(100, value), table)
    assert given_up == pytest.approx(1 / (1 + np.exp(-value * LOOK)), rel=1e-4)


def test_time_stamps_are_short_and_the_commonest_kind_parts_the_posts() -> None:
    page = (
        "<p>3小时前</p><p>2024-05-01 12:30</p><p>全国人口普查公报第1400号</p><ul>"
        + "".join(f"<li><i>0{n}-11 09:0{n}</i><div>{LONG}</div></li>" for n in range(1, 5))
        + "</ul>"
    ).encode()
    found = blocks(page)
    counts, marks = count(page, found, "", "")
    stamps = time_stamps(counts, marks)
    assert stamps.tolist() == [1, 1, 0, *[1, 0] * 4]
    path = found.element.astype(np.uint64)
    path[:3] = 0
    path[3::2], path[4::2] = 1, 2
    of_path = np.array([stamps[path == p].sum() for p in path], np.float64)
    assert commonest_stamps(stamps, path, of_path).tolist() == [0, 0, 0, *[1, 0] * 4]


def test_a_teaser_is_a_copy_of_the_text_it_begins_like() -> None:
    page = f"<p>　　{LONG}</p><p>{LONG[:20]}…</p><p>腊月里</p><p>腊月里</p><p>别的一段话，说的是别的事情，开头也不一样。</p>"
    found = blocks(page.encode())
    counts, _ = count(page.encode(), found, "", "")
    assert copies(counts).tolist() == [[1, len(LONG)], [1, len(LONG)], [0, 0], [0, 0], [0, 21]]
