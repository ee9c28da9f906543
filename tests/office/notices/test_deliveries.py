"""What leaves the site: queued with the act, delivered after it, at least once, and seen when it fails."""

from __future__ import annotations

import os
import signal
import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar

import pytest
from django.db import connections, transaction
from django.test import override_settings

from gongkai.audit.actions import NoTransaction
from gongkai.audit.queries import history
from gongkai.errors import Conflict, UsageError
from gongkai.office.notices import queries
from gongkai.office.notices.actions import (
    LEASE,
    MOST,
    deliver_one,
    mark_read,
    notify,
    queue,
    set_mail_address,
    try_again,
)
from gongkai.office.notices.channels import CHANNELS
from gongkai.office.notices.models import Delivery, MailAddress, Notice
from tests.databases.engines import Engine
from tests.databases.race import race
from tests.office.people.people import bureau, person

AT = datetime(2024, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
def sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A channel `file` that writes the key of each delivery as a line into this file."""
    file = tmp_path / "sent"
    file.touch()
    monkeypatch.setitem(CHANNELS, "file", partial(write_line, file))
    return file


def write_line(file: Path, _about: str, key: str) -> None:
    """Deliver: one write, as another program would see it."""
    with file.open("a", encoding="utf-8") as out:
        out.write(f"{key}\n")


def enqueue(*keys: str) -> None:
    """Queue deliveries in a transaction."""
    with transaction.atomic():
        for key in keys:
            queue("file", key=key, about="case:1", at=AT)


def deliver_all(at: datetime) -> int:
    """Deliver until nothing is due; how many tries there were."""
    count = 0
    while deliver_one(at=at):
        count += 1
    return count


def test_what_is_rolled_back_goes_nowhere(db: Engine, sent: Path) -> None:
    """Only a committed act sends, the same key once; outside a transaction nothing can be queued."""
    with transaction.atomic():
        queue("file", key="a", about="case:1", at=AT)
        transaction.set_rollback(True)
    enqueue("b", "b")
    enqueue("b", "c")
    assert deliver_all(AT - timedelta(seconds=1)) == 0
    assert deliver_all(AT) == 2
    assert deliver_all(AT + timedelta(days=1)) == 0
    assert sorted(sent.read_text("utf-8").split()) == ["b", "c"]
    with pytest.raises(KeyError, match="fax"), transaction.atomic():
        queue("fax", key="d", about="case:1", at=AT)


def test_outside_of_a_transaction_nothing_is_queued(committed: dict[str, str], sent: Path) -> None:
    """It could be sent for an act that never was."""
    with pytest.raises(NoTransaction):
        queue("file", key="a", about="case:1", at=AT)


def fail(_about: str, _key: str) -> None:
    """The way out is closed."""
    raise ConnectionRefusedError(111, "Connection refused")


def test_a_failure_is_seen_tried_again_and_given_up(db: Engine, sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each pause is longer than the one before; after the last somebody has to ask for more."""
    monkeypatch.setitem(CHANNELS, "shut", fail)
    queue("shut", key="a", about="case:1", at=AT)
    at, pauses = AT, []
    while deliver_one(at=at):
        row = queries.troubled_deliveries().get()
        pauses.append(row.next_at - at)
        at = row.next_at
    assert len(pauses) == MOST
    assert pauses[:3] == [timedelta(minutes=n) for n in (1, 2, 4)]
    assert pauses == sorted(pauses)
    row = queries.troubled_deliveries().get()
    assert (row.error, row.given_up_at is not None) == ("ConnectionRefusedError: Connection refused", True)
    assert not deliver_one(at=at + timedelta(days=30))
    try_again(row, by="member:1", at=at)
    with pytest.raises(Conflict):
        try_again(row, by="member:1", at=at)
    assert [entry.kind for entry in history(f"delivery:{row.pk}")] == ["tried_again"]
    monkeypatch.setitem(CHANNELS, "shut", partial(write_line, sent))
    assert deliver_one(at=at)
    assert not queries.troubled_deliveries().exists()


def test_a_fault_of_ours_stops_no_other_delivery(
    db: Engine, sent: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its number stands in the row, its trace in the log, and the next one goes out."""
    monkeypatch.setitem(CHANNELS, "broken", lambda _about, _key: 1 // 0)
    queue("broken", key="a", about="case:1", at=AT)
    enqueue("b")
    assert deliver_all(AT) == 2
    assert sent.read_text("utf-8") == "b\n"
    assert queries.troubled_deliveries().get().error.startswith("程序错误 ")
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_workers_at_once_deliver_each_once(committed: dict[str, str], sent: Path) -> None:
    """Four of them, thirty deliveries: every key stands there exactly once."""
    keys = [f"{number:02}" for number in range(30)]
    enqueue(*keys)
    race(lambda _: deliver_all(AT), 4)
    assert sorted(sent.read_text("utf-8").split()) == keys
    assert Delivery.objects.filter(done_at=AT).count() == 30


def test_a_worker_that_is_killed_loses_nothing(
    committed: dict[str, str], sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after it went out and before that was noted: once the lease is over it goes out again, with its key."""

    def write_and_die(about: str, key: str) -> None:
        write_line(sent, about, key)
        os.kill(os.getpid(), signal.SIGKILL)

    enqueue("a")
    connections.close_all()
    child = os.fork()
    if child == 0:
        monkeypatch.setitem(CHANNELS, "file", write_and_die)
        deliver_one(at=AT)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert deliver_all(AT + LEASE - timedelta(seconds=1)) == 0
    assert queries.late(AT + LEASE + queries.LATE + timedelta(seconds=1)) == 1
    assert deliver_all(AT + LEASE) == 1
    assert sent.read_text("utf-8") == "a\na\n"
    assert Delivery.objects.get().done_at == AT + LEASE


def test_a_notice_is_for_its_member_once(db: Engine) -> None:
    """The same occasion tells once, nobody else sees it, and it is read once."""
    agency = bureau()
    one, other = person(agency), person(agency, "wangfang")
    for _ in range(2):
        notify(one, key="case:1 due", sentence="第1号申请3个工作日后到期", about="case:1", link="/cases/1", at=AT)
    assert [notice.sentence for notice in queries.unread(one)] == ["第1号申请3个工作日后到期"]
    assert not queries.unread(other).exists()
    notice = Notice.objects.get()
    assert mark_read(other, notice=notice, at=AT) == 0
    assert mark_read(one, notice=notice, at=AT) == 1
    assert mark_read(one, at=AT) == 0
    assert not queries.unread(one).exists()
    assert not Delivery.objects.exists(), "no mail where no server is set"


class Answering(socketserver.StreamRequestHandler):
    """A mail server on this machine that takes what it is given."""

    letters: ClassVar[list[str]] = []

    def handle(self) -> None:
        """One conversation."""
        self.wfile.write(b"220 post\r\n")
        while word := self.rfile.readline().strip():
            if word == b"data":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.letters.append(b"".join(lines).decode())
            self.wfile.write(b"221 bye\r\n" if word == b"quit" else b"250 yes\r\n")


@pytest.fixture
def letters() -> Iterator[list[str]]:
    """What a mail server takes that the site is told of."""
    Answering.letters.clear()
    with socketserver.TCPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with override_settings(SENDS_MAIL=True, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.server_address[1]):
            yield Answering.letters
        server.shutdown()


def test_a_notice_goes_out_by_mail(db: Engine, letters: list[str]) -> None:
    """The sentence and nothing else, to the sealed address, under an identity made of the key."""
    member = person(bureau())
    with pytest.raises(UsageError):
        set_mail_address(member, address="liming@qinglan.invalid\nBcc: x@y.invalid", by="", at=AT)
    set_mail_address(member, address="liming@qinglan.invalid", by="", at=AT)
    assert b"liming" not in bytes(MailAddress.objects.get().address)
    notify(member, key="case:1 due", sentence="Application 1 is due", about="case:1", at=AT)
    assert deliver_all(AT) == 1
    assert Delivery.objects.get().error == ""
    (letter,) = letters
    assert "To: liming@qinglan.invalid" in letter
    assert f"Message-ID: <notice.{Notice.objects.get().pk}@localhost>" in letter
    assert "Subject: Application 1 is due" in letter
    assert Delivery.objects.get().done_at == AT


def test_an_address_taken_back_gets_nothing(db: Engine, letters: list[str]) -> None:
    """Between the act and the delivery too."""
    member = person(bureau())
    set_mail_address(member, address="liming@qinglan.invalid", by="", at=AT)
    notify(member, key="a", sentence="甲", about="case:1", at=AT)
    set_mail_address(member, address="", by="", at=AT)
    notify(member, key="b", sentence="乙", about="case:1", at=AT)
    assert deliver_all(AT) == 1
    assert letters == []
