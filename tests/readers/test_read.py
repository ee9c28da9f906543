"""`read()` as a program calls it: what is given wrongly is told with its mend."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

import gongkai
from gongkai import check, compare, read
from gongkai.errors import BrokenFile, EnvironmentFault, InputError, UsageError
from gongkai.report.check import Example
from gongkai.report.example import build


def test_a_file_opened_as_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("年报", "utf-8")
    with (tmp_path / "a.txt").open(encoding="utf-8") as file, pytest.raises(UsageError) as refused:
        read(cast("Any", file))
    assert '"rb"' in refused.value.fix
    assert "a.txt" in refused.value.file


def test_what_is_no_file_and_no_report_is_told() -> None:
    with pytest.raises(UsageError, match="int"):
        read(cast("Any", 3))
    for call in (lambda: check(cast("Any", "x.csv")), lambda: compare(build(Example()), cast("Any", "x.csv"))):
        with pytest.raises(UsageError, match="不是str") as refused:
            call()
        assert "read(" in refused.value.fix


@pytest.mark.parametrize(
    ("name", "error"), [("a" * 300, EnvironmentFault), ("a\0b", InputError)], ids=["long", "null character"]
)
def test_a_name_that_no_file_can_have_is_told(name: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(name)


def test_bytes_of_any_kind_are_read(root: Path) -> None:
    data = next((root / "demo").glob("*.csv")).read_bytes()
    assert read(bytearray(data)).same(read(memoryview(data)))


def test_an_ending_that_belies_the_content_is_told(root: Path) -> None:
    docx, text = (next((root / "demo").glob(ending)).read_bytes() for ending in ("*.docx", "*.txt"))
    for data, name, usual in ((docx, "c.txt", ".docx"), (text, "c.docx", ".txt")):
        doubt = read(data, name=name).doubts[0]
        assert f"后缀是{Path(name).suffix}" in doubt.message
        assert usual in doubt.message
        assert usual in doubt.message_en
    assert read(docx, name="c.docm").doubts == read(docx, name="c").doubts == ()


@pytest.mark.parametrize(
    ("data", "name", "place"),
    [
        (b'{"schema": 1,\n"a" 2}', "a.json", "line 2, column 5"),
        ('甲,乙\n"丙,丁\n'.encode(), "a.csv", "row 2"),
        (b"address,agency,year,edition,kind,value,raw,unit\nt9.x,,2024,2021,number,1,1,\n", "b.csv", "row 2"),
    ],
)
def test_the_place_of_a_fault_stands_by_itself(data: bytes, name: str, place: str) -> None:
    with pytest.raises(BrokenFile) as refused:
        read(data, name=name)
    assert refused.value.to_dict()["place"] == place


def test_the_public_names_are_listed() -> None:
    assert set(gongkai.__all__) <= set(dir(gongkai))
