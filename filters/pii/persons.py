"""Names of persons in a field of their own (姓名：, 收件人：, a column 姓名) beside an identifier that was found.

A name alone identifies nobody and is no personal datum to be masked; beside an identity number, a telephone or a home
address it says whose they are. Surnames of the hundred families, one or two characters behind them; forms of address
(王经理), placeholders (张三) and names made unknown (张某) stay.
"""

import itertools
import re
from collections.abc import Iterable, Iterator

from .tables import Blanks, Columns, Table

_BEFORE, _BEHIND = 60, 40
#: kinds that say whose they are when a name stands beside them
_BESIDE = frozenset(
    [
        "id_card",
        "mobile",
        "landline",
        "bank_card",
        "passport",
        "permit",
        "hkmt_id",
        "qq",
        "wechat",
        "account",
        "address",
        "email",
        "plate",
        "uscc",
    ]
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任"
    "姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章"
    "鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍覃霍翁隋甘景"
    "单包司柏宁柯阮桂闵解柴华车冉房边蒲娄卓佟臧符蔺劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許呂蘇盧蔣賈葉閻鍾譚鄒陸顧錢湯賀賴龔龐蘭"
    "嚴溫魯韋畢聶齊莊張佘桑卞戚计幸栾燕农扈师窦米阚簡計禹狄贝伏谈茅蓝席麻娄危刁丘骆虞宗裘缪郁诸吉储晏瞿闫艾古冼岑邬仇栗冷匡寇駱諸閆戴"
)
_COMPOUND = "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|夏侯|尉迟|皇甫|慕容|司徒|令狐|东方|公孙|独孤|南宫"
_HAN = r"\u4e00-\u9fff"
_NAME = rf"(?:(?:{_COMPOUND})[{_HAN}]{{1,2}}|[{_SURNAMES}][{_HAN}]{{1,2}})"
_LABEL = (
    r"(?:姓[ ]{0,4}名|收件人|收货人|收貨人|联系人|聯絡人|聯繫人|寄件人|申请人|申請人|"
    r"借款人|持卡人|开户人|开户名|户[ ]?名|戶名|户主|户主姓名|"
    r"机主|车主|房东|房東|租客|业主|家长|患者|学员|投保人|被保险人|受益人|紧急联系人|甲方|乙方|出租人|承租人|委托人|受托人|乘机人|乘车人|旅客|乘客|报名人|报考人|应聘者|求职者|应聘人|当事人|"
    r"被告人?|原告|经营者|法定代表人|法人代表|法人|理事长|负责人|收款人|得[奖獎]者|失主|車主|通[讯訊]作者|寻人|遗失声明|声明人|家属|名字|本人叫?|我叫)"
)
_FIELD = re.compile(
    rf"{_LABEL}(?:姓名|名称)?[ ]{{0,2}}[:\t|]?(?:\s|<[^<>\n]{{1,40}}>){{0,4}}({_NAME})"
    rf"(?=[^{_HAN}]|$|电话|電話|手机|身份证|身分證|性别|[男女][,， ]|地址|联系|微信|遗失|身份|[(]?收|先生|女士)"
)
# a name before 男 or 女, in brackets behind a number or before the brackets of one
_DESCRIBED = re.compile(
    rf"(?<![{_HAN}])({_NAME})(?=[,，、 ]{{1,3}}[男女](?:[,，、。 ]|$))|(?<=[与和、及,，\s])({_NAME})(?=\((?:身份|护照|手机|电话))"
)
_BRACKETED = re.compile(rf"[ ]?\(({_NAME})\)")
_RECEIVER = re.compile(rf"(?<![{_HAN}])({_NAME})[ ]?(?:[( ]收[)]?(?![到取入])|收(?=[,，。)\s]|$))")
# "name": "…", a field of a record
_RECORD = re.compile(
    rf"[\"'](?:(?:real|true|user|full|contact|receiver)?_?name|consignee|receiver|contacts?|{_LABEL})[\"'][ ]?:"
    rf"[ ]?[\"']({_NAME})[\"']",
    re.I,
)
_HEAD = re.compile(rf"(?:{_LABEL}(?:姓名)?|(?:real|true|full|contact)?_?name)$", re.I)
_CELL = re.compile(rf"{_NAME}$")
_NO_NAME = re.compile(
    r"(?:张三|李四|王五|赵六|陈七|張三|王小明|王大明|李雷|韩梅梅|小明|.*[某×]|"
    r".+(?:经理|先生|女士|小姐|主任|老师|师傅|医生|同学|经|总|工|姐|哥|局|部|处|科|室|组|队|会|公司|客服|电话|手机|地址|姓名|信息|身份|号码)"
    r"|农行|工行|建行|中行|交行|招行|.太|方式|方法|方便|金额|任何|任意|安全|安排|安装|常用|成功|成员|关于|关系|应当|通过|单位|单身|文件|文化|管理|白天|高级|向本|向其|房屋|房产|车辆|解除)$"
)


def names_beside(flat: str, spans: Iterable[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    """Start and end of every name in a field beside one of `spans`: kinds, starts and ends, sorted by place."""
    columns, blanks = Columns(flat), Blanks(flat)
    row_end = -1
    seen: set[int] = set()
    for kind, begin, behind in spans:
        if kind not in _BESIDE:
            continue
        low, high = max(0, begin - _BEFORE), behind + _BEHIND
        if flat[low:high].isascii():
            continue
        fields = (
            _FIELD.finditer(flat, low, high),
            _RECORD.finditer(flat, low, high),
            _RECEIVER.finditer(flat, behind, high),
            _DESCRIBED.finditer(flat, low, high),
            filter(None, [_BRACKETED.match(flat, behind)]),
        )
        for match in itertools.chain(*fields):
            group = match.lastindex or 1
            if match.start(group) not in seen and not _NO_NAME.match(match[group]):
                seen.add(match.start(group))
                yield match.span(group)
        table: Table = columns if columns.head(begin) is not None else blanks
        if begin > row_end and table.head(begin) is not None:
            row_end = flat.find("\n", begin) % (len(flat) + 1)
            for column, head in enumerate(table.heads()):
                cell = table.cell(begin, column) if _HEAD.match(head) else None
                if cell and _CELL.match(flat, *cell) and not _NO_NAME.match(flat[slice(*cell)]) and cell[0] not in seen:
                    seen.add(cell[0])
                    yield cell
