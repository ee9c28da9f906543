"""The workbook to fill an old register into: 登记簿导入模板.xlsx."""

from __future__ import annotations

from gongkai.office.cases.importing.columns import BALANCES, LAYOUTS, Column, Kind, Layout
from gongkai.writers.sheet import Sheet, workbook

NAME = "登记簿导入模板.xlsx"
WORDS = "可选的词"
FORMATS = {Kind.TEXT: "@", Kind.DATE: "yyyy-mm-dd"}
RULES = (
    "每件申请一行；一次申请多件的，分成几行。原编号在同一年内不重复。",
    "日期写成 2025-09-15、2025年9月15日，或者设为日期格式；没有发生的留空。",
    "状态不用填：由各日期推算。没有送达日期的就是还没有办结，期限接着计算。",
    "2019-05-15之前收到的申请适用修订前的条例，不能导入。",
    "合计行、空行不导入；隐藏的工作表不读。列的次序可以变，标题不要改。",
    "先试导，看清问题和期限，再导入；同一份文件只导入一次，不会重复。",
)
"""What stands on top of the page of explanations."""


def template() -> bytes:
    """The blank workbook: three sheets to fill in, one that explains every column, one with the words of the lists."""
    return workbook([*map(_blank, LAYOUTS), _explained(), _words()])


def _choosing() -> list[tuple[Layout, Column]]:
    return [(layout, one) for layout in LAYOUTS for one in layout.columns if one.choices]


def _blank(layout: Layout) -> Sheet:
    lists = {}
    for place, (owner, one) in enumerate(_choosing()):
        if owner is layout:
            letter = _letter(place)
            lists[layout.columns.index(one)] = f"'{WORDS}'!${letter}$2:${letter}${len(one.choices or ()) + 1}"
    return Sheet(
        layout.name,
        [one.heading + ("*" if one.is_required else "") for one in layout.columns],
        widths=[28 if one.most >= 200 else 18 for one in layout.columns],
        lists=lists,
        formats={at: FORMATS[one.kind] for at, one in enumerate(layout.columns) if one.kind in FORMATS},
    )


def _letter(place: int) -> str:
    return chr(ord("A") + place)


def _explained() -> Sheet:
    rows: list[tuple[str, ...]] = [(str(at), rule) for at, rule in enumerate(RULES, 1)]
    for layout in LAYOUTS:
        for one in layout.columns:
            allowed = "、".join(one.choices) if one.choices else str(one.kind)
            must = "必填" if one.is_required else ""
            rows.append((layout.name, one.heading, must, one.about, allowed, one.example, "、".join(one.variants)))
        if layout is BALANCES:
            rows.append(
                (layout.name, "例", "", "旧系统2026年登记编号编到41：项目填“登记编号”，年份2026，数41", "", "", "")
            )
    heads = ("工作表", "列", "必填吗", "含义", "可以填", "示例", "也认得的标题")
    return Sheet("填表说明", heads, rows, widths=(12, 22, 8, 50, 60, 26, 40))


def _words() -> Sheet:
    columns = [list(one.choices or ()) for _, one in _choosing()]
    height = max(map(len, columns))
    rows = [[words[at] if at < len(words) else "" for words in columns] for at in range(height)]
    return Sheet(WORDS, [f"“{layout.name}”的“{one.heading}”" for layout, one in _choosing()], rows)
