"""Evasions, places and files of the lexicons."""

from pathlib import Path

import pytest
from taosha.filters.lexicon import FOLDER, Lexicon, LexiconError

CATEGORIES = ["pornography", "gambling", "fraud", "drugs_weapons", "advertising", "abuse"]
FILES = [*CATEGORIES, "mentions", "calls", "fields", "topics", "ordinary"]


@pytest.fixture(scope="module")
def lists() -> Lexicon:
    return Lexicon(FILES, CATEGORIES)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("加薇信咨询", "加微信咨询"),
        ("加 v x 咨 询", "加vx咨询"),
        ("百家樂開戶", "百家乐开户"),
        ("百*家*乐*开*户", "百家乐开户"),
        ("百 家 乐 开 户", "百家乐开户"),
        ("真人荷官", "真人荷官"),
        ("贝者球网", "赌球网"),
        ("约火包软件", "约炮软件"),
        ("代开发飘", "代开发票"),
        ("冰独出售", "冰毒出售"),
        ("木仓支出售", "枪支出售"),
        ("扣扣号", "扣扣号"),
        ("威❤号", "威信号"),
        ("ＢＥＴ３６５", "bet365"),
        ("BET365", "bet365"),
    ],
)
def test_evasions_are_found(lists: Lexicon, text: str, term: str):
    assert term in [hit.term for hit in lists.find("前文" + text + "后文")]


def test_places_are_code_points(lists: Lexicon):
    text = "𠮷：百 家 ★ 樂 開户！"
    (hit,) = [hit for hit in lists.find(text) if hit.category == "gambling"]
    assert text[hit.start : hit.end] == "百 家 ★ 樂 開户"


def test_latin_terms_are_whole_words(lists: Lexicon):
    assert lists.find("yaboo betways m889") == []
    assert [hit.term for hit in lists.find("用yabo买球")] == ["yabo", "买球"]


def test_sentence_punctuation_is_a_barrier(lists: Lexicon):
    assert "百家乐" not in [hit.term for hit in lists.find("诸子百家。乐府")]


def test_scan_tells_category_weight_and_place_in_the_folded_text(lists: Lexicon):
    scan = lists.scan("來，百家樂開戶！", 2.0)
    assert scan is not None
    assert [m for m in scan.matches if m.category == "gambling"] == [("gambling", "百家乐开户", 4.0, 4, 19)]
    assert scan.data[4:19].decode() == "百家乐开户"


def test_scan_is_none_without_a_heavy_term(lists: Lexicon):
    assert lists.scan("警方通报赌博案，嫌疑人登录网站", 2.0) is None  # words of news and context only
    scan = lists.scan("警方通报赌博案", None)
    assert scan is not None
    assert [m.category for m in scan.matches] == ["mention", "gambling"]  # 警方通报


def test_an_ordinary_name_hides_the_term_within_it(lists: Lexicon):
    assert [hit.category for hit in lists.find("腾讯体育官网")] == ["ordinary", "call"]
    assert [hit.category for hit in lists.find("鑫耀体育官网")] == ["gambling"]


def test_every_bundled_list_states_source_and_date():
    for path in FOLDER.glob("*.yaml"):
        head = path.read_text(encoding="utf-8")
        assert "\nsource: " in head, path
        assert "\ndate: " in head, path


def test_own_lists(tmp_path: Path):
    own = tmp_path / "own.yaml"
    own.write_text("category: abuse\nsource: mine\ndate: 2026-01-01\nterms: {2: '测试词{甲,乙}'}\n", encoding="utf-8")
    assert [hit.term for hit in Lexicon([str(own)], CATEGORIES).find("这是测试词乙。")] == ["测试词乙"]


@pytest.mark.parametrize("content", ["terms: {", "[]", "category: nonsense\nsource: x\ndate: x\nterms: {}\n"])
def test_bad_list_is_one_clear_error(tmp_path: Path, content: str):
    own = tmp_path / "own.yaml"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"own\.yaml"):
        Lexicon([str(own)], CATEGORIES)
