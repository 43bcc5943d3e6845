"""Made pages: layouts of Chinese sites of thirty years, written for this project, filled with text at training time.

`pages(folder, number)` draws them. What stands in a page's main content is known exactly: it carries a mark, which is
taken out again before anything is measured. Names of classes, tags, nesting, order and wording are drawn anew for every
page, so that the structure is what can be learnt from it; no layout copies a real site's page.
"""

from .kinds import Made, pages

__all__ = ["Made", "pages"]
