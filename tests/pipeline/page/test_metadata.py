"""Title, date and site: what the markup states, else absent. All pages are written for this test."""

import pytest
from taosha.pipeline.page.metadata import Metadata, read_metadata


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
        # a time in UTC counts in China's, one with another offset as it is written
        ('<meta property="article:published_time" content="2011-04-03T16:45:00.000Z">', None, "2011-04-04", None),
        ('<meta property="article:published_time" content="2011-04-03T15:59:59Z">', None, "2011-04-03", None),
        ('<meta property="article:published_time" content="2011-04-03T23:45:00+08:00">', None, "2011-04-03", None),
        # a quotation mark in the title has ended the attribute
        (
            '<meta property="og:title" content="他说"慢了"才好"><title>他说"慢了"才好_某某网</title>',
            '他说"慢了"才好_某某网',
            None,
            None,
        ),
        ('<meta property="og:title" content="渡口"><title>渡口的冬天_某某网</title>', "渡口", None, None),
        ("<title></title>", None, None, None),
        ("", None, None, None),
    ],
)
def test_what_the_head_states(head: str, title: str | None, date: str | None, site: str | None) -> None:
    stated = read_metadata(f"<html><head>{head}</head><body><p>正文</p></body></html>")
    assert (stated.title, stated.date, stated.site) == (title, date, site)
    assert isinstance(stated, Metadata)


def test_the_body_of_an_article_in_json_ld() -> None:
    text = "腊月里的渡口没有人。" * 20
    script = f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{text}\\n完"}}</script>'
    assert read_metadata(script).body == text + " 完"
    assert read_metadata(script.replace("application/ld+json", "text/plain")).body is None
