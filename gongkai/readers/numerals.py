"""Counts as Word prints them in front of numbered paragraphs: the number formats of ECMA-376 part 1, 17.18.59."""

from __future__ import annotations

from collections.abc import Callable

_HAN = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def numeral(count: int, style: str) -> str:
    """A count from 0 to 999,999,999 in the format that Word calls `style`; an unknown format prints digits."""
    return _FORMATS.get(style, str)(count)


def _counted(digits: str, units: str, zero: str, bare_ten: bool) -> Callable[[int], str]:
    """Numbers in words up to 9,999, such as 一百零一; larger ones digit by digit."""

    def words(count: int) -> str:
        if not 0 < count < 10_000:
            return "".join(digits[int(figure)] for figure in str(count))
        text, gap = "", False
        figures = str(count)
        for at, figure in enumerate(figures):
            if figure == "0":
                gap = True
                continue
            text += (zero if gap and text else "") + digits[int(figure)] + units[len(figures) - 1 - at].strip()
            gap = False
        ten = digits[1] + units[1]
        return text[1:] if bare_ten and text.startswith(ten) and len(figures) == 2 else text

    return words


def _by_digit(count: int) -> str:
    return "".join(_HAN[int(figure)] for figure in str(count))


def _cycle(signs: str) -> Callable[[int], str]:
    """The count-th sign; beyond the last one digits."""
    return lambda count: signs[count - 1] if 0 < count <= len(signs) else str(count)


def _row(first: int, last: int) -> Callable[[int], str]:
    """The count-th character from `first` on, to number `last`; beyond it digits."""
    return _cycle("".join(chr(first + n) for n in range(last)))


def _letters(first: str) -> Callable[[int], str]:
    """A to Z, then AA, BB, as Word counts on."""

    def letters(count: int) -> str:
        if not 0 < count <= 780:
            return str(count)
        times, at = divmod(count - 1, 26)
        return chr(ord(first) + at) * (times + 1)

    return letters


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    text = ""
    for value, sign in _ROMAN:
        times, count = divmod(count, value)
        text += sign * times
    return text


def _sixty(count: int) -> str:
    return _STEMS[(count - 1) % 10] + _BRANCHES[(count - 1) % 12] if 0 < count <= 60 else str(count)


_CHINESE = _counted(_HAN, " 十百千", "零", bare_ten=True)
_JAPANESE = _counted(_HAN, " 十百千", "", bare_ten=True)

_FORMATS: dict[str, Callable[[int], str]] = {
    "none": "".format,
    "bullet": "".format,
    "decimalZero": "{:02d}".format,
    "numberInDash": "- {} -".format,
    "hex": "{:X}".format,
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "decimalFullWidth": lambda count: str(count).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda count: str(count).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _row(0x2460, 20),
    "decimalEnclosedCircleChinese": _row(0x2460, 20),
    "decimalEnclosedParen": _row(0x2474, 20),
    "decimalEnclosedFullstop": _row(0x2488, 20),
    "ideographEnclosedCircle": _row(0x3280, 10),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": _sixty,
    "ideographDigital": _by_digit,
    "japaneseDigitalTenThousand": _by_digit,
    "taiwaneseDigital": _by_digit,
    "chineseCounting": _CHINESE,
    "chineseCountingThousand": _CHINESE,
    "taiwaneseCounting": _CHINESE,
    "taiwaneseCountingThousand": _CHINESE,
    "japaneseCounting": _JAPANESE,
    "chineseLegalSimplified": _counted(_LEGAL, " 拾佰仟", "零", bare_ten=False),
    "ideographLegalTraditional": _counted(_LEGAL_TRADITIONAL, " 拾佰仟", "零", bare_ten=False),
}
