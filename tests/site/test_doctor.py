"""`gongkai doctor`: every check is made to fail for real, and the table, the values and the exit status follow."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import override_settings

from gongkai.audit import triggers
from gongkai.audit.actions import record
from gongkai.cli.commands import run
from gongkai.errors import EnvironmentFault
from gongkai.office.cases.models import HolidayNotice
from gongkai.office.notices.actions import deliver_one, plan, queue
from gongkai.office.notices.channels import CHANNELS
from gongkai.office.records.actions import issue, store
from gongkai.office.records.models import Counter, Today
from gongkai.readers import ocr
from gongkai.site import doctor, folder, start
from gongkai.site.checks import database, machine
from gongkai.site.doctor import CHECKS, State
from gongkai.site.keys import KeyFile
from gongkai.site.modes import MODES
from tests.databases.engines import Engine
from tests.office.people.people import administrator, city

AT = datetime(2026, 10, 30, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(site: Path, tmp_path: Path) -> Iterator[Path]:
    """A data folder and keys of the test's own."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    keys = KeyFile(data / "keys")
    keys.create()
    list(doctor.examine(AT))
    with override_settings(DATA=data, FILES=data / "files", KEYS=keys):
        yield data


def state(name: str, at: datetime = AT) -> State:
    """How one thing stands."""
    return next(result.state for one, result in doctor.examine(at) if one.name == name)


def look(name: str, at: datetime = AT) -> tuple[State, str]:
    """What one check says, the others aside."""
    result = CHECKS[name].look(at)
    return result.state, result.told


def test_the_mode_is_told() -> None:
    """Whatever is looser than normal operation is a warning."""
    assert {name: mode_of(name) for name in MODES} == {
        "normal": State.GOOD,
        "intranet-http": State.WARNING,
        "demonstration": State.WARNING,
    }


def test_a_demonstration_runs_for_real_nowhere(db: Engine) -> None:
    """Once its date was set its data is told in every other mode, and the site does not start on it."""
    assert look("demonstration")[0] == State.GOOD
    Today.objects.create(pk=1, days=3)
    for mode, found in (("demonstration", State.WARNING), ("normal", State.BAD), ("intranet-http", State.BAD)):
        with override_settings(MODE=MODES[mode]):
            results = {one.name: result for one, result in doctor.examine(AT)}
            assert results["demonstration"].state == found
    with override_settings(MODE=MODES["normal"]), pytest.raises(EnvironmentFault, match="公开"):
        start.require_mode()


def mode_of(name: str) -> State:
    """How the mode stands when it is this one."""
    with override_settings(MODE=MODES[name]):
        return look("mode")[0]


def test_the_data_folder(home: Path) -> None:
    """Open to others, then gone."""
    assert look("data_folder") == (State.GOOD, str(home))
    home.chmod(0o755)
    assert look("data_folder")[0] is State.WARNING
    with override_settings(DATA=home / "none"):
        assert look("data_folder") == (State.BAD, f"没有这个目录：{home / 'none'}")
    assert not (home / "none").exists()


def test_the_file_system_and_the_disk(monkeypatch: pytest.MonkeyPatch, home: Path, db: Engine) -> None:
    """A network file system loses a database file, and is a warning where only files lie there; room gets short."""
    assert look("file_system")[0] is State.GOOD
    monkeypatch.setattr(folder, "NETWORK", frozenset({folder.system_of(home)}))
    assert look("file_system")[0] is (State.BAD if db.name == "sqlite" else State.WARNING)
    monkeypatch.setattr(machine, "ROOM", 0)
    monkeypatch.setattr(machine, "LITTLE", 0)
    assert look("disk_space")[0] is State.GOOD
    monkeypatch.setattr(machine, "ROOM", 1 << 60)
    assert look("disk_space")[0] is State.WARNING
    monkeypatch.setattr(machine, "LITTLE", 1 << 60)
    assert look("disk_space")[0] is State.BAD


def test_what_a_crash_left_is_found_and_cleaned(home: Path) -> None:
    """A folder and a half file of two days ago go; what somebody may be at work on stays."""
    for place in folder.passing(home, home / "files"):
        place.mkdir(parents=True)
        (place / "now").touch()
        (place / "old").mkdir()
        (place / "old" / "part").touch()
        os.utime(place / "old", (time.time() - 2 * 86400,) * 2)
    assert look("temporary_files") == (State.WARNING, "遗留 2 个，可用 --clean 清理")
    assert doctor.clean() == 2
    assert look("temporary_files")[0] is State.GOOD
    assert [path.name for place in folder.passing(home, home / "files") for path in place.iterdir()] == ["now"] * 2


def test_the_key_file(home: Path) -> None:
    """Readable by others it is broken, and the mode is named."""
    assert look("key_file")[0] is State.GOOD
    (home / "keys").chmod(0o640)
    assert state("key_file") is State.BAD


def test_programs_that_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is a warning: the rest works without it."""
    monkeypatch.setattr(ocr, "_NEEDED", ("cv2", "no_such_module"))
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.setenv("PATH", "/nowhere")
    for name in ("libreoffice", "recognition", "typesetting", "isolation"):
        assert look(name)[0] is State.WARNING, name


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 10, 31, tzinfo=UTC), "有 2026 年的放假通知"),
        (datetime(2026, 11, 1, tzinfo=UTC), "没有 2027 年的放假通知"),
        (datetime(2031, 2, 1, tzinfo=UTC), "没有 2031 年的放假通知"),
    ],
)
def test_the_calendar_of_next_year_is_due_in_november(db: Engine, at: datetime, said: str) -> None:
    """Before, nobody can have it; a notice that was loaded counts as one that came along."""
    assert look("calendar", at)[1].startswith(said)
    assert (look("calendar", at)[0] is State.GOOD) == said.startswith("有")
    keeper = administrator(city())
    off = [{"name": "元旦", "first": f"{year}-01-01", "last": f"{year}-01-03"} for year in (at.year, at.year + 1)]
    for year, one in zip((at.year, at.year + 1), off, strict=True):
        HolidayNotice.objects.create(
            document=f"青办〔{year}〕1号",
            year=year,
            issued_on=at.date(),
            days_off=[one],
            make_up=[],
            loaded_at=at,
            by=keeper,
        )
    assert look("calendar", at)[0] is State.GOOD


def test_a_database_that_is_not_ours_leaves_the_rest_unknown(db: Engine) -> None:
    """What needs it is not looked at, and nobody is told that it is well."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '9999_later', %s)", [AT])
    assert state("migrations") is State.BAD
    needing = [one.name for one in CHECKS.values() if one.needs_database]
    assert len(needing) >= 6
    assert {state(name) for name in needing} == {State.UNKNOWN}


def test_durability_is_what_the_engine_says(db: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loosened for real: SQLite's settings; PostgreSQL's, where the tests' own server is loose to begin with."""
    if db.name == "sqlite":
        assert look("durability")[0] is State.GOOD
        monkeypatch.setattr(database, "may_use_wal", lambda _version: False)
        assert look("durability")[0] is State.BAD
        monkeypatch.setattr(database, "SYNCHRONOUS", {"wal": 3})
        assert "断电会丢数据" in look("durability")[1]
        return
    told = look("durability")
    assert told[0] is State.BAD
    assert "fsync=off、full_page_writes=off" in told[1]
    monkeypatch.setattr(database, "DURABLE", ("synchronous_commit",))
    assert "超级用户" in look("durability")[1]
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE plain")
        cursor.execute("SET LOCAL ROLE plain")
    assert "没有开启数据页校验" in look("durability")[1]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert "synchronous_commit=off" in look("durability")[1]


def test_the_audit_and_the_clock(db: Engine) -> None:
    """A changed entry is named; so is a clock before the last one."""
    with transaction.atomic():
        record("number_voided", about="number:1", at=AT, series="甲", number=1, reason="误编")
    assert (state("audit_chain"), state("clock")) == (State.GOOD, State.GOOD)
    assert look("clock", AT - timedelta(hours=1))[0] is State.BAD
    with connection.cursor() as cursor:
        for line in triggers.LIFTING[connection.vendor]:
            cursor.execute(line)
        cursor.execute("UPDATE audit_entry SET actor = 'member:2'")
    assert look("audit_chain") == (State.BAD, "第 1 条：内容与摘要不符")


def test_files_and_numbers(db: Engine) -> None:
    """A changed file, and a counter that counted what nobody got."""
    file = store(io.BytesIO(b"x"), name="a", by="", at=AT)
    with transaction.atomic():
        issue("甲", about="case:1", at=AT)
    assert (state("stored_files"), state("number_series")) == (State.GOOD, State.GOOD)
    file.path.write_bytes(b"y")
    Counter.objects.update(value=3)
    told = f"1 个损坏：{file.sha256[:12]} 存储的文件不是本版本加密的文件"
    assert look("stored_files") == (State.BAD, told)
    assert look("number_series") == (State.BAD, "不连续：甲")


def test_what_waits(db: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Late, when nobody works; failed, when somebody did and could not."""
    assert look("waiting")[0] is State.GOOD
    plan("sweep_posts", about="", due_on=AT.date())
    assert "1 件到时未办" in look("waiting", AT + timedelta(days=1))[1]

    def fail(_about: str, _key: str) -> None:
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setitem(CHANNELS, "shut", fail)
    queue("shut", key="a", about="case:1", at=AT)
    deliver_one(at=AT)
    told = look("waiting")
    assert told == (State.WARNING, "1 件没有成功：shut a：ConnectionRefusedError: Connection refused")


def test_the_command(committed: dict[str, str], capsys: pytest.CaptureFixture[str], home: Path) -> None:
    """The worst state decides the status; values have every check by name; both languages stand in the table."""
    with override_settings(MODE=MODES["demonstration"]):
        status = run(["doctor", "--format", "json"])
        found = json.loads(capsys.readouterr().out)
        worst = {one["state"] for one in found}
        assert status == (3 if "bad" in worst else 1)
        assert [one["name"] for one in found] == list(CHECKS)
        run(["doctor", "--lang", "en", "--clean"])
    printed = capsys.readouterr()
    assert "√ removed 0 temporary files" in printed.err
    assert "！ mode" in printed.out
    (home / "keys").chmod(0o644)
    assert run(["doctor"]) == 3
    assert "× 密钥文件" in capsys.readouterr().out
