"""Figures in the text against the same figures in the tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from gongkai.report.check import Example, Finding, NotAssessable, Subject, rule
from gongkai.report.model import Report, Section
from gongkai.report.narrative import Claim


def due(report: Report, terms: tuple[str, ...]) -> int | Decimal | None:
    """What the cells of a sum make; None when one of them has no figure."""
    made: int | Decimal = 0
    for term in terms:
        value = report.value(term.lstrip("-"))
        if value is None:
            return None
        made += -value if term.startswith("-") else value
    return made


def agrees(claim: Claim, made: int | Decimal) -> bool:
    """Whether a figure says the same as the tables, as exactly as it is written."""
    if claim.vague:
        return Decimal("0.8") * made <= claim.value <= Decimal("1.2") * made
    if claim.value == made:
        return True
    if claim.step == 1 and claim.kind != "money":
        return False
    exact = Decimal(made) / claim.step
    return any(exact.quantize(Decimal(1), way) * claim.step == claim.value for way in (ROUND_HALF_UP, ROUND_DOWN))


def plain(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses of a sum without their signs."""
    return tuple(cell.lstrip("-") for cell in cells)


@rule(
    "ST01",
    title="正文的数与表格一致",
    title_en="Figures in the text as in the tables",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A08", "A09", "A44"),
    why="同一个数在正文和表格里不同，读者不知道哪个对。",
    why_en="When text and table give different figures for one thing, nobody knows which is right.",
    fix="核对台账，改正正文或者表格。",
    fix_en="Compare with the register and correct the text or the table.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "本年共收到政府信息公开申请83件，均按期答复。"),)),),
    ),
)
def stated(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """Each figure of the text that a cell or a sum of cells holds too."""
    report = subject.report
    for claim in subject.prose.claims:
        if not claim.cells or claim.negated:
            continue
        made = due(report, claim.cells)
        sums = [due(report, terms) for terms in claim.also]
        if made is None or any(agrees(claim, one) for one in (made, *sums) if one is not None):
            continue
        yield _differs(subject, claim, made)


def _differs(subject: Subject, claim: Claim, made: int | Decimal) -> Finding:
    """The finding for a figure that differs, naming what it equals instead where that explains the slip."""
    report = subject.report
    cells = plain(claim.cells)
    names = "、".join(subject.form.name(cell) for cell in cells[:3]) + ("等之和" if len(cells) > 3 else "")
    said = f"正文“{claim.clause.lstrip('，、；')}”：{claim.name}为{claim.value}，{names}为{made}"
    said_en = f"The text gives {claim.value} for {claim.name_en}, the tables {made}"
    severity = "warning" if claim.vague else claim.severity
    for terms in claim.near:
        if due(report, terms) == claim.value:
            meant = "加".join(subject.form.name(cell) for cell in terms)
            said += f"；{claim.value}等于{meant}，请核对说法"
            said_en += f"; {claim.value} equals {' + '.join(terms)}"
            cells, severity = (*cells, *(cell for cell in terms if cell not in cells)), "warning"
            break
    return Finding(
        cells,
        f"{said}。",
        f"{said_en}.",
        severity="error" if severity == "error" else "warning",
        expected=made,
        found=claim.value,
        section=claim.section or None,
        sentence=claim.sentence,
    )


@rule(
    "ST02",
    title="正文说没有的，表格也没有",
    title_en="What the text denies is not in the tables",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A13",),
    why="正文说没有收到申请或没有复议、诉讼，表格却有数，二者必有一错。",
    why_en="When the text says there was none and the table shows some, one of them is wrong.",
    fix="核对台账，改正正文或者表格。",
    fix_en="Compare with the register and correct the text or the table.",
    good=Example(),
    bad=Example(changes=(("sections", (Section(4, "四、行政复议", "本年未发生政府信息公开行政复议。"),)),)),
)
def denied(subject: Subject) -> Iterator[Finding]:
    """Each sentence that says there was none of what the tables count."""
    for claim in subject.prose.claims:
        made = due(subject.report, claim.cells) if claim.negated else 0
        if made:
            cells = plain(claim.cells)
            names = "、".join(subject.form.name(cell) for cell in cells)
            yield Finding(
                cells,
                f"正文说“{claim.clause}”，{names}却有{made}。",
                f"The text says there were no {claim.name_en}, the tables show {made}.",
                expected=made,
                found=0,
                section=claim.section or None,
                sentence=claim.sentence,
            )
