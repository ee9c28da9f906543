"""The files behind names: folders, zips, zips in zips, what is hidden, what is not there."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from gongkai.corpus.files import LeftOut, count, find, items
from gongkai.errors import InputError, UnknownFormat, UsageError
from gongkai.readers import read


def zipped(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in members.items():
            made.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def test_folders_are_walked_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("乙/b.txt", "甲/a.docx", "甲/~$a.docx", ".藏/c.txt", "d.exe", "__MACOSX/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = [os.path.relpath(item.name, tmp_path) for item in items([str(tmp_path)])]
    assert found == ["乙/b.txt", "甲/a.docx"]
    assert count([str(tmp_path), "z.txt"]) == 3


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        list(items([str(tmp_path)]))


def test_zips_are_opened_two_deep_and_no_deeper(tmp_path: Path) -> None:
    third = zipped(c_txt=b"3")
    second = zipped(b_txt=b"2", deep_zip=third)
    (tmp_path / "年报.zip").write_bytes(zipped(a_txt=b"1", sub__two_zip=second, _hidden_txt=b"", z_exe=b""))
    found = {item.name.partition("!")[2]: item for item in items([str(tmp_path)])}
    assert list(found) == ["a.txt", "sub/two.zip!b.txt", "sub/two.zip!deep.zip"]
    assert [found[name].data for name in ("a.txt", "sub/two.zip!b.txt")] == [b"1", b"2"]
    with pytest.raises(InputError, match="嵌套超过2层") as refused:
        found["sub/two.zip!deep.zip"].content()
    assert "deep.zip" in str(refused.value)


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"PK\x03\x04 cut off", "不完整"), (zipped(a_exe=b""), "没有可以读的文件"), (b"", "不完整")],
    ids=["cut", "nothing to read", "empty"],
)
def test_a_bad_zip_is_one_bad_row(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    (tmp_path / "b.txt").write_bytes(b"x")
    bad, good = items([str(tmp_path)])
    with pytest.raises(InputError, match=says) as refused:
        bad.content()
    assert refused.value.file.endswith("a.zip")
    assert good.content() == str(tmp_path / "b.txt")


def test_a_damaged_member_is_one_bad_row(tmp_path: Path) -> None:
    data = bytearray(zipped(a_txt=b"first words", b_txt=b"second words"))
    at = data.index(b"first words")
    data[at : at + 5] = b"XXXXX"
    (tmp_path / "a.zip").write_bytes(data)
    bad, good = items([str(tmp_path / "a.zip")])
    with pytest.raises(InputError, match="不完整"):
        bad.content()
    assert good.content() == b"second words"


def test_a_file_that_is_not_there_is_answered_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "青岚市水利局2024.docx").write_bytes(b"x")
    with pytest.raises(InputError) as refused:
        find(str(tmp_path / "青岚市水利局2023.docx"))
    assert "青岚市水利局2024.docx" in refused.value.fix
    assert "青岚市水利局2024.docx" in refused.value.fix_en
    with pytest.raises(InputError) as refused:
        find(str(tmp_path / "无此文件夹" / "年报.docx"))
    assert refused.value.fix == ""
    find("-")


def test_content_decides_where_the_name_does_not(tmp_path: Path) -> None:
    """Documents without a known ending are read, archives are faults of their own, the rest is counted."""
    word = zipped(word__document_xml=b"<w/>")
    for name, data in {
        "a": word,
        "b.bak": b"%PDF-1.7",
        "c.ofd": zipped(OFD_xml=b""),
        "d.2024": b"\r\n<!DOCTYPE HTML>",
        "e.rar": b"Rar!\x1a\x07",
        "f.tar.gz": b"\x1f\x8b\x08",
        "g.exe": b"MZ",
        "h.mp4": b"",
        "i.jar": zipped(META__INF=b""),
        "j.log": b"x",
    }.items():
        (tmp_path / name).write_bytes(data)
    left_out = LeftOut()
    found = [Path(item.name).name for item in items([str(tmp_path)], left_out)]
    assert found == ["a", "b.bak", "c.ofd", "d.2024", "e.rar", "f.tar.gz"]
    assert left_out.number == 4
    assert [Path(name).name for name in left_out.first] == ["g.exe", "h.mp4", "i.jar"]
    for name, kind in (("c.ofd", "OFD"), ("e.rar", "RAR"), ("f.tar.gz", "gzip")):
        with pytest.raises(UnknownFormat, match=kind):
            read(tmp_path / name)
    (tmp_path / "z.zip").write_bytes(zipped(a=word, c_exe=b"MZ", e_rar=b"Rar!"))
    members = [item.name.partition("!")[2] for item in items([str(tmp_path / "z.zip")], left_out)]
    assert members == ["a", "e.rar"]
    assert left_out.number == 5


def test_a_name_that_is_alike_by_its_ending_only_is_not_suggested(tmp_path: Path) -> None:
    (tmp_path / "o.docx").write_bytes(b"x")
    with pytest.raises(InputError) as refused:
        find(str(tmp_path / "没有.docx"))
    assert refused.value.fix == ""
