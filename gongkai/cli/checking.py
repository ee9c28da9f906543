"""`gongkai check`: files, folders and zips checked, each result printed as it comes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date as day
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from gongkai.cli import output, show, words
from gongkai.cli.output import Write, say
from gongkai.cli.progress import Bar
from gongkai.corpus import batch
from gongkai.corpus.batch import Checking, Entry, Tally
from gongkai.corpus.files import LeftOut, count, items
from gongkai.errors import GongkaiError, UsageError

if TYPE_CHECKING:
    from gongkai.corpus.ledger import Ledger


class Printer(Protocol):
    """An output format: something before the first entry, each entry, something after the last."""

    def begin(self) -> str:
        """What stands before all entries."""

    def entry(self, entry: Entry) -> str:
        """One file's entry."""

    def end(self) -> str | bytes:
        """What stands after all entries."""


class Words:
    """`full` and `concise`: for people."""

    def __init__(self, lang: str, *, concise: bool) -> None:
        self._lang, self._concise = lang, concise

    def begin(self) -> str:
        """Nothing."""
        return ""

    def entry(self, entry: Entry) -> str:
        """What was found in one file."""
        return show.outcome(entry, self._lang, concise=self._concise)

    def end(self) -> str:
        """Nothing."""
        return ""


class Lines:
    """`json-lines`: one object a line, for programs that read as they go."""

    def __init__(self, ascii_: bool) -> None:
        self._ascii = ascii_

    def begin(self) -> str:
        """Nothing."""
        return ""

    def entry(self, entry: Entry) -> str:
        """The object of one file."""
        return json.dumps(entry, ensure_ascii=self._ascii) + "\n"

    def end(self) -> str:
        """Nothing."""
        return ""


class Array:
    """`json`: one array over all files (CONTRACT 3)."""

    def __init__(self, ascii_: bool) -> None:
        self._ascii, self._first = ascii_, True

    def begin(self) -> str:
        """The array opens."""
        return "["

    def entry(self, entry: Entry) -> str:
        """The object of one file."""
        comma, self._first = ("\n" if self._first else ",\n"), False
        return comma + json.dumps(entry, ensure_ascii=self._ascii, indent=1)

    def end(self) -> str:
        """The array closes."""
        return "\n]\n"


class Notice:
    """`docx` and `html`: a notice of return (退回意见) for each file, in one document."""

    def __init__(self, format_: str, date: str) -> None:
        self._format, self._date, self._entries = format_, date, list[Entry]()

    def begin(self) -> str:
        """Nothing."""
        return ""

    def entry(self, entry: Entry) -> str:
        """Kept for the document."""
        self._entries.append(entry)
        return ""

    def end(self) -> bytes:
        """The document."""
        from gongkai.writers.notice import notice
        from gongkai.writers.paper.web import page
        from gongkai.writers.paper.word import pack

        return (pack if self._format == "docx" else page)(notice(self._entries, date=self._date))


def printer(format_: str, lang: str, ascii_: bool, date: str) -> Printer:
    """The printer of an output format."""
    if format_ == "sarif":
        from gongkai.cli.sarif import Sarif

        return Sarif(lang, ascii_)
    if format_ in ("docx", "html"):
        return Notice(format_, date)
    if format_ in ("json", "json-lines"):
        return Array(ascii_) if format_ == "json" else Lines(ascii_)
    return Words(lang, concise=format_ == "concise")


def dated(text: str, format_: str) -> str:
    """The date of a notice as YYYY-MM-DD, '' for none; UsageError for no day, or for a format that has no date."""
    if not text:
        return ""
    if format_ not in ("docx", "html"):
        raise UsageError("--date 只用于 docx、html 的退回意见", "--date goes with the notices of docx and html")
    try:
        return str(day.fromisoformat(text))
    except ValueError:
        raise UsageError(
            f"日期“{text}”不存在或写法不对",
            f"{text} is no date",
            fix="写成 2025-02-10 的样子",
            fix_en="write it as 2025-02-10",
        ) from None


def check(
    *,
    files: tuple[str, ...],
    format_: str,
    last_year: str,
    select_: tuple[str, ...],
    fail_on: str,
    exit_zero: bool,
    resume: str,
    jobs: str,
    date: str,
    output_file: str,
    force: bool,
    quiet: bool,
    no_progress: bool,
    ascii_: bool,
    lang: str,
) -> int:
    """Check every file; the exit status is the worst of them."""
    known_rules(select_)
    for target in filter(None, (output_file, resume)):
        output.refuse_same(target, files)
    if format_ == "docx" and not output_file and sys.stdout.isatty():
        raise UsageError(
            "docx要写入文件",
            "docx goes to a file",
            fix="加上 --output-file 退回意见.docx",
            fix_en="add --output-file NAME.docx",
        )
    number = _jobs(jobs)
    earlier, faults = batch.earlier_reports(last_year, number)
    _tell_unread(faults, lang)
    work = Checking(tuple(code.upper() for code in select_), earlier)
    left_out = LeftOut()
    tally, out = Tally(fail_on, exit_zero=exit_zero), printer(format_, lang, ascii_, dated(date, format_))
    watched = not quiet and not no_progress and sys.stderr.isatty()
    bar = Bar(sys.stderr if watched else None, count(files) if watched else 0, lang)
    with _ledger(resume) as ledger, output.opened(output_file, force=force, paged=False) as write:
        _say_resumed(ledger, quiet, lang)
        write(out.begin())
        for entry in batch.check_all(work, items(files, left_out), jobs=number, ledger=ledger):
            tally.add(entry)
            _print(out.entry(entry), write, bar, shown=not output_file and sys.stdout.isatty())
        write(out.end())
    bar.hide()
    if not quiet:
        say(show.summary(tally, lang))
        if left_out.number:
            say(show.not_read(left_out, lang))
    return tally.status


def _print(text: str, write: Write, bar: Bar, *, shown: bool) -> None:
    if shown:
        bar.hide()
    write(text)
    bar.step()


@contextmanager
def _ledger(file: str) -> Iterator[Ledger | None]:
    if not file:
        yield None
        return
    from gongkai.corpus.ledger import opened

    with opened(Path(file)) as ledger:
        yield ledger


def _say_resumed(ledger: Ledger | None, quiet: bool, lang: str) -> None:
    if ledger is not None and len(ledger) and not quiet:
        kept = len(ledger)
        say(f"已有{kept}个结果，接着核对" if lang == "zh" else f"{kept} results are there; going on")


def _tell_unread(faults: list[GongkaiError], lang: str) -> None:
    for fault in faults:
        head = "上年年报读不了：" if lang == "zh" else "last year's report cannot be read: "
        say(head + show.fault(fault.to_dict() | {"file": fault.file}, lang))


def known_rules(select: tuple[str, ...]) -> None:
    """UsageError for a selected code that begins no rule's code: a check of nothing is never clean."""
    if not select:
        return
    from gongkai.report.check import rules

    for code in select:
        if len(code) < 2 or not any(known.startswith(code.upper()) for known in rules()):
            raise UsageError(
                f"没有规则 {words.shown(code)}",
                f"no rule {words.shown(code)}",
                fix="用 gongkai rules 看全部规则",
                fix_en="gongkai rules lists them all",
            )


def _jobs(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1024:
        raise UsageError(f"--jobs 要的是1到1024的数，不是 {words.shown(text)}", "--jobs takes a number from 1 to 1024")
    return int(text)
