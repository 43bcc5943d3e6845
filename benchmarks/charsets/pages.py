"""Pages whose text is known: every Chinese encoding and its neighbours, as crawls deliver them.

Texts of a kind (`hans`, `hant`, `lzh`, `yue`, `ja`, `ko`, `western`) are cut to 60 to 3,000 characters, put into a small
page or into the markup of a real one, and written in each encoding that the kind is found in. A page declares its
charset rightly, wrongly or not at all, in HTTP, a meta tag or an XML declaration; three in ten are cut at any byte, one
in ten holds one to three foreign bytes. `english` pages are English prose with 10 to 60 Chinese characters in it.
`others` are in single-byte encodings of other alphabets: right if they are not taken for one of East Asia's, since
whose alphabet it is, is not asked here.
"""

import glob
import json
import random
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

#: kind -> encodings; `+` stands for a byte order mark
ENCODINGS = {
    "hans": (
        "gb2312", "gbk", "gb18030", "gb18030+", "utf-8", "utf-8+", "hz",
        "utf-16-le+", "utf-16-be+", "utf-16-le", "utf-16-be",
    ),
    "hant": ("big5", "big5hkscs", "euc_tw", "gbk", "gb18030", "utf-8", "utf-16-le", "utf-16-be"),
    "lzh": ("gb18030", "gbk", "big5", "utf-8"),
    "yue": ("big5hkscs", "utf-8", "gb18030"),
    "english": ("gb2312", "gb18030", "big5", "utf-8"),
    "ja": ("euc_jp", "shift_jis", "iso2022_jp", "utf-8"),
    "ko": ("euc_kr", "cp949", "utf-8"),
    "western": ("latin-1", "cp1252", "utf-8"),
    "others": ("cp1251", "koi8-r", "iso8859-5", "cp1253", "cp1256", "cp874"),
}  # fmt: skip
LABELS = (
    "gb2312",
    "gbk",
    "gb18030",
    "big5",
    "utf-8",
    "iso-8859-1",
    "windows-1252",
    "shift_jis",
    "euc-jp",
    "euc-kr",
    "x-no-such",
)
#: four bytes in GB18030: rare characters of names and of classical texts
FOUR_BYTES = "㑇㕮㙍㛃㳇㺄䁖䃅䓖䗖䜣䝼䞍䥇䥽䦃䱷䲁䲠𠅤𠙶𡐓𡎚𣗋𥔲𦈡𦭜𧒽𨙸𨱔𩽾𪨊𫍲𫖯𫟼𫠆"
CUT, FOREIGN, RARE, REAL_MARKUP = 0.3, 0.1, 0.25, 0.3
SIZES = (60, 60, 100, 200, 500, 1000, 3000)
FOREIGN_BYTES = (
    b"\x80",
    b"\xff",
    b"\xa0",
    b"\xe9",
    b"\x92",
    b"\xc2\xa0",
    b"\x93\x94",
    b"\xfe\xff\xa9",
    b"\xef\xbf\xbd",
)
_DECLARED = re.compile(r"""charset\s*=\s*["']?\s*[\w-]+|<\?xml[^>]*>""", re.I)


@dataclass(frozen=True, slots=True)
class Page:
    """text: what a reader should see. slack: characters that may differ, for a cut or foreign bytes."""

    kind: str
    encoding: str
    declared: str
    content: bytes
    content_type: str | None
    text: str
    cut: bool
    slack: int


def paragraphs(kind: str, pattern: str) -> list[str]:
    """Paragraphs out of .jsonl (field text) and text files, and the text between the tags of .html ones."""
    least = 0.0 if kind == "western" else 0.2  # share of characters beyond ASCII
    found: list[str] = []
    for path in sorted(glob.glob(pattern)):
        with open(path, encoding="utf-8") as file:
            if path.endswith(".jsonl"):
                texts = [json.loads(line)["text"] for _, line in zip(range(3000), file, strict=False)]
            elif ".htm" in path:
                texts = [re.sub(r"<[^>]+>", "\n", re.sub(r"(?s)<(script|style).*?</\1>", "", file.read()))]
            else:
                texts = [file.read()]
        lines = [line.strip() for text in texts for line in text.split("\n")]
        found += [line for line in lines if len(line) >= 10 and sum(c > "\x7f" for c in line) > least * len(line)]
    return found


def skeletons(pattern: str) -> list[tuple[str, str]]:
    """(head, tail) of real pages whose markup is ASCII, declarations taken out; the text goes in between."""
    found: list[tuple[str, str]] = []
    for path in sorted(glob.glob(pattern, recursive=True)):
        with open(path, "rb") as file:
            page = _DECLARED.sub("", file.read().decode("ascii", "ignore"))
        body = page.find("<body")
        if body > 0 and len(page) < 200_000:
            middle = page.find(">", body) + 1
            found.append((page[:middle], page[middle:]))
    return found


def generate(texts: dict[str, list[str]], markup: list[tuple[str, str]], count: int, seed: int) -> Iterator[Page]:
    draw = random.Random(seed)
    kinds = [kind for kind in ENCODINGS if kind in texts or kind == "english"]
    for number in range(count):
        kind = kinds[number % len(kinds)]
        named = draw.choice(ENCODINGS[kind])
        encoding = named.rstrip("+")
        text = _text(draw, kind, texts)
        if kind == "others":  # the text's own alphabet decides which of its encodings it can have
            encoding = named = max(ENCODINGS[kind], key=lambda name: (len(text.encode(name, "ignore")), draw.random()))
        if encoding == "gb18030" and kind != "english" and draw.random() < 0.5:
            text = "".join(draw.choice(FOUR_BYTES) if c > "\u4e00" and draw.random() < 0.02 else c for c in text)
        declared = draw.choice(("right", "wrong", "none"))
        label = {"right": encoding.replace("_", "-").replace("iso2022", "iso-2022"), "none": ""}.get(
            declared, draw.choice(LABELS)
        )
        place = draw.choice(("meta", "meta", "http", "xml"))
        head, tail = ("<html><head>", "</body></html>")
        if markup and draw.random() < REAL_MARKUP:
            head, tail = draw.choice(markup)
        else:
            head += f"<title>{text[:12]}</title></head>\n<body>"
        if label and place == "meta":
            head = head.replace(
                "<head>", f'<head><meta http-equiv="Content-Type" content="text/html; charset={label}">', 1
            )
        elif label and place == "xml":
            head = f'<?xml version="1.0" encoding="{label}"?>\n' + head
        shown = _encode(head + "<p>" + "</p>\n<p>".join(text.split("\n")) + "</p>" + tail, encoding)
        content, page = shown, _decode(shown, encoding)
        cut, slack = draw.random() < CUT, 0
        high = [i for i, byte in enumerate(content) if byte > 0x7F] or [len(content) - 1]
        if cut:  # where the text is, at any byte
            content = content[: draw.randrange(high[len(high) * 2 // 3], high[-1] + 1)]
            slack = 3
        elif draw.random() < FOREIGN and encoding not in ("hz", "iso2022_jp") and "16" not in encoding:
            at, foreign = draw.choice(high[2:] or high), draw.choice(FOREIGN_BYTES)
            # inside a two-byte text everything shifts up to the next ASCII byte
            rest = re.search(rb"[\x00-\x2f\x3a-\x3f]", content[at:])
            slack = 4 if encoding.startswith("utf-8") else 4 + (rest.start() if rest else len(content) - at)
            content = content[:at] + foreign + content[at:]
        mark = {
            "utf-8": b"\xef\xbb\xbf",
            "utf-16-le": b"\xff\xfe",
            "utf-16-be": b"\xfe\xff",
            "gb18030": b"\x84\x31\x95\x33",
        }
        content = mark[encoding] + content if named.endswith("+") else content
        content_type = f"text/html; charset={label}" if label and place == "http" else None
        yield Page(kind, named, declared, content, content_type, page, cut, slack)


def _text(draw: random.Random, kind: str, texts: dict[str, list[str]]) -> str:
    size = draw.choice(SIZES)
    if kind == "english":
        source = texts["western"]
        at, chinese = draw.randrange(len(source)), texts[draw.choice(("hans", "hant"))]
        words = "\n".join(source[at : at + 60])[:size].encode("ascii", "ignore").decode().split(" ")
        left = draw.randint(10, 60)
        while left > 0:
            piece = re.sub(r"[\x00-\x7f]", "", draw.choice(chinese))[: draw.randint(2, 12)]
            words.insert(draw.randrange(len(words)), piece)
            left -= max(len(piece), 1)
        return " ".join(words)
    at = draw.randrange(len(texts[kind]))
    return "\n".join(texts[kind][at : at + 200])[:size]


def _encode(page: str, encoding: str) -> bytes:
    return _iconv(page.encode(), "UTF-8", "EUC-TW") if encoding == "euc_tw" else page.encode(encoding, "ignore")


def _decode(content: bytes, encoding: str) -> str:
    return _iconv(content, "EUC-TW", "UTF-8").decode() if encoding == "euc_tw" else content.decode(encoding)


def _iconv(content: bytes, source: str, target: str) -> bytes:
    """The C library's converter: Python has none for EUC-TW, and ours is what is tried here."""
    return subprocess.run(
        ["iconv", "-c", "-f", source, "-t", target], input=content, capture_output=True, check=False
    ).stdout


def right(text: str, page: Page) -> bool:
    """Equal but for what a cut took and the characters at the cut or at the foreign bytes."""
    text, wanted = text.removeprefix("\ufeff"), page.text.removeprefix("\ufeff")
    if page.cut:
        return wanted.startswith(text[: max(0, len(text) - page.slack)])
    if not page.slack:
        return text == wanted
    same = next((i for i, (a, b) in enumerate(zip(text, wanted, strict=False)) if a != b), min(len(text), len(wanted)))
    tail = text[same + page.slack + 4 :]
    return wanted.endswith(tail) and len(wanted) - same - len(tail) <= page.slack + 4
