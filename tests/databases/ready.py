"""Django for the tests, set up once a process with a data folder and a key file of its own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path


@cache
def ready() -> Path:
    """Set Django up; gives the data folder, which is gone when this process ends.

    Passwords are hashed as the site does, at a small cost, and a test client may speak plain HTTP. The folders of tests that import models at their head call this in their conftest.py.
    """
    import django
    from django.conf import settings
    from django.contrib.auth.hashers import Argon2PasswordHasher

    folder = Path(tempfile.mkdtemp(prefix="gongkai-site-"))
    atexit.register(_remove, folder, os.getpid())
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
        "GONGKAI_DATA": str(folder),
        "GONGKAI_KEY_FILE": str(folder / "keys"),
        "DATABASE_URL": "",
    }
    django.setup()
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 64, 1
    settings.SECURE_SSL_REDIRECT = False
    settings.KEYS.create()
    return folder


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
