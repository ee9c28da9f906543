"""Findings as SARIF 2.1.0, for tools that show the results of checks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai import __version__
from gongkai.report.check import Finding, rules

if TYPE_CHECKING:
    from gongkai.cli.batch import Outcome

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """One run over all files; files that could not be read are notifications."""
    driver = {"name": "gongkai", "version": __version__, "rules": [_rule(one) for one in rules().values()]}
    results = [
        _result(one.file, finding) for one in outcomes if one.result is not None for finding in one.result.findings
    ]
    faults = [{"level": "error", "message": {"text": str(one.error)}} for one in outcomes if one.error is not None]
    invocation = {"executionSuccessful": not faults, "toolExecutionNotifications": faults}
    run = {"tool": {"driver": driver}, "results": results, "invocations": [invocation]}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(one: Any) -> dict[str, Any]:
    return {
        "id": one.code,
        "shortDescription": {"text": one.title},
        "fullDescription": {"text": one.why},
        "help": {"text": f"{one.fix}（{one.basis}）"},
        "defaultConfiguration": {"level": _LEVELS[one.severity]},
    }


def _result(file: str, finding: Finding) -> dict[str, Any]:
    path = Path(file)
    relative = path.relative_to(Path.cwd()) if path.is_absolute() and path.is_relative_to(Path.cwd()) else path
    print_ = hashlib.sha256("|".join([finding.code, *finding.cells, finding.message]).encode()).hexdigest()[:32]
    return {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": relative.as_posix()}},
                "logicalLocations": [{"fullyQualifiedName": cell, "kind": "member"} for cell in finding.cells],
            }
        ],
        "partialFingerprints": {"gongkai/v1": print_},
    }
