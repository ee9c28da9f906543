"""`gongkai audit`: whole, broken, without a database or with one of another version, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from gongkai.audit import triggers
from gongkai.audit.actions import record
from gongkai.cli.commands import run
from tests.databases.engines import Engine, point

AT = datetime(2024, 3, 1, 8, tzinfo=UTC)


def void(count: int) -> None:
    """Record so many void numbers."""
    for number in range(1, count + 1):
        with transaction.atomic():
            record("number_voided", about=f"number:{number}", at=AT, series="甲", number=number, reason="误编")


def test_whole_then_broken(committed: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The head is taken, the chain holds it; after an entry is cut off and the head set back, only the anchor tells."""
    kept = tmp_path / "链头.txt"
    assert run(["audit", "anchor"]) == 3
    void(3)
    assert run(["audit", "anchor", "-o", str(kept)]) == 0
    assert run(["audit", "verify", "--anchor", str(kept)]) == 0
    assert "√ 审计记录 3 条完好，与 1 个留存的链头相符" in capsys.readouterr().err
    with connection.cursor() as cursor:
        for line in triggers.LIFTING[connection.vendor]:
            cursor.execute(line)
        cursor.execute("SELECT digest FROM audit_entry WHERE seq = 2")
        (digest,) = cursor.fetchone()
        cursor.execute("DELETE FROM audit_entry WHERE seq = 3")
        cursor.execute("UPDATE audit_head SET seq = 2, digest = %s", [digest])
    assert run(["audit", "verify"]) == 0
    assert "看不出来" in capsys.readouterr().err
    assert run(["audit", "verify", "--anchor", str(kept)]) == 1
    assert "× 审计记录第 3 条：缺少留存的链头所指的记录；之前 2 条完好" in capsys.readouterr().err


def test_a_wrong_anchor_file_is_named(
    committed: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line or the cause is told; an anchor where none belongs is refused."""
    bad = tmp_path / "bad.txt"
    bad.write_text("1 abc\n", "utf-8")
    for words, said in (
        (["verify", "--anchor", str(bad)], "第 1 行不是链头"),
        (["verify", "--anchor", str(tmp_path / "none")], "读不出"),
        (["anchor", "--anchor", str(bad)], "只用于 verify"),
    ):
        assert run(["audit", *words]) == 2
        assert said in capsys.readouterr().err


def test_a_database_of_another_version_is_left_alone(
    committed: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Newer, then older than the program: 3, and the message says which."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '9999_later', %s)", [AT])
    assert run(["audit", "verify"]) == 3
    assert "数据库版本比程序新（audit.9999_later）" in capsys.readouterr().err
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'records' OR name = '9999_later'")
    assert run(["audit", "verify"]) == 3
    steps = sum(app == "records" for app, _ in MigrationLoader(None).disk_migrations)
    assert f"数据库版本比程序旧，差 {steps} 步" in capsys.readouterr().err


def test_no_database_is_no_empty_one(engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where there is none, or no server, it is said, and no file is made."""
    entry = dict(connection.settings_dict)
    try:
        point({**entry, "NAME": str(tmp_path / "none") if engine.name == "sqlite" else "none", "HOST": str(tmp_path)})
        assert run(["audit", "verify"]) == 3
    finally:
        engine.return_to_template()
    assert ("还没有数据库" if engine.name == "sqlite" else "数据库打不开") in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
