"""SARIF 2.1.0: what the standard asks of a log, stable fingerprints, cells as logical places."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from gongkai.report.check import rules
from tests.cli.process import BAD, CLEAN, gongkai

MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "message": MESSAGE,
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "pattern": r"^[A-Za-z0-9%._~!/-]+$"}},
                }
            },
        },
        "logicalLocations": {
            "type": "array",
            "minItems": 1,
            "items": {"required": ["name", "fullyQualifiedName", "kind"]},
        },
    },
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
RULE = {
    "type": "object",
    "required": ["id", "shortDescription", "fullDescription", "help", "defaultConfiguration"],
    "properties": {
        "id": {"pattern": "^[A-Z]{2}[0-9]{2}$"},
        "shortDescription": MESSAGE,
        "fullDescription": MESSAGE,
        "help": MESSAGE,
        "defaultConfiguration": {"properties": {"level": LEVEL}},
    },
}
RESULT = {
    "type": "object",
    "required": ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
    "properties": {
        "level": LEVEL,
        "message": MESSAGE,
        "locations": {"type": "array", "minItems": 1, "items": LOCATION},
        "partialFingerprints": {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}},
    },
}
NOTICE = {
    "type": "object",
    "required": ["level", "message", "descriptor", "locations"],
    "properties": {"level": LEVEL, "message": MESSAGE, "locations": {"items": LOCATION}},
}
INVOCATION = {
    "type": "object",
    "required": ["executionSuccessful"],
    "properties": {
        "executionSuccessful": {"type": "boolean"},
        "toolExecutionNotifications": {"type": "array", "items": NOTICE},
    },
}
DRIVER = {
    "type": "object",
    "required": ["name", "version", "rules"],
    "properties": {
        "rules": {"type": "array", "items": RULE, "uniqueItems": True},
        "language": {"pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
        "semanticVersion": {"pattern": r"^\d+\.\d+\.\d+"},
    },
}
RUN = {
    "type": "object",
    "required": ["tool", "results", "invocations"],
    "properties": {
        "tool": {"type": "object", "required": ["driver"], "properties": {"driver": DRIVER}},
        "results": {"type": "array", "items": RESULT},
        "invocations": {"type": "array", "items": INVOCATION},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    },
}
LOG = Draft202012Validator(
    {
        "type": "object",
        "required": ["version", "runs", "$schema"],
        "properties": {"version": {"const": "2.1.0"}, "runs": {"type": "array", "minItems": 1, "items": RUN}},
    }
)
"""What section 3 of the standard asks of the parts that we write."""


def log_of(*words: str) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(gongkai("check", "--format", "sarif", *words).stdout)
    return log


def test_the_log_is_as_the_standard_asks(tmp_path: Path) -> None:
    """Results, notices of unreadable files, rules by index; cells as logical places."""
    broken = tmp_path / "坏 的.docx"
    broken.write_bytes(b"PK\x03\x04")
    log = log_of(str(BAD), str(broken), str(CLEAN))
    assert [error.message for error in LOG.iter_errors(log)] == []
    (run,) = log["runs"]
    known = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert known == list(rules())
    assert all(known[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    assert any("logicalLocations" in place for result in run["results"] for place in result["locations"])
    (notice,) = run["invocations"][0]["toolExecutionNotifications"]
    assert not run["invocations"][0]["executionSuccessful"]
    assert notice["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith("%E5%9D%8F%20%E7%9A%84.docx")


def test_nothing_found_is_a_log_too() -> None:
    """No result, no notice."""
    log = log_of(str(CLEAN))
    assert LOG.is_valid(log)
    assert log["runs"][0]["results"] == log["runs"][0]["invocations"][0]["toolExecutionNotifications"] == []


def test_fingerprints_outlive_language_and_runs() -> None:
    """The same finding has the same fingerprint whatever the words; two findings never share one."""
    prints = [
        [
            result["partialFingerprints"]["gongkai/v1"]
            for result in log_of("--lang", lang, str(BAD))["runs"][0]["results"]
        ]
        for lang in ("zh", "en")
    ]
    assert prints[0] == prints[1]
    assert len(set(prints[0])) == len(prints[0]) >= 2
    english = log_of("--lang", "en", str(BAD))["runs"][0]
    assert not re.search("[\u4e00-\u9fff]", english["tool"]["driver"]["rules"][0]["fullDescription"]["text"])
