"""Platt scaling, folds of sources, and moving a probability to another base rate."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from taosha.filters import calibration
from taosha.filters.calibration import Calibration, at_base_rate, fit, folds
from taosha.filters.classifier import metrics

SHARES = st.floats(0.01, 0.99)


def draw(slope: float, intercept: float, count: int = 40_000) -> tuple[np.ndarray, np.ndarray]:
    """Raw scores, and labels drawn with the probability that a calibration of these parameters gives."""
    dice = np.random.default_rng(7)
    scores = dice.uniform(0.02, 0.98, count)
    return dice.random(count) < Calibration(slope, intercept, 0.5)(scores), scores


def test_the_parameters_that_made_the_labels_are_found():
    truth, scores = draw(0.4, -0.7)
    found = fit(truth, scores)
    assert found.slope == pytest.approx(0.4, abs=0.03)
    assert found.intercept == pytest.approx(-0.7, abs=0.03)
    assert found.base_rate == truth.mean()


def test_a_model_too_sure_of_itself_is_toned_down():
    truth, scores = draw(0.4, 0.0)
    assert fit(truth, scores)(np.float64(0.95)) == pytest.approx(0.77, abs=0.01)


@pytest.mark.parametrize("rate", [0.05, 0.4])
def test_the_stated_base_rate_holds(rate):
    truth, scores = draw(1.5, 0.5)
    found = fit(truth, scores, rate)
    mean = rate * found(scores[truth]).mean() + (1 - rate) * found(scores[~truth]).mean()
    assert mean == pytest.approx(rate, abs=1e-3)
    moved = at_base_rate(fit(truth, scores)(scores), truth.mean(), rate)
    assert np.abs(moved - found(scores)).max() < 0.02


def test_labels_told_apart_perfectly_stay_below_certainty():
    truth = np.arange(200) < 100
    found = fit(truth, np.where(truth, 1.0, 0.0))
    assert 0.98 < found(np.float64(1.0)) < 1
    assert 0 < found(np.float64(0.0)) < 0.02


def test_scores_worse_than_chance_give_the_base_rate():
    truth, scores = draw(2.0, 0.0)
    found = fit(~truth, scores, 0.3)
    assert found.slope == 0
    assert found(np.array([0.01, 0.99])) == pytest.approx(0.3)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 5), st.floats(-5, 5))
def test_a_calibration_changes_no_ranking(low, high, slope, intercept):
    low, high = sorted((low, high))
    scale = Calibration(slope, intercept, 0.5)
    assert 0 <= scale(np.float64(low)) <= scale(np.float64(high)) <= 1


@given(SHARES, SHARES, SHARES)
def test_there_and_back_between_base_rates(probability, stated, actual):
    there = at_base_rate(np.float64(probability), stated, actual)
    assert at_base_rate(there, actual, stated) == pytest.approx(probability)
    assert (there > probability) == (actual > stated) or there == pytest.approx(probability)


@given(
    st.dictionaries(st.text(max_size=3), st.integers(1, 50), min_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(1, 50), min_size=2),
    st.integers(2, 5),
    st.integers(0, 3),
)
def test_folds_part_the_sources_and_leave_both_labels_outside(positive, negative, wanted, seed):
    parts = folds([positive, negative], wanted, seed)
    assert parts == folds([dict(reversed(positive.items())), negative], wanted, seed)
    assert len(parts) <= wanted
    if parts:
        assert sorted(name for part in parts for name in part) == sorted(positive.keys() | negative.keys())
        assert all(positive.keys() - part and negative.keys() - part for part in parts)


def test_folds_are_balanced_by_documents():
    sources = {"great": 60, "a": 20, "b": 20, "c": 20}
    assert sorted(sum(sources[name] for name in part) for part in folds([sources, sources], 2, 1)) == [60, 60]


def test_a_label_of_one_source_has_no_folds():
    assert folds([{"a": 9}, {"a": 9, "b": 9}], 3, 1) == []


def test_metrics_of_a_calibrated_score_show_little_error():
    truth, scores = draw(0.4, -0.7)
    assert metrics(truth, scores)["expected_calibration_error"] > 0.1
    assert metrics(truth, calibration.fit(truth, scores)(scores))["expected_calibration_error"] < 0.01
