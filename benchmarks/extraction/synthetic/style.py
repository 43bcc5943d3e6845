# ruff: noqa: E501  # HTML and lists of words
"""How one made site writes its HTML: a name and a tag for every part it has, drawn once and kept for the page."""

import random

#: part -> names that sites give it; the more general ones serve several parts, as they do in the wild
NAMES: dict[str, tuple[str, ...]] = {
    "content": (
        "content", "article", "article-content", "art_con", "TRS_Editor", "zoom", "post-content", "entry-content", "main-text",
        "detail", "news_txt", "text", "endText", "artibody", "rich_text", "markdown-body", "show_text", "conTxt", "article_body",
        "xl_content", "content_area", "c-detail", "post_body", "left_zw", "newsbody", "J-article", "story", "txtcont",
    ),
    "thread": ("thread", "postlist", "topic", "main", "wp", "mainbox", "list", "comments", "answers", "l_post_list", "forum"),
    "post": (
        "post", "plhin", "reply", "cell", "l_post", "comment-item", "answer", "floor", "item", "message", "topic-reply",
        "postbody", "CommentItem", "t_msg", "box", "list-item", "stream-item", "feed", "mbox", "bbs-item", "atl-item",
    ),
    "postbody": (
        "t_f", "reply_content", "post-text", "d_post_content", "content", "message", "comment-text", "bbs-content", "RichText",
        "body", "postmessage", "txt", "markdown", "msg", "postcontent", "atl-con-bd", "text", "p_cont", "word",
    ),
    "user": ("author", "user", "username", "nickname", "authi", "name", "uname", "poster", "u_nick", "avatar-box", "usr", "member"),
    "panel": ("pls", "userinfo", "side", "favatar", "profile", "authorpanel", "left", "tns", "user-card", "usercard"),
    "time": ("time", "date", "ago", "post-time", "timestamp", "em", "authi", "published", "d", "fade", "gray", "c9"),
    "tools": ("tools", "actions", "op", "pob", "btns", "reply-actions", "foot", "bar", "control", "thank_area", "f-right"),
    "signature": ("sign", "signature", "sig", "autograph"),
    "quote": ("quote", "blockquote", "refer", "cite-box"),
    "title": ("title", "headline", "h1", "article-title", "tit", "main-title", "thread_subject", "topic-title", "art-tit", "bt"),
    "meta": ("info", "meta", "article-info", "source", "pubtime", "date-source", "post-meta", "art_info", "author-line", "msg"),
    "nav": ("nav", "menu", "topnav", "header-nav", "channel", "daohang", "navbar", "main-menu", "subnav", "hd-nav", "navi"),
    "crumb": ("breadcrumb", "crumbs", "path", "position", "location", "weizhi", "dqwz", "bread", "local"),
    "head": ("header", "top", "hd", "head", "topbar", "site-header", "toper", "logo-box", "banner"),
    "side": ("sidebar", "side", "right", "col-r", "aside", "fr", "right_box", "w300", "secondary", "col-md-4", "rightside"),
    "module": ("module", "box", "widget", "mod", "block", "panel", "card", "hot", "rank", "list-box", "part", "area", "tuijian"),
    "related": ("related", "xg", "relate-news", "recommend", "xgwz", "more-read", "guess", "like", "tj", "relevant", "hotnews"),
    "share": ("share", "bdsharebuttonbox", "jiathis", "social", "share-bar", "sns", "fenxiang", "tool-bar"),
    "comments": ("comments", "comment-list", "pinglun", "cmt", "commentlist", "discuss", "reviews", "respond"),
    "footer": ("footer", "foot", "ft", "bottom", "copyright", "site-footer", "footer-box", "bq", "links"),
    "ad": ("ad", "ads", "gg", "advert", "adbox", "ad-300", "sponsor", "tg", "promo"),
    "pager": ("pager", "page", "pagination", "pages", "pg", "prevnext", "post-navigation", "fanye"),
    "popup": ("modal", "popup", "dialog", "login-box", "layer", "mask", "tips"),
    "wrap": ("wrap", "container", "main", "w1000", "layout", "center", "row", "page", "inner", "wp", "bd", "col-l", "left", "clearfix"),
    "toc": ("toc", "directory", "catalog", "mulu", "outline", "sidebar-nav", "toctree"),
}  # fmt: skip
_NONSENSE = ("fl", "a1", "b2", "d3", "cc", "mt10", "clear", "x", "w650", "bk", "tb1", "k2", "lh24", "f14", "s1")


class Style:
    """Tags and attributes of the parts of one page."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.age = rng.choice(("tables", "divs", "divs", "html5"))
        self.named = rng.choice((0.0, 0.5, 0.8, 0.95, 0.95))  # share of parts with a telling name
        self.newline = rng.choice(("", "\n", "\n  "))
        self.upper = self.age == "tables" and rng.random() < 0.4
        self._attributes: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._depth: dict[str, list[str]] = {}
        self.form = rng.randrange(11)  # of times
        self.hidden_title = rng.random() < 0.1

    def attributes(self, part: str) -> str:
        """class and id of a part, the same every time."""
        if part not in self._attributes:
            rng = self.rng
            draw = rng.random()
            if part in NAMES and rng.random() < self.named:
                name = rng.choice(NAMES[part])
                if rng.random() < 0.3:
                    name = rng.choice(("m-", "js-", "g-", "c_", "news", "art", "ui-", "_")) + name
                if rng.random() < 0.2:
                    name += " " + rng.choice(_NONSENSE)
                elif rng.random() < 0.15:
                    name += "_" + "".join(rng.choice("abcdefgh0123456789") for _ in range(5))
            elif draw < 0.4:
                name = rng.choice(_NONSENSE)
            elif draw < 0.6:
                name = "css-" + "".join(rng.choice("abcdefgh0123456789") for _ in range(6))
            else:
                name = ""
            if not name:
                made = ' align="left"' if self.age == "tables" and rng.random() < 0.5 else ""
            elif rng.random() < 0.2:
                made = f' id="{name.split()[0]}"'
            else:
                made = f' class="{name}"'
            self._attributes[part] = made
        return self._attributes[part]

    def tag(self, part: str, *choices: str) -> str:
        """The tag of a part, the same every time."""
        if part not in self._tags:
            self._tags[part] = self.rng.choice(choices or ("div",))
        return self._tags[part]

    def part(self, part: str, inner: str, *choices: str) -> str:
        """The part with its content, in the wrappers this site puts around it."""
        if part not in self._depth:
            usual = self.rng.choice((0, 0, 0, 1, 2))
            self._depth[part] = [
                self.rng.choice(("div", "div", "div", "section" if self.age == "html5" else "div"))
                for _ in range(usual)
            ]
        tag = self.tag(part, *choices)
        if tag == "td":
            made = f"<table{self.attributes(part)}><tr><td>{inner}</td></tr></table>"
        elif tag == "br":
            made = inner + "<br>"
        elif tag == "":
            made = inner
        else:
            made = f"<{tag}{self.attributes(part)}>{inner}</{tag}>"
        for number, wrapper in enumerate(self._depth[part]):
            made = f"<{wrapper}{self.attributes(f'{part}{number}')}>{made}</{wrapper}>"
        return made + self.newline

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def pick(self, *choices: str) -> str:
        return self.rng.choice(choices)
