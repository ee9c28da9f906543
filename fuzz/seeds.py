"""The corpus: reports of invented agencies as our own renderers and writers make them, and the smallest files.

Run as a program it makes `fuzz/corpus` anew; LibreOffice saves the ODT, FODT and ODS files among them.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from gongkai.report.check import Example
from gongkai.report.example import build
from gongkai.report.form import form
from gongkai.report.model import Report
from gongkai.writers import render
from tests.render import RENDERERS, Disturbance, lay_out, make_report
from tests.render.press import Look, pdf_file

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "fuzz" / "corpus"
KEPT = ROOT / "tests" / "readers" / "files" / "kept.doc"
TEXTS = (
    "本机关按期更新公开目录，群众查阅方便。全年公布办事指南16份，其中线上12份、线下4份。",
    "主动公开规范性文件3件。",
    "全年受理申请38件，均按期答复。",
    "没有复议和诉讼。",
    "个别栏目更新不够及时，下一年改进。",
    "未收取信息处理费。",
)
MINIMAL = {
    "empty.html": b"<html><body><table><tr><td>1</td></tr></table></body></html>",
    "bare.csv": "项目,数量\n规章,1\n".encode("gb18030"),
    "bare.json": b'{"schema":"gongkai.report/1","edition":"2021","cells":{}}',
    "bare.txt": "三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量 1".encode("utf-16"),
    "bare.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 41>>stream\nBT /F 12 Tf 20 100 Td (2024 1 2 3) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>",
    "bare.mhtml": b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<table><tr><td>=E8=A7=84=E7=AB=A0</td><td>1</td></tr></table>\r\n--b--\r\n",
}
"""The smallest files of their kind, written by hand."""


@cache
def numbered(edition: str = "2021") -> Report:
    """A report in which every figure stands once only, so that a changed figure can be told by its place.

    Its sums do not hold, which no reader may mind.
    """
    known = form(edition)
    made = make_report(edition, "青岚市水利局", 2020 if edition == "2019" else 2024, {}, TEXTS)
    cells = {}
    for at, (address, cell) in enumerate(made.cells.items()):
        figure = 11_003 + 7 * at
        value = Decimal(figure) if known.column(address).type == "money" else figure
        cells[address] = replace(cell, value=value, raw=str(figure))
    return replace(made, cells=cells)


def rendered() -> dict[str, bytes]:
    """The numbered reports in every way of writing a page, by file name, the PDF included."""
    page = lay_out(numbered())
    files = {f"seed-{name}": draw(page) for name, draw in RENDERERS.items()}
    old = lay_out(numbered("2019"), Disturbance(variants=True, half_width=True, units=True))
    files |= {f"old-{name}": RENDERERS[name](old) for name in ("pipes.txt", "chrome.html", "split.docx", "sheets.xlsx")}
    files |= {f"own{ending}": render(numbered(), ending) for ending in (".json", ".csv", ".docx", ".xlsx", ".html")}
    files["old-wide.pdf"] = pdf_file(old, Look(ruling="three", table_size=7, margin=30))
    files["seed-ruled.pdf"] = pdf_file(page, Look())
    head = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=gb18030\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    files["seed.mhtml"] = head + files["seed-clean.html"].decode().encode("gb18030")
    files["seed-gbk.txt"] = files["seed-pipes.txt"].decode().encode("gb18030")
    files |= _pictures()
    files["example.json"] = json.dumps(build(Example()).to_dict(), ensure_ascii=False).encode()
    return files


def _pictures() -> dict[str, bytes]:
    """A small grey picture in each format that a scan may come in."""
    from PIL import Image

    files = {}
    for ending in ("png", "jpeg", "tiff"):
        out = io.BytesIO()
        Image.linear_gradient("L").resize((40, 30)).save(out, ending)
        files[f"grey.{ending}"] = out.getvalue()
    return files


def office_saved(files: dict[str, bytes]) -> dict[str, bytes]:
    """The plain Word file as ODT and FODT and the plain sheet as ODS, saved by LibreOffice."""
    saved = {}
    for name, ending in (("seed-plain.docx", "odt"), ("seed-plain.docx", "fodt"), ("seed-one.xlsx", "ods")):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, name)
            source.write_bytes(files[name])
            command = [
                "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                ending,
            ]
            subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True)
            saved[f"saved.{ending}"] = source.with_suffix(f".{ending}").read_bytes()
    return saved


@cache
def corpus() -> dict[str, bytes]:
    """The corpus as it lies in the repository, with the old Word file that the readers' tests keep."""
    return {path.name: path.read_bytes() for path in sorted(CORPUS.iterdir())} | {"kept.doc": KEPT.read_bytes()}


def main() -> int:
    """Make the corpus anew."""
    CORPUS.mkdir(exist_ok=True)
    files = rendered()
    for name, data in (files | office_saved(files) | MINIMAL).items():
        (CORPUS / name).write_bytes(data)
    print(f"{len(corpus())} files, {sum(map(len, corpus().values())) // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
