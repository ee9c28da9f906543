"""The command that tells how a site stands."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from gongkai.cli import output, words
from gongkai.cli.opening import set_up_site
from gongkai.cli.output import say

MARKS = {"good": "√", "warning": "！", "bad": "×", "unknown": "？"}
STATUS = {"good": 0, "unknown": 0, "warning": 1, "bad": 3}


def doctor(
    *, format_: str, clean: bool, output_file: str, force: bool, ascii_: bool, lang: str, quiet: bool, **_rest: Any
) -> int:
    """Look at everything: 0 when all is well, 1 when somebody should know something, 3 when something is broken."""
    set_up_site()
    site = import_module("gongkai.site.doctor")
    if clean:
        removed = site.clean()
        if not quiet:
            say(f"√ 清理了 {removed} 个临时文件" if lang == "zh" else f"√ removed {removed} temporary files")
    found: list[dict[str, str]] = site.report(site.present())
    with output.opened(output_file, force=force) as write:
        if format_ == "json":
            write(json.dumps(found, ensure_ascii=ascii_, indent=1) + "\n")
        else:
            for line in found:
                write(_line(line, "" if lang == "zh" else "_en") + "\n")
    return max(STATUS[line["state"]] for line in found)


def _line(found: dict[str, str], suffix: str) -> str:
    label = found[f"label{suffix}"]
    return f"{MARKS[found['state']]} {label}{' ' * (26 - words.width(label))}{found[f'told{suffix}']}"
