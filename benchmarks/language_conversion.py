"""Script labels and conversion: twins of Taiwan and the Mainland, OpenCC's own cases, Simplified input, throughput.

    python benchmarks/language_conversion.py DATA

DATA is a folder with `bench` (JSONL texts, Taiwan's and the Mainland's twins among them), `lid` and `opencc_tests`.
"""

import argparse
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import opencc
from language import RECIPE, lines, seconds, texts_of
from taosha.filters import script
from taosha.filters.conversion import converter

SCRIPT: script.Config = RECIPE.section("script", script.Config)


def conversion_table(data: Path) -> None:
    print(
        "\nconversion of the Taiwan twin: share of its 5-grams of characters that its Mainland twin has, mean over pages"
    )
    for taiwan, mainland in (("fcc_zhtw", "fcc_zhcn"), ("ms_vs_zhtw", "ms_vs_zhcn")):
        pairs = twins(data, taiwan, mainland)
        for label, convert in (("as is", str), ("t2s", converter("t2s")), ("ours", converted)):
            score = sum(shared(convert(a), b) for a, b in pairs) / len(pairs)
            print(f"  {taiwan} {len(pairs)} pages, {label:6} {score:.4f}")
    print("\nSimplified input that comes back changed")
    for name in ("cn_laws", "xwlb", "lctt", "fcc_zhcn", "ms_vs_zhcn", "ms_d365_zhcn", "blogs_md_cn", "pingcap_docs"):
        texts = texts_of(data, name, 3000)
        changed = [text for text in texts if converted(text) != text]
        print(f"  {name}: {len(changed)} of {len(texts)}", [re.sub(r"\s+", " ", text)[:40] for text in changed[:4]])
    print("\nscript of whole documents")
    for name in ("fcc_zhtw", "tw_laws_moj", "ms_vs_zhtw", "blogs_md_tw", "fcc_zhcn", "cn_laws", "blogs_md_cn"):
        print(f"  {name}: {dict(Counter(script.measure(text, SCRIPT).script for text in texts_of(data, name)))}")
    print("\nthroughput, MB/s          label and convert   bare OpenCC (tw2sp)   ratio")
    for name in ("fcc_zhtw", "tw_laws_moj", "ms_vs_zhtw", "cn_laws"):
        texts = texts_of(data, name, 600)
        size = sum(len(text.encode()) for text in texts) / 1e6
        ours, bare = size / seconds(converted, texts), size / seconds(converter("tw2sp"), texts)
        print(f"  {name:24} {ours:16.1f} {bare:21.1f} {ours / bare:7.2f}")
    opencc_cases(data)
    print("\nHans against Hant, sentence by sentence")
    ntrex = data / "lid" / "NTREX" / "NTREX-128"
    for name, wanted in (("zho-CN", "Hans"), ("zho-TW", "Hant")):
        found = Counter(script.measure(line, SCRIPT).script for line in lines(ntrex / f"newstest2019-ref.{name}.txt"))
        right = sum(count for label, count in found.items() if label and label.startswith(wanted))
        told = found.total() - found[None]
        print(f"  {name}: {100 * right / told:.2f}% of {told} with a character that tells; {dict(found.most_common())}")


def converted(text: str) -> str:
    return script.convert(text, script.measure(text, SCRIPT), "simplified")[0]


def door(text: str, label: str, to: script.Target) -> str:
    """Converted as a text of that label about computing, where all phrases of tw2sp count."""
    return script.convert(text, replace(script.measure(text, SCRIPT), script=label, computing=True), to)[0]


def twins(data: Path, taiwan: str, mainland: str) -> list[tuple[str, str]]:
    def by_page(name: str) -> dict[str, str]:
        with (data / "bench" / f"{name}.jsonl").open(encoding="utf-8") as file:
            rows = [json.loads(line) for _, line in zip(range(4000), file, strict=False)]
        return {page_key(row["id"]): row["text"] for row in rows}

    def page_key(id: str) -> str:
        return re.sub(r"^[^:]*:|zh-(?:tw|cn|hans|hant)|chinese(?:-traditional)?|/", "", id, flags=re.IGNORECASE)

    one, other = by_page(taiwan), by_page(mainland)
    return [(one[key], other[key]) for key in sorted(one.keys() & other.keys())][:600]


def shared(text: str, twin: str) -> float:
    """Jaccard similarity of the 5-grams of Chinese characters."""

    def grams(text: str) -> set[str]:
        characters = "".join(re.findall("[一-鿿]", text))
        return {characters[at : at + 5] for at in range(len(characters) - 4)}

    a, b = grams(text), grams(twin)
    return len(a & b) / max(1, len(a | b))


def opencc_cases(data: Path) -> None:
    raw = (data / "opencc_tests" / "test" / "testcases" / "testcases.json").read_text(encoding="utf-8")
    cases = json.loads(re.sub(r",(\s*[}\]])", r"\1", raw))["cases"]
    doors = {"t2s": ("Hant", "simplified"), "tw2sp": ("Hant-TW", "simplified"), "hk2s": ("Hant-HK", "simplified"),
            "s2twp": ("Hans", "traditional-tw"), "t2tw": ("Hant", "traditional-tw")}  # fmt: skip
    print("\nOpenCC's own cases through our door")
    for config, (label, target) in doors.items():
        mine = [case for case in cases if config in case["expected"]]
        wrong = [case for case in mine if door(case["input"], label, target) != case["expected"][config]]
        print(f"  {config}: {len(mine) - len(wrong)} of {len(mine)}", [case["input"][:30] for case in wrong[:3]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    print("OpenCC", opencc.__version__)
    conversion_table(parser.parse_args().data)


if __name__ == "__main__":
    main()
