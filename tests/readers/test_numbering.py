"""Automatic numbers of Word paragraphs: what Word prints in front of them, by list, level, style and restart."""

from __future__ import annotations

import pytest

from gongkai.readers import docx
from gongkai.readers.numerals import numeral
from tests.render.word import para, table, word


@pytest.mark.parametrize(
    ("style", "counts", "printed"),
    [
        ("decimal", (1, 12, 0), "1 12 0"),
        ("decimalZero", (3, 12), "03 12"),
        ("upperRoman", (1, 4, 9, 14, 40, 1994, 4000), "I IV IX XIV XL MCMXCIV 4000"),
        ("lowerRoman", (3, 8), "iii viii"),
        ("upperLetter", (1, 26, 27, 53), "A Z AA AAA"),
        ("lowerLetter", (2, 28), "b bb"),
        ("decimalFullWidth", (1, 10), "１ １０"),
        ("decimalEnclosedCircle", (1, 20, 21), "① ⑳ 21"),
        ("decimalEnclosedCircleChinese", (3,), "③"),
        ("decimalEnclosedParen", (2,), "⑵"),
        ("decimalEnclosedFullstop", (2,), "⒉"),
        ("ideographEnclosedCircle", (2,), "㊁"),
        ("chineseCounting", (1, 10, 11, 20, 99), "一 十 十一 二十 九十九"),
        ("chineseCountingThousand", (101, 110, 115, 1001, 1010), "一百零一 一百一十 一百一十五 一千零一 一千零一十"),
        ("japaneseCounting", (11, 101), "十一 一百一"),
        ("ideographDigital", (10, 25), "一〇 二五"),
        ("ideographTraditional", (1, 10, 11), "甲 癸 11"),
        ("ideographZodiac", (1, 12), "子 亥"),
        ("ideographZodiacTraditional", (1, 60), "甲子 癸亥"),
        ("chineseLegalSimplified", (1, 10, 12), "壹 壹拾 壹拾贰"),
        ("numberInDash", (4,), "- 4 -"),
        ("hex", (31,), "1F"),
        ("thaiNumbers", (4,), "4"),
        ("none", (4,), ""),
        ("bullet", (4,), ""),
    ],
)
def test_number_formats(style: str, counts: tuple[int, ...], printed: str) -> None:
    assert " ".join(numeral(count, style) for count in counts) == printed


def level(at: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def definition(name: str, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{more}{"".join(levels)}</w:abstractNum>'


def number(name: str, of: str, inside: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{inside}</w:num>'


def item(text: str, list_: str = "1", at: int = 0) -> str:
    return para(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_}"/></w:numPr>')


def printed(body: str, numbering: str, styles: str = "") -> str:
    return " ".join(block.text for block in docx.read(word(body, numbering=numbering, styles=styles)).blocks)


OUTLINE = definition(
    "0", level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3."),
    level(3, "decimal", "%1.%4", "<w:isLgl/>"),
)  # fmt: skip


def test_levels_restart_below_a_higher_one() -> None:
    body = item("甲") + item("乙", at=1) + item("丙", at=1) + item("丁", at=2) + item("戊") + item("己", at=1)
    assert printed(body, OUTLINE + number("1", "0")) == "一、甲 （一）乙 （二）丙 1.丁 二、戊 （一）己"


def test_legal_levels_print_digits_for_all() -> None:
    assert printed(item("甲") + item("乙") + item("丙", at=3), OUTLINE + number("1", "0")) == "一、甲 二、乙 2.1丙"


def test_a_level_that_never_or_only_seldom_restarts() -> None:
    never = definition("0", level(0, "decimal", "%1."), level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>'))
    body = item("甲") + item("乙", at=1) + item("丙") + item("丁", at=1)
    assert printed(body, never + number("1", "0")) == "1.甲 1)乙 2.丙 2)丁"
    seldom = definition(
        "0",
        level(0, "decimal", "%1."),
        level(1, "decimal", "%2)"),
        level(2, "decimal", "%3]", '<w:lvlRestart w:val="1"/>'),
    )
    body = (
        item("甲")
        + item("乙", at=1)
        + item("丙", at=2)
        + item("丁", at=1)
        + item("戊", at=2)
        + item("己")
        + item("庚", at=2)
    )
    assert printed(body, seldom + number("1", "0")) == "1.甲 1)乙 1]丙 2)丁 2]戊 2.己 1]庚"


def test_lists_of_one_definition_count_on_unless_one_begins_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    lists = OUTLINE + number("1", "0") + number("2", "0") + number("3", "0", anew)
    body = item("甲") + item("乙", "2") + item("丙", "3") + item("丁", "3")
    assert printed(body, lists) == "一、甲 二、乙 五、丙 六、丁"


def test_an_override_may_bring_its_own_level() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1.", start=3)}</w:lvlOverride>'
    assert printed(item("甲") + item("乙"), OUTLINE + number("1", "0", own)) == "III.甲 IV.乙"


def test_numbers_come_from_styles_and_what_they_are_based_on() -> None:
    lists = definition("0", level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.", '<w:pStyle w:val="B"/>'))
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}">{more}</w:style>'
        for name, more in {
            "A": '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
            "B": '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
            "C": '<w:basedOn w:val="A"/>',
            "D": '<w:basedOn w:val="A"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>',
        }.items()
    )
    body = "".join(para(text, f'<w:pStyle w:val="{name}"/>') for text, name in zip("甲乙丙丁戊", "ABCDA", strict=True))
    assert printed(body, lists + number("1", "0"), styles) == "一、甲 1.乙 二、丙 丁 三、戊"


def test_a_list_style_is_followed_and_a_hidden_number_counts_without_being_printed() -> None:
    real = definition("0", level(0, "decimal", "%1)"), more='<w:styleLink w:val="S"/>')
    link = definition("1", more='<w:numStyleLink w:val="S"/>')
    assert printed(item("甲"), real + link + number("1", "1")) == "1)甲"
    hidden = definition("0", level(0, "decimal", "%1)", "<w:rPr><w:vanish/></w:rPr>"), level(1, "decimal", "%1.%2"))
    assert printed(item("甲") + item("乙", at=1), hidden + number("1", "0")) == "甲 1.1乙"


def test_a_number_never_runs_into_a_figure() -> None:
    lists = definition("0", level(0, "decimal", "%1."), level(1, "decimal", "%2")) + number("1", "0")
    body = table((item("12"), item("34", at=1), item("")))
    (grid,) = docx.read(word(body + para("甲"), numbering=lists)).blocks[:1]
    assert [slot.text for slot in grid.rows[0]] == ["1、12", "1、34", "2."]  # type: ignore[union-attr]


def test_a_deleted_paragraph_is_not_counted() -> None:
    gone = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>'
    assert printed(item("甲") + gone + item("乙"), OUTLINE + number("1", "0")) == "一、甲 二、乙"
