"""Each fix does its own thing, nothing else; prose of every kind is left alone."""

import doctest
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from taosha.pipeline.page import charset, metadata, mime, mojibake, normalise

CASES = yaml.safe_load((Path(__file__).parents[2] / "data/normalise.yaml").read_text("utf-8"))
HAN_BLOCKS = (
    (0x2E80, 0x2E99), (0x2F00, 0x2FD5), (0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFA6D),
    (0xFA70, 0xFAD9), (0x20000, 0x2A6DF), (0x2A700, 0x2EBE0), (0x2F800, 0x2FA1D), (0x30000, 0x323AF),
)  # fmt: skip


@pytest.mark.parametrize("module", [normalise, charset, metadata, mime, mojibake])
def test_doctests(module: object) -> None:
    result = doctest.testmod(module)  # pyright: ignore[reportArgumentType]
    assert result.failed == 0
    assert result.attempted > 0


@pytest.mark.parametrize(("before", "after", "ledger"), CASES["in the wild"])
def test_in_the_wild(before: str, after: str, ledger: dict[str, int]) -> None:
    assert normalise.fix(before) == (after, ledger)


@pytest.mark.parametrize(("before", "after", "ledger"), CASES["in pages in GB 18030"])
def test_in_pages_in_gb18030(before: str, after: str, ledger: dict[str, int]) -> None:
    assert normalise.fix(before, "gb18030") == (after, ledger)


def test_the_codes_of_gb18030_become_what_the_standard_of_2022_has() -> None:
    """Its four-byte codes for the same characters (82 35 90 37 and so on for U+9FB4) are what Python decodes rightly."""
    pairs = b"\xfe\x59\xfe\x61\xfe\x66\xfe\x67\xfe\x6d\xfe\x7e\xfe\x90\xfe\xa0"
    fours = b"".join(
        bytes([0x82, 0x35, 0x90, 0x37 + i]) if i < 3 else bytes([0x82, 0x35, 0x91, 0x30 + i - 3]) for i in range(8)
    )
    assert normalise.gb18030_characters(pairs.decode("gb18030")) == fours.decode("gb18030") == "龴龵龶龷龸龹龺龻"


@pytest.mark.parametrize("text", CASES["stays"])
def test_what_a_reader_sees_is_kept(text: str) -> None:
    assert normalise.fix(text) == (text, {})


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("before", "wanted"), CASES["known failures"])
def test_known_failures(before: str, wanted: str) -> None:
    assert normalise.fix(before)[0] == wanted


def test_every_fix_is_seen_in_the_wild_or_below() -> None:
    seen = {fix for kind in ("in the wild", "in pages in GB 18030") for _, _, ledger in CASES[kind] for fix in ledger}
    assert seen == {fix.__name__ for fix in normalise.FIXES} - {"stacked_marks"}


def test_marks_beyond_the_bound_go_and_cost_no_time() -> None:
    """Out of canonical order, as an attack has them: composition alone would take hours."""
    text = "字" + "\u0315\u0300\u05ae\u0334" * 500_000
    fixed, ledger = normalise.fix(text)
    assert (len(fixed), ledger["stacked_marks"]) == (1 + normalise.MOST_MARKS, 2_000_000 - normalise.MOST_MARKS)


def test_all_han_survive() -> None:
    """Every assigned ideograph of every block, compatibility ideographs and variation sequences included."""
    han = [chr(p) for first, last in HAN_BLOCKS for p in range(first, last + 1)]
    text = "".join(han) + "".join(f"{char}\U000e0100" for char in han[::50])
    assert normalise.fix(text) == (text, {})


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=80)
    | st.text("汉\ue816 a\u1820\u180e\u180b\u200b\u200c\u200d\u2060\u00ad\u200e\u202f\U000e0061🏴\u05d0\x1b\n　")
)
def test_idempotent(text: str) -> None:
    for source in (None, "gb18030"):
        once, _ = normalise.fix(text, source)
        assert normalise.fix(once, source) == (once, {})


@given(
    st.text(
        alphabet=st.one_of(
            st.characters(), st.sampled_from("\r\n\x0b\x0c\x85\u2028\ufeff\u200b\u00ad\xa0\u3000　汉\ue5e5\ue81e")
        )
    )
)
def test_the_short_cut_around_character_fixes_changes_nothing(text):
    """`fix` passes the fixes of single characters over where the text has none of their characters."""
    fixed = text
    for step in normalise.FIXES:
        fixed = step(fixed)
    assert normalise.fix(text, "gb18030")[0] == fixed
