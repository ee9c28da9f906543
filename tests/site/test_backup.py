"""`gongkai backup` and `restore`: the drill on both databases, from one to the other, and what is refused."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import QueryDict

from gongkai.audit import queries as audit
from gongkai.audit.models import Entry
from gongkai.cli.commands import run
from gongkai.office.people import drafts, visits
from gongkai.office.people.models import Agency, AgencyName, Kind, Level, Member, Visit
from gongkai.office.records import actions as records
from gongkai.office.records.models import StoredFile
from gongkai.office.records.queries import opened
from gongkai.site.backup import layout
from gongkai.site.databases import database
from gongkai.site.keys import KeyFile
from tests.databases.engines import Engine, point

AT = datetime(2024, 3, 1, 8, tzinfo=UTC)
SCAN = b"%PDF-1.4 a scan"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    monkeypatch.setattr(settings, "FILES", tmp_path / "files")
    return tmp_path


@pytest.fixture
def filled(committed: dict[str, str], home: Path) -> Agency:
    """A site with an agency of two names, a sealed second factor and a stored file."""
    agency = Agency.objects.create(
        code="青公", name="青岚市公安局", kind=Kind.DEPARTMENT, level=Level.CITY, parent=None
    )
    AgencyName.objects.create(agency=agency, name="青公局")
    member = Member(account="zhang", name="张某", agency=agency)
    Member._meta.get_field("second_factor").write(member, "JBSWY3DPEHPK3PXP")  # type: ignore[union-attr]
    member.save()
    records.store(io.BytesIO(SCAN), name="扫描件.pdf", by="", at=AT)
    return agency


@pytest.fixture
def empty(engine: Engine, home: Path) -> Iterator[None]:
    """An empty database of the same kind, and no stored file."""

    def clear(target: str = engine.name, folder: str = "new") -> None:
        shutil.rmtree(settings.FILES, ignore_errors=True)
        if target == "sqlite":
            point(database("", home / folder))
        else:
            engine._admin("CREATE DATABASE empty_gongkai")  # type: ignore[union-attr]
            point(database(engine.address.format(name="empty_gongkai"), Path()))  # type: ignore[union-attr]

    yield clear  # type: ignore[misc]
    connection.close()
    if engine.name == "postgresql":
        engine._admin("DROP DATABASE IF EXISTS empty_gongkai WITH (FORCE)")  # type: ignore[union-attr]


def test_the_drill(filled: Agency, engine: Engine, empty: Any, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Backed up, restored into SQLite, from there into its own kind again: the same rows, file and sealed value."""
    pack = home / "备份.zip"
    zhang = Member.objects.get(account="zhang")
    visits.begin(zhang, address="10.0.0.7", browser="青岚", at=AT)
    drafts.keep(zhang, agency=filled, path="/desk/cases/new", typed=QueryDict("subjects=堤防"), at=AT)
    assert run(["backup", str(pack)]) == 0
    told = capsys.readouterr().err
    assert str(settings.KEYS.path) in told
    assert layout.fingerprints()["1"] in told
    assert pack.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(pack) as whole:
        held = b"".join(map(whole.read, whole.namelist()))
    assert b"JBSWY3DPEHPK3PXP" not in held
    assert SCAN not in held
    assert run(["backup", str(pack)]) == 2
    for hop, target in enumerate(("sqlite", engine.name)):
        empty(target, f"hop{hop}")
        assert run(["restore", str(pack), "--yes"]) == 0, capsys.readouterr().err
        assert [name.name for name in AgencyName.objects.filter(agency=filled.pk)] == ["青公局"]
        member = Member.objects.get(account="zhang")
        assert Member._meta.get_field("second_factor").read(member) == "JBSWY3DPEHPK3PXP"  # type: ignore[union-attr]
        assert not Visit.objects.exists()
        assert drafts.kept(member, member.agency, "/desk/cases/new").typed["subjects"] == "堤防"  # type: ignore[union-attr]
        with opened(StoredFile.objects.get()) as plain:
            assert plain.read() == SCAN
        assert audit.verify().is_whole
        assert [entry.kind for entry in Entry.objects.order_by("-seq")[:1]] == ["backup_restored"]
        pack = home / f"备份{hop}.zip"
        assert run(["backup", str(pack)]) == 0
    AgencyName.objects.create(agency_id=filled.pk, name="青岚公安")
    assert run(["restore", str(pack), "--yes"]) == 3
    assert "这里已有数据" in capsys.readouterr().err


def changed(pack: Path, name: str, data: bytes | None) -> Path:
    """The backup with one member replaced, or left out."""
    other = pack.with_name("改过.zip")
    with zipfile.ZipFile(pack) as old, zipfile.ZipFile(other, "w") as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        if data is not None:
            new.writestr(name, data)
    return other


def test_a_wrong_backup_is_refused(
    filled: Agency, empty: Any, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off, foreign, tampered with in a row, a file or the manifest, of another key: one line, nothing written."""
    pack = home / "备份.zip"
    assert run(["backup", str(pack)]) == 0
    with zipfile.ZipFile(pack) as whole:
        manifest = json.loads(whole.read(layout.MANIFEST))
        agencies = whole.read("tables/people_agency.jsonl")
    cut = home / "截断.zip"
    cut.write_bytes(pack.read_bytes()[:-200])
    other = home / "别的.zip"
    with zipfile.ZipFile(other, "w") as made:
        made.writestr("a.txt", "a")
    empty()
    capsys.readouterr()
    stored = next(iter(manifest["files"]))
    table = "tables/people_agency.jsonl"
    manifest["tables"][0]["rows"] += 1
    cases = [
        (cut, "备份不完整"),
        (other, "不是本系统的备份"),
        (home / "没有.zip", "没有这个文件"),
        (changed(pack, table, agencies.replace("青公".encode(), "岚公".encode())), f"{table} 被改动过"),
    ]
    for path, said in cases:
        assert run(["restore", str(path), "--yes"]) == 2
        assert said in capsys.readouterr().err
    for name, data, said in (
        (f"files/{stored}", b"%PDF-1.4 another", "被改动过"),
        (f"files/{stored}", None, f"备份与清单不符：files/{stored}"),
        ("../../evil", b"x", "备份与清单不符：../../evil"),
        (layout.MANIFEST, json.dumps(manifest).encode(), "备份清单被改动过"),
    ):
        assert run(["restore", str(changed(pack, name, data)), "--yes"]) == 2
        assert said in capsys.readouterr().err
    older = json.dumps({**manifest, "schema": layout.OLDER}).encode()
    assert run(["restore", str(changed(pack, layout.MANIFEST, older)), "--yes"]) == 3
    assert "其中的文件没有加密" in capsys.readouterr().err
    foreign = KeyFile(home / "别的密钥")
    foreign.create()
    wanted = layout.fingerprints()["1"]
    monkeypatch.setattr(settings, "KEYS", foreign)
    assert run(["restore", str(pack), "--yes"]) == 3
    told = capsys.readouterr().err
    assert wanted in told
    assert layout.fingerprints()["1"] in told
    assert not settings.FILES.exists()
    assert (
        not (home / "new").exists() if connection.vendor == "sqlite" else connection.introspection.table_names() == []
    )


def test_the_sessions_of_an_older_backup_are_not_brought_back(
    filled: Agency, empty: Any, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A backup that holds their table, as older programs made them: passed over, said, and everybody signs in anew."""
    pack, older = home / "备份.zip", home / "旧.zip"
    visits.begin(Member.objects.get(account="zhang"), address="10.0.0.7", browser="青岚", at=AT)
    assert run(["backup", str(pack)]) == 0
    lines = list(layout.lines(Visit))
    with zipfile.ZipFile(pack) as old, zipfile.ZipFile(older, "w") as new:
        manifest = layout.Manifest.from_bytes(old.read(layout.MANIFEST))
        tables = (*manifest.tables, layout.measured(Visit, lines))
        data = replace(manifest, tables=tables).to_bytes()
        for name in old.namelist():
            given = {layout.MANIFEST: data, layout.MAC: layout.mac(data).encode()}
            new.writestr(name, given.get(name) or old.read(name))
        new.writestr(layout.member_of("people_visit"), b"".join(lines))
    empty()
    capsys.readouterr()
    assert run(["restore", str(older), "--yes"]) == 0
    assert "没有带回 people_visit 的 1 行" in capsys.readouterr().err
    assert not Visit.objects.exists()
    assert Member.objects.filter(account="zhang").exists()


def test_it_asks_first_and_names_what_is_lost(filled: Agency, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal nothing is restored unasked; a stored file that is gone is named, the rest is kept."""
    StoredFile.objects.get().path.unlink()
    pack = home / "备份.zip"
    assert run(["backup", str(pack)]) == 1
    assert StoredFile.objects.get().sha256 in capsys.readouterr().err
    assert run(["restore", str(pack)]) == 2
    assert "--yes" in capsys.readouterr().err
