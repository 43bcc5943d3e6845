"""Day, title and site as the visible text and the address give them. All pages and lines are written for this test."""

import pytest
from datatrove.data import Document
from taosha.pipeline.page.content import main_content
from taosha.pipeline.page.metadata import read_metadata
from taosha.pipeline.page.visible import Seen, address_date, complete, heading, site_name, visible_date
from taosha.pipeline.stages.extract import Extract


@pytest.mark.parametrize(
    ("above", "date"),
    [
        (["某某网", "渡口", "发布时间：2019年3月5日"], "2019-03-05"),
        (["2005年03月15日22:36 来源：某某晚报"], "2005-03-15"),
        (["2015-11-05 阅读：8169 来源:转载 作者:王某"], "2015-11-05"),
        (["路人甲 发表于 2005-9-15 11:46:00"], "2005-09-15"),
        (["發佈日期: 2018/7/9"], "2018-07-09"),
        (["2012.4.5"], "2012-04-05"),
        # what states no day of publication
        (["更新时间：2019年3月5日"], None),
        (["注册于 2009-1-1 10:00"], None),
        (["截至2019年3月5日 10:00"], None),
        (["发布时间：2019年3月"], None),
        (["发布时间：2019年13月5日"], None),
        (["在2005年3月15日举行的会议上，各方同意继续谈判，并就下一轮会谈的议题交换了意见"], None),
        (["2019-03-05 10:00", "2019-04-01 10:00"], None),
        (["记者从渡口村获悉，老船工王某于2019年3月4日23时16分去世，享年七十四岁。"], None),
        (["图书编号 12005-03-155"], None),
        ([], None),
        # the line that names publication outweighs another
        (["发布：2019-03-05", "2019-04-01 10:00"], "2019-03-05"),
        (["2019-03-05 10:00", "渡口", "2019年3月5日"], "2019-03-05"),
        (["2019-03-05 10:00", "记者从渡口村获悉，老船工王某于2019年3月4日23时16分去世。"], "2019-03-05"),
    ],
)
def test_the_day_written_above_the_content(above: list[str], date: str | None) -> None:
    assert visible_date(Seen(above=above)) == date


@pytest.mark.parametrize(
    ("seen", "date"),
    [
        (Seen(far=["2005-03-15 10:00 来源：某某晚报"]), "2005-03-15"),
        (Seen(above=["2005-03-14 10:00"], far=["发布时间：2005-03-15"]), "2005-03-14"),
        (Seen(far=["2005-03-15"]), None),
        (Seen(far=["2005年3月15日 10:00 星期二"]), None),
        (Seen(below=["posted @ 2005-03-15 10:00 路人甲 阅读(120) 评论(3)"]), "2005-03-15"),
        (Seen(below=["本帖由路人甲于2005年3月15日10:00:12发表"]), "2005-03-15"),
        (Seen(below=["路人甲 发表于 2005-03-15 10:00"]), None),
        (Seen(below=["路人甲 2005-03-15 10:00 评论(0)"]), None),
        (Seen(below=["发表于 2005-03-15 阅读(1)", "发表于 2005-03-16 阅读(2)"]), None),
        (Seen(), None),
    ],
)
def test_days_further_off_need_more_beside_them(seen: Seen, date: str | None) -> None:
    assert visible_date(seen) == date


@pytest.mark.parametrize(
    ("address", "date"),
    [
        ("https://www.example.org/news/2019/0615/c1013-31159.html", "2019-06-15"),
        ("https://www.example.org/2019-12/10/c_1125.htm", "2019-12-10"),
        ("https://www.example.org/gov/201909/t20190918_5113.html", "2019-09-18"),
        ("https://www.example.org/doc-iicezzrq20190911.shtml", "2019-09-11"),
        ("https://www.example.org/2019/13/10/a.html", None),
        ("https://www.example.org/2019/02/30/a.html", None),
        ("https://www.example.org/2019/06/a.html", None),
        ("https://www.example.org/a/20190615123.html", None),
        ("https://www.example.org/20190615/20190616.html", None),
        ("https://www.example.org/a.html?day=20190615", None),
        ("https://20190615.example.org/", None),
        ("", None),
    ],
)
def test_the_day_in_an_address(address: str, date: str | None) -> None:
    assert address_date(address) == date


@pytest.mark.parametrize(
    ("title", "headings", "shown"),
    [
        ("渡口的冬天没有人_新闻中心_某某网", [("渡口的冬天没有人", True)], "渡口的冬天没有人"),
        ("渡口的冬天_渡船时刻表_渡船票价_某某官网", [("渡口的冬天", True)], "渡口的冬天_渡船时刻表_渡船票价_某某官网"),
        ("渡口的冬天 - 某某网", [("渡口的冬天", False)], "渡口的冬天"),
        ("某某网：渡口的冬天", [("渡口的冬天", True)], "某某网：渡口的冬天"),
        ("某某网 | 渡口的冬天", [("某某网络公司", False), ("渡口的冬天", True)], "渡口的冬天"),
        (
            "渡口的冬天--文化--某某网",
            [("渡口的冬天--文化--某某网", True), ("渡口的冬天", True)],
            "渡口的冬天--文化--某某网",
        ),
        ("渡口的冬天", [("渡口的冬天", True)], "渡口的冬天"),
        ("渡口的冬天来了_某某网", [("渡口的冬天", True)], "渡口的冬天来了_某某网"),
        ("渡口_某某网", [("渡口", True)], "渡口_某某网"),
        ("渡口的冬天_某某网", [], "渡口的冬天_某某网"),
    ],
)
def test_the_title_is_the_heading_that_the_page_shows(title: str, headings: list[tuple[str, bool]], shown: str) -> None:
    assert heading(title, headings) == shown


@pytest.mark.parametrize(
    ("notice", "site"),
    [
        ("Copyright © 2009 某某网 版权所有", "某某网"),
        ("版权所有：某某网", "某某网"),
        ("某某网版权所有 未经授权禁止转载", "某某网"),
        ("某某网简介", None),
        ("© 2009 北方某某网", None),
        ("© 2009 某某网络公司", None),
    ],
)
def test_the_site_is_named_by_title_and_notice_alike(notice: str, site: str | None) -> None:
    assert site_name("渡口的冬天_文化_某某网", "渡口的冬天", [notice]) == site


PARAGRAPH = "腊月里的渡口没有人，船家把竹篙插在泥里，自己坐在船头补网，手指冻得通红，却一针也不肯放慢。"


def test_the_stage_takes_the_visible_day_only_where_the_head_has_none() -> None:
    article = f"<div class='content'>{f'<p>{PARAGRAPH}</p>' * 4}</div>"
    body = f"<h1>渡口</h1><div class='info'>发布时间：2019年3月5日 来源：某某网</div>{article}"
    for head, date in (("", "2019-03-05"), ('<meta name="pubdate" content="2019-03-04">', "2019-03-04")):
        page = f"<html><head><title>渡口</title>{head}</head><body>{body}</body></html>"
        doc = Document(text=page, id="1", metadata={"html": True})
        assert Extract.from_recipe("web").apply(doc).keep
        assert (doc.metadata["date"], doc.metadata["title"], doc.metadata["site"]) == (date, "渡口", None)


def test_title_site_and_day_of_a_whole_page() -> None:
    page = (
        "<html><head><title>渡口的冬天_文化_某某网</title></head><body>"
        "<div class='nav'><a href='/'>某某网</a> <a href='/c'>文化</a></div>"
        f"<h1>渡口的冬天</h1><div class='content'>{f'<p>{PARAGRAPH}</p>' * 4}</div>"
        "<p>posted @ 2009-03-05 10:00 路人甲 阅读(120) 评论(3)</p>"
        "<div class='footer'>Copyright © 2009 某某网 版权所有</div></body></html>"
    )
    stated = read_metadata(page)
    whole = complete(stated, main_content(page, stated).seen, "http://www.example.org/2010/01/01/a.html")
    assert (whole.title, whole.site, whole.date) == ("渡口的冬天", "某某网", "2009-03-05")


def test_a_page_written_by_a_script_has_the_text_that_its_markup_states() -> None:
    text = PARAGRAPH * 4
    script = f'<script type="application/ld+json">{{"articleBody":"{text}"}}</script>'
    empty = f"<html><head><title>渡口</title>{script}</head><body><div id='app'></div></body></html>"
    assert main_content(empty, read_metadata(empty)).text == text
    filled = empty.replace("<div id='app'></div>", f"<p>{PARAGRAPH}</p>")
    assert main_content(filled, read_metadata(filled)).text == PARAGRAPH
