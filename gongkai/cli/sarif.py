"""Findings as SARIF 2.1.0, for tools that show the results of checks; written as the results come."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gongkai import __version__
from gongkai.report.check import Rule, rules
from gongkai.report.form import form
from gongkai.report.language import place

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


class Sarif:
    """One run over all files; files that could not be read are notifications of its invocation."""

    def __init__(self, lang: str, ascii_: bool) -> None:
        """Messages in one language; `ascii_` escapes what is not ASCII."""
        self._lang, self._ascii = lang, ascii_
        self._faults: list[dict[str, Any]] = []
        self._first = True
        self._seen: dict[str, int] = {}

    def begin(self) -> str:
        """The log opens, with the rules."""
        driver = {
            "name": "gongkai",
            "version": __version__,
            "semanticVersion": __version__,
            "language": "zh-CN" if self._lang == "zh" else "en",
            "rules": [_rule(one, self._lang) for one in rules().values()],
        }
        run = f'{{"tool": {self._json({"driver": driver})}, "columnKind": "unicodeCodePoints", "results": ['
        return f'{{"$schema": {json.dumps(_SCHEMA)}, "version": "2.1.0", "runs": [{run}'

    def entry(self, entry: dict[str, Any]) -> str:
        """The results of one file."""
        if "error" in entry:
            self._faults.append(self._fault(entry))
            return ""
        return "".join(self._result(entry, finding) for finding in entry["findings"])

    def end(self) -> str:
        """The log closes, with what could not be read."""
        invocation = {"executionSuccessful": not self._faults, "toolExecutionNotifications": self._faults}
        return f'\n], "invocations": [{self._json(invocation)}]}}]}}\n'

    def _json(self, data: object) -> str:
        return json.dumps(data, ensure_ascii=self._ascii)

    def _result(self, entry: dict[str, Any], finding: dict[str, Any]) -> str:
        zh = self._lang == "zh"
        names = form(entry["report"]["edition"])
        location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": uri(entry["file"])}}}
        if finding["place"]:
            location["message"] = {"text": place(finding["place"], self._lang)}
        if finding["cells"]:
            location["logicalLocations"] = [
                {"name": names.name(cell), "fullyQualifiedName": cell, "kind": "member"} for cell in finding["cells"]
            ]
        result = {
            "ruleId": finding["code"],
            "ruleIndex": list(rules()).index(finding["code"]),
            "level": _LEVELS[finding["severity"]],
            "message": {"text": finding["message" if zh else "message_en"]},
            "locations": [location],
            "partialFingerprints": {"gongkai/v1": self._fingerprint(entry, finding)},
        }
        comma, self._first = ("\n" if self._first else ",\n"), False
        return comma + self._json(result)

    def _fingerprint(self, entry: dict[str, Any], finding: dict[str, Any]) -> str:
        """The same for the same finding in the same file, whatever its place and words; counted where it comes twice."""
        parts = [finding["code"], uri(entry["file"]), str(finding.get("section", "")), *finding["cells"]]
        digest = hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]
        self._seen[digest] = self._seen.get(digest, 0) + 1
        return digest if self._seen[digest] == 1 else f"{digest}:{self._seen[digest]}"

    def _fault(self, entry: dict[str, Any]) -> dict[str, Any]:
        error = entry["error"]
        return {
            "level": "error",
            "descriptor": {"id": error["kind"]},
            "message": {"text": error["message" if self._lang == "zh" else "message_en"]},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(entry["file"])}}}],
        }


def uri(file: str) -> str:
    """A file name as a relative URI reference where it stands below the working folder."""
    path = Path(file)
    relative = path.relative_to(Path.cwd()) if path.is_absolute() and path.is_relative_to(Path.cwd()) else path
    return quote(os.fsencode(relative.as_posix()), safe="/!")


def _rule(one: Rule, lang: str) -> dict[str, Any]:
    zh = lang == "zh"
    return {
        "id": one.code,
        "shortDescription": {"text": one.title if zh else one.title_en},
        "fullDescription": {"text": one.why if zh else one.why_en},
        "help": {"text": f"{one.fix}（{one.basis}）" if zh else f"{one.fix_en} ({one.basis})"},
        "defaultConfiguration": {"level": _LEVELS[one.severity]},
    }
