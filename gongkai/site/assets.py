"""The address of the stylesheet and the script: with the digest of what they hold, so that browsers may keep them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage


class Assets(StaticFilesStorage):
    """Files of the package, served from where they are installed; nothing has to be collected first."""

    def url(self, name: str | None) -> str:
        """The file's address with eight digits of its SHA-256: new content, new address."""
        address = super().url(name)
        return f"{address}?{_digest(f'{settings.STATIC_ROOT}/{name}')}" if name else address


@cache
def _digest(file: str) -> str:
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()[:8]
