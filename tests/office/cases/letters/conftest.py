"""Models can be imported at the head of the test files in this folder."""

from __future__ import annotations

from tests.databases.ready import ready

ready()
