"""Every answer carries the headers: pages, errors, redirects, refusals and static files, in every mode."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils.encoding import force_bytes

from gongkai.site import headers
from gongkai.site.errors import TROUBLES

WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
ANSWERS = (
    ("/told/", 200),
    ("/kept/", 200),
    ("/told", 301),
    ("/missing/", 404),
    ("/refused/", 403),
    ("/broken/", 500),
    ("/nowhere/", 404),
    ("/static/nothing.css", 404),
    ("/static/style.css", 200),
)


@pytest.fixture
def client(site: Path) -> Iterator[Client]:
    """A browser that sees faults as a stranger does, on a site that redirects as it does outside of tests."""
    with override_settings(ROOT_URLCONF="tests.site.routes", SECURE_SSL_REDIRECT=True):
        yield Client(raise_request_exception=False, headers={"host": "localhost"})


def get(client: Client, path: str, **more: Any) -> Any:
    """An answer, whose file, where it is one, is closed as a server does."""
    answer = client.get(path, **more)
    answer.close()
    return answer


@pytest.mark.parametrize(("path", "status"), ANSWERS)
def test_every_answer_carries_the_headers(client: Client, path: str, status: int) -> None:
    """Whatever the status: all of them, no inline script or style and nothing from another host."""
    answer = get(client, path, secure=True)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in WANTED} == WANTED
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_nobody_keeps_a_page_that_does_not_say_so(client: Client) -> None:
    """The page that names its time has it, a stylesheet its own, everything else is stored by nobody."""
    kept = {path: get(client, path, secure=True).headers["Cache-Control"] for path, _ in ANSWERS}
    assert kept.pop("/kept/") == "public, max-age=60"
    assert kept.pop("/static/style.css") == "max-age=31536000, public"
    assert set(kept.values()) == {"no-store"}


def test_plain_http_is_sent_to_https(client: Client) -> None:
    """Pages and stylesheets alike."""
    for path in ("/told/", "/static/style.css"):
        answer = get(client, path)
        assert (answer.status_code, answer.headers["Location"]) == (301, f"https://localhost{path}")


@pytest.mark.parametrize("path", ["/told/", "/static/style.css", "/nowhere/"])
def test_a_host_that_is_not_ours_is_refused(client: Client, path: str) -> None:
    """Its name is never echoed, not even in a redirect (TRUST 4, row 47)."""
    for secure in (True, False):
        answer = get(client, path, secure=secure, headers={"host": "evil.example"})
        assert answer.status_code == 400
        assert "evil" not in answer.content.decode()
        assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "BREW"])
def test_strange_methods_are_refused(client: Client, method: str) -> None:
    """TRACE would hand cookies back to a script."""
    assert client.generic(method, "/told/", secure=True).status_code == 405


def test_a_post_without_its_token_is_refused(site: Path) -> None:
    """The check stands before every view, whatever it does."""
    with override_settings(ROOT_URLCONF="tests.site.routes"):
        answer = Client(enforce_csrf_checks=True, headers={"host": "localhost"}).post("/told/", secure=True)
    assert answer.status_code == 403


@pytest.mark.parametrize(("length", "status"), [(str(headers.LARGEST_POST + 1), 413), ("-1", 400), ("٣", 400)])
def test_a_body_that_is_too_large_is_not_read(client: Client, length: str, status: int) -> None:
    """Its length is enough to refuse it; a length that is none is no length."""
    answer = client.post("/told/", secure=True, CONTENT_LENGTH=length)
    assert answer.status_code == status
    assert TROUBLES[status].sentence in answer.content.decode()


def deployed(**environment: str) -> subprocess.CompletedProcess[str]:
    """What Django's own check of a deployment says."""
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True)


def test_django_finds_nothing_to_say(site: Path) -> None:
    """In normal operation nothing; unencrypted it says so, which proves that it looked."""
    assert deployed(GONGKAI_MODE="normal").stderr == ""
    loose = deployed(GONGKAI_MODE="intranet-http")
    assert loose.returncode == 1
    assert "security.W008" in loose.stderr


def test_a_mode_that_is_none_is_named(site: Path) -> None:
    """With those that there are."""
    said = deployed(GONGKAI_MODE="http").stderr
    assert "GONGKAI_MODE 不能是 http；可以用：normal、intranet-http、demonstration" in said


def test_the_secret_is_that_of_the_key_file(site: Path) -> None:
    """It is derived from it, and the settings of a site without the file can still be read."""
    assert force_bytes(settings.SECRET_KEY) == settings.KEYS.derive("django").hex().encode()
    assert deployed(GONGKAI_KEY_FILE="/nowhere/keys").returncode == 1
    code = "from gongkai.site import settings; print(settings.DEBUG)"
    environment = os.environ | {"GONGKAI_KEY_FILE": "/nowhere/keys"}
    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert result.stdout == "False\n"
