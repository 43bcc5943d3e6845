"""The Han pre-check: is anything lost that would be kept without it, and how much faster is it than what it saves?

    python benchmarks/charsets/han_check.py GLOB...

GLOB: WARC files and HTML files. Lossless: every page goes through all stages of the recipe `web` without the check; a
page that stays and would not have passed the check is lost, and that must be none. Each page is tried as it is and, if
it is kept so, written otherwise: as UTF-8, GB18030 and Big5, with decimal and hexadecimal references, as two kinds of
mojibake that a repair puts right, and beside as much Japanese. Speed: pages of which the check keeps nothing
(CPU seconds of the check against those of decode and extract); where no such pages are given, the others with every
character beyond ASCII replaced by a letter.
"""

import glob
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict

from datatrove.data import Document
from fastwarc.warc import ArchiveIterator, WarcRecordType
from taosha.filters.verdict import judge_limits
from taosha.pipeline.page import han
from taosha.pipeline.page.charset import decode, detect
from taosha.pipeline.recipe import load_recipe
from taosha.pipeline.stages.build import build_stages

_BEYOND = re.compile("[^\x00-\x7f]")
_JAPANESE = "<p>委員会は秋に報告書を公開し、それまで市民からの意見を広く受け付けるとしている。</p>"


def pages(patterns: list[str]) -> Iterator[bytes]:
    for path in sorted(path for pattern in patterns for path in glob.glob(pattern, recursive=True)):
        with open(path, "rb") as file:
            if path.endswith(".warc.gz"):
                for record in ArchiveIterator(file, record_types=WarcRecordType.response):
                    yield record.reader.read()
            else:
                yield file.read()


def variants(text: str) -> Iterator[tuple[str, bytes]]:
    """The page written otherwise. Declarations are taken out, since they would lie."""
    text = re.sub(r"""charset\s*=\s*["']?[\w-]+|encoding="[\w-]+\"""", "", text)
    yield "utf-8", text.encode("utf-8", "replace")
    yield "gb18030", text.encode("gb18030", "replace")
    yield "big5", text.encode("big5hkscs", "xmlcharrefreplace")
    yield "decimal references", text.encode("ascii", "xmlcharrefreplace")
    yield "hexadecimal references", _BEYOND.sub(lambda match: f"&#x{ord(match[0]):X};", text).encode()
    yield (
        "utf-8 as windows-1252",
        "".join(
            chr(b) if b in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([b]).decode("cp1252")
            for b in text.encode("utf-8", "replace")
        ).encode(),
    )
    yield "gbk as latin-1", text.encode("gbk", "replace").decode("latin-1").encode()
    body = text.find("</body>")
    yield (
        "among Japanese",
        (text[:body] + _JAPANESE * (len(_BEYOND.findall(text)) // 12) + text[body:]).encode("utf-8", "replace"),
    )


def main() -> None:
    recipe = load_recipe("web")
    stages = {stage.name: stage for stage in build_stages(recipe)}
    limits = stages.pop("han_check").config
    tried: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    foreign: list[bytes] = []
    plain: list[bytes] = []

    def stays(kind: str, content: bytes) -> bool:
        tried[kind] += 1
        doc = Document(text="", id="1", metadata={"content": content, "content_type": None, "url": None})
        if not all(stage.apply(doc).keep for stage in stages.values()):
            return False
        kept[kind] += 1
        measures = han.measure(content)[0]
        if not judge_limits(measures, limits).keep:
            lost[kind] += 1
            print("LOST", kind, asdict(measures), doc.text[:100])
        return True

    for content in pages(sys.argv[1:]):
        text = decode(content, detect(content))[0]
        if stays("as it is", content):
            for kind, other in variants(text):
                stays(kind, other)
            if len(plain) < 2000:
                plain.append(_BEYOND.sub("e", text).encode())
        elif not judge_limits(han.measure(content)[0], limits).keep and len(foreign) < 5000:
            foreign.append(content)
    for kind, count in tried.items():
        print(f"{kind:24} {count:7,} pages, {kept[kind]:7,} kept without the check, {lost[kind]} of them lost with it")
    for name, some in (("foreign pages", foreign), ("Chinese pages made ASCII", plain)):
        seconds = {"check": 0.0, "decode and extract": 0.0}
        for content in some:
            doc = Document(text="", id="1", metadata={"content": content, "content_type": None, "url": None})
            start = time.process_time()
            han.measure(content)
            middle = time.process_time()
            stages["decode"].apply(doc)
            stages["extract"].apply(doc)
            seconds["check"] += middle - start
            seconds["decode and extract"] += time.process_time() - middle
        if some:
            rates = {step: len(some) / taken for step, taken in seconds.items()}
            print(f"{name}: {len(some):,}; pages/s", {step: round(rate) for step, rate in rates.items()}, end=" ")
            print(f"ratio {rates['check'] / rates['decode and extract']:.1f}")


if __name__ == "__main__":
    main()
