"""The key of filters/canonical.py: one for all scripts and regions."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from taosha.filters.canonical import canonical
from taosha.filters.conversion import converter


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("這個軟體可以從網路下載", "这个软件可以从网络下载"),
        ("ＡＢＣ１２３，ｘ", "abc123x"),
        ("「你好」，他說。", "你好他说"),
        ("皇后\n 和  後來", "皇后和后来"),
        ("乾隆看著裏面", "乾隆看着里面"),
        ("衞生説明", "衛生說明"),
        ("ﾃｽﾄ", "テスト"),
    ],
)
def test_canonical_joins(one: str, other: str):
    assert canonical(one) == canonical(other)


def test_canonical_is_exactly():
    assert canonical("Ｈello，　世界！\N{VARIATION SELECTOR-16} 3+4=7 𠀀") == "hello世界3+4=7𠀀"
    assert canonical(" ，。\n") == ""


@settings(deadline=None)
@given(st.text())
def test_canonical_is_idempotent_on_its_script(text: str):
    key = canonical(text)
    assert canonical(key) == key or converter("tw2sp-general")(text) != text


#: everyday words of the Mainland, among them those that Taiwan has for something else
WORDS = """
这个 我们 国家 法律 执行 运行 资料 数据 建立 创建 文件 文档 档案 支持 支援 设置 设定 软件 网络
计算机 信息 时间 发展 头发 干部 干净 后来 皇后 里面 公里 面条 只有 一只 复杂 恢复 历史 日历 着急
著作 看着 制造 制度 系统 关系 钟表 钟情 了解 标准 批准 台风 台湾 想象 图像 账户 参与 并且 合并
余额 乾隆 咸阳 老板 打开 开启 核心 程序 进程 经济指标 质量 视频 为了 群众 衔接 汇率 词汇 准备 松树
"""


@settings(deadline=None)  # OpenCC's dictionaries are loaded on the way
@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=20).map(lambda words: "，".join(["这里", *words])))
@example("这里执行，文件，核心")
def test_a_traditional_twin_has_the_same_key(text: str):
    """The same words in Traditional characters, as OpenCC, Taiwan and Hong Kong write them, and in Taiwan's words.

    这里, since the words of a text without any Traditional character (影片) are taken for the Mainland's.
    """
    for config in ("s2t", "s2tw", "s2hk", "s2twp"):
        assert canonical(converter(config)(text)) == canonical(text)


@settings(deadline=None)
@given(st.text())
def test_no_key_is_longer_than_its_text(text: str):
    assert len(canonical(text)) <= len(text) or converter("tw2sp-general")(text) != text
