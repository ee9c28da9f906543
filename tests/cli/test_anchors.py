"""Anchors: appended and signed, checked with the public key alone, missed by the doctor when they are old or foreign."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from gongkai.audit import anchoring, triggers
from gongkai.audit.queries import head_at
from gongkai.cli.commands import run
from gongkai.errors import EnvironmentFault
from gongkai.site.doctor import CHECKS, ROOMS, Result, State
from gongkai.site.keys import KeyFile
from tests.cli.test_auditing import AT, void


def look(name: str, at: datetime) -> Result:
    """What one check of the doctor finds."""
    for room in ROOMS:
        import_module(f"gongkai.site.checks.{room}")
    return CHECKS[name].look(at)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of anchors of the test's own."""
    monkeypatch.setattr(settings, "ANCHORS", tmp_path / "apart" / "anchors")
    return tmp_path / "apart" / "anchors"


def test_signed_anchors_are_checked_with_the_public_key_alone(
    committed: dict[str, str], place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A changed line, an unsigned one and another site's key are refused; the private key is not needed for it."""
    key = tmp_path / "公钥.txt"
    assert anchoring.append(place, at=AT) is None
    void(2)
    anchoring.append(place, at=AT)
    with place.open("a") as file:
        file.write("2 torn")
    void(1)
    anchoring.append(place, at=AT + timedelta(hours=1))
    assert [one.seq for one in anchoring.kept(place)] == [2, 3]
    assert run(["audit", "public-key", "-o", str(key)]) == 0
    words = ["audit", "verify", "--anchor", str(place), "--public-key", str(key)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "KEYS", KeyFile(tmp_path / "none"))
        assert run(words) == 0
    assert "与 2 个留存的链头相符" in capsys.readouterr().err
    whole = place.read_text("ascii")
    for spoilt in (
        whole.replace("T08:00", "T07:00"),
        whole.rsplit(" ", 1)[0] + "\n",
        whole[:-3] + ("A" if whole[-3] != "A" else "B") + whole[-2:],
    ):
        place.write_text(spoilt, "ascii")
        assert run(words) == 1
        assert "不是用这把公钥" in capsys.readouterr().err
    place.write_text(whole, "ascii")
    key.write_text("00" * 31, "ascii")
    assert run(words) == 2
    assert run(["audit", "verify", "--public-key", str(key)]) == 2


def test_the_doctor_sees_old_foreign_and_broken_anchors_and_a_cut_end(
    committed: dict[str, str], place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None is a warning, an old one too; one of another key, no anchor at all, or an entry that is gone is bad."""
    void(3)
    assert look("anchors", AT).state is State.WARNING
    anchoring.append(place, at=AT)
    assert look("anchors", AT + timedelta(hours=3)).state is State.GOOD
    assert look("anchors", AT + timedelta(hours=4)).state is State.WARNING
    with monkeypatch.context() as patch:
        patch.setattr(settings, "KEYS", KeyFile(tmp_path / "others"))
        settings.KEYS.create()
        assert look("anchors", AT).state is State.BAD
    assert look("audit_chain", AT).state is State.GOOD
    with connection.cursor() as cursor:
        for line in triggers.LIFTING[connection.vendor]:
            cursor.execute(line)
        cursor.execute("SELECT digest FROM audit_entry WHERE seq = 2")
        (digest,) = cursor.fetchone()
        cursor.execute("DELETE FROM audit_entry WHERE seq = 3")
        cursor.execute("UPDATE audit_head SET seq = 2, digest = %s", [digest])
    assert "缺少留存的链头所指的记录" in look("audit_chain", AT).told
    place.write_text("nothing\n", "ascii")
    assert look("audit_chain", AT).state is State.BAD


def test_a_backup_leaves_an_anchor_and_its_age_is_told(committed: dict[str, str], place: Path, tmp_path: Path) -> None:
    """None yet is a warning; after one the anchor names the entry that tells of it."""
    assert look("backup", AT).state is State.WARNING
    void(1)
    assert run(["backup", str(tmp_path / "备份.zip"), "--quiet"]) in (0, 1)
    (anchor,) = anchoring.kept(place)
    assert anchor.seq == 2
    made = head_at()
    assert made
    assert look("backup", made + timedelta(days=6)).state is State.GOOD
    assert look("backup", made + timedelta(days=8)).state is State.WARNING


def test_where_anchors_cannot_be_written_it_is_told(committed: dict[str, str], tmp_path: Path) -> None:
    """The error names the file."""
    void(1)
    (tmp_path / "file").write_text("", "ascii")
    with pytest.raises(EnvironmentFault, match="链头写不出"):
        anchoring.append(tmp_path / "file" / "anchors", at=AT)
