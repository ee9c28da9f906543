"""The first page over HTTP: a report's findings, one line for every bad file, bounds, and nothing kept."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import signal
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.portal import checking
from gongkai.portal.pace import Pace
from gongkai.readers.document import MAX_BYTES

DEMO = Path(__file__).parents[2] / "demo"
WRONG = "青岚市住房和城乡建设局2024.docx"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    """A visitor who may ask as often as they like; a fault of ours is an answer, as it is outside."""
    monkeypatch.setattr(checking, "PACE", Pace(1000, 60.0))
    return Client(raise_request_exception=False, headers={"host": "localhost"})


@pytest.fixture(scope="module", autouse=True)
def processes() -> Iterator[None]:
    """The processes that read end with the tests of this file."""
    yield
    checking._processes().close()


def send(client: Client, data: bytes, name: str, **more: Any) -> tuple[int, str]:
    """Send a file as the form does; the status and the page, both parts of it."""
    answer = client.post("/", {"report": SimpleUploadedFile(name, data), **more})
    page = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return answer.status_code, page.decode()


def test_the_findings_of_a_report_are_shown(client: Client) -> None:
    """Counts, findings with number, place, fix, basis and rule, the tables with cells lit, files to take away."""
    status, page = send(client, (DEMO / WRONG).read_bytes(), WRONG)
    assert status == 200
    assert "青岚市住房和城乡建设局 2024年年报体检结果" in page
    files = {
        name: base64.b64decode(data)
        for data, name in re.findall(r'href="data:application/octet-stream;base64,([^"]+)" download="([^"]+)"', page)
    }
    (entry,) = json.loads(files["核对结果.json"])
    assert entry["findings"]
    assert zipfile.ZipFile(io.BytesIO(files["退回意见.docx"])).testzip() is None
    assert "退回意见" in files["退回意见.html"].decode()
    assert page.count('class="finding ') == len(entry["findings"])
    for finding in entry["findings"]:
        assert f'<a href="/rules/{finding["code"]}">' in page
        assert all(f'id="c-{cell}"' in page for cell in finding["cells"] if cell.count(".") == 2)
    lit = {cell for finding in entry["findings"] for cell in finding["cells"]}
    assert page.count("lit is-") == len(lit)


def test_last_years_report_is_compared(client: Client) -> None:
    """With last year's report the rules between two years judge; one that cannot be read is named at its own field."""
    data = (DEMO / WRONG).read_bytes()
    _, alone = send(client, data, WRONG)
    _, both = send(client, data, WRONG, last_year=SimpleUploadedFile("上年.docx", data))
    assert alone.count("没有判断") > 0
    assert both != alone
    status, page = send(client, data, WRONG, last_year=SimpleUploadedFile("上年.docx", b""))
    assert status == 422
    assert '<a href="#id_last_year">上年的年报：上年.docx：文件为空</a>' in page


def zipped(**members: bytes) -> bytes:
    """A zip with these members."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return held.getvalue()


LAUGHS = b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><r>&b;</r>'


@pytest.mark.parametrize(
    ("name", "data", "status", "said"),
    [
        ("空.docx", b"", 422, "文件为空"),
        ("断.docx", (DEMO / WRONG).read_bytes()[:4000], 422, "压缩包"),
        ("炸弹.docx", zipped(word__document=b"0" * 99_000_000), 413, "压缩比"),
        ("实体.docx", zipped(word__document=LAUGHS), 422, ""),
        ("包.ofd", zipped(OFD=b""), 415, "OFD"),
        ("图.gif", b"GIF89a", 415, "GIF"),
        ("坏.pdf", b"%PDF-1.7\n1 0 obj", 422, ""),
        ("别的.txt", "今天天气很好。".encode(), 422, ""),
        ("二进制.txt", bytes(range(256)) * 40, 422, ""),
        ("<script>alert(1)</script>.docx", b"PK\x03\x04", 422, ""),
        ("\u202excod.exe\n-rf" + "长" * 300, b"", 422, "文件为空"),
        ("大.txt", b"1" * (MAX_BYTES + 1), 413, f"文件超过上限{MAX_BYTES // 2**20}MB"),
    ],
    ids=lambda one: None if isinstance(one, bytes) else str(one)[:12],
)
def test_a_bad_file_gets_one_line(client: Client, name: str, data: bytes, status: int, said: str) -> None:
    """The form again with one line at the field, the status of the kind of fault, no trace of the program."""
    got, page = send(client, data, name)
    assert got == status
    lines = re.findall(r'<p class="error" id="id_report_error">([^<]+)</p>', page)
    assert len(lines) == 1
    assert said in lines[0]
    assert "<title>错误：" in page
    assert "Traceback" not in page
    assert "<script>alert" not in page


def test_no_file_and_too_much(client: Client) -> None:
    """Without a file the form says so; a request that says it is huge is not read at all."""
    answer = client.post("/", {})
    assert answer.status_code == 422
    assert "请选择一份年报文件" in answer.content.decode()
    answer = client.generic("POST", "/", b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**12))
    assert answer.status_code == 413


def test_a_dead_process_costs_one_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says so in one line with status 500, and the next file is checked as if nothing had been."""
    data = (DEMO / WRONG).read_bytes()
    assert send(client, data, WRONG)[0] == 200
    begin = type(checking._processes()).begin

    def kill(processes: Any, item: Any) -> Any:
        begun = begin(processes, item)
        while not (begun.future.running() or begun.future.done()):  # one that nobody has taken yet goes to the next
            time.sleep(0.001)
        for worker in list(processes._pool._pool_manager.worker_manager.workers.values()):
            os.kill(worker.pid, signal.SIGKILL)
        return begun

    with monkeypatch.context() as patched:
        patched.setattr(type(checking._processes()), "begin", kill)
        status, page = send(client, data, WRONG)
    assert status == 500
    assert re.search(r"id_report_error\">读取进程[^<]+</p>", page)
    assert send(client, data, WRONG)[0] == 200


def test_more_than_may_be_is_put_off(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many a minute from one address, so many at once in all: the others are asked to come back, the form kept."""
    monkeypatch.setattr(checking, "PACE", Pace(1, 60.0))
    data = (DEMO / WRONG).read_bytes()
    first, second = (client.post("/", {"report": SimpleUploadedFile(WRONG, data)}) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 429)
    assert 1 <= int(second["Retry-After"]) <= 61
    assert client.post("/", {"report": SimpleUploadedFile(WRONG, data)}, REMOTE_ADDR="127.0.0.9").status_code == 200

    monkeypatch.setattr(checking, "PACE", Pace(1000, 60.0))
    places = checking._processes()._places
    held = [places.acquire(blocking=False) for _ in range(checking.AT_ONCE)]
    try:
        busy = client.post("/", {"report": SimpleUploadedFile(WRONG, data)})
    finally:
        places.release(sum(held))
    assert busy.status_code == 503
    assert "此刻核对的人多" in busy.content.decode()
    assert send(client, data, WRONG)[0] == 200


def test_what_takes_longer_comes_in_two_parts(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """First that it is being read, then the result or the fault, in one page that is whole at the end."""
    monkeypatch.setattr(checking, "QUICK", 0.0)
    data = (DEMO / WRONG).read_bytes()
    answer = client.post("/", {"report": SimpleUploadedFile(WRONG, data)})
    parts = [part.decode() for part in answer.streaming_content]  # type: ignore[attr-defined]
    assert "正在读取" in parts[0]
    assert "年报体检结果" not in parts[0]
    assert "年报体检结果" in "".join(parts[1:])
    assert parts[-1].rstrip().endswith("</html>")
    _, page = send(client, b"", "空.docx")
    assert "正在读取" in page
    assert "文件为空" in page


def test_a_pace_is_kept_and_forgotten() -> None:
    """The third asking waits until the first is old enough; addresses beyond the bound are forgotten, oldest first."""
    pace = Pace(2, 10.0, addresses=2)
    assert [pace.wait("a", at) for at in (0.0, 1.0, 4.0, 10.0)] == [0.0, 0.0, 6.0, 0.0]
    assert pace.wait("b", 10.0) == pace.wait("c", 10.0) == 0.0
    assert pace.wait("a", 10.0) == 0.0
