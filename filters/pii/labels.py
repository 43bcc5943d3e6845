"""The word that says what a number or name is: 手机 before eleven digits, 订单号 before eleven others.

A label stands before its value, parted by marks and blanks at most (手机：【138…】, "mobile": "138…"), or heads the
value's column in a table. The nearest label decides, the longest one where several end at the same place: 統一編號 is
an identity number, 編號 any number.
"""

import re

#: class -> words, Simplified and Traditional, Latin letters in lower case; blanks inside do not count (Q Q, 微 信)
_WORDS = {
    "phone": """
        手机 手機 电话 電話 行动电话 行動電話 座机 固话 宅电 住宅 家电 联系方式 聯絡方式 聯繫方式 联系 联络 聯絡
        聯繫 致电 致電 拨打 撥打 请打 请拨 传真 傳真 短信 简讯 簡訊 手提 热线 熱線 机主 来电 來電 同号 同號 ☎ ☏ 📞
        📱 tel telephone phone mobile mob cell cellphone fax call whatsapp hp
    """,
    "id": """
        身份证 身份證 身份証 身分证 身分證 身份证件 身份證件 身份证明 公民身份 居民身份 证件 證件 証件 统一编号
        統一編號 统一证号 統一證號 证号 證號 字號 驾驶证 驾照 持证人 居留证 居留證 社会保障 hkid hkidno idcard
        idnumber bir sfz sfzh
    """,
    "passport": "护照 護照 passport",
    "permit": "通行证 通行證 回乡证 回鄉證 回乡卡 回鄉卡 台胞证 台胞證 臺胞證 入台证 往来港澳 往来台湾 港澳证",
    "card": """
        银行卡 銀行卡 卡 储蓄卡 借记卡 信用卡 卡片 工资卡 card visa mastercard master jcb 运通 银联 万事达 银行 銀行
        工行 农行 建行 中行 招行 交行 邮储 支行 分行 存折 转到 汇到 打到 汇款至 汇至 转账至 打款至 请汇
    """,
    "account": "账号 帐号 账户 帐户 賬號 帳號 賬戶 帳戶 户号 戶號 社保 医保 公积金",
    "network": """
        支付宝 支付寶 财付通 財付通 抖音 快手 小红书 小紅書 微博 陌陌 探探 知乎 豆瓣 贴吧 简书 虎牙 斗鱼
        哔哩哔哩 b站 b站uid yy 旺旺 淘宝 闲鱼 咸鱼 脸书 臉書 推特 领英 电报 電報 纸飞机
        賴 telegram tg skype line lineid facebook fb instagram ins ig twitter linkedin snapchat kakaotalk paypal 收款码
    """,
    "qq": """
        qq 扣 扣扣 抠抠 扣q 加q 我q 的q 联系q q号 q扣 加扣 企鹅 企鵝 球球 丘丘 蔻蔻 叩叩 秋秋 qq群 q群 加qq, 加q,
    """,
    "wechat": """
        微信 薇信 威信 徽信 嶶信 薇 嶶 微❤ 威❤ v❤ +微 ➕微 +薇 ➕薇 微x 加微 加薇 加威 加v 我v +v ➕v v信 wei信 vx wx
        weixin weixinhao wechat wechatid 加卫星 卫星号 微信id 加微信, 加我微信, 加v, 加vx, 加微,
    """,
    "plate": """
        车牌 車牌 牌照 号牌 號牌 牌号 牌號 车号 車號 车辆 車輛 机动车 轿车 汽车 货车 客车 面包车 驾驶 驾车 套牌 违章
        违停 一辆 乘坐 顺风车 网约车 大众 奥迪 宝马 奔驰 plate plateno
    """,
    "ip": """
        ip 服务器 主机 网关 节点 登录 登陆 来自 源地址 ping host server address inet from ssh client 远程 连接
    """,
    "address": """
        地址 住址 家庭地址 居住地址 收货地址 收件地址 送达地址 邮寄地址 寄送地址 通讯地址 通訊地址 聯絡地址 联系地址
        户籍地 戶籍地 住处 住所 居住地 家庭住址 现住址 户籍所在地 address addr
    """,
    "ident": "id uid 编号 編號 编码 編碼 序号 代码 代碼 代号 no key",
    "against": """
        订单 訂單 单号 單號 运单 快递 快遞 物流 包裹 流水 交易 受理 申请 报名 准考证 考号 学籍 学号 工号 会员 工单
        取件 提取 激活 卡密 型号 型號 货号 貨號 料号 物料 部件 零件 图号 款号 款式 序列 序列号 串号 出厂 设备 批号
        批次 机号 商品 产品 產品 货品 条码 条形码 二维码 专利 公开 登记 备案 許可證 许可证 注册证 注册 注准 批准文号
        准字 健字 文号 案号 字第 第 令 号文 书号 图书 索书号 馆藏 刊号 合同 合約 保单 保單 发票 票号 期号 期 邮编
        邮政编码 郵編 集装箱 航班 车次 车架 发动机 会议 会议号 会议id zoom meeting 房间 房号 桌号 床位 验证码 校验
        校验码 区号 分机 尾号 版本 时间戳 哈希 精度 圆周率 π 种子 随机数 质数 素数 金额 总额 数值 共计 合计 产值
        人口 总量 总数 键值 余额 售价 价格 面积 里程 播放 播放量 阅读量 点击量 浏览量 成交量 下载量 粉丝 关注 积分
        金币 股票 证券 基金 港股 地号 地块 宗地 工商 税务登记 组织机构 项目 招标 采购 档案 优惠券 抽奖 摇号 学生证
        工作证 借阅证 会员卡 保修卡 借阅卡 购物卡 礼品卡 充值卡 门禁卡 sim卡 显卡 网卡 帖子 楼层 警号 执业证 资格证
        折扣 回扣 返回 傳回 回傳 输出 輸出 结果 結果 equal return returns isbn issn sku sn s/n p/n pn imei imei1 imei2 meid
        iccid ean upc md5 sha sha1 sha256 cas doi arxiv pmid version ver build model part order serial timestamp ts
        seed pid tid gid sid cid qid aid oid vin zl
    """,
}
_CLASS = {word.replace(" ", ""): name for name, words in _WORDS.items() for word in words.split()}
_LONGEST = max(map(len, _CLASS))
# Words between a label and its value that say nothing: 手机号码是138…, 护照编号, "idNo".
_TAIL_WORDS = """
号码 號碼 号 號 码 碼 编号 編號 代码 代碼 单号 帐号 账号 账户 帐户 件 为 為 是 係 系 上 这个 约 达 值 同 咨询
客服 搜 搜索 添加 id number no num 联系 聯絡 交流 业务 聊 群 群号 交流群
"""
_TAIL = tuple(sorted(_TAIL_WORDS.split(), key=len, reverse=True))
_TAILS = {last: tuple(tail for tail in _TAIL if tail[-1] == last) for last in {tail[-1] for tail in _TAIL}}
# last character of a word -> lengths of the words that end in it, longest first
_LENGTHS = {
    last: tuple(sorted({len(word) for word in _CLASS if word[-1] == last}, reverse=True))
    for last in {word[-1] for word in _CLASS}
}
#: marks and blanks that may stand between a label and its value: brackets, dashes, dots, arrows, stars; no comma or stop.
#: Characters beyond U+FFFF (emoji) count as well.
GLUE_CHARS = frozenset(" \t\n\r\"'[](){}<>|:=#*/~_-.+·@`") | frozenset(
    chr(point)
    for first, last in ((0x2010, 0x2027), (0x2030, 0x205E), (0x2100, 0x2BFF), (0x3008, 0x301F), (0xFE0F, 0xFE0F))
    for point in range(first, last + 1)
)
_MOST_GLUE = 10
_LETTER = re.compile(r"(?:^|[\n\u4e00-\u9fff。、;+])[ ]?([vqt]):\s?$")
_LETTER_CLASS = {"v": "wechat", "q": "qq", "t": "phone"}
_SPACED = re.compile(r"(?<=\w)[ .](?=\w)")  # 微 信, Q.Q
_WINDOW = 40
#: words that must stand right before the glue for a number, and for a name, to be worth a look (pii.scan)
_NO_NUMBER = ("against", "ident", "ip", "address")
NUMBER_LABELS = (*_TAIL, *(word for word, name in _CLASS.items() if name not in _NO_NUMBER))
NAME_LABELS = (
    *_TAIL,
    *"微威徽",
    *(word for word, name in _CLASS.items() if name in ("wechat", "network", "account", "qq")),
)


def label_before(flat: str, start: int) -> str | None:
    """Class of the label that names the value at `start`, or None. Looks back over at most 40 characters."""
    return label_at_end(flat[max(0, start - _WINDOW) : start])


def label_at_end(left: str) -> str | None:
    """Class of the label at the end of `left`.

    >>> label_at_end("联系人手机号码："), label_at_end('"cardNo": "'), label_at_end("身分證統一編號")
    ('phone', 'card', 'id')
    """
    text = left.lower().replace("❤", "信")  # v❤, 微❤
    if ":" in text[-2:]:
        letter = _LETTER.search(text, max(0, len(text) - 5))
        if letter is not None:
            return _LETTER_CLASS[letter[1]]
    stem = _without_glue(text)
    if stem is None:
        return None
    found = _word(stem)
    for _ in range(3):
        tail = next(filter(stem.endswith, _TAILS.get(stem[-1:], ())), None)
        if tail is None:
            break
        stem = _without_glue(stem[: -len(tail)])
        if stem is None:
            break
        name = _word(stem)
        if name is not None and name != "ident":
            return name
    return found


def _without_glue(text: str) -> str | None:
    """`text` without the marks and blanks at its end; None if they are too many."""
    end = len(text)
    while end and (text[end - 1] in GLUE_CHARS or text[end - 1] > "\uffff"):
        end -= 1
    return text[:end] if len(text) - end <= _MOST_GLUE else None


def _word(stem: str) -> str | None:
    """Class of the longest word that `stem` ends with; a Latin word of up to three letters, or of a network, must stand alone."""
    if " " in stem[-4:] or "." in stem[-4:]:
        stem = _SPACED.sub("", stem[-_LONGEST - 4 :])
    for length in _LENGTHS.get(stem[-1:], ()):
        word = stem[-length:]
        name = _CLASS.get(word)
        if name is None or len(word) < length:
            continue
        if word[0].isascii() and word[0].isalnum() and len(stem) > length and (length <= 3 or name == "network"):
            previous = stem[-length - 1]
            if previous.isascii() and (previous.isalpha() or previous in "_/.-+="):
                continue
        return name
    return None


class Columns:
    """Heads of the columns of tables (cells parted by | or tabs), found line by line as places are asked in order."""

    def __init__(self, flat: str):
        self._flat = flat
        self._next = 0  # start of the first line not yet read
        self._line = 0
        self._first = 0
        self._separator = ""
        self._heads: list[str] = []

    def label(self, place: int) -> str | None:
        """Class of the head above `place`, if it stands in a table below its first line."""
        flat = self._flat
        while self._next <= place:
            self._line = self._next
            end = flat.find("\n", self._line)
            end = len(flat) if end < 0 else end
            self._next = end + 1
            separator = "|" if flat.find("|", self._line, end) >= 0 else "\t"
            if flat.find(separator, self._line, end) < 0:
                self._separator = ""
            elif separator != self._separator:
                self._separator = separator
                self._heads = flat[self._line : min(end, self._line + 2000)].split(separator)
                self._first = self._line
        if not self._separator or self._line == self._first:
            return None
        column = flat.count(self._separator, self._line, place)
        return label_at_end(self._heads[column].strip()) if column < len(self._heads) else None

    def heads(self) -> str:
        """All heads of the table that was asked last."""
        return self._separator.join(self._heads)
