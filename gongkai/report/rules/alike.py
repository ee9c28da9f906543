"""What the text says of all cases at once: all upheld, all by natural persons, all concluded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gongkai.report.check import Example, Finding, Subject, rule
from gongkai.report.comparing import due, named, plain
from gongkai.report.language import Severity
from gongkai.report.model import Section
from gongkai.report.narrative import Claim

_ALL = re.compile("均|全部|都|皆|悉数")
_ROWS = {
    "reconsideration": ("reconsideration",),
    "reconsideration_received": ("reconsideration",),
    "litigation": ("litigation_direct", "litigation_after_reconsideration"),
    "litigation_direct": ("litigation_direct",),
    "litigation_after": ("litigation_after_reconsideration",),
}
_WAYS = (
    (re.compile("直接(?:起诉|提起(?:行政)?诉讼)"), "litigation_direct"),
    (re.compile("复议后(?:再)?(?:起诉|提起)"), "litigation_after_reconsideration"),
)
_OUTCOMES: tuple[tuple[re.Pattern[str], tuple[str, ...], str], ...] = (
    (re.compile("维持"), ("upheld",), "维持"),
    (re.compile("纠正|纠错|撤销(?!申请|复议申请|起诉)|确认违法"), ("corrected",), "纠正"),
    (re.compile("尚?未(?:审结|结案)|正在审理|审理中|尚在审理"), ("pending",), "尚未审结"),
    (re.compile("终止|撤回|撤诉|其[他它]结果"), ("other",), "其他结果"),
)
_DISMISSED = re.compile("驳回")
_CLOSED = re.compile("已(?:全部|经)?(?:审结|结案|办结)")
_DENIED = re.compile(r"(?:无|未|没有|不|避免|防止)[^，；（）]{0,6}$")
_APPLICANT = re.compile(
    r"(?:均|全部|都|皆)(?:为|由|是|系|来自|属于)?"
    r"(?P<who>自然人|公民|商业企业|企业|科研机构|社会公益组织|法律服务机构|律师事务所)"
)
_WHO = {
    "自然人": "natural_person", "公民": "natural_person", "商业企业": "business", "企业": "business",
    "科研机构": "research", "社会公益组织": "public_welfare", "法律服务机构": "legal_service",
    "律师事务所": "legal_service",
}  # fmt: skip
_DONE = re.compile(r"(?:均|全部|都|皆|悉数)(?:已经?|在|于|年内|当年|年底前)*(?:办结|办理完毕|办毕|办理完结)")
_REST = re.compile("结转|到期|期限|除|其余|剩余|余下")
_OF_ALL = ("received", "received_and_carried", "handled", "applications")


@rule(
    "ST08",
    inferred=True,
    title="“均”“全部”的说法与表格一致",
    title_en="What is said of all cases holds in the tables",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A09",),
    why="说全部维持、均为自然人、全部办结的，表格里对应的一栏应当等于总数。",
    why_en="Where all cases are said to have ended one way, that column holds all of them.",
    fix="核对台账，改正正文或者表格。",
    fix_en="Compare with the register and correct the text or the table.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(4, "四、行政复议", "因政府信息公开发生行政复议3件，均被纠正。"),)),),
    ),
)
def alike(subject: Subject) -> Iterator[Finding]:
    """Each figure that the tables bear out, with what is said of all its cases up to the next figure."""
    for sentence, several in zip(subject.prose.sentences, subject.prose.by_sentence, strict=True):
        counts = [one for one in several if one.kind in ("count", "percent", "money")]
        for claim, following in pairwise((*counts, None)):
            if claim is None or claim.scope or claim.change or claim.vague or not claim.value:
                continue
            words = _said(sentence.text, claim, following)
            if claim.subject in _ROWS:
                yield from _appeals(subject, claim, words)
            elif claim.subject in _OF_ALL:
                yield from _applications(subject, claim, words)


def _said(text: str, claim: Claim, following: Claim | None) -> str:
    """What stands behind a figure: whole clauses, up to a semicolon and before those of the next figure."""
    words = text[claim.end : following.start if following else len(text)].partition("；")[0]
    if following and claim.end + len(words) == following.start:
        words = words[: max(words.rfind(mark) for mark in "，）。、：") + 1]
    return words


def _appeals(subject: Subject, claim: Claim, words: str) -> Iterator[Finding]:
    rows: tuple[str, ...] = _ROWS[claim.subject]
    alike_ = claim.value == 1 or _ALL.search(words) or re.match("（[^（），；]{1,12}）", words)
    if not alike_ or due(subject.report, tuple(f"t4.{row}.total" for row in rows)) != claim.value:
        return
    for way, row in _WAYS:
        if way.search(words) and len(rows) > 1 and sum(bool(one.search(words)) for one, _ in _WAYS) == 1:
            way_cells = (f"t4.{row}.total",)
            if due(subject.report, way_cells) != claim.value:
                yield _finding(subject, claim, words, way_cells, "error")
                return
            rows = (row,)
    hits = [(hit, keys) for one, keys, _ in _OUTCOMES if (hit := one.search(words))]
    dismissed, closed = _DISMISSED.search(words), _CLOSED.search(words)
    if any(_DENIED.search(words[: hit.start()]) for hit, _ in hits):
        return
    if len(hits) == 1:
        cells = tuple(f"t4.{row}.{key}" for row in rows for key in hits[0][1])
        yield from _unequal(subject, claim, words, cells, "error")
    elif dismissed and not hits:
        cells = tuple(f"t4.{row}.{key}" for row in rows for key in ("upheld", "other"))
        yield from _unequal(subject, claim, words, cells, "warning")
    elif closed and not hits:
        cells = tuple(f"t4.{row}.pending" for row in rows)
        if due(subject.report, cells):
            yield _finding(subject, claim, words, cells, "error")


def _applications(subject: Subject, claim: Claim, words: str) -> Iterator[Finding]:
    hit = _APPLICANT.search(words)
    if hit and due(subject.report, ("t3.received.total",)) == claim.value:
        cells: tuple[str, ...] = (f"t3.received.{_WHO[hit['who']]}",)
        organisations = ("t3.received.total", "-t3.received.natural_person")
        if hit["who"] != "企业" or due(subject.report, organisations) != claim.value:
            yield from _unequal(subject, claim, words, cells, "error")
    cells = ("t3.carried_out.total",)
    if _DONE.search(words) and not _REST.search(words) and due(subject.report, cells):
        yield _finding(subject, claim, words, cells, "warning")


def _unequal(
    subject: Subject, claim: Claim, words: str, cells: tuple[str, ...], severity: Severity
) -> Iterator[Finding]:
    made = due(subject.report, cells)
    if made is not None and made != claim.value:
        yield _finding(subject, claim, words, cells, severity)


def _finding(subject: Subject, claim: Claim, words: str, cells: tuple[str, ...], severity: Severity) -> Finding:
    made = due(subject.report, cells)
    said = f"{claim.clause.removesuffix(claim.tail).lstrip('，、；')}{words}".rstrip("，：。")
    return Finding(
        plain(cells),
        f"正文“{said}”，{named(subject.form, cells)}却是{made}。",
        f"The text speaks of all {claim.value} {claim.name_en}; the tables show {made}.",
        severity=severity,
        expected=made,
        section=claim.section or None,
        sentence=claim.sentence,
    )
