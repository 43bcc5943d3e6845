"""Main content beside its peers: F1 by set, and CPU time a page, one thread.

    python benchmarks/extraction/run.py GOLD_FOLDER [--only NAME ...]

Runs every extractor that this environment can import: use one of its own (requirements.txt beside this file), with
taosha installed there too. Each gets the text already decoded by taosha, so that charset errors count for none of them.
"""

import argparse
import importlib
import time
from collections import defaultdict
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from gold import f1, grams, load


def taosha() -> Callable[[str], str]:
    from taosha.pipeline.page.content import main_text

    return main_text


def trafilatura() -> Callable[[str], str]:
    module = importlib.import_module("trafilatura")
    return lambda page: module.extract(page, include_comments=True) or ""


def trafilatura_precision() -> Callable[[str], str]:
    module = importlib.import_module("trafilatura")
    return lambda page: module.extract(page, favor_precision=True, include_comments=False) or ""


def readability() -> Callable[[str], str]:
    document = importlib.import_module("readability").Document
    parse = importlib.import_module("lxml.html").fromstring
    return lambda page: parse(document(page).summary()).text_content()


def justext() -> Callable[[str], str]:
    module = importlib.import_module("justext")
    # Chinese has no spaces: no stop words, and lengths in characters (the language-independent mode of its README)
    settings = {"length_low": 10, "length_high": 30, "stopwords_low": 0.0, "stopwords_high": 0.0}
    return lambda page: "\n".join(
        p.text for p in module.justext(page.encode(), frozenset(), encoding="utf-8", **settings) if not p.is_boilerplate
    )


def resiliparse() -> Callable[[str], str]:
    extract = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda page: extract(page, main_content=True, alt_texts=False)


def goose3() -> Callable[[str], str]:
    goose = importlib.import_module("goose3").Goose({"target_language": "zh", "use_meta_language": False})
    return lambda page: goose.extract(raw_html=page).cleaned_text


def newspaper4k() -> Callable[[str], str]:
    article = importlib.import_module("newspaper").Article

    def extract(page: str) -> str:
        parsed = article("https://example.org/", language="zh")
        parsed.download(input_html=page)
        parsed.parse()
        return parsed.text

    return extract


def gne() -> Callable[[str], str]:
    extractor = importlib.import_module("gne").GeneralNewsExtractor()
    return lambda page: extractor.extract(page)["content"]


#: extractor -> the package whose version is printed beside it
EXTRACTORS = {
    taosha: "taosha",
    trafilatura: "trafilatura",
    trafilatura_precision: "trafilatura",
    readability: "readability-lxml",
    justext: "jusText",
    resiliparse: "resiliparse",
    goose3: "goose3",
    newspaper4k: "newspaper4k",
    gne: "gne",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    arguments = parser.parse_args()
    pages = load(arguments.gold)
    golds = [grams(page.gold) for page in pages]
    sets = sorted({page.set for page in pages})
    print(f"{'':30}", *(f"{name:>20}" for name in sets), f"{'ms a page':>12}", f"{'failed':>7}")
    for build, package in EXTRACTORS.items():
        if arguments.only and build.__name__ not in arguments.only:
            continue
        try:
            extract = build()
        except ImportError as error:
            print(f"{build.__name__:30} not installed: {error}")
            continue
        scores: dict[str, list[float]] = defaultdict(list)
        seconds, failed = 0.0, 0
        extract(pages[0].html)  # loading of models is no part of a page
        for page, gold in zip(pages, golds, strict=True):
            start = time.process_time()
            try:
                text = extract(page.html)
            except Exception:  # noqa: BLE001  # a peer's crash costs it the page, as in production
                text, failed = "", failed + 1
            seconds += time.process_time() - start
            scores[page.set].append(f1(text, gold))
        means = [sum(scores[name]) / len(scores[name]) for name in sets]
        print(
            f"{build.__name__ + ' ' + version(package):30}",
            *(f"{m:20.3f}" for m in means),
            f"{seconds * 1000 / len(pages):12.2f} {failed:7}",
            flush=True,
        )


if __name__ == "__main__":
    main()
