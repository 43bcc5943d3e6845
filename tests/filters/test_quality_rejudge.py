"""Judging columns gives what judging documents gives."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from taosha.filters import quality, words
from taosha.filters.rejudge import rejudge
from taosha.pipeline.stages.quality import Quality

DATA = Path(__file__).parent.parent / "data"
LIMITS: quality.Limits = Quality.from_recipe("web").config


def test_columns_and_documents_agree():
    rows = [json.loads(line) for line in (DATA / "quality_reasons.jsonl").read_text(encoding="utf-8").splitlines()]
    measured = [quality.measure(row[side]) for row in rows for side in ("drop", "keep")]
    columns = {
        field.name: np.array([getattr(measures, field.name) for measures in measured])
        for field in dataclasses.fields(quality.Measures)
    }
    for limits in (LIMITS, dataclasses.replace(LIMITS, min_chars=200, max_digit_share=None)):
        names, reasons = rejudge(columns, limits)
        expected = [quality.judge(measures, limits).reason for measures in measured]
        assert [names[index] if index >= 0 else None for index in reasons] == expected


def test_measures_that_do_not_apply_cross_nothing():
    limits = words.WordLimits(min_words=5, min_function_word_share=0.2)
    columns = {"words": np.array([9, 9, 4]), "function_word_share": np.array([np.nan, 0.1, 0.0])}
    names, reasons = rejudge(columns, limits)
    assert [names[index] if index >= 0 else None for index in reasons] == [None, "min_function_word_share", "min_words"]


def test_a_missing_column_is_named():
    with pytest.raises(KeyError, match="words"):
        rejudge({"function_word_share": np.array([0.1])}, words.WordLimits(min_words=5, min_function_word_share=None))
