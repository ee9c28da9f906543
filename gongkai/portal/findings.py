"""What a check found, as a page shows it: findings by severity, the tables with cells lit, the text with marks."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.corpus.examining import Examined
from gongkai.report.check import Result, rules
from gongkai.report.language import SEVERITIES, place
from gongkai.report.model import ABSENT, Report
from gongkai.writers.notice import where
from gongkai.writers.official import sheet, standing
from gongkai.writers.paper.page import Box, Sheet

COLOURS = {"error": "red", "warning": "amber", "info": "blue"}
"""The colour that goes with each severity, beside its word and its mark."""
FEW = 4
"""Of a finding with more cells than that the first stands out, the others are tinted: a column of zeros is no alarm."""


@dataclass(frozen=True, slots=True)
class Light:
    """What lights a cell or a sentence: the worst severity, and the numbers of the findings.

    `part`: it is one of many cells of a finding, whose first cell is the one in question.
    """

    severity: str
    numbers: tuple[int, ...]
    part: bool = False


@dataclass(frozen=True, slots=True)
class Square:
    """One cell of a table: its box, what lights it, whether its reading is doubtful, where it stood in the file."""

    box: Box
    scope: str
    light: Light | None
    doubtful: bool
    told: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, lit or not."""

    text: str
    light: Light | None = None


def shown(examined: Examined) -> dict[str, Any]:
    """Everything that the template of a result names."""
    result, entry = examined.result, examined.entry
    report = result.report
    findings = [_finding(report, number, one) for number, one in enumerate(entry["findings"], 1)]
    lights = _lights(entry["findings"])
    doubtful = frozenset(cell for doubt in report.doubts for cell in doubt.cells)
    return {
        "report": report,
        "file": entry["file"],
        "groups": [
            {"key": key, "word": word, "mark": mark, "colour": COLOURS[key], "findings": found}
            for key, (word, _, mark) in SEVERITIES.items()
            if (found := [one for one in findings if one["severity"] == key])
        ],
        "counts": [
            {"key": key, "word": word, "colour": COLOURS[key], "number": sum(f["severity"] == key for f in findings)}
            for key, (word, _, _) in SEVERITIES.items()
        ],
        "clean": result.clean,
        "passed": [rules()[code] for code in result.passed],
        "silent": [{"rule": rules()[one.code], "reason": one.reason} for one in result.not_assessable],
        "doubts": [{"where": where(report.form, one), "message": one["message"]} for one in entry["doubts"]],
        "tables": [_table(report, key, lights, doubtful) for key in _keys(report)],
        "sections": list(_sections(result, entry["findings"])),
        "downloads": [_download(name, data) for name, data in examined.files.items()],
    }


def _finding(report: Report, number: int, one: Mapping[str, Any]) -> dict[str, Any]:
    spot, _, at = where(report.form, one).partition("\n")
    sentence = one.get("sentence", "")
    return {
        **one,
        "number": number,
        "rule": rules()[one["code"]],
        "where": spot or ("正文" if sentence else "全文"),
        "at": at,
        "sentence": sentence,
        "compared": one["found"] is not None or one["expected"] is not None,
    }


def _lights(findings: list[dict[str, Any]]) -> dict[str, Light]:
    """What lights each address; findings come worst first, so the first of an address is the worst."""
    lit: dict[str, Light] = {}
    for number, one in enumerate(findings, 1):
        many = len(one["cells"]) > FEW
        for at, cell in enumerate(one["cells"]):
            part = many and at > 0
            known = lit.get(cell, Light(one["severity"], (), part))
            lit[cell] = Light(known.severity, (*known.numbers, number), known.part and part)
    return lit


def _keys(report: Report) -> list[str]:
    return [table.key for table in report.form.tables if standing(report, table).blocks]


def _table(report: Report, key: str, lights: Mapping[str, Light], doubtful: frozenset[str]) -> dict[str, Any]:
    drawn = sheet(report, report.form.table(key))
    rows = [
        [_square(report, drawn, box, lights, doubtful) for box in drawn.line(number) if box.row == number]
        for number in range(drawn.height)
    ]
    return {"key": key, "caption": drawn.caption, "head": rows[: drawn.heads], "body": rows[drawn.heads :]}


def _square(report: Report, drawn: Sheet, box: Box, lights: Mapping[str, Light], doubtful: frozenset[str]) -> Square:
    cell = report.cells.get(box.address, ABSENT)
    scope = "" if not box.head else "row" if any(not one.head for one in drawn.line(box.row)) else "col"
    if scope and (box.rows if scope == "row" else box.columns) > 1:
        scope += "group"
    return Square(box, scope, lights.get(box.address), box.address in doubtful, place(cell.place))


def _sections(result: Result, findings: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The text of the report, part by part, with the sentences of findings marked; parts without text left out."""
    quoted = [
        (one["sentence"], one["severity"], number) for number, one in enumerate(findings, 1) if one.get("sentence")
    ]
    parts = [("", result.report.preamble), *((one.title, one.text) for one in result.report.sections)]
    for title, text in parts:
        paragraphs = [list(_marked(line.strip(), quoted)) for line in text.split("\n") if line.strip()]
        if paragraphs:
            yield {"title": title, "paragraphs": paragraphs}


def _marked(line: str, quoted: list[tuple[str, str, int]]) -> Iterator[Piece]:
    """A paragraph cut where sentences of findings begin and end; of two that overlap the first one's light is shown."""
    spans: dict[tuple[int, int], Light] = {}
    for sentence, severity, number in quoted:
        start = line.find(sentence.strip())
        if start >= 0:
            span = (start, start + len(sentence.strip()))
            known = spans.get(span, Light(severity, ()))
            spans[span] = Light(known.severity, (*known.numbers, number))
    at = 0
    for (start, end), light in sorted(spans.items(), key=lambda one: one[0]):
        if start < at:
            continue
        if start > at:
            yield Piece(line[at:start])
        yield Piece(line[start:end], light)
        at = end
    if at < len(line):
        yield Piece(line[at:])


def _download(name: str, data: bytes) -> dict[str, Any]:
    """A file inside the page itself: there is nothing on the server to fetch it from."""
    return {
        "name": name,
        "address": f"data:application/octet-stream;base64,{base64.b64encode(data).decode()}",
        "size": f"{max(1, round(len(data) / 1024))} KB",
    }
