"""Script labels and conversion: twins of Taiwan and the Mainland, OpenCC's own cases, Simplified input, throughput.

    python benchmarks/language_conversion.py DATA [--only SECTION]

DATA is a folder with `bench` and `text_sample` (JSONL texts, twins of Taiwan and the Mainland among them), `lid` and
`opencc_tests`. Sections: twins, simplified, documents, regions, throughput, cases, sentences, keys. "Bare" is OpenCC's
own configuration without our phrases and without labels.
"""

import argparse
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import opencc
from language import RECIPE, lines, seconds, texts_of
from opencc_pairs import CLIB, read
from taosha.filters import conversion, script
from taosha.filters.canonical import canonical
from taosha.filters.characters import code_points, decode
from taosha.filters.conversion import convert_codes

SCRIPT: script.Config = RECIPE.section("script", script.Config)
REGIONS = Path(__file__).parent.parent / "tests" / "data" / "regions.tsv"
Pairs = list[tuple[str, str]]


@cache
def bare(config: str) -> Callable[[str], str]:
    return opencc.OpenCC(str(CLIB / "share" / "opencc" / f"{config}.json")).convert


def converted(text: str) -> str:
    return script.convert(text, script.measure(text, SCRIPT), "simplified")[0]


def twins(data: Path) -> None:
    print(
        "\ntwins: mean Jaccard similarity of the n-grams of characters of Taiwan's page, converted, and its Mainland twin"
    )
    bench, sample = data / "bench", data / "text_sample"
    sets: dict[str, Pairs] = {
        "freeCodeCamp": by_page(bench / "fcc_zhtw.jsonl", bench / "fcc_zhcn.jsonl"),
        "Visual Studio": by_page(bench / "ms_vs_zhtw.jsonl", bench / "ms_vs_zhcn.jsonl"),
        "Teams": by_page(sample / "ms_sfb_zhtw.jsonl", sample / "ms_sfb_zhcn.jsonl"),
        "Debian's manuals": by_page(sample / "debian_manpages.jsonl", sample / "debian_manpages.jsonl"),
        "NTREX, 10 sentences": ntrex(data / "lid" / "NTREX" / "NTREX-128"),
        "UDHR": universal_declaration(data / "lid" / "udhr" / "packages" / "corpora" / "udhr2.zip"),
    }
    for name, found in sets.items():
        pairs = [pair for pair in found if len(grams(pair[0], 5)) >= 30][:2000]
        used = Counter(script.configuration(script.measure(a, SCRIPT), "simplified", None) for a, _ in pairs)
        print(f"  {name}, {len(pairs)} pages; ours uses {dict(used)}")
        tools = {"as is": str, "t2s": bare("t2s"), "tw2s": bare("tw2s"), "tw2sp": bare("tw2sp"), "ours": converted}
        for label, convert in tools.items():
            texts = [(convert(a), b) for a, b in pairs]
            five, two = (sum(shared(a, b, n) for a, b in texts) / len(texts) for n in (5, 2))
            print(f"    {label:6} 5-grams {five:.3f}   2-grams {two:.3f}")


def by_page(taiwan: Path, mainland: Path) -> Pairs:
    """Pages whose ids are the same but for the name of the locale."""

    def pages(path: Path) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {"tw": {}, "cn": {}}
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            mark = re.search(r"zh[-_]?(tw|cn)|chinese(-traditional)?/", row["id"], re.IGNORECASE)
            side = (mark[1] or ("tw" if mark[2] else "cn")).lower() if mark else "cn"
            key = re.sub(r"^[^:]*:|zh[-_](?:tw|cn)|chinese(?:-traditional)?|/", "", row["id"], flags=re.IGNORECASE)
            found[side][key] = row["text"]
        return found

    one, other = pages(taiwan)["tw"], pages(mainland)["cn"]
    return [(one[key], other[key]) for key in sorted(one.keys() & other.keys())]


def ntrex(folder: Path) -> Pairs:
    taiwan, mainland = (lines(folder / f"newstest2019-ref.zho-{side}.txt") for side in ("TW", "CN"))
    return [("\n".join(taiwan[at : at + 10]), "\n".join(mainland[at : at + 10])) for at in range(0, len(taiwan), 10)]


def universal_declaration(path: Path) -> Pairs:
    with zipfile.ZipFile(path) as archive:
        return [tuple(archive.read(f"udhr2/cmn_{side}.txt").decode() for side in ("hant", "hans"))]  # type: ignore[list-item]


def grams(text: str, n: int) -> set[str]:
    characters = "".join(re.findall("[一-鿿]", text))
    return {characters[at : at + n] for at in range(len(characters) - n + 1)}


def shared(text: str, twin: str, n: int) -> float:
    a, b = grams(text, n), grams(twin, n)
    return len(a & b) / max(1, len(a | b))


def simplified(data: Path) -> None:
    print("\nSimplified input that comes back changed")
    for name in ("cn_laws", "xwlb", "lctt", "fcc_zhcn", "ms_vs_zhcn", "ms_d365_zhcn", "blogs_md_cn", "pingcap_docs"):
        texts = texts_of(data, name, 3000)
        changed = [text for text in texts if converted(text) != text]
        print(f"  {name}: {len(changed)} of {len(texts)}", [re.sub(r"\s+", " ", text)[:40] for text in changed[:4]])


def documents(data: Path) -> None:
    print("\nscript of whole documents")
    for name in ("fcc_zhtw", "tw_laws_moj", "ms_vs_zhtw", "blogs_md_tw", "fcc_zhcn", "cn_laws", "blogs_md_cn"):
        print(f"  {name}: {dict(Counter(script.measure(text, SCRIPT).script for text in texts_of(data, name)))}")


def regions(data: Path) -> None:
    print("\nTaiwan against Hong Kong, paragraphs written for the project (tests/data/regions.tsv)")
    rows = [line.split("\t") for line in lines(REGIONS) if not line.startswith("#")]
    for side in ("Hant-HK", "Hant-TW"):
        for half in "ab":
            found = Counter(script.measure(row[3], SCRIPT).script for row in rows if row[:2] == [side, half])
            print(f"  {side}, half {half}: {dict(found)}")


def fresh_seconds(tool: Callable[[str], object], texts: list[str]) -> float:
    """Seconds for texts that were never seen: what the conversion remembers of other passes is forgotten."""
    conversion.remembered.cache_clear()
    return seconds(tool, texts)


def throughput(data: Path) -> None:
    print(
        "\nthroughput, MB/s          label and convert   convert   bare OpenCC (tw2sp)   ratio   ratio of the conversion"
    )
    for name in ("fcc_zhtw", "ms_vs_zhtw", "tw_laws_moj", "blogs_md_tw", "cn_laws"):
        texts = texts_of(data, name, 600)
        size = sum(len(text.encode()) for text in texts) / 1e6
        tools = (converted, lambda text: decode(convert_codes(code_points(text), "tw2sp")), bare("tw2sp"))
        ours, alone, plain = (size / min(fresh_seconds(tool, texts) for _ in range(3)) for tool in tools)
        print(f"  {name:24} {ours:16.1f} {alone:9.1f} {plain:21.1f} {ours / plain:7.2f} {alone / plain:7.2f}")


def cases(data: Path) -> None:
    raw = (data / "opencc_tests" / "test" / "testcases" / "testcases.json").read_text(encoding="utf-8")
    found = json.loads(re.sub(r",(\s*[}\]])", r"\1", raw))["cases"]
    doors = {"t2s": "t2s", "tw2sp": ("Hant-TW", "simplified"), "hk2s": ("Hant-HK", "simplified"),
             "s2twp": ("Hans", "traditional-tw"), "t2tw": ("Hant", "traditional-tw")}  # fmt: skip
    print("\nOpenCC's own cases through our door")
    for config, where in doors.items():
        mine = [case for case in found if config in case["expected"]]
        wrong = [case for case in mine if door(case["input"], where) != case["expected"][config]]
        shown = [(case["input"][:30], door(case["input"], where)[:30]) for case in wrong[:5]]
        print(f"  {config}: {len(mine) - len(wrong)} of {len(mine)}", shown)


def door(text: str, where: str | tuple[str, script.Target]) -> str:
    """As a text of that label about computing, where all phrases of tw2sp count; by t2s, as classical Chinese."""
    label, to = ("Hant", "simplified") if isinstance(where, str) else where
    measures = replace(script.measure(text, SCRIPT), script=label, computing=True)
    return script.convert(text, measures, to, "lzh" if isinstance(where, str) else None)[0]


def sentences(data: Path) -> None:
    print("\nHans against Hant, sentence by sentence")
    folder = data / "lid" / "NTREX" / "NTREX-128"
    for name, wanted in (("zho-CN", "Hans"), ("zho-TW", "Hant")):
        found = Counter(script.measure(line, SCRIPT).script for line in lines(folder / f"newstest2019-ref.{name}.txt"))
        right = sum(count for label, count in found.items() if label and label.startswith(wanted))
        told = found.total() - found[None]
        print(f"  {name}: {100 * right / told:.2f}% of {told} with a character that tells; {dict(found.most_common())}")


def keys(data: Path) -> None:
    print("\nOpenCC's dictionaries: entries whose two sides have different canonical keys")
    for name in (
        "STPhrases",
        "TSPhrases",
        "STCharacters",
        "TSCharacters",
        "TWVariantsRevPhrases",
        "HKVariantsRevPhrases",
    ):
        entries = dict(reversed(read({"type": "ocd2", "file": CLIB / "share" / "opencc" / f"{name}.ocd2"})))
        other = {key: value for key, value in entries.items() if canonical(key) != canonical(value)}
        print(f"  {name}: {len(other)} of {len(entries)}", list(other.items())[:: len(other) // 6 + 1])
    entries = dict(reversed(read({"type": "ocd2", "file": CLIB / "share" / "opencc" / "TWPhrasesRev.ocd2"})))
    frame, plain = (
        "這裡的「{}」",
        "这里的{}",
    )  # a word of Taiwan is folded where a character says that the text is Traditional
    other = {
        key: value
        for key, value in entries.items()
        if canonical(frame.format(key)) != canonical(plain.format(bare("t2s")(value)))
    }
    print(
        f"  TWPhrasesRev, within a text: {len(other)} of {len(entries)}", list(other.items())[:: len(other) // 12 + 1]
    )


SECTIONS = (twins, simplified, documents, regions, throughput, cases, sentences, keys)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", choices=[section.__name__ for section in SECTIONS])
    arguments = parser.parse_args()
    print("OpenCC", opencc.__version__)
    for section in SECTIONS:
        if arguments.only in (None, section.__name__):
            section(arguments.data)


if __name__ == "__main__":
    main()
