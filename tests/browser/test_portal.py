"""The public pages in a browser: nothing overflows, axe finds nothing, the keyboard alone is enough, no script is needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import opened

DEMO = Path(__file__).parents[2] / "demo"
REPORT = DEMO / "青岚市市场监督管理局2024.txt"
LIGHT = 100 * 1024
Axe = Callable[[Page], list[str]]
Picture = Callable[[Page, str], None]

ADDRESSES = {
    "check": "/",
    "rules": "/rules/",
    "rule": "/rules/BA01",
    "components": "/components",
    "missing": "/nothing",
}


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


@pytest.mark.parametrize("name", list(ADDRESSES))
def test_a_page_fits_and_passes_axe(page: Page, site_address: str, axe: Axe, picture: Picture, name: str) -> None:
    """No sideways scroll, no violation of WCAG 2.2 AA."""
    answer = page.goto(site_address + ADDRESSES[name])
    assert answer is not None
    assert answer.status == (404 if name == "missing" else 200)
    picture(page, name)
    assert overflow(page) <= 0
    assert axe(page) == []


def test_a_report_is_checked(page: Page, site_address: str, axe: Axe, picture: Picture) -> None:
    """A file is chosen and sent; the result fits, passes axe, and a lit cell leads to its finding."""
    page.goto(site_address)
    page.get_by_label("年报文件").set_input_files(REPORT)
    page.get_by_role("button", name="开始体检").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("体检结果")
    picture(page, "result")
    assert overflow(page) <= 0
    assert axe(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="退回意见.docx").click()
    assert download.value.path().read_bytes().startswith(b"PK")
    page.locator("td.lit a").first.click()
    expect(page.locator(".finding:target")).to_have_count(1)


def test_a_bad_file_is_told(page: Page, site_address: str, axe: Axe, picture: Picture, tmp_path: Path) -> None:
    """The summary has the focus, its link leads to the field, and the title says so."""
    bad = tmp_path / "坏的.docx"
    bad.write_bytes(b"PK\x03\x04")
    page.goto(site_address)
    page.get_by_label("年报文件").set_input_files(bad)
    page.get_by_role("button", name="开始体检").click()
    expect(page.locator(".errors")).to_be_focused()
    assert page.title().startswith("错误：")
    picture(page, "bad-file")
    assert axe(page) == []
    page.locator(".errors a").click()
    expect(page.get_by_label("年报文件")).to_be_focused()


def test_the_keyboard_is_enough(wide: Page, site_address: str) -> None:
    """From the skip link to the result without a mouse: every stop shows that it has the focus."""
    wide.goto(site_address)
    wide.keyboard.press("Tab")
    expect(wide.get_by_role("link", name="跳到正文")).to_be_focused()
    wide.keyboard.press("Enter")
    wide.keyboard.press("Tab")
    expect(wide.get_by_label("年报文件")).to_be_focused()
    wide.get_by_label("年报文件").set_input_files(REPORT)
    wide.keyboard.press("Tab")
    expect(wide.get_by_label("上年的年报")).to_be_focused()
    wide.keyboard.press("Tab")
    expect(wide.get_by_role("button", name="开始体检")).to_be_focused()
    outline = wide.evaluate("getComputedStyle(document.activeElement).boxShadow")
    assert "rgb(255, 221, 0)" in outline
    wide.keyboard.press("Enter")
    expect(wide.get_by_role("heading", level=1)).to_contain_text("体检结果")


def test_no_script_is_needed(plain: Page, site_address: str) -> None:
    """With scripts off the report is checked all the same, large type is switched on, and it stays."""
    plain.goto(site_address)
    plain.get_by_role("button", name="长辈版").click()
    assert plain.locator("html").get_attribute("data-size") == "large"
    plain.get_by_label("年报文件").set_input_files(REPORT)
    plain.get_by_role("button", name="开始体检").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("体检结果")
    assert plain.locator("html").get_attribute("data-size") == "large"


@pytest.mark.parametrize(
    ("size", "button", "name"),
    [("narrow", "长辈版", "large"), ("wide", "高对比", "contrast"), ("wide", "长辈版", "large")],
)
def test_other_looks_pass_too(
    browser: Browser, site_address: str, axe: Axe, picture: Picture, size: str, button: str, name: str
) -> None:
    """Large type and high contrast: no sideways scroll, no violation; the first page and, once each, the components."""
    with opened(browser, size) as page:
        page.goto(f"{site_address}/rules/BA01")
        page.get_by_role("button", name=button).click()
        expect(page.locator("html")).to_have_attribute("data-size" if name == "large" else "data-theme", name)
        page.goto(site_address if (size, name) == ("wide", "large") else f"{site_address}/components")
        picture(page, f"{'check' if (size, name) == ('wide', 'large') else 'components'}-{name}")
        assert overflow(page) <= 0
        assert axe(page) == []


def test_keys_move_and_can_be_switched_off(wide: Page, site_address: str) -> None:
    """j and k go through the rows, Enter opens, g l goes back; ? shows them, and switched off they do nothing."""
    wide.goto(f"{site_address}/rules/")
    for key in "jjk":
        wide.keyboard.press(key)
    expect(wide.locator("tr[aria-current]")).to_contain_text("AS01")
    wide.keyboard.press("Enter")
    expect(wide).to_have_url(f"{site_address}/rules/AS01")
    wide.keyboard.press("g")
    wide.keyboard.press("l")
    expect(wide).to_have_url(f"{site_address}/rules/")
    wide.keyboard.press("?")
    wide.get_by_role("button", name="关闭快捷键").click()
    wide.keyboard.press("Escape")
    wide.keyboard.press("j")
    expect(wide.locator("tr[aria-current]")).to_have_count(0)


def test_a_result_prints_on_paper(wide: Page, site_address: str, picture: Picture) -> None:
    """The printed page has the findings and the tables, and nothing of what is there to be clicked."""
    wide.goto(site_address)
    wide.get_by_label("年报文件").set_input_files(REPORT)
    wide.get_by_role("button", name="开始体检").click()
    expect(wide.get_by_role("heading", level=1)).to_contain_text("体检结果")
    wide.emulate_media(media="print")
    wide.set_viewport_size({"width": 673, "height": 952})
    picture(wide, "result-print")
    expect(wide.get_by_role("banner")).to_be_hidden()
    expect(wide.get_by_text("带走结果")).to_be_hidden()
    expect(wide.locator(".finding").first).to_be_visible()
    assert overflow(wide) <= 0


def test_the_first_view_is_light(wide: Page, site_address: str) -> None:
    """At most three requests besides the icon, at most 100 KB, nothing from another host."""
    sizes: dict[str, int] = {}
    wide.on("response", lambda response: sizes.__setitem__(response.url, len(response.body())))
    wide.goto(site_address, wait_until="networkidle")
    sizes.pop(f"{site_address}/favicon.ico", None)
    counted = {url: size for url, size in sizes.items() if "icon.svg" not in url}
    assert all(url.startswith(site_address) for url in sizes)
    assert len(counted) <= 3
    assert sum(counted.values()) <= LIGHT
