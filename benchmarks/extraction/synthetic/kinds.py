# ruff: noqa: E501  # HTML and lists of words
"""Kinds of made pages: what stands where. A page knows for each of its texts whether it is main content."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from . import apps, manuals, threads
from .bodies import CONTENT, UNSURE, on
from .site import Site
from .texts import Texts


class Made(NamedTuple):
    """marked: the HTML with CONTENT and UNSURE before every text that is; html: the same without."""

    kind: str
    marked: str

    @property
    def html(self) -> str:
        return self.marked.replace(CONTENT, "").replace(UNSURE, "")


def news(site: Site) -> str:
    return site.page(site.article())


def bare(site: Site) -> str:
    """Text and next to nothing around it, as old hand-written pages and printing views are."""
    s, texts = site.style, site.texts
    paragraphs = [texts.sentences(1, 4)] if s.chance(0.4) else texts.document()
    body = "".join(f"<p>{on(text)}</p>" for text in paragraphs) if s.chance(0.5) else site.bodies.article(paragraphs)
    title = s.pick(f"<h1>{site.title}</h1>", f"<center>{site.title}</center>", "", "")
    around = s.pick("", "", "<a href='/'>返回首页</a>", site.parts.footer(), site.parts.meta(), site.parts.header())
    both = [around, title + body] if s.chance(0.3) else [title + body, around]
    return f"<html><head><title>{site.title}</title></head><body>{''.join(both)}</body></html>"


def flash(site: Site) -> str:
    """A short piece among long lists."""
    body = site.bodies.article([site.texts.sentences(1, 4)])
    return site.page(site.article(body) + "".join(site.parts.module() for _ in range(site.rng.randint(1, 5))))


def verse(site: Site) -> str:
    return site.page(site.article(site.bodies.verse()))


def endless(site: Site) -> str:
    """The article that was asked for, and below it others that the site goes on with."""
    middle = site.article()
    for _ in range(site.rng.randint(1, 5)):
        other = "".join(f"<p>{p}</p>" for p in site.texts.document()[:12])
        tag = site.style.tag("other title", "h1", "h2", "h3", "div")
        middle += site.style.part(
            "next article",
            f"<{tag}>{site.parts.link(site.texts.headline())}</{tag}>{site.parts.meta()}<div{site.style.attributes('content')}>{other}</div>",
            "div",
            "article",
            "li",
        )
    return site.page(middle)


def gallery(site: Site) -> str:
    body = "".join(
        f"<div><img src=a.jpg></div><p>{on(site.texts.sentences(1, 2))}</p>" for _ in range(site.rng.randint(1, 6))
    )
    return site.page(site.article(site.style.part("content", body)))


def office(site: Site) -> str:
    """A government notice: a table of what it is, then its text."""
    words = ("索引号", "发布机构", "文号", "成文日期", "主题分类", "有效性")
    table = (
        "<table>" + "".join(f"<tr><td>{w}：</td><td>{site.texts.headline()[:10]}</td></tr>" for w in words) + "</table>"
    )
    body = [site.texts.headline() + "：", *site.texts.document(), site.parts.site + "办公室", site.texts.stamp(3)]
    return site.page(site.style.part("office", table) + site.article(site.bodies.article(body)))


def recipe(site: Site) -> str:
    """Ingredients and steps; or a thing for sale, its data and its description."""
    s, texts = site.style, site.texts
    rows = "".join(
        f"<{s.tag('row', 'li', 'tr')}><td>{on(texts.headline()[:5])}</td><td>{on(str(site.rng.randrange(500)) + s.pick('克', '勺', '元', 'mm', '个'))}</td></{s.tag('row')}>"
        for _ in range(site.rng.randint(3, 9))
    )
    steps = "".join(f"<li>{on(texts.sentences(1, 2))}</li>" for _ in range(site.rng.randint(3, 10)))
    body = f"<p>{on(texts.sentences(1, 3))}</p><h3>{on(s.pick('用料', '规格参数', '材料'))}</h3><table>{rows}</table><h3>{on(s.pick('做法', '步骤', '商品详情'))}</h3><ol>{steps}</ol>"
    return site.page(site.article(s.part("content", body)))


def wiki(site: Site) -> str:
    toc = site.style.part(
        "toc",
        "目录" + site.parts.links([f"{n} {site.texts.headline()[:8]}" for n in range(1, site.rng.randint(4, 15))]),
    )
    body = (
        site.bodies.article()
        + "<h2>"
        + on("参考资料")
        + "</h2><ol>"
        + "".join(f"<li>{UNSURE}{site.parts.link(site.texts.headline())}</li>" for _ in range(4))
        + "</ol>"
    )
    return site.page(site.heading() + site.bodies.lines([site.texts.sentences(1, 3)]) + toc + body)


def journal(site: Site) -> str:
    """A table of contents of a journal: titles and authors are the content."""
    rows = "".join(
        f"<p>{on(site.texts.headline())}</p><p>{on(site.texts.person() + ';' + site.texts.person())}</p>"
        for _ in range(site.rng.randint(5, 30))
    )
    return site.page(site.article(site.style.part("content", rows)))


def diary(site: Site) -> str:
    """A blog's front page with several whole texts."""
    middle = ""
    for _ in range(site.rng.randint(2, 6)):
        middle += site.style.part(
            "entry",
            f"<h2>{UNSURE}{site.texts.headline()}</h2>{site.parts.meta()}{site.bodies.article()}{site.parts.tools()}",
            "div",
            "article",
            "td",
        )
    return site.page(middle)


def portal(site: Site) -> str:
    """Lists and nothing else."""
    return site.page("".join(site.parts.module() for _ in range(site.rng.randint(3, 20))), crumb=False)


def index(site: Site) -> str:
    """A list of articles or threads, or the results of a search."""
    made = site.parts.headlines(site.rng.randint(8, 50))
    turn = site.style.part("pager", "<a href=#>1</a> <a href=#>2</a> <a href=#>下一页</a> 共 35 页")
    return site.page((site.heading() if site.style.chance(0.4) else "") + site.style.part("list", made) + turn)


def nothing(site: Site) -> str:
    """An error, a log-in form, a player, an empty shop page."""
    s = site.style
    text = s.pick(
        "404 页面不存在",
        "您访问的页面已被删除",
        "用户名：<input> 密码：<input> <a href=#>忘记密码？</a>",
        "<video></video>播放 暂停 弹幕",
        "暂无数据",
        "抱歉，指定的主题不存在或已被删除或正在被审核",
        "对不起，您没有权限访问，请登录后再试。",
    )
    return site.page(s.part("content", f"<p>{text}</p>"))


#: how often each kind is drawn
WEIGHTS: dict[Callable[[Site], str], int] = {
    news: 9, bare: 4, flash: 4, verse: 1, endless: 3, gallery: 2, office: 2, recipe: 2, manuals.manual: 2, wiki: 2,
    journal: 1, diary: 2, threads.thread: 20, threads.question: 7, threads.status: 4, threads.board: 2, portal: 2, index: 3, nothing: 2,
    apps.video: 2, apps.channel: 2, apps.techblog: 3, apps.encyclopedia: 2, apps.stories: 2, apps.quotes: 1, apps.feed: 3, apps.results: 1,
}  # fmt: skip


def pages(folder: Path, number: int, seed: int = 1) -> Iterator[Made]:
    """`number` pages filled with the texts of `folder`; the same for the same seed."""
    rng = random.Random(seed)
    texts = Texts(folder, rng)
    for _ in range(number):
        kind = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        yield Made(kind.__name__, kind(Site(texts, rng)))
