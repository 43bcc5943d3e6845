"""Labels, shares and scores of filters/language.py. Sentences written for this project; figures: benchmarks/language.py."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from taosha.filters.language import Config, Measures, explain, judge, measure
from taosha.filters.language_evidence import grams
from taosha.filters.language_model import VARIETIES, added, model, named

CONFIG = Config(
    keep={"zh": 1.0, "yue": 1.0, "lzh": 1.0, "wuu": 1.0, "en": 0.3},
    min_score=0.3,
    min_chinese_share=0.333,
    max_han_per_mark=40,
    min_latin_share=0.1,
    max_beside_latin=0.03,
    sample_chars=300,
)

SENTENCES = [
    ("zh", "今天早上下了一场大雨，很多人上班迟到了。"),
    ("zh", "這個週末我們打算去陽明山走走，順便吃個火鍋。"),
    ("zh", "特区政府昨日公布了新一年度的财政预算案。"),
    ("zh", "我用 Python 写了一个 for 循环，然后 return 结果。"),
    ("yue", "我哋今日去咗睇戲，佢話套戲好好睇嘅。"),
    ("yue", "你食咗飯未呀？未食就一齊去飲茶啦。"),
    ("yue", "今晚返到屋企先至沖涼，聽日仲要返工添。"),
    ("lzh", "學而時習之，不亦說乎？有朋自遠方來，不亦樂乎？"),
    ("lzh", "先帝创业未半而中道崩殂，今天下三分，益州疲弊，此诚危急存亡之秋也。"),
    ("wuu", "侬今朝到啥地方去白相啊？阿拉屋里向呒没人。"),
    ("ja", "昨日は友達と一緒に映画を見に行きました。"),
    ("ko", "어제는 친구와 함께 영화를 보러 갔습니다."),
    ("en", "Yesterday we went to the cinema with some of our friends and they liked it."),
    ("other", "Вчера мы ходили в кино с друзьями."),
    ("other", "Hier soir nous sommes allés au cinéma avec des amis de la famille."),
]


@pytest.mark.parametrize(("language", "text"), SENTENCES)
def test_label(language: str, text: str):
    assert measure(text, CONFIG).language == language


DATA = Path(__file__).parents[1] / "data"
SHORT = [
    (label, text)
    for label, kinds in yaml.safe_load((DATA / "language_short.yaml").read_text(encoding="utf-8")).items()
    for texts in kinds.values()
    for text in texts
]
#: of those, what the model gets wrong today: names and headlines without a function word are what it is worst at
KNOWN = ("周杰倫、蔡依林、五月天", "欧阳修远", "樓價連跌四個月")


@pytest.mark.parametrize(
    ("language", "text"),
    [pytest.param(*case, marks=pytest.mark.xfail(strict=True) if case[1] in KNOWN else ()) for case in SHORT],
)
def test_short_text(language: str, text: str):
    assert measure(text, CONFIG).language == language


#: sentences of an author who knew nothing of the model: file -> label -> how many are named rightly, and how many that are
#: something else are called so; the first go up only, the second down only
FRESH = {
    "language_fresh.yaml": {"yue": (121, 0), "zh": (160, 3), "lzh": (40, 19), "wuu": (40, 0), "ja": (17, 1)},
    "language_fresh_unseen.yaml": {"yue": (118, 3), "zh": (164, 4), "lzh": (40, 13), "wuu": (40, 0), "ja": (18, 0)},
}


@pytest.mark.parametrize("name", FRESH)
def test_fresh_sentences(name: str):
    rows = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    called = Counter((label, measure(text, CONFIG).language) for label, texts in rows.items() for text in texts)
    for label, (fewest, most) in FRESH[name].items():
        assert called[label, label] >= fewest, label
        assert sum(count for (true, said), count in called.items() if said == label != true) <= most, label


MIXED = yaml.safe_load((DATA / "language_mixed.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", MIXED, ids=[case["name"] for case in MIXED])
def test_mixed_documents(case: dict[str, str]):
    measures = measure(case["text"], CONFIG)
    assert measures.language == case["language"]
    assert sum(measures.shares.values()) == pytest.approx(1.0, abs=1e-3)


def test_a_long_text_without_a_character_of_its_own_is_not_cantonese():
    echoes = "哔哩哔哩概念。\n" * 60  # onomatopoeia that the model takes for Cantonese
    assert measure(echoes, CONFIG).shares == {"zh": 1.0}
    assert measure("佢哋話冇所謂，橫掂都係咁㗎啦，聽日先再算。\n" * 20, CONFIG).shares == {"yue": 1.0}


def test_japanese_quotation_is_counted_apart():
    shares = measure("他在信的结尾写道：「さようなら、みなさん、おげんきで」，然后就离开了这座城市。", CONFIG).shares
    assert shares["ja"] == pytest.approx(14 / 32, abs=0.01)
    assert shares["zh"] == pytest.approx(18 / 32, abs=0.01)


def test_no_letters_are_no_language():
    assert measure("123 !?", CONFIG) == Measures("other", 0.0, {}, 0, 0, 0, 0, 0, 0, 0)


def test_counts():
    measures = measure("漢字かなカナ한글abcжд𠀀", CONFIG)
    assert (measures.han_chars, measures.kana_chars, measures.hangul_chars) == (3, 4, 2)
    assert (measures.latin_chars, measures.other_chars) == (3, 2)


def test_english_article_with_a_chinese_menu_is_english():
    article = (
        "The council said on Monday that it would open the old market to the public again, and that most of the work "
        "had been done by the people who live there. They have waited for more than three years for it. "
    ) * 4
    measures = measure("首页 新闻 体育 财经 关于我们 联系我们\n" + article, CONFIG)
    assert measures.language == "en"
    assert measures.shares["zh"] == pytest.approx(0.1, abs=0.05)


def test_bilingual_page_has_both_shares():
    pair = "The weather is getting colder and we have to put on more of our clothes.\n天气越来越冷了，我们得多穿一些衣服才行。\n"
    shares = measure(pair * 5, CONFIG).shares
    assert shares["zh"] > 0.3
    assert shares["en"] > 0.3


def test_code_and_names_do_not_make_a_chinese_page_english():
    page = (
        "下面的代码读取文件并逐行打印：\n\nwith open(path) as handle:\n    for line in handle:\n        print(line)\n\n"
        * 5
    )
    assert measure(page, CONFIG).language == "zh"


def test_addresses_are_no_language():
    text = "参考资料见 https://example.org/some/very/long/path/of/the/which/they/have/written?with=that 。"
    assert measure(text, CONFIG).shares == {"zh": 1.0}


def test_a_tutorial_that_is_two_thirds_code_and_output_is_chinese():
    page = (
        "先安装依赖，再运行测试：\n\nnpm install --save-dev jest\n\nadded 274 packages from 210 contributors in 9.1s\n"
        "npm WARN deprecated request@2.88.2: request has been deprecated\n\n"
        "// check that the sum of the two arguments is returned to the caller\n"
        'test("adds one and two to get the sum of them", () => {\n  expect(sum(1, 2)).toBe(3);\n});\n\n'
        "看到绿色的对勾就说明通过了。如果失败，请检查路径是否写对。\n\n"
    )
    measures = measure(page * 4, CONFIG)
    assert measures.latin_chars > 2 * measures.han_chars
    assert measures.language == "zh"
    assert measures.shares["zh"] > 0.6


ENGLISH_PROSE = "The owner of the shop told us that they will be open on Monday and that most of it has been sold.\n"


@pytest.mark.parametrize("fence", ["```", "~~~~", "  ```"])
def test_prose_in_a_fenced_block_is_code(fence: str):
    page = f"把下面的句子放进段落里：\n\n{fence}html\n{ENGLISH_PROSE * 5}{fence.strip()}\n\n然后保存。\n"
    measures = measure(page, CONFIG)
    assert measures.shares == {"zh": 1.0}
    assert measures.english_chars == 0


def test_prose_behind_a_fenced_block_is_prose():
    page = f"先运行：\n```\nnpm run build\n```\n{ENGLISH_PROSE * 5}"
    assert measure(page, CONFIG).language == "en"


def test_a_fence_within_a_line_opens_nothing():
    assert measure(f"三个反引号 ``` 开始一段代码。\n{ENGLISH_PROSE * 5}", CONFIG).language == "en"


def test_a_span_in_backticks_is_code():
    page = f"请阅读这段对话并回答问题：\n\n`{ENGLISH_PROSE.strip()}`\n\n`{ENGLISH_PROSE.strip()}`\n"
    assert measure(page, CONFIG).shares == {"zh": 1.0}


def test_a_lone_backtick_opens_nothing():
    measures = measure("`" + ENGLISH_PROSE, CONFIG)
    assert (measures.english_chars, measures.code_chars) == (75, 0)


def test_indented_lines_below_code_are_code():
    listing = "<article>\n    <p>\n" + f"      {ENGLISH_PROSE}" * 4 + "    </p>\n</article>\n"
    assert measure("把这一段加进页面：\n\n" + listing, CONFIG).shares == {"zh": 1.0}
    assert measure("这是原文：\n\n" + f"      {ENGLISH_PROSE}" * 4, CONFIG).language == "en"


@pytest.mark.parametrize("quoted", ["（{}）", "({})", "《{}》", "“{}”"])
def test_latin_in_brackets_behind_chinese_does_not_vote(quoted: str):
    title = "Il faut bien le faire et la suite de cette histoire"
    assert measure("势必如此" + quoted.format(title) + "。", CONFIG).shares == {"zh": 1.0}


def test_a_listing_that_is_a_hundred_times_its_prose_does_not_vote():
    page = (
        "调用下面的函数，把数组恢复原状。\n"
        + "const userData = { songs: allSongs.map((song) => ({ ...song })) };\n" * 80
    )
    measures = measure(page, CONFIG)
    assert (measures.language, measures.shares) == ("zh", {"zh": 1.0})


def test_english_and_code_are_counted_apart():
    text = "The owner of the shop told us that they will be open on Monday.\nfor (let i = 0; i < n; i++) { total += a[i]; }\n"
    measures = measure(text, CONFIG)
    assert (measures.english_chars, measures.code_chars) == (49, 17)


def test_half_translated_manual_has_both_shares():
    chinese = "此函数返回流的当前位置，出错时返回负一并设置错误号。\n"
    english = "The file position indicator is cleared, and the effect of any earlier calls on that stream is undone.\n"
    shares = measure((chinese + english) * 3, CONFIG).shares
    assert shares["zh"] == pytest.approx(0.47, abs=0.05)
    assert shares["en"] == pytest.approx(0.53, abs=0.05)


# 23 characters; ENGLISH_PROSE has 75 letters, as much as 25
NOTE = "这一段讲的是缓存怎样失效，看完记下来，免得以后忘了。"
MENU = "首页 新闻 体育 财经 娱乐 科技 房产 汽车 教育 健康 招聘"


@pytest.mark.parametrize(
    ("chinese", "english", "language"),
    [
        (NOTE, 1, "zh"),  # 23 to 25
        (NOTE * 2, 3, "zh"),  # 46 to 75, more than a third of both
        (NOTE * 2, 4, "en"),  # 46 to 100, less than a third
        (MENU * 2, 3, "en"),  # 44 to 75, but no sentence among them
        (NOTE + MENU, 3, "zh"),
    ],
)
def test_notes_on_english_are_chinese_from_a_third_on(chinese: str, english: int, language: str):
    measures = measure(chinese + "\n" + ENGLISH_PROSE * english, CONFIG)
    assert measures.language == language
    assert measures.shares["en"] > 0.5 > measures.shares["zh"]  # the shares say what they are, whatever the label


def test_score_of_notes_on_english_is_that_of_their_chinese_share():
    measures = measure(NOTE * 2 + "\n" + ENGLISH_PROSE * 3, CONFIG)
    assert measures.score <= measures.shares["zh"] == pytest.approx(46 / (46 + 75), abs=0.001)


@pytest.mark.parametrize("sign", ['.\\"', "'\\\"", "..//", "*/"])
def test_comments_behind_signs_are_code(sign: str):
    measures = measure(f"{sign} {ENGLISH_PROSE}" * 3, CONFIG)
    assert (measures.english_chars, measures.code_chars) == (0, 225)


@pytest.mark.parametrize("sign", [".", "...", "- ", "1./", "a/", "- /"])
def test_other_beginnings_are_prose(sign: str):
    assert measure(f"{sign} {ENGLISH_PROSE}", CONFIG).code_chars == 0


def test_explain_names_marked_characters_lines_and_models():
    found = explain(
        "佢哋喺度傾偈，傾咗好耐嘅嘢，佢話冇所謂。\nThis is what they have been saying about it.\nx = f(y);", CONFIG
    )
    assert {"marked": "yue", "佢": 2, "哋": 1, "喺": 1, "咗": 1, "嘅": 1, "嘢": 1, "冇": 1} in found
    assert [row["language"] for row in found if "language" in row] == ["yue", "en"]
    assert {"line": 3, "code": 3, "text": "x = f(y);"} in found
    assert any(row.get("lid.176") == "en" and row["probability"] > 0.9 for row in found)
    assert any(row.get("model") == "language.npz" and row["yue"] == 17 for row in found)


def test_explain_names_the_words_that_no_marked_character_tells():
    found = explain("今日返工好累，聽日放假", CONFIG)
    (row,) = [row for row in found if row.get("n-grams for") == "yue"]
    weights = {gram: value for gram, value in row.items() if gram != "n-grams for"}
    assert {"聽日", "返工"} <= set(weights)
    assert len(weights) == 8
    assert list(weights.values()) == sorted(weights.values(), reverse=True)
    assert min(weights.values()) > 0


def test_weights_of_n_grams_add_up_to_what_the_model_summed():
    # one segment without marks: its n-grams, found by the slow way, are as many and weigh as much as in the compiled pass
    text, trained = "学生在学校学习数学", model()
    keys = np.array([np.uint64(key) for _, key in grams(text)], np.uint64)
    sums = added(keys, len(keys), trained.rows, (0, 0, 0, 0, 0))
    best, sure = named(
        sums, len(keys), len(text), np.zeros(5, np.int64), trained.scale, trained.bias, trained.calibration
    )
    measures = measure(text, CONFIG)
    assert (VARIETIES[best], round(sure, 4)) == (measures.language, measures.score)
    assert len(keys) == 9 + 10 + 9


def test_short_text_is_less_sure_than_long():
    short, long = (
        measure("公司简介", CONFIG),
        measure("本公司成立于一九九八年，主要从事各类机械设备的生产和销售。" * 3, CONFIG),
    )
    assert short.score < long.score


def test_keep_drops_languages_that_are_not_wanted():
    verdict = judge(measure("昨日は友達と映画を見に行きました。", CONFIG), CONFIG, draw=0.5)
    assert (verdict.keep, verdict.reason, verdict.value, verdict.limit) == (False, "keep", 0.5, 0.0)


def test_keep_takes_a_share():
    english = measure("This is what they have been saying about it for some time.", CONFIG)
    assert judge(english, CONFIG, draw=0.29).keep
    verdict = judge(english, CONFIG, draw=0.3)
    assert (verdict.reason, verdict.value, verdict.limit) == ("keep", 0.3, 0.3)


def test_min_score():
    measures = Measures("zh", 0.29, {"zh": 0.3}, 9, 0, 0, 0, 0, 0, 0)
    verdict = judge(measures, CONFIG, draw=0.0)
    assert (verdict.keep, verdict.reason, verdict.value, verdict.limit) == (False, "min_score", 0.29, 0.3)
    assert judge(Measures("zh", 0.3, {"zh": 0.3}, 9, 0, 0, 0, 0, 0, 0), CONFIG, draw=0.0).keep


@given(st.text())
def test_any_text(text: str):
    measures = measure(text, CONFIG)
    assert 0.0 <= measures.score <= 1.0
    assert not measures.shares or sum(measures.shares.values()) == pytest.approx(1.0, abs=1e-3)
    assert measure(text, CONFIG) == measures
