"""Models can be imported at the head of the test files below; the site in demonstration mode, for those who ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from gongkai.site.modes import MODES
from tests.databases.ready import ready

ready()


@pytest.fixture
def demonstration() -> Iterator[None]:
    """Nobody needs a second factor; what else the mode changes is tested by itself."""
    with override_settings(MODE=MODES["demonstration"]):
        yield
