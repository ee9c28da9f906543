"""The command line: parse, one call, print. Data on stdout, everything else on stderr (CONTRACT 4)."""

from __future__ import annotations

import os
import signal
import sys
import types

from gongkai.errors import EnvironmentFault

COMMANDS = (
    "read",
    "check",
    "convert",
    "compare",
    "rules",
    "demo",
    "serve",
    "found",
    "doctor",
    "audit",
    "keys",
    "backup",
    "restore",
    "import-register",
    "completion",
    "help",
)
"""The commands as they are typed."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status: 0, 1, 2, 3, 70, 130 or 143."""
    try:
        status = _run(arguments)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _silence()
        return 130
    except BrokenPipeError:
        _silence()
        return 0
    if status == EnvironmentFault.exit_code:
        _silence()
    return status


def _run(arguments: list[str] | None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if words == ["--version"]:
        from gongkai import __version__

        sys.stdout.write(f"gongkai {__version__}\n")
        return 0
    signal.signal(signal.SIGTERM, _terminated)
    from gongkai.cli.commands import run

    return run(words)


def _silence() -> None:
    """What is still to be written is dropped: nobody reads it any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _terminated(_number: int, _frame: types.FrameType | None) -> None:
    raise SystemExit(143)
