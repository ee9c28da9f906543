"""What LibreOffice has opened and saved again still reads back as the same report."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from gongkai.readers import read
from gongkai.report.check import Example
from gongkai.report.example import build
from gongkai.report.model import ABSENT, Cell, ExtraRow, Note, Report
from gongkai.report.number import Kind
from gongkai.writers import render
from tests.writers.test_official import NOTE, SENTENCES, differences

SOFFICE = shutil.which("soffice")


def variants() -> dict[str, Report]:
    """Reports of both editions: plain, and with everything that a file may hold besides figures."""
    found = {}
    for edition, year in (("2019", 2020), ("2021", 2023)):
        plain = build(Example(edition=edition, year=year))
        found[f"{edition}plain"] = plain
        cells = {
            **plain.cells,
            "t2.penalties.decisions": Cell(1_298_812, Kind.NUMBER, "1298812"),
            "t3.granted.business": Cell(None, Kind.BLANK),
            "t3.granted.research": Cell(None, Kind.DASH, "/"),
            "t3.partial.total": Cell(None, Kind.TEXT, "3/2"),
            "t4.reconsideration.upheld": Cell(None, Kind.BLANK),
        }
        cells |= {a: ABSENT for a in cells if a.startswith("t3.denied_security.")}
        texts = {1: "\n".join(SENTENCES[:4]), 2: f"{SENTENCES[0]}\n{NOTE}", 6: SENTENCES[5]}
        found[f"{edition}odd"] = replace(
            plain,
            cells=cells,
            notes=(Note("t2", NOTE),),
            sections=tuple(replace(s, text=texts.get(s.number, s.text)) for s in plain.sections),
            extra_rows=(
                ExtraRow("t2", "其他主动公开文件", (3, 1, 12), ("3", "1", "12"), "t2.normative_documents"),
                ExtraRow("t3", "其中涉企申请", (1, 0, 0, 0, 0, 0, 1), tuple("1000001"), "t3.granted"),
            ),
        )
    return found


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["docx", "html"])
def test_reads_back_after_libreoffice_saved_it_again(ending: str, tmp_path: Path) -> None:
    reports = variants()
    for name, report in reports.items():
        (tmp_path / f"{name}.{ending}").write_bytes(render(report, f".{ending}"))
    kind = "docx" if ending == "docx" else "html:HTML (StarWriter)"
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path / "again"),
            *sorted(map(str, tmp_path.glob(f"*.{ending}"))),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for name, report in reports.items():
        assert differences(report, read(tmp_path / "again" / f"{name}.{ending}")) == {}, name
