"""Pages over HTTP: forms as components, troubles with a page of their own, files of the package with their digests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from gongkai.site.errors import TROUBLES


@pytest.fixture
def client() -> Client:
    """A visitor; a fault of ours is an answer, as it is outside."""
    return Client(raise_request_exception=False, headers={"host": "localhost"})


def test_a_form_is_drawn_as_fields(client: Client) -> None:
    """Labels, （选填） where a field may stay empty, hints; with faults a summary that leads to each field."""
    page = client.get("/components").content.decode()
    assert '<label for="id_mail">电子邮箱<span class="optional">（选填）</span></label>' in page
    assert 'id="id_received_helptext">例如 2026-03-19。' in page
    summary = page[page.index('class="errors"') :]
    assert "请改正以下" in summary
    for target in re.findall(r'<a href="#(id_[^"]+)"', summary[: summary.index("</div>")]):
        assert f'id="{target}"' in page
    assert 'value="2026-02-30"' in page
    assert 'value="青岚"' in page, "what was entered is kept"
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize(
    ("address", "method", "status"),
    [("/nothing", "get", 404), ("/rules/ZZ99", "get", 404), ("/rules/", "post", 405)],
)
def test_a_trouble_has_a_page(client: Client, address: str, method: str, status: int) -> None:
    """One sentence, what to do, the number of the request that the head tells too; no trace of the program."""
    answer = getattr(client, method)(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert TROUBLES[status].sentence in page
    assert TROUBLES[status].remedy in page
    assert f"请求编号 <code>{answer['X-Request-ID']}</code>" in page
    assert "Traceback" not in page
    assert (status != 405) or answer["Allow"] == "GET, HEAD"


def test_a_strange_host_is_refused() -> None:
    """A name that the site does not answer to is a bad request, with the page of one."""
    answer = Client(headers={"host": "evil.invalid"}).get("/rules/")
    assert answer.status_code == 400
    assert TROUBLES[400].sentence in answer.content.decode()


def test_assets_come_from_the_package(client: Client) -> None:
    """The stylesheet's address carries its digest, it is served as it is installed, and browsers may keep it."""
    page = client.get("/components").content.decode()
    address = re.search(r'href="(/static/style\.css\?[0-9a-f]{8})"', page)
    assert address
    answer = client.get(address[1])
    answer.getvalue()
    answer.close()
    assert answer.status_code == 200
    assert "max-age=31536000" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("sent", "cookie", "goes"),
    [
        ({"size": "large", "next": "/rules/"}, "large", "/rules/"),
        ({"size": "huge", "next": "/rules/"}, None, "/rules/"),
        ({"size": "large", "next": "//evil.invalid/"}, "large", "/"),
    ],
)
def test_large_type_is_kept_in_a_cookie(client: Client, sent: dict[str, str], cookie: str | None, goes: str) -> None:
    """One of the known sizes is set, and the way back leads to this site only."""
    answer = client.post("/display", sent)
    assert answer.status_code == 302
    assert answer["Location"] == goes
    assert (client.cookies["size"].value if "size" in client.cookies else None) == cookie
    assert ('data-size="large"' in client.get("/rules/").content.decode()) is (cookie == "large")


def test_no_template_carries_script_or_style(root: Path) -> None:
    """Every script and style is a file (CSP), and every form that posts leaves checking to us: no bubbles."""
    templates = sorted((root / "gongkai").rglob("templates/**/*.html"))
    assert len(templates) > 10
    for template in templates:
        text = template.read_text("utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src)|javascript:", text), template
        forms = re.findall(r"<form\b[^>]*>", text)
        assert all("novalidate" in form for form in forms), template
