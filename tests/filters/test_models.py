"""The classifiers that ship: what their cards say was measured, with floors that a new training must not fall below.

The labelled texts are not in the project; benchmarks/toxicity_train.py measures on them and writes the cards, which name
the model by its sha256.
"""

import pytest
from taosha.filters import classifier

ERROR = "expected_calibration_error"
#: a little below what was measured (2026-11-24), errors a little above; the sets: benchmarks/toxicity.md
FLOORS = {
    ("abuse.ftz", "COLD test"): {"auc": 0.86, "macro_f1": 0.78, ERROR: 0.05},
    ("abuse.ftz", "held out"): {"auc": 0.70, ERROR: 0.12},  # SWSR
    ("spam.ftz", "model of FBS on ZPdesu"): {"auc": 0.955, "macro_f1": 0.925, ERROR: 0.04},
    ("spam.ftz", "held out"): {"auc": 0.86, ERROR: 0.08},
}


@pytest.mark.parametrize(("model", "set_name"), FLOORS)
def test_measured_figures_do_not_go_down(model: str, set_name: str):
    card = classifier.check(model, "toxicity")
    measured = card["metrics"] if set_name == "held out" else card["tested"][set_name]
    for name, bound in FLOORS[model, set_name].items():
        assert measured[name] <= bound if name == ERROR else measured[name] >= bound, name


@pytest.mark.parametrize("model", ["abuse.ftz", "spam.ftz"])
def test_scores_are_probabilities_at_a_stated_base_rate(model: str):
    about = classifier.check(model)["calibration"]
    assert about["folds_of"] == "sources"
    assert 0 < about["base_rate"] < 1
    assert 0 < about["slope"] < 1  # a model is surer of itself than it should be on sources it has not seen


@pytest.mark.parametrize(
    ("insult", "mention"),
    [
        ("你们这些死肥猪都是垃圾，滚出去", "专家呼吁消除对肥胖者的歧视"),
        ("这种傻逼就该去死，恶心的东西", "他在书里讨论了骂人话的来历"),
    ],
)
def test_attacks_score_above_mentions(insult: str, mention: str):
    assert classifier.measure(insult, "abuse.ftz").score > classifier.measure(mention, "abuse.ftz").score + 0.2
