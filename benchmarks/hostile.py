"""Hostile pages, one process each: what becomes of them, in which time and memory.

    python benchmarks/hostile.py [--only KIND ...]

Every kind is one WARC record beside an honest page, sent through the usual recipe as the main job does it. Prints the
fate of the hostile record, CPU seconds of cleaning (after a warm-up) and the growth of peak memory over the honest page
alone. The honest page must be kept every time.
"""

import argparse
import gzip
import io
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path

HONEST = (
    "<html><head><meta charset=utf-8><title>菜市场</title></head><body><article>"
    "<p>清晨的菜市场最先醒来的是卖豆腐的老周。他把木板一块块掀开，热气就从底下冒出来。</p>"
    "<p>“今天的嫩。”他说，“昨晚磨的。”买菜的人围上来，递过去几个硬币，端走一块颤巍巍的白。</p>"
    "<p>太阳升到屋檐的时候，他已经收摊了，木板洗得发白，靠在墙边晾着。</p></article></body></html>"
).encode()
TEXT = "河水在三月解冻，船家把渡船从岸上推下水去。"


def page(body: str) -> bytes:
    return f"<html><head><meta charset=utf-8></head><body>{body}</body></html>".encode("utf-8", "surrogatepass")


def nested_gzip(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = gzip.compress(data, 9)
    return data


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


#: kind -> (the body, HTTP headers beside Content-Type)
KINDS: dict[str, Callable[[], tuple[bytes, str]]] = {
    "100,000 nested tags": lambda: (page("<div>" * 100_000 + TEXT * 50), ""),
    "1,000,000 nested tags": lambda: (page("<b><i>" * 500_000 + TEXT * 50), ""),
    "a page of 200 MB": lambda: (page(f"<p>{TEXT}</p>" * 2_850_000), ""),
    "a page of 9 MB": lambda: (page(f"<p>{TEXT}</p>" * 120_000), ""),
    "a million attributes": lambda: (page("<p " + "a=1 " * 1_000_000 + ">" + TEXT * 50), ""),
    "a million unlike attributes": lambda: (page("<p " + " ".join(f"a{i}='{i}'" for i in range(600_000)) + ">" + TEXT * 9), ""),
    "an attribute of 9 MB": lambda: (page(f"<p class='{'x' * 9_000_000}'>{TEXT * 50}"), ""),
    "a million blocks": lambda: (page("<p>一<br>" * 600_000), ""),
    "a million table cells": lambda: (page("<table>" + "<tr><td>一<td>二" * 300_000), ""),
    "a million entities": lambda: (page("&amp;" * 1_000_000 + "&#20013;" * 400_000), ""),
    "entities of entities": lambda: (page("&amp;" + "amp;" * 2_000_000 + TEXT * 50), ""),
    "endless numeric references": lambda: (page("&#" + "9" * 5_000_000 + ";" + "&#x110000;&#0;&#xD800;" * 100_000), ""),
    "a million links": lambda: (page("<a href=x>一</a>" * 500_000), ""),
    "a million < without tags": lambda: (page("<" * 5_000_000 + TEXT), ""),
    "a million </p>": lambda: (page("</p>" * 1_000_000 + TEXT * 50), ""),
    "comments that never end": lambda: (page("<!--" * 1_000_000 + TEXT), ""),
    "scripts that never end": lambda: (page("<script>" * 500_000 + TEXT * 50), ""),
    "quotes that never end": lambda: (page("<p title=\"" * 400_000 + TEXT * 50), ""),
    "a million titles and metas": lambda: (page("<title>一</title><meta property=og:title content=一>" * 100_000), ""),
    "a million meta charsets": lambda: (b"<meta charset=gbk>" * 300_000 + TEXT.encode() * 9, ""),
    "json-ld 100,000 deep": lambda: (page("<script type=application/ld+json>" + "[" * 100_000 + "</script>" + TEXT * 50), ""),
    "NUL bytes between letters": lambda: (TEXT.encode("utf-16-le") * 100_000, ""),
    "NUL bytes in markup": lambda: (page(f"<p\0 cl\0ass=a>{TEXT}\0{TEXT}</p>" * 20_000), ""),
    "invalid UTF-8 in attributes": lambda: (b"<html><body>" + (b"<p class=\"\xff\xfe\x80\xc0\">" + TEXT.encode()) * 50_000, ""),
    "random bytes": lambda: (noise(5_000_000), ""),
    "random high bytes": lambda: (bytes(b | 0x80 for b in noise(5_000_000)), ""),
    "GB18030 four-byte codes": lambda: (b"<p>" + b"\x81\x30\x81\x30" * 2_000_000, ""),
    "HZ that shifts and shifts": lambda: (b"<p>" + b"~{VPND~}~{" * 900_000, ""),
    "ISO-2022 that shifts and shifts": lambda: (b"<p>" + b"\x1b$B4A\x1b(B" * 900_000, ""),
    "one line of 9 MB": lambda: (page("字" * 3_000_000), ""),
    "one line of 9 MB without spaces": lambda: (page("a" * 9_000_000 + TEXT * 50), ""),
    "10 MB of combining marks": lambda: (page("e" + "\u0301\u0327" * 2_400_000 + TEXT), ""),
    "combining marks out of order": lambda: (page("字" + "\u0315\u0300\u05ae\u0334" * 1_100_000), ""),
    "zero-width and bidi marks": lambda: (page("字\u200b\u200d\u202e\u2066" * 700_000), ""),
    "a million line feeds": lambda: (page("<pre>" + "字\n\n\n" * 1_500_000), ""),
    "tabs in preformatted text": lambda: (page("<pre>" + "\t" * 9_000_000 + TEXT * 50), ""),
    "mojibake": lambda: (page(("中文页面" * 50_000).encode().decode("latin-1")), ""),
    "digits for the masks": lambda: (page(TEXT * 20 + "1" * 3_000_000 + "13800138000" * 100_000), ""),
    "addresses for the masks": lambda: (page(TEXT * 20 + "a@" * 1_000_000 + "a." * 1_000_000 + "@" * 100_000), ""),
    "http:// for the masks": lambda: (page(TEXT * 20 + "http://" * 500_000 + "1.1.1.1.1.1" * 100_000), ""),
    "brackets that open": lambda: (page(TEXT * 20 + "（" * 1_000_000 + "【" * 1_000_000), ""),
    "words of furniture": lambda: (page("<p>上一页 下一页 分享到 首页 ></p>" * 100_000), ""),
    "words of toxic lists": lambda: (page(TEXT * 20 + "百家乐加微信" * 300_000), ""),
    "Traditional and Simplified in turn": lambda: (page("體体國国" * 700_000), ""),
    "rare characters": lambda: (page("".join(chr(0x20000 + i % 40_000) for i in range(1_500_000))), ""),
    "private use": lambda: (page("\ue000\uf8ff" * 1_000_000 + TEXT), ""),
    "gzip bomb in the content": lambda: (gzip.compress(b"<p>" + bytes(1_000_000_000), 9), "Content-Encoding: gzip\r\n"),
    "gzip in gzip in gzip": lambda: (nested_gzip(b"<p>" + bytes(100_000_000), 3), "Content-Encoding: gzip, gzip, gzip\r\n"),
    "deflate bomb in the content": lambda: (zlib.compress(bytes(1_000_000_000), 9), "Content-Encoding: deflate\r\n"),
    "zstd bomb in the content": lambda: (_zstd(1_000_000_000), "Content-Encoding: zstd\r\n"),
    "brotli bomb in the content": lambda: (_brotli(1_000_000_000), "Content-Encoding: br\r\n"),
    "chunks of one byte": lambda: (b"1\r\na\r\n" * 1_000_000 + b"0\r\n\r\n", "Transfer-Encoding: chunked\r\n"),
    "a chunk of 16 exabytes": lambda: (b"ffffffffffffffff\r\n" + HONEST, "Transfer-Encoding: chunked\r\n"),
    "a million headers": lambda: (HONEST, "X-A: 1\r\n" * 1_000_000),
    "formatting rebuilt in every paragraph": lambda: (
        page("".join(f"<b a={i}>" for i in range(3_000)) + f"<p>{TEXT}" * 3_000),
        "",
    ),
    "tables in tables in tables": lambda: (page("<table><tr><td>" * 100_000 + TEXT * 50), ""),
    "text put before its table": lambda: (page("<table>" + f"<b>{TEXT}<tr>" * 100_000), ""),
    "links in links": lambda: (page("<a href=x><div>" * 100_000 + TEXT * 50), ""),
    "buttons, options and forms": lambda: (page("<form><select><option><button>" * 100_000 + TEXT * 50), ""),
    "drawings in drawings": lambda: (page("<svg><foreignObject><math><mtext>" * 50_000 + TEXT * 50), ""),
    "templates in templates": lambda: (page("<template>" * 100_000 + TEXT * 50), ""),
    "ruby without end": lambda: (page("<ruby>字<rt>zì" * 200_000), ""),
    "a title of 9 MB": lambda: (page(f"<title>{TEXT * 130_000}</title><p>{TEXT * 9}"), ""),
    "an address of 1 MB": lambda: (page(f"<base href='http://{'a' * 1_000_000}/'><p>{TEXT * 50}"), ""),
    "9 MB of EUC-TW": lambda: (b"<p>" + b"\xc4\xe3\xc5\xc6" * 2_200_000, ""),
    "EUC-TW, four bytes a code": lambda: (b"<p>" + b"\xc4\xe3\xc5\xc6" * 2_000 + b"\x8e\xa2\xa1\xa1" * 2_200_000, ""),
    "9 MB of GBK out of step": lambda: (b"<p>" + (b"\xa0" + (TEXT * 9).encode("gbk")) * 20_000, ""),
    "GBK with foreign bytes everywhere": lambda: (b"<p>" + (TEXT.encode("gbk") + b"\xff") * 180_000, ""),
    "UTF-16 of 10 MB": lambda: (page(f"<p>{TEXT}</p>\n" * 160_000).decode().encode("utf-16"), ""),
    "UTF-32 with a mark": lambda: (b"\xff\xfe\0\0" + (TEXT * 100_000).encode("utf-32-le"), ""),
    "half-read mojibake with holes": lambda: (page("鐨勶\ufffd" * 900_000), ""),
    "stretches of mojibake": lambda: (page(("中文页面".encode().decode("latin-1") + "字") * 120_000), ""),
    "headings of lists": lambda: (page("<p>猜你喜欢</p><p>春天的河</p>" * 150_000), ""),
    "sentences of furniture in one line": lambda: (page("请先登录后评论。" * 350_000), ""),
    "blanks before an indent": lambda: (page("<pre>" + (" \t" * 1_000 + "\u3000" + TEXT + "\n") * 4_000), ""),
    "icons between blanks": lambda: (page("\ue000 " * 2_000_000 + TEXT), ""),
    "a thousand content codings": lambda: (gzip.compress(HONEST), "Content-Encoding: " + "gzip, " * 1_000 + "gzip\r\n"),
    "an unknown content coding": lambda: (HONEST, "Content-Encoding: rot13, gzip\r\n"),
    "gzip that ends in the middle": lambda: (gzip.compress(HONEST * 1_000)[:-2_000], "Content-Encoding: gzip\r\n"),
    "gzip with rubbish behind it": lambda: (gzip.compress(HONEST) + noise(1_000_000), "Content-Encoding: gzip\r\n"),
    "zstd with a window of 2 GB": lambda: (
        b"\x28\xb5\x2f\xfd\x00\xa8" + b"\x03\x00\x00" * 1_000_000,
        "Content-Encoding: zstd\r\n",
    ),
    "a header field of 1 MB": lambda: (HONEST, "X-A: " + "a" * 1_000_000 + "\r\n"),
}  # fmt: skip


def _zstd(size: int) -> bytes:
    import zstandard

    return zstandard.compress(bytes(size))


def _brotli(size: int) -> bytes:
    try:
        import brotli
    except ImportError:
        return b""
    return brotli.compress(bytes(size), quality=1)


#: the same as plain text, past extraction, for what aims at the stages behind it
AS_TEXT = (
    "a page of 9 MB", "one line of 9 MB", "10 MB of combining marks", "combining marks out of order",
    "zero-width and bidi marks", "a million line feeds", "mojibake", "digits for the masks", "addresses for the masks",
    "http:// for the masks", "brackets that open", "words of furniture", "words of toxic lists",
    "Traditional and Simplified in turn", "rare characters", "private use", "half-read mojibake with holes",
    "stretches of mojibake", "headings of lists", "sentences of furniture in one line", "blanks before an indent",
    "icons between blanks",
)  # fmt: skip
MARK = ", as text"


def record(url: str, body: bytes, headers: str, content_type: str = "text/html") -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}; charset=utf-8\r\n{headers}\r\n".encode() + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-11-24T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{len(url):032d}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    ).encode()
    return gzip.compress(head + http + b"\r\n\r\n", 1)


def clean(warc: Path, out: Path) -> dict[str, float]:
    """Clean a file in this process; CPU seconds and peak memory in MB."""
    from taosha.pipeline.clean import clean_split
    from taosha.pipeline.read import plan_splits
    from taosha.pipeline.recipe import ReadConfig, load_recipe
    from taosha.pipeline.stages.build import build_stages
    from taosha.pipeline.storage import Folder, find_inputs

    recipe = load_recipe("web")
    stages = build_stages(recipe)
    start = time.process_time()
    for split in plan_splits(find_inputs([str(warc)]), recipe.section("read", ReadConfig)):
        clean_split(split, stages, recipe, Folder(str(out)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": time.process_time() - start, "peak": peak}


def fate(out: Path) -> str:
    import pyarrow.parquet as pq

    fates: dict[str, str] = {}
    for path in out.glob("rejected/**/*.parquet"):
        for row in pq.read_table(path, columns=["url", "stage", "reason"]).to_pylist():
            fates[row["url"]] = f"{row['stage']} {row['reason']}"
    for path in out.glob("clean/**/*.parquet"):
        for row in pq.read_table(path, columns=["url"]).to_pylist():
            fates[row["url"]] = "kept"
    for path in out.glob("counts/**/*.json"):
        for unreadable in json.loads(path.read_text())["unreadable"]:
            fates.setdefault("http://h.example/", f"read {unreadable['reason']}")
    if fates.get("http://honest.example/") != "kept":
        return f"THE HONEST PAGE IS LOST ({fates})"
    return fates.get("http://h.example/", "LOST")


def one(kind: str | None) -> None:
    """In a process of its own: the honest page, and beside it a hostile one; prints JSON."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        content = io.BytesIO(record("http://honest.example/", HONEST, ""))
        (root / "honest.warc.gz").write_bytes(content.getvalue())
        warm = clean(root / "honest.warc.gz", root / "warm")
        if kind is None:
            print(json.dumps(warm | {"fate": "kept"}))
            return
        subprocess.run([sys.executable, __file__, "--write", kind, str(root / "x.warc.gz")], check=True)
        found = clean(root / "x.warc.gz", root / "out")
        print(json.dumps(found | {"fate": fate(root / "out"), "grown": found["peak"] - warm["peak"]}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[*KINDS, *(kind + MARK for kind in AS_TEXT)], metavar="KIND")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--write", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.write:
        kind, path = arguments.write
        body, headers = KINDS[kind.removesuffix(MARK)]()
        content_type = "text/html"
        if kind.endswith(MARK):
            body, content_type = re.sub(rb"<[^>]*>", b"\n", body), "text/plain"
        honest = record("http://honest.example/", HONEST, "")
        Path(path).write_bytes(record("http://h.example/", body, headers, content_type) + honest)
        return
    if arguments.one:
        one(arguments.one)
        return
    print(f"{'kind':36} {'CPU s':>7} {'MB more':>8}  fate")
    for kind in arguments.only:
        done = subprocess.run(
            [sys.executable, __file__, "--one", kind], capture_output=True, text=True, timeout=900, check=False
        )
        if done.returncode:
            error = (done.stderr.strip().splitlines() or [""])[-1]
            print(f"{kind:36} {'':>7} {'':>8}  DIED with {done.returncode}: {error[:100]}", flush=True)
            continue
        found = json.loads(done.stdout.strip().splitlines()[-1])
        print(f"{kind:36} {found['seconds']:>7.2f} {found['grown']:>8.0f}  {found['fate']}", flush=True)


if __name__ == "__main__":
    main()
