"""Title, publication date and site, where the page states them; never guessed.

Sources in this order: Open Graph and article meta tags, schema.org JSON-LD, Dublin Core and common CMS meta names, the
title element. A date is a valid day in a meta tag, in JSON-LD, in a <time> marked as publication, or written out in the
lines right above the main content (`visible_date`). A title is taken as it stands, the site's name behind it included.
"""

import datetime
import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

HEAD_CHARS = 100_000

_META = re.compile(r"<meta\s[^>]{1,2000}>", re.I)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_TITLE = re.compile(r"<title[^>]{0,200}>(.{0,2000}?)</title", re.I | re.S)
_JSON_LD_DATE = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{8,40})\"")
_JSON_LD_HEADLINE = re.compile(r"\"headline\"\s*:\s*(\"(?:[^\"\\]|\\.){1,300}\")")
_JSON_LD_PUBLISHER = re.compile(r"\"publisher\"\s*:\s*\{[^{}]{0,500}?\"name\"\s*:\s*(\"(?:[^\"\\]|\\.){1,100}\")")
_JSON_LD = re.compile(r"<script[^>]{0,200}application/ld\+json[^>]{0,200}>(.{0,50000}?)</script", re.I | re.S)
_TIME = re.compile(r"<time\s[^>]{0,500}?(?:itemprop\s*=\s*[\"']datePublished|pubdate)[^>]{0,500}>", re.I)
_DATETIME = re.compile(r"(?:datetime|content)\s*=\s*[\"']([^\"']{8,40})", re.I)
_DAY = re.compile(r"((?:19|20)\d\d)[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})(?!\d)")
_WRITTEN_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)日?(\s*T?\d{1,2}[:：]\d\d)?"
)
_PUBLISHED = re.compile(
    r"(?:发布|發布|發佈|发表|發表|发稿|刊登|上传|张贴|張貼|创建)(?:时间|時間|日期|于|於|在)?|(?:时间|時間|日期|Posted|Published|Date)\s*[:：]",
    re.I,
)
_BYLINE = re.compile(r"来源|來源|稿源|作者|记者|記者|阅读|閱讀|浏览|瀏覽|点击|點擊")
_OTHER_DAY = re.compile(
    r"更新|修改|编辑于|編輯於|截至|截止|成文|生效|实施|施行|注册|註冊|最后|最後|今天|现在|有效|到期|出生|开奖"
)
ABOVE_LINES = 8  # short texts above the main content that are read for a date of publication
ABOVE_CHARS = 160  # a longer one is prose
_DATE_NAMES = (
    "article:published_time", "og:published_time", "og:release_date", "datepublished", "publishdate", "pubdate", "pubtime",
    "publish_time", "publish-date", "publication_date", "dc.date.issued", "dcterms.created", "dc.date", "weibo:article:create_at",
    "apub:time", "_pubtime", "contentdate", "ptime", "firstpublishedtime", "date",
)  # fmt: skip
_SITE_NAMES = ("og:site_name", "sitename", "application-name", "apple-mobile-web-app-title")


@dataclass(frozen=True, slots=True)
class Metadata:
    """title, site, summary (the description): as stated, entities resolved. date: YYYY-MM-DD."""

    title: str | None
    date: str | None
    site: str | None
    summary: str | None


def day(text: str) -> str | None:
    """The first valid calendar day in `text` as YYYY-MM-DD.

    >>> day("2023-02-30"), day("2009年3月1日 10:00"), day("20240131T000000")
    (None, '2009-03-01', '2024-01-31')
    """
    match = _DAY.search(text)
    if not match:
        return None
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return None


def read_metadata(page: str) -> Metadata:
    """What the page states about itself; None for what it does not state."""
    head = page[:HEAD_CHARS]
    end = head.find("</head>")
    top = head[:end] if end > 0 else head  # meta tags stand there; JSON-LD and <time> stand anywhere
    stated: dict[str, str] = {}
    for match in _META.finditer(top):
        attributes = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(match[0])}
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        if name and attributes.get("content"):
            stated.setdefault(name.strip().lower(), _clean(attributes["content"]))
    scripts = [script[1] for script in _JSON_LD.finditer(head)] if "ld+json" in head else []
    title_element = _TITLE.search(top)
    title = (
        stated.get("og:title")
        or _json(_JSON_LD_HEADLINE, scripts)
        or (_clean(title_element[1]) if title_element else "")
    )
    site = next((stated[name] for name in _SITE_NAMES if stated.get(name)), None) or _json(_JSON_LD_PUBLISHER, scripts)
    summary = stated.get("og:description") or stated.get("description")
    return Metadata(title or None, _date(head, stated, scripts), site or None, summary or None)


def visible_date(above: Sequence[str]) -> str | None:
    """The day of publication as the lines above the main content write it; None if they write none, or several.

    A line counts if it names publication ("发布时间：…"), or holds no full sentence and has a time of day or a source or
    author beside the day, or is hardly more than the day. Lines about other days (更新, 截至, 注册) do not. A line that
    names publication outweighs the others.

    >>> visible_date(["新闻中心", "2005年03月15日 22:36 网易娱乐"])
    '2005-03-15'
    >>> visible_date(["2005-03-15 22:36", "更新于 2009-01-01"]), visible_date(["在2005年3月15日举行的会议上，他说了很多话"])
    ('2005-03-15', None)
    """
    named: set[str] = set()
    bare: set[str] = set()
    for line in above:
        if len(line) > ABOVE_CHARS:
            continue
        for match in _WRITTEN_DAY.finditer(line):
            before = line[max(0, match.start() - 12) : match.start()]
            found = day(f"{match[1]}-{match[2]}-{match[3]}")
            if not found or _OTHER_DAY.search(before):
                continue
            if _PUBLISHED.search(before):
                named.add(found)
            elif "。" not in line and (match[4] or len(match[0]) * 2 >= len(line.strip()) or _BYLINE.search(line)):
                bare.add(found)
    days = named or bare
    return days.pop() if len(days) == 1 else None


def _date(head: str, stated: dict[str, str], scripts: Sequence[str]) -> str | None:
    for name in _DATE_NAMES:
        if name in stated and (found := day(stated[name])):
            return found
    for script in scripts:
        published = _JSON_LD_DATE.search(script)
        if published and (found := day(published[1])):
            return found
    element = _TIME.search(head) if "<time" in head else None
    if element and (stamp := _DATETIME.search(element[0])):
        return day(stamp[1])
    return None


def _json(pattern: re.Pattern[str], scripts: Sequence[str]) -> str:
    """The first string that `pattern` finds in a script of JSON-LD; '' if there is none."""
    for script in scripts:
        if found := pattern.search(script):
            try:
                return _clean(json.loads(found[1], strict=False))
            except ValueError:
                continue
    return ""


def _clean(text: str) -> str:
    return " ".join(html.unescape(text).split())
