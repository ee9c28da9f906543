"""Django's settings, read from the table in `gongkai.site.env`; importing this module touches no file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from gongkai.site import databases, env
from gongkai.site.keys import KeyFile

_RULES = "django.contrib.auth.password_validation"
_VALUES = env.read(os.environ)
_HERE = Path(__file__).parent

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
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.forms",
    "gongkai.audit",
    "gongkai.office.records",
    "gongkai.office.people",
    "gongkai.office.cases",
    "gongkai.portal",
]
MIDDLEWARE = [
    "gongkai.site.requests.numbered",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongkai.site.requests.explained",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]

ROOT_URLCONF = "gongkai.site.urls"
WSGI_APPLICATION = "gongkai.site.wsgi.application"
CSRF_FAILURE_VIEW = "gongkai.site.errors.forbidden"
FORM_RENDERER = "gongkai.site.fields.Fields"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = _HERE / "static"
STORAGES = {"staticfiles": {"BACKEND": "gongkai.site.assets.Assets"}}
WHITENOISE_MAX_AGE = 365 * 24 * 3600

LANGUAGE_CODE = "zh-hans"
FORMAT_MODULE_PATH = ["gongkai.site.formats"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
