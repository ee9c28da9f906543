"""From one number to another: what lies between, as the sentence and table 2 of the 2019 edition have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.report.check import Example, Finding, Subject, about, rule
from gongkai.report.comparing import due
from gongkai.report.model import Section
from gongkai.report.narrative import Sentence
from gongkai.report.narrative.figures import Figure, figures
from gongkai.report.narrative.passages import Passage, passages
from gongkai.report.narrative.sentences import written

_RISE = "新增|新建|新开设|新开|增开|扩建|净增加|净增|增加|增长|增配|增设|增补|增|扩充|提升|提高|上升|多|涨|新设|承接"
_FALL = "撤并|合并|归并|整合|清退|退出|裁撤|停用|净减少|净减|减少|压减|核减|调减|削减|精简|取消|下放|注销|关停|撤销|缩短|缩减|下降|降低|回落|减|少|降"
_STEP = re.compile(rf"(?:(?P<rise>{_RISE})|(?P<fall>{_FALL}))(?:了|出|约|为|达)?$")
_STEP_WITH_NOUN = re.compile(
    rf"(?:(?P<rise>{_RISE})|(?P<fall>{_FALL}))(?:了)?[^\d，；。：、（）]{{0,8}}(?<![到至为成])$"
)
_NEXT = re.compile(
    rf"^[^\d，；。：（）、]{{0,5}}[，（、]?(?:共|合计|累计|总共|净|同比|比[^\d，]{{0,6}}|较[^\d，]{{0,6}}|环比)?(?:(?P<rise>{_RISE})|(?P<fall>{_FALL}))(?:了|出|约|为|达)?$"
)
_ANOTHER = re.compile(r"^[^\d；。，、]{0,4}[、，和及](?!其中)[^\d；。，]{0,10}$")
_BEHIND = re.compile(r"^[^\d；。：（）]{0,6}[，,（]?[^\d；。：，（）]{0,8}[由从][^\d，；。：（）]{0,12}$")


def _steps(text: str, known: tuple[Figure, ...], passage: Passage) -> list[tuple[Figure, int]]:
    """The figures beside a passage that say how far it goes, each with its direction; none where another follows."""
    found: list[tuple[Figure, int]] = []
    at = passage.at
    if at and _BEHIND.match(text[known[at - 1].end : passage.first.start]):
        start = known[at - 2].end if at > 1 else 0
        hit = _STEP_WITH_NOUN.search(text[start : known[at - 1].start])
        if hit and not (at > 1 and _ANOTHER.match(text[start : known[at - 1].start])):
            found.append((known[at - 1], 1 if hit["rise"] else -1))
    if at + 2 < len(known):
        behind = known[at + 2]
        hit = _NEXT.match(text[passage.last.end : behind.start])
        further = at + 3 < len(known) and _ANOTHER.match(text[behind.end : known[at + 3].start])
        if hit and not (further and known[at + 3].unit == behind.unit):
            found.append((behind, 1 if hit["rise"] else -1))
    return [(one, way) for one, way in found if not one.vague]


def _half(passage: Passage) -> Decimal:
    """How far rounded figures (`32万次`) may be off."""
    step = max(passage.first.step, passage.last.step)
    return step / 2 if step > 1 else Decimal(0)


def _fits(passage: Passage, step: Figure, way: int) -> bool | None:
    """Whether a step is what lies between both numbers, in number or in percent; None where it counts something else."""
    first, last = Decimal(passage.first.value), Decimal(passage.last.value)
    if step.kind == "percent" and passage.first.kind == "count":
        low, high = (100 * ((last + half) / (first - half) - 1) for half in (-_half(passage), _half(passage)))
        return low - step.step <= way * step.value <= high + step.step if first and step.unit == "%" else None
    if step.kind != passage.first.kind or (step.kind == "count" and step.unit != passage.first.unit):
        return None
    if step.kind == "percent" and step.unit == "%":
        return None
    return last - first == way * Decimal(step.value)


@rule(
    "ST10",
    text=True,
    title="由几到几与增减数相符",
    title_en="From one number to another by what lies between",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A10",),
    why="“由几增加到几”和旁边的增减数应当互相算得出来，方向也应当一致。",
    why_en="Two numbers, the direction between them and the step that is told beside them follow from one another.",
    fix="重新计算增减数，核对起止两数。",
    fix_en="Work the step out again and check both numbers.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "新增专职人员2名，由6名增加到9名。"),)),),
    ),
)
def step(subject: Subject) -> Iterator[Finding]:
    """Each passage from one number to another whose direction or whose step its own sentence belies."""
    for sentence in subject.prose.sentences:
        known = tuple(one for one in figures(sentence.text) if one.unit != "年")
        for passage in passages(sentence.text, known):
            first, last = passage.first, passage.last
            said = sentence.text[first.start : last.end]
            if first.value != last.value and passage.way and (last.value > first.value) != (passage.way > 0):
                yield _odd(sentence, said, f"{last.value}比{first.value}{_more(last.value - first.value)}", None)
                continue
            for figure, way in _steps(sentence.text, known, passage):
                if _fits(passage, figure, way) is False:
                    gap = last.value - first.value
                    told = f"由{first.value}到{last.value}是{_more(gap)}{abs(gap)}，不是{figure.written}"
                    yield _odd(sentence, said, told, str(abs(gap)) if figure.kind == first.kind else None)


def _more(gap: Decimal | int) -> str:
    return "增加" if gap > 0 else "减少" if gap < 0 else "不变，相差"


def _odd(sentence: Sentence, said: str, told: str, expected: str | None) -> Finding:
    return about(
        sentence,
        f"正文“{said}”：{told}。",
        f"The numbers of “{said}” and what lies between do not agree.",
        severity="warning",
        expected=expected,
        found=said,
    )


_ROWS = (
    ("other_services", re.compile("其[他它]对外(?:管理)?服务")),
    ("licences", re.compile("行政许可|许可(?:类)?事项")),
    ("penalties", re.compile("行政处罚|处罚(?:类|权)?事项")),
    ("coercion", re.compile("行政强制|强制(?:类)?事项")),
    ("fees", re.compile("行政事业性收费|收费项目")),
)
_ITEMS = "项个"
_OTHERS = re.compile(
    "公共服务|目录|清单|信息|子项|网办|一网通办|即办|上网|其中|证明|材料|政策|便民|办件|任务|措施|制度"
)
_NOW = re.compile(
    r"(?:现有|现为|现共有|目前(?:共?有|为)|年末(?:共?有|为)|年底(?:共?有|为)|调整(?:后)?(?:为|至)|达到|增至|减至|(?:增加|减少|精简|压减)[到至为]|后(?:为|剩|还有|共有?))$"
)
_SAME = re.compile("，?(?:均?未变|均?不变|没有变化|保持不变|与上年持平|没有增减|未作调整|无变化)")
_WAS = re.compile(r"(?:上年|上一年|去年|20\d\d年)(?:度|底|末)?(?:的|共|有|为|项目数)*$")
_FROM_STEP = re.compile(rf"^(?:[^\d，；。：]{{0,2}})(?:(?P<rise>{_RISE})|(?P<fall>{_FALL}))(?:了)?$")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a sentence says of a row of items: `before`, `now` or `change`, the figure, and its words as written."""

    sentence: Sentence
    row: str
    what: str
    value: int
    said: str


@rule(
    "ST11",
    text=True,
    title="项目的增减与表二一致",
    title_en="Items and their change as in table 2",
    severity="warning",
    basis="国办公开办函〔2019〕60号，表二",
    catalogue=("A08",),
    why="表二的上一年项目数量、本年增/减和正文写的项目数应当一致。",
    why_en="Last year's items, the change and the items that the text tells are the same in table 2.",
    fix="核对权责清单，改正正文或者表二。",
    fix_en="Compare with the list of powers and correct the text or table 2.",
    good=Example(edition="2019", year=2020),
    bad=Example(
        edition="2019", year=2020,
        cells=(("t2.licences.items_before", "12"), ("t2.licences.change", "-2")),
        changes=(("sections", (Section(1, "一、总体情况", "行政许可事项由12项减少到11项。"),)),),
    ),
)  # fmt: skip
def items(subject: Subject) -> Iterator[Finding]:
    """Each number of items that the text says there were, are, or came and went; a row's changes only when alone."""
    if subject.form.edition != "2019":
        return
    stated = [one for sentence in subject.prose.sentences if sentence.section in (1, 2) for one in _stated(sentence)]
    for one in stated:
        cells = _CELLS[one.what]
        cells = tuple(f"t2.{one.row}.{cell}" for cell in cells)
        made = due(subject.report, cells)
        alone = [other for other in stated if other.row == one.row and other.what == "change"] == [one]
        if made is None or made == one.value or (one.what == "change" and not alone):
            continue
        name = subject.form.name(cells[-1])
        yield about(
            one.sentence,
            f"正文“{one.said}”：{_WORDS[one.what]}{one.value}项，按{name}应为{made}项。",
            f"The text tells {one.value} items ({one.what}), table 2 makes {made}.",
            severity="warning",
            expected=int(made),
            found=one.value,
            cells=cells,
        )


_CELLS = {"before": ("items_before",), "now": ("items_before", "change"), "change": ("change",)}
_WORDS = {"before": "上一年", "now": "现有", "change": "增减"}


def _stated(sentence: Sentence) -> Iterator[Stated]:
    """What one sentence says of the rows of items, each figure under the row named last before it."""
    text = sentence.text
    known = figures(text)
    ways = {passage.at: passage for passage in passages(text, known)}
    start, row = 0, ""
    for at, figure in enumerate(known):
        gap = text[start : figure.start]
        row = _row(gap, row)
        start = figure.end
        if not row or figure.kind != "count" or figure.unit not in _ITEMS or figure.vague or _OTHERS.search(gap):
            row = "" if figure.unit not in _ITEMS else row
            continue
        following = text[figure.end : known[at + 1].start] if at + 1 < len(known) else ""
        what, value = _what(gap, following, at, ways, int(figure.value))
        if what:
            since = max(sentence.text.rfind(mark, 0, figure.start) for mark in "；：。") + 1
            yield Stated(sentence, row, what, value, written(sentence.raw, since, figure.end))


def _row(gap: str, row: str) -> str:
    """The row that words name, the last of several; `row` where they name none, '' behind a full point."""
    named = [(hit.end(), key) for key, words in _ROWS for hit in words.finditer(gap)]
    return max(named)[1] if named else "" if "；" in gap else row


def _what(gap: str, following: str, at: int, ways: dict[int, Passage], value: int) -> tuple[str, int]:
    """What a number of items stands for by the words around it, and its value; '' where they leave it open."""
    if at in ways:
        return "before", value
    if at - 1 in ways:
        return "now", value
    if re.search(r"由(?:上年|上一年|去年)[^\d]{0,4}$", gap) and _FROM_STEP.match(following):
        return "before", value
    if _NOW.search(gap) or _SAME.match(following):
        return "now", value
    hit = _STEP_WITH_NOUN.search(gap)
    if hit:
        return "change", value if hit["rise"] else -value
    return ("before", value) if _WAS.search(gap) else ("", value)
