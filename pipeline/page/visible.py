"""What a page's visible text and its address add to what its markup states: the day, the title without the site, the site.

Each needs evidence on the page itself; without it the field stays as it was.

- day: written out beside the main content, by its distance (`visible_date`), or in the address (`address_date`);
- title: a title element holds the article's heading and the site's and channel's names; the heading alone is the title
  where the page shows it in a block of its own (`heading`);
- site: what stands behind the heading in the title element, where the page's copyright notice repeats it (`site_name`).
"""

import dataclasses
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .metadata import Metadata, day

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
#: what ends a text with its day: "发表于 … 阅读(3) 评论(0)", "posted @ …", "本贴由…于…发表"
_CLOSING = re.compile(r"阅读|閱讀|浏览|瀏覽|点击|點擊|评论\s*[(（:：]|評論\s*[(（:：]|posted|本[文帖贴]|收藏本文", re.I)
_CLOSING_DAY = re.compile(r"(?:发布|發佈|发表|發表)(?:时间|于|於)?|posted\s*(?:@|on)?|本[文帖贴]由.{1,30}?于", re.I)
_ADDRESS_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/]?)([01]\d)[-/]?([0-3]\d)(?!\d)")
_HOST = re.compile(r"^[a-z]{2,8}://[^/]*", re.I)
_PART = re.compile(r"\s*(?:[_|｜»«]|[-–—·]{1,3}|[:：]\s)\s*")
_PART_ENDS = re.compile(r"(?:[_|｜»«]|[-–—·]|[:：]\s)\s*$")
_COPYRIGHT = re.compile(r"版权|版權|©|copyright", re.I)
#: what a whole name in a notice stands between, so that 新闻网 is not read out of 中国新闻网
_NAME_BEGINS, _NAME_ENDS = (
    r"(?:^|[^\u4e00-\u9fff\w]|\d|所有|归|歸|属|屬)",
    r"(?=$|[^\u4e00-\u9fff\w]|版权|版權|所有|保留|未经|未經)",
)
MOST_CHARS = 160  # a longer line is prose
LEAST_TITLE = 4  # characters of a heading; a shorter one may be a channel's name
LEAST_SHARE = (
    0.4  # of the title; one that is mostly other names (adverts on hijacked pages) stays as it stands, for toxicity
)


class Seen(NamedTuple):
    """Short texts around the main content. above, far, below: lines with digits among the blocks right before it and its
    first ones; among those further before; right behind it. headings: texts that the title holds, with whether they are
    marked as a heading. notices: lines about copyright."""

    above: Sequence[str] = ()
    far: Sequence[str] = ()
    below: Sequence[str] = ()
    headings: Sequence[tuple[str, bool]] = ()
    notices: Sequence[str] = ()


def complete(stated: Metadata, seen: Seen, address: str | None) -> Metadata:
    """`stated` with what the visible text and the address add."""
    title = heading(stated.title, seen.headings) if stated.title else None
    site = stated.site
    if title and stated.title and not site:
        site = site_name(stated.title, title, seen.notices)
    date = stated.date or visible_date(seen) or address_date(address or "")
    return dataclasses.replace(stated, title=title or stated.title, site=site, date=date)


def visible_date(seen: Seen) -> str | None:
    """The day of publication as the lines around the main content write it; None if they write none, or several.

    The nearest lines that write one decide: right above the text; further above, where a time of day, a source or an author
    must stand beside it; below, where the line must be one that closes a text ("发表于 … 阅读(3)").

    >>> visible_date(Seen(above=["新闻中心", "2005年03月15日 22:36 网易娱乐"]))
    '2005-03-15'
    >>> visible_date(Seen(above=["在2005年3月15日举行的会议上，他说了很多话"], far=["2005-03-15 来源：某某晚报"]))
    '2005-03-15'
    >>> visible_date(Seen(below=["发表于 2004年12月27日 12:40 - (阅读:3727;评论:63)"]))
    '2004-12-27'
    """
    for days in (_days(seen.above, near=True), _days(seen.far, near=False), _closing_days(seen.below)):
        if days:
            return days.pop() if len(days) == 1 else None
    return None


def _days(lines: Iterable[str], *, near: bool) -> set[str]:
    """The days that lines above a text write.

    A line counts if it names publication ("发布时间：…"), or holds no full sentence and has a time of day or a source or
    author beside the day, or (`near`) is hardly more than the day. Lines about other days (更新, 截至, 注册) do not. Lines that
    name publication outweigh the others.
    """
    named: set[str] = set()
    bare: set[str] = set()
    for line in lines:
        if len(line) > MOST_CHARS:
            continue
        for match in _WRITTEN_DAY.finditer(line):
            before = line[max(0, match.start() - 12) : match.start()]
            found = day(f"{match[1]}-{match[2]}-{match[3]}")
            if not found or _OTHER_DAY.search(before):
                continue
            if _PUBLISHED.search(before):
                named.add(found)
            elif "。" not in line and (
                _BYLINE.search(line) or (near and (match[4] or len(match[0]) * 2 >= len(line.strip())))
            ):
                bare.add(found)
    return named or bare


def _closing_days(lines: Iterable[str]) -> set[str]:
    """The days of lines that close a text: they name publication before the day, and count readers or comments."""
    days: set[str] = set()
    for line in lines:
        if len(line) > MOST_CHARS or "。" in line or not _CLOSING.search(line):
            continue
        for match in _WRITTEN_DAY.finditer(line):
            before = line[max(0, match.start() - 24) : match.start()]
            found = day(f"{match[1]}-{match[2]}-{match[3]}")
            if found and _CLOSING_DAY.search(before) and not _OTHER_DAY.search(before):
                days.add(found)
    return days


def address_date(address: str) -> str | None:
    """The day in an address whose path holds a single one, whole and valid: /2012/05/12/, /2012-05/12/, t20120512_.

    Archives file a page under its day. Of the development pages that give their own address with a day in it and state a
    day, all nine agree, and so do all 845 posts of one blog.

    >>> address_date("http://news.example.org/2012-05/12/c_1119.htm"), address_date("https://example.org/art/t20190918_5113.html")
    ('2012-05-12', '2019-09-18')
    >>> address_date("http://example.org/20121341/20110101/a.html"), address_date("http://20110101.example.org/")
    ('2011-01-01', None)
    """
    found = {day(f"{y}-{m}-{d}") for y, _, m, d in _ADDRESS_DAY.findall(_HOST.sub("", address).split("?")[0])} - {None}
    return found.pop() if len(found) == 1 else None


def heading(title: str, headings: Sequence[tuple[str, bool]]) -> str:
    """The part of `title` that the page shows in a block of its own, without the names of site and channel around it.

    >>> heading("渡口的冬天没有人_新闻中心_某某网", [("新闻中心", False), ("渡口的冬天没有人", True)])
    '渡口的冬天没有人'
    >>> heading("渡口的冬天_某某网", [("渡口", True), ("另一个标题", True)])
    '渡口的冬天_某某网'
    """
    best = (False, 0, title)
    for text, marked in headings:
        at = title.find(text)
        if at < 0 or len(text) < max(LEAST_TITLE, LEAST_SHARE * len(title)):
            continue
        before, behind = title[:at], title[at + len(text) :]
        if (not before or _PART_ENDS.search(before)) and (not behind or _PART.match(behind)):
            best = max(best, (marked, len(text), text))
    return best[2]


def site_name(title: str, shown: str, notices: Iterable[str]) -> str | None:
    """The part of `title` beside `shown` that a copyright notice repeats, the last one if there are several.

    >>> site_name("渡口的冬天_新闻中心_某某网", "渡口的冬天", ["关于新闻中心", "版权所有 © 某某网 未经授权不得转载"])
    '某某网'
    >>> site_name("渡口的冬天-新闻网", "渡口的冬天", ["© 2009 某某新闻网"])
    """
    said = "\n".join(line for line in notices if _COPYRIGHT.search(line))
    for part in reversed(_PART.split(title.replace(shown, "_", 1))):
        if len(part) >= 2 and re.search(_NAME_BEGINS + re.escape(part) + _NAME_ENDS, said):
            return part
    return None
