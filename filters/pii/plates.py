"""车牌: GA 36 with the new energy plates of 2016, the armed forces, embassies and consulates, airfields, Hong Kong and Macau."""

import re

from .context import Page, Report
from .forms import PROVINCE_CHARS, SERVICE_CHARS

_PLATE = re.compile(
    rf"[{PROVINCE_CHARS}] ?[A-HJ-NP-Z]( ?[·•・‧⋅.\-] ?| |)"
    r"(?:[DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF]|[A-HJ-NP-Z0-9]{4}(?:[A-HJ-NP-Z0-9挂学警港澳领試试超]|应急))(?![0-9A-Za-z])"
)
# Embassies, armed police, airfields; armed forces (a letter, then one more or a digit).
_SERVICE = re.compile(
    rf"(?:\d{{3}}[·•・.]?\d{{3}}[使领]|使 ?\d{{3}}[·•・.]?\d{{3}}"
    rf"|(WJ ?[{PROVINCE_CHARS}] ?[·•・.\-]? ?\d{{4,5}}[A-Z]?)|WJ ?\d\d ?[·•・.\-]? ?\d{{4,5}}[A-Z]?"
    rf"|民航[{PROVINCE_CHARS}]?[A-Z]?\d{{4}}"
    rf"|[{SERVICE_CHARS[:-2]}] ?[A-Z] ?[·•・.\-]? ?[A-Z0-9]\d{{4}})(?![0-9A-Za-z])"
)
_VEHICLE = re.compile(
    r"车|車|牌|驾|駕|司机|奥迪|宝马|奔驰|大众|号(?![文码])[\u4e00-\u9fff]{0,4}(?:型|轿|货|客|挂|摩托)|挪|追尾|相撞|碰撞|肇事|超速|闯红灯|停放"
)
# 最新E50000, 阿里云E5…, 江苏E…: the province's character ends another word.
_WORD_BEFORE = re.compile(
    r"(?:[最全更创刷翻崭重革清从新]新|[阿里腾讯华为百度白多乌]云|[北南东]京|[天]津|江苏|浙江|[四银]川|[昂珍]贵|[南辽苏]宁|丹青|年青|冬青|吉吉)$"
)
# Another word: 云CPU128
_NO_LETTERS = re.compile(r"[云新][A-Z]{3}")
_NO_PLATE = re.compile(
    r"\s?(?:号[文令]|地块|系列|型|版|级|款|处理器|芯片|服务器|系统|国道|省道|高速|维|次列车|点|吨|美金)"
)
_MAY_FOLLOW = re.compile(r"[^\u4e00-\u9fff]|$|[车車号牌挪撞在停于和与及、驶被因逃由为等是的违从向已把将,(]")


def embassy_at(page: Page, start: int, report: Report) -> bool:
    """The plate of an embassy or a consulate whose six digits begin at `start`: 224578使."""
    match = _SERVICE.match(page.flat, start)
    if match is None or not (
        page.label(start) == "plate"
        or _VEHICLE.search(page.flat, max(0, start - 10), start)
        or _VEHICLE.search(page.flat, match.end(), match.end() + 6)
    ):
        return False
    report("plate", start, match.end(), "label, shape of a plate of its service")
    return True


def plate_at(page: Page, start: int, report: Report) -> None:
    """A plate at `start`: five places or, new energy, six; at least three are digits, as the plan has it."""
    flat = page.flat
    if flat[start] == "航":
        start -= 1
    label = page.label(start)
    service = _SERVICE.match(flat, start)
    if service is not None:
        end = service.end()
        vehicle = _VEHICLE.search(flat, max(0, start - 10), start) or _VEHICLE.search(flat, end, end + 6)
        if (label == "plate" or vehicle or service[1]) and not page.unit_behind(end):
            report("plate", start, service.end(), "label, shape of a plate of its service")
        return
    upper = flat[start : start + 14].upper()
    match = _PLATE.match(upper)
    if match is None or sum(char.isdigit() for char in match[0]) < 3 or label in ("against", "ident"):
        return
    end = start + match.end()
    if _NO_PLATE.match(flat, end) or page.unit_behind(end):
        return
    lead = flat[max(0, start - 14) : start]
    vehicle = label == "plate" or _VEHICLE.search(lead) or _VEHICLE.search(flat, end, end + 8)
    if match[1].strip(" .-") == "" and not vehicle:
        # bare: no word of a vehicle near
        if flat[start + 1] == " " or match[1] == " " or not flat[start + 1].isupper():
            return
        if (
            _NO_LETTERS.match(upper)
            or _WORD_BEFORE.search(flat[max(0, start - 1) : start + 1])
            or not _MAY_FOLLOW.match(flat, end)
        ):
            return
    elif match[1].strip() in (".", "-") and not vehicle:
        return
    report("plate", start, end, "GA 36 shape")
