"""Old registers as offices keep them: titles, totals, merged cells, other headings, other formats; and hostile files."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from gongkai.audit.models import Entry
from gongkai.errors import InputError, TooLarge, UnknownFormat
from gongkai.office.cases.importing import sheet
from gongkai.office.cases.importing.actions import import_register, try_register
from gongkai.office.cases.importing.columns import APPLICATIONS, LAYOUTS
from gongkai.office.cases.importing.report import lines, problems_workbook, totals
from gongkai.office.cases.importing.template import template
from gongkai.office.cases.models import Application, CarriedApplication, Fact, RegisterImport, Submission
from gongkai.office.records.models import Counter, Number
from tests.databases.engines import Engine
from tests.office.cases.office import day
from tests.office.cases.register import CLOSED, as_csv, book, case, saved, table, xlsx
from tests.office.cases.test_importing import Bureau


@pytest.fixture
def bureau(db: Engine) -> Bureau:
    """An office with an administrator."""
    return Bureau()


def received(bureau: Bureau, data: bytes, name: str = "登记簿.xlsx") -> list[dt.date | None]:
    """The days of receipt that a file gives; fails when something stands against it."""
    trial = try_register(data, **bureau.words(name=name))
    assert trial.errors == []
    return [one.application.received_on for one in trial.cases]


def test_the_template_is_read_as_it_is_written() -> None:
    """Blank it brings nothing; every heading is known; the lists point at their words; the same bytes each time."""
    data = template()
    assert data == template()
    register = sheet.read(data, "模板.xlsx")
    assert (sum(map(len, register.rows.values())), register.problems) == (0, [])
    made = load_workbook(BytesIO(data))
    words = made["可选的词"]
    for layout in LAYOUTS:
        page = made[layout.name]
        assert [cell.value.rstrip("*") for cell in page[1]] == [one.heading for one in layout.columns]
        rules = {str(rule.sqref).split("2:")[0]: rule.formula1 for rule in page.data_validations.dataValidation}
        for at, column in enumerate(layout.columns, 1):
            if column.choices:
                area = rules[page.cell(1, at).column_letter].partition("!")[2].replace("$", "")
                assert [cell[0].value for cell in words[area]] == list(column.choices)


def test_an_old_register_with_a_title_totals_and_its_own_headings(bureau: Bureau) -> None:
    """Headings below a title, in another order and by known variants; totals, blanks and unknown columns left out."""
    made = Workbook()
    page = made.worksheets[0]
    page.title = "2025年台账"
    page.append(["青岚市水利局依申请公开登记簿"])
    page.merge_cells("A1:H1")
    page.append([])
    page.append(["序号", "收件日期", "申请人", "申请人类别", "编号", "申请事项", "申请方式", "经办"])
    page.append([1, "2025.9.15", "王小禾", "自然人", "31", "批准文件", "当面提交", "李"])
    page.append([2, "２０２５年９月１６日", "青岚酒业", "商业企业", "３２", "取水许可", "邮寄(签收)", "李"])
    page.append([])
    page.append(["合计", None, None, None, 2])
    trial = try_register(saved(made), **bureau.words())
    assert [(one.weight, one.column or one.message) for one in trial.problems] == [
        ("请核对", "序号"),
        ("请核对", "经办"),
        ("说明", "合计行，不导入"),
    ]
    assert [(one.old_number, one.application.channel, str(one.application.received_on)) for one in trial.cases] == [
        ("31", "in_person", "2025-09-15"),
        ("３２", "signed_mail", "2025-09-16"),
    ]


def test_days_as_dates_texts_and_by_either_calendar(bureau: Bureau) -> None:
    """A date cell is the same day by the calendar of 1900 and of 1904; figures and words of any width are read."""
    for value in (dt.date(2025, 9, 15), "2025-9-15", "2025/09/15", "20250915", "２０２５．０９．１５", "2025年9月15日"):
        assert received(bureau, xlsx([case(received=value)])) == [day("2025-09-15")], value
    made = book([case(received=dt.date(2025, 9, 15))])
    made.epoch = CALENDAR_MAC_1904
    assert received(bureau, saved(made)) == [day("2025-09-15")]


def test_csv_in_two_encodings(bureau: Bureau) -> None:
    """The sheet of applications alone, as a spreadsheet saves it on a Chinese Windows and as everybody else does."""
    data = table(APPLICATIONS, [case()], ("received", "old_number", "name", "category", "subject", "channel"))
    for encoding in ("utf-8-sig", "utf-8", "gb18030"):
        assert received(bureau, as_csv(data, encoding), "登记簿.csv") == [day("2025-09-15")]


def test_a_merged_cell_holds_for_each_of_its_rows(bureau: Bureau) -> None:
    """One applicant over two rows is the applicant of both; a cell merged to the side is refused."""
    made = book([case(31), case(32, name=None)])
    page = made["申请"]
    name = [one.key for one in APPLICATIONS.columns].index("name") + 1
    page.merge_cells(start_row=2, end_row=3, start_column=name, end_column=name)
    trial = try_register(saved(made), **bureau.words())
    assert [one.person.name for one in trial.cases] == ["王小禾", "王小禾"]
    page.merge_cells(start_row=2, end_row=2, start_column=name + 1, end_column=name + 2)
    assert "与右边的单元格合并" in try_register(saved(made), **bureau.words()).errors[0].message


def test_what_is_hidden_or_not_computed_is_told(bureau: Bureau) -> None:
    """A hidden sheet is not read and told; a formula without its value stops the file: nothing is guessed."""
    made = book([case()])
    hidden = made.create_sheet("旧")
    for line in table(APPLICATIONS, [case(99)]):
        hidden.append(line)
    hidden.sheet_state = "hidden"
    trial = try_register(saved(made), **bureau.words())
    assert [one.old_number for one in trial.cases] == ["依申请〔2025〕31号"]
    assert [one.message for one in trial.problems] == ["隐藏的工作表“旧”未读取"]
    made = book([case(subject="=A1&B1")])
    assert "公式没有算出的值" in try_register(saved(made), **bureau.words()).errors[0].message


def test_injected_texts_stay_texts(bureau: Bureau) -> None:
    """`=cmd` and markup come in as they were typed, and go out into the workbook as texts."""
    hostile = ["=cmd|'/c calc'!A1", "<script>alert(1)</script>", "{{7*7}}", "';--", "＝1+1"]
    rows = [case(at, subject=text, text=text, received="2025-09-15") for at, text in enumerate(hostile)]
    made = book(rows)
    for at in range(len(rows)):
        for cell in made["申请"][at + 2]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    data = saved(made)
    import_register(data, **bureau.words())
    assert list(Application.objects.order_by("number").values_list("subject", flat=True)) == hostile
    bad = book([case("=1+1", category="=2+2")])
    for cell in bad["申请"][2]:
        cell.data_type = "s"
    trial = try_register(saved(bad), **bureau.words())
    out = load_workbook(BytesIO(problems_workbook(trial)))
    assert all(cell.data_type != "f" for page in out for row in page for cell in row)
    assert "“=2+2”" in "\n".join(lines(trial))


def test_files_that_are_none(bureau: Bureau) -> None:
    """Another format, another table, sixty thousand rows, a package that swells: refused, naming why."""
    with pytest.raises(UnknownFormat, match="这不是表格"):
        try_register(b"%PDF-1.4 a scan", **bureau.words(name="a.pdf"))
    with pytest.raises(InputError, match="没有找到申请表"):
        try_register(as_csv([["甲", "乙"], ["1", "2"]]), **bureau.words(name="a.csv"))
    head, row = table(APPLICATIONS, [case()], ("old_number", "subject", "category"))
    with pytest.raises(TooLarge, match="有60,000行，一个文件最多20,000行"):
        try_register(as_csv([head, *[row] * 60_000]), **bureau.words(name="a.csv"))
    with pytest.raises(InputError):
        try_register(xlsx([case()])[:-200], **bureau.words())
    swollen = BytesIO()
    with zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/workbook.xml", b"<a>" + b" " * 40_000_000)
    with pytest.raises(InputError):
        try_register(swollen.getvalue(), **bureau.words())


def test_a_dry_run_in_words(bureau: Bureau) -> None:
    """Counts by state and class, what was carried in, and the account of each open case."""
    consulted = {"party1": "岚桥酒业", "consulted1": "2025-09-18", "opinion1": "2025-10-10"}
    trial = try_register(xlsx([case(31, **CLOSED), case(32, **consulted)]), **bureau.words())
    assert totals(trial) == ["申请2件：办理中1件、已办结1件", "按申请人：自然人2件", "2026年上年结转1件：自然人1件"]
    assert list(lines(trial)) == [
        "→ 依申请〔2025〕32号 办理中：自收到之2025年9月15日次日起20个工作日，征求意见的11个工作日不计算在内，至2025-11-03"
    ]


def import_and_die(at: str, agency: str, data: bytes) -> None:
    """Import, and be killed when the audit entries of the cases are written."""
    from gongkai.office.cases.importing import actions
    from gongkai.office.people.models import Agency, Member
    from tests.office.cases.office import noon

    record_all = actions.record_all

    def deadly(*args: object, **words: object) -> None:
        record_all(*args, **words)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGKILL)

    actions.record_all = deadly  # type: ignore[assignment]
    by, where = Member.objects.get(account="管理员"), Agency.objects.get(code=agency)
    actions.import_register(data, name="a.xlsx", agency=where, by=by, at=noon(day(at)))


def test_killed_in_between_nothing_is_half(committed: dict[str, str]) -> None:
    """After a kill in the middle no row of the import is there, numbers are not used up, and the next import works."""
    from django.db import connections

    bureau = Bureau()
    data = xlsx([case(at) for at in range(5)])
    entries = Entry.objects.count()
    connections.close_all()
    child = multiprocessing.get_context("fork").Process(
        target=import_and_die, args=("2026-03-10", bureau.agency.code, data)
    )
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    for model in (Application, Submission, Fact, CarriedApplication, RegisterImport, Number, Counter):
        assert not model._default_manager.exists()
    assert Entry.objects.count() == entries
    import_register(data, **bureau.words())
    assert Application.objects.order_by("number").last() == Application.objects.get(number="2026-0005")
