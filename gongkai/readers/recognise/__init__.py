"""Document to Report, guided by the form: structure decides, never a file's own wording (HOUSE 2.6)."""

from __future__ import annotations

from itertools import pairwise

from gongkai.errors import InputError, NoTableFound, NotAReport, OldReport, SeveralReports
from gongkai.readers.document import Document, too_many
from gongkai.readers.recognise.arithmetic import weigh
from gongkai.readers.recognise.lines import Line, lines_of
from gongkai.readers.recognise.prose import Head, find_head, find_sections, find_title, first_heads, sections_of
from gongkai.readers.recognise.reading import doubt_missed, doubt_unbalanced, read_tables
from gongkai.readers.recognise.rows import edition_of, labels_among
from gongkai.readers.recognise.tables import Found
from gongkai.report.form import Form, form
from gongkai.report.model import Report, Source
from gongkai.report.number import Kind

_FEWEST = {"t2": 3, "t3": 5, "t4": 1}
_MANY_LABELS = 10
_PUT_TOGETHER = ("pdf", "text")
_MOST_LINES = 20_000
"""The most lines of a document; a report has some hundreds, and five times these took seven seconds to match."""


def recognise(document: Document, source: Source) -> Report:
    """The annual report in a document. NotAReport when no statutory table is in it, OldReport before 2019.

    NoTableFound instead of NotAReport when pages of it are pictures, on which a table may have been missed.
    """
    lines = lines_of(document)
    if len(lines) > _MOST_LINES:
        raise too_many("行数", "lines", len(lines), _MOST_LINES)
    guess = form(edition_of(lines, None))
    starts = find_sections(lines, guess)
    head = find_head(lines, min(starts.values(), default=len(lines)), document.title)
    edition = edition_of(lines, head.year)
    found = read_tables(form(edition), lines, frozenset(starts.values()))
    if not any(found.rows.get(key, 0) >= fewest for key, fewest in _FEWEST.items()):
        raise _refusal(head, lines, scanned=bool(document.pictures))
    _doubt_empty(found)
    if document.format in _PUT_TOGETHER:
        doubt_unbalanced(found)
        doubt_missed(found)
    _demand_one_report(lines, found.form, found.repeated)
    for message, message_en in document.warnings:
        found.doubt((), message, message_en, "")
    sections, signature = sections_of(lines, starts, found.taken)
    report = Report(
        edition=edition,
        agency=head.agency or signature.agency,
        year=head.year,
        title=head.title,
        sections=sections,
        cells=found.cells,
        extra_rows=tuple(found.extra_rows),
        surplus=tuple(found.surplus),
        labels=found.labels,
        notes=tuple(found.notes),
        preamble=_preamble(lines, head, starts, found),
        signature=signature,
        doubts=tuple(found.doubts),
        source=source,
    )
    return weigh(report, found.choices) if found.choices else report


def _doubt_empty(found: Found) -> None:
    """Doubt a report whose tables hold no figure, dash or word at all: an empty form, or figures that were not seen."""
    stand = tuple(address for address, cell in found.cells.items() if cell.kind is not Kind.ABSENT)
    if stand and all(found.cells[address].kind is Kind.BLANK for address in stand):
        found.doubt(
            stand,
            "三张表都是空白，一个数也没有读到；可能是没有填写的空表",
            "the tables are blank, not one figure was read; this may be a form that nobody has filled in",
            found.cells[stand[0]].place,
        )


def _demand_one_report(lines: list[Line], known: Form, repeated: list[tuple[int, int]]) -> None:
    """SeveralReports when another report's title stands before a table or a section one that comes a second time."""
    for start, again in (*repeated, *pairwise(first_heads(lines, known))):
        one, other = find_title(lines, 0, start), find_title(lines, start, again)
        if one and other and (one.agency, one.year) != (other.agency, other.year):
            raise SeveralReports(
                f"文件里不止一份年度报告：{one.title}；{other.title}".replace("\n", ""),
                f"the file holds more than one annual report: {one.title}; {other.title}".replace("\n", ""),
                place=lines[other.at - 1].place,
                fix="请拆成一份报告一个文件",
                fix_en="split it into one file a report",
            )


def _refusal(head: Head, lines: list[Line], scanned: bool) -> InputError:
    if head.year is not None and head.year < form("2019").first_year:
        return OldReport("2019年以前的报告没有法定三张表", "a report for a year before 2019 has no statutory tables")
    if scanned:
        return NoTableFound(
            "扫描件中没有认出法定表格，需人工核对", "no statutory table was made out in the scan; look at it"
        )
    if labels_among(lines) >= _MANY_LABELS:
        return NotAReport(
            "有年度报告的行名，但标签与数字的次序已乱，读不出表格",
            "the rows' labels are there, but labels and figures are out of order; no table can be read",
            fix="请给出原来的Word、网页或表格文件，不要用复制出来的文字",
            fix_en="give the original Word file, page or sheet instead of copied text",
        )
    return NotAReport(
        "这不是政府信息公开工作年度报告：没有找到法定三张表中的任何一张",
        "this is no annual report: none of the three statutory tables is in it",
        fix="请给出含有三张表的年度报告原文件",
        fix_en="give the file of an annual report that holds the three tables",
    )


def _preamble(lines: list[Line], head: Head, starts: dict[int, int], found: Found) -> str:
    end = min(starts.values(), default=head.at)
    return "\n".join(line.text for line in lines[head.at : end] if line.text and line.at not in found.taken)
