"""E-mail addresses in their many spellings, and names of accounts (WeChat, QQ, social networks) behind a label."""

import re

from .context import Page, Report

_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}$")
_BRACKETED = re.compile(r" ?[\[({<#_] ?at ?[\])}>#_] ?| ?\(a\) ?", re.I)
_SPELT = re.compile(r" at |AT|艾特|#", re.I)
_DOT = r"(?:\.|[ ]?[\[({<][ ]?dot[ ]?[\])}>][ ]?|[ ]dot[ ]|。)"
_DOMAIN = re.compile(
    rf"((?:[A-Za-z0-9][A-Za-z0-9\-]{{0,62}}{_DOT}){{1,5}}([A-Za-z]{{2,14}}))(?![A-Za-z0-9_@]|-[A-Za-z0-9])", re.I
)
# What stands behind a dot after an at sign in programs and file names: no top-level domain.
_FILE_ENDINGS = (
    "png jpg jpeg gif svg webp bmp ico js ts css html htm json md py rs java yml yaml xml txt exe dll zip gz"
)
_CODE_WORDS = (
    "local internal localhost invalid test example lan get set post property function interface debug setter getter"
)
_NO_DOMAIN = frozenset((_FILE_ENDINGS + " " + _CODE_WORDS).split())
_SAMPLE_DOMAIN = re.compile(
    r"(?:^|\.)(?:example|test|domain|yourdomain|mydomain|contoso|fabrikam|xxx|abc)\.(?:com|org|net|cn|edu)$", re.I
)
_COMMON = frozenset("com cn net org edu gov tw hk mo jp us uk io me cc info biz vip".split())
# Providers of mailboxes: behind them even a # stands for an at sign.
_PROVIDER = re.compile(
    r"(?:^|\.)(?:(?:qq|163|126|gmail|sina|hotmail|outlook|foxmail|139|189|sohu|yahoo|icloud|live|msn|aliyun|tom|21cn|263|wo|hinet|188"
    r"|protonmail|mail|yeah|netvigator)\.(?:com|cn|net)(?:\.(?:cn|tw|hk))?|edu\.(?:cn|tw|hk))$",
    re.I,
)
_MAIL_LABEL = re.compile(r"邮|郵|信箱|mail|联系|聯絡|投稿", re.I)


def email_at(page: Page, place: int, report: Report) -> None:
    """An e-mail address around the at sign at `place`, or around the `t` of a form such as [at], AT, 艾特, #."""
    flat = page.flat
    plain = flat[place] == "@"
    spelt = False
    if plain:
        sign, behind = place, place + 1
        # blanks on both sides of the sign
        if flat[sign - 1 : sign] == " " and flat[behind : behind + 1] == " ":
            sign, behind, spelt = sign - 1, behind + 1, True
    else:
        form = _BRACKETED.search(flat, max(0, place - 4), place + 4)
        if form is None or not form.start() < place < form.end():
            form = _SPELT.search(flat, max(0, place - 2), place + 3)
            spelt = True
        if form is None:
            return
        sign, behind = form.span()
    local = _LOCAL.search(flat[max(0, sign - 66) : sign])
    domain = _DOMAIN.match(flat, behind)
    if local is None or domain is None:
        return
    host = re.sub(rf"{_DOT}", ".", domain[1], flags=re.I)
    last = domain[2].lower()
    if last in _NO_DOMAIN or _SAMPLE_DOMAIN.search(host):
        return
    if flat[domain.end() : domain.end() + 1] == "(" and last not in _COMMON:
        return  # a call: obj@name.method(
    if "。" in domain[1] and last not in _COMMON:
        return  # a sentence ends there
    start = sign - len(local[0])
    if spelt and not _spelt_address(flat, start, host, domain[1], flat[sign:behind]):
        return
    if local[0] == "git" and flat[domain.end() : domain.end() + 1] in (":", "/"):
        return  # the address of a repository
    if re.search(r"://[^\s/]*:?$", flat[max(0, start - 40) : start]) or flat[max(0, start - 1) : start] == "/":
        return  # user part of a URL, or a path
    report("email", start, domain.end(), "at sign and domain")


def _spelt_address(flat: str, start: int, host: str, domain: str, sign: str) -> bool:
    """Whether a form that also means something else (a word, a fragment of a URL) is an address."""
    if "@" in sign:
        return host.rpartition(".")[2].lower() in _COMMON
    if "dot" in domain.lower():
        return True
    if not _PROVIDER.search(host):
        return False
    return sign != " at " or _MAIL_LABEL.search(flat, max(0, start - 20), start) is not None


_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_\-]{4,29}(?![A-Za-z0-9_@=/]|\.[A-Za-z])")
_NO_NAME = frozenset(
    "wechat weixin alipay telegram facebook skype android iphone windows admin test user username".split()
)


def name_at(page: Page, start: int, report: Report) -> None:
    """The name of an account at `start`, where a label of a network stands before it."""
    flat = page.flat
    match = _NAME.match(flat, start)
    if match is None:
        return
    label = page.label(start)
    if label not in ("wechat", "account", "qq") or match[0].lower() in _NO_NAME:
        return
    name = match[0].rstrip("-")
    lead = flat[max(0, start - 12) : start]
    marked = re.search(r"[:】\[(\"'=|\t]\s?[\"']?$|(?:号|號|ID|id|是|为|號码|号码)\s?$", lead) is not None
    mixed = any(char.isdigit() or char == "_" for char in name)
    if label == "wechat":
        if len(name) < 6 or len(name) > 20:
            return
        if not (mixed or (marked and name.islower() and _chinese_around(flat, start, match.end()))):
            return
        if re.search(r"=\s?[\"']?$", lead) and not mixed:
            return
        report("wechat", start, start + len(name), "label, shape of a WeChat name")
    elif label == "account" and mixed and (marked or any(char.isdigit() for char in name)):
        report("account", start, start + len(name), "label, letters and digits")


def _chinese_around(flat: str, start: int, end: int) -> bool:
    """Prose follows or nothing: not the next word of an English sentence or of a program."""
    return re.match(r"\s*(?:$|[^A-Za-z0-9\s({\[])", flat[end : end + 3]) is not None
