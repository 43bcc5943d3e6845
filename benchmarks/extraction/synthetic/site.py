# HTML and lists of words
"""One page in the making: what every kind of page has, and an article with what stands around it."""

import random

from .bodies import CONTENT, UNSURE, Bodies, on
from .parts import Parts
from .style import Style
from .texts import Texts


class Site:
    """One page in the making."""

    def __init__(self, texts: Texts, rng: random.Random):
        self.texts, self.rng = texts, rng
        self.style = Style(rng)
        self.parts = Parts(self.style, texts)
        self.title = texts.headline()
        self.bodies = Bodies(self.style, texts, self.parts, self.title)

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
        if s.chance(0.08):
            above += parts.ticker()
        if s.chance(0.2):
            above, body = (above + parts.dialog(), body) if s.chance(0.3) else (above, body + parts.dialog())
        return f"<html><head>{head}</head><body>{parts.header()}{above}{body}{parts.footer()}</body></html>"

    def summary(self, middle: str) -> str:
        at = middle.find(CONTENT)
        text = middle[at + 1 : at + 90].split("<")[0] if at >= 0 else self.title
        return text.replace('"', "").replace(CONTENT, "").replace(UNSURE, "")

    def heading(self, mark: str = "") -> str:
        return self.style.part("title", mark + self.title, "h1", "h1", "h2", "div", "td", "center")

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
        below = parts.below()
        if s.chance(0.1):  # a card of this very text
            below += s.part(
                "card", f"<h4>{self.title}</h4><p>{self.summary(body := body or self.bodies.article())}</p>"
            )
        middle += (body or self.bodies.article()) + below
        if s.chance(0.15):
            middle += parts.comments(self.rng.choice((0, 1, 2, 4, 8)))
        return middle
