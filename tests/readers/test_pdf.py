"""PDF files with a text layer: whatever the rules, the place and the breaks of a table, the same report is read."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import zip_longest

import pytest

from gongkai.errors import InputError
from gongkai.readers import detect, read
from gongkai.report.form import form
from gongkai.report.model import Report
from tests.render import lay_out, make_report
from tests.render.press import Look, pdf_file

TEXTS = (
    "本机关按期更新公开目录，群众查阅方便，全年在门户网站公布各类政策文件、办事指南和解读材料共126条，其中图解18条。",
    "全年组织业务培训3次，参加45人次。",
    "接待来访咨询，答复均在期限内作出，没有因答复超期被投诉的情形，也没有因形式不当被要求更正的情形，群众评价良好。",
    "个别栏目更新不够及时，下一年改进。",
    "没有需要另行说明的内容。",
)
LOOKS = {
    "plain": Look(),
    "thin": Look(ruling="thin", space=200, numbering="— 1 —", align="right"),
    "dashed": Look(ruling="dashed", table_size=7.5, whole_rows=False, space=60, repeat=True),
    "dotted": Look(ruling="dotted", serif=True, running_head="青岚市政府信息公开", numbering="1 / 1"),
    "coloured": Look(ruling="coloured", watermark="内部资料", align="left", level="top", space=120),
    "grounds": Look(ruling="grounds", size=16, numbering="第1页", space=30),
    "landscape": Look(landscape=True, table_size=10.5, inset=5, repeat=True, indent=False),
    "turned": Look(turned=True, margin=40, level="bottom"),
}


UNDRAWN = {
    "no line": Look(ruling="none", landscape=True, table_size=7.5, inset=5, numbering="1"),
    "head and foot": Look(ruling="three", landscape=True, table_size=7.5, inset=5, align="right", numbering="— 1 —"),
    "level lines": Look(ruling="levels", table_size=6.5, inset=3, margin=40, align="left"),
    "crowded": Look(ruling="none", table_size=10.5, inset=5, margin=57, align="left", whole_rows=False),
}


def some_report(seed: int) -> Report:
    """A report whose sums hold, with figures of one to five digits, blanks and perhaps a row of the agency's own."""
    draw = random.Random(seed)  # noqa: S311
    edition = draw.choice(("2019", "2021"))
    known = form(edition)
    figures: dict[str, int | Decimal] = {}
    for address in draw.sample(list(known.addresses), 40):
        money = known.column(address).type == "money"
        figures[address] = (
            Decimal(draw.randint(0, 999999)) / 100
            if money
            else draw.choice((draw.randint(0, 9), draw.randint(0, 20000)))
        )
    texts = tuple("\n".join(draw.sample(TEXTS, draw.randint(1, 3))) for _ in range(6))
    year = 2020 if edition == "2019" else draw.randint(2021, 2025)
    blanks = tuple(draw.sample(list(known.addresses), 5))
    return make_report(edition, "青岚市档案馆", year, figures, texts, blanks, draw.choice(((), (3, 1, 12))))


def differences(report: Report, data: bytes) -> dict[str, object]:
    """What reads back otherwise; section texts count with their paragraphs."""
    got = read(data, name="report.pdf")
    wanted, found = report.essence(), got.essence()
    told: dict[str, object] = {
        key: (wanted[key], found[key])
        for key in ("agency", "year", "edition", "extra_rows")
        if wanted[key] != found[key]
    }
    pairs = zip_longest(*([(one.title, one.text) for one in r.sections] for r in (report, got)))
    told |= {f"section {n}": pair for n, pair in enumerate(pairs, 1) if pair[0] != pair[1]}
    for address in wanted["cells"]:
        if wanted["cells"][address] != found["cells"].get(address):
            told[address] = (wanted["cells"][address], found["cells"].get(address))
    return told


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("seed", range(3))
def test_every_look(look: str, seed: int) -> None:
    report = some_report(seed * 100 + len(look))
    assert differences(report, pdf_file(lay_out(report), LOOKS[look])) == {}


@pytest.mark.parametrize("look", UNDRAWN)
@pytest.mark.parametrize("seed", range(2))
def test_undrawn_tables_are_right_or_doubted(look: str, seed: int) -> None:
    report = some_report(seed * 100 + len(look))
    got = read(pdf_file(lay_out(report), UNDRAWN[look]), name="report.pdf")
    doubted = {address for doubt in got.doubts for address in doubt.cells}
    wrong = {
        a for a, cell in report.cells.items() if (cell.value, cell.kind) != (got.cells[a].value, got.cells[a].kind)
    }
    assert {address for address in wrong - doubted if got.cells[address].kind != "absent"} == set()
    assert look == "crowded" or len(wrong) <= 0.1 * len(report.cells)


def test_place_names_page_table_row_and_column() -> None:
    report = some_report(1)
    got = read(pdf_file(lay_out(report)), name="report.pdf")
    page, table, row, column = got["t3.concluded.total"].place.split(", ")
    assert page.startswith("page ")
    assert table == "table 2"
    assert row.startswith("row ")
    assert column == "column 10"


def test_magic_decides() -> None:
    assert detect(b"\n%PDF-1.4", "report.docx") == "pdf"


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9])
def test_cut_off(share: float) -> None:
    data = pdf_file(lay_out(some_report(2)))
    with pytest.raises(InputError):
        read(b"%PDF-1.7\n" + data[20 : int(len(data) * share)], name="cut.pdf")
