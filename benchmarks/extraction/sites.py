"""Pages whose template is known: one selector a template names the main content, so they judge the model without a person.

A folder of WARC files holds them (blogs, manuals of Debian's packages). Manuals are what gold of news lacks: long pages
of headings, lists, tables, commands and half-English paragraphs. They do not teach: README.md says why.
"""

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecordType
from resiliparse.parse.html import DOMNode, HTMLTree
from synthetic import Made
from synthetic.bodies import CONTENT, UNSURE

PAGES_A_SITE = 8
MOST_BYTES = 300_000  # a whole manual on one page would weigh as much as hundreds of others
_EMPTY_ANCHOR = re.compile(r'<a((?:\s+(?:id|name)="[^"]*")+)\s*/>')


class Template(NamedTuple):
    """sites: parts of addresses. content, outside, unsure: selectors; what is outside stands within the content."""

    name: str
    sites: tuple[str, ...]
    content: str
    outside: str = ""
    unsure: str = ""


TEMPLATES = (
    Template("NexT", ("changuoqiang.github.io",), ".post-body"),
    Template("Butterfly", ("yuzhouzhiwang.github.io",), "#article-container"),
    Template(
        "LibreOffice help", ("/libreoffice-help-zh-cn/", "/libreoffice-help-zh-tw/"), "#DisplayArea", "", "h1, .relatedtopics"
    ),
    Template("Sphinx", ("/linux-doc-",), 'div[itemprop="articleBody"]', ".headerlink, .contents", "h1"),
    Template(
        "Texinfo", ("/lilypond-doc-html-zh/",), "#main", ".nav_table, .menu, #footer, .node", "h1, h2:first-of-type"
    ),
    Template("Asciidoctor", ("/kicad-doc-zh/",), "#content"),
    Template(
        "DocBook",
        ("/debian-handbook/", "/gimp-help-zh-cn/", "/debian-faq-zh-cn/", "/debian-reference-zh-cn/", "/debian-reference-zh-tw/",
         "/maint-guide-zh-tw/", "/maint-guide-zh-cn/"),
        ".chapter, .section, .article, .sect1, .sect2, .preface, .appendix, .book, .part",
        ".navheader, .navfooter, .toc",
        ".titlepage, .footnotes",
    ),
)  # fmt: skip


def pages(folder: Path) -> list[Made]:
    """Pages of every site, spread over what the folder has of it; their kind is the name of the template."""
    made: list[Made] = []
    found: dict[tuple[str, str], list[bytes]] = {}
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, record_types=WarcRecordType.response | WarcRecordType.resource):
                address = record.headers.get("WARC-Target-URI") or ""
                for template in TEMPLATES:
                    for site in template.sites:
                        if site in address:
                            content = record.reader.read()
                            if len(content) <= MOST_BYTES:
                                found.setdefault((template.name, site), []).append(content)
    by_name = {template.name: template for template in TEMPLATES}
    taken: Counter[tuple[str, str]] = Counter()
    for key, contents in found.items():
        for content in contents[:: max(1, len(contents) // (3 * PAGES_A_SITE))]:
            marked = mark(content.decode("utf-8", "replace"), by_name[key[0]])
            if CONTENT in marked and taken[key] < PAGES_A_SITE:
                taken[key] += 1
                made.append(Made(key[0], marked))
    return made


def mark(html: str, template: Template) -> str:
    """The page with a mark before every text of its main content."""
    # <a id="x"/> of XHTML is an open link to an HTML parser, which would wrap the rest of the page in it
    document = HTMLTree.parse(_EMPTY_ANCHOR.sub(r"<a\1></a>", html)).document
    outside = set(document.query_selector_all(template.outside)) if template.outside else set()
    unsure = set(document.query_selector_all(template.unsure)) if template.unsure else set()
    done: set[DOMNode] = set()

    def walk(node: DOMNode, sign: str) -> None:
        if node in done or node in outside:
            return
        done.add(node)
        sign = UNSURE if node in unsure else sign
        for child in list(node.child_nodes):
            if child.type == 3 and node.tag not in ("script", "style") and child.value and child.value.strip():
                child.value = sign + child.value
            elif child.type == 1:
                walk(child, sign)

    for root in document.query_selector_all(template.content):  # in document order: outer ones come first
        walk(root, CONTENT)
    return document.html
