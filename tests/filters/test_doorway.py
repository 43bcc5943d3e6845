"""Names, promises and lists of sites: each measure in both directions."""

import pytest
from taosha.filters import doorway, toxicity
from taosha.pipeline.stages.toxicity import Toxicity

from .hijacked import scan


@pytest.fixture(scope="module")
def stage() -> Toxicity:
    return Toxicity.from_recipe("web")


def measure(title: str | None, text: str, stage: Toxicity) -> doorway.Measures:
    above = scan(toxicity.split_title(title), stage) if title else None
    return doorway.measure(above, scan(text, stage))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("恒启注册_恒启平台", {"恒启", "恒启注册", "恒启平台"}),
        ("墨迹天气下载-墨迹天气最新版", {"墨迹天气", "墨迹天气下载", "墨迹天气最新版"}),
        ("水箱厂家价格_水塔厂家价格", {"厂家价格", "水箱厂家价格", "水塔厂家价格"}),
        ("春天的故事", {"春天的故事"}),
        ("LibreOffice下载", {"libreoffice下载"}),  # a Latin name is a program's
    ],
)
def test_names(title: str, expected: set[str], stage: Toxicity):
    assert doorway.names(scan(toxicity.split_title(title), stage)) == expected


def test_title_calls_and_variants(stage: Toxicity):
    found = measure("恒启注册_恒启平台_恒启登录", "混凝土要保湿。", stage)
    assert (found.title_calls, found.variants) == (3, 2)
    found = measure("红烧肉的做法_红烧肉的窍门", "先焯水。", stage)
    assert (found.title_calls, found.variants) == (0, 0)


def test_name_percent_is_what_passes_eight(stage: Toxicity):
    assert measure("恒启注册", "恒启" * 5 + "文" * 40, stage).name_percent == 12.0
    assert measure("恒启注册", "恒启" * 5 + "文" * 400, stage).name_percent == 0.0
    assert measure("恒启的一天", "恒启的一天" * 5 + "文" * 25, stage).name_percent == 0.0  # the title leads nowhere


def test_unkept_repeats(stage: Toxicity):
    body = "恒启认为，混凝土要保湿。" * 3
    assert measure("恒启登录", body, stage).unkept_repeats == 3
    assert measure("恒启登录", body + "软件界面，输入密码。", stage).unkept_repeats == 0  # it speaks of software
    assert measure("恒启官网", body, stage).unkept_repeats == 0  # a firm's own page promises nothing


def test_unheard(stage: Toxicity):
    body = "混凝土浇筑以后要覆盖保湿，养护不少于七天。"
    assert measure("鲸鱼直播下载", body, stage).unheard == 1
    assert measure("鲸鱼直播下载", body + "鲸鱼直播", stage).unheard == 0
    assert measure("鲸鱼的一生", body, stage).unheard == 0  # neither a way in nor a trade
    assert measure("百家乐开户的故事", body, stage).unheard == 2  # the text does not speak of such matters
    assert measure("百家乐开户的故事", body + "赛事里球队进球", stage).unheard == 1


def test_unheard_of_a_part_that_names_a_trade(stage: Toxicity):
    body = "宏泰公司生产联轴器，联轴器要找正。"
    assert measure("新葡京国际厅_宏泰联轴器", body, stage).unheard == 2  # the other part is echoed
    assert measure("联轴器下载_宏泰联轴器", body, stage).unheard == 0


def test_unheard_sites(stage: Toxicity):
    body = "混凝土浇筑以后要覆盖保湿，养护不少于七天。"
    assert measure("宏天银河官方线上大厅", body, stage).unheard_sites == 3
    assert measure("宏天银河官方线上大厅", body + "宏天银河", stage).unheard_sites == 0
    assert measure("银河的诞生", body, stage).unheard_sites == 0


def test_articles_about_software_lead_nowhere(stage: Toxicity):
    def calls(title: str) -> list[str]:
        found = doorway.offered(scan(toxicity.split_title(title), stage)).matches
        return [match.term for match in found if match.category == "call"]

    assert calls("平台登录异常的说明") == []
    assert calls("恒启登录_恒启登录异常的说明") == ["登录"]  # the other part does
    assert calls("恒启登录") == ["登录"]


def test_entry_repeats(stage: Toxicity):
    assert measure("恒启官网", "恒启官网说，恒启官网说，恒启官网", stage).entry_repeats == 2
    assert measure("官网登录", "官网登录说，官网登录", stage).entry_repeats == 1  # two ways in as one word
    assert measure("恒启官网", "恒启说，恒启说", stage).entry_repeats == 0
    assert measure("邮件客户端", "邮件客户端，邮件客户端", stage).entry_repeats == 0  # any program
    assert measure("怎么打开官网", "怎么打开官网，怎么打开官网", stage).entry_repeats == 0  # no name


def test_sites(stage: Toxicity):
    assert doorway.sites(scan("恒远注册\n天恒官网\n天恒登录", stage)) == {"恒远".encode(), "天恒".encode()}
    assert doorway.sites(scan("恒远注册天恒官网", stage)) == {"恒远".encode(), "天恒".encode()}
    assert doorway.sites(scan("他在恒远公司的前台办理了注册", stage)) == set()
    assert doorway.sites(scan("恒远注册以后", stage)) == set()
    assert doorway.sites(scan("安卓手机请在官网下载", stage)) == set()  # a sentence, no name


def test_baits_beyond_the_first(stage: Toxicity):
    assert measure(None, "合法牌照，合法牌照", stage).baits == 0
    assert measure(None, "合法牌照，资金安全，合法牌照", stage).baits == 1
