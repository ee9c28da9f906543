"""The three ways in which a site may run; a looser one than `normal` is asked for by name and told by `doctor`."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.errors import UsageError


@dataclass(frozen=True, slots=True)
class Mode:
    """One way: its `name` in the settings, its label, and what holds in it.

    `encrypted`: only HTTPS, with HSTS and `__Host-` cookies. `second_factor`: nobody signs in without one.
    `sets_today`: the date can be set, so that a demonstration walks through months.
    """

    name: str
    label: str
    label_en: str
    encrypted: bool
    second_factor: bool
    sets_today: bool


MODES = {
    mode.name: mode
    for mode in (
        Mode("normal", "正式运行", "normal operation", encrypted=True, second_factor=True, sets_today=False),
        Mode(
            "intranet-http",
            "内网不加密运行：口令和个人信息在网上明文传送",
            "unencrypted on an intranet: passwords and personal data cross the network in the clear",
            encrypted=False,
            second_factor=True,
            sets_today=False,
        ),
        Mode(
            "demonstration",
            "演示：不加密，不要第二因素，日期可以设定；不得放入真实数据",
            "demonstration: unencrypted, no second factor, the date can be set; not for real data",
            encrypted=False,
            second_factor=False,
            sets_today=True,
        ),
    )
}
"""Every mode by its name (DECISIONS 30)."""


def mode(name: str) -> Mode:
    """The mode of this name; UsageError for any other."""
    if name not in MODES:
        known = "、".join(MODES)
        raise UsageError(
            f"GONGKAI_MODE 不能是 {name}；可以用：{known}",
            f"GONGKAI_MODE cannot be {name}; there are: {', '.join(MODES)}",
        )
    return MODES[name]
