"""The command that runs the site."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from gongkai.cli.opening import set_up_site
from gongkai.cli.output import say
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


def _count(option: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= 64):
        raise UsageError(f"{option} 应为 1 至 64", f"{option} takes 1 to 64")
    return int(text)
