"""Random reports as Word, LibreOffice and WPS save them read back the same."""

from __future__ import annotations

import os
import random
from base64 import b64encode
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.errors import BrokenFile, EncryptedFile, EnvironmentFault, GongkaiError, TooLarge, UnknownFormat
from gongkai.readers import detect, doc, docx, mhtml, opendocument, read
from gongkai.readers.document import Document, Paragraph
from gongkai.report.form import form
from gongkai.report.model import Report
from tests.render import RENDERERS, Disturbance, lay_out, make_report
from tests.render.libreoffice import converted, needed
from tests.render.word import LINK, cell, para, run, with_members, word

COUNT = int(os.environ.get("GONGKAI_EXAMPLES", "3"))
SENTENCES = ("本机关按期更新公开目录。", "全年组织业务培训3次，参加45人次。", "个别栏目更新不够及时，下一年改进。")


def random_report(chance: random.Random) -> Report:
    edition = chance.choice(("2019", "2021"))
    known = form(edition)
    figures: dict[str, int | Decimal] = {}
    for address in chance.sample(known.addresses, 20):
        signed = -9 if known.column(address).signed else 0
        figures[address] = chance.randint(signed, 20_000)
        if known.column(address).type == "money":
            figures[address] = Decimal(chance.randint(0, 9_999_999)) / 100
    texts = tuple("\n".join(chance.sample(SENTENCES, chance.randint(1, 3))) for _ in range(6))
    blanks = tuple(chance.sample(known.addresses, chance.randint(0, 4)))
    extra = chance.choice(((), (3, 1, 12)))
    return make_report(
        edition, "青岚市云溪区档案馆", 2019 if edition == "2019" else 2023, figures, texts, blanks, extra
    )


def random_habit(chance: random.Random) -> Disturbance:
    yes = [chance.random() < 0.3 for _ in range(6)]
    return Disturbance(yes[0], yes[1], yes[2], yes[3], "", yes[4], yes[5])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Report], dict[str, bytes]]:
    """Random reports by stem, and they and the rich documents as LibreOffice saves them, by file name."""
    chance = random.Random(20_241)  # noqa: S311
    reports, files = {}, {name: packed(body) for name, body in RICH.items()}
    for number in range(COUNT):
        stem = f"{number:03}"
        reports[stem] = random_report(chance)
        renderer = RENDERERS[chance.choice(("plain.docx", "split.docx"))]
        files[stem] = renderer(lay_out(reports[stem], random_habit(chance)))
    return reports, converted(tmp_path_factory.mktemp("office"), files, "doc", "odt")


@needed
@pytest.mark.parametrize("ending", ["doc", "odt"])
def test_random_reports_read_back(made: tuple[dict[str, Report], dict[str, bytes]], ending: str) -> None:
    reports, files = made
    for stem, report in reports.items():
        found = read(files[f"{stem}.{ending}"], name=f"{stem}.{ending}")
        assert told(report, found) == {}, stem


@needed
def test_rtf_goes_through_libreoffice(tmp_path: Path) -> None:
    report = random_report(random.Random(5))  # noqa: S311
    (data,) = converted(tmp_path, {"a": RENDERERS["plain.docx"](lay_out(report))}, "rtf").values()
    found = read(data, name="wrong.doc")
    assert found.source.format == "rtf"
    assert told(report, found) == {}


def told(report: Report, found: Report) -> dict[str, object]:
    """What was read otherwise than it was written: (written, read) by key or address."""
    wanted, got = report.essence(), found.essence()
    keys = [key for key in wanted if key != "cells" and wanted[key] != got[key]]
    cells = [one for one in wanted["cells"] if wanted["cells"][one] != got["cells"].get(one)]
    return {key: (wanted[key], got[key]) for key in keys} | {
        one: (wanted["cells"][one], got["cells"].get(one)) for one in cells
    }


BY = 'w:id="1" w:author="x" w:date="2024-01-01T00:00:00Z"'
RAISED = '<w:vertAlign w:val="superscript"/>'
NARROW = '<w:tcW w:w="1500" w:type="dxa"/>'
DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def level(at: int, kind: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbered(text: str, at: int, style: str = "") -> str:
    return para(text, style or f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="1"/></w:numPr>')


def squares(*texts: str, wide: int = 1500) -> str:
    return "".join(cell(text, f'<w:tcW w:w="{wide}" w:type="dxa"/>') for text in texts)


def grid(*rows: str, columns: int = 4) -> str:
    lines = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>{lines}</w:tbl>"


def code(instruction: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    inside = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return mark.format("begin") + inside + mark.format("separate") + run(result) + mark.format("end")


PARTS = {
    "numbering": '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    + level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimalEnclosedCircle", "%3")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    "styles": '<w:style w:type="paragraph" w:styleId="Two"><w:name w:val="Two"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
    '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="Dark"><w:name w:val="Dark"/><w:rPr><w:vanish/></w:rPr></w:style>',
    "footnotes": f'<w:footnote w:type="separator" w:id="-1">{para(" ")}</w:footnote>'
    f'<w:footnote w:id="2">{para("脚注内容")}</w:footnote>',
}
RICH = {
    "lists": numbered("总体", 0)
    + numbered("渠道", 1)
    + numbered("场所", 1)
    + numbered("网站", 2)
    + numbered("主动", 0)
    + numbered("样式", 1, '<w:pStyle w:val="Two"/>')
    + para("平文")
    + numbered("申请", 0),
    "runs": para(run("甲") + run("乙", "<w:vanish/>") + run("丙", '<w:rStyle w:val="Dark"/>') + run("丁"))
    + para(run("共12") + run("1", RAISED) + run("件"))
    + para(run("面积30m") + run("2", RAISED))
    + para(f"{run('甲')}<w:del {BY}><w:r><w:delText>乙</w:delText></w:r></w:del><w:ins {BY}>{run('丙')}</w:ins>")
    + para("丁", f"<w:rPr><w:del {BY}/></w:rPr>")
    + para("戊")
    + para(run("链") + code('HYPERLINK "http://qinglan.example/"', "接") + run("完"))
    + para(
        "<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>列</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>硬</w:t></w:r>"
    )
    + para('<w:r><w:t>注</w:t><w:footnoteReference w:id="2"/></w:r>')
    + para("“引号”—…①𠮷é€™"),
    "tables": para("前")
    + grid(
        cell("头", NARROW + DOWN) + cell("宽", '<w:tcW w:w="4500" w:type="dxa"/><w:gridSpan w:val="3"/>'),
        cell("", NARROW + ON) + squares(para(run("12") + run("1", RAISED)), para("一") + para("二"), ""),
        cell("", NARROW + ON)
        + squares(para("3", f"<w:rPr><w:del {BY}/></w:rPr>") + para("4"))
        + cell("五", NARROW + DOWN)
        + squares("六"),
        squares("另", "7") + cell("", NARROW + ON) + squares(numbered("八", 0)),
    )
    + para("后"),
    "nested": para("前")
    + grid(cell(para("框内") + grid(squares("a", "b"), squares("c", "d"), columns=2) + para("框尾"), NARROW), columns=1)
    + para("后"),
    "box": para(
        run("带框")
        + '<w:r><w:pict><v:shape id="s1" type="#_x0000_t202" style="position:absolute;width:200pt;height:50pt">'
        f"<v:textbox><w:txbxContent>{para('盒一')}{para('盒二')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    + para("后"),
}
"""Documents with what readers get wrong, by name: the insides of a body."""


def packed(body: str) -> bytes:
    """A Word file with this body that LibreOffice opens too."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {name: text for name, text in PARTS.items() if name != "footnotes" or "footnoteReference" in body}
    named = {"document": "document.main"} | {name: name for name in parts}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}.{inside}+xml"/>' for name, inside in named.items()
    )
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    inside = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f"{rels}{types}</Types>",
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": relations({name: f"{name}.xml" for name in parts}),
    }
    return with_members(word(body, **parts), {name: text.encode() for name, text in inside.items()})


def relations(targets: dict[str, str]) -> str:
    made = "".join(f'<Relationship Id="{kind}" Type="{LINK}/{kind}" Target="{at}"/>' for kind, at in targets.items())
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{made}</Relationships>'


def shown(document: Document) -> list[object]:
    """The texts of the paragraphs, and text, column and span of the cells."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[(slot.text, slot.column, slot.columns, slot.rows) for slot in row] for row in block.rows]
        for block in document.blocks
    ]


@needed
@pytest.mark.parametrize("ending", ["doc", "odt"])
@pytest.mark.parametrize("name", RICH)
def test_reads_as_the_docx_reader_does(
    made: tuple[dict[str, Report], dict[str, bytes]], name: str, ending: str
) -> None:
    wanted = docx.read(packed(RICH[name]))
    found = (doc if ending == "doc" else opendocument).read(made[1][f"{name}.{ending}"])
    assert shown(found) == shown(wanted)
    assert {one for one, _ in wanted.warnings} == {one for one, _ in found.warnings}


KEPT = Path(__file__).parent / "files" / "kept.doc"
"""What LibreOffice makes of `random_report(random.Random(7))`, table 3 split in two, heads numbered by the list."""


def test_a_kept_file_reads_as_the_report_it_was_made_of() -> None:
    found = read(KEPT)
    assert found.source.format == "doc"
    assert told(random_report(random.Random(7)), found) == {}  # noqa: S311


def test_what_stands_against_a_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    data = KEPT.read_bytes()
    head = data.index(b"\xec\xa5")
    locked = data[: head + 11] + bytes([data[head + 11] | 1]) + data[head + 12 :]
    with pytest.raises(EncryptedFile):
        read(locked, name="a.doc")
    for part in (data[: len(data) // 2], data[:-2000], data[:600]):
        with pytest.raises(BrokenFile):
            read(part, name="a.doc")
    for at in (30, 44, 64, 72):
        with pytest.raises(BrokenFile):
            doc.read(data[:at] + b"\xff\xff\xff\x7f" + data[at + 4 :])
    monkeypatch.setenv("PATH", "")
    older = data[: head + 2] + b"\x68\0" + data[head + 4 :]
    with pytest.raises(UnknownFormat, match="Word 95") as told_why:
        read(older, name="a.wps")
    assert "LibreOffice" in told_why.value.fix
    with pytest.raises(EnvironmentFault, match="LibreOffice"):
        read(b"{\\rtf1 x}", name="a.rtf")


def test_a_doc_is_read_as_what_it_holds() -> None:
    page = "<html><body><table><tr><td>甲</td></tr></table></body></html>"
    archive = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=gb2312\n"
        f"Content-Transfer-Encoding: base64\n\n{b64encode(page.encode('gb2312')).decode()}\n--x--\n"
    ).encode()
    assert detect(page.encode(), "a.doc") == "html"
    assert detect(archive, "a.doc") == "mhtml"
    assert detect(b"{\\rtf1 }", "a.doc") == "rtf"
    assert detect(packed(para("甲")), "a.doc") == "docx"
    assert detect(KEPT.read_bytes(), "a.docx") == "doc"
    assert shown(mhtml.read(archive)) == [[[("甲", 0, 1, 1)]]]
    with pytest.raises(UnknownFormat, match="WPS"):
        detect(b"WPS 97 text", "a.wps")
    with pytest.raises(BrokenFile):
        mhtml.read(b"MIME-Version: 1.0\n\nx")


def test_odt_bounds() -> None:
    def flat(body: str) -> bytes:
        names = "".join(
            f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
        )
        return f"<office:document{names}><office:body><office:text>{body}</office:text></office:body></office:document>".encode()

    many = '<table:table-row><table:table-cell table:number-columns-repeated="999999999"/></table:table-row>'
    with pytest.raises(TooLarge):
        opendocument.read(flat(f"<table:table>{many}</table:table>"))
    with pytest.raises(TooLarge):
        opendocument.read(flat("<text:list><text:list-item>" * 200 + "</text:list-item></text:list>" * 200))
    deleted = "<text:tracked-changes><text:p>删去</text:p></text:tracked-changes><text:p> 甲\n 乙<text:s text:c='2'/>丙</text:p>"
    assert shown(opendocument.read(flat(deleted))) == ["甲 乙  丙"]


@pytest.mark.parametrize("seed", range(3))
def test_damaged_files_end_in_one_of_our_errors(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutants of the kept file: read, or refused by an error of ours; no other exception, no hang."""
    monkeypatch.setenv("PATH", "")
    chance, whole = random.Random(seed), KEPT.read_bytes()  # noqa: S311
    ends = set()
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 8, 64))):
            at = chance.randrange(len(data))
            data[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", chance.randbytes(4)))
        try:
            doc.read(bytes(data[: len(whole)]))
            ends.add("read")
        except GongkaiError as error:
            ends.add(error.kind)
    assert "read" in ends
