"""Every encoding, declared right, wrong and not at all; the neighbours; damage that must stay local."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from taosha.pipeline.page.charset import Charset, canonical, declared_charset, decode, detect, explain
from taosha.pipeline.page.cns import decode_euc_tw
from taosha.pipeline.page.codes import ENCODINGS

HANS = "今天下午下了一场大雨，街上的行人都躲进了路边的小店里。老板娘给每个人倒了一杯热茶，说等雨停了再走也不迟。"
HANT = "今天下午下了一場大雨，街上的行人都躲進了路邊的小店裡。老闆娘給每個人倒了一杯熱茶，說等雨停了再走也不遲。"
JA = "今日の午後は大雨が降り、通りを歩いていた人々はみな道端の小さな店に駆け込みました。店の主人は温かいお茶をくれました。"
KO = "오늘 오후에 비가 많이 와서 거리를 걷던 사람들이 모두 길가의 작은 가게로 들어갔습니다. 주인은 따뜻한 차를 주었습니다."
CASES = [
    (HANS, "gb2312", "gb18030"),
    (HANS, "gbk", "gb18030"),
    (HANT, "gbk", "gb18030"),
    (HANS + "𠮷野家䶮", "gb18030", "gb18030"),
    (HANT, "big5", "big5hkscs"),
    (HANT + "佢哋喺度嘅嘢咁啱", "big5hkscs", "big5hkscs"),
    (HANS, "utf-8", "utf-8"),
    (HANT + "𠮷", "utf-8", "utf-8"),
    (HANS, "utf-16-le", "utf-16-le"),
    (HANT, "utf-16-be", "utf-16-be"),
    (HANS, "hz", "hz"),
    (JA, "euc_jp", "euc_jp"),
    (JA, "shift_jis", "cp932"),
    (JA, "iso2022_jp", "iso2022_jp_2"),
    (KO, "euc_kr", "cp949"),
    (KO, "johab", "johab"),
]
DECLARED = ["", "gb2312", "big5", "utf-8", "iso-8859-1", "shift_jis", "euc-kr"]


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize(("text", "encoding", "decoder"), CASES)
def test_bytes_decide_whatever_is_declared(text: str, encoding: str, decoder: str, declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>{text}</p></body></html>'
    content = page.encode(encoding)
    found = detect(content)
    assert found.charset == decoder
    assert decode(content, found) == (page, 0)


def test_byte_order_mark_wins_and_is_not_text() -> None:
    content = b"\xef\xbb\xbf" + HANS.encode()
    found = detect(content, "text/html; charset=gbk")
    assert (found.evidence, found.declared) == ("bom", "gb18030")
    assert decode(content, found) == (HANS, 0)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "big5"])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_page_cut_inside_a_character_loses_only_that(encoding: str, cut: int) -> None:
    text = HANT if encoding == "big5" else HANS
    content = text.encode(encoding)[:-cut]
    decoded, replaced = decode(content, detect(content))
    assert decoded.rstrip("\N{REPLACEMENT CHARACTER}") == text[: len(decoded) - replaced]
    assert replaced <= 1


def test_foreign_bytes_in_utf8_cost_only_themselves() -> None:
    content = HANS.encode() + b"\xff\xb0" + HANS.encode()
    decoded, replaced = decode(content, detect(content))
    assert decoded == HANS + "\N{REPLACEMENT CHARACTER}" * 2 + HANS
    assert replaced == 2


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(HANS, "gb18030"), (HANS[:9] + "𠮷䶮" + HANS[9:], "gb18030"), (HANT, "big5"), (JA, "cp932"), (KO, "cp949")],
)
@pytest.mark.parametrize("foreign", [b"\x80", b"\xff", b"\xfe\xff\xa9"])
def test_foreign_bytes_in_two_byte_encodings_cost_only_their_neighbours(
    text: str, encoding: str, foreign: bytes
) -> None:
    for at in (10, 11, 25):  # between characters and inside one
        content = f"<p>{text}</p>".encode(encoding)
        content = content[: 3 + at] + foreign + content[3 + at :]
        decoded, replaced = decode(content, detect(content))
        assert decoded.startswith(f"<p>{text[:4]}")
        assert decoded.endswith(f"{text[20:]}</p>"), decoded
        assert replaced <= len(foreign) + 2


def test_a_four_byte_character_that_is_cut_is_lost_whole() -> None:
    content = (HANS + "𠮷").encode("gb18030")
    for cut in (1, 2, 3):
        decoded, _ = decode(content[:-cut], detect(content[:-cut]))
        assert decoded.rstrip("\N{REPLACEMENT CHARACTER}") == HANS


@pytest.mark.parametrize(
    ("text", "encoding"), [(HANS, "gb18030"), (HANT, "gb18030"), (HANT, "big5"), (JA, "euc_jp"), (KO, "cp949")]
)
@pytest.mark.parametrize("foreign", [b"\xa0", b"\xe9", b"\xef\xbb\xbf", b"\xc2\xa0\xb7"])
def test_foreign_bytes_that_leave_valid_codes_are_found_too(text: str, encoding: str, foreign: bytes) -> None:
    """They shift every code behind them into another one; only its rarity tells."""
    page = f"<p>{text}</p>".encode(encoding)
    for at in (3, 4, 13):
        content = page[:at] + foreign + page[at:]
        decoded, replaced = decode(content, detect(content))
        assert decoded.endswith(f"{text[12:]}</p>"), decoded
        assert replaced <= len(foreign) + 2


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs"])
def test_lists_of_rare_characters_are_not_taken_for_text_out_of_step(encoding: str) -> None:
    rare = "".join(bytes([lead, 0xA1 + lead % 90]).decode(encoding) for lead in range(0xD8, 0xF7) for _ in range(9))
    for text in (rare, "鐜鐞鐟鐠鐡鐢鐣鐤鐥鐦鐧鐨鐩鐪鐫" * 9, "ぁあぃいЖЗαβ" * 20):
        content = text.encode(encoding, "ignore")
        assert decode(content, Charset(encoding, "", 1.0, None)) == (content.decode(encoding), 0)


@pytest.mark.parametrize("declared", ["", "gb18030", "windows-1252", "euc-jp"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("學而時習之，不亦說乎（ㄒㄩㄝˊ ㄦˊ ㄕˊ ㄒㄧˊ ㄓ ㄅㄨˋ ㄧˋ ㄩㄝˋ ㄏㄨ）", "gb18030"),
        ("床前明月光（chuáng qián míng yuè guāng），疑是地上霜（yí shì dì shàng shuāng）", "gb18030"),
        (
            "第三课：东京是日本的首都（とうきょうはにほんのしゅとです）。请跟读：わたしはがくせいです。これはほんです。",
            "gb18030",
        ),
        ("俄语字母：А Б В Г Д Е Ё Ж，读音见下表；希腊字母：α β γ δ ε，多用于公式。", "gb18030"),
    ],
)
def test_other_scripts_that_chinese_pages_quote(text: str, encoding: str, declared: str) -> None:
    content = f'<meta charset="{declared}"><p>{text}</p>'.encode(encoding)
    found = detect(content)
    assert decode(content, found) == (content.decode(encoding), 0), found


def test_a_pound_sign_before_a_number_is_no_four_byte_code() -> None:
    for page in ("<p>It costs £120 a year.</p>", "<p>£5</p>", "<p>from £1.8bn to £2</p>"):
        content = page.encode("latin-1")
        for label in ("", "iso-8859-1", "gb2312"):
            found = detect(content, f"text/html; charset={label}")
            assert decode(content, found) == (page, 0), (page, label)


def test_half_width_katakana_of_shift_jis() -> None:
    content = f"<p>ｼｽﾃﾑｴﾗｰ ｺｰﾄﾞ 404 ﾍﾟｰｼﾞｶﾞﾐﾂｶﾘﾏｾﾝ {JA[:20]}</p>".encode("cp932")
    assert detect(content).charset == "cp932"


@pytest.mark.parametrize("label", ["utf-16", "utf-32", "utf-7", "cp037", "hz-gb-2312", "undefined", "punycode", "idna"])
def test_a_declaration_that_cannot_be_true_is_no_charset(label: str) -> None:
    content = "<p>Le café déjà fermé</p>".encode("latin-1")
    found = detect(content, f"text/html; charset={label}")
    assert found.charset == "cp1252"
    assert decode(content, found) == ("<p>Le café déjà fermé</p>", 0)


def test_another_alphabet_is_taken_at_its_word() -> None:
    content = "<p>Мы пришли на рынок рано утром.</p>".encode("cp1251")
    assert detect(content, "text/html; charset=windows-1251").charset == "cp1251"


def test_signs_of_big5_are_those_of_the_encoding_standard() -> None:
    text = f"<p>第 1～3 條﹑第 5 條</p>{HANT}"
    content = text.encode("cp950")
    assert decode(content, detect(content)) == (text, 0)


def test_rules_of_one_character_say_little() -> None:
    content = ("＝" * 300 + JA).encode("shift_jis")
    assert detect(content).charset == "cp932"
    content = ("─" * 300 + HANT).encode("big5")
    assert detect(content).charset == "big5hkscs"


def test_letters_inside_words_are_no_chinese_whatever_is_declared() -> None:
    for label in ("gb2312", "big5", "euc-kr", "shift_jis"):
        page = f"<meta charset={label}><p>Das Gerät läuft zurück.</p>"
        assert detect(page.encode("latin-1")).charset == "cp1252"
        assert detect(page.encode()).charset == "utf-8"
    assert detect("<p>T恤和A股</p>".encode("gbk"), "text/html; charset=gbk").charset == "gb18030"


def test_few_foreign_bytes_in_short_utf8() -> None:
    content = "<p>Le café est fermé à midi, ".encode() + b"\x93\x94</p>"
    assert detect(content).charset == "utf-8"


def test_explain_shows_what_decided() -> None:
    content = f"<meta charset=utf-8><p>{HANS}".encode("gbk") + b"\xff<"
    evidence = explain(content, "text/html; charset=big5")
    assert {"declared": "big5", "in": "http", "decoder": "big5hkscs"} in evidence
    assert {"declared": "utf-8", "in": "meta", "decoder": "utf-8"} in evidence
    assert next(found for found in evidence if "read_as" in found)["read_as"] == "gb18030"
    assert [found["between"] for found in evidence if "replaced_at" in found] == [HANS[-10:] + "\ufffd<"]


def test_european_pages_are_not_chinese() -> None:
    french = "Le café était fermé à cause de la grève générale, et les élèves sont rentrés à l'hôtel. " * 3
    assert detect(french.encode("latin-1")).charset == "cp1252"
    russian = "Сегодня днём шёл сильный дождь, и прохожие спрятались в маленьком магазине. " * 3
    assert detect(russian.encode("windows-1251"), "text/html; charset=windows-1251").charset == "cp1251"


def test_labels() -> None:
    assert [canonical(label) for label in ("GB_2312-80", "x-gbk", "cp936", "Big5-HKSCS", "latin1", "hex", "")] == [
        "gb18030", "gb18030", "gb18030", "big5hkscs", "cp1252", None, None,
    ]  # fmt: skip
    assert declared_charset(b"<?xml version='1.0' encoding='big5'?>", None) == "big5hkscs"
    assert declared_charset(b'<meta http-equiv=Content-Type content="text/html; charset=gb2312">', None) == "gb18030"
    assert declared_charset(b"<meta charset=gbk>", "text/html; charset=UTF-8") == "utf-8"


def test_euc_tw() -> None:
    # 中文 in plane 1; 8E A2 leads plane 2. Codes from the CNS 11643 chart.
    content = bytes.fromhex("c4e3c5c6")
    assert decode_euc_tw(content) == "中文"
    assert decode_euc_tw(b"a\xc4b", "replace") == "a\N{REPLACEMENT CHARACTER}b"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, "text/html", "text/html; charset=gbk", "x; charset=\x00"]))
def test_any_bytes_decode(content: bytes, content_type: str | None) -> None:
    found = detect(content, content_type)
    text, replaced = decode(content, found)
    assert 0.0 <= found.confidence <= 1.0
    assert replaced <= len(text)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([*ENCODINGS, "hz", "iso2022_jp_2", "iso2022_kr", "utf-16-le"]))
def test_any_bytes_decode_in_any_charset(content: bytes, charset: str) -> None:
    text, replaced = decode(content, Charset(charset, "", 1.0, None))
    assert replaced <= len(text) <= 2 * len(content)
