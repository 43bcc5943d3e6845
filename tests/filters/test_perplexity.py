"""Perplexity under small KenLM models that are built here: one written by hand, one counted from generated text."""

import importlib.util
import itertools
import json
import math
import pickle
import random
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from datatrove.data import Document
from taosha.filters import perplexity
from taosha.filters.cards import card_path
from taosha.pipeline.errors import UserError
from taosha.pipeline.recipe import load_recipe
from taosha.pipeline.stages.build import build_stages
from taosha.pipeline.stages.perplexity import Perplexity

from ..pipeline.test_run import taosha

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("kenlm") is None, reason="kenlm is not installed: pip install 'taosha[kenlm]'"
)

#: unigrams 春 1/2, 天 1/4, end of line 1/8, unknown 1/8; after 春 comes 天 with 1/2
BY_HAND = """\\data\\
ngram 1=5
ngram 2=1

\\1-grams:
-0.90309\t<unk>
-99\t<s>\t0
-0.90309\t</s>
-0.30103\t春\t-0.30103
-0.60206\t天

\\2-grams:
-0.30103\t春 天

\\end\\
"""
SUBJECTS = ("老人", "孩子", "先生", "渔民", "姑娘")
VERBS = ("沿着溪走回家", "坐在桥边读书", "把木板靠在墙上", "记得那年的雪")
PLACES = ("清晨", "月光下", "下雨的时候", "山里")


def prose(seed: int) -> str:
    dice = random.Random(seed)
    return "".join(f"{dice.choice(PLACES)}，{dice.choice(SUBJECTS)}{dice.choice(VERBS)}。" for _ in range(20))


def verse(seed: int) -> str:
    dice = random.Random(seed)
    return "\n".join("".join(dice.choices("山水月花风雪春夜江云", k=7)) for _ in range(8))


def shuffled(text: str) -> str:
    return "".join(random.Random(0).sample(text, len(text)))


def arpa(texts: list[str]) -> str:
    """A bigram model of characters with absolute discounting (0.5), as ARPA."""
    unigrams: Counter[str] = Counter()
    bigrams: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for line in text.split("\n"):
            units = ["<s>", *line, "</s>"]
            unigrams.update(units[1:])
            for before, after in itertools.pairwise(units):
                bigrams[before][after] += 1
    total = unigrams.total() + len(unigrams) + 1
    p = {unit: (count + 1) / total for unit, count in unigrams.items()} | {"<unk>": 1 / total}
    ones = [f"-99\t<s>\t{_backoff(bigrams['<s>'], p)}"]
    ones += [f"{math.log10(p[u])}\t{u}" + (f"\t{_backoff(bigrams[u], p)}" if u in bigrams else "") for u in p]
    twos = [
        f"{math.log10((count - 0.5) / after.total())}\t{before} {unit}"
        for before, after in bigrams.items()
        for unit, count in after.items()
    ]
    head = f"\\data\\\nngram 1={len(ones)}\nngram 2={len(twos)}\n"
    return "\n".join([head, "\\1-grams:", *ones, "", "\\2-grams:", *twos, "", "\\end\\", ""])


def _backoff(after: Counter[str], p: dict[str, float]) -> float:
    left = 0.5 * len(after) / after.total()
    return math.log10(left / max(1 - sum(p[unit] for unit in after), 1e-9))


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> str:
    """Trained on prose and verse, calibrated on other texts of the same kinds."""
    path = tmp_path_factory.mktemp("perplexity") / "model.arpa"
    path.write_text(arpa([*map(prose, range(200)), *map(verse, range(200))]), encoding="utf-8")
    perplexity.calibrate(str(path), [*map(prose, range(1000, 1150)), *map(verse, range(1000, 1150))])
    return str(path)


def test_perplexity_by_hand(tmp_path):
    path = tmp_path / "hand.arpa"
    path.write_text(BY_HAND, encoding="utf-8")
    card = perplexity.calibrate(str(path), ["春天"])
    # 春 1/2, 天 after 春 1/2, the end 1/8: three units, 32 to the power of 1/3
    assert card["percentiles"] == {"all": [pytest.approx(32 ** (1 / 3), rel=1e-4)] * 101}
    assert perplexity.measure("春天\n\n春天", str(path)).perplexity == pytest.approx(32 ** (1 / 3), rel=1e-4)
    # 天 1/4, the end 1/8
    assert perplexity.measure("天", str(path)).perplexity == pytest.approx(32 ** (1 / 2), rel=1e-4)


def test_domains_have_percentiles_of_their_own(model):
    card = json.loads(card_path(Path(model)).read_text())
    assert set(card["percentiles"]) == {"all", "brief", "verse"} or set(card["percentiles"]) == {
        "all",
        "prose",
        "verse",
    }
    # verse is less predictable than prose, and yet ordinary among verse
    for text in (prose(5000), verse(5000)):
        measures = perplexity.measure(text, model)
        assert measures.domain in ("prose", "brief", "verse")
        assert 0.0 <= measures.percentile <= 100.0
    assert perplexity.measure(verse(5000), model).perplexity > 2 * perplexity.measure(prose(5000), model).perplexity


def test_scrambled_text_stands_above_all_good_text_of_its_domain(model):
    assert perplexity.measure(shuffled(prose(5000)), model).percentile == 100.0
    assert perplexity.measure(prose(5000), model).percentile < 100.0


@pytest.mark.parametrize("text", ["", " \n\n", "\ud800", "\x00"])
def test_any_text_is_measured(model, text):
    measures = perplexity.measure(text, model)
    assert (measures.perplexity is None) == (measures.percentile is None) == (not text.strip())


def test_stage_in_both_directions_and_after_pickling(model):
    limits = perplexity.Limits(model=model, min_percentile=0.5, max_percentile=99.0)
    stage = pickle.loads(pickle.dumps(Perplexity(limits)))
    assert stage.apply(Document(text=prose(5000), id="1")).keep
    assert stage.apply(Document(text=shuffled(prose(5000)), id="2")).reason == "max_percentile"
    assert stage.apply(Document(text="清晨，老人沿着溪走回家。" * 30, id="3")).reason == "min_percentile"
    assert stage.apply(Document(text="", id="4")).keep  # nothing to judge


def test_models_without_their_card_are_refused_before_the_run(model, tmp_path):
    section = {"model": str(tmp_path / "x.arpa"), "min_percentile": None, "max_percentile": 99.0}
    with pytest.raises(UserError, match=r"x\.arpa\.json cannot be read"):
        build_stages(load_recipe("web", {"stages": ["perplexity"], "perplexity": section}))
    other = tmp_path / "x.arpa"
    other.write_text(BY_HAND)
    card_path(other).write_text(card_path(Path(model)).read_text())
    with pytest.raises(perplexity.PerplexityError, match="its card is of sha256"):
        perplexity.check(str(other))


def test_calibrate_command(model, tmp_path):
    path, good = tmp_path / "m.arpa", tmp_path / "good.jsonl"
    path.write_bytes(Path(model).read_bytes())
    good.write_text("\n".join(json.dumps({"text": prose(seed)}) for seed in range(3)))
    done = taosha("calibrate", str(path), "--good", str(good))
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "m.arpa.json").read_text())["documents"]["all"] == 3
    failed = taosha("calibrate", str(good), "--good", str(good))
    assert failed.returncode == 2
    assert failed.stderr.splitlines()[-1].startswith("taosha: error: perplexity model")
