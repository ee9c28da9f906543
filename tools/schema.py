"""The JSON Schemas of what `gongkai read`, `check` and `compare` print, made from the classes and the forms."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any, get_args, get_origin, get_type_hints

from gongkai.report import compare
from gongkai.report.form import EDITIONS, Form, form
from gongkai.report.language import SEVERITIES
from gongkai.report.model import SCHEMA, Doubt, ExtraRow, Note, Section, Signature, Source, Surplus
from gongkai.report.number import Kind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MONEY = r"^-?\d+(\.\d+)?$"
PLAIN = {int: "integer", float: "number", str: "string", bool: "boolean", types.NoneType: "null"}

Schema = dict[str, Any]


def of_type(hint: Any) -> Schema:
    """The schema of a type annotation: plain types, optional ones, tuples of one type; money as a decimal string."""
    if hint is Decimal:
        return {"type": "string", "pattern": MONEY}
    if hint in PLAIN:
        return {"type": PLAIN[hint]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": of_type(get_args(hint)[0])}
    if isinstance(hint, type) and is_dataclass(hint):
        return of_class(hint)
    return {"anyOf": [of_type(one) for one in get_args(hint)]}


def of_class(cls: type[Any]) -> Schema:
    """The schema of a record: every field of the class is given; more may be added later (CONTRACT)."""
    hints = get_type_hints(cls)
    required = [field.name for field in fields(cls)]
    return {"type": "object", "required": required, "properties": {name: of_type(hints[name]) for name in required}}


def array(items: Schema) -> Schema:
    """A list of alike things."""
    return {"type": "array", "items": items}


def cell(money: bool) -> Schema:
    """One cell: a figure has a value, anything else has none."""
    value: Schema = {"type": "string", "pattern": MONEY} if money else {"type": "integer"}
    kinds = [str(kind) for kind in Kind if kind is not Kind.NUMBER]
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["value", "kind", "raw", "place"],
        "properties": {"raw": text, "place": text, "unit": text},
        "oneOf": [
            {"properties": {"kind": {"const": str(Kind.NUMBER)}, "value": value}},
            {"properties": {"kind": {"enum": kinds}, "value": {"type": "null"}}},
        ],
    }


def cells_of(edition: Form) -> Schema:
    """All cells of an edition; a row that only another edition has may stand beside them (DECISIONS 4)."""
    money = {address: edition.column(address).type == "money" for address in edition.addresses}
    return {
        "properties": {
            "edition": {"const": edition.edition},
            "cells": {
                "type": "object",
                "required": list(edition.addresses),
                "properties": {a: {"$ref": f"#/$defs/{'money' if money[a] else 'count'}"} for a in money},
                "additionalProperties": {"$ref": "#/$defs/count"},
                "propertyNames": {"pattern": r"^t[234]\.[a-z0-9_]+\.[a-z0-9_]+$"},
            },
        }
    }


def report_schema() -> Schema:
    """What `gongkai read FILE --format json` prints (CONTRACT 2)."""
    maybe = {"type": ["string", "null"]}
    properties = {
        "schema": {"const": SCHEMA},
        "agency": maybe,
        "year": {"type": ["integer", "null"]},
        "edition": {"enum": list(EDITIONS)},
        "title": {"type": "string"},
        "sections": array(of_class(Section)),
        "cells": {"type": "object"},
        "extra_rows": array(of_class(ExtraRow)),
        "surplus": array(of_class(Surplus)),
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "notes": array(of_class(Note)),
        "preamble": {"type": "string"},
        "signature": of_class(Signature),
        "doubts": array(of_class(Doubt)),
        "source": of_class(Source),
    }
    return {
        "$schema": DIALECT,
        "title": SCHEMA,
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "oneOf": [cells_of(form(edition)) for edition in EDITIONS],
        "$defs": {"count": cell(money=False), "money": cell(money=True)},
    }


def check_schema() -> Schema:
    """What `gongkai check FILE… --format json` prints: one object a file (CONTRACT 3)."""
    text, number = {"type": "string"}, {"type": ["integer", "string", "null"]}
    finding = {
        "code": {"type": "string", "pattern": "^[A-Z]{2}[0-9]{2}$"},
        "severity": {"enum": list(SEVERITIES)},
        "cells": array(text),
        "message": text,
        "expected": number,
        "found": number,
        "place": text,
        "fix": text,
        "basis": text,
    }
    head = {"agency": {"type": ["string", "null"]}, "year": {"type": ["integer", "null"]}, "edition": text}
    checked = {
        "file": text,
        "report": whole(head),
        "findings": array(whole(finding)),
        "passed": array(text),
        "not_assessable": array(whole({"code": text, "reason": text})),
        "doubts": array(of_class(Doubt)),
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    }
    status = {"enum": [2, 3, 70]}
    failed = {"file": text, "error": whole({"kind": text, "message": text, "place": text, "exit_code": status})}
    return {"$schema": DIALECT, "title": "gongkai.check/1", **array({"oneOf": [whole(checked), whole(failed)]})}


def comparison_schema() -> Schema:
    """What `gongkai compare A B --format json` prints."""
    text, figure = {"type": "string"}, {"type": ["integer", "string", "null"]}
    head = {
        "agency": {"type": ["string", "null"]},
        "year": {"type": ["integer", "null"]},
        "edition": {"enum": list(EDITIONS)},
        "title": text,
        "file": text,
    }
    side = whole({"value": figure, "kind": {"enum": [str(kind) for kind in Kind]}, "raw": text})
    pair = {
        "cell": text,
        "name": text,
        "before": side,
        "after": side,
        "difference": figure,
        "percent": {"type": ["number", "null"]},
        "changed": {"type": "boolean"},
        "reason": text,
        "reason_en": text,
    }
    properties = {
        "schema": {"const": compare.SCHEMA},
        "before": whole(head),
        "after": whole(head),
        "relation": {"enum": ["years", "agencies", "other"]},
        "cells": array(whole(pair)),
        "not_comparable": array(of_class(compare.NotComparable)),
        "continuity": array(of_class(compare.Step)),
        "sections": array(of_class(compare.SectionPair)),
    }
    return {"$schema": DIALECT, "title": compare.SCHEMA, **whole(properties)}


def whole(properties: Schema) -> Schema:
    """An object that has all of these properties."""
    return {"type": "object", "required": list(properties), "properties": properties}
