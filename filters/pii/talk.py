"""Labels in talk: parted from the value by a few words that say nothing, standing behind it, or in the question above it.

label  { talk }  value                                   微信的话就搜 lao_wang88      QQ多少？我的是12345678
label  mark  nickname  value  { mark  nickname  value }  微信：小王 lao_wang88、小李 lilili99
nickname  ( value )  with a label in the line             群成员：小明(12345678)、小红(23456789)
value  { mark | talk }  label                            lao_wang88 是我微信          12345678（QQ）
question  newline  [ speaker newline ]  [ speaker : ]  { talk }  value

加个微信？          A：QQ号多少           微信发我
lao_wang88         B：我的是12345678    小张 10:24
                                         好的，lao_wang88

What parts them is known by its characters and not by its words: pronouns, particles, forms of address and the verbs of
giving, asking and adding are written with some two hundred; a count, a product or an event (微信支付, QQ在线人数) needs others.
"""

import re

from .labels import CONTACT_WORDS, GLUE_CHARS, Label, label_at_end

_TALK = (
    "我你您妳他她它咱俺们們自己本的得地是就也都还還只这這那哪个個位吧啊呢哦哈呀嘛啦哒呗咯嗯好行了着著过過在有没沒不無无变變换換"
    "改用叫作做为為像应应該该記记大概可能目前现現以之后後面上下里裡这边邊旁直接请請先再来來去跟和与與或同最常主副另外两兩"
    "加添搜索一查找寻尋给給发發留报報联聯系係繫私戳敲密问問询詢咨谘话話聊谈談想要需欢歡迎随隨时時备備注註明意进進拉入满滿已"
    "号號码碼名字全拼称稱昵统統老小新旧舊原大家工作丢失被盗换更步贴儿多少什么麼啥叫几幾吗嗎客服管理员員群主店长長楼樓师師傅姐哥弟妹总總助教"
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅"
)
_MOST_TALK = 20
_MARKS = re.escape("".join(GLUE_CHARS)) + ",.。!?~…&"
_TALKS = rf"[{_TALK}{_MARKS}]{{0,{_MOST_TALK}}}"
_ENDS_TALK = re.compile(_TALKS + "$")
_LATIN, _HAN = ([word for word in CONTACT_WORDS if word.isascii() is latin] for latin in (True, False))
#: a contact wherever it is named, and letters that are one behind 加 or a pronoun
_NAMED = (
    rf"(?i:{'|'.join(_HAN)}|微 信|(?<![a-z0-9])(?:{'|'.join(_LATIN)})(?![a-z])"
    r"|(?<=[加我你他她的老个個换换留问要有])[qv](?![a-z]))"
)
_CONTACT = re.compile(_NAMED)
_UID = re.compile(r"(?<![A-Za-z])uid[ :是为]{0,3}$", re.I)
_PLAYS = re.compile(r"[我加求]|好友|游戏|遊戲|原神|组队|服|[Uu][Pp]主|主播")

# A nickname or a role between a label and a value, or between two values; no count.
_NICK = r"[\u4e00-\u9fff]{1,6}(?<![量数率额人价期版号码编第约共达至密元钥名单活户卡])"
_NAMED_FOR = re.compile(rf"(?:[:(\[【/|]|员| )[ ]?(?:[^:\n]{{0,12}}: ?)?{_NICK}[ ]?[: (]?[ ]?$")
_LISTED = re.compile(rf"[)\]】]?[ ]?(?:[,、;/][ ]?(?:{_NICK}[ ]?[: (]?[ ]?)|[②③④⑤2-5][.、:]?[ ]?| {_NICK}[:(][ ]?)$")
_MEMBER = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,8}(?<![量数率额人价期版号码编约共达至])\($")
_OF_QQ = re.compile(r"(?i:(?<![a-z])qq(?![a-z]))|群(?![众体落])|企鹅|扣扣")

#: who speaks, in the line above or at the start of the line of the value
_SPEAKER = re.compile(r"[^\n:,。]{1,16}(?:\d{1,2}:\d\d(?::\d\d)?|:)\s*$")
_SAID = re.compile(r"-{1,3} ?|[^\s:,。]{1,10}[:>] ?")
_ASKED = re.compile(
    rf"({_NAMED}|联系方式|聯繫方式|电话|電話|手机|手機|座机|身份证|护照|[卡账帐賬帳群单單][号號户戶]|群|游戏|遊戲|(?<![\u4e00-\u9fff])[QqVv])"
    rf"[ ]?(?:ID|id|昵称)?{_TALKS}(?:$|(?<=[?吗么多少啥几][,。?])|(?<=来着),)"
)
_ASKS = re.compile(r"[?吗嗎吧呗么麼啥多少几幾发發给給留報报加换換个個求没不]")
_QQ_ALONE = re.compile(r"[1-9]\d{7,9}(?=\s*(?:$|[\n,。]))")
_ANSWER = re.compile(rf"(?:[^0-9A-Za-z\n]{{0,10}}[,~!。: ]|{_TALKS})$")

_VALUE = re.compile(r"\d{5,11}(?=(?i:qq|[vw]x))|[A-Za-z0-9_\-]{1,30}")
_BEHIND = re.compile(
    rf"[”\"」')]?[ ]?(?:(?P<mark>[(\[【]|<[-=]*|←)|[,、\-/])?[ ]?"
    rf"(?P<said>[这那个個就也都才是加找搜我他她咱本人现在常用工作新老的]{{0,6}}?)"
    rf"(?P<label>{_NAMED}|(?i:q(?![a-z]))|(?<=[(\[【])(?i:[vw微薇威徽扣])(?=[)\]】]))(?:[/和、]?(?:微信|QQ|qq))?(?:同?[号步號]|群|号码|ID)?"
    r"(?:[)\]】>是吧啊哦可随聊细详,。.!;~\n ]|$)"
)
_SEARCHED = re.compile(r",[ ]?微信(?:里|上|中)?(?:搜|添加|查找|加我|加好友)")
_BEGINS = re.compile(r"(?:^|[\n,。;:(!~、]|联系|加我?|找我?|咨询|私聊|私信|搜)[ ]?$")


def label_in_talk(flat: str, start: int) -> Label | None:
    """The label from which only talk parts the value at `start`, in the same line.

    >>> label_in_talk("我微信一直没换过,还是 lao_wang88", 12).word, label_in_talk("微信在线人数 12345678", 7)
    ('微信', None)
    """
    line = flat[max(0, start - 2 * _MOST_TALK) : start].rpartition("\n")[2]
    nick = _NAMED_FOR.search(line)
    for part in (line, line[: nick.start() + 1]) if nick else (line,):
        ends = _ENDS_TALK.search(part)
        begin = ends.start() if ends else len(part)
        words = list(_CONTACT.finditer(part, max(0, begin - 10)))
        if words and words[-1].end() >= begin:
            return _label(words[-1][0], spoken=True)
    if _MEMBER.search(line) and _OF_QQ.search(line + flat[start : start + 50].partition("\n")[0]):
        return Label("qq", "群", marked=True, spoken=True)
    if _UID.search(line) and _PLAYS.search(flat, max(0, start - 30), start + 24):
        return Label("network", "uid", marked=True, spoken=True)
    return None


def label_of_list(flat: str, last: int, kind: str, start: int) -> Label | None:
    """The label of the value at `start` if it goes on a list whose last value, of `kind`, ended at `last`."""
    if kind not in _LABELS or not _LISTED.fullmatch(flat, last, start):
        return None
    digits = flat[start].isdigit()
    if kind == "qq" and not digits and _PAIRED.search(flat, max(0, last - 36), last):  # QQ/微信: 12345678/lao_wang88
        return _LABELS["wechat"]
    # a number goes on with a number, a name with a name
    return _LABELS[kind] if not digits or (kind == "qq" and flat[last - 3 : last].isdigit()) else None


_PAIRED = re.compile(r"(?i:qq|扣扣|q)[ ]?[/|、&+和及与][ ]?(?:微信|(?i:v|vx|wx|wechat))[^0-9\n]{0,6}\d+$")
#: kind of an identifier -> the label that the next of its list has
_LABELS = {
    "qq": Label("qq", "QQ", marked=True, spoken=True),
    "wechat": Label("wechat", "微信", marked=True, spoken=True),
    "account": Label("network", "账号", marked=True, spoken=True),
}


def _label(word: str, *, spoken: bool) -> Label | None:
    label = label_at_end(word + ":")
    return label and label._replace(marked=True, spoken=spoken)


def label_asked(flat: str, start: int) -> Label | None:
    """The label that the line above `start` asks for, if a speaker and talk alone stand before `start` in its line.

    >>> label_asked("方便加个微信吗?\\nlao_wang88", 9).kind
    'wechat'
    """
    line = flat.rfind("\n", max(0, start - 24), start) + 1
    if line == 0:
        return None
    said = _SAID.match(flat, line, start)
    if not _ANSWER.match(flat, said.end() if said else line, start):
        return None
    question, line = _line_above(flat, line)
    if not question.strip() and line:
        question, line = _line_above(flat, line)
    if _SPEAKER.match(question):
        question, line = _line_above(flat, line)
    if not _ASKS.search(question):  # heads of columns
        return None
    words = list(_ASKED.finditer(question))
    word = next((word for word in words if word.end() < len(question)), words[-1] if words else None)
    if word and word[1] in ("联系方式", "聯繫方式"):
        digits = _QQ_ALONE.match(flat, start)
        return Label("qq", "联系方式", marked=True) if digits else None
    return word and _label(question[: word.end(1)] + ("id" if word[1] in ("游戏", "遊戲") else ""), spoken=False)


def _line_above(flat: str, line: int) -> tuple[str, int]:
    """The line that ends before `line`, and where it begins; empty if it is long."""
    end = max(0, line - 1)
    start = flat.rfind("\n", max(0, end - 41), end) + 1
    return (flat[start:end], start) if end - start <= 40 else ("", start)


def label_behind(flat: str, start: int) -> Label | None:
    """The label behind the value at `start`: in brackets, behind 是我的, or bare where the value begins a clause.

    >>> label_behind("12345678(QQ)", 0).kind, label_behind("销量 12345678 微信", 3)
    ('qq', None)
    """
    value = _VALUE.match(flat, start)
    end = value.end() if value else start
    if flat.startswith(",", end) and _SEARCHED.match(flat, end):
        return Label("wechat", "微信", marked=True)
    match = _BEHIND.match(flat, end)
    if match is None:
        return None
    sure = bool(match["mark"] or "是" in match["said"] or "加" in match["said"])
    if not sure and not _BEGINS.search(flat, max(0, start - 6), start):
        return None
    return _label(match["label"], spoken=not sure)
