"""`gongkai keys`: which keys there are and what is sealed with each, and changing the one that seals."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from gongkai.cli import output
from gongkai.cli.opening import open_site
from gongkai.cli.output import say
from gongkai.errors import UsageError


def keys(*, act: str, drop_unused: bool, lang: str, quiet: bool, **_rest: Any) -> int:
    """List the keys by number, fingerprint and count of values; or add one and seal everything anew with it."""
    if drop_unused and act != "rotate":
        raise UsageError("--drop-unused 只用于 rotate", "--drop-unused goes with rotate only")
    open_site()
    rotation = import_module("gongkai.site.rotation")
    if act == "rotate":
        _rotate(rotation, drop_unused=drop_unused, lang=lang, quiet=quiet)
    used, current = rotation.counts(), import_module("django.conf").settings.KEYS.current
    with output.opened() as write:
        for number, mark in import_module("gongkai.site.backup.layout").fingerprints().items():
            write(_line(number, mark, used[int(number)], int(number) == current, lang))
    return 0


def _rotate(rotation: Any, *, drop_unused: bool, lang: str, quiet: bool) -> None:
    def told(place: str, count: int) -> None:
        if count and not quiet:
            say(f"… {place}：{count} 条" if lang == "zh" else f"… {place}: {count}")

    total = rotation.rotate(at=datetime.now(UTC), told=told)
    gone = rotation.drop_unused() if drop_unused else []
    path = import_module("django.conf").settings.KEYS.path
    say(f"√ 重新加密 {total} 条" if lang == "zh" else f"√ {total} values sealed anew")
    if gone:
        names = ", ".join(map(str, gone))
        say(
            f"√ 已删去不再使用的密钥：{names}；此前的备份要用此前留存的密钥文件才能恢复"
            if lang == "zh"
            else f"√ dropped unused keys: {names}; earlier backups need the earlier copy of the key file"
        )
    say(
        f"！ 密钥文件 {path} 已变，请另存一份，不要与备份放在一起。"
        if lang == "zh"
        else f"! The key file {path} has changed: keep a copy of it, apart from the backup."
    )


def _line(number: str, mark: str, count: int, is_current: bool, lang: str) -> str:
    if lang == "zh":
        return f"第 {number} 号  指纹 {mark}  {count} 条{'  当前' if is_current else ''}\n"
    return f"key {number}  fingerprint {mark}  {count} values{'  current' if is_current else ''}\n"
