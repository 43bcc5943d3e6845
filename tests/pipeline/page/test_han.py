"""The pre-check never counts fewer Han characters than any later reading can find."""

import html
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from taosha.filters.verdict import judge_limits
from taosha.pipeline.page.charset import decode, detect
from taosha.pipeline.page.han import Limits, Measures, measure
from taosha.pipeline.page.mojibake import repair

ENGLISH = "<html><body>" + "<p>It’s a naïve café — “nothing” here…</p>" * 50 + "</body></html>"
JAPANESE = "委員会は秋に報告書を公開し、それまで意見を受け付けるとしている。" * 20
KOREAN = "<p>오늘 오후에 비가 많이 와서 거리를 걷던 사람들이 모두 길가의 작은 가게로 들어갔습니다.</p>" * 20


def han(text: str) -> int:
    """Han characters; of a text with kana, which may be Japanese, none."""
    if any("KATAKANA" in unicodedata.name(c, "") or "HIRAGANA" in unicodedata.name(c, "") for c in text):
        return 0
    return sum(1 for c in text if "CJK" in unicodedata.name(c, "") and "IDEOGRAPH" in unicodedata.name(c, ""))


@pytest.mark.parametrize(
    ("content", "bound"),
    [
        (b"<p>plain</p>", 0),
        ("两字".encode(), 3),  # so few that the decoder may read them as GBK
        (ENGLISH.encode(), 0),
        (KOREAN.encode(), 0),
        ("汉字𠮷很少见".encode(), 6),
        ("汉字".encode("gbk"), 4),
        (b"&#27721;&#x5b57; &amp;#27721; &#39; &#160; &nbsp;", 3),
        ("中文页面".encode().decode("latin-1").encode(), 12),
        ("中文页面".encode().decode("latin-1").encode().decode("latin-1").encode(), 40),
        ("中文网页".encode("gbk").decode("latin-1").encode(), 16),
        (b"&Ouml;&ETH;&Icirc;&Auml;", 3),
        ("中文网页，好的。".encode().decode("gbk", "ignore").encode(), None),
        ("中文".encode("utf-16"), None),
        ("中文".encode("hz"), None),
        ("Ünïcödé ÀÉ größer päätä, « voilà » : créée".encode(), 4),
        ("Это обычный русский текст".encode(), 0),
        (("<p>" + JAPANESE + "</p>").encode(), 0),
        (("<p>" + JAPANESE + "</p>").encode("cp932"), 0),
        (("<p>" + JAPANESE + "</p>").encode("euc_jp"), 0),
        ((KOREAN + "<p>大韓民國</p>").encode("euc_kr"), 4),
    ],
)
def test_bound(content: bytes, bound: int | None) -> None:
    assert measure(content)[0] == Measures(bound)


def test_both_directions() -> None:
    limits = Limits(min_possible_han_chars=7, spared_share=None)
    verdict = judge_limits(measure("六个汉字在此".encode())[0], limits)
    assert (verdict.keep, verdict.reason, verdict.value, verdict.limit) == (False, "min_possible_han_chars", 6.0, 7.0)
    assert judge_limits(measure("七个汉字都在此".encode())[0], limits).keep
    assert judge_limits(measure("六个汉字在此".encode("utf-16"))[0], limits).keep


TEXTS = st.text(
    st.one_of(st.sampled_from("中文漢字𠮷あ한éÜ’<>&#;0~{}\x1b\x00 "), st.characters(codec="utf-8")), max_size=60
)


@settings(max_examples=400, deadline=None)
@given(
    TEXTS, st.sampled_from(["utf-8", "gb18030", "big5hkscs", "euc_jp", "cp932", "cp949", "utf-16", "utf-16-le", "hz"])
)
def test_never_below_what_decoding_finds(text: str, encoding: str) -> None:
    content = text.encode(encoding, "ignore")
    bound = measure(content)[0].possible_han_chars
    decoded = html.unescape(decode(content, detect(content))[0])
    assert bound is None or bound >= han(decoded)


@settings(max_examples=200, deadline=None)
@given(st.text("中文字符乱码修复", min_size=1, max_size=30), st.sampled_from(["latin-1", "cp1252"]))
def test_never_below_what_a_repair_of_mojibake_finds(text: str, wrong: str) -> None:
    for original in ("utf-8", "gbk"):
        garbled = text.encode(original).decode(wrong, "ignore").encode()
        bound = measure(garbled)[0].possible_han_chars
        repaired = garbled.decode().encode(wrong).decode(original, "ignore")
        assert bound is None or bound >= han(repaired)


@settings(max_examples=200, deadline=None)
@given(
    st.text("的一是不了在人有我他这个们中来上大为和国，。", min_size=60, max_size=200).map(
        lambda text: f"是{text}，的"
    ),
    st.sampled_from(["utf-8", "gb18030", "big5hkscs"]),
)
def test_never_below_what_the_repair_really_finds(text: str, original: str) -> None:
    for wrong in ("latin-1", "gb18030", "big5hkscs"):
        garbled = text.encode(original, "ignore").decode(wrong, "replace")
        bound = measure(garbled.encode())[0].possible_han_chars
        # where bytes were lost, a few characters are made of what is not counted; the recipe's limit is half of what a
        # document needs later
        assert bound is None or bound * 2 >= han(repair(garbled)[0])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_never_below_for_any_bytes(content: bytes) -> None:
    bound = measure(content)[0].possible_han_chars
    assert bound is None or bound >= han(html.unescape(decode(content, detect(content))[0]))


CHINESE = st.text("山水风雨花鸟鱼虫", min_size=1, max_size=40)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(CHINESE, st.integers(0, 3)), max_size=8))
def test_japanese_takes_no_chinese_paragraph_with_it(parts: list[tuple[str, int]]) -> None:
    page = "".join(f"<p>{text}</p>" + f"<p>{JAPANESE[:33]}</p>" * count for text, count in parts)
    chinese, japanese = sum(len(text) for text, _ in parts), sum(count for _, count in parts)
    bound = measure(page.encode())[0].possible_han_chars
    # a paragraph shorter than a segment may join the Japanese one behind it
    joined = sum(len(text) for text, count in parts if len(text) < 12 and count)
    assert bound is not None
    assert bound >= chinese - joined - sum(len(text) for text, _ in parts if len(text) < 12) - japanese * 33 // 50 - 1
