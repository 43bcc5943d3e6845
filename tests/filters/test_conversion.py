"""filters/conversion.py: what it answers is what OpenCC answers, and the pairs it trusts are those of OpenCC's dictionaries."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from taosha.filters.characters import code_points, decode
from taosha.filters.conversion import NO_SPANS, convert_codes, converter, merged, phrases, read_pairs

ROOT = Path(__file__).parent.parent.parent

#: chains of characters that pairs join: the likeliest places for a phrase to be cut or wrongly made
CHAINS = {config: st.lists(st.sampled_from(rows), max_size=12).map("".join) for config, rows in read_pairs().items()}
CONFIGS = sorted(CHAINS)


def convert(text: str, config: str, spans: list[tuple[int, int]] | None = None) -> str:
    return decode(convert_codes(code_points(text), config, merged(spans or [])))


def test_pairs_are_those_of_the_installed_dictionaries():
    run = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "opencc_pairs.py", "--check"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("config", CONFIGS)
@settings(deadline=None)  # the first one loads dictionaries
@given(data=st.data())
def test_equals_opencc(config: str, data: st.DataObject):
    text = data.draw(CHAINS[config] | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
    assert convert(text, config) == converter(config)(text)


@settings(deadline=None)
@given(st.text(alphabet="軟體程式碼使用者著作後乾埠\uf91d豈 \nSQL隱攻擊\U000e0100\U00020000"))
@example("埠")
@example("商埠\n通訊埠")
@example("\uf91d")  # compatibility characters are replaced before phrases are looked for
def test_characters_that_say_nothing_alone(text: str):
    for config in CONFIGS:
        assert convert(text, config) == converter(config)(text)


@settings(deadline=None)
@given(st.lists(st.text(alphabet="軟體程式碼使用者著後乾埠的,"), max_size=6), st.booleans())
def test_protected_spans_stay(parts: list[str], first: bool):
    spans, expected, text = [], [], ""
    for number, part in enumerate(parts):
        protected = (number % 2 == 0) == first
        if protected:
            spans.append((len(text), len(text) + len(part)))
        text += part + "\n"
        expected.append((part if protected else converter("tw2sp")(part)) + "\n")
    assert convert(text, "tw2sp", spans) == "".join(expected)


@pytest.mark.parametrize("known", [True, False])
def test_a_nul_ends_nothing(known: bool, monkeypatch: pytest.MonkeyPatch):
    if not known:
        monkeypatch.setattr("taosha.filters.conversion.phrases", lambda config: None)
    assert converter("tw2sp")("軟體\0軟體") == "软件"  # OpenCC stops reading
    assert convert("軟體\0軟體埠\0埠\0", "tw2sp") == "软件\0软件端口\0端口\0"


def test_without_known_pairs_everything_goes_to_opencc(monkeypatch: pytest.MonkeyPatch):
    assert phrases("tw2sp") is not None
    monkeypatch.setattr("taosha.filters.conversion.phrases", lambda config: None)
    assert convert("這個軟體\n的程式碼", "tw2sp") == "这个软件\n的代码"
    assert convert("這個軟體\n的程式碼", "tw2sp", [(0, 4)]) == "這個軟體\n的代码"
    assert convert("", "tw2sp") == ""


def test_merged():
    assert merged([]).shape == NO_SPANS.shape
    assert np.array_equal(merged([(5, 7), (0, 2), (1, 3), (7, 8)]), [[0, 3], [5, 8]])
