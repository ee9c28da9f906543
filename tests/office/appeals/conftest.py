"""The site in demonstration mode, where nobody needs a second factor; what the mode changes is tested by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from gongkai.site.modes import MODES


@pytest.fixture
def demonstration() -> Iterator[None]:
    """No second factor is asked for."""
    with override_settings(MODE=MODES["demonstration"]):
        yield
