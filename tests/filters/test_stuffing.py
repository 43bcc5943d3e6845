"""Signs in the shape of a text, each in both directions."""

from taosha.filters import stuffing

FILLER = "本公司的水泵用于农田灌溉，出厂以前逐台试验，质保一年。" * 8


def measure(text: str, title: str | None = None) -> stuffing.Measures:
    return stuffing.measure(text, title)


def test_sounds():
    assert measure("本(ben)届（jie）科技节").sounds == 113.33  # 2 of 15 characters, less 20 per thousand
    assert measure("本(běn)届(jiè)科技节").sounds == 0.0  # a primer has tones
    assert measure("掩码(mask)和(bcd)").sounds == 0.0  # no syllables
    assert measure("亳(bo)州在安徽省的北部，" + "当地出产药材，" * 20).sounds == 0.0  # one of many


def test_resounded_is_one_sound_told_again_and_again():
    spun = "企業(yè)應(yīng)當(dāng)管理，企業(yè)的風(fēng)險，企業(yè)的業(yè)務要由專人負責，逐月檢查並且上報，"
    assert measure(spun).resounded == 29.12  # 業 three times more of 68 characters, less 15 per thousand
    assert measure("亳(bó)州和郯(tán)城、莘(shēn)县都是容易读错的地名，").resounded == 0.0
    assert measure("山(shān)不(bú)在(zài)高(gāo)，水(shuǐ)不(bú)在(zài)深(shēn)。").resounded == 0.0  # a primer


def test_stuffed_is_what_a_phrase_of_the_title_makes_up():
    text = "咸阳水箱厂家，咸阳水箱价格，" * 5
    assert measure(text, "咸阳水箱厂家").stuffed == 45.14  # 咸阳水箱: 40 of 70 characters, less twelve percent
    assert measure(text, None).stuffed == 0.0
    assert measure(text, "渭南的天气").stuffed == 0.0
    assert measure(FILLER, "水泵的用途").stuffed == 0.0


def test_chain_is_a_line_of_keywords_that_the_text_does_not_bear_out():
    chain = "澳洲幸运彩计划_美女荷官发牌_足球滚球赔率_电子爆分技巧"
    assert measure(f"{chain}\n{FILLER}").chain == 1
    assert measure(f"{FILLER}\n{chain}_时时彩导师群").chain == 2
    assert measure(FILLER, chain).chain == 1
    assert measure(f"{chain}\n短文").chain == 0  # too little that could bear it out
    assert measure(f"首页_新闻_产品_下载\n{FILLER}").chain == 0  # a menu
    assert measure(f"农田灌溉水泵_逐台试验水泵_质保一年水泵_出厂水泵试验\n{FILLER}").chain == 0


def test_chain_in_the_first_lines():
    chain = "澳洲幸运彩计划_美女荷官发牌_足球滚球赔率_电子爆分技巧_时时彩导师群"
    debris = "<tr></tr>\n" * 7
    assert measure(f"{debris}{chain}\n{FILLER}").chain == 2
    assert measure(f"{debris}<tr></tr>\n{chain}\n{FILLER}").chain == 0  # the ninth


def test_doubled_is_a_name_said_twice_at_the_beginning_and_again():
    name = "神博金城"
    assert measure(f"{name}{name}昨天上午，{FILLER}{name}，{FILLER}{name}").doubled == 2
    assert measure(f"{name}{name}昨天上午，{FILLER}").doubled == 0
    assert measure(f"{name}昨天上午，{name}，{FILLER}{name}").doubled == 0
    assert measure("哈哈哈哈哈哈哈哈，" * 9).doubled == 0  # of one character


def test_lone_is_a_part_of_the_title_that_is_a_clause_of_its_own():
    text = "减速机要换油，神博城，清洗油池，神博城。再加新油，神博城，开机检查，神博城。"
    assert measure(text, "神博城-减速机").lone == 2
    assert measure(text, "神博城").lone == 0  # a letter, a poem
    assert measure(text, "减速机-保养").lone == 0
    assert measure(text, None).lone == 0
    assert measure("神博城\n" * 5, "神博城-减速机").lone == 0  # lines
    assert measure("神博城的灯光，神博城的大门，神博城。" * 2, "神博城-减速机").lone == 0


def test_a_plain_text_measures_nothing():
    assert measure(FILLER, "水泵") is stuffing.NOTHING
