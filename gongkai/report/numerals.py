"""Numbers in Chinese characters, as prose writes small ones."""

from __future__ import annotations

CHINESE = "零〇一二两三四五六七八九十百千"
"""The characters that such a number is made of."""

_DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}


def chinese(numeral: str) -> int:
    """A numeral below ten thousand in Chinese, such as 十二 or 一百零五. KeyError for any other character."""
    total = digit = 0
    for mark in numeral:
        if mark in _STEPS:
            total += (digit or 1) * _STEPS[mark]
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[mark] if digit else _DIGITS[mark]
    return total + digit
