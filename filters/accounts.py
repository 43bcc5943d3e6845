"""Accounts of messengers that a text names, plainly or behind a name that is spelt to be hidden (薇信, 韦心, 卫❤星).

Looked for in the folded text, at both of its ends, where sellers put them.
"""

import re

# An account of letters and digits, five or more with a digit among them; up to six characters behind the name of a messenger.
_NAME = r"(?=[a-z \n]{0,12}[0-9])([a-z0-9][a-z0-9 ]{4,24})"
_ACCOUNT = rf"(?:id)?[^a-z0-9]?{_NAME}"
_CONTACT = re.compile(
    f"(?<![a-z0-9])(?:微信|qq|telegram|whatsapp|wechat|加line|lineid|line id)[^a-z0-9]{{0,6}}?{_ACCOUNT}"
)
# The two sounds of 微信 in other characters; what is a word too (卫星, 威信, 维新) with an account alone behind it.
_WEI = "微薇徽葳溦崴威维v卫韦苇围惟唯味胃魏喂蔚"
_XIN = "信芯伈心新欣鑫星馨辛薪"
_SOUNDS = f"(?:[{_WEI.replace('微', '')}][{_XIN}]|微[{_XIN.replace('信', '')}])"
# Messengers as only those write them who hide (of folded text: 薇❤ is 薇信); what is a word too, before a colon alone.
_DISGUISED = re.compile(
    f"(?<![a-z0-9])(?:(?:(?:{_SOUNDS}|[vw]x(?![a-z])|[加薇徽]v|加[微薇](?!信)|加赖|扣扣|纸飞机)[^a-z0-9]{{0,6}}?"
    f"|(?:飞机|电报|蝙蝠|企鹅)(?:(?:号|联系|搜索|私聊|客服)\\n?|\\n)|薇\\n?){_ACCOUNT}|(?<![\u4e00-\u9fff])[微赖]\\n?{_NAME})"
)
# What every one of them has in it: most texts need no search.
_MESSENGERS = (
    "微信", "qq", "telegram", "whatsapp", "wechat", "加line", "lineid", "vx", "wx", "加v", "徽v", "加微", "加薇", "加赖",
    "扣扣", "飞机", "电报", "蝙蝠", "企鹅",
)  # fmt: skip
_HIDDEN = re.compile(f"{_SOUNDS}|[微薇赖][\n a-z0-9]")
# Bytes of folded text at both ends of a page in which accounts are looked for.
_HEAD_BYTES = 6000
_TAIL_BYTES = 1500


def count(data: bytes) -> tuple[int, int]:
    """Different accounts behind plain names of messengers, and behind disguised ones."""
    ends = _ends(data)
    if not any(map(ends.__contains__, _MESSENGERS)) and not _HIDDEN.search(ends):
        return 0, 0
    hidden = {match[1] or match[2] for match in _DISGUISED.finditer(ends)}
    return len(set(_CONTACT.findall(ends))), len(hidden)


def _ends(data: bytes) -> str:
    """The head and the end of a text; a shorter one as a whole."""
    short = len(data) <= _HEAD_BYTES + _TAIL_BYTES
    return (data if short else data[:_HEAD_BYTES] + b"\n" + data[-_TAIL_BYTES:]).decode("utf-8", "ignore")
