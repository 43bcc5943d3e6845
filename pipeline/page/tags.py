"""The tags of HTML by what they do to text, the words that name the parts of a page, and how words are looked for."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: every tag that matters, by what it does to the text
INLINE = "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong sub sup time tt u var ruby rb nobr wbr acronym".split()  # noqa: E501, SIM905
VOID = "area base br col embed hr img input link meta param source track wbr frame basefont bgsound".split()  # noqa: SIM905
SKIPPED = "script style noscript textarea title iframe noframes xmp template svg math select button rt rp object audio video canvas head datalist".split()  # noqa: E501, SIM905
BLOCK = "html body div p table tbody thead tfoot tr td th ul ol li dl dt dd h1 h2 h3 h4 h5 h6 pre blockquote article section main header footer nav aside form fieldset center address figure figcaption hr details summary dir menu option legend caption".split()  # noqa: E501, SIM905
TAGS = ["", *dict.fromkeys((*INLINE, *VOID, *SKIPPED, *BLOCK))]
TAG = {name: number for number, name in enumerate(TAGS)}
#: raw text: nothing but the end tag ends them
_RAW = ("script", "style", "textarea", "title", "iframe", "noframes", "xmp", "noscript")
#: start tags that may end an open element of their kind
_ENDING = ("li", "dt", "dd", "tr", "td", "th", "option")

#: word classes looked for in class and id attributes, one bit each; pages of all ages name their parts alike
WORDS: tuple[tuple[str, ...], ...] = (
    ("content", "article", "main", "body", "text", "entry", "detail", "news", "zoom", "endtext"),
    ("post", "thread", "message", "answer", "floor", "topic", "reply", "t_f", "bbs"),
    ("comment", "cmt", "pinglun", "disqus"),
    ("nav", "menu", "breadcrumb", "crumb", "location", "path", "tab"),
    ("foot", "copyright", "bottom", "friend"),
    ("head", "top", "logo", "banner", "search", "login"),
    ("side", "right", "left", "widget", "aside"),
    ("relat", "recommend", "hot", "rank", "list", "more", "guess", "tuijian"),
    ("share", "social", "tool", "bdshare", "weixin", "qrcode", "tags"),
    ("ad-", "ads", "advert", "sponsor", "promo", "_ad", "gg_"),
    ("meta", "info", "date", "time", "author", "source", "byline", "user", "sign"),
    ("title", "headline", "subject"),
    ("page", "pager", "pagination"),
    ("popup", "modal", "dialog", "cookie", "hidden", "tip"),
)


def _pack(name: str) -> int:
    value = 0
    for char in name[:8]:
        value = value << 8 | ord(char)
    return value


_order = sorted(range(1, len(TAGS)), key=lambda number: _pack(TAGS[number]))
CODES = np.array([_pack(TAGS[number]) for number in _order], np.uint64)
NUMBERS = np.array(_order, np.int64)
KINDS = np.zeros(len(TAGS), np.uint8)  # 0 unknown: inline; bits: 1 block, 2 void, 4 skipped, 8 raw, 16 ends another one
for _name in BLOCK:
    KINDS[TAG[_name]] |= 1
for _name in VOID:
    KINDS[TAG[_name]] |= 2
for _name in SKIPPED:
    KINDS[TAG[_name]] |= 4
for _name in _RAW:
    KINDS[TAG[_name]] |= 8
for _name in _ENDING:
    KINDS[TAG[_name]] |= 16


def automaton(categories: Sequence[Sequence[str]], *, ascii_only: bool) -> tuple[NDArray[np.int16], NDArray[np.uint32]]:
    """Aho-Corasick over the bytes of words: the next state by state and byte, and the categories of a state as bits.

    `ascii_only`: capitals count as small letters, and the caller masks bytes with 127.
    """
    goto: list[dict[int, int]] = [{}]
    bits = [0]
    for bit, words in enumerate(categories):
        for word in words:
            state = 0
            for byte in word.encode():
                if byte not in goto[state]:
                    goto.append({})
                    bits.append(0)
                    goto[state][byte] = len(goto) - 1
                state = goto[state][byte]
            bits[state] |= 1 << bit
    size = 128 if ascii_only else 256
    table = np.zeros((len(goto), size), np.int16)
    fail = [0] * len(goto)
    queue = [0]
    for state in queue:
        table[state] = table[fail[state]]  # where no word goes on; the root's is all zeros at first
        for byte, target in sorted(goto[state].items()):
            fail[target] = int(table[state, byte])
            bits[target] |= bits[fail[target]]
            queue.append(target)
        for byte, target in goto[state].items():
            table[state, byte] = target
    if ascii_only:
        table[:, ord("A") : ord("Z") + 1] = table[:, ord("a") : ord("z") + 1]
    return table, np.array(bits, np.uint32)
