"""The commands that run the site, and the demonstration."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

from gongkai.cli import words
from gongkai.cli.opening import set_up_site
from gongkai.cli.output import say
from gongkai.cli.progress import Bar
from gongkai.errors import UsageError


def serve(*, bind: str, workers: str, threads: str, migrate: bool, lang: str, quiet: bool, **_rest: Any) -> int:
    """Run the site until it is told to end: 0; 2 or 3 when it cannot start."""
    counts = {"workers": _count("--workers", workers), "threads": _count("--threads", threads)}
    set_up_site()

    def line(text: str, text_en: str) -> None:
        if not quiet:
            say(text if lang == "zh" else text_en)

    import_module("gongkai.site.serve").serve(bind=bind, migrate=migrate, say=line, **counts)
    return 0


def demo(*, bind: str, workers: str, threads: str, lang: str, quiet: bool, no_progress: bool, **_rest: Any) -> int:
    """Set the demonstration up where there is none yet, name its addresses and accounts, and run it until it is ended."""
    _count("--workers", workers)
    _count("--threads", threads)
    os.environ.setdefault("GONGKAI_MODE", "demonstration")
    os.environ.setdefault("GONGKAI_DATA", "gongkai-demo")
    set_up_site()
    started = import_module("gongkai.site.demonstration.start")
    bar: list[Bar] = []

    def progress(_day: date, _done: int, days: int) -> None:
        if not bar:
            watched = not quiet and not no_progress and sys.stderr.isatty()
            bar.append(Bar(sys.stderr if watched else None, days, lang, unit=("天", "days")))
            if not quiet and not watched:
                say("正在建立演示数据，约一分钟……" if lang == "zh" else "making the demonstration, about a minute …")
        bar[0].step()

    started.prepare(progress, real=datetime.now(UTC))
    for one in bar:
        one.hide()
    if not quiet:
        say(_welcome(started, bind, lang))
    return serve(bind=bind, workers=workers, threads=threads, migrate=False, lang=lang, quiet=quiet)


def _welcome(started: Any, bind: str, lang: str) -> str:
    at = "" if bind.endswith(":0") else f"http://{bind}"
    head = {
        "zh": f"演示：青岚市三个局三年的依申请公开，日期可在页面上向前走\n  核对年报  {at}/\n  经办      {at}/desk/\n  规则      {at}/rules/",
        "en": f"The demonstration: three bureaus of an invented city, three years of applications\n  check a report  {at}/\n"
        f"  the office      {at}/desk/\n  the rules       {at}/rules/",
    }[lang]
    rows = [
        f"  {words.padded(account, 10)}{words.padded(roles, 16)}{agency}"
        for account, roles, agency in started.accounts()
    ]
    told = f"口令都是 {started.password()}" if lang == "zh" else f"every password is {started.password()}"
    return "\n".join([head, told, *rows])


def _count(option: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= 64):
        raise UsageError(f"{option} 应为 1 至 64", f"{option} takes 1 to 64")
    return int(text)
