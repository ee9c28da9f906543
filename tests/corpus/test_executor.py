"""Work on many items: a crash, a hang, a memory bomb, a fault of ours cost one item each, the order is kept."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from gongkai.corpus.executor import CARRIED, WINDOW, Begun, Busy, Crashed, Processes, Standing, guarded
from gongkai.corpus.limits import USUAL, Limits, limits_of, longest, of_scan
from gongkai.errors import BrokenFile, OutOfMemory, TimedOut

QUICK = Limits(wall=0.7, memory=200 * 2**20)


def quick(_item: object) -> Limits:
    return QUICK


def work(item: str) -> str:
    """What each kind of item does to the process that works on it."""
    if item == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if item == "leave":
        os._exit(0)
    if item == "hang":
        time.sleep(60)
    if item == "spin":
        while True:
            pass
    if item == "bomb":
        bytearray(2**30)
    if item == "fault":
        raise ValueError(item)
    if item == "broken":
        raise BrokenFile("坏了", "broken", file="坏.docx", place="line 3")
    if item == "cores":
        return str(resource.getrlimit(resource.RLIMIT_CORE))
    return item.upper()


def test_each_kind_of_trouble_costs_one_item() -> None:
    trouble = ["a", "crash", "b", "hang", "spin", "bomb", "fault", "broken", "c", "cores", "d"]
    found = list(Processes(2, limits=quick).map(work, trouble))
    assert [item for item, _ in found] == trouble
    answers = dict(found)
    assert [answers[one] for one in "abcd"] == ["A", "B", "C", "D"]
    assert isinstance(answers["crash"], Crashed)
    assert isinstance(answers["hang"], TimedOut)
    assert isinstance(answers["spin"], TimedOut)
    assert isinstance(answers["bomb"], OutOfMemory)
    assert isinstance(answers["fault"], Crashed)
    assert "ValueError" in answers["fault"].message
    assert isinstance(answers["broken"], BrokenFile)
    assert (answers["broken"].file, answers["broken"].place) == ("坏.docx", "line 3")
    assert answers["cores"] == "(0, 0)"


def test_items_are_taken_as_they_are_needed() -> None:
    taken = 0

    def many() -> Iterator[str]:
        nonlocal taken
        for number in range(5_000):
            taken += 1
            yield str(number)

    answers = Processes(2, size=lambda _item: CARRIED // 50).map(work, many())
    assert next(answers) == ("0", "0")
    assert taken <= 60
    answers.close()
    assert WINDOW * 10 < 5_000


def test_what_is_known_is_not_worked_on() -> None:
    known = {"crash": "known", "hang": "too"}
    assert dict(Processes(1).map(work, ["crash", "a", "hang"], known.get)) == {**known, "a": "A"}
    assert list(Processes(1).map(work, ["crash"], known.get)) == [("crash", "known")]
    assert list(Processes(1).map(work, ["a"])) == [("a", "A")]
    assert list(Processes(1).map(work, [])) == []


def test_a_fault_of_ours_has_the_same_number_each_time() -> None:
    first, second = (guarded(work, "fault") for _ in range(2))
    assert isinstance(first, Crashed)
    assert isinstance(second, Crashed)
    assert first.message == second.message


@pytest.mark.parametrize("name", ["年报.docx", "a", "x.TXT"])
def test_usual_files_have_the_usual_limits(name: str) -> None:
    assert limits_of(name) == USUAL
    assert longest(name) > USUAL.wall


def test_scans_have_more_time_and_memory_by_the_page() -> None:
    assert limits_of("扫描.PNG") == of_scan(1)
    assert limits_of("年报.pdf", b"%PDF-1.4 broken") == of_scan(1)
    assert of_scan(6).wall == 80
    assert of_scan(6).memory == 4 * USUAL.memory
    assert longest("年报.pdf") > of_scan(100).wall


def test_nothing_needs_a_unix_to_be_imported() -> None:
    """Where the system has no resource and no fcntl module, single files are checked all the same."""
    code = (
        "import sys; sys.modules['resource'] = sys.modules['fcntl'] = None; "
        "import gongkai.corpus.ledger; from gongkai.cli import main; sys.exit(main(['rules', 'SU01']))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def interrupt(item: str) -> str:
    """Send this process what Ctrl-C sends to all of them."""
    os.kill(os.getpid(), signal.SIGINT)
    return item


INTERRUPTED = """
import sys
from gongkai.corpus.executor import Processes
from tests.corpus.test_executor import interrupt

if __name__ == "__main__":
    print([answer for _, answer in Processes(1, warm=("tests.corpus.interrupted",)).map(interrupt, ["a", "b"])])
"""


def test_the_processes_of_a_batch_hear_no_interrupt(root: Path) -> None:
    """Neither while they load what they need nor at work: the one that was started by hand hears it for them."""
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], cwd=root, capture_output=True, text=True)
    assert (done.stdout, done.stderr, done.returncode) == ("['a', 'b']\n", "", 0)


def test_standing_processes_take_each_kind_of_trouble() -> None:
    """A single item is never worked on in this process; so many at once; what nobody waits for is ended."""
    standing = Standing(work, workers=1, limits=quick)
    try:
        assert standing.begin("a").answer(30) == "A"
        assert isinstance(standing.begin("crash").answer(30), Crashed)
        assert isinstance(standing.begin("fault").answer(30), Crashed)
        assert isinstance(standing.begin("broken").answer(30), BrokenFile)
        assert isinstance(standing.begin("bomb").answer(30), OutOfMemory)
        held = standing.begin("hang")
        assert held.answer(0) is None
        with pytest.raises(Busy):
            standing.begin("b")
        held.give_up()
        assert standing.begin("b").answer(30) == "B"
        standing.close()
        assert standing.begin("c").answer(30) == "C"
    finally:
        standing.close()


def test_an_answer_that_was_lost_is_waited_for_no_longer() -> None:
    """Its process took the item and died before it said so: neither a batch nor a page stands still for it."""
    lost: Future[str] = Future()
    begun = Begun(lost, until=time.monotonic())
    assert isinstance(begun.answer(60), TimedOut)
    assert lost.cancelled()
