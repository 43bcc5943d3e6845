"""Every kind of mojibake comes back exactly, what was lost is counted, and clean text of every kind is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from taosha.pipeline.page.mojibake import Mojibake, repair

HANS = "今天下午下了一场大雨，街上的行人都躲进了路边的小店里。"
HANT = "今天下午下了一場大雨，街上的行人都躲進了路邊的小店裡。"


def cp1252(content: bytes) -> str:
    """As browsers read it: the five unused bytes as Latin-1 has them."""
    return "".join(chr(b) if b in b"\x81\x8d\x8f\x90\x9d" else bytes([b]).decode("cp1252") for b in content)


KINDS = {
    "UTF-8 as Latin-1": (HANS, HANS.encode().decode("latin-1")),
    "UTF-8 as windows-1252": (HANS, cp1252(HANS.encode())),
    "UTF-8 as windows-1252 twice": (HANS, cp1252(cp1252(HANS.encode()).encode())),
    "GBK as Latin-1": (HANS, HANS.encode("gbk").decode("latin-1")),
    "Big5 as Latin-1": (HANT, HANT.encode("big5").decode("latin-1")),
    "Big5 as Latin-1, short": ("印尼的地震和海嘯", "印尼的地震和海嘯".encode("big5").decode("latin-1")),
    "GBK as Latin-1, Traditional": ("我們在路上看見那個人", "我們在路上看見那個人".encode("gbk").decode("latin-1")),
    "UTF-8 as Latin-9": (HANS, HANS.encode().decode("iso8859-15")),
    "UTF-8 as GBK": ("中文网页很好", "中文网页很好".encode().decode("gb18030")),
    "UTF-8 as GBK twice": ("天气今天大家", "天气今天大家".encode().decode("gb18030").encode().decode("gb18030")),
    "Big5 as GBK": (HANT, HANT.encode("big5").decode("gb18030")),
    "GBK as Big5": ("大雨下了一整天，街上没有车", "大雨下了一整天，街上没有车".encode("gbk").decode("big5hkscs")),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_way_back(kind: str) -> None:
    text, garbled = KINDS[kind]
    assert garbled != text
    fixed, found = repair(garbled)
    assert (fixed, found) == (text, Mojibake(repaired_lines=1, lost_chars=0))


@pytest.mark.parametrize("kind", KINDS)
def test_one_bad_paragraph_of_a_good_page(kind: str) -> None:
    text, garbled = KINDS[kind]
    page = f"清晨的菜市场最先醒来的是卖豆腐的老周。\n{{}}\n“今天的嫩。”他说。Il était une fois… {HANS}"
    fixed, found = repair(page.format(garbled))
    assert found.repaired_lines == 1
    assert fixed == page.format(text)


def test_a_garbled_stretch_of_latin_letters_in_a_good_line() -> None:
    line = "标题：{} - 网站"
    assert repair(line.format(cp1252(HANS.encode())))[0] == line.format(HANS)


def test_lost_bytes_cost_their_characters_and_are_counted() -> None:
    # GBK has no character for 80 E5, the end of 一 and the beginning of 场, and so on
    garbled = HANS.encode().decode("gbk", "replace")
    hole = "\N{REPLACEMENT CHARACTER}"
    fixed, found = repair(garbled)
    assert fixed == "".join(hole if char in "一雨街行路。" else char for char in HANS).replace("大" + hole, "大" + hole)
    assert found == Mojibake(repaired_lines=1, lost_chars=fixed.count(hole))
    text = "大家都说这本书很好看，人人想买。"
    assert repair(text.encode("gbk").decode("big5hkscs", "replace"))[0].count(hole) >= 1
    for lost, count in (("锟斤拷锟斤拷", 6), ("烫烫烫烫", 4), ("屯屯屯", 3), (f"一{hole}二", 1)):
        assert repair(lost) == (lost, repair(lost)[1])
        assert repair(lost)[1].lost_chars == count


def test_garbled_beyond_repair_is_counted() -> None:
    garbled = "鐨?勶紝鎴?戜滑鍙?互鍦?浣犱滑"  # question marks stand for lost bytes
    fixed, found = repair(garbled)
    assert fixed == garbled
    assert found.lost_chars >= 10


@pytest.mark.parametrize(
    "text",
    [
        "烫伤后要用冷水冲；屯门、屯子、屯田",
        "L'été, l’élève était à l'hôtel; Ångström, Größe, señor, São Paulo, naïve, «\xa0voilà\xa0»",
        "龘靐齉齾爩鱻麤龗灪吁龖厵滟爨癵籱饢驫鲡鹂鸾麣纞虋讟钃骊郁鸜麷鞻韽韾響頖",  # a list of rare characters
        "腔调、祥和、剩余、岆、珨", "いろはにほへと ちりぬるを わかよたれそ", "Привет, мир! Как дела?", "αβγδ ΑΒΓΔ ★☆■□◆◇",
        "帝曰：格，汝舜。詢事考言，乃言厎可績，三載。汝陟帝位。", "佢哋喺度食緊嘢，冇嘢嘅啫", "ㄅㄆㄇㄈ ㄉㄊㄋㄌ",
        "①②③④⑤ ℃ ㎡ ½ ×÷±§¶", "牋牋厖厖", "......……——～～",
    ],
)  # fmt: skip
def test_clean_text_is_left_alone(text: str) -> None:
    assert repair(text)[0] == text


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_and_a_repair_repairs_no_further(text: str) -> None:
    once, found = repair(text)
    assert found.lost_chars >= 0
    assert once.count("\n") == text.count("\n")
    assert repair(once)[1].repaired_lines in (0, found.repaired_lines)
