"""Personal identifiers: gold by kind, masks, hostile strings."""

import collections
import functools
import itertools
import random
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from taosha.filters import pii

from . import pii_gold, pii_heldout

ALL = dict.fromkeys(pii.KINDS, "mask")
#: issue 7, point 5
MIN_PRECISION = 0.99
MIN_RECALL = 0.98
EACH = 80  # sentences of every kind: 1,200 positives
LOOKALIKES = 1300


@dataclass
class Score:
    """By kind: how many identifiers there are and were found, the texts of those that were not, and of false hits."""

    sought: collections.Counter[str] = field(default_factory=collections.Counter)
    true: collections.Counter[str] = field(default_factory=collections.Counter)
    missed: dict[str, list[str]] = field(default_factory=lambda: collections.defaultdict(list))
    false: dict[str, list[str]] = field(default_factory=lambda: collections.defaultdict(list))


def score(samples: list[pii_heldout.Sample], *, names: bool = False) -> Score:
    """What pii.find makes of the samples, by kind; `names`: whether the gold marks the names of persons."""
    result = Score()
    for sample in samples:
        hits = [hit for hit in pii.find(sample.text) if names or hit.kind != "name"]
        right: set[int] = set()
        for kinds, start, end in sample.spans:
            if kinds == ("maybe",):
                right |= {i for i, hit in enumerate(hits) if hit.start < end and start < hit.end}
                continue
            found = {i for i, hit in enumerate(hits) if hit.kind in kinds and _same(hit, start, end)}
            right |= found
            result.sought[kinds[0]] += 1
            result.true[kinds[0]] += bool(found)
            if not found:
                result.missed[kinds[0]].append(sample.text)
        for i, hit in enumerate(hits):
            if i not in right:
                result.false[hit.kind].append(sample.text)
    return result


def _same(hit: pii.Found, start: int, end: int) -> bool:
    """Whether brackets and +86 belong to a number is taste: three characters either way; an address may lose a province."""
    if hit.kind == "address":
        both = min(hit.end, end) - max(hit.start, start)
        return both >= 0.7 * (max(hit.end, end) - min(hit.start, start))
    return abs(hit.start - start) <= 3 and abs(hit.end - end) <= 3


@pytest.fixture(scope="module")
def gold() -> Score:
    """The first gold."""
    Sample = pii_heldout.Sample
    samples = [Sample(kind, text, (((kind,), a, b),)) for kind, text, a, b in pii_gold.positives(EACH)]
    return score([*samples, *(Sample("", text, ()) for text in pii_gold.negatives(LOOKALIKES))])


@pytest.fixture(scope="module", params=["HELD_OUT", "BLIND"])
def second_gold(request) -> Score:
    data = getattr(pii_heldout, request.param)
    return score([*pii_heldout.positives(data, 240), *pii_heldout.whole(data, 10), *pii_heldout.negatives(data, 4)])


LINE_GOLDS = ("CONTACTS", "FRESH", "LAST", "WILD", "CHATS", "CARDS", "SCENES", "SIGNS")


@functools.cache
def line_gold(name: str) -> Score:
    data = getattr(pii_heldout, name)
    return score([*pii_heldout.lines(data, "positive", 2), *pii_heldout.lines(data, "negative", 2)], names=True)


def check(result: Score, kind: str, min_recall: float = MIN_RECALL, min_precision: float = MIN_PRECISION) -> None:
    recall = result.true[kind] / result.sought[kind]
    precision = result.true[kind] / (result.true[kind] + len(result.false[kind]))
    assert recall >= min_recall, result.missed[kind][:5]
    assert precision >= min_precision, result.false[kind][:5]


@pytest.mark.parametrize("kind", pii.KINDS[:-1])
def test_gold(gold, kind):
    check(gold, kind)


@pytest.mark.parametrize("kind", pii.KINDS[:-1])
def test_second_gold(second_gold, kind):
    check(second_gold, kind)


#: known misses of the golds of single lines (benchmarks/pii.md) leave the kinds that only a label tells below the bar
MIN_LABELLED_RECALL = 0.96
#: (gold, kind) -> recall and precision where they are others
PINNED = {
    ("CARDS", "qq"): (0.94, 0.99),
    ("CHATS", "wechat"): (0.98, 0.98),
    ("CARDS", "wechat"): (0.95, 0.99),
    ("CONTACTS", "qq"): (0.99, 0.99),
    **{("SCENES", kind): (0.99, 0.995) for kind in ("qq", "wechat", "account")},
    **{("SIGNS", kind): (0.99, 0.99) for kind in ("qq", "wechat", "account")},
}


@pytest.mark.parametrize(
    ("name", "kind"),
    [(name, kind) for name in LINE_GOLDS for kind in pii.KINDS if f"⟦{kind}" in getattr(pii_heldout, name)["positive"]],
)
def test_line_gold(name: str, kind: str):
    usual = MIN_LABELLED_RECALL if kind in ("qq", "wechat", "account") else MIN_RECALL
    check(line_gold(name), kind, *PINNED.get((name, kind), (usual, MIN_PRECISION)))


#: gold by a stranger to the rules -> kind -> recall at least, where it is below the bar. Other kinds reach it.
STRANGERS = {
    "STRANGERS": {"wechat": 0.95, "account": 0.93, "mixed": 0.85},
    "UNSEEN": {"qq": 0.95, "account": 0.95, "email": 0.75},
    "REAL": dict(
        wechat=0.96,
        account=0.9,
        mixed=0.92,
        address=0.7,
        landline=0.62,
        hkmt_id=0.88,
        passport=0.9,
        permit=0.88,
        name=0,
    ),
    "CLOSED": dict(  # names beside papers count as their kind here
        account=0.58,
        address=0.44,
        bank_card=0.8,
        email=0.77,
        hkmt_id=0.77,
        id_card=0.72,
        landline=0.87,
        mixed=0.7,
        mobile=0.75,
        name=0,
        passport=0.7,
        permit=0.88,
        qq=0.74,
        uscc=0.81,
        wechat=0.95,
    ),
}


@functools.cache
def stranger_gold(name: str) -> Score:
    return score(pii_heldout.marked(getattr(pii_heldout, name)), names=True)


@pytest.mark.parametrize("name", STRANGERS)
def test_gold_of_a_stranger(name: str):
    gold = stranger_gold(name)
    recall = {kind: gold.true[kind] / n for kind, n in gold.sought.items()}
    assert {kind: r for kind, r in recall.items() if r < STRANGERS[name].get(kind, MIN_RECALL)} == {}
    # of 151, 162, 150 and 150 look-alikes; the author of the last two takes 13800138000 and QQ 123456789 for samples
    assert sum(map(len, gold.false.values())) <= (2 if name == "REAL" else 1)


@pytest.mark.xfail(strict=True, reason="fresh text writes contacts in ways that no table holds (benchmarks/pii.md)")
@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, kinds in STRANGERS.items() for kind in kinds])
def test_bar_on_the_gold_of_a_stranger(name: str, kind: str):
    gold = stranger_gold(name)
    assert gold.true[kind] / gold.sought[kind] >= MIN_RECALL


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("留个Q吧，我的是12345678", "留个Q吧，我的是<QQ号>"),
        ("微信一直没换过，还是 lao_wang88", "微信一直没换过，还是 <微信号>"),
        ("微信支付单号 lao_wang88", "微信支付单号 lao_wang88"),
        ("QQ在线人数 12345678", "QQ在线人数 12345678"),
        ("侵权联系12345678（QQ）", "侵权联系<QQ号>（QQ）"),
        ("lao_wang88 微信，随时在", "<微信号> 微信，随时在"),
        ("销量 12345678 微信，", "销量 12345678 微信，"),
        ("群成员：小明(12345678)、小红(23456789)", "群成员：小明(<QQ号>)、小红(<QQ号>)"),
        ("班委微信：学委 lao_wang88、体委 lilili99", "班委微信：学委 <微信号>、体委 <微信号>"),
        ("A：微信多少来着，手机丢了\nB：还是老的，lao_wang88", "A：微信多少来着，手机丢了\nB：还是老的，<微信号>"),
        ("原神UID 123456789 求组队；用户UID 123456789", "原神UID <账号> 求组队；用户UID <账号>"),
        ("IG：lao.wang_88，豆瓣：movie.douban.com", "IG：<账号>，豆瓣：movie.douban.com"),
        ("wechat_id=lao_wang88", "wechat_id=<微信号>"),
        (
            "QQ：12345678。签名里也写了12345678。",
            "QQ：<QQ号>。签名里也写了<QQ号>。",
        ),  # found once, it counts everywhere
        ("博客 http://weibo.com/u/6430262054?is_all=1", "博客 http://weibo.com/u/<账号>?is_all=1"),
        ("https://space.bilibili.com/305457922/dynamic", "https://space.bilibili.com/<账号>/dynamic"),
        ("https://weibo.com/6430262054/IjKlMnOpQ", "https://weibo.com/6430262054/IjKlMnOpQ"),  # a post
        ("咨询 ➕微：lucky886", "咨询 ➕微：<微信号>"),
        ("显微：lucky886", "显微：lucky886"),
        ("手机13812345678。", "手机<手机号>。"),
        ("手机１３８－１２３４－５６７８。", "手机<手机号>。"),
        ("+86 138 1234 5678", "<手机号>"),
        ("身份证11010519491231002X", "身份证<身份证号>"),
        ("身份证110105194912310021", "身份证110105194912310021"),  # wrong check digit
        ("电话(010)8765-4321转802", "电话<电话号码>"),
        ("市政府总值班室电话：010-87654321", "市政府总值班室电话：010-87654321"),
        ("热线400-820-8820，12345", "热线400-820-8820，12345"),
        ("京A·12345与粤B12345D", "<车牌号>与<车牌号>"),
        ("li_si [at] gmail.com", "<邮箱>"),
        ("13812345678@139.com", "<邮箱>"),
        ("user@example.com", "user@example.com"),
        ("邮箱：li_si@pku.edu.cn。IP地址未知", "邮箱：<邮箱>。IP地址未知"),
        ("香港身份證A123456(3)", "香港身份證<港澳台身份证号>"),
        ("身分證A123456789", "身分證<港澳台身份证号>"),
        ("QQ空间2023年改版", "QQ空间2023年改版"),
        ("微信号：abc_123，QQ：12345678", "微信号：<微信号>，QQ：<QQ号>"),
        ("来自203.208.60.1，版本1.2.3.4，本机127.0.0.1", "来自<IP地址>，版本1.2.3.4，本机127.0.0.1"),
        ("订单号13812345678", "订单号13812345678"),
        ("𠮷田的手机：13812345678", "𠮷田的手机：<手机号>"),  # beyond the BMP: places are code points
        ("他家在中山路12号附近。", "他家在中山路12号附近。"),
        ("电话：<手机号>、010-65542288", "电话：<手机号>、<电话号码>"),
        ("手机 1 3 8 1 2 3 4 5 6 7 9", "手机 <手机号>"),
        ("电话一三八一二三四五六七九", "电话<手机号>"),
        ("+852 2345 6789、0912-345-678", "<电话号码>、<手机号>"),
        ("姓名\t电话\tQQ\n张三\t65542288\t1234567", "姓名\t电话\tQQ\n张三\t<电话号码>\t<QQ号>"),
        ("| 姓名 | 护照 |\n|---|---|\n| 李四 | E12345678 |", "| 姓名 | 护照 |\n|---|---|\n| 李四 | <护照号> |"),
        ("县人民检察院\n地址：人民路2号\n电话：0551-65405318", "县人民检察院\n地址：人民路2号\n电话：0551-65405318"),
        ("zhang.san【at】163.com，zhang at qq dot com", "<邮箱>，<邮箱>"),
        ("最新E50000处理器，京A12345号小客车", "最新E50000处理器，<车牌号>号小客车"),
        ("公众号\n微信号：yu-mao-qiu88", "公众号\n微信号：yu-mao-qiu88"),
        ("手机号13812345679，充值手机号：13812345679", "手机号<手机号>，充值手机号：<手机号>"),  # 机号 is no label here
        ("加薇❤信 lucky886，➕V lucky886", "加薇❤信 <微信号>，➕V <微信号>"),
        ("加薇-信：lucky886", "加薇-信：<微信号>"),
        ("vx: zhangxiaomei", "vx: <微信号>"),
        ("vx: number，wx: string", "vx: number，wx: string"),
        ("客服QQ：12345678、23456789/34567890", "客服QQ：<QQ号>、<QQ号>/<QQ号>"),
        ("QQ群1：12345678 QQ群2：23456789", "QQ群1：<QQ号> QQ群2：<QQ号>"),
        ("微信（备注：租房）：lucky886", "微信（备注：租房）：<微信号>"),
        ("lucky886（微信）", "<微信号>（微信）"),
        ("<td>QQ</td><td>12345678</td>", "<td>QQ</td><td><QQ号></td>"),
        ("昵称,QQ,微信\n小白,12345678,lucky886", "昵称,QQ,微信\n小白,<QQ号>,<微信号>"),
        ("| 应用 | QQ |\n|---|---|\n| 安装量 | 12345678 |", "| 应用 | QQ |\n|---|---|\n| 安装量 | 12345678 |"),
        ("QQ：12345678（月活）", "QQ：12345678（月活）"),
        ("微信8.0.28，QQ2021版本，V2.3.1", "微信8.0.28，QQ2021版本，V2.3.1"),
        ("账号密码错误代码 10060", "账号密码错误代码 10060"),
        ("银行账号：3301 0401 6000 1234 567", "银行账号：<账号>"),
        ("军车号牌空DL7901，WJ京1234B", "军车号牌<车牌号>，<车牌号>"),
        ("姓名：欧阳思琪，手机13812345679", "姓名：<姓名>，手机<手机号>"),
        ("姓名：欧阳思琪，性别：女", "姓名：欧阳思琪，性别：女"),  # nothing beside it
        ("联系人：王经理，手机13812345679", "联系人：王经理，手机<手机号>"),
        ("姓名\t手机\n韩秀英\t13812345679", "姓名\t手机\n<姓名>\t<手机号>"),
        ("加个微信？\nlao_wang88", "加个微信？\n<微信号>"),
        ("加个微信？\nnothanks", "加个微信？\nnothanks"),
        ("A：QQ号发一下\nB：好的，12345678", "A：QQ号发一下\nB：好的，<QQ号>"),
        ("小李 10:23\n微信给我一个\n小张 10:24\nlao_wang88", "小李 10:23\n微信给我一个\n小张 10:24\n<微信号>"),
        ("单号是？\n13812345679", "单号是？\n13812345679"),
        ("姓名 QQ 电话\n韩秀英 1234567 13812345679", "姓名 QQ 电话\n<姓名> <QQ号> <手机号>"),
        ("姓名    微信号   城市\n韩秀英  qwmzkd   杭州", "姓名    微信号   城市\n<姓名>  <微信号>   杭州"),
        ("指标 QQ 微信\n月活 123456789 1234567890", "指标 QQ 微信\n月活 123456789 1234567890"),
        ("加我https://t.me/lucky886", "加我https://t.me/<账号>"),
        ("[1]: https://t.me/debugpoint", "[1]: https://t.me/debugpoint"),
        ("2024-03-05 12:33:15 小雨(1234567)\n在吗", "2024-03-05 12:33:15 小雨(<QQ号>)\n在吗"),
        ("手机①③⑧①②③④⑤⑥⑦⑨", "手机<手机号>"),
        ("电话：010-65542288、65542289", "电话：<电话号码>、<电话号码>"),
        ("宏达贸易有限公司\n电话：010-65542288", "宏达贸易有限公司\n电话：<电话号码>"),
        ("公司总机：010-65542288", "公司总机：010-65542288"),  # a body's own line
        ("WhatsApp：+852 9123 4567，+852 2123 4567", "WhatsApp：<手机号>，<电话号码>"),
        ("13812345679+13812345678=27624691357", "13812345679+13812345678=27624691357"),
        ("韩秀英 13812345679 南京市鼓楼区建国路8号3幢502室", "韩秀英 <手机号> <住址>"),
        ('{"name":"韩秀英","phone":"13812345679"}', '{"name":"<姓名>","phone":"<手机号>"}'),
        ("", ""),
    ],
)
def test_mask(text: str, masked: str):
    assert pii.mask(text, ALL)[0] == masked


def test_actions():
    text = "手机13812345678，邮箱lisi@163.com"
    kept, counts = pii.mask(text, {"mobile": "keep", "email": "drop"})
    assert kept == "手机13812345678，邮箱<邮箱>"
    assert {k: n for k, n in counts.items() if n} == {"mobile": 1, "email": 1}
    measures = pii.measure(counts, len(text))
    assert measures.counts == {"mobile": 1, "email": 1}
    assert measures.identifiers_per_1000_chars == round(2000 / len(text), 4)


_WORDS = """
13812345678 010-87654321 @ a@b.cn 京A 微信 QQ ： - . 号 路 1 ８ 𠮷 +86 ， 138 1234 5678 6222021234567890123 身份证 地址 住 abc_12
11010519491231002X A123456789 护照 E12345678 12345 电话 | <手机号> <QQ号> <住址> 12号 卡号 支付宝 wx: (852) 2345 6789 姓名 楼
"""
_PIECES = st.sampled_from([*_WORDS.split(), "\n", " ", "\t", "\ud800", "　"])
_TEXTS = st.lists(_PIECES | st.text(max_size=5), max_size=30).map("".join)


@given(_TEXTS)
def test_any_text_is_accepted(text: str):
    spans = pii.find(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@given(_TEXTS)
def test_masking_twice_changes_nothing(text: str):
    once, counts = pii.mask(text, ALL)
    assert pii.mask(once, ALL) == (once, dict.fromkeys(pii.KINDS, 0))
    # every mask stands for one identifier, and what is left is the text in its order
    assert sum(once.count(mask) - text.count(mask) for mask in set(pii.MASKS.values())) == sum(counts.values())
    rest = iter(text)
    assert all(char in rest for part in _parts(once) for char in part)


def _parts(masked: str) -> list[str]:
    for mask in pii.MASKS.values():
        masked = masked.replace(mask, "\0")
    return masked.split("\0")


@given(_TEXTS, st.sampled_from(sorted(pii.MASKS.values())))
def test_a_mask_is_found_by_no_rule_and_is_no_label(text: str, mask: str):
    assert not pii.find(mask * 3)
    assert not [span for span in pii.find(mask + " " + text) if span.start < len(mask)]


def test_masking_twice_changes_nothing_in_the_gold():
    for data in (pii_heldout.HELD_OUT, pii_heldout.BLIND):
        for sample in (*pii_heldout.positives(data, 40), *pii_heldout.whole(data, 2)):
            once, _ = pii.mask(sample.text, ALL)
            assert pii.mask(once, ALL)[0] == once


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("https://a.cn/u?phone=13812345678", "https://a.cn/u?phone=<手机号>"),
        ("https://a.cn/u?mail=li_si%40gmail.com&n=1", "https://a.cn/u?mail=<邮箱>&n=1"),
        ("https://a.cn/?id=11010519491231002X", "https://a.cn/?id=<身份证号>"),
        ("https://a.cn/news/13812345678.html", "https://a.cn/news/13812345678.html"),
        ("https://a.cn/%E4%B8%AD", "https://a.cn/%E4%B8%AD"),  # nothing found: not a byte changes
    ],
)
def test_url(url: str, masked: str):
    assert pii.mask_url(url, ALL) == masked


#: shapes that begin like an identifier and go on for ever, or that every rule is asked about
HOSTILE: list[str] = yaml.safe_load(
    (Path(__file__).parent.parent / "data" / "hostile.yaml").read_text(encoding="utf-8")
)


def test_linear():
    """A hostile text takes no more than in proportion to its length, and at most 500 times what plain prose takes."""
    plain = min(seconds("今天天气很好，我们去公园散步。" * 20_000) for _ in range(3))

    def holds(unit: str) -> bool:
        first, second = (seconds(unit * (chars // len(unit))) for chars in (50_000, 200_000))
        return second < 8 * first + 0.05 and second < 500 * max(plain, 0.002)

    for unit in HOSTILE:
        pii.find(unit * 10)
        # another job may take the processor's memory away for a moment: again, only where it did not hold
        assert any(holds(unit) for _ in range(4)), unit


def test_ten_megabytes_of_hostile_shapes():
    each = 10_000_000 // len(HOSTILE)
    blocks = [unit * (each // len(unit.encode())) for unit in HOSTILE]
    random.Random(1).shuffle(blocks)
    assert seconds("".join(blocks)) < 30


def seconds(text: str) -> float:
    start = time.process_time()
    pii.find(text)
    return time.process_time() - start
