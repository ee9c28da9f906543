"""Reports made from figures, with every sum of the form holding unless told otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from gongkai.report.form import form
from gongkai.report.model import Cell, ExtraRow, Report, Section
from gongkai.report.number import Kind

CLASSES = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
APPEALS = ("upheld", "corrected", "other", "pending")


def balanced(edition: str, figures: Mapping[str, int | Decimal]) -> dict[str, int | Decimal]:
    """Every address with a figure: the given ones, 0 elsewhere, and the totals that the form's sums ask for."""
    known = form(edition)
    cells: dict[str, int | Decimal] = {}
    for address in known.addresses:
        empty = Decimal(0) if known.column(address).type == "money" else 0
        cells[address] = figures.get(address, empty)
    results = [row.key for row in known.table("t3").rows[2:-2]]
    for column in CLASSES:
        concluded = sum(int(cells[f"t3.{row}.{column}"]) for row in results)
        cells[f"t3.concluded.{column}"] = concluded
        carried = min(int(cells[f"t3.carried_in.{column}"]), concluded + int(cells[f"t3.carried_out.{column}"]))
        cells[f"t3.carried_in.{column}"] = carried
        cells[f"t3.received.{column}"] = concluded + int(cells[f"t3.carried_out.{column}"]) - carried
    for row in known.table("t3").rows:
        cells[f"t3.{row.key}.total"] = sum(int(cells[f"t3.{row.key}.{column}"]) for column in CLASSES)
    for row in known.table("t4").rows:
        cells[f"t4.{row.key}.total"] = sum(int(cells[f"t4.{row.key}.{column}"]) for column in APPEALS)
    return cells


def make_report(
    edition: str,
    agency: str,
    year: int,
    figures: Mapping[str, int | Decimal],
    texts: tuple[str, ...],
    blanks: tuple[str, ...] = (),
    extra: tuple[int, ...] = (),
) -> Report:
    """A Report with balanced figures; `blanks` are left empty, `extra` is the figures of one added row of table 2."""
    known = form(edition)
    cells = {}
    for address, value in balanced(edition, figures).items():
        unit = "unstated" if known.column(address).type == "money" and not known.column(address).unit else ""
        cells[address] = Cell(value, Kind.NUMBER, f"{value}", unit=unit)
        if address in blanks:
            cells[address] = Cell(None, Kind.BLANK)
    after = "t2.normative_documents"
    return Report(
        edition=edition,
        agency=agency,
        year=year,
        title=f"{agency}{year}年{known.title}",
        sections=tuple(Section(s.number, s.title, text) for s, text in zip(known.sections, texts, strict=True)),
        cells=cells,
        extra_rows=(ExtraRow("t2", "其他主动公开文件", extra, tuple(map(str, extra)), after),) if extra else (),
    )
