"""Django is set up before the test files of this folder are read."""

from __future__ import annotations

from tests.databases.ready import ready

ready()
