"""How often the day of publication that is read from a page agrees with one written down by hand.

    python benchmarks/extraction/dates.py GOLD

GOLD holds sets as in gold.py; those with SET/date/NAME.txt beside SET/original/NAME.html are read. A gold value without a
whole day counts as none.
"""

import argparse
from collections import Counter
from pathlib import Path

from gold import load
from taosha.pipeline.page.content import main_content
from taosha.pipeline.page.metadata import day, read_metadata
from taosha.pipeline.page.visible import complete


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    folder: Path = parser.parse_args().gold
    counts: Counter[str] = Counter()
    for page in load(folder):
        written = folder / page.set / "date" / f"{Path(page.name).stem}.txt"
        if not written.exists():
            continue
        gold = day(written.read_text(encoding="utf-8", errors="replace"))
        stated = read_metadata(page.html)
        found = complete(stated, main_content(page.html, stated).seen, None).date
        if found == gold:
            kind = "agree" if gold else "agree that there is none"
        else:
            kind = "not found" if found is None else "found, gold has none" if gold is None else "another day"
        counts[kind] += 1
        if found != gold:
            print(f"{page.set}/{page.name}: gold {gold}, found {found}")
    for kind, pages in counts.most_common():
        print(f"{pages:5}  {kind}")


if __name__ == "__main__":
    main()
