"""Title, date and site: where the page states them, else absent. All pages and lines are written for this test."""

import pytest
from datatrove.data import Document
from taosha.pipeline.page.metadata import Metadata, read_metadata, visible_date
from taosha.pipeline.stages.extract import Extract


@pytest.mark.parametrize(
    ("head", "title", "date", "site"),
    [
        ("<title> 渡口 &amp; 船 - 某某网 </title>", "渡口 & 船 - 某某网", None, None),
        ('<meta property="og:title" content="渡口"><title>渡口_某某网</title>', "渡口", None, None),
        ("<META NAME='PubDate' CONTENT='2009-3-1 10:00'>", None, "2009-03-01", None),
        ('<meta content="2021-05-06T08:00:00+08:00" property="article:published_time">', None, "2021-05-06", None),
        ('<meta property="article:published_time" content="2023-02-30">', None, None, None),
        ('<meta property="article:modified_time" content="2023-02-03">', None, None, None),
        ('<meta property="og:site_name" content="某某网">', None, None, "某某网"),
        ('<time itemprop="datePublished" datetime="2012-12-21">很久以前</time>', None, "2012-12-21", None),
        ('<time datetime="2012-12-21">评论于</time>', None, None, None),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"渡\\u53e3","datePublished":"2020-01-02",'
            '"publisher":{"@type":"Organization","name":"某某网"}}</script>',
            "渡口",
            "2020-01-02",
            "某某网",
        ),
        ('<script type="application/ld+json">{"headline":"断了</script>', None, None, None),
        ('<script type="text/javascript">var x = {"datePublished": "2020-01-02"}</script>', None, None, None),
        ("<title></title>", None, None, None),
        ("", None, None, None),
    ],
)
def test_what_the_head_states(head: str, title: str | None, date: str | None, site: str | None) -> None:
    stated = read_metadata(f"<html><head>{head}</head><body><p>正文</p></body></html>")
    assert (stated.title, stated.date, stated.site) == (title, date, site)
    assert isinstance(stated, Metadata)


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
    assert visible_date(above) == date


PARAGRAPH = "腊月里的渡口没有人，船家把竹篙插在泥里，自己坐在船头补网，手指冻得通红，却一针也不肯放慢。"


def test_the_stage_takes_the_visible_day_only_where_the_head_has_none() -> None:
    article = f"<div class='content'>{f'<p>{PARAGRAPH}</p>' * 4}</div>"
    body = f"<h1>渡口</h1><div class='info'>发布时间：2019年3月5日 来源：某某网</div>{article}"
    for head, date in (("", "2019-03-05"), ('<meta name="pubdate" content="2019-03-04">', "2019-03-04")):
        page = f"<html><head><title>渡口</title>{head}</head><body>{body}</body></html>"
        doc = Document(text=page, id="1", metadata={"html": True})
        assert Extract.from_recipe("web").apply(doc).keep
        assert (doc.metadata["date"], doc.metadata["title"], doc.metadata["site"]) == (date, "渡口", None)
