"""All settings, from the environment; a malformed variable stops the start with one sentence."""

from __future__ import annotations

import os
import re
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast
from urllib.parse import urlsplit

import environ

from valby.embedded import APP, OWNER, Embedded
from valby.errors import UserError
from valby.private import read_or_create

BASE_DIR = Path(__file__).resolve().parent.parent
T = TypeVar("T")


#: The values of these are never printed, not even when they are malformed.
SECRET = {"VALBY_SECRET_KEY", "VALBY_EMAIL_URL", "DATABASE_URL", "VALBY_OWNER_DATABASE_URL", "VALBY_CACHE_URL"}


def read(name: str, parse: Callable[[str], T], default: T, wanted: str) -> T:
    """A variable's value, or its default when it is unset or empty; anything malformed ends the start in one sentence."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        return parse(text)
    except (ValueError, KeyError, environ.ImproperlyConfigured):
        sys.exit(f"Valby: {name} is {mask(name, text)}, but {wanted} is wanted.")


def mask(name: str, text: str) -> str:
    """A value as far as others may see it: of a secret address its scheme, of a secret key its length."""
    if name not in SECRET:
        return repr(text)
    scheme = re.match(r"[a-z0-9+]{1,20}://", text)
    return f"'{scheme[0]}…'" if scheme else f"a text of {len(text)} characters"


def parse_switch(text: str) -> bool:
    """On or off, and nothing in between."""
    return {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}[text.lower()]


def parse_names(text: str) -> list[str]:
    """Names separated by commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


def parse_origins(text: str) -> list[str]:
    """Addresses separated by commas, each with its scheme."""
    parts = parse_names(text)
    if not all(urlsplit(origin).scheme in ("http", "https") and urlsplit(origin).netloc for origin in parts):
        raise ValueError(text)
    return parts


def parse_hosts(text: str) -> list[str]:
    """Host names separated by commas, without scheme, port or path; *.example.dk is written .example.dk."""
    parts = parse_names(text)
    if not parts or not all(re.fullmatch(r"\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:]+\]", name) for name in parts):
        raise ValueError(text)
    return parts


def parse_identifier(text: str) -> str:
    """A role's name: letters, digits and underscores."""
    if not text.isidentifier() or not text.isascii() or len(text) > 63:
        raise ValueError(text)
    return text


def parse_server(text: str) -> dict[str, object]:
    """A PostgreSQL server's address as Django wants it."""
    address = urlsplit(text)
    if address.scheme not in ("postgres", "postgresql") or address.fragment or address.port == 0:
        raise ValueError(text)
    config = environ.Env.db_url_config(text)
    if not config.get("NAME"):
        raise ValueError(text)
    return {**config, "ENGINE": "django.db.backends.postgresql"}


SERVER = "a PostgreSQL server's address such as postgresql://user:password@host:5432/database"
VAR_DIR = read("VALBY_VAR_DIR", Path, BASE_DIR / "var", "a folder")
DEBUG = read("VALBY_DEBUG", parse_switch, False, "1 or 0")
HTTPS = read("VALBY_HTTPS", parse_switch, False, "1 or 0")
ALLOWED_HOSTS = read("VALBY_ALLOWED_HOSTS", parse_hosts, ["127.0.0.1", "localhost", "[::1]"], "a list such as valby.example.dk")
NO_NAMES: list[str] = []
CSRF_TRUSTED_ORIGINS = read("VALBY_CSRF_TRUSTED_ORIGINS", parse_origins, NO_NAMES, "a list such as https://valby.example.dk")

# --- Database: the application's role and the owner of the tables -----------------------------------------------

_app_server = read("DATABASE_URL", parse_server, None, SERVER)
_owner_server = read("VALBY_OWNER_DATABASE_URL", parse_server, None, SERVER)
if _app_server and _owner_server and not _app_server.get("USER"):
    sys.exit("Valby: DATABASE_URL names no user. Beside VALBY_OWNER_DATABASE_URL it must name the application's own log-in.")
_role = read("VALBY_APP_ROLE", parse_identifier, "", "a role name of letters, digits and underscores")
if _owner_server and not _app_server:
    sys.exit("Valby: VALBY_OWNER_DATABASE_URL is set, but DATABASE_URL is not. Set both, or neither.")
if _role and (_owner_server or (not _app_server and _role != APP)):
    sys.exit("Valby: VALBY_APP_ROLE is for a DATABASE_URL that stands alone. Unset it.")
#: The role that is given the rights of the application.
APP_ROLE = str(_app_server["USER"]) if _app_server and _owner_server else _role or APP


def _with_role(address: dict[str, object]) -> dict[str, object]:
    """The same log-in, which takes the application's role as it connects."""
    options = dict(cast(dict[str, str], address.get("OPTIONS", {})))
    options["options"] = f"{options.get('options', '')} -c role={APP_ROLE}".strip()
    return {**address, "OPTIONS": options}


def _build_databases() -> dict[str, dict[str, object]]:
    """`default` is the application's role, which owns no table; `owner` migrates."""
    if EMBEDDED is not None:
        try:
            return {"default": EMBEDDED.connection_settings(APP), "owner": EMBEDDED.connection_settings(OWNER)}
        except UserError as error:
            sys.exit(f"Valby: {error}")
    assert _app_server is not None
    if _owner_server is not None:
        return {"default": dict(_app_server), "owner": dict(_owner_server)}
    return {"default": _with_role(_app_server), "owner": dict(_app_server)}


EMBEDDED = Embedded(VAR_DIR) if _app_server is None else None
DATABASES = _build_databases()
DATABASES["default"] |= {
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
    # Tests create their database as the owner and use it as the application.
    "TEST": {"MIRROR": "owner"},
}


# --- The secret key ---------------------------------------------------------------------------------------------


def _read_or_create_key() -> str:
    """A key made once and stored in `var/`; with HTTPS it must have been chosen."""
    if HTTPS:
        sys.exit("Valby: VALBY_HTTPS is on, but VALBY_SECRET_KEY is unset. Set it to a random text of at least 50 characters.")
    try:
        return read_or_create(VAR_DIR / "secret-key", lambda: secrets.token_urlsafe(48))
    except UserError as error:
        sys.exit(f"Valby: {error}")


def parse_key(text: str) -> str:
    """A key of at least 50 characters, five of them different."""
    if len(text) < 50 or len(set(text)) < 5:
        raise ValueError(text)
    return text


SECRET_KEY = read("VALBY_SECRET_KEY", parse_key, "", "a random text of at least 50 characters") or _read_or_create_key()

# --- The application --------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tables2",
    "axes",
    "csp",
    "savings",
]
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "savings.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "savings.web.login_required.DoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "savings.web.not_found.NotFoundMiddleware",
]
ROOT_URLCONF = "valby.urls"
WSGI_APPLICATION = "valby.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"tables": "savings.presentation.screen.lists"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "savings.web.navigation.rooms",
                "savings.web.language.alternates",
            ],
        },
    }
]


def parse_hours(text: str) -> int:
    """A time in whole hours."""
    if not 1 <= int(text) <= 24:
        raise ValueError(text)
    return int(text)


# --- People and sessions ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "savings.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "/log-ind/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/log-ind/"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1
# One person behind a shared address shall not lock out the others.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
SESSION_COOKIE_AGE = read("VALBY_SESSION_HOURS", parse_hours, 10, "a whole number from 1 to 24") * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "savings.web.views.failures.forged"


def parse_mail(text: str) -> dict[str, object]:
    """A mail server's address as Django wants it."""
    if urlsplit(text).scheme not in ("smtp", "smtp+tls", "smtp+ssl") or not urlsplit(text).hostname:
        raise ValueError(text)
    return dict(environ.Env.email_url_config(text))


def parse_megabytes(text: str) -> int:
    """A size in whole megabytes."""
    if not 1 <= int(text) <= 200:
        raise ValueError(text)
    return int(text)


#: Without a mail server what would be sent stands in the log.
IN_THE_LOG: dict[str, object] = {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
MAIL_SERVER = "a mail server's address such as smtp+tls://user:password@mail.example.dk:587"
vars().update(read("VALBY_EMAIL_URL", parse_mail, IN_THE_LOG, MAIL_SERVER))
DEFAULT_FROM_EMAIL = read("VALBY_EMAIL_FROM", str, "valby@localhost", "an address such as valby@example.dk")

# --- Security ---------------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
#: Plotly adds one empty style element and one for maps, which come with it, and offers its picture as a download.
#: The second changes with the version of Plotly; tests/browser says so, and the browser's console says to what.
PLOTLY_STYLES = [
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "style-src": ["'self'", *PLOTLY_STYLES],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Language, numbers, time ------------------------------------------------------------------------------------

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en-gb", "English")]
LANGUAGE_COOKIE_NAME = "sprog"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["valby.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

# --- Files ------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "valby.finders.PlotlyFinder",
]
FILES_DIR = read("VALBY_FILES_DIR", Path, VAR_DIR / "files", "a folder")
FILE_BYTES = read("VALBY_FILE_MEGABYTES", parse_megabytes, 20, "a whole number from 1 to 200") * 2**20
# The forms are large (years × units), and an attached file larger; the form itself refuses what is beyond FILE_BYTES.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Cache and log ----------------------------------------------------------------------------------------------


def parse_cache(text: str) -> dict[str, object]:
    """A cache's address as Django wants it."""
    config = dict(environ.Env.cache_url_config(text))
    if not config.get("BACKEND"):
        raise ValueError(text)
    return config


IN_MEMORY: dict[str, object] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "OPTIONS": {"MAX_ENTRIES": 300},
}
CACHES = {
    "default": read(
        "VALBY_CACHE_URL",
        parse_cache,
        IN_MEMORY,
        "an address such as redis://127.0.0.1:6379/0",
    )
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "axes": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
