"""The desk in demonstration mode, where nobody needs a second factor."""

from __future__ import annotations

from tests.office.people.conftest import demonstration

__all__ = ["demonstration"]
