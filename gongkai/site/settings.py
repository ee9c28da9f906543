"""Django's settings, read from the table in `gongkai.site.env`; importing this module touches no file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.functional import lazy

from gongkai.site import databases, env, mail, modes
from gongkai.site.keys import KeyFile

_RULES = "django.contrib.auth.password_validation"
_VALUES = env.read(os.environ)
_HERE = Path(__file__).parent

DATA = Path(_VALUES["GONGKAI_DATA"]).expanduser().absolute()
KEYS = KeyFile(Path(_VALUES["GONGKAI_KEY_FILE"] or DATA / "keys").expanduser().absolute())
FILES = DATA / "files"
ANCHORS = Path(_VALUES["GONGKAI_ANCHORS"] or DATA / "anchors").expanduser().absolute()
MODE = modes.mode(_VALUES["GONGKAI_MODE"])
TODAY = env.day(_VALUES)
PROXIES = env.names(_VALUES["GONGKAI_PROXIES"])

SECRET_KEY = lazy(lambda: KEYS.derive("django").hex(), str)()
ALLOWED_HOSTS = env.names(_VALUES["GONGKAI_HOSTS"])
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
    "csp",
    "gongkai.audit",
    "gongkai.office.records",
    "gongkai.office.people",
    "gongkai.office.notices",
    "gongkai.office.review",
    "gongkai.office.cases",
    "gongkai.office.appeals",
    "gongkai.portal",
]
MIDDLEWARE = [
    "gongkai.site.requests.numbered",
    "gongkai.site.headers.headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "gongkai.site.requests.explained",
    "django.middleware.common.CommonMiddleware",
    "gongkai.site.headers.bounds",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongkai.site.moment.moment",
    "django.middleware.csrf.CsrfViewMiddleware",
    "gongkai.office.people.door.Door",
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
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "gongkai.office.notices.context.notices",
            ]
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = _HERE / "static"
STORAGES = {"staticfiles": {"BACKEND": "gongkai.site.assets.Assets"}}
WHITENOISE_MAX_AGE = 365 * 24 * 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

LANGUAGE_CODE = "zh-hans"
FORMAT_MODULE_PATH = ["gongkai.site.formats"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_SSL_REDIRECT = MODE.encrypted
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if MODE.encrypted else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = MODE.encrypted
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # a place on the browsers' preload list is the domain owner's to ask for
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if MODE.encrypted else None
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_NAME = "__Host-session" if MODE.encrypted else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if MODE.encrypted else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MODE.encrypted
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"

SENDS_MAIL = bool(_VALUES["GONGKAI_SMTP"])
MAIL = mail.server(_VALUES["GONGKAI_SMTP"])
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.host, MAIL.port, MAIL.user, MAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL.scheme == "smtps", MAIL.scheme == "smtp+starttls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = _VALUES["GONGKAI_MAIL_FROM"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_PERMISSIONS = 0o600
