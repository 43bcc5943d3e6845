"""What a name of an account looks like: 小红's xiaohong_88, not a word of a program or of English."""

import re

# Pinyin without tones, a little more than exists, and words that Chinese people give themselves on the net.
_SYLLABLE = (
    r"(?:zh|ch|sh|[zcsr])(?:i|ang|eng|ong|ai|ei|ao|ou|an|en|uang|uai|uan|un|ua|uo|ui|a|e|u)"
    r"|[bpmdtnljqxy](?:iang|iong|ing|iao|ian|in|ia|ie|iu|i)"
    r"|[bpmfdtnlgkhjqxyw](?:uang|uai|uan|ang|eng|ing|ong|ai|ei|ao|ou|an|en|in|un|ua|ue|uo|ui|a|e|o|u|v)"
    r"|ang|ai|ao|an|en|er|ou|a|e|o"
)
_NAMES = (
    "lucky|sunny|happy|honey|baby|angel|star|sky|moon|cat|dog|love|king|queen|boss|cool|smile|dream|flower|summer|winter"
    "|amy|anna|alice|andy|alex|allen|ben|bob|candy|cindy|coco|chris|daisy|david|eric|eva|frank|grace|helen|ivy|jack"
    "|james|jane|jason|jenny|jerry|jessica|jim|joe|john|judy|kate|kelly|kevin|kitty|leo|lily|lisa|lucy|lulu|mary|mia"
    "|michael|mike|nancy|nick|peter|queenie|rose|ruby|sam|sara|sophie|steven|susan|tina|tom|tony|vicky|vivian|wendy|zoe"
)
_HANDLE = re.compile(rf"(?:{_NAMES}|{_SYLLABLE}){{1,8}}$")
# Words of programs, of products and of manuals; a name that has one as a part is none.
_TECHNICAL_WORDS = """
    access token api app appid open openid union unionid user username your test demo sample example admin administrator
    root guest system default null none true false string number boolean object array function float double integer
    void return class const server client session cookie config http https www web html css json xml sql url uri oauth
    sdk jssdk ios android windows linux mac iphone ipad office login logout code pay alipay wechat weixin wxpay qrcode
    mini program debug version beta plugin module package github gitlab facebook twitter instagram telegram skype
    whatsapp line discord steam paypal tiktok youtube google message messenger friends notify desktop business email
    mail phone mobile tencent bytedance meta copilot actions hello title text name value type index list item
    image file path data error null info log button page view text password passwd account id uid key secret public
    private local host port service task job node pod table column field query cluster group role policy resource
    size list database subscription tenant dau mau gmv ipo ceo top command awesome python java golang rust node vue react spring
    ticket jsapi cocos xiumi docker tutorial course disabled enabled varchar optional required unknown pending
"""
_TECHNICAL = frozenset(_TECHNICAL_WORDS.split())
_NETWORKS = frozenset("douyin kuaishou xiaohongshu weibo taobao bilibili zhihu douban tieba momo".split())  # noqa: SIM905
#: names of tags that are long enough for a name
TAGS = frozenset("strong small label button center table tbody thead input video".split())  # noqa: SIM905
_CRAFT_WORDS = """
    boeing airbus comac cessna gaofen fengyun beidou landsat sentinel starlink tianwen shiyan yaogan jilin modis worldview
"""
_CRAFT = tuple(_CRAFT_WORDS.split())
_SAMPLES = ("test", "user", "admin", "demo", "example")
_PARTS = re.compile(r"[A-Za-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# What networks call those who sign in with WeChat or QQ.
_GIVEN = re.compile(r"(?:weixin|qq)_\d{6,}$")
_APP = re.compile(r"(?:wx[0-9a-f]{16}|gh_[0-9a-f]{10,}|BV1[0-9A-Za-z]{9}|av\d+)$")


def is_technical(name: str) -> bool:
    """Whether a part of `name` is a word of programs: access_token, userName2.

    >>> is_technical("access_token"), is_technical("lao_wang88")
    (True, False)
    """
    if _GIVEN.match(name):
        return False
    parts = _PARTS.findall(_CAMEL.sub("_", name))
    words = [part.lower() for part in parts]
    if any(word in _TECHNICAL or word.startswith(_SAMPLES) for word in words) or name.lower() in _NETWORKS:
        return True
    return is_of_program(name)


def is_of_program(name: str) -> bool:
    """Whether `name` is one that WeChat gave a program or a public account, or Bilibili a film."""
    return _APP.match(name) is not None


def is_of_craft(name: str) -> bool:
    """Whether `name` is one of satellites or aeroplanes: what 卫星 and 飞机 mean where they are no WeChat or Telegram."""
    return name.lower().startswith(_CRAFT)


def is_handle(name: str) -> bool:
    """Whether a name of letters alone is made of pinyin and common names.

    >>> is_handle("zhangxiaomei"), is_handle("sunnyli"), is_handle("string")
    (True, True, False)
    """
    return _HANDLE.match(name.lower()) is not None


def has_handle(name: str) -> bool:
    """Whether a part of `name` of three letters or more is made of pinyin and common names.

    >>> has_handle("nana_buy_jp"), has_handle("x_buy_jp")
    (True, False)
    """
    return any(len(part) > 2 and is_handle(part) for part in _PARTS.findall(_CAMEL.sub("_", name)))


#: pairs of consonants that stand in English words, parted by blanks
_PAIRS = """
    bb bl br bs bt cc ch ck cl cr cs ct dd dg dl dm dn dr ds dv dw ff fl fr fs ft gg gh gl gm gn gr gs ht hn hr kn ks kl
    lb lc ld lf lg lk ll lm ln lp lr ls lt lv mb ml mm mn mp ms nc nd nf ng nh nj nk nl nm nn np nq nr ns nt nv nw nx ph
    pl pp pr ps pt rb rc rd rf rg rh rj rk rl rm rn rp rq rr rs rt rv rw sb sc sd sf sg sh sk sl sm sn sp sq sr ss st sv
    sw tb tc tf th tl tm tn tr ts tt tw wb wd wf wh wk wl wm wn wp wr ws wt xc xh xp xt zz
"""
_ENGLISH = frozenset(_PAIRS.split())
_CONSONANTS = frozenset("bcdfghjklmnpqrstvwxz")


def is_word_like(name: str) -> bool:
    """Whether letters stand beside each other as in English words; most random names have a pair that does not.

    >>> is_word_like("voltage"), is_word_like("qwmzkd")
    (True, False)
    """
    pairs = (name[i : i + 2].lower() for i in range(len(name) - 1))
    return all(pair in _ENGLISH for pair in pairs if _CONSONANTS.issuperset(pair)) and not re.search(r"q(?!u)", name)
