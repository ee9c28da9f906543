"""What fuzzing found and was mended: each with its file, shrunk to what mattered."""

from __future__ import annotations

import json
import struct
import time
from dataclasses import replace
from typing import Any

import pytest

from fuzz.seeds import corpus
from gongkai.errors import BrokenFile, UnknownFormat
from gongkai.readers import read
from gongkai.report.check import Example, check
from gongkai.report.example import build


def circular(data: bytes) -> bytes:
    """An OLE file whose first chain of more than one sector comes back to its own beginning."""
    table = (struct.unpack_from("<I", data, 76)[0] + 1) * 512
    chain = struct.unpack_from("<128I", data, table)
    last = next(at for at, sector in enumerate(chain) if sector == 0xFFFFFFFE and chain[at - 1] == at)
    return data[: table + 4 * last] + struct.pack("<I", last - 1) + data[table + 4 * last + 4 :]


@pytest.mark.parametrize("name", ["seed-one.xls", "kept.doc"])
@pytest.mark.parametrize("kind", ["", "xls", "doc"])
def test_a_chain_of_sectors_that_comes_round_is_refused(name: str, kind: str) -> None:
    """Following it filled the memory and ended the process."""
    with pytest.raises(BrokenFile):
        read(circular(corpus()[name]), name=name, format=kind)


@pytest.mark.parametrize("at", [44, 64, 72])
def test_an_ole_head_is_looked_at_before_it_is_opened(at: int) -> None:
    """A count of sectors that the file cannot hold filled the memory while the format was being told."""
    data = corpus()["seed-one.xls"]
    with pytest.raises(BrokenFile):
        read(data[:at] + b"\xff\xff\xff\x0f" + data[at + 4 :], name="a.xls")


def test_a_lone_carriage_return_in_our_csv_is_a_broken_file() -> None:
    with pytest.raises(BrokenFile):
        read(b"address,agency,year,edition,x\n1,a\rb\n", name="a.csv")


def cells(address: str, **cell: Any) -> dict[str, Any]:
    return {"cells": {address: {"kind": "number", "value": 1, **cell}}}


@pytest.mark.parametrize(
    "change",
    [
        cells("t3.grant.total"),
        cells("t9.granted.total"),
        cells("t3.granted.nobody"),
        cells("t3.granted"),
        cells("t3.granted.total", value=1.5),
        cells("t3.granted.total", value=True),
        cells("t3.granted.total", value=None),
        cells("t3.granted.total", kind="blank"),
        cells("t3.granted.total", raw=1),
        cells("t2.fees.amount", value="NaN"),
        cells("t2.fees.amount", value="1e999999"),
        {"year": "2024"},
        {"year": 10**20},
        {"agency": ["青岚市"]},
        {"title": None},
        {"preamble": "\ud800"},
        {"labels": {"t3.granted": 1}},
        {"sections": [{"number": "1", "title": "一、总体情况"}]},
        {"sections": [{"number": 1, "title": "一、总体情况", "text": 2.0}]},
        {"notes": [{"table": "t2", "text": {}}]},
        {"signature": {"date": "text"}},
        {"extra_rows": [{"table": "t2", "label": "其他", "values": [1.5]}]},
        {"doubts": [{"cells": [None], "message": ""}]},
    ],
    ids=str,
)
def test_json_of_other_types_is_refused(change: dict[str, Any]) -> None:
    """It came through the reader, and rules and writers broke on it."""
    data = build(Example()).to_dict() | change
    with pytest.raises(UnknownFormat):
        read(json.dumps(data).encode(), name="a.json")


def test_thousands_of_figures_in_a_sentence_are_no_list() -> None:
    """Looking for wholes and parts among them took minutes."""
    report = build(Example())
    sections = tuple(replace(one, text="受理（其中12件）共3件，含" * 2000) for one in report.sections)
    began = time.process_time()
    assert check(replace(report, sections=sections)).findings is not None
    assert time.process_time() - began < 5
