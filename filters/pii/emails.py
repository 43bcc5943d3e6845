"""E-mail addresses in their many spellings."""

import re

from .context import Page, Report

_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}$")
_BRACKETED = re.compile(r" ?[\[({<#_【〔] ?at ?[\])}>#_】〕] ?| ?\(a\) ?", re.I)
_SPELT = re.compile(r" at |AT|艾特|#", re.I)
_DOT = r"(?:\.|[ ]?[\[({<][ ]?dot[ ]?[\])}>][ ]?|[ ]dot[ ]|。)"
_DOMAIN = re.compile(
    rf"((?:[A-Za-z0-9][A-Za-z0-9\-]{{0,62}}{_DOT}){{1,5}}([A-Za-z]{{2,14}}))(?![A-Za-z0-9_@]|-[A-Za-z0-9])", re.I
)
# What stands behind a dot after an at sign in programs and file names: no top-level domain.
_NO_DOMAIN_WORDS = """
png jpg jpeg gif svg webp bmp ico js ts css html htm json md py rs java yml yaml xml txt exe dll zip gz
local internal localhost invalid test example lan service socket timer target mount
get set post property function interface debug setter getter
"""
_NO_DOMAIN = frozenset(_NO_DOMAIN_WORDS.split())
_SAMPLE_DOMAIN = re.compile(
    r"(?:^|\.)(?:example|test|domain|yourdomain|mydomain|contoso|fabrikam|xxx|abc)\.(?:com|org|net|cn|edu)$", re.I
)
_SAMPLE_LOCAL = re.compile(r"(?:root|you|your.*|example.*|someone|myemail|username|(?:do-?)?no-?t?-?reply)$", re.I)
_COMMON_WORDS = "com cn net org edu gov tw hk mo jp us uk io me cc info biz vip"
_COMMON = frozenset(_COMMON_WORDS.split())
# Providers of mailboxes: behind them even a # stands for an at sign.
_PROVIDER = re.compile(
    r"(?:^|\.)(?:(?:qq|163|126|gmail|sina|hotmail|outlook|foxmail|139|189|sohu|yahoo|icloud|live|msn|aliyun|tom|21cn|263|wo|hinet|188"
    r"|protonmail|mail|yeah|netvigator)\.(?:com|cn|net)(?:\.(?:cn|tw|hk))?|edu\.(?:cn|tw|hk))$",
    re.I,
)
#: domains of names of algorithms, and of the numbers that a provider gives messages
_NO_PERSON = frozenset(("openssh.com", "libssh.org", "mail.gmail.com"))
_MAIL_LABEL = re.compile(r"邮|郵|信箱|mail|联系|聯絡|投稿", re.I)


def email_at(page: Page, place: int, report: Report) -> None:
    """An e-mail address around the at sign at `place`, or around the `t` of a form such as [at], AT, 艾特, #."""
    flat = page.flat
    plain = flat[place] == "@"
    spelt = False
    if plain:
        sign, behind = place, place + 1
        if flat[behind : behind + 1] == " ":  # a blank behind the sign, or on both sides
            behind, spelt = behind + 1, True
            sign -= flat[sign - 1 : sign] == " "
        elif flat[sign - 1 : behind + 1] in ("【@】", "[@]", "(@)"):
            sign, behind = sign - 1, behind + 1
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
    if domain is not None and "。" in domain[1] and domain[2].lower() not in _COMMON:  # a sentence ends there
        domain = _DOMAIN.match(flat, behind, flat.index("。", behind))
    if local is None or domain is None:
        return
    host = re.sub(rf"{_DOT}", ".", domain[1], flags=re.I)
    last = domain[2].lower()
    if last in _NO_DOMAIN or _SAMPLE_DOMAIN.search(host):
        return
    if flat[domain.end() : domain.end() + 1] == "(" and last not in _COMMON:
        return  # a call: obj@name.method(
    start = sign - len(local[0])
    if spelt and not _spelt_address(flat, start, host, domain[1], flat[sign:behind]):
        return
    if _SAMPLE_LOCAL.match(local[0]) or host.lower() in _NO_PERSON:
        return  # a sample, a prompt, a name of an algorithm, the number of a message
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
