"""The word that says what a number or name is: 手机 before eleven digits, 订单号 before eleven others.

The grammar, read backwards from the value:

    label  { filler | ordinal | remark in brackets | marks }  value

A label is a word of the table below; the longest one decides (統一編號 is an identity number, 編號 any number). Fillers
say nothing of their own (号码, 是, 搜索, ID), ordinals count labels (QQ群2：, 微信一：), a remark is skipped (微信（备注租房）),
and marks are brackets, dashes, arrows, emoji and blanks, up to ten in a row. Spelling is folded first: Traditional forms,
the homophones and hearts that stand for 微信, symbols set inside a word (V❤, 薇-信, Q.Q, ➕薇).
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

#: class -> words, Simplified, Latin letters in lower case
_WORDS = {
    "phone": """
        手机 电话 行动电话 座机 固话 宅电 住宅 家电 联系方式 联络方式 联系 联络 致电 拨打 请打 请拨 传真 短信 简讯
        手提 热线 机主 来电 同号 ws wts ☎ ☏ 📞 📱 tel telephone phone mobile mob cell cellphone fax call whatsapp wtsapp signal
        payme hp
    """,
    "id": """
        身份证 身分证 身份证件 身份证明 公民身份 居民身份 证件 统一编号 统一证号 证号 字号 驾驶证 驾照 持证人 居留证
        社会保障 hkid hkidno hkic idcard idnumber bir sfz sfzh
    """,
    "passport": "护照 passport",
    "permit": "permit 通行证 回乡证 回乡卡 台胞证 入台证 往来港澳 往来台湾 港澳证",
    "card": """
        银行卡 卡 储蓄卡 借记卡 信用卡 卡片 工资卡 card visa mastercard master jcb 运通 银联 万事达 银行 工行 农行 建行
        中行 招行 交行 邮储 支行 分行 存折 转到 汇到 打到 汇款至 汇至 转账至 打款至 请汇
    """,
    "account": """
        账号 账户 户号 社保 医保 医保卡 公积金 account acct a/c 用户名 登录名
        username user_name login_name loginname 登陆名 会员账号 会员名 户口 户口号码 银行户口
        登录账号 登陆账号 银行账号 银行账户 对公账号
    """,
    "network": """
        支付宝 zfb 财付通 抖音 抖y dy 快手 ks
        小红书 小红薯 红书 小绿书 xhs fps 转数快 微博 wb 陌陌 探探 知乎 豆瓣 贴吧 论坛账号 论坛号 简书 虎牙
        斗鱼 哔哩哔哩 bilibili b站 yy 歪歪 旺旺 淘宝 闲鱼 咸鱼 脸书 推特 领英 电报 飞机 纸飞机 賴 加赖 加賴 钉钉 飞书
        游戏账号 游戏号 游戏昵称id 好友代码 好友码
        switch好友码 好友邀请码 红薯 游戏名 蝙蝠 蝙蝠号 嗅嗅 嗅嗅号 全网同名 战网 战网id psn psnid xbox epic uplay riot
        telegram tg skype live line lineid facebook fb instagram ins ig twitter linkedin snapchat kakaotalk paypal discord
        steam steam64位id csdn csdnid csdn博客 掘金 掘金id 蛋仔派对id 蛋仔id github
        收款码 百度账号 百度id 斗音 斗音号 抖 支fu宝 支付bao dc号 tele
    """,
    "qq": """
        qq oicq uin qq热线 qun 鹅群 v/q q/v v/qq qq/v
        口口 口口号 加口口 扣 扣扣 抠 抠抠 蔻蔻 叩叩 寇寇 扣q 小q 加q 我q 的q 联系q q号 q扣 加扣 企鹅 企鹅号 球球 丘丘 秋秋 腾讯号
        群 qq群 q群 扣群 企鹅群 群号 主群 总群 大群 新群 分群 进群 加群 入群 交流群 讨论群 技术群 学习群 读者群
        书友群 粉丝群 玩家群 福利群 会员群 vip群 v群 官方群 支持群 服务群 互助群 裙号 qq裙 q裙 扣裙 企鹅裙 加裙 进裙
        交流裙 学习裙 乞鹅 乞鹅号 qiuqiu koukou 腾讯号码 腾讯
    """,
    "wechat": """
        wei信 w信 v信 v号 v我 vx wx v-x w-x vxin wxin weixin weixinhao wechat wechatid wxid 微x 薇 魏信 卫星 卫星号
        绿泡泡 绿泡 加绿泡 绿色软件 加wei 加好友 绿标 微讯 微讯号
    """,
    "plate": """
        车牌 牌照 号牌 牌号 车号 车辆 机动车 轿车 汽车 货车 客车 面包车 驾驶 驾车 套牌 违章 违停 一辆 乘坐 顺风车
        网约车 军车 警车 大众 奥迪 宝马 奔驰 plate plateno
    """,
    "ip": """
        ip 服务器 主机 网关 节点 登录 登陆 来自 源地址 ping host server address inet from ssh client 远程 连接
    """,
    "address": """
        地址 住址 家庭地址 居住地址 收货地址 收件地址 送达地址 邮寄地址 寄送地址 通讯地址 联络地址 联系地址 户籍地
        住处 住所 居住地 家庭住址 现住址 户籍所在地 addr
    """,
    "ident": "id uid 编号 编码 序号 代码 代号 no key",
    "against": """
        订单 单号 运单 快递 物流 包裹 流水 交易 受理 申请 报名 准考证 考号 学籍 学号 工号 会员 工单 取件 提取 激活 卡密
        型号 货号 料号 物料 部件 零件 图号 款号 款式 序列 序列号 串号 出厂 设备 批号 批次 机号 商品 产品 货品 条码
        条形码 二维码 专利 公开 登记 备案 许可证 注册证 注册 注准 批准文号 准字 健字 文号 案号 字第 第 令 号文 书号
        图书 索书号 馆藏 刊号 合同 合约 保单 发票 票号 期号 期 邮编 邮政编码 集装箱 航班 车次 车架 发动机 会议 会议号
        会议id zoom meeting 房间 房号 桌号 床位 验证码 校验 校验码 区号 分机 尾号 版本 时间戳 哈希 精度 圆周率 π 种子
        随机数 质数 素数 金额 总额 数值 共计 合计 产值 人口 总量 总数 键值 余额 售价 价格 面积 里程 播放 播放量 阅读量
        点击量 浏览量 成交量 下载量 粉丝 关注 积分 金币 股票 证券 基金 港股 地号 地块 宗地 工商 税务登记 组织机构 项目
        招标 采购 档案 优惠券 抽奖 摇号 学生证 工作证 借阅证 会员卡 保修卡 借阅卡 购物卡 礼品卡 充值卡 加油卡 公交卡 校园卡
        门禁卡 sim卡 显卡 网卡 帖子 楼层 警号 执业证 资格证 折扣 回扣 纽扣 抵扣 代扣 卡扣 搭扣 帝企鹅
        依赖 信赖 仰赖 无赖 耍赖 返回 传回 回传 输出 结果 紫薇 蔷薇
        显微 细微 轻微 稍微 略微 甚微 人群 羊群 蜂群 种群 集群 社群 牛群 鸟群 鱼群 机群 建筑群 住宅群 客群 用户群 族群
        微信群 月活跃账户 月活账户 划拨账号 划拨账户 商户号 客户号 商户 客户
        估值 市值 营收 利润 票房 融资 公众号 订阅号 服务号 小程序
        equal return returns isbn issn sku sn s/n p/n pn imei imei1
        imei2 meid iccid ean upc md5 sha sha1 sha256 cas doi arxiv pmid version ver build model part order serial
        timestamp ts seed pid tid gid sid cid qid aid oid vin zl
    """,
}
# Traditional and other forms of the characters above.
_SIMPLIFIED = (
    "万专业习书产价众优会传余储关军农准击务动区医单卫厂发号员图圆块处备奖奥学宝对层币开录戏战户执抠护报拨摇数斗时显术机条来构标档楼汇浏润游湾点热现电码礼种积称税简红约纸纽线组细结络"
    "统维绿编网群联脸节荣营装览计订讨议讯记许论设证话请读财账货质购贴资赖车转软轻载轿辆输达运进远违连递邮采里钉银键门间阅陆随项顺领额风飞馆马驰驶驾验鱼鸟鸡鹅台系系账帐账证帐"
)
_TRADITIONAL = (
    "萬專業習書產價眾優會傳餘儲關軍農準擊務動區醫單衛廠發號員圖圓塊處備獎奧學寶對層幣開錄戲戰戶執摳護報撥搖數鬥時顯術機條來構標檔樓匯瀏潤遊灣點熱現電碼禮種積稱稅簡紅約紙紐線組細結絡"
    "統維綠編網羣聯臉節榮營裝覽計訂討議訊記許論設證話請讀財賬貨質購貼資賴車轉軟輕載轎輛輸達運進遠違連遞郵採裡釘銀鍵門間閱陸隨項順領額風飛館馬馳駛駕驗魚鳥雞鵝臺係繫帳帳帐証賬"
)


def _spelt(words: Iterable[str]) -> Iterator[str]:
    """`words` in every form."""
    for word in words:
        for chars in itertools.product(*map(_FORMS.get, word, word)):
            yield "".join(chars)


_FORMS = {
    char: char + "".join(t for s, t in zip(_SIMPLIFIED, _TRADITIONAL, strict=True) if s == char) for char in _SIMPLIFIED
}
_GAMES = """
    王者 王者荣耀 原神 和平精英 吃鸡 蛋仔 光遇 星铁 崩铁 鸣潮 绝区零 方舟 明日方舟 阴阳师 lol 英雄联盟 金铲铲
    永劫 暗区 三角洲
    瓦罗兰特 无畏契约 第五人格 cf 穿越火线 dnf 剑三 逆水寒 我的世界 mc 皇室战争 部落冲突 荒野乱斗 碧蓝航线 fgo
"""
_NETWORKS = "游戏 steam switch b站 bilibili 微博 小红书 抖音 快手 知乎 豆瓣 论坛 贴吧 好友"
_WECHAT = "微薇威维徽葳嶶喂溦"
_ADD = "加佳伽咖嘉十"
#: class of every word: those of the table and the spellings of 微信 and of 加 before it
_CLASS = {
    **{word: name for name, words in _WORDS.items() for word in _spelt(words.split())},
    **dict.fromkeys(
        _spelt(name + mark for name in (*_GAMES.split(), *_NETWORKS.split()) for mark in ("id", "uid", "昵称", "编号")),
        "network",
    ),
    # Steam 游戏 ID 979329 is a game, 原神 UID 130012345 a player
    **dict.fromkeys(_spelt(f"{game} {mark}" for game in _GAMES.split() for mark in ("id", "uid", "编号")), "network"),
    **dict.fromkeys(_spelt(first + last for first in _WECHAT for last in ("信", "芯", "心", "xin")), "wechat"),
    **dict.fromkeys(_spelt(add + first for add in (*_ADD, "我") for first in (*_WECHAT, "v")), "wechat"),
}
#: words that mean something else as often: what they name must look the part all the more
_WEAK_WORDS = """
    v q t 红薯 扣 抠 薇 群 企鹅 球球 丘丘 秋秋 卫星 绿泡泡 绿泡 绿色软件 绿标 口口 飞机 live tele 抖 威信 维信 徽信 魏信
"""
_WEAK = frozenset(_WEAK_WORDS.split())
#: words that name a contact wherever they stand in a line (talk.py); beside those of Latin letters stand no others
_CONTACT_WORDS = """
    微信 薇信 威信 维信 徽信 v信 w信 微❤ 薇❤ 卫❤ 扣扣 企鹅 鹅群 抖音 小红书 红薯 快手 支付宝 陌陌 纸飞机 加赖 的赖
    qq vx wx vxin weixin wechat telegram tg line skype ig ins instagram discord whatsapp signal
"""
CONTACT_WORDS = tuple(_spelt(_CONTACT_WORDS.split()))
#: one character that names a contact behind 加
ADDED = tuple(_spelt(add + first for add in "加➕" for first in "微薇威徽扣"))
_NICKNAMED_WORDS = """
    微博 围脖 v博 渣浪 某博 大眼仔 某音 某书 小🍠 掘金 博客园 简书 up主 主播 小绿书
    b站 小破站 哔哩哔哩 抖音 快手 小红书 红书 红薯 知乎 豆瓣 闲鱼 咸鱼 淘宝 旺旺 贴吧 虎牙 斗鱼 陌陌 最右 脉脉
    喜马拉雅 网易云 酷狗 k歌 闺鱼 全网 推特 脸书
    游戏 王者 原神 荣耀 精英 吃鸡 蛋仔 光遇 星铁 鸣潮 方舟 阴阳师 金铲铲
    永劫 暗区 三角洲 战网 火线 剑三 英雄联盟 联盟 世界 征途 逆水寒 好友
    threads weibo bilibili steam lol dc discord fb facebook ig yy lofter cf dnf tg soul xbox psn battlenet
"""
#: networks and games whose members are found by a nickname (nicknames.py)
NICKNAMED = tuple({form for word in _spelt(_NICKNAMED_WORDS.split()) for form in (word, word.upper())})
#: what a nickname is called in a game
PLAYER_NAMES = (*_spelt(("角色", "角色名", "游戏名", "昵称")), "id", "ID")
_HOSTS = """
    weibo bilibili qq zhihu douban jianshu csdn cnblogs juejin twitter x facebook instagram threads linkedin github gitee
    baidu xiaohongshu douyin youtube steamcommunity
"""
#: hosts of networks whose links name a person (profiles.py)
PROFILE_HOSTS = tuple(_HOSTS.split())
#: labels of one letter, before a colon or behind Chinese words
_LETTERS = {"v": "wechat", "q": "qq", "t": "phone", "微": "wechat", "威": "wechat"}
_EMOJI = {"🐧": "企鹅", "🛰": "卫星", "✈": "飞机", "🍠": "红书", "🖐": "手", "✋": "手"}
_LONGEST = max(map(len, _CLASS))
# Words between a label and its value that say nothing: 手机号码是138…, 护照编号, "idNo". Those of the first line name.
_NAMING_WORDS = """
    号码 号 码 编号 代码 账号 账户 用户名 会员名 名 搜 搜索 查找 添加 加 输入 id uid number no num is 为 是 系 就是 都是 也是
    在这 在这里 发你 我发你 给你 如下 是这个 群 群号 频道 频道号 房间 管理员 小号 大号 备用 主号 客服 专员
"""
_TAIL_WORDS = """
    单号 同号 同步 朋友 好友 见下 以下 下面 拉群 进群 入群 加群
    讨论 的 我 吧 哦 哈 请加 加我 联系我 直接搜 找我 收款 提现 注册 绑定 件 上 这个 约 达 值 同 咨询 联系 联系方式
    联络 交流 业务 聊 详谈 细聊 详聊 私聊 聊聊 面谈 洽谈 沟通 预约 报名 订购 购买 下单 领取 获取 了解 搜尋 搜寻 洽詢
    交流群 讨论组 在线 一群 二群 三群 msn icq tm 同名 查询 查詢 咨詢 询问 詢問 请备注 请注明 请备注姓名
"""
_NAMING = frozenset(_spelt(_NAMING_WORDS.split()))
_TAILS: dict[str, list[str]] = {}
for _word in sorted(_NAMING | set(_spelt(_TAIL_WORDS.split())), key=len, reverse=True):
    _TAILS.setdefault(_word[-1], []).append(_word)
# last character of a word -> lengths of the words that end in it, longest first
_LENGTHS = {
    last: tuple(sorted({len(word) for word in _CLASS if word[-1] == last}, reverse=True))
    for last in {word[-1] for word in (*_CLASS, *_LETTERS)}
}
_LASTS = frozenset((*_LENGTHS, *_TAILS, *"123456789一二三四五六①②③④⑤⑥"))
_HEARTS = "❤♥♡💗💓💕💖💘💙💚💛🧡💜"
_HEART = re.compile(rf"[{_WECHAT}vw][ ]?[{_HEARTS}]\ufe0f?[信x]?")
_PLUS = re.compile(rf"[+➕][ ]?(?=[{_WECHAT}vq扣])")
#: marks and blanks that may stand between a label and its value: brackets, dashes, dots, arrows, stars; no comma or stop.
#: Characters beyond U+FFFF (emoji) count as well.
GLUE_CHARS = frozenset(" \t\n\r\"'[](){}<>|:;=#*/~_-.+·@`、") | frozenset(
    chr(point)
    for first, last in ((0x2010, 0x2027), (0x2030, 0x205E), (0x2100, 0x2BFF), (0x3008, 0x301F), (0xFE0F, 0xFE0F))
    for point in range(first, last + 1)
)
_SYMBOLS = re.compile(f"[+➕{_HEARTS}{''.join(_EMOJI)}]")
_MOST_GLUE = 10
_MARKS = frozenset(":=@[(【「《〔“\"'→|~★☆")
_CLOSERS = frozenset(")]】〕")
_REMARK = re.compile(r"[(\[【〔](?!\d{5,}$)[^()\[\]【】\n]{0,14}$")
_SAME = re.compile(r"[(\[【/、][^()\n]{0,8}同(?:号|步|微信|qq|电话|手机)?$")
_ORDINAL = re.compile(r"(?<=[a-z\u4e00-\u9fff])[1-9一二三四五六①②③④⑤⑥]$")
_INVITED = re.compile(
    r"(?:[加我]|联系|咨询|客服|个人|群主|店主|店长|老师|助手|老板|本人|房东|领队|语音)[的]?[ ]?$"
)  # 添加微信 name
_LONE_LETTER = re.compile(r"(?:^|[^a-z])[a-z].$")  # V2
# symbols set inside a word: 薇-信, 微(信), Q.Q, v x
_INNER = re.compile(
    r"(?<=[\u4e00-\u9fff])[ \-*.·~_+/()\[\]【】\u2100-\u2bff]{1,2}(?=[\u4e00-\u9fff])"
    r"|(?<=(?<![a-z0-9])[a-z])[ \-.·*_/]{1,2}(?=[a-z](?![a-z])|[信群])|(?<=wei)[ \-](?=xin)"
)
_TAG = re.compile(r"<[^<>\n]{0,80}>")
_WINDOW = 40


class Label(NamedTuple):
    """What a value is called. marked: a colon, a bracket or a naming word (号, ID, 搜) parts them; spoken: other words do
    (talk.py).
    """

    kind: str
    word: str
    marked: bool
    spoken: bool = False

    @property
    def weak(self) -> bool:
        """Whether what it names must look the part: the word means something else as often (企鹅, V), or stands further off."""
        return self.spoken or self.word in _WEAK


def _last_chars(words: set[str]) -> frozenset[str]:
    return frozenset(word[-1] for word in words) - {","}


#: words that must stand right before the marks for a number, and for a name, to be worth a look (pii.scan)
_RARE_TAILS = frozenset("的 上 件 值 达 達 约 約 这个 這個 是这个 是這個 了解".split())  # noqa: SIM905  (they end any clause)
_TAIL = {word for words in _TAILS.values() for word in words} - _RARE_TAILS
NUMBER_LABELS = _TAIL | {word for word, kind in _CLASS.items() if kind not in ("against", "ident", "ip", "address")}
NAME_LABELS = (
    _TAIL | {"微", "威", "xin"} | {w for w, kind in _CLASS.items() if kind in ("wechat", "network", "account", "qq")}
)
#: words that a name of letters alone may stand behind
WECHAT_LABELS = {word for word, kind in _CLASS.items() if kind == "wechat" and word != "绿色软件"} | {
    "号",
    "號",
    "搜",
    "索",
    "加",
    "id",
    "xin",
    "line",
    "ig",
    "instagram",
    "telegram",
    "skype",
    "赖",
    "賴",
}
NUMBER_FINALS, NAME_FINALS, WECHAT_FINALS = map(_last_chars, (NUMBER_LABELS, NAME_LABELS, WECHAT_LABELS))


def label_before(flat: str, start: int) -> Label | None:
    """The label that names the value at `start`, or None. Looks back over at most 40 characters."""
    left = flat[max(0, start - _WINDOW) : start]
    if left.endswith(";"):
        left = left.replace("&nbsp;", " ")
    label = label_at_end(left)
    if label is None and ">" in left[-_MOST_GLUE:]:  # <td>QQ</td><td>12345678
        label = label_at_end(" ".join(_TAG.sub(" ", flat[max(0, start - 4 * _WINDOW) : start]).split())[-_WINDOW:])
    return label


def label_at_end(left: str) -> Label | None:
    """The label at the end of `left`.

    >>> [label_at_end(left).kind for left in ("联系人手机号码:", '"cardNo": "', "身分證統一編號", "薇❤信(备注租房):")]
    ['phone', 'card', 'id', 'wechat']
    """
    text = left.lower()
    comma = text.rstrip(" ").endswith(",")  # 加微信，name
    if comma:
        text = text.rstrip(" ")[:-1]
    end = _before_glue(text)
    glue = text[end:]
    if text[end - 1 : end] not in _LASTS and glue.isascii() and not (")" in glue or "]" in glue):
        return None  # most values end here: no word that could be a label before them
    if _SYMBOLS.search(text):
        text = _PLUS.sub("加", _HEART.sub("微信", text))
        for emoji, word in _EMOJI.items():
            text = text.replace(emoji, word)
        end = _before_glue(text)
    found: Label | None = None
    marked = False
    for _ in range(5):
        if len(text) - end > _MOST_GLUE:
            break
        stem, glue = text[:end], text[end:]
        marked = marked or not _MARKS.isdisjoint(glue)
        closed = not _CLOSERS.isdisjoint(glue)
        if closed and (same := _SAME.search(stem)):  # QQ（微信同号）：
            text = stem[: same.start()]
            end = _before_glue(text)
            continue
        word = _longest(stem, glue.lstrip(" ").startswith(":"))
        if word is not None:
            invited = _INVITED.search(stem, max(0, end - len(word) - 4), end - len(word)) is not None
            kind = _CLASS.get(word) or _LETTERS[word]
            named = kind == "network" and word.endswith(("号", "號", "码", "碼", "id"))  # 快手号, 好友码
            label = Label(kind, word, marked or invited or named or word.startswith("加"))
            if found is None or label.kind != "ident":  # the words behind it were fillers
                found = label
        tail = next(filter(stem.endswith, _TAILS.get(stem[-1:], ())), None)
        if tail is not None and word is not None and len(word) > len(tail):
            deeper = _longest(stem[: -len(tail)], False)  # 机号, but 手机 and 号
            tail = tail if deeper is not None and len(deeper) + len(tail) > len(word) else None
        remark = _REMARK.search(stem) if closed and word is None else None
        if tail is not None and remark is None:
            marked = marked or tail in _NAMING
            text = stem[: -len(tail)]
        elif found is not None:
            break
        elif marked and _ORDINAL.search(stem, end - 1) and not _LONE_LETTER.search(stem, max(0, end - 3)):
            text = stem[:-1]
        elif remark is not None:
            text = stem[: remark.start()]
        else:
            break
        end = _before_glue(text)
    if comma and (found is None or found.weak or found.kind not in ("qq", "wechat")):
        return None
    return found


def _before_glue(text: str) -> int:
    """Where the marks at the end of `text` begin."""
    end = len(text)
    while end and (text[end - 1] in GLUE_CHARS or text[end - 1] > "\uffff"):
        end -= 1
    return end


def _longest(stem: str, colon: bool) -> str | None:
    """The longest word that `stem` ends with; symbols inside a word do not count."""
    if stem[-1:] not in _LENGTHS:
        return None
    word = _at_end(stem, colon)
    if (word is None or len(word) == 1) and not GLUE_CHARS.isdisjoint(stem[-4:-1]):
        word = _at_end(_INNER.sub("", stem[-14:]), colon) or word
    return word


def _at_end(stem: str, colon: bool) -> str | None:
    for length in _LENGTHS.get(stem[-1:], ()):
        word = stem[-length:]
        kind = _CLASS.get(word)
        if kind is None or len(word) < length:
            continue
        if word[0].isascii() and word[0].isalnum() and (length <= 3 or kind in ("network", "account")):
            # a short Latin word must stand alone
            previous = stem[-length - 1 : -length]
            alone = not (previous.isalnum() if kind == "network" else previous.isalpha())
            # QQ/WX, 微信/VX, author_qq
            joined = (previous == "/" and stem[-length - 2 : -length - 1] >= "a") or (previous == "_" and word == "qq")
            if (
                previous.isdigit() and not stem[-length - 5 : -length].isdigit()
            ):  # 4wx within a code; a number may end there
                continue
            if previous.isascii() and not (alone and (joined or previous not in tuple("_/-.+="))):
                continue
        return word
    return stem[-1:] if stem[-1:] in _LETTERS and _is_letter(stem, colon) else None


def _is_letter(stem: str, colon: bool) -> bool:
    """Whether the single letter that ends `stem` is a label: 微： or V:, and V without a colon behind Chinese words."""
    before, far = stem[-2:-1], stem[:-1].rstrip(" ")[-1:]
    if (
        not (before.isascii() and before.isalnum())
        and not (before and before in "_/-.+=")
        and not "a" <= far <= "z"
        and colon
    ):
        return True
    if stem[-1] in "q微威" and (far in ("", "\n") or (before and before in " ,。、" and not stem[-1].isascii())):
        return True
    if not stem[-1].isascii() or not ("\u4e00" <= far <= "\u9fff" or before in ("，", "。", "、", ",", ";")):
        return False
    other = _at_end(stem[:-1].rstrip(" "), False)  # 产品编号 Q12345678
    return other is None or _CLASS.get(other) not in ("against", "ident")
