"""Code stays as it is and classical quotations keep their words when the text around them is converted (filters/verbatim.py)."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from taosha.filters.characters import code_points
from taosha.filters.script import Config, convert, measure
from taosha.filters.verbatim import verbatim
from taosha.pipeline.recipe import load_recipe

CONFIG: Config = load_recipe("web", {}).section("script", Config)
CASES = Path(__file__).parents[1] / "data" / "verbatim.tsv"
ABOUT_COMPUTING = "這個軟體可以從網路下載，使用者請在選單裡點選檔案，再把程式安裝到硬碟，重新啟動伺服器。\n"


def _unescaped(field: str) -> str:
    return field.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")


def _cases():
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            source, expected, *failing = line.split("\t")
            known = pytest.mark.xfail(strict=True, reason=failing[0]) if failing else ()
            yield pytest.param(_unescaped(source), _unescaped(expected), marks=known, id=source)


@pytest.mark.parametrize(("source", "expected"), list(_cases()))
def test_words_of_code_and_of_classical_quotations_stay(source: str, expected: str):
    text = ABOUT_COMPUTING + source
    measures = measure(text, CONFIG)
    assert (measures.script, measures.computing) == ("Hant-TW", True)
    assert convert(text, measures, "simplified")[0].split("\n", 1)[1] == expected


def test_to_traditional():
    text = "这个软件可以从网络下载。\n```\n用户 = 读取(文件)\n```\n执行`文件()`，用户会看到结果。"
    expected = "這個軟體可以從網路下載。\n```\n用户 = 读取(文件)\n```\n執行`文件()`，使用者會看到結果。"
    assert convert(text, measure(text, CONFIG), "traditional-tw") == (expected, "s2twp")


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("```\n檔案\n```", ["\n檔案\n"]),
        ("````\n```\n檔案\n````", ["\n```\n檔案\n"]),
        ("~~~\n檔案\n```\n~~~", ["\n檔案\n```\n"]),
        ("```\n檔案", []),
        ("```\n檔案\n``` x", []),
        ("```\nx = 1\n```", []),  # nothing to convert
        ("`檔案`和``程式``", ["`檔案`", "``程式``"]),
        ("`檔案\n程式`", []),
        ("`x = 1`", []),
        ("「學而時習之，不亦說乎？」", ["「學而時習之，不亦說乎？"]),
        ("他說「『君子不器。』也」", ["「『君子不器。』也", "『君子不器。"]),
        ("「學而時習之\n不亦說乎」", []),
        ("「" + "學而時習之，" * 40 + "」", []),  # too long
        ("「學而時習之，不亦說乎", []),
        ("「使用者設定」「儲存之後」", []),
        ("「他們的事，說來話長。」", []),
    ],
)
def test_stretches(text: str, stretches: list[str]):
    code, quotations = verbatim(code_points(text))
    assert [text[start:end] for start, end in sorted(code + quotations)] == stretches


@given(st.text(alphabet="`~\n 「」『』檔案學而時習之，的a\\/._-=$\"'()<>!*#;:{}C"))
def test_stretches_lie_in_the_text(text: str):
    code, quotations = verbatim(code_points(text))
    for start, end in code + quotations:
        assert 0 <= start < end <= len(text)
        assert not text[start:end].isascii()
