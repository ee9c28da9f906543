"""`gongkai found`: the first agency and administrator, once, with a password that nobody else sees."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from gongkai.audit.models import Entry
from gongkai.cli.commands import run
from gongkai.errors import Conflict
from gongkai.office.people.actions import open_office
from gongkai.office.people.models import Agency, Kind, Level, Member
from gongkai.office.people.queries import may
from tests.databases.race import race

AT = datetime(2024, 3, 1, 8, tzinfo=UTC)
PASSWORD = "qing-lan-shi-2024"  # noqa: S105 of an invented person
TOLD = ["--agency", "青岚市水利局", "--code", "青水", "--level", "city", "--account", "liming", "--name", "李明"]


def found(monkeypatch: pytest.MonkeyPatch, *words: str, typed: str = PASSWORD) -> int:
    """Run the command with a line on its input."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n"))
    return run(["found", *words])


def test_the_first_administrator_and_no_second(
    committed: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A weak password and a missing word are refused and leave nothing; then it works; then never again."""
    assert found(monkeypatch, *TOLD, typed="123456") == 2
    assert found(monkeypatch, *TOLD[2:]) == 2
    assert "没有给出机关全称" in capsys.readouterr().err
    assert found(monkeypatch, *TOLD[:2], "--code", "青" * 21, *TOLD[4:]) == 2
    assert (Agency.objects.count(), Member.objects.count(), Entry.objects.count()) == (0, 0, 0)
    assert found(monkeypatch, *TOLD) == 0
    member, agency = Member.objects.get(), Agency.objects.get()
    assert (agency.level, agency.kind) == (Level.CITY, Kind.DEPARTMENT)
    assert member.check_password(PASSWORD)
    assert may(member, "grant_role", agency)
    assert found(monkeypatch, "--agency", "青岚市财政局", "--code", "青财", "--account", "w", "--name", "王芳") == 2
    printed = capsys.readouterr()
    assert "已有成员" in printed.err
    assert PASSWORD not in printed.err + printed.out
    assert Agency.objects.count() == 1


def enter(number: int) -> bool:
    """Try to be the first."""
    try:
        open_office(
            code=f"{number}", agency=f"第{number}局", kind=Kind.DEPARTMENT, level=Level.CITY, account=f"a{number}",
            name="李明", password=PASSWORD, at=AT,
        )  # fmt: skip
    except Conflict:
        return False
    return True


def test_of_several_at_once_one_is_the_first(committed: dict[str, str]) -> None:
    """Whatever they call themselves."""
    assert sum(race(enter, 4)) == 1
    assert Member.objects.count() == Agency.objects.count() == 1


def test_at_a_terminal_it_asks(committed: dict[str, str]) -> None:
    """What no option gives is asked for; what is typed as the password is not shown."""
    master, slave = pty.openpty()
    asking = subprocess.Popen(
        [sys.executable, "-m", "gongkai", "found", *TOLD[2:]],
        stdin=slave, stdout=slave, stderr=slave, env=os.environ | committed, start_new_session=True,
    )  # fmt: skip
    os.close(slave)
    shown = b""
    answers = {"机关全称：": "青岚市水利局", "口令：": PASSWORD, "再输一次：": PASSWORD}
    try:
        while part := os.read(master, 4096):
            shown += part
            for question in [one for one in answers if shown.decode("utf-8", "ignore").endswith(one)]:
                os.write(master, f"{answers.pop(question)}\n".encode())
    except OSError:
        pass
    finally:
        os.close(master)
    assert asking.wait(60) == 0
    assert answers == {}
    assert PASSWORD not in shown.decode()
    assert Member.objects.get().check_password(PASSWORD)
