"""The table of settings, the address of the database, and that nothing misspelt passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.cli import manual
from gongkai.errors import UsageError
from gongkai.site import env
from gongkai.site.databases import database
from gongkai.site.mail import MailServer, server


def test_defaults_and_the_environment() -> None:
    """A variable that is set wins, one that is not has its default, strange ones of others are left alone."""
    values = env.read({"GONGKAI_DATA": " /srv/gongkai ", "HOME": "/root"})
    assert values["GONGKAI_DATA"] == "/srv/gongkai"
    assert values["GONGKAI_HOSTS"] == "localhost,127.0.0.1"
    assert values.keys() == {setting.name for setting in env.SETTINGS}


def test_an_unknown_setting_is_named() -> None:
    """A misspelt setting stops the site and is named."""
    with pytest.raises(UsageError, match="GONGKAI_DATEN"):
        env.read({"GONGKAI_DATEN": "/srv"})


def test_variables_of_the_command_line_pass() -> None:
    """What the options of the command line read from the environment does not stop the site."""
    read_there = {
        option.environment for command in manual.COMMANDS.values() for option in command.options if option.environment
    }
    assert read_there
    assert read_there <= env.COMMAND_LINE
    env.read(dict.fromkeys(read_there, "zh"))


def test_sqlite_lies_in_the_data_folder() -> None:
    """No address means a file, whose connections are kept and asked before each request."""
    kept = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    wanted = {"ENGINE": "gongkai.site.sqlite", "NAME": "/srv/data/gongkai.sqlite3"} | kept
    assert database("", Path("/srv/data")) == wanted


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("postgresql://o:p%40ss@db.local:5433/gk", ("gk", "o", "p@ss", "db.local", "5433", {"connect_timeout": "10"})),
        ("postgres://o@/gk?host=%2Frun%2Fpg", ("gk", "o", "", "/run/pg", "", {"connect_timeout": "10"})),
        ("postgresql:///gk?sslmode=require", ("gk", "", "", "", "", {"connect_timeout": "10", "sslmode": "require"})),
    ],
)
def test_addresses_of_postgresql(address: str, wanted: tuple[object, ...]) -> None:
    """Signs in the password are unescaped, a socket's folder stands as the host, known options pass."""
    entry = database(address, Path())
    assert tuple(entry[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")) == wanted


@pytest.mark.parametrize(
    "address",
    ["mysql://a/b", "postgresql://host", "postgresql://h/a/b", "postgresql://h/a?options=-c", "postgresql://h:x/a"],
)
def test_other_addresses_are_refused(address: str) -> None:
    """Another database, no name, a path, an option that nobody vouched for, a port that is none."""
    with pytest.raises(UsageError, match="DATABASE_URL"):
        database(address, Path())


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("", MailServer("", "", 0, "", "")),
        ("smtps://o%40x:p%2Fss@mail.local", MailServer("smtps", "mail.local", 465, "o@x", "p/ss")),
        ("smtp+starttls://mail.local:2525", MailServer("smtp+starttls", "mail.local", 2525, "", "")),
    ],
)
def test_mail_servers(address: str, wanted: MailServer) -> None:
    """None, encrypted from the start, encrypted after a word; ports as they are usual."""
    assert server(address) == wanted


@pytest.mark.parametrize("address", ["mail.local", "imap://mail.local", "smtp://", "smtp://h:x", "smtp://h/path"])
def test_other_mail_servers_are_refused(address: str) -> None:
    """Another kind, no host, a port that is none, a path."""
    with pytest.raises(UsageError, match="GONGKAI_SMTP"):
        server(address)
