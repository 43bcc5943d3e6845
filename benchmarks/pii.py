"""Personal data: gold tables, speed and masks on real texts, hostile strings. Results stand in pii.md.

python benchmarks/pii.py --gold                  recall and precision a kind on the fifteen golds; datatrove beside us
python benchmarks/pii.py --hostile               10 MB of every hostile shape of the tests, seconds each
python benchmarks/pii.py FILE.jsonl...           MB/s (best of three passes) and masks per million characters (field `text`)
python benchmarks/pii.py --sample 20 FILE...     the same, and so many hits of every kind in their context, to be judged
"""

import argparse
import collections
import random
import sys
import time
from collections.abc import Iterator

import orjson
from taosha.filters import pii
from taosha.tests.filters import pii_gold, pii_heldout, test_pii

PASSES = 3


def gold() -> None:
    """One line a kind and gold."""
    held, blind = pii_heldout.HELD_OUT, pii_heldout.BLIND
    golds = {
        "first": [
            *(pii_heldout.Sample("", text, (((kind,), a, b),)) for kind, text, a, b in pii_gold.positives(80)),
            *(pii_heldout.Sample("", text, ()) for text in pii_gold.negatives(1300)),
        ],
        "held out": [*pii_heldout.positives(held, 320), *pii_heldout.whole(held, 20), *pii_heldout.negatives(held, 6)],
        "blind": [*pii_heldout.positives(blind, 240), *pii_heldout.negatives(blind, 6)],
    }
    for name in test_pii.LINE_GOLDS:
        data = getattr(pii_heldout, name)
        golds[name.lower()] = [*pii_heldout.lines(data, "positive", 3), *pii_heldout.lines(data, "negative", 3)]
    golds |= {name.lower(): pii_heldout.marked(getattr(pii_heldout, name)) for name in test_pii.STRANGERS}
    for name, samples in golds.items():
        result = test_pii.score(samples, names=name.upper() in (*test_pii.LINE_GOLDS, *test_pii.STRANGERS))
        print(
            f"{name}: {sum(result.sought.values())} identifiers, {sum(not s.spans for s in samples)} look-alike texts"
        )
        for kind in result.sought:
            hits = result.true[kind] + len(result.false[kind])
            recall, precision = result.true[kind] / result.sought[kind], result.true[kind] / max(hits, 1)
            print(f"  {kind:10} n {result.sought[kind]:5}   recall {recall:.4f}   precision {precision:.4f}")
        if name in ("first", "held out", "blind"):  # the others hold hardly an address
            peer(samples)


def peer(samples: list[pii_heldout.Sample]) -> None:
    """datatrove's PIIFormatter (e-mail and IPv4): an identifier is found if it no longer stands in the text."""
    from datatrove.pipeline.formatters import PIIFormatter

    formatter = PIIFormatter(email_replacement="<e>", ip_replacement="<i>")
    for kind in ("email", "ip"):
        texts = [(s.text, s.text[a:b]) for s in samples for kinds, a, b in s.spans if kinds[0] == kind]
        found = sum(value not in formatter.format(text) for text, value in texts)
        print(f"  datatrove {kind:10} recall {found / len(texts):.4f}")
    false = sum(formatter.format(s.text) != s.text for s in samples if not s.spans)
    print(f"  datatrove look-alike texts masked: {false}")


def hostile() -> None:
    plain = "今天天气很好，我们去公园散步。"
    for unit in [plain, *test_pii.HOSTILE]:
        text = unit * (10_000_000 // len(unit.encode()))
        print(f"{unit!r:20} {test_pii.seconds(text):6.2f} s")


def texts_of(name: str) -> Iterator[str]:
    with open(name, "rb") as file:
        for line in file:
            yield orjson.loads(line)["text"]


def texts(files: list[str], sample: int) -> None:
    pii.find("13812345678")  # compiled before the clock starts
    counts: collections.Counter[str] = collections.Counter()
    shown: dict[str, list[str]] = collections.defaultdict(list)
    chars, size, spent = 0, 0, 0.0
    for name in files:
        batch = list(texts_of(name))
        best = float("inf")
        for _ in range(PASSES):
            start = time.process_time()
            found = [pii.find(text) for text in batch]
            best = min(best, time.process_time() - start)
        megabytes = sum(len(text.encode("utf-8", "surrogatepass")) for text in batch) / 1e6
        hits = sum(map(len, found))
        here = sum(map(len, batch))
        size, spent, chars = size + megabytes, spent + best, chars + here
        print(f"{name.rpartition('/')[2]:28} {megabytes / best:6.0f} MB/s {hits / here * 1e6:8.1f} masks/M characters")
        for text, spans in zip(batch, found, strict=True):
            for span in spans:
                counts[span.kind] += 1
                context = text[max(0, span.start - 30) : span.start], text[span.start : span.end], text[span.end :][:15]
                shown[span.kind].append(f"{name.rpartition('/')[2]}: {'{}⟦{}⟧{}'.format(*context)!r}")
    print(f"{'all':28} {size / spent:6.0f} MB/s {sum(counts.values()) / chars * 1e6:8.1f} masks/M characters")
    for kind in pii.KINDS:
        print(f"{kind:10} {counts[kind] / chars * 1e6:8.2f} per M characters")
        for line in random.Random(1).sample(shown[kind], min(sample, len(shown[kind]))):
            print("   ", line)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", action="store_true")
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("files", nargs="*")
    options = parser.parse_args(arguments)
    if options.gold:
        gold()
    if options.hostile:
        hostile()
    if options.files:
        texts(options.files, options.sample)


if __name__ == "__main__":
    main(sys.argv[1:])
