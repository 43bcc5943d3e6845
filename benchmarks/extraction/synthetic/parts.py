# ruff: noqa: E501  # HTML and lists of words
"""What stands around the main content: bars, menus, lists, comments, notices, footers. None of it is content."""

from .style import Style
from .texts import Texts
from .words import CHANNELS, COMPANY, DIALOGS, FOOT_LINKS, INDICES, NOTICES


class Parts:
    """The boilerplate of one page."""

    def __init__(self, style: Style, texts: Texts):
        self.style, self.texts, self.rng = style, texts, style.rng
        self.site = self.rng.choice("东南西北新中华天海云青红江山") + self.rng.choice("方华城江海湖原风闻时") + self.rng.choice(
            ("网", "在线", "论坛", "新闻网", "日报", "社区", "博客", "信息港", "门户")
        )  # fmt: skip

    def link(self, text: str) -> str:
        inner = self.style.pick("{}", "{}", "{}", "<span>{}</span>", "<font color=#333>{}</font>", "·{}", "<i></i>{}")
        return f'<a href="/{self.rng.randrange(99999)}.html">{inner.format(text)}</a>'

    def links(self, words: list[str]) -> str:
        """A row or list of links as menus and lists are written."""
        form = self.style.tag(f"form of links {len(words) > 12}", "ul", "ul", "bar", "space", "td", "div", "dl", "p")
        made = [self.link(word) for word in words]
        if form == "bar":
            return " | ".join(made)
        if form == "space":
            return "&nbsp;&nbsp;".join(made)
        if form == "td":
            return "<table><tr>" + "".join(f"<td>{m}</td>" for m in made) + "</tr></table>"
        inner = {"ul": "li", "dl": "dd", "div": "div", "p": "span"}[form]
        return f"<{form}>" + self.style.newline.join(f"<{inner}>{m}</{inner}>" for m in made) + f"</{form}>"

    def words(self, low: int, high: int) -> list[str]:
        return [self.rng.choice(CHANNELS) for _ in range(self.rng.randint(low, high))]

    def headlines(self, number: int) -> str:
        """A list of titles, with dates, numbers or teasers if the site likes them."""
        kind = self.style.tag("headlines", "plain", "plain", "dated", "numbered", "teasers", "cards", "counts")
        items: list[str] = []
        for place in range(number):
            title = self.texts.headline()
            if kind == "dated":
                items.append(f"{self.link(title)}<span>{self.texts.stamp(self.style.form)}</span>")
            elif kind == "numbered":
                items.append(f"<em>{place + 1}</em>{self.link(title)}")
            elif kind == "teasers":
                teaser = self.texts.sentences(1, 3)[: self.rng.randint(30, 90)]
                items.append(
                    f"<h3>{self.link(title)}</h3><p>{teaser}{self.style.tag('cut', '...', '…', '', '...[详细]')}</p>"
                )
            elif kind == "cards":
                items.append(
                    f"<h4>{self.link(title)}</h4><div>{self.rng.randrange(99)} 点赞 · {self.rng.randrange(30)} 评论</div>"
                )
            elif kind == "counts":
                items.append(
                    f"{self.link(title)} <span>{self.texts.nick()}</span><span>{self.rng.randrange(999)}</span>"
                )
            else:
                items.append(self.link(title))
        form = self.style.tag("list of headlines", "ul", "ul", "div", "br", "table")
        if form == "br":
            return "<br>".join(items)
        if form == "table":
            return "<table>" + "".join(f"<tr><td>{item}</td></tr>" for item in items) + "</table>"
        inner = "li" if form == "ul" else "div"
        return f"<{form}>" + "".join(f"<{inner}>{item}</{inner}>" for item in items) + f"</{form}>"

    def header(self) -> str:
        s = self.style
        made = ""
        if s.chance(0.6):
            made += s.part(
                "login",
                s.pick(
                    "登录 注册",
                    "<a href=#>登录</a> | <a href=#>注册</a>",
                    f"您好，欢迎来到{self.site}！<a href=#>请登录</a>",
                ),
            )
        if s.chance(0.7):
            made += s.part("logo", f"<a href='/'>{self.site}</a>", "div", "h1", "td")
        for _ in range(self.rng.choice((1, 1, 1, 2, 3))):
            made += s.part("nav", self.links(self.words(4, 30)), "div", "nav", "td", "div")
        if s.chance(0.4):
            made += s.part(
                "search", "<form><input name=q><button>搜索</button></form>热门搜索：" + self.links(self.words(2, 5))
            )
        if s.chance(0.2):
            made += s.part("clock", f"今天是{self.texts.stamp(3)} 星期{self.rng.choice('一二三四五六日')}")
        return s.part("head", made, "div", "header", "td")

    def crumb(self, title: str) -> str:
        s = self.style
        if not s.chance(0.6):
            return ""
        steps = [self.link(word) for word in self.words(1, 3)]
        last = s.tag("last crumb", "正文", "title", "")
        made = s.tag("crumb word", "当前位置：", "您的位置：", "", "位置：") + s.tag(
            "arrow", " > ", " &gt;&gt; ", " » ", " / ", " - "
        ).join([*steps, title if last == "title" else last])
        return s.part("crumb", made, "div", "td", "p")

    def ad(self) -> str:
        s = self.style
        if not s.chance(0.5):
            return ""
        return s.part(
            "ad",
            s.pick(
                self.link(self.texts.headline()),
                "广告",
                "<script>ad();</script>",
                self.texts.sentences(1, 1) + self.link("查看详情"),
            ),
        )

    def module(self, name: str = "") -> str:
        """A box of the side column or below the content."""
        s = self.style
        heads = [
            "热门文章",
            "推荐阅读",
            "相关新闻",
            "最新发布",
            "点击排行",
            "猜你喜欢",
            "24小时热点",
            "图片新闻",
            "精彩专题",
            "编辑推荐",
            "热门话题",
            "随机话题",
            "延伸阅读",
            "今日热帖",
        ]
        head = s.part(
            "module head",
            self.rng.choice(heads) + s.pick("", "", "<a href=#>更多&gt;&gt;</a>"),
            "h3",
            "h2",
            "div",
            "h4",
            "td",
        )
        kind = self.rng.random()
        if kind < 0.65:
            inner = self.headlines(self.rng.randint(3, 14))
        elif kind < 0.75:
            inner = " ".join(self.link(w) for w in self.words(8, 30))
        elif kind < 0.85:
            inner = f"<div>{self.texts.nick()}</div><p>{self.texts.sentences(1, 1)[:50]}</p><div>文章 {self.rng.randrange(999)} 粉丝 {self.rng.randrange(9999)} 获赞 {self.rng.randrange(999)}</div><a href=#>关注</a>"
        elif kind < 0.93:
            inner = f"<p>{self.rng.choice(NOTICES)}</p>"
        else:
            inner = "".join(f"<p>{self.link(self.texts.nick())}：{self.texts.post()[:40]}</p>" for _ in range(5))
        return s.part(name or "module", head + inner, "div", "td", "section", "div")

    def side(self) -> str:
        inner = "".join(self.module() for _ in range(self.rng.choice((0, 1, 2, 3, 5, 7))))
        return self.style.part("side", inner, "div", "aside", "td") if inner else ""

    def share(self) -> str:
        s = self.style
        if not s.chance(0.5):
            return ""
        words = [
            "分享到：",
            "微信",
            "新浪微博",
            "QQ空间",
            "复制链接",
            "打印",
            "收藏",
            "举报",
            "点赞",
            "关闭",
            "字号：大",
            "中",
            "小",
            "推荐",
            "纠错",
            "分享",
        ]
        chosen = self.rng.sample(words, self.rng.randint(2, 7))
        return s.part(
            "share",
            s.pick(" ", "").join(chosen) if s.chance(0.4) else " ".join(self.link(w) for w in chosen),
            "div",
            "p",
            "td",
        )

    def notice(self) -> str:
        return self.style.part("notice", self.rng.choice(NOTICES), "p", "div", "td") if self.style.chance(0.4) else ""

    def meta(self) -> str:
        """The line under a title: source, time, author, clicks."""
        s = self.style
        items = [
            s.tag("time word", "", "发布时间：", "时间：", "日期：") + self.texts.stamp(s.form % 4),
            s.tag("source word", "来源：", "来源: ", "稿源：", "") + self.site,
            s.tag("author word", "作者：", "编辑：", "by ", "") + self.texts.person(),
            f"点击：{self.rng.randrange(9999)}次",
            f"评论({self.rng.randrange(99)})",
            "字体：【大 中 小】",
            f"阅读 {self.rng.randrange(99)}万+",
        ]
        shown = self.rng.sample(items, self.rng.randint(1, 4))
        form = s.tag("meta form", "span", "space", "bar", "div")
        made = {
            "span": "".join(f"<span>{i}</span>" for i in shown),
            "space": "&nbsp; ".join(shown),
            "bar": " | ".join(shown),
            "div": "".join(f"<div>{i}</div>" for i in shown),
        }[form]
        return s.part("meta", made, "div", "p", "td", "center")

    def below(self) -> str:
        """What follows an article: editor, tags, next, related, notices, in any order."""
        s = self.style
        made: list[str] = []
        if s.chance(0.35):
            made.append(
                s.part(
                    "editor",
                    s.pick("（责任编辑：{}）", "责编：{}", "[责任编辑: {}]", "编辑：{} 校对：{}").replace(
                        "{}", self.texts.person()
                    ),
                    "p",
                    "div",
                    "span",
                )
            )
        if s.chance(0.35):
            made.append(
                s.part(
                    "keywords",
                    s.pick("标签：", "关键词：", "Tags: ", "# ") + " ".join(self.link(w) for w in self.words(1, 5)),
                    "div",
                    "p",
                )
            )
        if s.chance(0.4):
            made.append(
                s.part(
                    "pager",
                    f"上一篇：{self.link(self.texts.headline())}{s.tag('between', '<br>', ' ', '</p><p>')}下一篇：{self.link(self.texts.headline())}",
                    "div",
                    "p",
                    "td",
                )
            )
        if s.chance(0.5):
            made.append(self.share())
        if s.chance(0.55):
            made.append(self.module("related"))
        if s.chance(0.3):
            made.append(self.notice())
        if s.chance(0.3):
            made.append(self.ad())
        self.rng.shuffle(made)
        return "".join(made)

    def comments(self, number: int) -> str:
        """Comments below an article."""
        s = self.style
        made = s.part(
            "comment head", s.pick("网友评论", f"评论（{number}）", "发表评论", "最新评论"), "h3", "div", "h4"
        )
        for _ in range(number):
            made += s.part(
                "comment",
                f"<span>{self.texts.nick()}</span> <span>{self.texts.stamp(s.form)}</span><p>{self.texts.post()}</p>{self.tools()}",
                "div",
                "li",
            )
        form = s.pick(
            "<textarea></textarea><button>提交</button>",
            "昵称：<input> 验证码：<input> 匿名发表",
            "请登录后发表评论",
            "",
        )
        return s.part("comments", made + f"<div>{form}</div>")

    def tools(self) -> str:
        """What can be done with a post: words that stand below every one."""
        s = self.style
        made = s.tag(
            "tool words",
            "回复",
            "回复 举报",
            "支持(0) 反对(0) 回复",
            "点赞 评论",
            "|",
            "引用 编辑 回复 TOP",
            "赞 | 回应",
            "",
        )
        if not made:
            return ""
        form = s.tag("tool form", "a", "span", "plain")
        words = made.split(" ")
        inner = " ".join(
            f"<a href=#>{w}</a>" if form == "a" else f"<span>{w}</span>" if form == "span" else w for w in words
        )
        return s.part("tools", inner, "div", "span", "p")

    def controls(self, words: list[str]) -> str:
        """Texts of an interface, each in an element of its own."""
        form = self.style.pick("li", "div", "span", "p", "a")
        inner = "".join(f"<{form}>{w}</{form}>" for w in words)
        return f"<ul>{inner}</ul>" if form == "li" else f"<div>{inner}</div>"

    def dialog(self) -> str:
        return self.style.part(
            "dialog", self.controls(self.rng.sample(DIALOGS, self.rng.randint(1, 9))), "div", "section"
        )

    def ticker(self) -> str:
        """Prices and their changes."""
        s, rng = self.style, self.rng
        form = s.pick(
            "<li><h3>{}</h3><span>{}</span><span>{}</span></li>",
            "<li><a href=/q>{}</a> {} {}</li>",
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            "<div><b>{}</b><p>{}</p><p>{}</p></div>",
        )
        rows = ""
        for name in rng.sample(INDICES, rng.randint(3, 12)):
            value, change = rng.random() * 9000, (rng.random() - 0.5) * 100
            rows += form.format(name, f"{value:,.2f}", f"{change:+.2f} ({change / 50:+.2f}%)")
        return s.part("ticker", f"<table>{rows}</table>" if form.startswith("<tr") else rows, "div", "ul", "section")

    def footer(self) -> str:
        s = self.style
        made = ""
        if s.chance(0.25):
            made += s.part("friends", "友情链接：" + self.links([self.site + w for w in self.words(4, 15)]))
        if s.chance(0.7):
            made += s.part(
                "foot links", self.links(self.rng.sample(FOOT_LINKS, self.rng.randint(3, 9))), "div", "p", "td"
            )
        lines = [
            f"Copyright © {self.rng.randint(2000, 2025)} {self.site} 版权所有",
            f"京ICP备{self.rng.randrange(10**7, 10**8)}号{s.pick('', '-1')}",
            f"{self.site}{self.rng.choice(COMPANY)} 主办  地址：中山路{self.rng.randrange(1, 300)}号",
            "违法和不良信息举报电话：010-00000000",
            s.pick(
                "Powered by Discuz! X3.4",
                "Powered by WordPress",
                "Powered by phpBB",
                "Theme by NexT",
                "技术支持：某某科技",
            ),
            self.rng.choice(NOTICES),
            "Processed in 0.0214 second(s), 7 queries",
            "互联网新闻信息服务许可证 网络文化经营许可证 广播电视节目制作经营许可证",
        ]
        made += s.pick("<br>", "</p><p>", " ").join(self.rng.sample(lines, self.rng.randint(1, 5)))
        made = s.part("footer", f"<p>{made}</p>", "div", "footer", "td", "center")
        if s.chance(0.2):
            made += s.part(
                "popup",
                s.pick(
                    "返回顶部",
                    "回到顶部 意见反馈",
                    self.rng.choice(NOTICES),
                    "微信扫一扫<br>关注我们",
                    "选择文件 确定 取消",
                ),
            )
        return made
