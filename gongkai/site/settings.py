"""Django's settings, read from the table in `gongkai.site.env`; importing this module touches no file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from gongkai.site import databases, env
from gongkai.site.keys import KeyFile

_RULES = "django.contrib.auth.password_validation"
_VALUES = env.read(os.environ)

DATA = Path(_VALUES["GONGKAI_DATA"]).expanduser().absolute()
KEYS = KeyFile(Path(_VALUES["GONGKAI_KEY_FILE"] or DATA / "keys").expanduser().absolute())
FILES = DATA / "files"

ALLOWED_HOSTS = [name for name in _VALUES["GONGKAI_HOSTS"].replace(" ", "").split(",") if name]
AUTH_USER_MODEL = "people.Member"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": f"{_RULES}.NumericPasswordValidator"},
    {"NAME": f"{_RULES}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("account", "name")}},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
DEBUG = False
DATABASES = {"default": databases.database(_VALUES["DATABASE_URL"], DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["gongkai.audit", "gongkai.office.records", "gongkai.office.people"]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
