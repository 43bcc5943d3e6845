# ruff: noqa: E501  # HTML and lists of words
"""Kinds of made pages: what stands where. A page knows for each of its texts whether it is main content."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from .bodies import CONTENT, UNSURE, Bodies, on
from .parts import CHANNELS, Parts
from .style import Style
from .texts import Texts


class Made(NamedTuple):
    """marked: the HTML with CONTENT and UNSURE before every text that is; html: the same without."""

    kind: str
    marked: str

    @property
    def html(self) -> str:
        return self.marked.replace(CONTENT, "").replace(UNSURE, "")


class Site:
    """One page in the making."""

    def __init__(self, texts: Texts, rng: random.Random):
        self.texts, self.rng = texts, rng
        self.style = Style(rng)
        self.parts = Parts(self.style, texts)
        self.bodies = Bodies(self.style, texts, self.parts)
        self.title = texts.headline()

    def page(self, middle: str, *, crumb: bool = True, side: bool = True) -> str:
        """`middle` with header, side column and footer, and the head element."""
        s, parts, rng = self.style, self.parts, self.rng
        shown = s.pick(
            f"{self.title} - {parts.site}",
            f"{self.title}_{parts.site}",
            self.title,
            f"{self.title} | {parts.site}",
            f"{parts.site}",
        )
        head = f"<title>{shown}</title>"
        if s.chance(0.3):
            head += f'<meta name="description" content="{self.summary(middle)}">'
        if s.chance(0.2):
            head += f'<meta property="og:title" content="{self.title}">'
        if s.chance(0.5):
            head += "<style>.a{color:#333}</style><script>var a='<p>b</p>';</script>"
        column = parts.side() if side and s.chance(0.75) else ""
        main = (parts.crumb(self.title) if crumb else "") + middle
        if s.age == "tables" and column:
            cells = [f"<td valign=top width=600>{main}</td>", f"<td width=200>{column}</td>"]
            if s.chance(0.4):
                cells.reverse()
            body = "<table width=800 border=0><tr>" + "".join(cells) + "</tr></table>"
        else:
            both = [s.part("wrap", main), column]
            if s.chance(0.2):
                both.reverse()
            body = "".join(both)
        for level in range(rng.choice((0, 1, 1, 2, 3))):
            body = (
                f"<{'center' if s.age == 'tables' and level == 0 else 'div'}{s.attributes(f'wrap{level}')}>{body}</div>"
            )
        above = parts.ad() if s.chance(0.3) else ""
        return f"<html><head>{head}</head><body>{parts.header()}{above}{body}{parts.footer()}</body></html>"

    def summary(self, middle: str) -> str:
        at = middle.find(CONTENT)
        text = middle[at + 1 : at + 90].split("<")[0] if at >= 0 else self.title
        return text.replace('"', "").replace(CONTENT, "").replace(UNSURE, "")

    def heading(self, mark: str = "") -> str:
        return self.style.part("title", mark + self.title, "h1", "h1", "h2", "div", "td", "center")

    # --- articles: the title is metadata, the body is content

    def article(self, body: str | None = None) -> str:
        parts, s = self.parts, self.style
        middle = self.heading() + (parts.meta() if s.chance(0.85) else "")
        if s.chance(0.15):
            middle += parts.share()
        if s.chance(0.15):
            middle += s.part(
                "lead",
                s.pick("摘要：", "核心提示：", "导读：", "") + on(self.texts.sentences(1, 3)),
                "div",
                "p",
                "blockquote",
            )
        middle += (body or self.bodies.article()) + parts.below()
        if s.chance(0.3):
            middle += parts.comments(self.rng.choice((0, 1, 2, 4, 8)))
        return middle

    def news(self) -> str:
        return self.page(self.article())

    def flash(self) -> str:
        """A short piece among long lists."""
        body = self.bodies.article([self.texts.sentences(1, 4)])
        return self.page(self.article(body) + "".join(self.parts.module() for _ in range(self.rng.randint(1, 5))))

    def verse(self) -> str:
        return self.page(self.article(self.bodies.verse()))

    def endless(self) -> str:
        """The article that was asked for, and below it others that the site goes on with."""
        middle = self.article()
        for _ in range(self.rng.randint(1, 5)):
            other = "".join(f"<p>{p}</p>" for p in self.texts.document()[:12])
            tag = self.style.tag("other title", "h1", "h2", "h3", "div")
            middle += self.style.part(
                "next article",
                f"<{tag}>{self.parts.link(self.texts.headline())}</{tag}>{self.parts.meta()}<div{self.style.attributes('content')}>{other}</div>",
                "div",
                "article",
                "li",
            )
        return self.page(middle)

    def gallery(self) -> str:
        body = "".join(
            f"<div><img src=a.jpg></div><p>{on(self.texts.sentences(1, 2))}</p>" for _ in range(self.rng.randint(1, 6))
        )
        return self.page(self.article(self.style.part("content", body)))

    def office(self) -> str:
        """A government notice: a table of what it is, then its text."""
        words = ("索引号", "发布机构", "文号", "成文日期", "主题分类", "有效性")
        table = (
            "<table>"
            + "".join(f"<tr><td>{w}：</td><td>{self.texts.headline()[:10]}</td></tr>" for w in words)
            + "</table>"
        )
        body = [self.texts.headline() + "：", *self.texts.document(), self.parts.site + "办公室", self.texts.stamp(3)]
        return self.page(self.style.part("office", table) + self.article(self.bodies.article(body)))

    def recipe(self) -> str:
        """Ingredients and steps; or a thing for sale, its data and its description."""
        s, texts = self.style, self.texts
        rows = "".join(
            f"<{s.tag('row', 'li', 'tr')}><td>{on(texts.headline()[:5])}</td><td>{on(str(self.rng.randrange(500)) + s.pick('克', '勺', '元', 'mm', '个'))}</td></{s.tag('row')}>"
            for _ in range(self.rng.randint(3, 9))
        )
        steps = "".join(f"<li>{on(texts.sentences(1, 2))}</li>" for _ in range(self.rng.randint(3, 10)))
        body = f"<p>{on(texts.sentences(1, 3))}</p><h3>{on(s.pick('用料', '规格参数', '材料'))}</h3><table>{rows}</table><h3>{on(s.pick('做法', '步骤', '商品详情'))}</h3><ol>{steps}</ol>"
        return self.page(self.article(s.part("content", body)))

    def manual(self) -> str:
        """Documentation with a tree of contents beside it; its headings are content."""
        s = self.style
        toc = s.part(
            "toc",
            self.parts.links([self.texts.headline()[:12] for _ in range(self.rng.randint(5, 60))]),
            "div",
            "nav",
            "aside",
        )
        s._tags["plain body"] = "rich"
        body = f"<h1>{UNSURE}{self.title}</h1>" + self.bodies.article()
        turn = s.part(
            "pager",
            f"{self.parts.link('上一页')} {self.parts.link('下一页')} {s.pick('最后更新于 2023-01-01', '在 GitHub 上编辑此页', '')}",
        )
        return self.page((toc if s.chance(0.5) else "") + body + turn + (toc if s.chance(0.4) else ""), side=False)

    def wiki(self) -> str:
        toc = self.style.part(
            "toc",
            "目录" + self.parts.links([f"{n} {self.texts.headline()[:8]}" for n in range(1, self.rng.randint(4, 15))]),
        )
        body = (
            self.bodies.article()
            + "<h2>"
            + on("参考资料")
            + "</h2><ol>"
            + "".join(f"<li>{UNSURE}{self.parts.link(self.texts.headline())}</li>" for _ in range(4))
            + "</ol>"
        )
        return self.page(self.heading() + self.bodies.lines([self.texts.sentences(1, 3)]) + toc + body)

    def journal(self) -> str:
        """A table of contents of a journal: titles and authors are the content."""
        rows = "".join(
            f"<p>{on(self.texts.headline())}</p><p>{on(self.texts.person() + ';' + self.texts.person())}</p>"
            for _ in range(self.rng.randint(5, 30))
        )
        return self.page(self.article(self.style.part("content", rows)))

    def diary(self) -> str:
        """A blog's front page with several whole texts."""
        middle = ""
        for _ in range(self.rng.randint(2, 6)):
            middle += self.style.part(
                "entry",
                f"<h2>{UNSURE}{self.texts.headline()}</h2>{self.parts.meta()}{self.bodies.article()}{self.parts.tools()}",
                "div",
                "article",
                "td",
            )
        return self.page(middle)

    # --- threads: the title of the thread and every post are content

    def thread(self) -> str:
        s, parts, texts, rng = self.style, self.parts, self.texts, self.rng
        number = rng.choice((1, 2, 3, 4, 6, 8, 12, 20))
        author = texts.nick()
        order = s.tag(
            "order of a post",
            "user time body tools",
            "user body time tools",
            "panel time body signature tools",
            "body user time",
            "user time body",
            "time user body tools",
            "user body tools time",
        )
        posts: list[str] = []
        first = s.chance(0.7)
        for place in range(number + first):
            floor = s.tag(
                "floor", "楼主 沙发 板凳 地板 5楼 6楼", "1# 2# 3# 4# 5# 6#", "第1楼 第2楼 第3楼 第4楼 第5楼", "", ""
            )
            floors = floor.split() or [""]
            body = (
                self.bodies.post()
                if place or not first
                else (self.bodies.lines(texts.document()[:10]) if s.chance(0.4) else self.bodies.post())
            )
            if place and rng.random() < 0.15:
                quoted = f"{texts.nick()} 发表于 {texts.stamp(s.form)}<br>{UNSURE}{texts.post()}"
                body = s.part("quote", quoted, "blockquote", "div", "fieldset") + body
            elif place and rng.random() < 0.1:
                body = on(f"@{texts.nick()} ") + body
            if place and rng.random() < 0.2 and s.tag("nested", "no", "yes", "no") == "yes":
                inner = "".join(
                    s.part(
                        "inner reply",
                        f"<a href=/u>{texts.nick()}</a>{s.tag('says', '：', ' 回复 ', ' | ')}<span>{self.bodies.words(texts.post())}</span> <em>{texts.stamp(s.form)}</em>",
                        "li",
                        "div",
                        "p",
                    )
                    for _ in range(rng.randint(1, 4))
                )
                body += s.part("inner replies", inner, "ul", "div")
            who = author if place == 0 or rng.random() < 0.15 else texts.nick()
            made = {
                "user": s.part(
                    "user",
                    s.tag(
                        "user form",
                        "<a href=/u>{}</a>",
                        "<a href=/u>{}</a> <i>[作者]</i>",
                        "{}",
                        "<img src=a.png><a href=/u>{}</a>",
                        "作者：{}",
                    ).format(who),
                    "div",
                    "span",
                    "b",
                    "td",
                    "a",
                ),
                "time": s.part(
                    "time",
                    s.tag("time before", "发表于 ", "", "", "时间：")
                    + texts.stamp(s.form)
                    + s.tag(
                        "time after",
                        "",
                        " | 只看该作者",
                        " 来自 广东",
                        f" {floors[min(place, len(floors) - 1)]}",
                        " · via iPhone",
                    ),
                    "div",
                    "span",
                    "em",
                    "time",
                    "td",
                ),
                "panel": s.part(
                    "panel",
                    f"<a href=/u>{who}</a><p>{s.tag('rank', '新手上路', '注册会员', 'Lv.5', '等级：童生')}</p><dl><dt>主题</dt><dd>{rng.randrange(99)}</dd><dt>帖子</dt><dd>{rng.randrange(999)}</dd><dt>积分</dt><dd>{rng.randrange(9999)}</dd></dl><a href=#>发消息</a>",
                    "div",
                    "td",
                ),
                "body": s.part("postbody", body, "div", "td", "p", "span", "div"),
                "tools": parts.tools(),
                "signature": s.part("signature", texts.sentences(1, 1)[:60], "div", "td") if rng.random() < 0.4 else "",
            }
            row = s.tag("row of a post", "td", "flat") if s.age == "tables" else "flat"
            inner = [made[name] for name in order.split()]
            if row == "td":
                posts.append("<table><tr>" + "".join(f"<td>{i}</td>" for i in inner) + "</tr></table>")
            else:
                posts.append(s.part("post", "".join(inner), "div", "li", "article", "div", "td"))
            if place == 0 and first and s.chance(0.4):
                posts.append(
                    s.part(
                        "after the first",
                        s.pick(
                            "全部评论",
                            f"{number} 条回复",
                            "最热 最新",
                            f"浏览 ({rng.randrange(9999)}) 点赞 ({rng.randrange(99)}) 收藏",
                            "请登录后发表观点",
                        ),
                        "div",
                        "h3",
                        "p",
                    )
                )
        title = s.part(
            "thread title",
            on(self.title) + s.pick("", "", "</h1><span>[复制链接]</span><h1>") if s.chance(0.9) else "",
            "h1",
            "h2",
            "h3",
            "div",
            "td",
        )
        facts = (
            s.part("facts", f"查看: {rng.randrange(9999)} | 回复: {number}", "div", "span", "td")
            if s.chance(0.5)
            else ""
        )
        made = title + facts if s.chance(0.6) else facts + title
        if first and s.chance(0.2):
            made = ""
            posts[0] = posts[0].replace(CONTENT, "", 0)
            posts.insert(0, title)
        made += s.part("thread", "".join(posts), "div", "ul", "td", "div")
        if s.chance(0.5):
            made += s.part(
                "pager",
                f"<a href=#>1</a> <a href=#>2</a> <a href=#>下一页</a> {s.pick('返回列表', '没有更多了', '快速回复')}",
            )
        if s.chance(0.4):
            made += s.part(
                "reply form",
                s.pick(
                    "您需要登录后才可以回帖 登录 | 立即注册",
                    "表情 图片 0/200",
                    "高级模式",
                    f"<p>{rng.choice(CHANNELS)}</p>",
                ),
            )
        if s.chance(0.3):
            made += parts.module("related")
        return self.page(made)

    def question(self) -> str:
        """A question, what it says, and its answers."""
        s, texts, parts = self.style, self.texts, self.parts
        made = s.part("thread title", on(self.title + "？"), "h1", "h2", "div")
        if s.chance(0.6):
            made += s.part("question body", self.bodies.post(), "div", "p")
        made += s.part(
            "facts",
            s.pick("关注问题 写回答 邀请回答", "提问者采纳", "3 个回答 默认排序", "浏览 1204 次 · 5 人关注"),
            "div",
            "p",
        )
        answers = ""
        for place in range(self.rng.choice((1, 1, 2, 3, 5, 8))):
            body = self.bodies.lines(texts.document()[:15]) if s.chance(0.6) else self.bodies.post()
            who = s.part(
                "user",
                f"<a href=/u>{texts.nick()}</a><span>{s.tag('fame', '知道合伙人', '', '答题者', '优秀回答者')}</span>",
                "div",
                "span",
            )
            foot = s.part("tools", f"赞同 {self.rng.randrange(999)} 添加评论 分享 收藏 喜欢", "div", "span") + s.part(
                "time", s.tag("edited", "编辑于 ", "发布于 ", "") + texts.stamp(s.form), "div", "span"
            )
            best = (
                s.part("best", "最佳答案", "div", "span")
                if place == 0 and s.tag("has best", "yes", "no") == "yes"
                else ""
            )
            answers += s.part(
                "post", best + who + s.part("postbody", body, "div", "span", "article") + foot, "div", "li", "article"
            )
        made += s.part("thread", answers)
        return self.page(made + (parts.module("related") if s.chance(0.6) else ""))

    def status(self) -> str:
        """One short message of a social network and what others say of it."""
        s, texts = self.style, self.texts
        head = f"<a href=/u>{texts.nick()}</a><span>{texts.stamp(s.form)}</span>"
        made = s.part(
            "status", head + s.part("postbody", self.bodies.post(), "div", "p", "span") + "<div>转发 评论 赞</div>"
        )
        for _ in range(self.rng.randint(0, 15)):
            made += s.part(
                "post",
                f"<a href=/u>{texts.nick()}</a>{s.tag('says', '：', ':', '<br>', ' ')}<span{s.attributes('said')}>{on(texts.post())}</span><div>{texts.stamp(s.form)} {self.parts.tools()}</div>",
                "div",
                "li",
            )
        return self.page(made)

    def board(self) -> str:
        """A mailing list or text board: head lines, a body, quoted lines, a signature."""
        s, texts = self.style, self.texts
        made = ""
        for _ in range(self.rng.randint(1, 6)):
            head = f"发信人: {texts.nick()} ({texts.nick()}), 信区: {self.rng.choice(CHANNELS)}<br>标  题: {self.title}<br>发信站: {self.parts.site} ({texts.stamp(0)}), 站内<br><br>"
            body = "<br>".join(on(line) for line in texts.document()[:9])
            quote = (
                f"<br>【 在 {texts.nick()} 的大作中提到: 】<br>{UNSURE}: {texts.post()}<br>"
                if s.chance(0.4)
                else "<br>"
            )
            made += s.part(
                "post", f"{head}{body}{quote}--<br>※ 来源:·{self.parts.site} [FROM: 10.0.*]<br>", "div", "td", "pre"
            )
        return self.page(made)

    # --- pages without main content

    def portal(self) -> str:
        """Lists and nothing else."""
        return self.page("".join(self.parts.module() for _ in range(self.rng.randint(3, 20))), crumb=False)

    def index(self) -> str:
        """A list of articles or threads, or the results of a search."""
        made = self.parts.headlines(self.rng.randint(8, 50))
        turn = self.style.part("pager", "<a href=#>1</a> <a href=#>2</a> <a href=#>下一页</a> 共 35 页")
        return self.page((self.heading() if self.style.chance(0.4) else "") + self.style.part("list", made) + turn)

    def nothing(self) -> str:
        """An error, a log-in form, a player, an empty shop page."""
        s = self.style
        text = s.pick(
            "404 页面不存在",
            "您访问的页面已被删除",
            "用户名：<input> 密码：<input> <a href=#>忘记密码？</a>",
            "<video></video>播放 暂停 弹幕",
            "暂无数据",
            "抱歉，指定的主题不存在或已被删除或正在被审核",
            "对不起，您没有权限访问，请登录后再试。",
        )
        return self.page(s.part("content", f"<p>{text}</p>"))


#: how often each kind is drawn
WEIGHTS: dict[Callable[[Site], str], int] = {
    Site.news: 9, Site.flash: 4, Site.verse: 1, Site.endless: 4, Site.gallery: 2, Site.office: 2, Site.recipe: 2, Site.manual: 3, Site.wiki: 2,
    Site.journal: 1, Site.diary: 2, Site.thread: 14, Site.question: 5, Site.status: 3, Site.board: 2, Site.portal: 2, Site.index: 3, Site.nothing: 2,
}  # fmt: skip


def pages(folder: Path, number: int, seed: int = 1) -> Iterator[Made]:
    """`number` pages filled with the texts of `folder`; the same for the same seed."""
    rng = random.Random(seed)
    texts = Texts(folder, rng)
    for _ in range(number):
        kind = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        yield Made(kind.__name__, kind(Site(texts, rng)))
