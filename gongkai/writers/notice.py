"""退回意见: what a check found, as a notice that an office can send, with a slip for the answer.

Made from the entries of `check` (CONTRACT 3). One document for all files: every notice begins on a page of its own.
What the reader is not sure of stands apart from what the report has wrong (HOUSE 2.6), and a file that could not be
read gets a notice that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from gongkai.report.check import rules
from gongkai.report.form import Form, form
from gongkai.report.language import SEVERITIES, figures, place
from gongkai.writers.official import chinese_date
from gongkai.writers.paper.page import WIDTH, Box, Paper, Sheet, Text

Entry = Mapping[str, Any]

_NUMERALS = "一二三四"
_FEW = 3
"""How many cells of a finding are named."""
_COLUMNS = (("序号", 11.0), ("位置", 36.0), ("问题", 55.0), ("改法", 28.0), ("依据", WIDTH - 130.0))
_DOUBTS = (("序号", 12.0), ("位置", 52.0), ("存疑之处", WIDTH - 64.0))
_SLIP = (("序号", 12.0), ("问题", 64.0), ("是否已改", 20.0), ("修改结果或说明", WIDTH - 96.0))
_TITLE = "政府信息公开工作年度报告"


def notice(entries: Sequence[Entry], *, date: str = "") -> Paper:
    """The notices for the files as one paper; `date` is YYYY-MM-DD, left open for the hand when ''."""
    blocks: list[Text | Sheet] = []
    for at, entry in enumerate(entries):
        returned = "error" in entry or any(one["severity"] != "info" for one in entry["findings"])
        blocks.append(Text(f"{_TITLE}\n{'退回意见' if returned else '核对意见'}", "title", breaks=at > 0))
        if len(entries) > 1:
            blocks.append(Text(f"第{at + 1}份，共{len(entries)}份", "small"))
        blocks += _unread(entry) if "error" in entry else _checked(entry, returned=returned)
        blocks += [Text("（核对单位）", "right"), Text(chinese_date(date) or "年　　月　　日", "right")]
        if entry.get("findings"):
            blocks += _slip(entry)
    return Paper(f"{_TITLE}退回意见", tuple(blocks))


def _named(entry: Entry) -> str:
    """What the file is called, without the folders of whoever checked it: a notice goes to another office."""
    return re.split(r"[/\\]", entry["file"])[-1]


def _unread(entry: Entry) -> list[Text | Sheet]:
    error = entry["error"]
    cause = "：".join(part for part in (place(error["place"]), error["message"]) if part)
    fix = error["fix"] or "请重新报送可以打开的文件"
    return [Text("报送单位：", "plain"), Text(f"报送的文件“{_named(entry)}”无法读取：{cause}。{fix}。")]


def _checked(entry: Entry, *, returned: bool) -> list[Text | Sheet]:
    head, known = entry["report"], form(entry["report"]["edition"])
    blocks: list[Text | Sheet] = [
        Text(f"{head['agency'] or '报送单位'}：", "plain"),
        Text(
            f"你单位报送的{_year(entry)}{_TITLE}（文件：{_named(entry)}）已按{known.document}规定的格式核对。"
            f"{_verdict(entry, returned=returned)}"
        ),
    ]
    numbered = list(enumerate(entry["findings"], 1))
    heads = iter(_NUMERALS)
    for severity, (word, _, _) in SEVERITIES.items():
        found = [(number, finding) for number, finding in numbered if finding["severity"] == severity]
        if found:
            blocks.append(Text(f"{next(heads)}、{word}（{len(found)}处）", "heading"))
            blocks.append(_ruled(f"{word}的问题", _COLUMNS, _rows(known, found)))
    doubts = entry.get("doubts", ())
    if doubts:
        blocks.append(Text(f"{next(heads)}、读数存疑（{len(doubts)}处）", "heading"))
        blocks.append(Text("以下各处由程序读出，可能读错，请对照原件，不作为问题。"))
        rows = [(str(n), where(known, doubt), doubt["message"]) for n, doubt in enumerate(doubts, 1)]
        blocks.append(_ruled("读数存疑", _DOUBTS, rows))
    return blocks


def _year(entry: Entry) -> str:
    return f"{entry['report']['year']}年" if entry["report"]["year"] else ""


def _verdict(entry: Entry, *, returned: bool) -> str:
    passed, silent = len(entry["passed"]), len(entry["not_assessable"])
    if not entry["findings"]:
        return f"{passed}条规则通过，{silent}条因缺少材料没有判断，没有发现问题。"
    count = {severity: sum(f["severity"] == severity for f in entry["findings"]) for severity in SEVERITIES}
    told = "、".join(f"{SEVERITIES[severity][0]}{number}处" for severity, number in count.items() if number)
    asked = "现予退回，请逐条修改或说明，填写所附回执，与修改后的报告一并报送。" if returned else "请逐条说明。"
    return f"共有{told}；{passed}条规则通过，{silent}条因缺少材料没有判断。{asked}"


def _rows(known: Form, found: Iterable[tuple[int, Entry]]) -> Iterator[tuple[str, ...]]:
    for number, finding in found:
        told = (finding["message"], figures(finding), _quoted(finding), _why(finding))
        problem = "\n".join(part for part in told if part)
        yield f"{number}\n{finding['code']}", where(known, finding), problem, finding["fix"], finding["basis"]


def where(known: Form, found: Entry) -> str:
    """The place of a finding or doubt: tables, rows and columns in words, then where in the file."""
    cells = found["cells"]
    rows: dict[str, list[str]] = {}
    for cell in cells[:_FEW]:
        row, dot, column = known.name(cell).rpartition(" · ")
        rows.setdefault(row if dot else column, []).extend([column] if dot else [])
    names = [f"{row} · {'、'.join(columns)}" if columns else row for row, columns in rows.items()]
    if len(cells) > _FEW:
        names.append(f"等{len(cells)}格")
    if not names and found.get("section"):
        names.append(known.sections[found["section"] - 1].title)
    at = f"（文件中：{place(found['place'])}）" if found["place"] else ""
    return "\n".join(filter(None, (*names, at)))


def _quoted(finding: Entry) -> str:
    sentence = finding.get("sentence", "")
    return f"原文：“{sentence}”" if sentence and sentence not in finding["message"] else ""


def _why(finding: Entry) -> str:
    known = rules().get(finding["code"])
    return f"说明：{known.why}" if known else ""


def _slip(entry: Entry) -> list[Text | Sheet]:
    known = form(entry["report"]["edition"])
    rows = []
    for number, finding in enumerate(entry["findings"], 1):
        spot = where(known, finding).partition("\n")[0]
        rows.append((str(number), f"{SEVERITIES[finding['severity']][0]} {finding['code']}　{spot}", "", ""))
    return [
        Text("修改回执", "title", breaks=True),
        Text(f"报送单位：{entry['report']['agency'] or ''}（盖章）　　报告年度：{_year(entry)}", "small"),
        _ruled("修改回执", _SLIP, rows),
        Text("经办人：　　　　　　审核人：　　　　　　联系电话：　　　　　　　　年　　月　　日", "small"),
    ]


def _ruled(caption: str, columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[str]]) -> Sheet:
    heads = [Box(name, 0, at) for at, (name, _) in enumerate(columns)]
    cells = [
        Box(text, row, at, head=False, left=at > 0) for row, line in enumerate(rows, 1) for at, text in enumerate(line)
    ]
    return Sheet(caption, (*heads, *cells), tuple(width for _, width in columns), 1, frozenset((0,)))
