# ruff: noqa: E501  # HTML and lists of words
"""Kinds of made pages that look like applications: players, channels, blogs with code, encyclopedias, endless stories, quotes.

Their furniture is text of an interface rather than navigation: buttons, dialogs, tickers, counts, licences.
"""

from .bodies import CODE, CONTENT, UNSURE, on
from .site import Site
from .words import DIALOGS, PLAYER


def _unmarked(made: str) -> str:
    return made.replace(CONTENT, "").replace(UNSURE, "")


def video(site: Site) -> str:
    """A player, its controls, and a few sentences on what it plays."""
    s, texts, rng = site.style, site.texts, site.rng
    controls = site.parts.controls(rng.sample(PLAYER, rng.randint(4, 18)))
    said = texts.sentences(1, 3)
    about = s.part("intro", f"<p>{UNSURE}{site.title} {s.pick('时长：', '片长 ', '')}03:{rng.randrange(10, 60)}</p>", "div", "span") if s.chance(0.5) else ""  # fmt: skip
    body = s.part("content", f"<p>{on(said)}</p>", "div", "section")
    others = "".join(
        f"<li><a href=/v>{texts.headline()}</a><span>0{rng.randrange(9)}:{rng.randrange(10, 60)}</span></li>"
        for _ in range(rng.randint(3, 15))
    )
    if s.chance(0.4):  # the film that is shown stands in the list as well
        others += f"<li><h3>{site.title}</h3><p>{said[: rng.randint(14, 90)]}</p></li>"
    made = [site.heading(), s.part("player", controls), about, body]
    if s.chance(0.3):
        made = [made[1], made[0], *made[2:]]
    return site.page("".join(made) + s.part("list", f"<ul>{others}</ul>"))


def channel(site: Site) -> str:
    """An account's article in an app: nested sections, every line in a span, a card of the account, hints at the end."""
    s, texts, rng = site.style, site.texts, site.rng
    form = s.pick("<p><span>{}</span></p>", "<section><section><span>{}</span></section></section>", "<section><p>{}</p></section>", "<p><span><strong>{}</strong></span></p>", "<section>{}</section>")  # fmt: skip
    body = ""
    for paragraph in texts.document():
        if rng.random() < 0.15:
            body += s.pick("<p><br></p>", "<section><img src=a.jpg></section>", f"<section><span>{on('0' + str(rng.randrange(1, 9)))}</span><span>{on(texts.headline())}</span></section>")  # fmt: skip
        body += form.format(site.bodies.words(paragraph))
    card = f"<div><a href=/u>{site.parts.site}</a><p>{texts.sentences(1, 1)[:40]}</p><span>{rng.randrange(99)}篇原创内容</span></div>"
    hints = rng.sample(
        ("预览时标签不可点", "轻触阅读原文", "继续滑动看下一个", "向上滑动看下一个", "知道了", "在小说阅读器中沉浸阅读", "微信扫一扫 关注该公众号", "使用小程序", "赞，轻点两次取消赞", "在看，轻点两次取消在看", "分享 留言 收藏 听过", "人划线"),
        rng.randint(2, 9),
    )  # fmt: skip
    ends = "".join(f"<div>{h}</div>" for h in hints)
    made = site.heading() + site.parts.meta() + s.part("content", (card if s.chance(0.3) else "") + body)
    return site.page(made + (card if s.chance(0.4) else "") + s.part("popup", ends), side=s.chance(0.2))


def techblog(site: Site) -> str:
    """A blog with code: licence line, posted-by line, archives, categories, comments."""
    s, texts, rng = site.style, site.texts, site.rng
    body = ""
    for paragraph in texts.document():
        body += site.bodies.lines([paragraph])
        if rng.random() < 0.3:
            code = rng.choice(CODE)
            lines = code.split("\n")
            body += s.pick(
                f"<pre><code>{on(code)}</code></pre>",
                "<pre><ol>" + "".join(f"<li>{on(line)}</li>" for line in lines if line) + "</ol></pre>",
                "<table><tr><td><pre>" + "\n".join(str(n + 1) for n in range(len(lines))) + f"</pre></td><td><pre>{on(code)}</pre></td></tr></table>",
                "<div>" + "<br>".join(on(line) for line in lines if line) + "</div>",
            )  # fmt: skip
        if rng.random() < 0.2:
            body += site.bodies.heading()
    licence = s.pick(
        "本文遵循 CC 4.0 BY-SA 版权协议，转载请附上原文出处链接和本声明。",
        f"本文链接：https://blog.example.org/{rng.randrange(9999)}",
        "除特别声明外，本站文章均采用 CC BY-NC 4.0 许可协议，转载请注明出处。",
        "",
    )
    posted = f"posted @ {texts.stamp(1)}  {texts.nick()}  阅读({rng.randrange(9999)})  评论({rng.randrange(99)})  编辑  收藏  举报"
    archive = "".join(f"<li><a href=/a>{y}年{m}月 ({rng.randrange(1, 40)})</a></li>" for y in range(2015, 2018) for m in range(1, rng.randint(2, 12)))  # fmt: skip
    edges = [
        s.part("licence", licence, "div", "blockquote", "p"),
        s.part("posted", posted, "div", "p"),
        site.parts.share(),
    ]
    above = edges.pop(0) if s.chance(0.3) else ""
    made = (
        site.heading()
        + (site.parts.meta() if s.chance(0.7) else "")
        + above
        + s.part("content", body, "div", "article")
    )
    made += "".join(edges) + (site.parts.comments(rng.choice((0, 1, 3))) if s.chance(0.4) else "")
    return site.page(made + s.part("module", f"<h3>随笔档案</h3><ul>{archive}</ul>"))


def encyclopedia(site: Site) -> str:
    """An entry: summary, a box of facts, sections with [编辑], references, a tree of contents."""
    s, texts, rng = site.style, site.texts, site.rng
    box = "".join(
        f"<dt>{UNSURE}{texts.headline()[:4]}</dt><dd>{UNSURE}{texts.headline()[:10]}</dd>"
        for _ in range(rng.randint(3, 12))
    )
    toc = s.part("toc", "<h2>目录</h2>" + site.parts.links([texts.headline()[:8] for _ in range(rng.randint(3, 12))]))
    edit = s.pick("<span>[编辑]</span>", "<a href=/e>编辑</a>", "<a href=/e>播报</a><a href=/e>编辑</a>", "")
    sections = "".join(
        f"<div><h2>{on(texts.headline()[:8])}{edit}</h2>{site.bodies.lines(texts.document()[:6])}</div>"
        for _ in range(rng.randint(1, 6))
    )
    tail = s.part("tags", "词条标签：" + " ".join(site.parts.link(w) for w in site.parts.words(2, 6))) + s.part("count", f"浏览次数：{rng.randrange(99999)}次 编辑次数：{rng.randrange(99)}次 历史版本 最近更新：{texts.stamp(0)}")  # fmt: skip
    made = (
        site.heading(UNSURE)
        + site.bodies.lines([texts.sentences(1, 4)])
        + s.part("facts", f"<dl>{box}</dl>")
        + toc
        + sections
        + tail
    )
    return site.page(made)


def stories(site: Site) -> str:
    """The story that was asked for, often short, and below it others in the very same frame."""
    s, texts, rng = site.style, site.texts, site.rng

    def story(paragraphs: list[str]) -> str:
        return s.part("story", site.heading() + site.parts.meta() + site.bodies.article(paragraphs) + site.parts.share(), "article", "div", "li")  # fmt: skip

    asked = site.title
    made = story([texts.sentences(1, 4)] if s.chance(0.6) else texts.document()[:10])
    for _ in range(rng.randint(1, 6)):
        site.title = texts.headline()
        made += _unmarked(story([texts.sentences(1, 3)] if s.chance(0.3) else texts.document()[:15]))
    site.title = asked
    return site.page((site.parts.ticker() if s.chance(0.4) else "") + made)


def quotes(site: Site) -> str:
    """News among prices: tickers, tables of values, a short report."""
    body = site.bodies.article([site.texts.sentences(1, 5)] if site.style.chance(0.5) else None)
    made = site.parts.ticker() + site.article(body) + (site.parts.ticker() if site.style.chance(0.5) else "")
    return site.page(made)


def feed(site: Site) -> str:
    """A short report, and below it an endless list of teasers in cards, each with the hints of its interface."""
    s, texts, rng = site.style, site.texts, site.rng
    body = site.bodies.article([texts.sentences(1, 4)] if s.chance(0.7) else None)
    hints = rng.sample(DIALOGS, 3) if s.chance(0.6) else []
    form = s.pick("<li>{}</li>", "<li><div><div>{}</div></div></li>", "<div><div>{}</div></div>", "<li><div><div><div>{}</div></div></div></li>", "<article>{}</article>")  # fmt: skip
    title = s.pick("<h3>{}</h3>", "<div>{}</div>", "<h2>{}</h2>", "<p>{}</p>")
    teaser = s.pick("<p>{}</p>", "<div><p>{}</p></div>", "<span>{}</span>", "<p><span>{}</span></p>")
    cut = s.pick("", "", "...", "…")
    cards = ""
    for _ in range(rng.randint(4, 40)):
        card = f"<div>{s.pick(site.parts.site, texts.nick())} • {texts.stamp(s.form)}</div>" if s.chance(0.4) else ""
        card += title.format(site.parts.link(texts.headline()))
        if rng.random() < 0.8:
            card += teaser.format(texts.sentences(1, 3)[: rng.randint(30, 120)] + cut)
        card += "".join(f"<div>{hint}</div>" for hint in hints)
        cards += form.format(card)
    below = s.part("feed", f"<ul>{cards}</ul>" if form.startswith("<li") else cards, "div", "section")
    return site.page(site.article(body) + below)


def results(site: Site) -> str:
    """What a search found, or a shop's or an album's wares: cards and nothing to read."""
    s, texts, rng = site.style, site.texts, site.rng
    kind = s.pick("found", "album", "shop")
    cards = ""
    for _ in range(rng.randint(5, 40)):
        link = site.parts.link(texts.headline())
        if kind == "found":
            snippet = texts.sentences(1, 3)[: rng.randint(40, 110)]
            cards += f"<div><h3>{link}</h3><p>{snippet}...</p><span>www.example.org/{rng.randrange(999)} {texts.stamp(s.form)}</span> <a href=/c>百度快照</a></div>"
        elif kind == "album":
            cards += f"<li><a href=/p><img src=a.jpg></a><p>{link}</p><span>{rng.randrange(999)} 张</span></li>"
        else:
            cards += f"<li><a href=/p><img src=a.jpg></a><em>¥{rng.randrange(9999)}.00</em><div>{link}</div><span>已有{rng.randrange(9999)}人评价</span><a href=#>加入购物车</a></li>"
    head = s.pick(
        f"找到约 {rng.randrange(99999)} 条结果 （用时 0.{rng.randrange(99)} 秒）",
        f"共 {rng.randrange(999)} 件",
        "排序： 综合 销量 价格 最新",
        "",
    )
    return site.page(s.part("count", head) + s.part("list", cards if kind == "found" else f"<ul>{cards}</ul>"))
