"""Changes from last year: by what a sentence itself says of both years, and by last year's report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.report.check import Example, Finding, NotAssessable, Subject, rule
from gongkai.report.comparing import due, plain
from gongkai.report.model import Report, Section
from gongkai.report.narrative import Claim, clauses

_FEWER = re.compile(r"减|下降|降低|少|回落|降幅|跌|缩")
_BREADTH = re.compile(r"[增降涨升减]幅|幅度")
_BEFORE = re.compile(
    r"(?:^|[，；：（。、比较与和]|相比)(?:上年|去年|上一年|(?:法定|规定|承诺)(?:的)?(?:答复|办理)?(?:时限|期限|时间)?|(?P<year>20\d\d)年)(?:度)?(?:同期|全年|末|底)*"
    r"(?:的|为|是|有|仅|共|收到|新收|受理|办结|办理|答复|公开|发布|制发|印发|公布)*（?$"
)
_KINDS = ("count", "money")
_LIKEWISE = re.compile(r"近|[两三四五]年|历年|月|季度|上半年|下半年")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure's comparison with last year in one sentence: last year's figure, the change, its share, each at most once.

    `bases` are the figures of this year that it may be about, the nearest first.
    """

    bases: tuple[Claim, ...]
    before: Claim | None
    change: Claim | None
    share: Claim | None

    @property
    def said(self) -> Claim:
        """The figure that a finding is about: what is worked out of the others."""
        return next(filter(None, (self.share, self.change, self.before)))


def comparisons(claims: tuple[Claim, ...], year: int | None) -> Iterator[Comparison]:
    """Every comparison of a sentence, in its order."""
    bases: list[Claim] = []
    parts: dict[str, Claim] = {}
    for claim in claims:
        part = _part(claim, year)
        if parts and (not part or part in parts or "；" in claim.words):
            yield _comparison(bases, parts)
            parts = {}
        if part:
            parts[part] = claim
        elif claim.kind in _KINDS and claim.scope != "before":
            bases.insert(0, claim)
    if parts:
        yield _comparison(bases, parts)


def _comparison(bases: list[Claim], parts: dict[str, Claim]) -> Comparison:
    unit = next((one.unit for name, one in parts.items() if name != "share"), "")
    fit = tuple(one for one in bases if not unit or one.unit == unit)
    return Comparison(fit, parts.get("before"), parts.get("change"), parts.get("share"))


def _part(claim: Claim, year: int | None) -> str:
    """Which part of a comparison a figure is; '' for none."""
    if claim.change:
        return "share" if claim.unit == "%" else "change" if claim.kind in _KINDS else ""
    hit = _BEFORE.search(claim.words) if claim.kind in _KINDS and not claim.vague else None
    if hit and (hit["year"] is None or (year is not None and int(hit["year"]) == year - 1)):
        return "before"
    return ""


def _signed(claim: Claim) -> Decimal:
    return -Decimal(claim.value) if _FEWER.search(claim.words) else Decimal(claim.value)


def _apart(made: Decimal, change: Claim, *others: Claim) -> bool:
    """Whether a change is not what two figures make; figures in 万 or with decimals may be rounded."""
    steps = {one.step for one in (change, *others)}
    leeway = max(steps) if max(steps) > 1 else min(steps) if steps != {Decimal(1)} else Decimal(0)
    return abs(made - _signed(change)) > leeway


def _worded(change: Decimal, step: Decimal, percent: bool) -> str:
    """A change in words: 增长9.0%, 减少4."""
    if percent:
        return f"{'增长' if change >= 0 else '下降'}{abs(change).quantize(step)}%"
    return f"{'增加' if change >= 0 else '减少'}{abs(change).normalize():f}"


def _share_fits(claim: Claim, now: Decimal, before: Decimal) -> bool:
    """Whether a change in percent is what two figures make; 增幅 and the like name no direction of their own."""
    made, said = 100 * (now - before) / before, _signed(claim)
    if _BREADTH.search(claim.words):
        made, said = abs(made), abs(said)
    return abs(made - said) <= claim.step


@rule(
    "ST05",
    text=True,
    title="与上年的增减属实",
    title_en="Changes from last year as the reports make them",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A08",),
    why="比上年增减多少，由两年报告的数相减得出。",
    why_en="What a figure has risen or fallen by follows from both years' reports.",
    fix="按两年的数重新计算。",
    fix_en="Work the change out again from both years' figures.",
    good=Example(last_year=Example(year=2022)),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "新收政府信息公开申请38件，较上年增加5件。"),)),),
        last_year=Example(year=2022),
    ),
)
def change(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """Each change, and each figure of last year, behind a figure that a cell holds."""
    last = subject.last_year
    if last is None:
        yield NotAssessable("没有上年报告。", "Last year's report is not given.")
        return
    for several in subject.prose.by_sentence:
        for one in comparisons(several, subject.report.year) if len(several) > 1 else ():
            nearest = next(iter(one.bases), None)
            if nearest is None or not nearest.cells or one.said.vague:
                continue
            odd = [_unlike(one, base, last) for base in one.bases if base.cells and not base.scope]
            if odd and odd[0] and all(odd):
                claim, said, before, made = odd[0]
                yield Finding(
                    plain(nearest.cells),
                    f"正文“{claim.clause.lstrip('，、；（')}”：本年{nearest.value}，上年报告为{before}，应为{made}。",
                    f"{nearest.value} after {before} last year: {made} is due.",
                    severity="warning",
                    expected=made,
                    found=said,
                    section=claim.section or None,
                    sentence=claim.sentence,
                )


def _unlike(one: Comparison, base: Claim, last: Report) -> tuple[Claim, str, str, str] | None:
    """The figure that last year's report contradicts: it, what it says, last year's, what is due; None where all fits."""
    known = [made for terms in (base.cells, *base.also) if (made := due(last, terms)) is not None]
    if not known or (one.before and one.before.value in known):
        return None
    now, before = Decimal(base.value), Decimal(known[0])
    if one.before:
        return one.before, str(one.before.value), str(before), str(before)
    if one.change and all(_apart(now - made, one.change, base) for made in known):
        return one.change, str(_signed(one.change)), str(before), _worded(now - before, Decimal(1), False)
    if one.share and before and not any(_share_fits(one.share, now, Decimal(made)) for made in known if made):
        due_ = _worded(100 * (now - before) / before, one.share.step, True)
        return one.share, str(_signed(one.share)), str(before), due_
    return None


@rule(
    "ST06",
    text=True,
    title="增减数、增幅与所说的两年数相符",
    title_en="Changes as the sentence itself makes them",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A10",),
    why="同一句里的本年数、上年数、增减数、增减幅度应当互相算得出来。",
    why_en="The figures of both years, the change and its share in one sentence follow from one another.",
    fix="重新计算增减数和幅度。",
    fix_en="Work the change out again.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "新收政府信息公开申请38件，较上年增加8件，增长28.7%。"),)),),
    ),
)
def growth(subject: Subject) -> Iterator[Finding]:
    """Each comparison of a sentence that no figure before it fits, told by the nearest two figures."""
    for several in subject.prose.by_sentence:
        for one in comparisons(several, subject.report.year) if len(several) > 2 else ():
            claim = one.said
            vague = any(part and part.vague for part in (one.before, one.change, one.share))
            if not vague and not one.bases and one.before and one.change and one.share:
                yield from _alone(one.before, one.change, one.share)
            if vague or not one.bases or _LIKEWISE.search(claim.words):
                continue
            odd = [_odd(one, base) for base in one.bases if not base.vague]
            told = list(dict.fromkeys(why for why in odd if why))
            if odd and told and all(odd):
                base = _meant(one)
                if len(told) > 1 and one.before and one.change:
                    told = list(filter(None, (_odd(one, base),)))
                dues = "，".join(f"按{worked}应为{made}" for worked, made in told[:2])
                sure = len(told) == 1
                if sure and one.change and one.before and _apart_by_itself(one, base):
                    claim = one.change
                several_ = [part for part in (base, one.before, one.change, one.share) if part]
                yield Finding(
                    plain(base.cells) if sure else (),
                    f"正文“{clauses(*several_)}”："
                    + (f"{dues}。" if len(told) <= 2 else "与句中各数都算不出这个幅度。"),
                    f"The sentence's own figures do not make {claim.value}.",
                    severity="warning",
                    expected=told[0][1] if sure else None,
                    found=claim.clause,
                    section=claim.section or None,
                    sentence=claim.sentence,
                )


def _meant(one: Comparison) -> Claim:
    """The figure that a comparison is most likely about: the nearest, or of several the one that fits last year's best."""
    before, change = one.before, one.change
    bases = [base for base in one.bases if not base.vague]
    if before is None or change is None:
        return bases[0]
    return min(bases, key=lambda base: abs(abs(Decimal(base.value) - before.value) - Decimal(change.value)))


def _apart_by_itself(one: Comparison, base: Claim) -> bool:
    """Whether it is the number by which a figure has changed that does not fit both years' figures."""
    return bool(
        one.before and one.change and _apart(Decimal(base.value) - one.before.value, one.change, base, one.before)
    )


def _alone(before: Claim, change: Claim, share: Claim) -> Iterator[Finding]:
    """The finding where last year's figure and the change do not make the percentage, this year's being untold."""
    if not before.value:
        return
    made = 100 * _signed(change) / Decimal(before.value)
    said = _signed(share)
    if abs(abs(made) - abs(said)) > share.step:
        yield Finding(
            (),
            f"正文“{clauses(before, change, share)}”：按{before.value}应为{_worded(made, share.step, True)}。",
            f"{change.value} of {before.value} is not {share.value} %.",
            severity="warning",
            expected=_worded(made, share.step, True),
            found=share.clause,
            section=share.section or None,
            sentence=share.sentence,
        )


def _odd(one: Comparison, base: Claim) -> tuple[str, str] | None:
    """What a comparison is worked out from and what is due, were it about `base`; None where it fits."""
    now = Decimal(base.value)
    if one.before and one.change and _apart(now - one.before.value, one.change, base, one.before):
        return f"{base.value}和{one.before.value}", _worded(now - one.before.value, Decimal(1), False)
    if not one.share or not (one.before or one.change):
        return None
    before = Decimal(one.before.value) if one.before else now - _signed(one.change) if one.change else Decimal(0)
    if before <= 0 or _share_fits(one.share, now, before):
        return None
    return f"{base.value}和{before}", _worded(100 * (now - before) / before, one.share.step, True)
