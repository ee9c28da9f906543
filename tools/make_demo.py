"""Write the demonstration reports in demo/: agencies of an invented city, one report without a fault, five with.

The same bytes come out every time. Every sentence is our own; the faults are those that offices make most often.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from gongkai.report.form import form  # noqa: E402
from gongkai.report.model import Cell, Report  # noqa: E402
from gongkai.report.number import Kind  # noqa: E402
from tests.render import RENDERERS, Page, lay_out, make_report  # noqa: E402

YEAR = 2024
FEES = "本机关全年未收取政府信息公开信息处理费。"
WATER: dict[str, int] = {
    "t2.normative_documents.issued": 2,
    "t2.normative_documents.repealed": 1,
    "t2.normative_documents.in_force": 14,
    "t2.licences.decisions": 326,
    "t2.penalties.decisions": 41,
    "t2.coercion.decisions": 3,
    "t3.carried_in.natural_person": 1,
    "t3.granted.natural_person": 9,
    "t3.granted.business": 2,
    "t3.partial.natural_person": 3,
    "t3.denied_third_party.natural_person": 1,
    "t3.unavailable_not_held.natural_person": 4,
    "t3.unprocessed_petition.natural_person": 1,
    "t3.carried_out.natural_person": 2,
    "t4.reconsideration.upheld": 1,
}
MARKET: dict[str, int] = {
    "t2.normative_documents.issued": 5,
    "t2.normative_documents.repealed": 3,
    "t2.normative_documents.in_force": 37,
    "t2.licences.decisions": 4182,
    "t2.penalties.decisions": 517,
    "t2.coercion.decisions": 28,
    "t3.carried_in.natural_person": 3,
    "t3.carried_in.business": 1,
    "t3.granted.natural_person": 27,
    "t3.granted.business": 6,
    "t3.granted.legal_service": 2,
    "t3.partial.natural_person": 8,
    "t3.denied_enforcement_file.natural_person": 4,
    "t3.unavailable_not_held.natural_person": 9,
    "t3.unprocessed_petition.natural_person": 5,
    "t3.unprocessed_repeat.natural_person": 2,
    "t3.carried_out.natural_person": 5,
    "t4.reconsideration.upheld": 4,
    "t4.reconsideration.corrected": 1,
    "t4.litigation_after_reconsideration.upheld": 1,
}
CULTURE: dict[str, int] = {
    "t2.normative_documents.issued": 1,
    "t2.normative_documents.in_force": 9,
    "t2.licences.decisions": 143,
    "t2.penalties.decisions": 22,
    "t3.granted.natural_person": 5,
    "t3.granted.research": 1,
    "t3.partial.natural_person": 1,
    "t3.unavailable_needs_creation.natural_person": 1,
}
HOUSING: dict[str, int] = {
    "t2.normative_documents.issued": 4,
    "t2.normative_documents.repealed": 6,
    "t2.normative_documents.in_force": 31,
    "t2.licences.decisions": 1897,
    "t2.penalties.decisions": 164,
    "t2.coercion.decisions": 7,
    "t3.carried_in.natural_person": 6,
    "t3.granted.natural_person": 38,
    "t3.granted.business": 3,
    "t3.partial.natural_person": 14,
    "t3.denied_third_party.natural_person": 2,
    "t3.denied_process.natural_person": 1,
    "t3.unavailable_not_held.natural_person": 23,
    "t3.unavailable_still_unclear.natural_person": 2,
    "t3.unprocessed_repeat.natural_person": 3,
    "t3.other_no_correction.natural_person": 2,
    "t3.carried_out.natural_person": 4,
    "t4.reconsideration.upheld": 5,
    "t4.reconsideration.pending": 1,
    "t4.litigation_direct.upheld": 2,
}
TRAFFIC: dict[str, int] = {
    "t2.normative_documents.issued": 3,
    "t2.normative_documents.repealed": 2,
    "t2.normative_documents.in_force": 26,
    "t2.licences.decisions": 2760,
    "t2.penalties.decisions": 935,
    "t2.coercion.decisions": 19,
    "t3.carried_in.natural_person": 2,
    "t3.granted.natural_person": 11,
    "t3.granted.business": 4,
    "t3.partial.natural_person": 3,
    "t3.unavailable_not_held.natural_person": 6,
    "t3.unprocessed_publication.natural_person": 1,
    "t3.carried_out.natural_person": 1,
    "t4.reconsideration.upheld": 2,
}
ARCHIVE: dict[str, int] = {
    "t2.normative_documents.in_force": 3,
    "t3.granted.natural_person": 12,
    "t3.denied_registry_query.natural_person": 5,
    "t3.unavailable_not_held.natural_person": 2,
}


def sound(agency: str, figures: dict[str, int], fees: str = FEES) -> Report:
    """A report in which everything adds up, with these figures and zeros elsewhere."""
    base = make_report("2021", agency, YEAR, figures, ("",) * 6)
    received, out = base.value("t3.received.total"), base.value("t3.carried_out.total")
    done = base.value("t3.concluded.total")
    period = f"{YEAR}年1月1日至{YEAR}年12月31日"
    overview = (
        f"本报告由{agency}依照《中华人民共和国政府信息公开条例》编制，数据统计期限为{period}。\n"
        f"（一）主动公开。全年按目录公开各类信息，栏目按季度核对一次。\n"
        f"（二）依申请公开。全年新收政府信息公开申请{received}件，办结{done}件，结转下年度{out}件。\n"
        "（三）政府信息管理。公开前逐件审查，失效文件及时注明。\n"
        "（四）平台建设。网站检索与留言功能运行正常。\n"
        "（五）监督保障。组织业务培训2次，未发生责任追究情形。"
    )
    problems = "解读材料形式仍较单一，答复文书说理不够充分。下一年将增加图解，并定期评查答复文书。"
    closing = fees or "本年度没有其他需要报告的事项。"
    rest = ("", "", "", problems, f"{closing}\n{agency}\n{YEAR + 1}年1月20日")
    return make_report("2021", agency, YEAR, figures, (overview, *rest))


def written(report: Report, changes: dict[str, str]) -> Report:
    """The report with other texts in some cells."""
    cells = dict(report.cells)
    for address, raw in changes.items():
        cells[address] = Cell(int(raw), Kind.NUMBER, raw) if raw else Cell(None, Kind.BLANK)
    return replace(report, cells=cells)


def relabelled(page: Page, old: str, new: str) -> Page:
    """The page with one label of a table written otherwise."""
    parts = tuple(
        (
            head,
            lines,
            sheet and replace(sheet, spots=tuple(replace(s, text=s.text.replace(old, new)) for s in sheet.spots)),
        )
        for head, lines, sheet in page.parts
    )
    return replace(page, parts=parts)


def retitled(report: Report, number: int, title: str) -> Report:
    """The report with another head over one section."""
    sections = tuple(replace(s, title=title) if s.number == number else s for s in report.sections)
    return replace(report, sections=sections)


def demonstration() -> dict[str, bytes]:
    """File name to bytes of the six reports."""
    water = sound("青岚市水利局", WATER)
    market = sound("青岚市市场监督管理局", MARKET)
    market = written(market, {"t3.concluded.natural_person": "56", "t3.granted.total": "34"})
    culture = written(
        sound("青岚市文化和旅游局", CULTURE),
        {f"t3.denied_security.{column.key}": "" for column in form("2021").table("t3").blocks[0].columns},
    )
    housing = sound("青岚市住房和城乡建设局", HOUSING, fees="")
    traffic = retitled(sound("青岚市交通运输局", TRAFFIC), 5, "五、存在问题与打算")
    traffic = written(traffic, {"t4.reconsideration.total": "3"})
    archive = written(sound("青岚市档案馆", ARCHIVE), {"t3.received.total": "91", "t2.rules.in_force": ""})
    pages = {
        "青岚市水利局2024.txt": ("lines.txt", lay_out(water)),
        "青岚市市场监督管理局2024.txt": ("pipes.txt", lay_out(market)),
        "青岚市文化和旅游局2024.html": ("clean.html", relabelled(lay_out(culture), "国家秘密", "国家机密")),
        "青岚市住房和城乡建设局2024.docx": ("plain.docx", lay_out(housing)),
        "青岚市交通运输局2024.xlsx": ("one.xlsx", lay_out(traffic)),
        "青岚市档案馆2024.csv": ("all.csv", lay_out(archive)),
    }
    return {name: RENDERERS[way](page) for name, (way, page) in pages.items()}


def main() -> None:
    """Write demo/."""
    folder = ROOT / "demo"
    folder.mkdir(exist_ok=True)
    for name, data in demonstration().items():
        (folder / name).write_bytes(data)
        print(f"demo/{name}: {len(data)} bytes")


if __name__ == "__main__":
    main()
