"""Parts of the identifiers and look-alikes that the golds of pii_heldout.py are made of, drawn at random.

How they are written and where they stand is data (tests/data/pii_*.yaml). Check digits come from pii_gold.py, which
computes them from the standards and not from the code under test. No value belongs to anyone.
"""

import random
from collections.abc import Callable
from string import ascii_lowercase

from .pii_gold import AREAS, PREFIXES, PROVINCES, REGIONS, digits, hk_check, id_check, luhn, tw_check, uscc_check

_LOWER_AND_DIGITS = "abcdefghijkmnpqrstuvwxyz23456789"


def _pick(r: random.Random, words: str) -> str:
    return r.choice(words.split())


def _groups(number: str, size: int = 4) -> dict[str, str]:
    return {f"g{i // size + 1}": number[i : i + size] for i in range(0, len(number), size)}


def _id(r: random.Random) -> dict[str, str]:
    year, month, day = r.randint(1938, 2015), r.randint(1, 12), r.randint(1, 28)
    region = r.choice(REGIONS)
    # a third of all ends in X, else its forms would hardly be seen
    want_x = r.random() < 0.33
    body = f"{region}{year}{month:02}{day:02}{digits(r, 3)}"
    while want_x and id_check(body) != "X":
        body = f"{body[:14]}{digits(r, 3)}"
    number = body + id_check(body)
    hkmt = r.choice(("810000", "820000", "830000")) + body[6:]
    return {
        "n": number,
        "low": number.lower(),
        "r": region,
        "d": body[6:14],
        "s": number[14:],
        "sl": number[14:].lower(),
        "times": number.replace("X", "×"),
        "n15": f"{region}{r.randint(30, 79)}{month:02}{day:02}{digits(r, 3)}",
        "resident": hkmt + id_check(hkmt),
        **_groups(number),
    }


def _mobile(r: random.Random) -> dict[str, str]:
    prefix = r.choice([*PREFIXES, "162", "165", "167", "172", "190", "192", "196", "197", "148", "149"])
    n = prefix + digits(r, 8)
    han = n.translate(str.maketrans("0123456789", "零一二三四五六七八九"))
    return {
        "n": n,
        "a": n[:3],
        "b": n[3:7],
        "c": n[7:],
        "p4": n[:4],
        "q3": n[4:7],
        "p5": n[:5],
        "q6": n[5:],
        "q8": n[3:],
        "spaced": " ".join(n),
        "han": han,
        "yao": han.replace("一", "幺"),
        "circ": n.translate(str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")),
        "tw": "9" + digits(r, 2),
        "t3": digits(r, 3),
        "u3": digits(r, 3),
        "hk": r.choice("5679") + digits(r, 3),
        "mo": "6" + r.choice("2356") + digits(r, 2),
        "h4": digits(r, 4),
    }


def _landline(r: random.Random) -> dict[str, str]:
    area = r.choice(AREAS)
    local = r.choice("2345678") + digits(r, 7 if len(area) == 3 else r.choice((6, 7)))
    tw = r.choice("3457")
    return {
        "a": area,
        "z": area[1:],
        "l": local,
        "l1": local[:-4],
        "l2": local[-4:],
        "e": str(r.randint(10, 9999)),
        "tw": tw,
        "t7": r.choice("235678") + digits(r, 6),
        "t4": r.choice("2345678") + digits(r, 3),
        "u4": digits(r, 4),
        "hk": r.choice("23") + digits(r, 3),
        "mo": "28" + digits(r, 2),
        "h4": digits(r, 4),
    }


def _card(r: random.Random) -> dict[str, str]:
    debit = luhn(
        _pick(r, "621226 621661 622848 621700 622262 621483 622908 623058 622622 955880 622188") + digits(r, 12)
    )
    credit = luhn(_pick(r, "625965 622575 622689 436742 520083 356827 622161 451289 545619 628288") + digits(r, 9))
    return {
        "n": debit,
        "credit": credit,
        "b6": debit[:6],
        "rest": debit[6:],
        **_groups(debit),
        **{"c" + k: v for k, v in _groups(credit).items()},
    }


def _uscc(r: random.Random) -> dict[str, str]:
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    kind = _pick(r, "91 91 91 92 93 51 52 53 11 12 31 81")
    org = r.choice(("MA" + "".join(r.choice(letters) for _ in range(6)), digits(r, 8)))
    # GB 11714: the ninth place of the organisation code is a check character over the other eight
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum((ord(c) - 55 if c.isalpha() else int(c)) * w for c, w in zip(org, weights, strict=True))
    body = kind + r.choice(REGIONS) + org + "0123456789X0"[11 - total % 11 if total % 11 else 0]
    number = body + uscc_check(body)
    return {"n": number, "low": number.lower(), "h": number[:2], "r": number[2:8], "o": number[8:], **_groups(number)}


def _passport(r: random.Random) -> dict[str, str]:
    return {
        "e": "E" + digits(r, 8),
        "ee": "E" + r.choice("ABCDEFGHJK") + digits(r, 7),
        "g": "G" + digits(r, 8),
        "service": r.choice(("PE", "SE", "DE")) + digits(r, 7),
        "hk": r.choice(("K", "H", "KJ")) + digits(r, 8),
        "mo": "MA" + digits(r, 7),
        "tw": r.choice("123") + digits(r, 8),
        "jp": "T" + r.choice("KRZ") + digits(r, 7),
        "d8": digits(r, 8),
    }


def _permit(r: random.Random) -> dict[str, str]:
    return {
        "home": r.choice("HM") + digits(r, 8),
        "issue": r.choice(("00", "01", "02")),
        "hm": r.choice("CW") + digits(r, 8),
        "hm2": "C" + r.choice("ABCDEF") + digits(r, 7),
        "t": r.choice("LT") + digits(r, 8),
        "d8": r.choice("01") + digits(r, 7),
        "d10": r.choice("01") + digits(r, 9),
    }


def _hkmt(r: random.Random) -> dict[str, str]:
    letter, number = r.choice("ABCDEGHKMPRSVYZ"), digits(r, 6)
    pair, pair_number = r.choice(("WX", "EC", "XA")), digits(r, 6)
    total = sum((ord(c) - 55) * w for c, w in zip(pair, (9, 8), strict=True))
    total += sum(int(c) * w for c, w in zip(pair_number, range(7, 1, -1), strict=True))
    tw, sex = r.choice("ABCDEFGHJKLMNPQRSTUV"), r.choice("12") + digits(r, 7)
    arc = r.choice("89") + digits(r, 7)
    old = r.choice("ABCD") + digits(r, 7)
    return {
        "h": letter + number,
        "hl": letter.lower() + number,
        "c": hk_check(letter, number),
        "h2": pair + pair_number,
        "c2": "0123456789A"[-total % 11],
        "tw": tw + sex + tw_check(tw, sex),
        "twl": tw.lower() + sex + tw_check(tw, sex),
        "arc": tw + arc + tw_check(tw, arc),
        "old": tw + old + tw_check(tw, str((ord(old[0]) - 55) % 10) + old[1:]),
        "mo": r.choice("157") + digits(r, 6),
        "m": digits(r, 1),
    }


def _plate(r: random.Random) -> dict[str, str]:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return {
        "p": r.choice(PROVINCES),
        "l": r.choice("ABCDEFGHJKLMNP"),
        "d5": digits(r, 5),
        "d4": digits(r, 4),
        "mix": r.choice(letters) + digits(r, 3) + r.choice(letters),
        "mix2": digits(r, 1) + r.choice(letters) + r.choice(letters) + digits(r, 2),
        "small": r.choice("DF") + r.choice("0123456789ABCDEFGHJK") + digits(r, 4),
        "big": digits(r, 5) + r.choice("DF"),
        "z": "粤Z",
        "emb": digits(r, 6),
        "emb7": "使" + digits(r, 6),
        "army": r.choice("北南东中西海空军") + r.choice("ABCDEKV") + r.choice(letters) + digits(r, 4),
        "wj": "WJ" + r.choice(PROVINCES) + digits(r, 4) + r.choice("BDHJSTX"),
    }


def _email(r: random.Random) -> dict[str, str]:
    user = _pick(r, "xiaoming.wang chenlei lj_2008 h-zhang wang.fang+news dr.liu yuki88 linmeimei t1999")
    domain = _pick(r, "qq 163 126 gmail sina hotmail foxmail yeah tsinghua.edu zju.edu ms.hinet yahoo.com")
    end = {"edu": "cn", "hinet": "net", "com": "tw", "yeah": "net"}.get(domain.rpartition(".")[2], "com")
    return {
        "u": user,
        "d": domain,
        "t": end,
        "h": f"{domain}.{end}",
        "q": r.choice("123456789") + digits(r, 8),
        "at": "{at}",
    }


def _ip(r: random.Random) -> dict[str, str]:
    block = _pick(r, "36 42 58 61 111 117 121 139 175 183 210 219 221 47 39 101 203 140 163")
    return {
        "n": f"{block}.{r.randint(128, 199)}.{r.randint(0, 255)}.{r.randint(1, 254)}",
        "port": str(r.randint(1024, 65535)),
        "six": f"240{r.choice('89e')}:{r.randrange(0x8000, 0x8FFF):x}:{r.randrange(0x1000, 0xFFFF):x}:"
        f"{r.randrange(0x1000, 0xFFFF):x}:{r.randrange(0x1000, 0xFFFF):x}:{r.randrange(16, 0xFFFF):x}:"
        f"{r.randrange(16, 0xFFFF):x}:{r.randrange(16, 0xFFFF):x}",
        "short": f"2001:da8:{r.randrange(0x100, 0xFFF):x}::{r.randrange(0x10, 0xFFFF):x}",
        "upper": f"240E:{r.randrange(0x100, 0xFFF):X}:{r.randrange(0x1000, 0xFFFF):X}::{r.randrange(0xA0, 0xFFF):X}",
    }


def _qq(r: random.Random) -> dict[str, str]:
    n = r.choice("123456789") + digits(r, r.randint(5, 9))
    return {"n": n, "parted": " ".join(n[i : i + 3] for i in range(0, len(n), 3))}


_NAMES = "xiao mei lin hua feng yue ting chen wang zhang tian lucky sunny amy yang long ning fei"


def _wechat(r: random.Random) -> dict[str, str]:
    tail = "".join(r.choice(_LOWER_AND_DIGITS) for _ in range(r.randint(5, 9)))
    return {
        "n": r.choice("abcdhjlmwxyz") + tail,
        "wxid": "wxid_" + tail + digits(r, 3),
        "word": _pick(r, "xiaomei_ Amy- lao_wang ZhangSan Lucky_ chen.").rstrip(".") + digits(r, 4),
        "letters": _pick(r, _NAMES) + _pick(r, _NAMES),
        "alpha": "".join(r.choice(ascii_lowercase) for _ in range(r.randint(6, 11))),
        "q": r.choice("123456789") + digits(r, r.randint(5, 9)),
        "m": r.choice(PREFIXES) + digits(r, 8),
    }


def _account(r: random.Random) -> dict[str, str]:
    name = _pick(r, "xiaomei laowang lucky tom ayu") + digits(r, 4)
    return {
        "n": name,
        "letters": _pick(r, _NAMES) + _pick(r, _NAMES),
        "m": r.choice(PREFIXES) + digits(r, 8),
        "mail": name + "@" + _pick(r, "163.com qq.com gmail.com sina.cn"),
        "hk8": r.choice("569") + digits(r, 7),
        "d9": r.choice("123456789") + digits(r, 8),
        "d12": r.choice("3456789") + digits(r, 11),
        "bank": r.choice("1234") + digits(r, r.choice((14, 16, 17))),
    }


def _address(r: random.Random) -> dict[str, str]:
    return {
        "city": _pick(r, "北京市朝阳区 南京市鼓楼区 浙江省杭州市西湖区 广东省深圳市南山区 成都市锦江区 天津市和平区"),
        "county": _pick(r, "河南省周口市太康县 湖南省邵东县 四川省仪陇县 山东省曹县 贵州省遵义县"),
        "town": _pick(r, "城关镇 马集乡 龙泉镇 石桥镇") + _pick(r, "李家村 大王庄村 新民村 下坪村"),
        "road": _pick(r, "建国路 中山北路 学院南路 人民东路 解放大道 槐树街 莲花巷 永安里"),
        "no": str(r.randint(1, 999)),
        "han": _pick(r, "三 八 十二 二十六"),
        "bld": str(r.randint(1, 30)),
        "unit": str(r.randint(1, 6)),
        "room": str(r.randint(1, 30) * 100 + r.randint(1, 8)),
        "estate": _pick(r, "阳光花园 锦绣家园 万科城 翠苑小区 幸福里小区 碧桂园"),
        "tw": _pick(
            r, "臺北市大安區忠孝東路 台北市信義區松仁路 新北市板橋區文化路 高雄市左營區博愛路 台中市西屯區臺灣大道"
        ),
        "sec": r.choice("一二三四"),
        "lane": str(r.randint(2, 400)),
        "floor": str(r.randint(2, 20)),
        "hk": _pick(r, "九龍旺角彌敦道 香港灣仔軒尼詩道 新界沙田大涌橋路 香港銅鑼灣怡和街"),
        "tower": _pick(r, "金輝大廈 嘉樂樓 富華閣"),
        "flat": r.choice("ABCDE"),
        "mo": _pick(r, "澳門新馬路 澳門高士德大馬路"),
    }


def _name(r: random.Random) -> dict[str, str]:
    surname = _pick(
        r, "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 欧阳 司马 上官 谢 宋 唐 韩 曹 邓 许"
    )
    given = _pick(
        r, "伟 芳 娜 敏 静 磊 洋 艳 勇 杰 国强 建华 秀英 丽萍 晓明 志远 雨桐 子涵 浩然 思琪 嘉怡 文博 海燕 桂兰"
    )
    return {"n": surname + given}


def _maybe(r: random.Random) -> dict[str, str]:
    """What may be masked or not: a name without a label, a home without a person, a port."""
    address = _address(r)
    return {**_name(r), "x": f"{address['city']}{address['road']}{address['no']}号", "port": _ip(r)["port"]}


PARTS: dict[str, Callable[[random.Random], dict[str, str]]] = {
    "maybe": _maybe,
    "id_card": _id,
    "mobile": _mobile,
    "landline": _landline,
    "bank_card": _card,
    "uscc": _uscc,
    "passport": _passport,
    "permit": _permit,
    "hkmt_id": _hkmt,
    "plate": _plate,
    "email": _email,
    "ip": _ip,
    "qq": _qq,
    "wechat": _wechat,
    "account": _account,
    "address": _address,
    "name": _name,
}
#: forms of which one is drawn where a gold names the kind alone
USUAL = {
    **dict.fromkeys(PARTS, ("{n}",)),
    "wechat": ("{n}", "{word}", "{word}", "{wxid}"),
    "address": (
        *("{city}{road}{no}号{bld}幢{room}室", "{city}{estate}{bld}号楼{unit}单元{room}", "{county}{town}{no}号"),
        *("{city}{road}{no}号", "{city}{road}{no}弄{bld}号{room}室"),
    ),
}


def _wrong(alphabet: str, right: str) -> str:
    return next(c for c in alphabet if c != right)


def _imei(r: random.Random) -> str:
    return luhn("86" + digits(r, 12))


LOOKALIKES: dict[str, Callable[[random.Random], str]] = {
    "mob": lambda r: r.choice(PREFIXES) + digits(r, 8),
    "area": lambda r: r.choice(AREAS),
    "loc8": lambda r: r.choice("2345678") + digits(r, 7),
    "card": lambda r: luhn("6222" + digits(r, 14)),
    "luhn19": lambda r: luhn(r.choice("1234578") + digits(r, 17)),
    "luhn16": lambda r: luhn(r.choice("1279") + digits(r, 14)),
    "imei": _imei,
    "iccid": lambda r: luhn("898600" + digits(r, 12)),
    "badid": lambda r: (lambda b: b + _wrong("0123456789", id_check(b)))(r.choice(REGIONS) + "19810412" + digits(r, 3)),
    "hex16": lambda r: "".join(r.choice("0123456789abcdef") for _ in range(16)),
    "hex32": lambda r: "".join(r.choice("0123456789abcdef") for _ in range(32)),
    "hex40": lambda r: "".join(r.choice("0123456789abcdef") for _ in range(40)),
    "hex64": lambda r: "".join(r.choice("0123456789abcdef") for _ in range(64)),
    "uuid": lambda r: "-".join("".join(r.choice("0123456789abcdef") for _ in range(n)) for n in (8, 4, 4, 4, 12)),
    "mac": lambda r: ":".join(f"{r.randrange(256):02x}" for _ in range(6)),
    "prov": lambda r: r.choice(PROVINCES),
    "L": lambda r: r.choice("ABCDEFGHJKLMNPRSTUVWXYZ"),
    "y": lambda r: str(r.randint(1978, 2026)),
    "mo": lambda r: f"{r.randint(1, 12):02}",
    "dd": lambda r: f"{r.randint(1, 28):02}",
    "hh": lambda r: f"{r.randint(0, 23):02}",
    "mi": lambda r: f"{r.randint(0, 59):02}",
    "o": lambda r: str(r.randint(1, 254)),
    "v": lambda r: str(r.randint(0, 30)),
    "name": lambda r: _pick(r, "王建国 李娜 张伟 刘洋 陈静 杨帆 赵敏 黄磊 周杰 欧阳雪 林志明 何雨柱"),
}
