# ruff: noqa: E501  # HTML and lists of words
"""Manuals: nested sections, trees of contents, tables of options, lists of terms, commands, notes; half of it short and Latin.

All of a manual's page is content but the bars and trees around it. A list of its own sections is left open: golds differ.
"""

from .bodies import CODE, UNSURE, on
from .site import Site
from .words import COMMANDS, KEYS, NOTES


class Manual:
    """The main content of one manual in the manner of its tool."""

    def __init__(self, site: Site):
        self.site, self.style, self.texts, self.rng = site, site.style, site.texts, site.rng
        s = self.style
        self.section = s.pick("div", "div", "section", "")
        self.item = s.pick("{}", "<p>{}</p>", "<p>{}</p>", "<span>{}</span>", "<div>{}</div>")
        self.number = s.pick("", "", "{n}. ", "{n}.{m} ", "第 {n} 节 ")
        self.anchor = s.pick("", "", '<a href="#a">¶</a>', '<a id="a"></a>', '<a href="#a"></a>')
        self.before_code = s.pick("", "", "<div><button>复制</button></div>", "<span>bash</span>")
        self.technical = self.rng.choice((0.1, 0.3, 0.6))  # share of the sentences that name a command

    def term(self) -> str:
        """A name of a command, key or option; or a short Chinese one."""
        draw = self.rng.random()
        if draw < 0.5:
            return self.rng.choice(COMMANDS)
        return self.rng.choice(KEYS) if draw < 0.65 else self.texts.headline()[: self.rng.randint(2, 9)]

    def phrase(self) -> str:
        """A sentence or part of one, often with a command in it; without a full stop as often as not."""
        text = self.texts.sentences(1, 1)[: self.rng.randint(6, 60)]
        if self.rng.random() < self.technical:
            form = self.rng.choice(("使用 {} 命令", "参见 {}。", "运行 {} 以", "{}：", "（{}）"))
            text = text + form.replace("{}", self.term()) if form[0] == "（" else form.replace("{}", self.term()) + text
        return text.rstrip("，、；：") if self.rng.random() < 0.5 else text

    def paragraph(self) -> str:
        text = self.texts.sentences(1, 4) if self.rng.random() < 0.6 else self.phrase()
        if self.rng.random() < self.technical and len(text) > 20:
            at = self.rng.randrange(4, len(text) - 4)
            form = self.rng.choice(
                (
                    " <code>{}</code> ",
                    " <tt>{}</tt> ",
                    " <strong>{}</strong> ",
                    " <a href='/r'>{}</a> ",
                    " <kbd>{}</kbd> ",
                )
            )
            return f"<p>{on(text[:at])}{form.format(on(self.term()))}{on(text[at:])}</p>"
        return f"<p>{on(text)}</p>"

    def items(self) -> str:
        kind = self.rng.choice(("ul", "ol", "dl"))
        number = self.rng.randint(2, 9)
        if kind == "dl":
            form = self.rng.choice(
                (
                    "<dt>{}</dt><dd>{}</dd>",
                    "<dt><code>{}</code></dt><dd><p>{}</p></dd>",
                    "<dt><span>{}</span></dt><dd>{}</dd>",
                )
            )
            return "<dl>" + "".join(form.format(on(self.term()), on(self.phrase())) for _ in range(number)) + "</dl>"
        made = ""
        for _ in range(number):
            inner = self.item.format(on(self.phrase()))
            if self.rng.random() < 0.15:
                inner += "<ul>" + "".join(f"<li>{self.item.format(on(self.phrase()))}</li>" for _ in range(3)) + "</ul>"
            made += f"<li>{inner}</li>"
        return f"<{kind}>{made}</{kind}>"

    def table(self) -> str:
        columns, rows = self.rng.randint(2, 4), self.rng.randint(2, 14)
        cell = self.rng.choice(("<td>{}</td>", "<td><p>{}</p></td>", "<td><p>{}</p></td>"))
        first = self.rng.choice(
            (
                "<td>{}</td>",
                "<td><p>{}</p></td>",
                "<td><code>{}</code></td>",
                "<td><img src=a.png></td>",
            )
        )
        head = (
            "<tr>"
            + "".join(
                f"<th>{on(word)}</th>"
                for word in self.rng.sample(
                    ("选项", "说明", "默认值", "类型", "名称", "软件包", "大小", "参数", "含义", "必填"), columns
                )
            )
            + "</tr>"
        )
        made = "".join(
            "<tr>"
            + first.format(on(self.term()))
            + "".join(cell.format(on(self.phrase())) for _ in range(columns - 1))
            + "</tr>"
            for _ in range(rows)
        )
        caption = (
            f"<p><strong>{on('表 1.' + str(self.rng.randint(1, 9)) + ' ' + self.texts.headline()[:12])}</strong></p>"
            if self.rng.random() < 0.3
            else ""
        )
        return (
            caption
            + "<table>"
            + (f"<thead>{head}</thead>" if self.rng.random() < 0.5 else "")
            + f"<tbody>{made}</tbody></table>"
        )

    def note(self) -> str:
        word, text = self.rng.choice(NOTES), self.phrase()
        form = self.rng.choice(
            (
                "<div><p>{}</p><p>{}</p></div>",
                "<table><tr><td><b>{}</b></td><td>{}</td></tr></table>",
                "<blockquote><p><strong>{}</strong> {}</p></blockquote>",
                "<dl><dt>{}</dt><dd><p>{}</p></dd></dl>",
                "<aside><h3>{}</h3><p>{}</p></aside>",
            )
        )
        return form.format(UNSURE + word, on(text))

    def code(self) -> str:
        text = self.rng.choice(CODE)
        lines = [line for line in text.split("\n") if line]
        return self.before_code + self.rng.choice((
            f"<pre>{on(text)}</pre>", f"<pre><code>{on(text)}</code></pre>", f"<div><div><pre><span></span>{on(text)}</pre></div></div>",
            "<pre><code>" + "\n".join(f"<span>{on(line)}</span>" for line in lines) + "</code></pre>", f"<p><code>{on(lines[0])}</code></p>",
        ))  # fmt: skip

    def sections(self, depth: int, path: tuple[int, ...] = ()) -> str:
        made = ""
        for place in range(1, self.rng.randint(2, 5)):
            tag = f"h{min(depth + 1, 6)}"
            number = self.number.format(n=".".join(map(str, path)) or place, m=place)
            inner = f"<{tag}>{on(number + self.texts.headline()[: self.rng.randint(3, 14)])}{self.anchor}</{tag}>"
            for _ in range(self.rng.randint(1, 6)):
                draw = self.rng.random()
                inner += (
                    self.paragraph()
                    if draw < 0.5
                    else self.items()
                    if draw < 0.67
                    else self.table()
                    if draw < 0.77
                    else self.code()
                    if draw < 0.88
                    else self.note()
                    if draw < 0.95
                    else "<p><img src=a.png></p>"
                )
            if depth < 3 and self.rng.random() < 0.4:
                inner += self.sections(depth + 1, (*path, place))
            made += (
                f"<{self.section}{self.style.attributes(f'section {depth}')}>{inner}</{self.section}>"
                if self.section
                else inner
            )
        return made


def manual(site: Site) -> str:
    """A chapter with a tree of contents beside it, and bars of previous and next."""
    s, parts, texts, rng = site.style, site.parts, site.texts, site.rng
    made = Manual(site)
    tree = s.part(
        "toc",
        s.pick("", "目录", "文档导航", "<h3>内容</h3>")
        + parts.links([texts.headline()[:12] for _ in range(rng.randint(5, 60))]),
        "div",
        "nav",
        "aside",
    )
    own = "".join(f"<li><a href='#s'>{UNSURE}{texts.headline()[:10]}</a></li>" for _ in range(rng.randint(3, 15)))
    inner = (
        s.part(
            "own contents",
            s.pick(f"<ul>{own}</ul>", f"<p><b>{UNSURE}目录</b></p><dl>{own.replace('li>', 'dt>')}</dl>"),
            "div",
            "nav",
        )
        if s.chance(0.4)
        else ""
    )
    top = s.pick("h1", "h1", "h2", "center", "div")
    title = f"<{top}>{UNSURE}{site.title}{made.anchor}</{top}>"
    notice = ""
    if s.chance(0.2):  # manuals begin with who may use them
        notice = "".join(
            f"<p>{on(text)}</p>"
            for text in (
                f"版权所有 © {rng.randint(1999, 2024)} {texts.person()}",
                f"{texts.nick()} &lt;{texts.nick()}@example.org&gt;, {rng.randint(2009, 2024)}.",
                "欢迎报告错误：" + made.phrase(),
            )
        )
    turn = s.part(
        "pager",
        s.pick(
            "{} {} {}",
            "<table><tr><td>{}</td><td>{}</td><td>{}</td></tr></table>",
            "<ul><li>{}</li><li>{}</li><li>{}</li></ul>",
            "[ {} ][ {} ][ {} ]",
        ).format(
            *(
                parts.link(w)
                for w in (
                    s.pick("上一页", "上一章 " + texts.headline()[:8], "&lt;&lt;", "Prev"),
                    s.pick("起始页", "目录", "上一级", "Home"),
                    s.pick("下一页", "下一章 " + texts.headline()[:8], "&gt;&gt;", "Next"),
                )
            )
        ),
    )
    last = s.pick(
        "最后更新于 2023-01-01", "在 GitHub 上编辑此页", "此页面对您有帮助吗？ 是 否", "本页由 Sphinx 4.2 生成", "", ""
    )
    body = s.part("content", title + notice + inner + made.sections(1), "div", "article", "main", "section")
    whole = (
        (turn if s.chance(0.4) else "")
        + body
        + (turn if s.chance(0.6) else "")
        + (s.part("last", last, "div", "p") if last else "")
    )
    if s.chance(0.3):  # a package's documentation is a plain page
        return (
            f"<html><head><title>{site.title}</title></head><body>{tree if s.chance(0.2) else ''}{whole}</body></html>"
        )
    return site.page((tree if s.chance(0.5) else "") + whole + (tree if s.chance(0.4) else ""), side=False)
