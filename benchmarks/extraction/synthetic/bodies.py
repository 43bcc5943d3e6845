# ruff: noqa: E501  # HTML and lists of words
"""Main content of made pages: paragraphs, headings, lists, tables, code, verse, as sites write them. All of it is marked."""

from .parts import Parts
from .style import Style
from .texts import Texts

CONTENT, UNSURE = "\ue000", "\ue001"  # set before text that is content, or of which golds disagree
CODE = (
    "def main():\n    for line in open(path):\n        print(line)\n", "sudo apt update\nsudo apt install nginx\n",
    "SELECT id, name\nFROM users\nWHERE age > 18;\n", "public class Test {\n    private int count;\n}\n",
    "$ git clone https://example.org/a.git\n$ cd a\n", "{\n  &quot;name&quot;: &quot;demo&quot;,\n  &quot;port&quot;: 8080\n}\n",
    "# 设置代理\nset http_proxy=http://127.0.0.1:8080\n", "ERROR: permission denied at line 12\n",
)  # fmt: skip


def on(text: str) -> str:
    return CONTENT + text


class Bodies:
    """The main content in the manner of one page."""

    def __init__(self, style: Style, texts: Texts, parts: Parts, title: str):
        self.style, self.texts, self.parts, self.rng, self.title = style, texts, parts, style.rng, title
        self.paragraph = style.tag(
            "paragraph", *(("br", "br", "p", "font", "div", "pre") if style.age == "tables" else ("p", "p", "p", "p", "div", "section", "br", "span"))
        )  # fmt: skip
        self.indent = style.pick("", "", "　　", "&nbsp;&nbsp;&nbsp;&nbsp;")
        self.loose = style.chance(0.2)  # an empty paragraph between any two

    def words(self, text: str) -> str:
        """Marked text with what stands inside lines: bold words, links, footnotes, ruby."""
        rng = self.rng
        if len(text) > 12 and rng.random() < 0.12:
            at = rng.randrange(2, len(text) - 6)
            word = text[at : at + rng.randint(2, 5)]
            form = rng.choice(
                ("<b>{}</b>", "<strong>{}</strong>", "<a href='/k'>{}</a>", "<a href='/k'>{}</a>", "<span style='color:red'>{}</span>",
                 "<code>{}</code>", "<sup>[1]</sup>{}", "<ruby>{}<rt>ㄓㄨ</rt></ruby>")
            )  # fmt: skip
            if "&" not in word:
                return on(text[:at]) + form.format(on(word)) + on(text[at + len(word) :])
        return on(text)

    def lines(self, paragraphs: list[str]) -> str:
        """Paragraphs in the page's own way of writing them."""
        made = [self.indent + self.words(text) for text in paragraphs if text]
        gap = "<p>&nbsp;</p>" if self.loose else ""
        newline = self.style.newline
        if self.paragraph == "br":
            return self.style.tag("line break", "<br>", "<br><br>", "<br />\n<br />").join(made)
        if self.paragraph == "pre":
            return "<pre>" + "\n".join(made) + "</pre>"
        if self.paragraph == "font":
            return "".join(f"<p><font size=3>{m}</font></p>{gap}" for m in made)
        if self.paragraph == "span":
            return "".join(f"<p><span>{m}</span></p>{gap}{newline}" for m in made)
        return "".join(f"<{self.paragraph}>{m}</{self.paragraph}>{gap}{newline}" for m in made)

    def heading(self) -> str:
        text = self.style.tag("numbering", "", "一、", "1. ", "（一）") + self.texts.headline()
        if self.rng.random() < 0.25:  # headings take up the title
            text = self.title[: self.rng.randint(6, 16)] + text[:8]
        tag = self.style.tag("heading", "h2", "h3", "p><strong", "h4", "b", "h1")
        end = "</strong></p>" if "strong" in tag else f"</{tag}>" + ("<br>" if tag == "b" else "")
        return f"<{tag}>{on(text)}{end}"

    def special(self) -> str:
        """One thing that is no paragraph."""
        rng, texts = self.rng, self.texts
        draw = rng.random()
        if draw < 0.3:
            caption = rng.choice(("", "", on(texts.headline() + "。" + texts.person() + " 摄")))
            form = rng.choice(
                (
                    "<p><img src=a.jpg></p>{}",
                    "<figure><img src=a.jpg><figcaption>{}</figcaption></figure>",
                    "<center><img src=a.jpg><br>{}</center>",
                )
            )
            return form.format(f"<p>{caption}</p>" if form.endswith("{}") and caption else caption)
        if draw < 0.5:
            items = [texts.sentences(1, 1)[:80] for _ in range(rng.randint(2, 8))]
            tag = rng.choice(("ul", "ol"))
            return f"<{tag}>" + "".join(f"<li>{on(i)}</li>" for i in items) + f"</{tag}>"
        if draw < 0.65:
            columns, rows = rng.randint(2, 5), rng.randint(2, 9)

            def cell() -> str:
                return on(rng.choice((texts.headline()[:8], str(rng.randrange(10000)), f"{rng.random() * 100:.1f}%")))

            return (
                "<table border=1>"
                + "".join("<tr>" + "".join(f"<td>{cell()}</td>" for _ in range(columns)) + "</tr>" for _ in range(rows))
                + "</table>"
            )
        if draw < 0.8:
            return f"<pre><code>{on(rng.choice(CODE))}</code></pre>"
        if draw < 0.9:
            return f"<blockquote>{self.lines([texts.sentences(1, 3)])}</blockquote>"
        # what editors put between paragraphs
        return rng.choice(
            (
                self.parts.ad(),
                f"<p><a href='/r'>{texts.headline()}</a></p>",
                f"<div>{self.parts.link('点击查看大图')}</div>",
                self.parts.module("related") if rng.random() < 0.3 else "",
            )
        )

    def article(self, paragraphs: list[str] | None = None) -> str:
        """A whole text: runs of paragraphs, now and then a heading or something else."""
        left = paragraphs or self.texts.document()
        plain = self.style.tag("plain body", "plain", "plain", "mixed", "rich")
        made = ""
        while left:
            run = self.rng.randint(1, 6)
            made += self.lines(left[:run])
            left = left[run:]
            if plain != "plain" and left:
                if self.rng.random() < 0.35:
                    made += ("<br>" if self.paragraph == "br" else "") + self.heading()
                if self.rng.random() < (0.3 if plain == "mixed" else 0.7):
                    made += ("<br>" if self.paragraph == "br" else "") + self.special()
        return self.style.part(
            "content",
            made,
            *(("td", "div", "div") if self.style.age == "tables" else ("div", "div", "article", "section")),
        )

    def verse(self) -> str:
        made = [line[: self.rng.randint(5, 14)] for line in self.texts.document() if line][:24]
        return self.style.part("content", "<br>".join(on(line) for line in made), "div", "td", "p")

    def post(self) -> str:
        """The body of one post: short, seldom long, lines broken by <br> or paragraphs; or a single bare line."""
        rng = self.rng
        if rng.random() < 0.12:
            inner = self.lines(self.texts.document()[:8])
        else:
            pieces = [self.texts.post() for _ in range(rng.choice((1, 1, 1, 2, 3)))]
            form = self.style.tag("post form", "br", "p", "bare", "div", "p")
            if form == "br":
                inner = "<br>".join(map(self.words, pieces))
            elif form == "bare":
                inner = self.words(" ".join(pieces))
            else:
                inner = "".join(f"<{form}>{self.words(piece)}</{form}>" for piece in pieces)
        if rng.random() < 0.1:
            inner += rng.choice(("<br>", "")) + on(f"https://example.org/{rng.randrange(9999)}")
        if rng.random() < 0.08:
            inner += f"<pre><code>{on(rng.choice(CODE))}</code></pre>"
        return inner
