"""Results kept line by line: half lines go, foreign files stay as they are, another program's results do not count."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.corpus import ledger
from gongkai.corpus.ledger import key_of, libraries, opened, program_digest, run_digest
from gongkai.errors import EnvironmentFault, UsageError


def test_results_are_there_again_and_half_a_line_is_not(tmp_path: Path) -> None:
    path = tmp_path / "结果.jsonl"
    with opened(path) as ledger:
        ledger.add("一", {"file": "a.txt", "findings": []})
        ledger.add("二", {"file": "b.txt", "findings": [{"code": "SU01"}]})
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"key": "\\u4e09", "fi')
    with opened(path) as ledger:
        assert len(ledger) == 2
        assert "三" not in ledger
        assert ledger.get("二") == {"file": "b.txt", "findings": [{"code": "SU01"}]}
        ledger.add("三", {"file": "c.txt"})
        assert ledger.get("三") == {"file": "c.txt"}
    assert path.read_bytes().startswith(whole)
    assert path.read_bytes().count(b"\n") == 3


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"[1]\n", b'{"a": 1}\n', "一份年报".encode(), b"PK\x03\x04\n\n"])
def test_another_file_is_left_alone(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "年报.docx"
    path.write_bytes(data)
    with pytest.raises(UsageError), opened(path):
        pass
    assert path.read_bytes() == data


def test_two_runs_do_not_share_a_file(tmp_path: Path) -> None:
    path = tmp_path / "结果.jsonl"
    with opened(path), pytest.raises(EnvironmentFault), opened(path):
        pass
    with pytest.raises(EnvironmentFault), opened(tmp_path / "无此文件夹" / "结果.jsonl"):
        pass


def test_a_key_hangs_on_content_ending_program_and_words() -> None:
    assert len(program_digest()) == 16
    assert run_digest(["SU"]) != run_digest(["BA"])
    run = run_digest([])
    keys = {key_of("a.txt", b"1", run), key_of("a.txt", b"2", run), key_of("a.csv", b"1", run)}
    assert len(keys | {key_of("a.txt", b"1", run_digest(["SU"]))}) == 4
    assert key_of("b.TXT", b"1", run) in keys


def test_a_result_hangs_on_the_libraries_and_on_what_makes_the_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {"lxml", "openpyxl", "pypdfium2", "python"} <= {line.split()[0] for line in libraries()}
    own = program_digest()
    for changed in (
        {"libraries": lambda: ["lxml 1.0"]},
        {"_SOURCES": tuple(one for one in ledger._SOURCES if one != "corpus")},
    ):
        with monkeypatch.context() as patch:
            for name, value in changed.items():
                patch.setattr(ledger, name, value)
            program_digest.cache_clear()
            assert program_digest() != own
    program_digest.cache_clear()
    assert program_digest() == own
