"""No personal value leaves a run: identifiers of every kind are planted wherever a page can hold words, and every file
of the output (all Parquet columns, decoded tokens, JSON, logs) and the console are searched for them.
"""

import html
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from taosha.filters import pii
from taosha.pipeline.tokens import tokenizer_path
from tokenizers import Tokenizer

from ..filters import pii_gold

#: kind -> (a sentence with an identifier, the identifier)
PLANTED = {kind: (text, text[a:b]) for kind, text, a, b in pii_gold.positives(1, seed=5)}
PLANTED["name"] = (
    "收货人：司马海燕，手机13955667788，明天下午送到",
    "司马海燕",
)  # a name is masked beside another identifier
# forms that a page may hold instead: what is looked for is the value as it stands, its letters and digits, and their ASCII forms
PLANTED |= {
    "mobile, full-width": ("请拨打１３９-５５６６-７７８９，晚上在家", "１３９-５５６６-７７８９"),
    "mobile, circled": ("手机①③⑨⑤⑤⑥⑥⑦⑦⑨①，晚上在家", "①③⑨⑤⑤⑥⑥⑦⑦⑨①"),
    "mobile, Chinese numerals": ("电话一三九五五六六七七九二，晚上在家", "一三九五五六六七七九二"),
    "mobile, Taiwan": ("手機：0912-345-679，陳小姐", "0912-345-679"),
    "mobile, Hong Kong": ("WhatsApp：+852 9123 4567 查詢", "+852 9123 4567"),
    "email, spelt": ("我的邮箱zhang.sanfeng [at] 163 [dot] com，欢迎来信", "zhang.sanfeng [at] 163 [dot] com"),
    "id_card, spaced": ("身份证号码：1101 0519 4912 3100 2X，办理人", "1101 0519 4912 3100 2X"),
    "wechat, answer": ("加个微信？\nlao_wang8866", "lao_wang8866"),
    "wechat, hearts": ("加薇❤信 lucky88667，备注来意", "lucky88667"),
    "qq, log": ("2024-03-05 12:33:15 小雨(22334455)\n在吗", "22334455"),
    "qq, table": ("昵称 QQ号 等级\n小白兔 33445566 18", "33445566"),
    "wechat, line below": ("微信：\nlao_wang7755", "lao_wang7755"),
    "account, link": ("加我聊 https://t.me/xiaohong886", "xiaohong886"),
    "account, LINE": ("加LINE：xiaomei_9988 詢問", "xiaomei_9988"),
    "address, parcel": ("韩秀英 13955667788 南京市鼓楼区建国路8号3幢502室", "建国路8号3幢502室"),
}
PROSE = (
    "清晨的菜市场最先醒来的是卖豆腐的老周。他把木板一块块掀开，热气就从底下冒出来，隔壁的裁缝铺子还关着门。"
    "等到天色大亮，买菜的人多了起来，讨价还价的声音像潮水一样涨上来，又慢慢退下去。孩子们背着书包从巷口跑过，"
    "手里捏着刚出锅的油条。老周说，他在这里站了三十年，看着街坊的孩子长大，又看着他们的孩子长大。"
)
EVENING = "傍晚收摊以后，河上的船也靠了岸，撑船的老汉坐在船头抽烟，看对岸的灯一盏一盏亮起来，倒映在水里晃晃悠悠。"
CLASSICAL = "清晨的菜市場最先醒來的是賣豆腐的老周，他把木板一塊塊掀開，熱氣就從底下冒出來，隔壁的裁縫鋪子還關著門。"


def page(title: str, body: str) -> str:
    return f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"


def record(url: str, content: str, cut: int = 0) -> bytes:
    """A WARC response; `cut` bytes of it are missing."""
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + content.encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-05-01T08:00:00Z\r\n"
    head += "WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http; msgtype=response\r\n"
    head += f"Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body[: len(body) - cut] + b"\r\n\r\n"


def pages() -> list[tuple[str, str]]:
    """Pages (url, HTML) that stay, or leave at one stage or another, all of them full of identifiers."""
    every = [sentence for sentence, _ in PLANTED.values()]
    one_line = [sentence for sentence in every if "\n" not in sentence]  # a line feed is a blank in HTML
    listed = "".join(f"<p>{_as_html(sentence)}</p>" for sentence in every)
    out: list[tuple[str, str]] = []
    for i, sentence in enumerate(every):
        # in the paragraph: a line of contacts below it may be taken for furniture of the page
        title = html.escape(sentence if "\n" not in sentence else "闲聊")
        out.append(
            (
                f"https://a.cn/kept/{i}",
                page(title, f"<p>{_as_html(sentence)}{'<br>' if chr(10) in sentence else '。'}{PROSE}</p>"),
            )
        )
    mobile, email = PLANTED["mobile"][1], PLANTED["email"][1]
    out += [
        (
            f"https://a.cn/u?phone={mobile}&mail={email.replace('@', '%40')}",
            page("街市", f"<p>{PROSE}</p><p>{EVENING}</p>"),
        ),
        ("https://a.cn/same/1", page("同文", f"<p>{PROSE}</p>{listed}")),
        ("https://a.cn/same/2", page("同文", f"<p>{PROSE}</p>{listed}")),
        ("https://a.cn/hant", page("街市", f"<p>{CLASSICAL}</p>{listed}")),
        ("https://a.cn/short", page("短", f"<p>&#{ord(mobile[0])};{mobile[1:]} {every[0]}</p>")),
        (
            "https://a.cn/english",
            page("English", "<p>" + "The quick brown fox jumps over it. " * 200 + f"</p>{listed}"),
        ),
        ("https://a.cn/empty", page("空", f"<script>var t = '{'天地玄黄宇宙洪荒' * 9}{'。'.join(one_line)}'</script>")),
        ("https://a.cn/entities", page("空", f"<nav>{'首页 新闻 ' * 30}&#{ord(mobile[0])};{mobile[1:]}</nav>")),
        ("https://a.cn/listing", page("名单", "".join(f"<p>{s} 官网 登录 下载</p>" for s in one_line * 6))),
    ]
    return out


def _as_html(sentence: str) -> str:
    return html.escape(sentence).replace("\n", "<br>")


def words_of(folder: Path, decode) -> dict[str, str]:
    """Every file of a run as text: Parquet as its rows, tokens decoded, all else as it stands."""
    out: dict[str, str] = {}
    for path in (path for path in folder.rglob("*") if path.is_file()):
        name = str(path.relative_to(folder))
        if path.suffix == ".parquet":
            rows = pq.read_table(path).to_pylist()
            rows += [decode(row["input_ids"]) for row in rows if "input_ids" in row]
            out[name] = json.dumps(rows, ensure_ascii=False, default=str)
        else:
            out[name] = path.read_bytes().decode("utf-8", "replace")
    return out


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> tuple[dict[str, str], str]:
    """(file -> its words, what the console showed) of a run over a WARC file and a JSONL file."""
    folder = tmp_path_factory.mktemp("privacy")
    sound = [record(url, content) for url, content in pages()]
    broken = record(f"https://a.cn/u?phone={PLANTED['mobile'][1]}", page("断", PROSE), cut=50)
    (folder / "a.warc").write_bytes(b"".join([*sound, broken]))
    lines = [
        json.dumps({"text": PROSE + "\n" + s + "\n" + EVENING, "url": f"https://b.cn/{i}"})
        for i, (s, _) in enumerate(PLANTED.values())
    ]
    (folder / "b.jsonl").write_text("\n".join([*lines, '{"text": "' + PLANTED["email"][0]]))
    recipe = folder / "mine.yaml"
    recipe.write_text(
        yaml.safe_dump({"extends": "web", "script": {"keep_original": True}, "dedup": {"min_similarity": 0.99}})
    )
    out = folder / "out"
    command = ["run", str(recipe), "--input", str(folder / "a.warc"), "--input", str(folder / "b.jsonl")]
    done = subprocess.run(
        [sys.executable, "-m", "taosha.pipeline.cli", *command, "--output", str(out), "--workers", "1"],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return words_of(out, Tokenizer.from_file(str(tokenizer_path("deepseek"))).decode), done.stdout + done.stderr


def test_the_run_met_every_way_out(run):
    files, _ = run
    text = "".join(files.values())
    assert {name.partition("/")[0] for name in files} >= {"kept", "rejected", "signatures", "tokens", "stats.json"}
    for mask in pii.MASKS.values():
        assert mask in text, mask
    left = {stage["stage"] for stage in json.loads(files["stats.json"])["funnel"] if stage["reasons"]}
    assert {"read", "language", "dedup"} <= left
    assert left & {"han_check", "extract", "quality"}
    assert "菜市場" in text  # an `original`
    kept = json.loads(files["kept/a.warc/00000.parquet"])
    assert len(kept) >= len(pii.KINDS)
    rows = [
        row for name, words in files.items() if name.startswith(("kept/a", "rejected/a")) for row in json.loads(words)
    ]
    assert any("<手机号>" in (row["title"] or "") for row in rows)
    assert any("phone=<手机号>" in row["url"] for row in rows)
    assert "phone=<手机号>" in files["unreadable.jsonl"]


def test_every_kind_is_planted():
    assert {name.partition(",")[0] for name in PLANTED} == set(pii.KINDS)


@pytest.mark.parametrize("planted", PLANTED)
def test_no_value_anywhere(run, planted):
    files, console = run
    value = PLANTED[planted][1]
    plain = "".join(char for char in value if char.isalnum())
    numerals = str.maketrans("一二三四五六七八九零", "1234567890")
    for form in (value, plain, unicodedata.normalize("NFKC", plain), plain.translate(numerals)):
        for name, text in (*files.items(), ("console", console)):
            assert form not in text, name
