"""Charset detection beside its peers: share of pages whose text comes out right, and CPU time a page.

    python benchmarks/charsets/run.py --text hans=GLOB --text hant=GLOB ... [--markup GLOB] [--pages 6000] [--seed 1]
                                      [--folder FOLDER] [--twins FOLDER] [--real GLOB] [--errors] [--alone]

Generated pages (pages.py) of the kinds for which texts are given. `--folder`: a tree of files whose folders name an
encoding, as chardet's own tests are kept. `--twins`: pairs of files, .txt in the old encoding and .utf8. `--real`: HTML
and WARC files; where the charset found is not the one declared, or characters were replaced, the page is listed for the
eye. Peers name an encoding; bytes are then decoded with the same supersets as ours (gb2312 as GB18030 and so on), and
what they have no codec for (EUC-TW) with our decoder. Peers see the bytes alone; ours and `meta first` see HTTP too.
"""

import argparse
import glob
import importlib
import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType
from pages import ENCODINGS, Page, generate, paragraphs, right, skeletons
from taosha.pipeline.page.charset import Charset, canonical, declared_charset, decode, detect

Reader = Callable[[bytes, str | None], str]


def ours() -> Reader:
    return lambda content, content_type: decode(content, detect(content, content_type))[0]


def meta_first() -> Reader:
    def read(content: bytes, content_type: str | None) -> str:
        return decode(content, Charset(declared_charset(content, content_type) or "utf-8", "", 0, None))[0]

    return read


def named(find: Callable[[bytes], str | None]) -> Reader:
    def read(content: bytes, _content_type: str | None) -> str:
        return decode(content, Charset(canonical(find(content) or "utf-8") or "utf-8", "", 0, None))[0]

    return read


def chardet() -> Reader:
    module = importlib.import_module("chardet")
    return named(lambda content: module.detect(content)["encoding"])


def charset_normalizer() -> Reader:
    module = importlib.import_module("charset_normalizer")
    return named(lambda content: best.encoding if (best := module.from_bytes(content).best()) else None)


def cchardet() -> Reader:
    module = importlib.import_module("cchardet")
    return named(lambda content: module.detect(content)["encoding"])


def resiliparse() -> Reader:
    module = importlib.import_module("resiliparse.parse.encoding")
    return named(lambda content: module.detect_encoding(content, from_html_meta=True))


PEERS = {
    "taosha": (ours, None), "declaration first": (meta_first, None), "chardet": (chardet, "chardet"),
    "charset-normalizer": (charset_normalizer, "charset-normalizer"), "cchardet": (cchardet, "faust-cchardet"),
    "resiliparse": (resiliparse, "resiliparse"),
}  # fmt: skip


def compare(pages: list[Page], errors: bool, alone: bool) -> None:
    print(
        f"{len(pages):,} generated pages, {sum(len(page.content) for page in pages) / len(pages) / 1e3:.1f} KB a page"
    )
    kinds = list(dict.fromkeys(page.kind for page in pages))
    print(f"{'':28}{'right':>9}{'ms':>8}  " + "".join(f"{kind:>9}" for kind in kinds))
    for name, (build, package) in PEERS.items():
        if alone and name != "taosha":
            continue
        try:
            read = build()
        except ImportError as error:
            print(f"{name:28} not installed: {error}")
            continue
        read(pages[0].content, None)
        wrong: Counter[str] = Counter()
        wrong_in: Counter[str] = Counter()
        seconds = 0.0
        for page in pages:
            start = time.process_time()
            text = read(page.content, page.content_type)
            seconds += time.process_time() - start
            if not (_not_east_asian(text) if page.kind == "others" else right(text, page)):
                wrong[page.kind] += 1
                wrong_in[page.encoding] += 1
                if errors and name == "taosha":
                    found = detect(page.content, page.content_type)
                    chinese = sum(c > "\x7f" for c in page.text)
                    print(
                        page.kind, page.encoding, page.declared, page.content_type, f"cut={page.cut} slack={page.slack}"
                    )
                    print("  ", found, f"{chinese} of {len(page.text)}:", repr(text[-80:]))
        title = f"{name} {version(package) if package else ''}"
        total = Counter(page.kind for page in pages)
        by_kind = "".join(f"{1 - wrong[kind] / total[kind]:9.2%}" for kind in kinds)
        share = 1 - wrong.total() / len(pages)
        print(f"{title:28}{share:9.2%}{seconds / len(pages) * 1000:8.3f}  {by_kind}  {dict(wrong_in.most_common(5))}")


def _not_east_asian(text: str) -> bool:
    return sum("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in text) <= 2


def folder(root: Path) -> None:
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and canonical(path.parent.name)]
    wrong = 0
    for path in files:
        content = path.read_bytes()
        found = detect(content)
        expected = canonical(path.parent.name) or ""
        wide = found.evidence == "bom" and found.charset.startswith(expected)  # "utf-16" leaves the order to the mark
        if (
            not wide
            and decode(content, found)[0] != decode(content, Charset(expected, "", 0, None, found.bom_bytes))[0]
        ):
            wrong += 1
            print("  ", path.parent.name, path.name, "->", found)
    print(f"{root}: {len(files) - wrong} of {len(files)} files right")


def twins(root: Path) -> None:
    for path in sorted(root.rglob("*.utf8")):
        old, new = path.with_suffix(".txt").read_bytes(), path.read_bytes()
        found = detect(old)
        text, other = decode(old, found)[0], decode(new, detect(new))[0]
        lines = list(itertools.zip_longest(text.splitlines(), other.splitlines()))
        same = sum(a == b for a, b in lines)
        print(f"  {path.stem}: {found.charset} {found.confidence:.3f}, {same} of {len(lines)} lines as in UTF-8")


def real(patterns: list[str]) -> None:
    total = 0
    found_as: Counter[str] = Counter()
    for name, content, content_type in _real_pages(patterns):
        total += 1
        found = detect(content, content_type)
        text, replaced = decode(content, found)
        same = found.declared in (None, found.charset)
        found_as[found.charset] += 1
        if not same or replaced:
            sample = "".join(c for c in text if c > "\x7f")[:40]
            print(f"  {name}: {found}, {replaced} of {len(text)} replaced, {sample!r}")
    print(f"{total} real pages: {dict(found_as.most_common())}")


def _real_pages(patterns: list[str]) -> Iterator[tuple[str, bytes, str | None]]:
    for path in sorted(path for pattern in patterns for path in glob.glob(pattern, recursive=True)):
        with open(path, "rb") as file:
            if not path.endswith(".gz"):
                yield Path(path).name, file.read(), None
                continue
            for record in ArchiveIterator(file, record_types=WarcRecordType.response):
                content_type = record.http_headers.get("Content-Type") if record.http_headers else None
                yield str(record.headers.get("WARC-Target-URI")), record.reader.read(), content_type


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", action="append", default=[], help="KIND=GLOB of .jsonl, text or .html files")
    parser.add_argument("--markup", help="glob of HTML pages whose markup is used")
    parser.add_argument("--pages", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--twins", type=Path)
    parser.add_argument("--real", action="append", default=[])
    parser.add_argument("--errors", action="store_true", help="show what ours gets wrong")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    arguments = parser.parse_args()
    texts: dict[str, list[str]] = {}
    for entry in arguments.text:
        kind, _, pattern = entry.partition("=")
        if kind not in ENCODINGS:
            parser.error(f"--text: unknown kind {kind!r}; known are {', '.join(ENCODINGS)}")
        texts.setdefault(kind, []).extend(paragraphs(kind, pattern))
    if texts:
        markup = skeletons(arguments.markup) if arguments.markup else []
        compare(list(generate(texts, markup, arguments.pages, arguments.seed)), arguments.errors, arguments.alone)
    if arguments.folder:
        folder(arguments.folder)
    if arguments.twins:
        twins(arguments.twins)
    if arguments.real:
        real(arguments.real)


if __name__ == "__main__":
    main()
