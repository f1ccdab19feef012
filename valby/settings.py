"""All settings, from the environment; a malformed variable stops the start with one sentence."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import cast

from valby.embedded import APP, OWNER, Embedded
from valby.errors import UserError
from valby.log import build_logging
from valby.private import read_or_create
from valby.variables import (
    parse_cache,
    parse_hosts,
    parse_hours,
    parse_identifier,
    parse_key,
    parse_log,
    parse_mail,
    parse_megabytes,
    parse_minutes,
    parse_networks,
    parse_origins,
    parse_second_factor,
    parse_seconds,
    parse_server,
    parse_switch,
    read,
)

BASE_DIR = Path(__file__).resolve().parent.parent
SERVER = "a PostgreSQL server's address such as postgresql://user:password@host:5432/database"
VAR_DIR = read("VALBY_VAR_DIR", Path, BASE_DIR / "var", "a folder")
DEBUG = read("VALBY_DEBUG", parse_switch, False, "1 or 0")
HTTPS = read("VALBY_HTTPS", parse_switch, False, "1 or 0")
ALLOWED_HOSTS = read("VALBY_ALLOWED_HOSTS", parse_hosts, ["127.0.0.1", "localhost", "[::1]"], "a list such as valby.example.dk")
NO_NAMES: list[str] = []
CSRF_TRUSTED_ORIGINS = read("VALBY_CSRF_TRUSTED_ORIGINS", parse_origins, NO_NAMES, "a list such as https://valby.example.dk")

#: Whose X-Forwarded-For and X-Forwarded-Proto are believed; by itself that is a proxy on the same machine.
LOOPBACK = parse_networks("127.0.0.1, ::1")
TRUSTED_PROXIES = read("VALBY_TRUSTED_PROXIES", parse_networks, LOOPBACK, "a list of addresses and networks such as 10.0.0.0/24")

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
for _database in DATABASES.values():
    # Whoever does not answer is given up, and tried again by the next who asks.
    _database["OPTIONS"] = {"connect_timeout": 5, **cast(dict[str, object], _database.get("OPTIONS", {}))}
#: How long a page waits for one statement, and for what another has locked; 0 is for ever. Commands wait as long as it takes.
STATEMENT_SECONDS = read("VALBY_STATEMENT_SECONDS", parse_seconds, 30, "a whole number of seconds up to 3600")
LOCK_SECONDS = read("VALBY_LOCK_SECONDS", parse_seconds, 10, "a whole number of seconds up to 3600")
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


SECRET_KEY = read("VALBY_SECRET_KEY", parse_key, "", "a random text of at least 50 characters") or _read_or_create_key()

# --- The application --------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    # First, because the first of two commands of one name is the one that is run (createsuperuser).
    "savings",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tables2",
    "csp",
]
MIDDLEWARE = [
    "savings.web.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "savings.web.proxies.TrustedProxyMiddleware",
    "savings.web.request_id.RequestIdMiddleware",
    "savings.web.language.LanguageMiddleware",
    "savings.web.log_in_limits.LogInRateMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "savings.web.body_limit.BodyLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "savings.web.log_in_watch.IdleMiddleware",
    "savings.web.login_required.StashingLoginMiddleware",
    "savings.web.first_steps.FirstStepsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "savings.web.not_found.NotFoundMiddleware",
    "savings.web.unset_papers.UnsetPaperMiddleware",
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
                "savings.web.navigation.sections",
                "savings.web.language.alternates",
            ],
        },
    }
]


# --- People and sessions ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "savings.User"
AUTH_PASSWORD_VALIDATORS = [{"NAME": "savings.reporting.passwords.PasswordRules"}]
#: Scrypt by OWASP's measure; a password kept by the other is kept anew at the next log-in.
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("Scrypt", "PBKDF2")]
# A message names people and entries, and a cookie is no place for them.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGIN_URL = "/log-ind/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/log-ind/"
#: Failed log-ins a minute from one address; after that none is tried until the minute is over.
FAILED_LOG_INS_A_MINUTE = 20
IDLE_SECONDS = read("VALBY_IDLE_MINUTES", parse_minutes, 60, "a whole number from 5 to 1440") * 60
#: Whose log-in takes a code besides the password: those who vouch or administrate, all, or whoever has set it up.
REQUIRE_TOTP = read("VALBY_REQUIRE_TOTP", parse_second_factor, "none", "vouching, all or none")
SESSION_COOKIE_AGE = read("VALBY_SESSION_HOURS", parse_hours, 10, "a whole number from 1 to 24") * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "savings.web.views.failures.csrf_failure"


#: Without a mail server what would be sent stands in the log.
IN_THE_LOG: dict[str, object] = {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
MAIL_SERVER = "a mail server's address such as smtp+tls://user:password@mail.example.dk:587"
vars().update(read("VALBY_EMAIL_URL", parse_mail, IN_THE_LOG, MAIL_SERVER))
DEFAULT_FROM_EMAIL = read("VALBY_EMAIL_FROM", str, "valby@localhost", "an address such as valby@example.dk")

# --- Security ---------------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
#: Whoever watches over the installation asks from beside it.
SECURE_REDIRECT_EXEMPT = [r"^sundhed/"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
# A browser takes these names only over HTTPS and from this very host, so that no neighbouring one can set them.
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
X_FRAME_OPTIONS = "DENY"
#: Plotly adds one empty style element and one for maps, which come with it, and offers its picture as a download.
#: The second changes with the version of Plotly; tests/browser says so, and the browser's console says to what.
PLOTLY_STYLES = ["'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='", "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='"]
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
LANGUAGE_COOKIE_NAME = "__Host-sprog" if HTTPS else "sprog"
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
STATIC_ROOT = read("VALBY_STATIC_DIR", Path, VAR_DIR / "static", "a folder")
# Our files are for our own pages, and not for anybody's.
WHITENOISE_ALLOW_ALL_ORIGINS = False
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


IN_MEMORY: dict[str, object] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 300}}
CACHES = {"default": read("VALBY_CACHE_URL", parse_cache, IN_MEMORY, "an address such as redis://127.0.0.1:6379/0")}
LOGGING = build_logging(read("VALBY_LOG", parse_log, "text", "text or json"))
SILENCED_SYSTEM_CHECKS: list[str] = []
