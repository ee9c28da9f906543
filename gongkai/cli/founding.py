"""The command that enters the first agency and its administrator."""

from __future__ import annotations

import getpass
import sys
from importlib import import_module
from typing import Any

from gongkai.cli.opening import open_site
from gongkai.cli.output import say
from gongkai.errors import UsageError

ASKED = {
    "agency": ("机关全称", "full name of the agency"),
    "code": ("机关代字（文号用）", "the agency's code in document numbers"),
    "account": ("管理员账号", "account of the administrator"),
    "name": ("管理员姓名", "name of the administrator"),
}
"""What must be known, and how it is asked for where no option gives it."""


def found(*, kind: str, level: str, lang: str, quiet: bool, **values: Any) -> int:
    """Enter them, asking at the terminal for what is not given; a password is never taken from the command line."""
    open_site()
    told = {name: values[name] or _asked(*text, lang=lang) for name, text in ASKED.items()}
    password = _password(lang)
    import_module("gongkai.site.first").enter(kind=kind, level=level, password=password, **told)
    if not quiet:
        say(
            f"√ 已登记 {told['agency']} 和系统管理员 {told['account']}"
            if lang == "zh"
            else f"√ entered {told['agency']} and its administrator {told['account']}"
        )
    return 0


def _asked(text: str, text_en: str, *, lang: str) -> str:
    if not sys.stdin.isatty():
        raise UsageError(f"没有给出{text}", f"not given: {text_en}")
    sys.stderr.write(f"{text if lang == 'zh' else text_en}：")
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def _password(lang: str) -> str:
    """Typed twice without being shown, or the first line of standard input where that is no terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    zh = lang == "zh"
    first = getpass.getpass("口令：" if zh else "Password: ", stream=sys.stderr)
    if getpass.getpass("再输一次：" if zh else "Once more: ", stream=sys.stderr) != first:
        raise UsageError("两次输入的口令不同", "the two passwords differ")
    return first
