"""Answers in chats: what the question in the line above says of a bare value.

question  newline  [ speaker newline ]  [ speaker : ]  [ yes, ]  value

加个微信？          A：QQ号多少           微信发我
lao_wang88         B：12345678          小张 10:24
                                         好的，lao_wang88
"""

import re

from .labels import Label, label_at_end

#: between the start of the line and the value: a speaker, a word of consent
_LEAD = re.compile(
    r"(?:[^\s:,。]{1,10}[:>] ?)?"
    r"(?:(?:好|可以|行|嗯|有|没问题|ok|加吧|给你?|来|是|要不?加|记一下|[你您]?加我?)[的啊呀哦嗯吧呢了]{0,2}[,~!。 :]{0,2}){0,2}$",
    re.I,
)
_SPEAKER = re.compile(r"[^\n:,。]{1,16}(?:\d{1,2}:\d\d(?::\d\d)?|:)\s*$")
_SAID = re.compile(r"^[^\s:,。]{1,10}[:>] ?")
# What asks, read from the end of the question: the label stands before it.
_ASKING = re.compile(
    r"(?:[ ]?(?:"
    r"是?(?:多少|几多|幾多|什么|什麼|啥|几号|哪个|哪個)|[给給]|[发發]|留|报|報|[说說]|[换換]|[来來]|加|有|方便)?"
    r"(?:[给給]?我|咱|一下|下|一个|一個|个|個|[来來]|[过過][来來]|在哪|可以|行|方便)*(?:[呗吧吗嗎么麼呢啊哈呀咯不没]|来着)*)"
    r"[?!~。. …]*$"
)
_OFFERED = re.compile(r"(?:[加留给給有要换換发發报報求]|方便|可以|能)[^,。?]{0,6}$")


def label_asked(flat: str, start: int) -> Label | None:
    """The label that the line above `start` asks for, if nothing but a speaker and a yes stand before `start` in its line.

    >>> label_asked("方便加个微信吗？\\nlao_wang88", 9).kind
    'wechat'
    """
    line = flat.rfind("\n", max(0, start - 24), start) + 1
    if line == 0 or not _LEAD.match(flat[line:start]):
        return None
    question, line = _line_above(flat, line)
    if _SPEAKER.match(question):
        question, line = _line_above(flat, line)
    question = _SAID.sub("", question)
    if "?" in question:  # 微信多少？我加你
        question = question[: question.index("?") + 1]
    if len(question) > 30:
        return None
    return _asked_in(question) or _asked_in(question.rpartition(",")[0])  # 微信报一下，我加你


def _asked_in(question: str) -> Label | None:
    """The label that a question without its speaker asks for."""
    asking = _ASKING.search(question)
    if asking is None or not question:
        return None
    stem = question[: asking.start()]
    label = label_at_end(stem) or label_at_end(stem[-1:] + ":")
    if label is None or (not asking[0].strip("。. ") and not _OFFERED.search(stem)):
        return None
    if not re.search(r"[?吗嗎吧呗多少幾几什么给給发發留报報加换換一个個啥]", asking[0]) and not _OFFERED.search(stem):
        return None
    return label._replace(marked=True)


def _line_above(flat: str, line: int) -> tuple[str, int]:
    """The line that ends before `line`, and where it begins; empty if it is long."""
    end = max(0, line - 1)
    start = flat.rfind("\n", max(0, end - 41), end) + 1
    return (flat[start:end], start) if end - start <= 40 else ("", start)
