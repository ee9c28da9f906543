"""Gongkai (公开): read, check and convert annual reports on government information disclosure (政府信息公开).

`from gongkai import read, check, write` — nothing is imported until it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gongkai.readers import read
    from gongkai.report.check import check
    from gongkai.report.compare import compare
    from gongkai.report.model import Report
    from gongkai.writers import write

__version__ = "0.1.0"
__all__ = ["Report", "__version__", "check", "compare", "read", "write"]

_HOMES = {
    "read": "gongkai.readers",
    "check": "gongkai.report.check",
    "compare": "gongkai.report.compare",
    "Report": "gongkai.report.model",
    "write": "gongkai.writers",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use; AttributeError for any other."""
    if name not in _HOMES:
        raise AttributeError(f"module 'gongkai' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names, whether they were imported yet or not."""
    return sorted({*globals(), *__all__})
