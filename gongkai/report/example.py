"""Correct reports of an invented agency, and the same with single faults: for tests, demonstrations and the docs."""

from __future__ import annotations

from dataclasses import replace

from gongkai.report.check import Example
from gongkai.report.form import Form, form
from gongkai.report.model import ABSENT, Cell, Report, Section, Signature
from gongkai.report.number import Kind, parse

AGENCY = "青岚市住房和城乡建设局"
"""The agency of the examples; there is no city of this name."""

_T3 = {
    "natural_person": {
        "received": 30, "carried_in": 2, "granted": 12, "partial": 6, "denied_third_party": 2,
        "denied_internal": 1, "unavailable_not_held": 6, "unprocessed_petition": 1, "unprocessed_repeat": 1,
        "other": 1, "other_no_correction": 1, "concluded": 30, "carried_out": 2,
    },
    "business": {"received": 6, "granted": 4, "partial": 1, "unavailable_not_held": 1, "concluded": 6},
    "legal_service": {"received": 2, "granted": 1, "denied_process": 1, "concluded": 2},
}  # fmt: skip
_T4 = {
    "reconsideration": {"upheld": 2, "other": 1, "total": 3},
    "litigation_direct": {"upheld": 1, "pending": 1, "total": 2},
    "litigation_after_reconsideration": {"upheld": 1, "total": 1},
}
_T2 = {
    "normative_documents.issued": "1", "normative_documents.repealed": "1", "normative_documents.in_force": "9",
    "normative_documents.made": "1", "normative_documents.published": "1", "normative_documents.total": "9",
    "licences.items_before": "21", "licences.decisions": "846", "other_services.items_before": "12",
    "other_services.decisions": "318", "penalties.items_before": "64", "penalties.decisions": "57",
    "coercion.items_before": "5", "coercion.decisions": "3", "fees.items_before": "2", "fees.amount": "36.5",
    "procurement.items": "4", "procurement.amount": "128.6万元",
}  # fmt: skip


def build(example: Example) -> Report:
    """The report that an example describes: a correct one with the example's cells and fields put in."""
    known = form(example.edition)
    cells = {address: _cell(known, address, _raw(address)) for address in known.addresses}
    for address, raw in example.cells:
        cells[address] = ABSENT if raw == "absent" else _cell(known, address, raw)
    year = example.year
    report = Report(
        edition=example.edition,
        agency=AGENCY,
        year=year,
        title=f"{AGENCY}{year}年{known.title}",
        sections=sections(known, year),
        cells=cells,
        labels=labels(known),
        preamble=(
            f"根据《中华人民共和国政府信息公开条例》编制本报告。"
            f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
        ),
        signature=Signature(AGENCY, f"{year + 1}-01-20"),
    )
    return replace(report, **dict(example.changes))


def sections(known: Form, year: int) -> tuple[Section, ...]:
    """The six sections of a correct report, with official titles."""
    texts = {
        1: (
            f"{year}年，本局围绕住房保障和城市建设做好政府信息公开工作。主动公开方面，公布房屋征收、物业管理等政策。"
            "依申请公开方面，新收政府信息公开申请38件，均按期答复。政府信息管理方面，落实公开前审查。"
            "平台建设方面，维护政府网站专栏。监督保障方面，开展两次培训。"
        ),
        5: "存在的问题：政策解读形式不够丰富。改进情况：增加图解和问答，每季度检查一次栏目更新。",
        6: f"{year}年，本局未收取政府信息公开信息处理费。",
    }
    return tuple(Section(one.number, one.title, texts.get(one.number, "")) for one in known.sections)


def labels(known: Form) -> dict[str, str]:
    """The labels of every row and head as the form prints them."""
    given: dict[str, str] = {}
    for table in known.tables:
        for block in table.blocks:
            head = f"{table.key}.{block.key}"
            given |= {f"{table.key}.{row.key}": row.text for row in block.rows}
            given |= {f"{head}.{column.key}": column.text for column in block.columns}
            if block.title:
                given[head] = block.title
            if block.corner:
                given[f"{head}.corner"] = block.corner
    return given


def _raw(address: str) -> str:
    table, row, column = address.split(".")
    if table == "t2":
        return _T2.get(f"{row}.{column}", "0")
    if table == "t4":
        return str(_T4[row].get(column, 0))
    if column == "total":
        return str(sum(figures.get(row, 0) for figures in _T3.values()))
    return str(_T3.get(column, {}).get(row, 0))


def _cell(known: Form, address: str, raw: str) -> Cell:
    column = known.column(address)
    figure = parse(raw, column)
    unit = figure.unit if column.type == "money" else ""
    if column.type == "money" and figure.kind is Kind.NUMBER and not unit:
        unit = column.unit or "unstated"
    return Cell(figure.value, figure.kind, raw, f"{address}", unit)
