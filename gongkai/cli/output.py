"""Where output goes: standard output, a pager on a terminal, or a file that is whole or not there."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gongkai.errors import EnvironmentFault, UsageError, reason

Write = Callable[[str | bytes], object]


def say(text: str) -> None:
    """A line for the person at the screen, not for the data: on standard error."""
    sys.stderr.write(text + "\n")


def to_stdout(text: str | bytes) -> None:
    """Text or a file's bytes on standard output; EnvironmentFault when the disk behind it is full."""
    with _stdout():
        if isinstance(text, str):
            sys.stdout.write(text)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(text)


def encoded(text: str | bytes, encoding: str, faults: str) -> bytes:
    """Text as bytes; bytes as they are."""
    return text if isinstance(text, bytes) else text.encode(encoding, faults)


def flush() -> None:
    """What was written to standard output is sent; EnvironmentFault when the disk behind it is full."""
    with _stdout():
        sys.stdout.flush()


@contextmanager
def _stdout() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        told, told_en = reason(error)
        raise EnvironmentFault(f"写不了标准输出：{told}", f"standard output cannot be written: {told_en}") from error


@contextmanager
def opened(file: str = "", *, force: bool = False, paged: bool = True) -> Iterator[Write]:
    """A function that writes text: to a file as UTF-8, else to a pager where the reader wants one, else to stdout.

    A file is put in its place when the block ends well; broken off, it is not there.
    """
    if file:
        from gongkai.writers import replacing

        with replacing(Path(file), force=force) as out:
            yield lambda text: out.write(encoded(text, "utf-8", "surrogateescape"))
        return
    pager = shlex.split(os.environ.get("PAGER", "")) if paged and sys.stdout.isatty() else []
    if not pager:
        yield to_stdout
        return
    with _paged(pager) as write:
        yield write


@contextmanager
def _paged(words: list[str]) -> Iterator[Write]:
    """A function that writes to a pager; leaving the pager early is no error."""
    import subprocess

    try:
        pager = subprocess.Popen(words, stdin=subprocess.PIPE, env={"LESS": "FRX", **os.environ})  # noqa: S603
    except OSError:
        yield to_stdout
        return
    stream = pager.stdin
    if stream is None:
        raise RuntimeError("the pager has no input")
    try:
        yield lambda text: stream.write(encoded(text, sys.stdout.encoding, "replace"))
        stream.close()
    except BrokenPipeError:
        pass
    finally:
        pager.wait()


def refuse_same(out: str, files: tuple[str, ...]) -> None:
    """UsageError when the output is one of the inputs."""
    for file in files:
        if file != "-" and os.path.exists(out) and os.path.exists(file) and os.path.samefile(out, file):  # noqa: PTH110, PTH121 - a Path raises on a name too long
            raise UsageError("输出与输入是同一个文件", "output and input are the same file", file=out)
