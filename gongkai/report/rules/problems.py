"""Section five: problems and improvement, in words of this year and this agency."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.check import Example, Finding, NotAssessable, Subject, rule
from gongkai.report.form import squeeze
from gongkai.report.model import Section
from gongkai.report.similar import similarity
from gongkai.report.wording import pattern

_LACKING = re.compile("不规范|不平衡|不便|不齐|不畅|不均|参与少|偏[弱低慢窄]|较[少弱慢低]")
"""What is lacking, said without any word for a problem."""

_COPIED = 0.8
_SHORTEST = 20


@rule(
    "PB01",
    text=True,
    title="第五部分写明问题和改进情况",
    title_en="Section five names problems and improvement",
    severity="error",
    basis="《政府信息公开条例》第五十条",
    catalogue=("A28",),
    why="存在的主要问题和改进情况是年度报告的法定内容。",
    why_en="The main problems and their improvement are required by law.",
    fix="写出具体问题，以及对应的改进情况。",
    fix_en="Name particular problems and what was done about each.",
    good=Example(),
    bad=Example(changes=(("sections", (Section(5, "五、存在的主要问题及改进情况", "无。"),)),)),
)
def empty(subject: Subject) -> Iterator[Finding]:
    """Nothing at all is an error, no word of problems or of improvement a warning."""
    section = subject.report.section(5)
    if section is None:
        return
    text = re.sub(r"\W", "", squeeze(section.text))
    if not text or pattern("none").fullmatch(text):
        said = "第五部分没有写存在的问题和改进情况。", "Section five is empty.", "error"
    elif not pattern("problem").search(text) and not _LACKING.search(text):
        said = "第五部分没有写存在的问题。", "Section five names no problem.", "warning"
    elif not pattern("mending").search(text):
        said = "第五部分没有写改进情况。", "Section five says nothing of improvement.", "warning"
    elif len(text) < _SHORTEST:
        said = f"第五部分只有{len(text)}个字，过于简略。", f"Section five has {len(text)} characters.", "info"
    else:
        return
    message, message_en, severity = said
    yield Finding(
        (),
        message,
        message_en,
        severity="error" if severity == "error" else "warning" if severity == "warning" else "info",
        place=section.place,
        section=5,
        sentence=section.text.strip()[:60],
    )


@rule(
    "PB02",
    text=True,
    title="第五部分不与上年雷同",
    title_en="Section five is not last year's",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A29",),
    why="照抄上年的问题和措施，说明问题没有改进或者没有认真查找。",
    why_en="Problems copied from last year were either not mended or not looked for.",
    fix="写当年查找的问题和上年问题的改进结果。",
    fix_en="Name this year's problems and what became of last year's.",
    good=Example(
        changes=(
            (
                "sections",
                (
                    Section(
                        5,
                        "五、存在的主要问题及改进情况",
                        "问题：栏目更新偏慢，答复文书格式不统一。改进：按月通报更新情况，统一文书模板。",
                    ),
                ),
            ),
        ),
        last_year=Example(year=2022),
    ),
    bad=Example(last_year=Example(year=2022)),
)
def copied(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """Eight tenths or more in common with last year's section five, from thirty characters on."""
    if subject.last_year is None:
        yield NotAssessable("没有上年报告。", "Last year's report is not given.")
        return
    now, before = subject.report.section(5), subject.last_year.section(5)
    if now is None or before is None or len(squeeze(now.text)) < 30:
        return
    alike = similarity(now.text, before.text)
    if alike.share >= _COPIED:
        copy = max((passage.text for passage in alike.passages), key=len, default=now.text.strip())
        yield Finding(
            (),
            f"第五部分与上年报告雷同，相同部分占{alike.share:.0%}，如“{copy[:40]}”。",
            f"Section five has {alike.share:.0%} in common with last year's.",
            severity="warning",
            place=now.place,
            section=5,
            sentence=copy,
        )
