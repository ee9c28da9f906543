"""The key file: made once, closed to others, added to, and refused when it is not what it must be."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from gongkai.errors import EnvironmentFault
from gongkai.site.keys import KeyFile


def test_a_new_file_is_closed_to_others_and_never_overwritten(tmp_path: Path) -> None:
    """Mode 0600, one key; a second creation fails and leaves the first."""
    file = KeyFile(tmp_path / "deep" / "keys")
    file.create()
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    before = file.path.read_bytes()
    with pytest.raises(FileExistsError):
        file.create()
    assert file.path.read_bytes() == before
    assert file.current == 1


def test_keys_differ_by_purpose_and_number(tmp_path: Path) -> None:
    """No two purposes share a key, an added key is current, a running
    process sees it, and the first stays what is derived without a number."""
    file = KeyFile(tmp_path / "keys")
    file.create()
    first = file.derive("audit")
    running = KeyFile(file.path)
    assert running.current == 1
    assert file.add() == 2
    assert running.current == 2
    again = KeyFile(file.path)
    assert list(again.roots) == [1, 2]
    assert again.current == 2
    assert again.derive("audit") == first == again.derive("audit", 1)
    assert len({first, again.derive("seal", 1), again.derive("seal", 2), again.derive("audit", 2)}) == 4
    with pytest.raises(KeyError):
        again.derive("seal", 3)


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        (None, 0, "没有可用的密钥文件"),
        (f"1 {'a' * 64}\n", 0o644, "0644"),
        ("", 0o600, "空"),
        (f"1 {'a' * 64}\n1 {'b' * 64}\n", 0o600, "第 2 行"),
        ("1 abc\n", 0o600, "第 1 行"),
        (f"256 {'a' * 64}\n", 0o600, "第 1 行"),
        ("密钥", 0o600, "不是密钥文件"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, text: str | None, mode: int, said: str) -> None:
    """The message names the file and what is wrong with it; nothing is derived from it."""
    path = tmp_path / "keys"
    if text is not None:
        path.write_text(text, "utf-8")
        path.chmod(mode)
    with pytest.raises(EnvironmentFault, match=said) as caught:
        KeyFile(path).derive("audit")
    assert caught.value.file == str(path)
