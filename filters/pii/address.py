"""Home addresses at street-number level, where a person is named beside them.

The compiled pass marks numbers behind a street, an estate or a village (路12号, 花园3栋, 村5组, 巷4弄). Around a mark the
address is what stands between the label or mark before it and the last number of a house, a floor or a room. It counts
as a home if a label says so (家住, 住址, 收货地址) or a person is named (姓名, 被告, 收件人), and neither it nor the
words before it name an office, a shop or a public body.
"""

import re

from .context import Page, Report

_BEFORE, _BEHIND = 60, 50
_STOP = re.compile(r"[。；;，,、:\n\t|\"'()【】<>!！?？=“”「」：]")
_LABEL = re.compile(
    r"(?:居住地址|送达地址|邮寄地址|暂住地?址?|居住于|现居|住处|经常居住地|經常居住地|户籍所在地|戶籍所在地|户籍地址?|戶籍地址?|户口所在地|现居住地|居住地|家庭住址|家庭地址|收货地址|收件地址|寄送地址|通讯地址|"
    r"通訊地址|聯絡地址|联系地址|现住址|住址|住所地?|地址|家住|现住|現住|租住|住在|户籍|戶籍|寄[给到往至]|送[到至]|住)(?:是|为|為|在|于|:|：)?\s?"
)
_HOME = re.compile(
    r"送达地址|邮寄地址|暂住|居住于|现居|住处|经常居住地|經常居住地|户籍|戶籍|户口|居住地|家庭住址|家庭地址|收货地址|收件地址|寄送地址|现住|現住|住址|家住|租住|寄[到往至]|(?<![居常])住(?:在|$)|[,，(（]住"
)
_PERSON = re.compile(
    r"姓名|收件人|收货人|联系人|聯絡人|户主|住户|当事人|申请人|被告|原告|上诉人|嫌疑人|罪犯|业主|寄件人|寄给|先生|女士|小姐|同志|立书人|立書人|要保人|"
    r"被保[险險]人|持证人|居民|村民|患者|学生|家长|死者|受害人|证人|代理人|[,，|\s](?:男|女)[,，|\s]|身份证|身分證"
    r"|收貨人|戶主|住戶|當事人|業主|寄給|持證人|學生|家長|患者|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,4}收[,，:：\s]"
)
_OFFICE = re.compile(
    r"(?:公司|集团|大学|学院|学校|中学|小学|幼儿园|医院|政府|委员会|法院|检察院|派出所|公安|银行|酒店|饭店|商场|博物馆|图书馆|办公|会议|门店|分店|旅馆|餐厅|"
    r"宾馆|校址|店|报名|活动|展会|施工|门诊|故宫|位于|路口)(?![东南西北中]?[路街巷道])"
)
_LAST = re.compile(
    r".*(?:[0-9A-Z〇零一二三四五六七八九十百](?:号楼|號樓|号院|单元|單元|号|號|幢|栋|棟|座|室|楼|樓|层|層|户|戶|门|組|组)"
    r"|(?<=楼|元|栋|幢|院|座|门)\d{2,4}|[樓號]之\d{1,3}|[苑园里庭湾府城区村][0-9A-Z]{1,3}(?:-\d{1,4}){1,3})"
)
_STREET = re.compile(
    r"[\u4e00-\u9fff](?:[路街道巷弄里段坊径徑村庄屯区區园苑城寓湾府居邨組组条][甲乙丙]?|大街|大道|胡同|号院?|號)[\u4e00-\u9fff]{0,4}"
    r"(?:[0-9][0-9\-之]{0,8}[A-Za-z]?(?:号|號|弄|栋|棟|幢|组|組|巷|座|号楼|室)|[〇零一二三四五六七八九十百]{1,5}(?:号|號|弄|巷))"
)
_PERSON_BEHIND = re.compile(
    r"[,，\s]{0,2}(?:(?:邮编|郵編|邮政编码):?[ ]?\d{6}[,，\s]{0,2})?"
    r"(?:[\u4e00-\u9fff]{2,4}[\s(]{0,2}收(?![到取入])|收件人|收货人|联系人)"
)
# A parcel's label: name, mobile number and address, in either order; a home with a telephone in the next field; a record.
_PARCEL_BEFORE = re.compile(
    r"(?:(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,4}[\s,，:(]{0,3}\+?(?:86)?[\d \-]{11,14}"
    r"|(?<![0-9])1[3-9][\d \-]{9,12}[\s,，(]{1,3}[\u4e00-\u9fff]{2,4})[\s,，)]{1,3}$"
)
_PARCEL_BEHIND = re.compile(
    r"[\s,，(]{1,3}[\u4e00-\u9fff]{2,4}[\s(]{0,2}(?:收(?!货))?[)\s,，:]{0,3}(?:(?:电话|電話|手机|手機|联系电话|聯絡電話)[:：]?)?\(?(?:\+?86-?)?(?:1[3-9]\d|09\d\d)"
    r"|[\"',，\s]{1,4}(?:consignee|receiver|contact|name|收货人|收件人|姓名)\b",
    re.I,
)
_FLAT = re.compile(r"\d单元")
#: a farm of a village, a flat of an estate in Hong Kong: nobody else's address, whoever is named
_OF_NOBODY_ELSE = re.compile(
    r"村[\u4e00-\u9fff]{0,4}\d{1,3}[组組]\d{1,4}[号號]|(?:花園|[苑邨])[\u4e00-\u9fff]?[A-Z0-9]{0,3}座?[0-9]{1,2}[樓楼][A-Z0-9]{1,3}室"
)
_MOBILE_BEHIND = re.compile(r"[\s,，;；]{0,3}(?:联系)?(?:电话|手机)号?码?[:： ]{0,2}1[3-9]\d{9}")
_NEAR = re.compile(r"地址|住址|住所")
_ADMIN = re.compile(r"[\u4e00-\u9fff]{1,7}(?:省|市|区|區|县|縣|镇|鎮|乡|鄉|村)|香港|九龍|九龙|新界|澳門|澳门")


def house_at(page: Page, place: int, report: Report) -> None:
    """A home address that holds the unit (号, 栋, 组 …) at `place`."""
    flat = page.flat
    if place < page.houses_to:
        return  # another mark of the same stretch was here
    low = max(0, place - _BEFORE)
    stops = [match.end() for match in _STOP.finditer(flat, low, place)]
    begin = stops[-1] if stops else low
    stop = _STOP.search(flat, place, place + _BEHIND)
    page.houses_to = stop.start() if stop else place + _BEHIND
    label = next(reversed(list(_LABEL.finditer(flat, begin, place))), None)
    start = label.end() if label else _start_of_address(flat, begin, place)
    match = _LAST.match(flat, start, page.houses_to)
    if match is None or match.end() < place or len(match[0]) < 6 or not _STREET.search(match[0]):
        return
    if _OFFICE.search(match[0]):
        return
    lead = re.split(r"。|\n\s*\n", flat[max(0, begin - 100) : start])[-1]
    home = _HOME.search(lead) is not None
    persons = [found.end() for found in _PERSON.finditer(lead)]
    offices = [found.end() for found in _OFFICE.finditer(lead)]
    if offices and (not persons or persons[-1] < offices[-1]):
        return
    named = bool(persons) or _PERSON_BEHIND.match(flat, match.end()) is not None
    parcel = _PARCEL_BEFORE.search(lead) or _PARCEL_BEHIND.match(flat, match.end())
    parcel = parcel and (label is not None or _ADMIN.search(match[0][:12]))
    flat_of = label is not None and _FLAT.search(match[0]) and _MOBILE_BEHIND.match(flat, match.end())
    if parcel or flat_of or ((label is not None or _NEAR.search(lead[-8:])) and _OF_NOBODY_ELSE.search(match[0])):
        home = named = True
    elif label is None and not home and not _NEAR.search(lead[-8:]):
        # no word of an address before it: a column of addresses, or a name right before it
        if page.label(start) == "address":
            heads = "|".join(page.columns.heads())
            home, named = _HOME.search(heads) is not None, named or _PERSON.search(heads) is not None
        elif not _PERSON.search(lead[-20:]) or not _ADMIN.search(match[0][:12]):
            return
    if not named and (not home or (re.search(r"住在?\s?$", lead) and not _ADMIN.match(match[0]))):
        return  # 住在贝克街221号
    report("address", start, match.end(), "street and number beside a person's label")


def _start_of_address(flat: str, begin: int, place: int) -> int:
    """Where an address without a label begins: at its last blank, or before the parts that end in 省, 市, 区 …"""
    start = begin
    for blank in re.finditer(r"\s", flat[begin:place]):
        if start == begin or flat[begin + blank.start() - 1] not in "省市区區县縣镇鎮乡鄉村":
            start = begin + blank.end()
    return start
