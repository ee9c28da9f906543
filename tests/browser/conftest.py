"""A real browser, a real server: fixtures `site_address`, `page` (wide and narrow), `wide`, `axe`, `picture`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page, sync_playwright

from tests.server import Server, serving

CHROMIUM = shutil.which("chromium") or ""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""The last one: whatever a page names, the browser reaches this machine only."""
SIZES = {"wide": (1366, 768), "narrow": (390, 844)}
PICTURES = Path(__file__).parents[2] / "out" / "screenshots"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all browser tests."""
    with serving(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def site_address(server: Server) -> str:
    """The address of the site, without a slash at its end."""
    return server.address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window; skipped where it is not installed.

    Its loop ends with the module: Django refuses a database in a thread in which one runs.
    """
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield launched
        launched.close()


@contextmanager
def opened(browser: Browser, size: str, **more: Any) -> Iterator[Page]:
    """A page of this size in a profile of its own; a script error or a missing file fails the test."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **more)
    context.set_default_timeout(10_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: None if "icon.svg" in request.url else wrong.append(request.url))
    yield page
    context.close()
    assert wrong == []


@pytest.fixture(params=list(SIZES))
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A browser page, once at 1366×768 and once at 390×844."""
    with opened(browser, request.param) as page:
        yield page


@pytest.fixture
def wide(browser: Browser) -> Iterator[Page]:
    """A browser page at 1366×768."""
    with opened(browser, "wide") as page:
        yield page


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A browser page at 1366×768 whose scripts are switched off."""
    with opened(browser, "wide", java_script_enabled=False) as page:
        yield page


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What axe finds wrong on a page: rule and element, one line each."""
    script = Path(AXE_FILE_PATH).read_text("utf-8")

    def look(page: Page) -> list[str]:
        page.evaluate(script)
        options = json.dumps({"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"]})
        found = page.evaluate(f"axe.run(document, {options}).then(result => result.violations)")
        return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]

    return look


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Save the whole page as out/screenshots/NAME-WIDTH.png."""

    def save(page: Page, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)

    return save
