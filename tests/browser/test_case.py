"""A mailed application in a browser from receipt to archive, over simulated months; its pages fit, pass axe and print."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdfium2 import PdfDocument

from tests.browser.conftest import PICTURES
from tests.databases import server as postgresql
from tests.server import Server, serving

ROOT = Path(__file__).parents[2]
Axe = Callable[[Page], list[str]]
Picture = Callable[[Page, str], None]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for this walk alone, on each database."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        with serving(folder) as running:
            yield running
        return
    programs = postgresql.programs()
    if programs is None:
        pytest.skip("no PostgreSQL on this machine")
    with (
        postgresql.running(programs) as address,
        serving(folder, DATABASE_URL=address.format(name="postgres")) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def site_address(server: Server) -> str:
    """The address of that server."""
    return server.address


@pytest.fixture(scope="module")
def environment(server: Server) -> dict[str, str]:
    """What leads another process to the server's site."""
    folder = server.temporary.parent
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
        "GONGKAI_DATA": str(folder / "data"),
        "GONGKAI_KEY_FILE": str(folder / "keys"),
        "GONGKAI_MODE": "demonstration",
        "DATABASE_URL": server.database,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
    }


@dataclass(frozen=True)
class Clerk:
    """Makes it another day at the bureau 青岚市水利局, whose members all have one password."""

    password: str
    it_is: Callable[[str], None]


@pytest.fixture(scope="module")
def clerk(environment: dict[str, str]) -> Iterator[Clerk]:
    """The bureau and its members are there."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.browser.clerk"],
        env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        told, heard = process.stdin, process.stdout

        def say(word: str) -> str:
            told.write(f"{word}\n")
            told.flush()
            return heard.readline().strip()

        def it_is(day: str) -> None:
            assert say(day) == day

        yield Clerk(say("office"), it_is)
        told.close()


def sign_in(page: Page, address: str, account: str, password: str) -> None:
    """Come in by the front door."""
    page.goto(f"{address}/desk/sign-in")
    page.get_by_label("账号").fill(account)
    page.get_by_label("口令").fill(password)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()


def looked_at(page: Page, name: str, axe: Axe, picture: Picture) -> None:
    """The page at both sizes: nothing sticks out, axe finds nothing; a picture of each."""
    for width, height in ((390, 844), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        picture(page, name)
        out = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert out <= 0, (name, width)
        assert axe(page) == [], (name, width)


def reach(page: Page, target: Locator) -> None:
    """Walk by Tab until the element has the focus; the way back is by Tab too, past the end of the page."""
    for _ in range(150):
        if target.evaluate("one => one === document.activeElement"):
            assert target.evaluate(IS_SEEN), f"the focus on {target} is not seen"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


def press(page: Page, role: Literal["button", "link"], name: str) -> None:
    """Press a button or follow a link by the keyboard."""
    reach(page, page.get_by_role(role, name=name, exact=True).first)
    page.keyboard.press("Enter")


def turn(page: Page, is_there: Callable[[], bool]) -> None:
    """Go down through choices until the right one is chosen."""
    for _ in range(30):
        if is_there():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError("no such choice")


def enter(page: Page, label: str, text: str) -> None:
    """Fill in the field with this label, or tick it, by the keyboard."""
    field = page.get_by_label(label).first
    kind = field.evaluate("one => one.type")
    if kind == "radio":
        name = field.get_attribute("name")
        reach(page, page.locator(f"input[name={name}]:checked, input[name={name}]").first)
        page.keyboard.press("Space")
        turn(page, lambda: field.is_checked())
        return
    reach(page, field)
    if kind == "select-one":
        page.keyboard.press("Home")
        turn(page, lambda: field.evaluate("one => one.selectedOptions[0].text") == text)
    elif kind == "date":
        page.keyboard.type(f"{text[5:7]}{text[8:]}{text[:4]}")
        assert field.input_value() == text
    else:
        page.keyboard.press("Control+a")
        page.keyboard.type(text)


def step(page: Page, name: str, words: dict[str, str]) -> None:
    """Take a step of the open case by its form."""
    press(page, "link", name)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    for label, text in words.items():
        enter(page, label, text)
    press(page, "button", name)
    expect(page.get_by_role("heading", name="经过")).to_be_visible()


def leads_to_its_field(page: Page) -> None:
    """The first error of the summary leads to a field that then has the focus, and that names the same error."""
    page.keyboard.press("Tab")
    link = page.locator(".errors a").first
    expect(link).to_be_focused()
    said = link.inner_text().partition("：")[2]
    page.keyboard.press("Enter")
    field = page.locator(":focus")
    expect(field).to_have_attribute("id", (link.get_attribute("href") or "")[1:])
    expect(page.locator(".field.is-wrong").filter(has=field)).to_contain_text(said)


IS_SEEN = """one => {
  const style = getComputedStyle(one), box = one.getBoundingClientRect(), yellow = "rgb(255, 221, 0)";
  const top = document.elementFromPoint(box.x + Math.min(box.width, 40) / 2, box.y + Math.min(box.height, 20) / 2);
  return (style.boxShadow.includes(yellow) || style.backgroundColor === yellow)
    && (top === one || one.contains(top) || (one.labels && [...one.labels].some(label => label.contains(top))));
}"""
"""Whether what has the focus wears its colour and lies under nothing (WCAG 2.4.7, 2.4.11)."""

INTAKE = {
    "邮寄（签收）": "",
    "收到凭证": "EM123456789CN",
    "申请人类型": "自然人",
    "姓名或者名称": "王小禾",
    "电话": "138 1234 5678",
    "证件类型": "居民身份证",
    "证件号码": "１１０１０５19491231002x",
    "通信地址": "青岚市云台区听松路8号",
    "信息名称": "听松路积水点改造批准文件",
    "其他特征": "2023年批准的，联系13812345678",
    "形式": "纸质",
    "获取途径": "邮寄",
}
LIFE: list[tuple[str, str, dict[str, str], str]] = [
    ("2024-03-05", "分办", {"承办人": "李明（青水-经办）"}, "分办给经办人李明"),
    ("2024-03-08", "告知补正", {"补正期限": "2024-03-25", "需要补正的事项": "写明文件的年份和文号"}, "待补正，已暂停"),
    ("2024-03-20", "收到补正", {"补正的内容": "2023年"}, "剩20个工作日 · 4月18日（周四）"),
    ("2024-03-22", "征求意见", {"向谁征求意见": "青岚供水公司", "说明": "是否同意公开"}, "征求意见，已暂停"),
    ("2024-04-02", "收到意见", {"意见的内容": "同意公开"}, "4月28日（周日）"),
    (
        "2024-04-10",
        "延长答复期限",
        {"延长的工作日数": "10", "延长的理由": "需要调取档案", "同意延长的负责人": "赵岚（青水-签发）"},
        "5月14日（周二）",
    ),
    ("2024-04-25", "登记答复结果", {"部分公开": "", "答复书文号": "青水公开〔2024〕1号"}, "三（二） 部分公开"),
    ("2024-04-28", "登记送达", {"邮政企业邮寄": "", "送达凭证": "EM987654321CN"}, "√ 已办结"),
]
"""The day, the step, what is typed, what the case then says."""
PICTURED = {"征求意见": "step-consult", "登记答复结果": "step-decide", "登记送达": "step-serve"}
ACCOUNT = (
    "原应于2024年4月1日前答复",
    "因收到补正",
    "征求青岚供水公司意见，不计算在内",
    "清明节",
    "调休上班",
    "第三十三条",
    "没有超期",
)


def register(page: Page, axe: Axe, picture: Picture, tmp_path: Path) -> None:
    """S-04 empty, wrong, filled; the aside follows what is typed; the receipt."""
    press(page, "link", "收件登记")
    press(page, "button", "登记")
    expect(page.locator(".errors")).to_be_focused()
    assert page.title().startswith("错误：")
    looked_at(page, "s04-errors", axe, picture)
    leads_to_its_field(page)
    page.goto(page.url)
    for label, text in INTAKE.items():
        enter(page, label, text)
    scan = tmp_path / "申请表.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF\n")
    page.get_by_label("原件扫描").set_input_files(scan)
    expect(page.locator("#ahead")).to_contain_text("应于2024年4月1日（周一）前答复")
    expect(page.locator("#ahead")).to_contain_text("像有手机号码")
    looked_at(page, "s04-filled", axe, picture)
    press(page, "button", "登记并打印回执")
    expect(page.get_by_role("heading", level=1)).to_have_text("政府信息公开申请收件回执")


def test_a_case_from_receipt_to_archive(
    wide: Page,
    site_address: str,
    clerk: Clerk,
    axe: Axe,
    picture: Picture,
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    """By the keyboard alone, over two months: registered … archived; the clock is told; the audit is whole."""
    page = wide
    clerk.it_is("2024-03-04")
    sign_in(page, site_address, "青水-经办", clerk.password)
    page.goto(page.url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    register(page, axe, picture, tmp_path)
    looked_at(page, "receipt", axe, picture)
    printed(page, "receipt", pages=1)
    press(page, "link", "打开案件")
    looked_at(page, "s03-new", axe, picture)
    for day, name, words, then in LIFE:
        clerk.it_is(day)
        page.reload()
        if name in PICTURED:
            press(page, "link", name)
            looked_at(page, PICTURED[name], axe, picture)
            press(page, "link", "不办了，回案件")
        step(page, name, words)
        expect(page.locator("main")).to_contain_text(then)
    looked_at(page, "s03-closed", axe, picture)
    press(page, "link", "怎么算的")
    for told in ACCOUNT:
        expect(page.locator("main")).to_contain_text(told)
    looked_at(page, "s03-clock", axe, picture)
    printed(page, "clock", pages=2)
    page.go_back()
    step(page, "归档", {})
    verified = subprocess.run(
        [sys.executable, "-m", "gongkai", "audit", "verify"], env=environment, capture_output=True, text=True
    )
    assert verified.returncode == 0, verified.stderr


def printed(page: Page, name: str, pages: int) -> None:
    """The page on A4 as out/screenshots/NAME.pdf, on so many sheets at most."""
    path = PICTURES / f"{name}.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    assert 1 <= len(PdfDocument(path)) <= pages
