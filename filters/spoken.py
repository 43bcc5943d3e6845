"""What a text speaks of without offering it: what it quotes, forbids, warns of or calls a fraud; what its title reports on.

A verdict rests on selling. A warning names the same trades as the advertisement, in quotation marks (“注册送彩金”), behind a
word that forbids (不要买粉), before one that condemns (代开发票是违法行为); and the title of a judgment or an analysis says
that it is one (网购仿真枪会坐牢吗？律师解读).

Price: only for texts in which a term of a trade stands.
"""

import re

from .lexicon import CONTEXT, Lexicon, Match, Scan

#: words of police, courts, markets and prevention have at least this weight
REPORT_WEIGHT = 1.0
_QUOTED = re.compile(r"[“「『][^“”「」『』\n]{1,40}[”」』]|\"[^\"\n]{1,40}\"|`[^`\n]{1,60}`")
# Words right before a term, in one clause of folded text, that forbid it or warn of it.
_AGAINST = re.compile(
    "(?:不要|不得|不能|不可|不应|不许|不准|严禁|禁止|切勿|切莫|请勿|谨防|警惕|防范|拒绝|抵制|远离|打击|查处|整治|取缔|清理|举报|反对|别信"
    "|不信|所谓)(?:[\u4e00-\u9fff]{0,2})$"
)
# Words up to four characters behind it that call it a fraud or a crime; 案 is no 方案.
_CONDEMNED = re.compile(
    "(?:[^\\n不无非]{0,4})(?:骗局|诈骗|陷阱|违法|犯法|犯罪|的危害|的套路|(?<![方答档图提草个文])案|被抓|被查|被判|被捕|被骗|骗了|骗走|坑了"
    "|被封|被端|不可信|都是假的)"
)
_AGAINST_BYTES = 21  # seven characters
_CONDEMNED_BYTES = 24  # eight
# Offices that have sites of their own, among the words of reporting.
_OFFICES = (
    "法院", "检察院", "公安局", "派出所", "公安", "检察机关", "公安机关", "税务局", "国税局", "街道办事处", "居民委员会",
    "疾控", "疾控中心", "卫健委", "市场监管局", "市监局", "药监局", "统计局", "财政部", "民政部", "证监会", "博物馆",
    "消费者协会", "消协", "监狱", "城管",
)  # fmt: skip
_SEGMENTS = re.compile("[，,：:！!？?；;。]")
# Parts of a title that are looked at one by one, and characters of it in which quoted words are looked for.
_PARTS = 12
_TITLE_CHARS = 200
# Characters of the text in which such words stand oftener than so many times, if they are a name.
_HEAD_CHARS = 4000
_NAMED = 3


def unquoted(text: str) -> str:
    """The text with its quotations emptied.

    >>> unquoted("凡是“注册送彩金”的")
    '凡是“”的'
    """
    return _QUOTED.sub("“”", text)


def quotes(text: str, title: str | None, *, reports: float) -> bool:
    """Whether what a text quotes is spoken of: not in a text that reports little and quotes words of its own title, as
    those do that are spun around what they are put up for."""
    found = _QUOTED.findall(text)
    if not found or reports >= REPORT_WEIGHT or title is None:
        return bool(found)
    title = title[:_TITLE_CHARS]
    return not any(quoted[1:-1] in title for quoted in found)


def offered(parts: str, title: Scan, text: str, lexicon: Lexicon) -> Scan | None:
    """The scan of a title without what it quotes, the terms that it warns of, the parts (lines of `parts`) that report.

    A quotation that the text says again and again is the name of what the page is put up for, unless the title reports.
    """
    reports = any(map(_reports, title.matches))
    quoted = _QUOTED.findall(parts[:_TITLE_CHARS])
    is_name = not reports and any(text.count(part[1:-1], 0, _HEAD_CHARS) > _NAMED for part in quoted)
    bare = parts if is_name else unquoted(parts)
    if bare == parts and not reports:
        return unwarned(title)
    told = [part for part in bare.split("\n", _PARTS) if not reports or not _is_report(part, lexicon, but_offices=True)]
    if reports:
        # an office names itself in a title that something else was put before: 鑫耀体育，县人民法院
        told = [part for whole in told for part in _SEGMENTS.split(whole) if not _is_report(part, lexicon)]
    rest = lexicon.scan("\n".join(told), None)
    return unwarned(rest) if rest else None


def unwarned(scan: Scan) -> Scan:
    """Without the terms of a trade that are named to forbid them, to warn of them or to call them a fraud."""
    warned = {
        match
        for match in scan.matches
        if match.weight >= 1 and match.category not in CONTEXT and _is_warned_of(scan.data, match)
    }
    return Scan(scan.data, [match for match in scan.matches if match not in warned]) if warned else scan


def _is_report(part: str, lexicon: Lexicon, *, but_offices: bool = False) -> bool:
    """but_offices: names of offices make no report."""
    scan = lexicon.scan(part, None)
    return scan is not None and any(_reports(m) and not (but_offices and m.term in _OFFICES) for m in scan.matches)


def _reports(match: Match) -> bool:
    return match.category == "mention" and match.weight >= REPORT_WEIGHT


def _is_warned_of(data: bytes, match: Match) -> bool:
    before = data[max(match.start - _AGAINST_BYTES, 0) : match.start]
    clause = before[before.rfind(b"\n") + 1 :]
    if _AGAINST.search(clause.decode("utf-8", "ignore")):
        return True
    return _CONDEMNED.match(data[match.end : match.end + _CONDEMNED_BYTES].decode("utf-8", "ignore")) is not None
