"""Report to file: `write()` and the registry of formats."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from gongkai.errors import AlreadyThere, EnvironmentFault, UsageError, reason
from gongkai.report.model import Report

WRITERS: dict[str, str] = {
    ".json": "json",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".docx": "docx",
    ".html": "html",
    ".pdf": "pdf",
}
"""File endings and the writer module each belongs to."""

NEEDS: dict[str, tuple[str, str]] = {"pdf": ("写出要gongkai[pdf]", "gongkai[pdf], to write it")}
"""What a writer module needs that is not installed with Gongkai itself, in Chinese and English."""


def render(report: Report, ending: str) -> bytes:
    """The report as bytes of the format with this ending; UsageError names the endings when there is none.

    UsageError, too, where the text holds half of a surrogate pair, which is no character, and the format cannot hold it.
    """
    module = WRITERS.get(ending.lower())
    if module is None:
        can = "、".join(WRITERS)
        raise UsageError(f"不能写成{ending or '没有后缀的文件'}；可以写：{can}", f"cannot write {ending}; can: {can}")
    try:
        data: bytes = import_module(f"gongkai.writers.{module}").write(report)
    except UnicodeEncodeError as error:
        raise UsageError(
            f"{ending}写不了不成对的代理字符U+{ord(error.object[error.start]):04X}",
            f"{ending} cannot hold the lone surrogate U+{ord(error.object[error.start]):04X}",
            fix="请从文字里删去这个字符",
            fix_en="take this character out of the text",
        ) from error
    return data


def write(report: Report, path: str | Path, *, encoding: str = "", force: bool = False) -> None:
    """Write the report to a file, the format by its ending; the file is complete or not there.

    `encoding` is for CSV (default UTF-8 with a mark; `gb18030` for old spreadsheets). AlreadyThere when the file is
    there and `force` is not given, EnvironmentFault when the disk does not let us.
    """
    target = Path(path)
    data = render(report, target.suffix)
    if encoding and target.suffix.lower() == ".csv":
        data = _encoded(data, encoding)
    save(data, target, force=force)


def _encoded(data: bytes, encoding: str) -> bytes:
    try:
        return data.decode("utf-8-sig").encode(encoding)
    except LookupError as error:
        raise UsageError(f"没有这种编码：{encoding}", f"no such encoding: {encoding}") from error
    except UnicodeEncodeError as error:
        raise UsageError(
            f"{encoding}写不了其中的文字", f"{encoding} cannot write this text", fix="改用 gb18030"
        ) from error


def save(data: bytes, target: Path, *, force: bool = False) -> None:
    """Put bytes into a file at once; see `replacing`."""
    with replacing(target, force=force) as file:
        file.write(data)


@contextmanager
def replacing(target: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """A file to write that stands in the target's place once the block ends well, and is gone if it does not.

    It is a temporary file beside the target, flushed to the disk, then renamed; it keeps the permissions of a file
    that it replaces, and a link stays one. What is no plain file, such as a device, is written to as it is.
    AlreadyThere when the target is there and `force` is not given, EnvironmentFault when the disk does not let us.
    """
    try:
        target = target.resolve() if target.is_symlink() else target
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and not stat.S_ISREG(mode):
            with target.open("wb") as file:
                yield file
            return
        if mode is not None and not force:
            raise AlreadyThere(
                "文件已存在，没有覆盖",
                "the file exists and was not overwritten",
                file=str(target),
                fix="要覆盖，请给 force=True",
                fix_en="give force=True to overwrite it",
            )
        with _beside(target) as temporary:
            with temporary.open("xb") as file:
                if mode is not None:
                    temporary.chmod(stat.S_IMODE(mode))
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
    except OSError as error:
        told, told_en = reason(error)
        raise EnvironmentFault(f"写不了文件：{told}", f"cannot be written: {told_en}", file=str(target)) from error


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A name beside the target for a file that does not outlast the block."""
    temporary = target.with_name(f".gongkai-{secrets.token_hex(8)}")
    try:
        yield temporary
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
