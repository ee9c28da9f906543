"""Any report, written as an office would publish it, reads back as the same report."""

from __future__ import annotations

import os
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gongkai.errors import UsageError
from gongkai.readers import read
from gongkai.report.check import Example
from gongkai.report.example import build
from gongkai.report.form import form
from gongkai.report.model import ABSENT, Cell, ExtraRow, Note, Report, Signature, Surplus
from gongkai.report.number import Kind
from gongkai.writers import render
from gongkai.writers.official import paper
from gongkai.writers.paper.page import Sheet, Text
from tests.render.build import CLASSES, make_report

EXAMPLES = int(os.environ.get("GONGKAI_EXAMPLES", "12"))
AGENCIES = ("青岚市水利局", "青岚市云溪区人民政府", "青岚市公安局云溪分局", "青岚市云溪区松林街道办事处")
SENTENCES = (
    "本机关按期更新公开目录，群众查阅方便。",
    "（一）主动公开",
    "全年组织业务培训3次，参加45人次；“公开日”活动2场。",
    "网址为https://example.invalid/?a=1&b=<2>，见#let、$x$、*号*、_下划线_、[链接]、@标签、\\反斜杠和{花括号}。",
    "=1+1，'单引号'，\"双引号\"，&amp;，½，①②③，〔2024〕5号，﹝2023﹞6号。",
    "较长的一段：" + "".join(f"第{n}项公开工作已经落实，" for n in range(1, 100)) + "完成。",
    "没有需要另行说明的内容。",
)
NOTE = "备注：规范性文件数量因清理而减少。"
PHASES = tuple(Phase) if "GONGKAI_EXAMPLES" in os.environ else (Phase.explicit, Phase.generate)
ENDINGS = (".docx", ".html", ".pdf")


@st.composite
def reports(draw: st.DrawFn, fewest: int = 0) -> Report:
    """A report of either edition with all that a file may hold: blanks, dashes, words, added and missing rows.

    `fewest` is how many paragraphs a section has at least.
    """
    edition = draw(st.sampled_from(("2019", "2021")))
    known = form(edition)
    figures: dict[str, int | Decimal] = {}
    for address in draw(st.lists(st.sampled_from(known.addresses), min_size=3, max_size=25, unique=True)):
        if known.column(address).type == "money":
            figures[address] = draw(st.decimals(0, 99999, places=4)).normalize() + Decimal(0)
        else:
            figures[address] = draw(st.integers(-50 if known.column(address).signed else 0, 1_298_812))
    texts = [draw(st.lists(st.sampled_from(SENTENCES), min_size=fewest, max_size=3, unique=True)) for _ in range(5)]
    texts.append([draw(st.sampled_from(SENTENCES))])
    texts = [[f"{line}附件{letter}" for line in lines] for letter, lines in zip("甲乙丙丁戊己", texts, strict=True)]
    notes = ()
    if draw(st.booleans()):
        texts[1].append(NOTE)
        notes = (Note("t2", NOTE),)
    extra = draw(st.sampled_from(((), (3, 1, 12), (7,))))
    year = draw(st.integers(2019, 2020) if edition == "2019" else st.integers(2021, 2025))
    agency = draw(st.sampled_from(AGENCIES))
    report = make_report(edition, agency, year, figures, tuple("\n".join(text) for text in texts), (), extra)
    signature = Signature(agency, f"{year + 1}-01-20") if draw(st.booleans()) else Signature()
    report = replace(report, notes=notes, signature=signature, preamble="根据《条例》编制本报告。")
    return draw(_spoilt(report))


@st.composite
def _spoilt(draw: st.DrawFn, report: Report) -> Report:
    cells = dict(report.cells)
    odd = (
        Cell(None, Kind.BLANK),
        Cell(None, Kind.DASH, "/"),
        Cell(None, Kind.DASH, "无"),
        Cell(None, Kind.TEXT, "3/2"),
    )
    for address in draw(st.lists(st.sampled_from(report.form.addresses), max_size=5, unique=True)):
        cells[address] = draw(st.sampled_from(odd))
    for row in draw(st.lists(st.sampled_from(report.form.table("t3").rows), max_size=2, unique=True)):
        cells |= {a: ABSENT for a in cells if a.startswith(f"t3.{row.key}.")}
    if draw(st.booleans()):
        cells = _undivided(report.edition, cells)
    amount = cells.get("t2.procurement.amount")
    if amount and amount.kind is Kind.NUMBER and draw(st.booleans()):
        cells["t2.procurement.amount"] = replace(amount, unit="万元", raw=f"{amount.value}万元")
    rows = report.extra_rows
    if draw(st.booleans()):
        after = draw(st.sampled_from([row.key for row in report.form.table("t3").rows[:-1]]))
        if cells[f"t3.{after}.total"] is not ABSENT:
            rows = (*rows, ExtraRow("t3", "其中涉企申请", (1, 0, 0, 0, 0, 0, 1), tuple("1000001"), f"t3.{after}"))
    return replace(report, cells=cells, extra_rows=rows)


def _undivided(edition: str, cells: dict[str, Cell]) -> dict[str, Cell]:
    """三（六） as the other edition divides it (DECISIONS 4)."""
    other = form("2019" if edition == "2021" else "2021")
    theirs = [
        row.key for row in other.table("t3").rows if row.key not in {r.key for r in form(edition).table("t3").rows}
    ]
    mine = [a for a in cells if a.startswith("t3.other")]
    more = {f"t3.{row}.{column}": Cell(2, Kind.NUMBER, "2") for row in theirs for column in (*CLASSES, "total")}
    return {**cells, **dict.fromkeys(mine, ABSENT), **more}


def differences(wanted: Report, found: Report) -> dict[str, object]:
    """What reads back otherwise, as address or key to (written, read)."""
    one, two = wanted.essence(), found.essence()
    told: dict[str, object] = {
        key: (one[key], two[key]) for key in ("agency", "year", "edition", "extra_rows") if one[key] != two[key]
    }
    told |= {f"section {n}": p for n, p in enumerate(zip_longest(one["sections"], two["sections"]), 1) if p[0] != p[1]}
    addresses = sorted({*one["cells"], *two["cells"]})
    pairs = {a: (one["cells"].get(a), two["cells"].get(a)) for a in addresses}
    return told | {a: pair for a, pair in pairs.items() if pair[0] != pair[1]}


@pytest.mark.parametrize("ending", ENDINGS)
def test_any_report_reads_back(ending: str) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        phases=PHASES,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(reports(fewest=int(ending == ".pdf")))
    def holds(report: Report) -> None:
        data = render(report, ending)
        found = read(data, name=f"年报{ending}")
        assert differences(report, found) == {}
        assert (found.signature, len(found.notes)) == (report.signature, len(report.notes))
        assert data == render(report, ending)

    holds()


@pytest.mark.parametrize("ending", [".docx", ".html", ".pdf"])
@pytest.mark.parametrize("table", ["t2", "t3"])
@pytest.mark.parametrize("edition", [("2019", 2020), ("2021", 2023)])
def test_what_stands_between_and_beside_the_rows_is_kept(edition: tuple[str, int], table: str, ending: str) -> None:
    """A note inside a table and a value that no column claims are read again where they stood."""
    note = Note(table, "备注：含简易程序。")
    surplus = (Surplus("t3.granted", "99"), Surplus("t4", "16"))
    report = replace(build(Example(edition=edition[0], year=edition[1])), notes=(note,), surplus=surplus)
    found = read(render(report, ending), name=f"年报{ending}")
    assert differences(report, found) == {}
    assert [(one.table, one.text) for one in found.notes] == [(table, note.text)]
    assert [(one.row, one.raw) for one in found.surplus] == [(one.row, one.raw) for one in surplus]


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        (
            {"title": "2023年政府信息公开工作年度报告", "signature": Signature()},
            ["青岚市住房和城乡建设局", "2023年政府"],
        ),
        ({"title": "", "agency": None, "year": None}, ["政府信息公开工作年度报告"]),
        ({"title": "青岚市住房和城乡建设局2023年年报"}, ["青岚市住房和城乡建设局2023年年报"]),
    ],
)
def test_the_title_names_the_agency_in_lines_that_fit(changes: dict[str, Any], lines: list[str]) -> None:
    first = paper(replace(build(Example()), **changes)).blocks[0]
    assert isinstance(first, Text)
    assert [line[: len(want)] for line, want in zip(first.text.split("\n"), lines, strict=True)] == lines


def test_tables_stand_where_their_section_is_missing() -> None:
    report = build(Example())
    report = replace(report, sections=tuple(s for s in report.sections if s.number in (1, 3)))
    kinds = [one.caption[:2] if isinstance(one, Sheet) else one.text[:2] for one in paper(report).blocks[2:]]
    assert [kind for kind in kinds if kind[1] in "、二三四"] == ["一、", "表二", "三、", "表三", "表四"]
    assert differences(report, read(render(report, ".docx"), name="x.docx")) == {}


def test_characters_that_no_paper_can_hold() -> None:
    report = build(Example())
    sections = (replace(report.sections[0], text="甲\x00乙\x0b丙\ud800丁\ufffe"), *report.sections[1:])
    for ending in (".docx", ".html", ".xlsx"):
        found = read(render(replace(report, sections=sections), ending), name=f"x{ending}")
        assert found.sections[0].text == "甲\ufffd乙 丙\ufffd丁\ufffd"


@pytest.mark.parametrize(("ending", "mark"), [(".json", "\ud800"), (".csv", "\ud800"), (".pdf", "\x00")])
def test_characters_that_a_format_cannot_hold_are_named(ending: str, mark: str) -> None:
    report = replace(build(Example()), agency=f"青岚市{mark}气象局", title=f"青岚市{mark}气象局2024年报告")
    with pytest.raises(UsageError, match=r"U\+D800" if ending != ".pdf" else "字体"):
        render(report, ending)
