# HTML and lists of words
"""The text that made pages are filled with: paragraphs and short posts out of JSONL files, headlines, names, dates."""

import csv
import json
import random
import re
from pathlib import Path

from .words import GIVEN, NICK_HEAD, NICK_TAIL, SHORT_POSTS, SURNAMES

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"^[#>*\-+\s\d.]+|[`*_~]{1,3}|<[^>]*>|[\ue000-\ue00f]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]+[”」』）]?|[^。！？!?]+$")
LINES_OF_A_FILE = 6000


class Texts:
    """documents: lists of paragraphs of prose; posts: what people write in threads."""

    def __init__(self, folder: Path, rng: random.Random):
        self.rng = rng
        self.documents: list[list[str]] = []
        for path in sorted(folder.glob("text_sample/*.jsonl")):
            with path.open(encoding="utf-8") as lines:
                for number, line in zip(range(LINES_OF_A_FILE), lines, strict=False):
                    del number
                    kept = [p for p in map(_plain, json.loads(line)["text"].split("\n")) if len(_HAN.findall(p)) >= 4]
                    if sum(map(len, kept)) >= 200:
                        self.documents.append(kept[:80])
        self.posts = list(SHORT_POSTS) * 4
        for path in sorted(folder.glob("toxicity/COLD/COLDataset/train.csv")):
            with path.open(encoding="utf-8-sig", newline="") as rows:
                self.posts += [row["TEXT"].strip() for row in csv.DictReader(rows) if row["label"] == "0"][:8000]

    def document(self) -> list[str]:
        """Consecutive paragraphs of one document."""
        found = self.rng.choice(self.documents)
        start = self.rng.randrange(max(1, len(found) - 5))
        return found[start : start + self.rng.choice((1, 2, 3, 5, 8, 12, 20, 40))]

    def sentences(self, low: int, high: int) -> str:
        """Between low and high sentences of one document."""
        wanted = self.rng.randint(low, high)
        pieces: list[str] = []
        found = self.rng.choice(self.documents)
        for paragraph in found[self.rng.randrange(len(found)) :]:
            pieces += _SENTENCE.findall(paragraph)
            if len(pieces) >= wanted:
                break
        return "".join(pieces[:wanted])[:600] or "如题。"

    def post(self) -> str:
        """What one person writes in a thread: mostly a line, sometimes several sentences."""
        if self.rng.random() < 0.65:
            return self.rng.choice(self.posts) or "顶"
        return self.sentences(1, 6)

    def headline(self) -> str:
        """A title of 6 to 32 characters."""
        text = re.split(r"[。，；：！？!?\s]", self.rng.choice(self.rng.choice(self.documents)))
        text = max(text, key=len)[: self.rng.randint(8, 32)]
        if self.rng.random() < 0.2:
            text += self.rng.choice(("？", "！", "（图）", "（组图）", "（转载）", "(1)", "【原创】", "…"))
        return text or "今日要闻"

    def person(self) -> str:
        return self.rng.choice(SURNAMES) + "".join(self.rng.choice(GIVEN) for _ in range(self.rng.randint(1, 2)))

    def nick(self) -> str:
        draw = self.rng.random()
        if draw < 0.3:
            return "".join(
                self.rng.choice("abcdefghijklmnopqrstuvwxyz_0123456789") for _ in range(self.rng.randint(4, 11))
            )
        if draw < 0.4:
            return f"网友{self.rng.randint(1000, 99999)}"
        if draw < 0.5:
            return self.person()
        return (
            "".join(self.rng.choice(NICK_HEAD) for _ in range(self.rng.randint(1, 3)))
            + "".join(self.rng.choice(NICK_TAIL) for _ in range(self.rng.randint(1, 2)))
            + self.rng.choice(("", "", "", str(self.rng.randint(1, 2024))))
        )

    def date(self) -> tuple[int, int, int]:
        return self.rng.randint(2001, 2025), self.rng.randint(1, 12), self.rng.randint(1, 28)

    def stamp(self, form: int) -> str:
        """A time of writing in one of the forms that sites use; a site keeps to one."""
        y, m, d = self.date()
        h, n, s = self.rng.randint(0, 23), self.rng.randint(0, 59), self.rng.randint(0, 59)
        forms = (
            f"{y}-{m:02}-{d:02} {h:02}:{n:02}:{s:02}",
            f"{y}-{m}-{d} {h:02}:{n:02}",
            f"{y}年{m:02}月{d:02}日 {h:02}:{n:02}",
            f"{y}年{m}月{d}日",
            f"{y}/{m}/{d}",
            f"{self.rng.randint(2, 23)}小时前",
            f"{self.rng.randint(1, 11)}{self.rng.choice(('天', '周', '个月', '年'))}前",
            f"{m:02}-{d:02}",
            f"{m}月{d}日",
            f"[{m:02}/{d:02} {h:02}:{n:02}]",
            f"{y}.{m:02}.{d:02}",
        )
        return forms[form % len(forms)]


def _plain(line: str) -> str:
    """A line of Markdown as plain text; '' if it is markup, a table or front matter."""
    if line.startswith(("---", "|", "```", "<", "title:", "date:", "    ", "![", ":::", "{")):
        return ""
    return _MARKS.sub("", _LINK.sub(r"\1", line)).strip().replace("<", "＜").replace("&", "&amp;")
