"""How a command reaches the site: by the name of its settings, for the command line knows nothing of Django."""

from __future__ import annotations

import os
from importlib import import_module

from gongkai.errors import MissingExtra


def set_up_site() -> None:
    """Set the site up, without looking at its database; MissingExtra without `gongkai[site]`, UsageError for a wrong
    setting.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.site.settings")
    try:
        import_module("django").setup()
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "网站没有安装",
            "the site is not installed",
            fix="安装：pip install 'gongkai[site]'",
            fix_en="pip install 'gongkai[site]'",
        ) from error


def open_site() -> None:
    """Set the site up on a database that is there and of this version; raises EnvironmentFault where it is not."""
    set_up_site()
    import_module("gongkai.site.start").require_database()
