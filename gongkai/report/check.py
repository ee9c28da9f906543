"""Checks of a report: the registry of rules, what they find, and the one function that runs them.

A rule is one small documented function with a code, a legal source, a passing and a failing example (HOUSE 2.7).
Rules live in `gongkai/report/rules/`; importing the package registers them. A mistake in a rule crashes: it never
accuses a report.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property
from importlib import import_module
from itertools import islice
from typing import Any

from gongkai.report.certainty import is_plain
from gongkai.report.form import EDITIONS, Form, form
from gongkai.report.language import SEVERITIES, Severity
from gongkai.report.model import Report, expect_reports
from gongkai.report.narrative import Prose, Sentence, prose
from gongkai.report.notebook import findings_page, framed, lines
from gongkai.report.number import Kind
from gongkai.report.period import stated_year

_PLACES_TOLD = 3
_LINES = 14

Number = int | Decimal | str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or asks for a word: where, both numbers, why, how to mend, the legal basis.

    `expected` and `found` are the two values that do not agree (None where a rule compares no numbers); `section`
    is 1–6 when the finding is about a section; `sentence` the text it is about.
    """

    cells: tuple[str, ...]
    message: str
    message_en: str
    severity: Severity = "error"
    expected: Number = None
    found: Number = None
    place: str = ""
    fix: str = ""
    fix_en: str = ""
    basis: str = ""
    section: int | None = None
    sentence: str = ""
    code: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The finding as CONTRACT 3 gives it, with section and sentence where it has them."""
        given: dict[str, Any] = {
            "code": self.code,
            "severity": self.severity,
            "cells": list(self.cells),
            "message": self.message,
            "message_en": self.message_en,
            "expected": _plain(self.expected),
            "found": _plain(self.found),
            "place": self.place,
            "fix": self.fix,
            "fix_en": self.fix_en,
            "basis": self.basis,
        }
        if self.section is not None:
            given["section"] = self.section
        if self.sentence:
            given["sentence"] = self.sentence
        return given

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Finding:
        """A finding from the data of `to_dict`; unknown keys are ignored. Money stays a decimal string."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        return cls(**{**known, "cells": tuple(data["cells"])})

    def __repr__(self) -> str:
        return f"<{lines([self], 1)[0]}>"


class Findings(tuple[Finding, ...]):
    """Findings, worst first; in a notebook a table."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "\n".join(lines(self, _LINES)) or "√ 没有发现问题"

    def _repr_html_(self) -> str:
        return findings_page(None, self) if self else framed("√ 没有发现问题")


@dataclass(frozen=True, slots=True)
class NotAssessable:
    """A rule that cannot judge this report, and why."""

    reason: str
    reason_en: str
    code: str = ""

    def to_dict(self) -> dict[str, str]:
        """The entry as CONTRACT 3 gives it."""
        return {"code": self.code, "reason": self.reason, "reason_en": self.reason_en}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> NotAssessable:
        """An entry from the data of `to_dict`; unknown keys are ignored."""
        return cls(data["reason"], data.get("reason_en", ""), data["code"])


@dataclass(frozen=True)
class Subject:
    """What a rule looks at: the report, last year's report when given, and the report's form."""

    report: Report
    last_year: Report | None
    form: Form

    @cached_property
    def rows(self) -> frozenset[str]:
        """The addresses of the rows that stand in the report, whatever is in their cells."""
        cells = self.report.cells.items()
        return frozenset(address.rpartition(".")[0] for address, cell in cells if cell.kind is not Kind.ABSENT)

    @cached_property
    def added_rows(self) -> frozenset[str]:
        """Rows of the agency's own that were read as one of the other edition, beside all rows of this one."""
        known = {f"{table.key}.{row.key}" for table in self.form.tables for row in table.rows}
        return (self.rows - known) & set(self.report.labels) if known <= self.rows else frozenset()

    @cached_property
    def year(self) -> int | None:
        """The year of the report: the title's, unless the period and the date below agree on another."""
        stated = stated_year(self.report)
        return self.report.year if stated is None else stated

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """The addresses of the cells of which the reader doubts that it read them right."""
        return frozenset(cell for doubt in self.report.doubts for cell in doubt.cells)

    @cached_property
    def beyond_doubt(self) -> dict[tuple[str, object, object], bool]:
        """Whether a sentence says what it says beyond doubt, by its words, the figure found and the one that is due.

        Filled as findings ask, because a text may say the same thing a thousand times.
        """
        return {}

    @cached_property
    def prose(self) -> Prose:
        """What the report's text says, read once for all rules."""
        return prose(self.report)


@dataclass(frozen=True, slots=True)
class Example:
    """A report in one edition that differs from a correct one by what is named here (see `example.build`)."""

    edition: str = "2021"
    year: int = 2023
    cells: tuple[tuple[str, str], ...] = ()
    changes: tuple[tuple[str, Any], ...] = ()
    last_year: Example | None = None


Judge = Callable[[Subject], Iterable[Finding | NotAssessable]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule. `catalogue` holds its numbers in DOMAIN 2.6 (A01…A50), `severity` the worst it gives.

    A `basis` that begins with the document of the current form stands for the form of the report's own edition.
    `text` rules judge words: they cannot judge a file that carries nothing but cells (DECISIONS 8). `inferred` ones infer
    figures from natural language: their errors stand on the plainest sentences only (`certainty.is_plain`).
    """

    code: str
    title: str
    title_en: str
    severity: Severity
    basis: str
    catalogue: tuple[str, ...]
    why: str
    why_en: str
    fix: str
    fix_en: str
    good: Example
    bad: Example
    judge: Judge
    text: bool = False
    inferred: bool = False

    @property
    def family(self) -> str:
        """The name of the file that the rule stands in."""
        return self.judge.__module__.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Result:
    """What a check gives: findings worst first, codes of the rules passed, rules that could not judge."""

    report: Report
    findings: Findings
    passed: tuple[str, ...]
    not_assessable: tuple[NotAssessable, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing worse than an info was found (exit status 0, DECISIONS 31)."""
        return all(finding.severity == "info" for finding in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """The result as one entry of CONTRACT 3, without the file's name."""
        report = self.report
        return {
            "report": {"agency": report.agency, "year": report.year, "edition": report.edition},
            "findings": [finding.to_dict() for finding in self.findings],
            "passed": list(self.passed),
            "not_assessable": [entry.to_dict() for entry in self.not_assessable],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], report: Report) -> Result:
        """A result from the data of `to_dict` and the report it is about; unknown keys are ignored."""
        return cls(
            report,
            Findings(Finding.from_dict(one) for one in data["findings"]),
            tuple(data["passed"]),
            tuple(NotAssessable.from_dict(one) for one in data["not_assessable"]),
        )

    @property
    def _summary(self) -> str:
        return f"√ {len(self.passed)} 条规则通过，{len(self.not_assessable)} 条无法判断"

    def __repr__(self) -> str:
        head = f"{self.report.agency or '?'} {self.report.year or '?'} ({self.report.edition})"
        return "\n".join([head, *repr(self.findings).splitlines(), self._summary])

    def _repr_html_(self) -> str:
        return findings_page(self.report, self.findings, self._summary)


_REGISTRY: dict[str, Rule] = {}
_WORDLESS = NotAssessable("文件只有表格的数，没有正文。", "The file carries cells only, and no text.")


def rule(
    code: str,
    *,
    title: str,
    title_en: str,
    severity: Severity,
    basis: str,
    catalogue: tuple[str, ...],
    why: str,
    why_en: str,
    fix: str,
    fix_en: str,
    good: Example,
    bad: Example,
    text: bool = False,
    inferred: bool = False,
) -> Callable[[Judge], Judge]:
    """Register the decorated function as a rule. Codes are two letters and two digits, never used twice."""

    def register(judge: Judge) -> Judge:
        if code in _REGISTRY:
            raise ValueError(f"rule {code} is registered twice")
        _REGISTRY[code] = Rule(
            code,
            title,
            title_en,
            severity,
            basis,
            catalogue,
            why,
            why_en,
            fix,
            fix_en,
            good,
            bad,
            judge,
            text,
            inferred,
        )
        return judge

    return register


@cache
def rules() -> dict[str, Rule]:
    """Every rule by code, in the order of the codes."""
    from gongkai.report import rules as package

    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(_REGISTRY.items()))


def about(sentence: Sentence, message: str, message_en: str, **more: Any) -> Finding:
    """A finding about one sentence of the text, with its section; `more` are other fields of Finding."""
    more = {"section": sentence.section or None, "sentence": sentence.raw, **more}
    return Finding(more.pop("cells", ()), message, message_en, **more)


def check(report: Report, *, last_year: Report | None = None, only: Iterable[str] = ()) -> Result:
    """Check a report; `last_year` is the previous report of the same agency for the cross-year rules.

    `only` limits the rules to these codes or families of two letters. Needs no file and no clock (DECISIONS 9). UsageError when
    something else than a report is given.
    """
    expect_reports(report, *([] if last_year is None else [last_year]))
    subject = Subject(report, last_year, report.form)
    chosen = tuple(only)
    findings: list[Finding] = []
    silent: list[NotAssessable] = []
    passed: list[str] = []
    for one in rules().values():
        if chosen and not one.code.startswith(chosen):
            continue
        answers = [_WORDLESS] if one.text and report.wordless else list(one.judge(subject))
        found = [_complete(one, subject, answer) for answer in answers if isinstance(answer, Finding)]
        unjudged = [replace(answer, code=one.code) for answer in answers if isinstance(answer, NotAssessable)]
        findings += found
        silent += unjudged
        if not found and not unjudged:
            passed.append(one.code)
    findings.sort(key=lambda finding: list(SEVERITIES).index(finding.severity))
    return Result(report, Findings(findings), tuple(passed), tuple(silent))


def _complete(one: Rule, subject: Subject, finding: Finding) -> Finding:
    """The finding with what the rule says of all its findings; a basis in the form is that of the report's form."""
    report = subject.report
    finding = _weighed(one, subject, finding)
    current = form(EDITIONS[-1]).document
    basis = report.form.document + one.basis.removeprefix(current) if one.basis.startswith(current) else one.basis
    return replace(
        finding,
        code=one.code,
        place=finding.place or "；".join(islice(places(report, finding.cells), _PLACES_TOLD)),
        fix=finding.fix or one.fix,
        fix_en=finding.fix_en or one.fix_en,
        basis=finding.basis or basis,
    )


_UNSURE = "（这些格的读取有疑问，请先对照原件。）"
_UNSURE_EN = " (The reading of these cells is in doubt: look at the file first.)"


def _weighed(one: Rule, subject: Subject, finding: Finding) -> Finding:
    """The finding as no more than a warning where what it stands on is in doubt: the words of prose, or our reading."""
    if finding.severity == "error" and one.inferred and finding.sentence:
        asked = finding.sentence, finding.found, finding.expected
        if asked not in subject.beyond_doubt:
            numbers = [at for at, said in enumerate(subject.prose.sentences) if said.raw == finding.sentence]
            subject.beyond_doubt[asked] = any(is_plain(subject.report, subject.prose, at, *asked[1:]) for at in numbers)
        finding = finding if subject.beyond_doubt[asked] else replace(finding, severity="warning")
    if finding.severity != "info" and finding.cells and subject.doubtful.issuperset(finding.cells):
        said, said_en = finding.message + _UNSURE, finding.message_en + _UNSURE_EN
        finding = replace(finding, severity="warning", message=said, message_en=said_en)
    return finding


def places(report: Report, cells: Iterable[str]) -> Iterator[str]:
    """The places of the given cells in the file, each once."""
    seen: set[str] = set()
    for address in cells:
        cell = report.cells.get(address)
        if cell is not None and cell.place and cell.place not in seen:
            seen.add(cell.place)
            yield cell.place


def _plain(value: Number) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value
