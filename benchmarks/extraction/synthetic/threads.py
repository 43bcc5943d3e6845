# ruff: noqa: E501  # HTML and lists of words
"""Threads, questions, short messages: the title of the thread and every post are content."""

from .bodies import UNSURE, on
from .site import Site
from .words import CHANNELS


def thread(site: Site) -> str:
    s, parts, texts, rng = site.style, site.parts, site.texts, site.rng
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
            site.bodies.post()
            if place or not first
            else (site.bodies.lines(texts.document()[:10]) if s.chance(0.4) else site.bodies.post())
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
                    f"<a href=/u>{texts.nick()}</a>{s.tag('says', '：', ' 回复 ', ' | ')}<span>{site.bodies.words(texts.post())}</span> <em>{texts.stamp(s.form)}</em>",
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
        on(site.title) + s.pick("", "", "</h1><span>[复制链接]</span><h1>") if s.chance(0.9) else "",
        "h1",
        "h2",
        "h3",
        "div",
        "td",
    )
    facts = (
        s.part("facts", f"查看: {rng.randrange(9999)} | 回复: {number}", "div", "span", "td") if s.chance(0.5) else ""
    )
    made = title + facts if s.chance(0.6) else facts + title
    if first and s.chance(0.2):
        made = ""
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
    return site.page(made)


def question(site: Site) -> str:
    """A question, what it says, and its answers."""
    s, texts, parts = site.style, site.texts, site.parts
    made = s.part("thread title", on(site.title + "？"), "h1", "h2", "div")
    if s.chance(0.6):
        made += s.part("question body", site.bodies.post(), "div", "p")
    made += s.part(
        "facts",
        s.pick("关注问题 写回答 邀请回答", "提问者采纳", "3 个回答 默认排序", "浏览 1204 次 · 5 人关注"),
        "div",
        "p",
    )
    answers = ""
    for place in range(site.rng.choice((1, 1, 2, 3, 5, 8))):
        body = site.bodies.lines(texts.document()[:15]) if s.chance(0.6) else site.bodies.post()
        who = s.part(
            "user",
            f"<a href=/u>{texts.nick()}</a><span>{s.tag('fame', '知道合伙人', '', '答题者', '优秀回答者')}</span>",
            "div",
            "span",
        )
        foot = s.part("tools", f"赞同 {site.rng.randrange(999)} 添加评论 分享 收藏 喜欢", "div", "span") + s.part(
            "time", s.tag("edited", "编辑于 ", "发布于 ", "") + texts.stamp(s.form), "div", "span"
        )
        best = (
            s.part("best", "最佳答案", "div", "span") if place == 0 and s.tag("has best", "yes", "no") == "yes" else ""
        )
        answers += s.part(
            "post", best + who + s.part("postbody", body, "div", "span", "article") + foot, "div", "li", "article"
        )
    made += s.part("thread", answers)
    return site.page(made + (parts.module("related") if s.chance(0.6) else ""))


def status(site: Site) -> str:
    """One short message of a social network and what others say of it."""
    s, texts = site.style, site.texts
    head = f"<a href=/u>{texts.nick()}</a><span>{texts.stamp(s.form)}</span>"
    made = s.part(
        "status", head + s.part("postbody", site.bodies.post(), "div", "p", "span") + "<div>转发 评论 赞</div>"
    )
    for _ in range(site.rng.randint(0, 15)):
        made += s.part(
            "post",
            f"<a href=/u>{texts.nick()}</a>{s.tag('says', '：', ':', '<br>', ' ')}<span{s.attributes('said')}>{on(texts.post())}</span><div>{texts.stamp(s.form)} {site.parts.tools()}</div>",
            "div",
            "li",
        )
    return site.page(made)


def board(site: Site) -> str:
    """A mailing list or text board: head lines, a body, quoted lines, a signature."""
    s, texts = site.style, site.texts
    made = ""
    for _ in range(site.rng.randint(1, 6)):
        head = f"发信人: {texts.nick()} ({texts.nick()}), 信区: {site.rng.choice(CHANNELS)}<br>标  题: {site.title}<br>发信站: {site.parts.site} ({texts.stamp(0)}), 站内<br><br>"
        body = "<br>".join(on(line) for line in texts.document()[:9])
        quote = (
            f"<br>【 在 {texts.nick()} 的大作中提到: 】<br>{UNSURE}: {texts.post()}<br>" if s.chance(0.4) else "<br>"
        )
        made += s.part(
            "post", f"{head}{body}{quote}--<br>※ 来源:·{site.parts.site} [FROM: 10.0.*]<br>", "div", "td", "pre"
        )
    return site.page(made)
