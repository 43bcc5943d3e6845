"""Accounts behind plain and behind hidden names of messengers, of folded text."""

import pytest
from taosha.filters import accounts
from taosha.filters.folding import fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("加微信 mama_2019", (1, 0)),
        ("微信：jx12345678，QQ 12345678", (2, 0)),
        ("咨询韦心：jz00c1", (0, 1)),
        ("卫❤星：csz 0000 19", (0, 1)),
        ("加 胃信 jf00012", (0, 1)),
        ("➕薇：000❤zzq", (0, 1)),
        ("威信 12345abc", (0, 1)),
        ("他在群众中很有威信，维新派的主张", (0, 0)),  # no account
        ("卫星在轨运行", (0, 0)),
        ("飞机号：pf_0000", (0, 1)),
        ("飞机CA1234次航班", (0, 0)),
        ("赖：gogo0008", (0, 1)),
        ("软件包依赖libdb4.2，显微镜a1234", (0, 0)),
        ("VX：kk0012", (0, 1)),
        ("编译wxwidgets 3.0", (0, 0)),
    ],
)
def test_count(text: str, expected: tuple[int, int]):
    assert accounts.count(fold(text).encode()) == expected


def test_ends_of_a_long_text():
    filler = "文" * 4000
    assert accounts.count(fold(f"微信 abc12345，{filler}，韦心 abc12345").encode()) == (1, 1)
    assert accounts.count(fold(f"{filler}微信 abc12345{filler}").encode()) == (0, 0)
