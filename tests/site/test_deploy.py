"""The samples for a server agree with the site: its settings, its port, its limits, its words about the client."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongkai.office.records.screening import MOST_BYTES
from gongkai.site.env import SETTINGS
from gongkai.site.web import GRACE

PROXIES = ("nginx.conf", "Caddyfile")
ADDRESS = "127.0.0.1:8000"
MB = 1024 * 1024


@pytest.fixture
def folder(root: Path) -> Path:
    """Where the samples are."""
    return root / "docs" / "deploy"


def test_the_unit_names_settings_that_there_are(folder: Path) -> None:
    """A misspelt one would stop the site from starting; whoever stops it waits longer than an answer may take."""
    unit = (folder / "gongkai.service").read_text("utf-8")
    named = set(re.findall(r"^Environment=(\w+)=", unit, re.MULTILINE))
    assert named
    assert named <= {setting.name for setting in SETTINGS}
    assert f"--bind {ADDRESS}" in unit
    stop = re.search(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    assert stop
    assert int(stop[1]) > GRACE


@pytest.mark.parametrize("name", PROXIES)
def test_a_proxy_leads_to_the_site_and_takes_what_it_takes(folder: Path, name: str) -> None:
    """The same address, room for all files of a form, and the client's address set and never appended to."""
    text = re.sub(r"^\s*#.*$", "", (folder / name).read_text("utf-8"), flags=re.MULTILINE)
    assert ADDRESS in text
    most = re.search(r"(?:client_max_body_size|max_size)\s+(\d+)(?:m|MB)", text)
    assert most
    assert int(most[1]) * MB > MOST_BYTES
    assert re.search(r"X-Forwarded-Proto https", text)
    assert re.findall(r"X-Forwarded-For (\S+?);?$", text, re.MULTILINE)
    assert set(re.findall(r"X-Forwarded-For (\S+?);?$", text, re.MULTILINE)) <= {"$remote_addr", "{remote_host}"}
    assert not re.search(r"add_header|Strict-Transport|Content-Security", text), "the site writes its own heads"
