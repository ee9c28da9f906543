"""The site's settings for a test of its faults: a short wait for a locked database, and as many pages as a file says."""

from __future__ import annotations

from typing import Any

from django.db.backends.signals import connection_created

from gongkai.site.settings import *  # noqa: F403
from gongkai.site.settings import DATA, DATABASES
from gongkai.site.sqlite import base

base.TIMEOUT = 1
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # the limit of pages holds for new connections


def limit(connection: Any, **_more: object) -> None:
    """Let the database grow to the number of pages in the file `pages`, where there is one."""
    file = DATA / "pages"
    if connection.vendor == "sqlite" and file.is_file():
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {int(file.read_text('ascii'))}")


connection_created.connect(limit, dispatch_uid="pages")
