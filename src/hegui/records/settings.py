"""Django settings, read from the environment; importing them writes nothing.

==================  =====================================================  ===========
Variable            Meaning                                                Default
==================  =====================================================  ===========
HEGUI_VAR           folder of everything that the service keeps            ``var``
HEGUI_DATABASE      address of the records, see `hegui.records.database`   SQLite there
HEGUI_HOSTS         further host names, comma separated                    none
HEGUI_HTTPS         ``1``: behind TLS; cookies go over TLS only            ``0``
==================  =====================================================  ===========
"""

from __future__ import annotations

import os
from pathlib import Path

from hegui.records import database, key_files

VAR = Path(os.environ.get("HEGUI_VAR") or "var")
_CONSOLE = Path(__file__).resolve().parents[1] / "console"
_HTTPS = os.environ.get("HEGUI_HTTPS", "0") == "1"
_HOSTS = [host.strip() for host in os.environ.get("HEGUI_HOSTS", "").split(",") if host.strip()]

# Empty until `hegui.records.setup.prepare` has made it; Django refuses an empty one when used.
SECRET_KEY = key_files.read(VAR / "keys" / "django.key")
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *_HOSTS]

DATABASES = {"default": database.parse(os.environ.get("HEGUI_DATABASE", ""), VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "hegui.records",
    "hegui.console",
]

MIDDLEWARE = [
    "hegui.console.frame.headers.SecurityHeaders",
    "hegui.console.frame.static_files.StaticFiles",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hegui.console.frame.doors.DefaultDeny",
    "hegui.console.frame.failures.ExplainErrors",
]

ROOT_URLCONF = "hegui.console.urls"
ASGI_APPLICATION = "hegui.console.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # A slice keeps its templates beside its views: obligations/page.html.
        "DIRS": [_CONSOLE],
        "APP_DIRS": False,
        "OPTIONS": {
            "builtins": ["hegui.console.frame.tags", "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hegui.console.frame.context.frame",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
        },
    }
]

# ── languages and time ───────────────────────────────────────────────────────
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [_CONSOLE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# ── people ───────────────────────────────────────────────────────────────────
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# ── the wire ─────────────────────────────────────────────────────────────────
SESSION_COOKIE_NAME = "hegui_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_AGE = 12 * 3600  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "hegui_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _HTTPS
CSRF_FAILURE_VIEW = "hegui.console.frame.failures.csrf_failure"
LANGUAGE_COOKIE_NAME = "hegui_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = _HTTPS
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _HOSTS] if _HTTPS else []
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
# More than a request may carry (`hegui.console.frame.body_limit`), so that no upload
# is ever spooled to disk.
FILE_UPLOAD_MAX_MEMORY_SIZE = 34 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# ── static files ─────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATICFILES_DIRS = [_CONSOLE / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 86_400  # addresses carry a digest of the file

# The console's log goes where the program's log goes; Django adds no handlers of its own.
LOGGING_CONFIG = None
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
