"""`gongkai keys`: every sealed column of the installation under a new key, also after the machine went down midway."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.cli.commands import run
from gongkai.errors import UsageError
from gongkai.office.notices.actions import set_mail_address
from gongkai.office.notices.models import MailAddress
from gongkai.site import rotation
from gongkai.site.keys import KeyFile
from tests.databases.engines import Engine
from tests.office.people.people import AT, bureau, person

KILLED = """
import os, signal, sys
import django
django.setup()
from gongkai.office.records import fields
fields.BATCH = 4
renew, seen = fields._renew, []
def killed(*row):
    seen.append(row)
    if len(seen) == 10:
        os.kill(os.getpid(), signal.SIGKILL)
    return renew(*row)
fields._renew = killed
from gongkai.cli.commands import run
from gongkai.errors import UsageError
sys.exit(run(["keys", "rotate"]))
"""
"""A rotation in batches of four that dies of kill -9 at the tenth value."""


@pytest.fixture
def keys(committed: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KeyFile:
    """A key file of the test's own, and twelve members with mail addresses sealed under it."""
    monkeypatch.setattr(settings, "KEYS", KeyFile(tmp_path / "keys"))
    settings.KEYS.create()
    agency = bureau()
    for number in range(12):
        member = person(agency, f"liming{number}")
        set_mail_address(member, address=f"m{number}@qinglan.example", by="", at=AT)
    return settings.KEYS


def addresses() -> set[str]:
    """Every address, as it reads."""
    field = MailAddress._meta.get_field("address")
    return {field.read(row) for row in MailAddress.objects.all()}


ALL = {f"m{number}@qinglan.example" for number in range(12)}


def test_every_sealed_column_is_found() -> None:
    """Those of all rooms, by the name of their table."""
    found = [field.place for _, field in rotation.columns()]
    assert found == sorted(found, key=lambda place: place.split(".")[0])
    assert {"notices_mailaddress.address", "cases_party.name", "cases_attachment.name", "people_draft.body"} <= set(
        found
    )


def test_a_new_key_seals_everything_and_the_old_one_goes_when_asked(
    keys: KeyFile, capsys: pytest.CaptureFixture[str]
) -> None:
    """Listed before and after; nothing is dropped by itself, the first key never."""
    assert run(["keys", "list"]) == 0
    before = capsys.readouterr().out
    assert "第 1 号" in before
    assert "12 条  当前" in before
    assert run(["keys", "rotate"]) == 0
    told = capsys.readouterr()
    assert "√ 重新加密 12 条" in told.err
    assert "另存一份" in told.err
    assert [line.split("  ")[2:] for line in told.out.splitlines()] == [["0 条"], ["12 条", "当前"]]
    assert run(["keys", "rotate", "--drop-unused"]) == 0
    assert "已删去不再使用的密钥：2" in capsys.readouterr().err
    assert list(keys.roots) == [1, 3]
    assert addresses() == ALL
    assert run(["keys", "list", "--drop-unused"]) == 2


def test_a_rotation_that_was_killed_is_finished_by_the_next(
    keys: KeyFile, committed: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """kill -9 in the third batch: two batches stay done, everything opens, and no second key is added."""
    surroundings = {
        **os.environ,
        **committed,
        "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
        "GONGKAI_KEY_FILE": str(keys.path),
    }
    result = subprocess.run([sys.executable, "-c", KILLED], env=surroundings, capture_output=True, text=True)
    assert result.returncode == -signal.SIGKILL, result.stderr
    assert rotation.counts() == {1: 4, 2: 8}
    assert addresses() == ALL
    assert run(["keys", "rotate"]) == 0
    assert "√ 重新加密 4 条" in capsys.readouterr().err
    assert rotation.counts() == {2: 12}
    assert list(keys.roots) == [1, 2]
    assert addresses() == ALL


def test_no_key_goes_while_something_needs_it(keys: KeyFile, engine: Engine) -> None:
    """An older key under which a value lies is not dropped, and the count is told."""
    keys.add()
    with pytest.raises(UsageError, match="第 1 号 12 条"):
        rotation.drop_unused()
    assert list(keys.roots) == [1, 2]
