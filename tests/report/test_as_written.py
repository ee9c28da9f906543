"""Titles, labels and rows as an agency wrote them: what differs from the form, and what only says the same."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from gongkai.readers import read
from gongkai.report.check import Example, check
from gongkai.report.example import AGENCY, build
from gongkai.report.form import form
from gongkai.report.model import ExtraRow, Report, Signature
from gongkai.writers import render


def titled(number: int, title: str) -> Report:
    """An example report with another title over this section."""
    base = build(Example())
    return replace(
        base, sections=tuple(replace(one, title=title) if one.number == number else one for one in base.sections)
    )


def told(one: Report, *only: str) -> list[tuple[str, str]]:
    """Severity and message of the findings of these rules."""
    return [(found.severity, found.message) for found in check(one, only=only).findings]


@pytest.mark.parametrize(
    ("number", "title", "wanted"),
    [
        (4, "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "info"),
        (5, "五、政府信息公开工作存在的主要问题及改进情况", "info"),
        (3, "三、行政机关收到和处理政府信息公开申请的情况", "info"),
        (4, "四、政府信息公开行政复议和行政诉讼情况", "info"),
        (5, "五、存在的主要问题和改进情况", "info"),
        (6, "六、其他需要报告事项", "info"),
        (5, "五、存在的主要问题和改进措施", "warning"),
        (1, "一、总体状况", "warning"),
        (6, "六、其他需要报告的事宜", "warning"),
        (4, "四、政府信息公开行政复议、诉讼情况", "warning"),
        (2, "二、主动公开政务信息情况", "warning"),
        (3, "三、收到和未处理政府信息公开申请情况", "warning"),
        (6, "六、其他需要说明的事项", "warning"),
        (2, "2、主动公开政府信息情况", "warning"),
        (3, "（三）收到和处理政府信息公开申请情况", "warning"),
        (5, "存在的主要问题及改进情况", "warning"),
        (1, "一、总体情况", None),
        (1, " 一 、总 体 情 况", None),
    ],
)
def test_titles_of_sections(number: int, title: str, wanted: str | None) -> None:
    """The law's own words, and a 的 or 、 less, are an info, other words or another number a warning."""
    assert [severity for severity, _ in told(titled(number, title), "SE01")] == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("<h2>五、存在", "<h2>六、存在", "第5部分的标题写作“六、存在的主要问题及改进情况”"),
        ("<h2>六、其他", "<h2>五、存在的主要问题及改进情况</h2><p>无。</p><h2>六、其他", "出现了两次"),
    ],
)
def test_titles_that_stand_where_they_should_not(old: str, new: str, wanted: str) -> None:
    """A section under another's number is told so, not only missed; one that stands twice is told too."""
    page = render(build(Example()), ".html").decode()
    assert any(wanted in message for _, message in told(read(page.replace(old, new).encode()), "SE01"))


@pytest.mark.parametrize(
    ("key", "label", "wanted"),
    [
        ("t3.unprocessed_repeat", "1.重复申请", "warning"),
        ("t3.concluded", "（六）总计", "warning"),
        ("t3.carried_out", "三、结转下年度继续办理", "warning"),
        ("t3.unprocessed_repeat", "2、重复申请", None),
        ("t3.unprocessed_repeat", "重复申请", None),
        ("t3.applications.group1", "申请方情况", "warning"),
        ("t3.applications.group3", "三、本年度办理结局", "warning"),
        ("t4.reconsideration", "行政复仪", "warning"),
    ],
)
def test_numbers_before_labels(key: str, label: str, wanted: str | None) -> None:
    """Another number is another row; how the number is written, or that there is none, is nothing."""
    found = told(build(Example(changes=(("labels", {key: label}),))), "LA01")
    assert [severity for severity, _ in found] == ([wanted] if wanted else [])


def test_a_row_of_its_own_is_not_blamed_on_another() -> None:
    """A sixth kind of 不予处理 looks like the undivided （六） of 2019, and is an added row all the same."""
    base = build(Example(cells=(), changes=()))
    cells = dict(base.cells) | {
        f"t3.other.{column.key}": base.cells[f"t3.other_misc.{column.key}"]
        for column in base.form.table("t3").blocks[0].columns
    }
    added = replace(base, cells=cells, labels={**base.labels, "t3.other": "6.其他不予处理情形"})
    assert told(added, "LA01", "ED02", "EX01") == [
        ("warning", "表三多出一行“6.其他不予处理情形”，统一格式没有这一行。")
    ]


@pytest.mark.parametrize(("edition", "year", "wanted"), [("2021", 2023, "warning"), ("2019", 2020, "info")])
def test_added_rows_by_edition(edition: str, year: int, wanted: str) -> None:
    """The trial form was printed with local rows in some provinces."""
    rows = (ExtraRow("t2", "其他主动公开文件", (3,)),)
    found = told(build(Example(edition, year, changes=(("extra_rows", rows),))), "EX01")
    assert [severity for severity, _ in found] == [wanted]


@pytest.mark.parametrize(
    ("agency", "signature", "wanted"),
    [
        ("青岚市住房和城乡建设局", "青岚市住房和建设局", "warning"),
        ("青岚市公安局云湖分局", "青岚市公安局", "warning"),
        ("青岚市水利局", "青岚市水务局", "warning"),
        ("青岚市住房和城乡建设局", "青岚市住建局", "info"),
        ("青岚市市场监督管理局", "青岚市市场监管局", "info"),
        ("青岚市卫生健康委员会", "青岚市卫生健康委", "info"),
        ("青岚市发展和改革局", "青岚市发展改革局", "info"),
        ("云湖区人民政府", "云湖区人民政府办公室", "info"),
        ("青岚市云湖区教育局", "云湖区教育局", None),
    ],
)
def test_short_forms_and_other_names(agency: str, signature: str, wanted: str | None) -> None:
    """An abbreviation is an info; a word less, a branch or another word is another agency."""
    given = build(Example(changes=(("agency", agency), ("signature", Signature(signature, "2024-01-20")))))
    assert [severity for severity, _ in told(given, "NA01")] == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    ("preamble", "found"),
    [
        ("按照要求，青岚市自然资源和规划局编制本报告。", True),
        ("现公布青岚市住房和城乡建设局云湖分局2023年政府信息公开工作年度报告。", True),
        ("本报告由青岚市住房和城乡建设局办公室编制。", False),
        ("现将青岚市住建局2023年政府信息公开情况公布如下。", False),
        ("根据青岚市政务公开办公室要求编制本报告。", False),
        ("特编制青岚市住房和城乡建设局2023年政府信息公开工作年度报告。", False),
    ],
)
def test_who_writes_the_report(preamble: str, found: bool) -> None:
    """Another agency before 编制 or before the report's name; departments and short forms are this one."""
    assert bool(told(build(Example(changes=(("preamble", preamble),))), "NA03")) is found


def wrote(text: str, number: int = 1) -> Report:
    """An example report whose section of this number has this text."""
    base = build(Example())
    return replace(
        base, sections=tuple(replace(one, text=text) if one.number == number else one for one in base.sections)
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("根据《中华人民共和国政府信息公开条例》（国务院令第117号）编制。", [("CI05", "warning")]),
        ("依《条例》及国办公开办函〔2021〕13号要求编写。", [("CI05", "warning")]),
        ("按照年度报告格式（国办公开办函〔2012〕30号）填报。", [("CI05", "warning")]),
        ("依据国办函〔2020〕190号收取信息处理费0元。", [("CI05", "warning")]),
        ("按照国办公开办函〔2019〕60号要求编制本报告。", [("CI02", "warning")]),
        ("根据《条例》（国务院令第492号公布，国务院令第711号修订）编制。", [("CI02", "info")]),
        ("落实《优化营商环境条例》（国务院令第722号）和国办公开办函〔2016〕235号。", []),
        ("依《条例》及国办公开函〔2021〕30号要求编写。", [("CI05", "warning")]),
        ("根据《中华人民共和国政府信息公开办法》编制。", [("CI04", "warning")]),
        ("根据《中华人民共和国政府信息公开条例》第六十条公开。", [("CI06", "warning")]),
        ("根据《中华人民共和国政府信息公开条例》第二十条、第五十六条公开。", []),
        (
            "按照《中华人民共和国政府信息公开工作年度报告模式》（国办公开办函〔2021〕30号）编制。",
            [("CI03", "warning"), ("CI04", "warning")],
        ),
        ("落实青政办发〔2023)12号。", [("CI01", "warning")]),
        ("落实青政办发〔2023〕012号。", [("CI01", "info")]),
        ("落实青政办发〔2023〕12号。", []),
        ("建设局与青岚市住房和城乡建没局公众号。", [("NA03", "warning")]),
        ("赴清河市住房和城乡建设局学习。", []),
        ("召开发布会××场。", [("WO08", "warning")]),
        ("召开发布会____场，参加（待核实）人。", [("WO08", "warning"), ("WO08", "warning")]),
        ("20XX年工作平稳。", [("WO08", "warning")]),
        ("公开信息○○条，某某局牵头（模板）。", [("WO08", "warning"), ("WO08", "warning")]),
        ("公开重点信息——项目审批，见https://test.qinglan.gov.cn，许可——件件有回音。", []),
        ("申请人李××、王某某的申请已答复，联系人张××。", []),
        ("二〇〇三年建局，全年公开信息35条，（三）班次增加。", []),
        ("办理《××项目批复》一类申请，【政策解读】栏目更新及时。", []),
        ("落实《青岚市政务公开工作要点，每季度检查。", [("WO09", "info")]),
        ("1）更新目录；2）补录文件（共两类）。", []),
    ],
)
def test_numbers_of_documents_names_and_gaps(text: str, wanted: list[tuple[str, str]]) -> None:
    """Numbers that are another document's, brackets that are no pair, slips in names, gaps of a template."""
    found = check(wrote(text), only=["CI", "NA", "WO08", "WO09"]).findings
    assert [(one.code, one.severity) for one in found] == wanted


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        (">科研机构<", ">科研院所<", "t3.applications.research"),
        (">本年制发件数<", ">本年公布件数<", "t2.article_20_1.issued"),
        (">结果纠正<", ">结果撤销<", "t4.appeals.corrected"),
    ],
)
def test_heads_in_other_words(old: str, new: str, key: str) -> None:
    """A head like none of the form's is kept as written; beside it the others show which column it is."""
    given = read(render(build(Example()), ".html").decode().replace(old, new).encode())
    assert given.labels == {key: new.strip("<>")}
    assert [severity for severity, _ in told(given, "LA01")] == ["warning"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("召开新闻发布会四场。召开新闻发布会四场。", True),
        ("（一）公开信息。网站发布信息1120条、公众号推送信息318条。\n（二）其他。网站发布信息1120条、公众号推送信息318条。", True),
        ("更新目录。整理档案。更新目录。", False),
        ("（一）收费情况。无。\n（二）其他情况。无。", False),
    ],
)  # fmt: skip
def test_sentences_pasted_twice(text: str, found: bool) -> None:
    """Right behind itself, or a whole thought twice in a section; short remarks may come again."""
    assert bool(told(wrote(text), "RE02")) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("申请人李某某电话13978812345。", True),
        ("当事人王小兰（13978812345）的申请已答复。", True),
        ("申请人可拨打电话13978812345咨询。", False),
    ],
)
def test_telephones_of_persons(text: str, found: bool) -> None:
    """A number beside a person's name is that person's."""
    assert bool(told(wrote(text), "PD01")) is found


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("青岚市水利局2023年政府信息公开工作年度报告", None),
        ("2023年青岚市政府信息公开工作年度报告书", "info"),
        ("青岚市水利局2023年政府信息公开年度报告", "info"),
        ("青岚市水利局2023年度政府信息公开工作报告", "info"),
        ("青岚市水利局政府信息公开工作情况报告（2023年度）", "info"),
        ("青岚市水利局2023年政府信息公开工作年报", "info"),
        ("青岚市水利局2023年政府信息公开年度工作报告", "warning"),
        ("青岚市水利局2023年政务信息公开工作年度报告", "warning"),
        ("青岚市水利局2023年政府信息公开工作半年度报告", "warning"),
    ],
)
def test_titles_of_reports(title: str, wanted: str | None) -> None:
    """Shorter words for the same report are an info, other words a warning."""
    found = told(build(Example(changes=(("title", title),))), "NA02")
    assert [severity for severity, _ in found] == ([wanted] if wanted else [])


@pytest.mark.parametrize("words", ["政府信息公开工作年度总结", "政务信息公开工作年度报告", "政府信息公开工作计划"])
def test_a_title_in_other_words_is_read_and_told(words: str) -> None:
    """In two lines too the title is told about, and the agency above it is the report's."""
    page = (
        render(build(Example()), ".html")
        .decode()
        .replace(f"2023年{form('2021').title}</h1>", f"</h1><p>2023年{words}</p>")
    )
    report = read(re.sub("<title>.*?</title>", "", page).encode())
    found = check(report, only=["NA"]).findings
    assert report.agency == AGENCY
    assert [(one.code, one.severity, one.found) for one in found] == [("NA02", "warning", f"{AGENCY}2023年{words}")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("（一）主动公开。\n（二）平台建设。\n（四）监督保障。", "（四）"),
        ("（一）主动公开。\n（一）平台建设。\n（二）监督保障。\n（二）其他。", "（二）"),
        ("（一）主动公开。正文。（二）平台建设。\n（三）监督保障。", None),
        ("（一）问题。\n（二）改进。\n（一）成效。\n（二）打算。", None),
        ("（一）主动公开。\n2.平台建设。\n（三）监督保障。", None),
        ("按照第二十条（五）（八）项公开。", None),
        ("办结12件，其中：（一）予以公开9件；（三）不予公开3件。", None),
    ],
)
def test_numbers_of_headings(text: str, found: str | None) -> None:
    """A heading left out or numbered twice; a list that begins anew and items of an article are nothing."""
    assert [one.found for one in check(wrote(text), only=["SE03"]).findings] == ([found] if found else [])


@pytest.mark.parametrize(
    ("number", "text", "wanted"),
    [
        (5, "问题：更新慢。改进：按月检查。未收取信息处理费。", [("SE02", "warning")]),
        (1, "依申请公开方面，未收取信息处理费。", []),
        (6, "2023年，依据收费标准，本局收取信息处理费。", [("FE01", "warning")]),
        (6, "2023年收取信息处理费，无其他事项。", [("FE01", "warning")]),
        (6, "本局没有其他事项，按照规定收取信息处理费。", []),
        (6, "规范收取信息处理费。2023年没有收取。", []),
        (6, "2023年，各单位均未收取信息处理费，无其他事项。", []),
        (6, "按照收取信息处理费的规定，全年收取0元。", []),
    ],
)
def test_where_the_fee_is_spoken_of(number: int, text: str, wanted: list[tuple[str, str]]) -> None:
    """The fee belongs in section six; a denial that was lost is told whatever else the sentence says."""
    base = wrote(text, number)
    others = tuple(replace(one, text="无。") if one.number == 6 != number else one for one in base.sections)
    found = check(replace(base, sections=others), only=["SE02", "FE01"]).findings
    assert [(one.code, one.severity) for one in found] == wanted


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("申请人情况", "申请方情况", "t3.applications.group1"),
        ("法人或其他组织", "法人和其他组织", "t3.applications.group2"),
        (">自然人", ">自燃人", "t3.applications.natural_person"),
        ("（三）不予公开", "（三）不与公开", "t3.applications.group4"),
        ("结果维持", "结果维特", "t4.appeals.upheld"),
        ("未经复议直接起诉", "未经复议直接上诉", "t4.litigation_direct"),
        (">行政诉讼<", ">行政诉颂<", "t4.appeals.group1"),
        (">科研机构<", ">科研机<", "t3.applications.research"),
    ],
)
def test_heads_over_several_rows_or_columns(old: str, new: str, key: str) -> None:
    """A letter changed in a head that holds no figure itself is told at the cells below it."""
    page = render(build(Example()), ".html").decode()
    assert old in page
    assert not read(page.encode()).labels
    found = check(read(page.replace(old, new, 1).encode()), only=["LA01"]).findings
    assert [(one.severity, one.found) for one in found] == [("warning", new.strip("<>"))]
    assert found[0].cells
    assert read(page.replace(old, new, 1).encode()).labels == {key: new.strip("<>")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("岚青市住房和城乡建设局发布信息35条。", "岚青市住房和城乡建设局"),
        ("全年，青岚市住房和城乡设局发布信息35条。", "青岚市住房和城乡设局"),
        ("由青岚市住房和城城乡建设局发布。", "青岚市住房和城城乡建设局"),
        ("（一）主动公开。2023年，清岚市住房和城乡建设局发布信息35条。", "清岚市住房和城乡建设局"),
        ("赴清岚市住房和城乡建设局学习。", None),
        ("青岚市住房城乡建设局局长听取汇报2次，青岚市住房和城乡建设局局长出席。", None),
    ],
)
def test_slips_in_the_name(text: str, found: str | None) -> None:
    """Letters left out, doubled or changed places; another city that is visited and a short form are nothing."""
    assert [one.found for one in check(wrote(text), only=["NA03"]).findings] == ([found] if found else [])


@pytest.mark.parametrize(
    ("text", "number", "wanted"),
    [
        ("（一）主动公开。2022年，我局按计划公开信息483条。", 1, ["warning"]),
        ("2013年，我局持续推进公开工作。", 1, ["warning"]),
        ("2019年是条例施行的第一年，我局贯彻落实。", 1, []),
        ("2020年，未收取信息处理费。", 6, ["warning"]),
        ("2022年，我局贯彻条例，现将情况报告如下（数据从2023年1月1日至2023年12月31日）。", 1, ["warning"]),
        ("我局成立于2013年，持续推进公开工作。", 1, []),
    ],
)
def test_years_far_from_the_reports(text: str, number: int, wanted: list[str]) -> None:
    """A far year opens section one, or denies the fee, only by a slip."""
    assert [one.severity for one in check(wrote(text, number), only=["OY01"]).findings] == wanted


def test_kinds_of_review_that_changed_places() -> None:
    """Two heads of table 4 in each other's place are told each at its own cells."""
    page = render(build(Example()), ".html").decode()
    one, other = "未经复议直接起诉", "复议后起诉"
    page = page.replace(one, "##").replace(other, one).replace("##", other)
    assert [(found.found, found.expected) for found in check(read(page.encode()), only=["LA01"]).findings] == [
        (other, one),
        (one, other),
    ]


@pytest.mark.parametrize(
    ("articles", "found"),
    [
        ("第五十条", None),
        ("第二十条、第五十条", None),
        ("第四十九条、第五十五条", "第五十五条"),
        ("第十五条", "第十五条"),
    ],
)
def test_articles_on_the_report(articles: str, found: str | None) -> None:
    """A preamble stands on articles 49 and 50; those on disclosure may stand beside them."""
    preamble = f"根据《中华人民共和国政府信息公开条例》{articles}规定，编制本报告。"
    given = build(Example(changes=(("preamble", preamble),)))
    assert [one.found for one in check(given, only=["CI06"]).findings] == ([found] if found else [])


def test_another_unit_in_a_line_of_heads() -> None:
    """The unit of money is told too where blanks alone set the heads of a line apart."""
    page = render(build(Example()), ".html").decode()
    text = re.sub(r"(信息内容)</t[hd]>\s*<t[hd][^>]*>(本年收费金额（单位：)万元", r"\1   \2元", page)
    assert text != page
    found = check(read(text.encode()), only=["LA01"]).findings
    assert [(one.severity, one.found) for one in found] == [("warning", "本年收费金额(单位:元)")]
