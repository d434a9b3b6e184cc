"""Every Django setting, grouped by subject, each read once through `env`.

The defaults serve one machine: SQLite, a Redis of our own on a socket, ports
above 1024 on the loopback interface, and everything that must last under one
folder, `MAILSVC_DATA`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from mailbox.outbound.next_hops import parse_next_hop, parse_routes
from mailbox.store.bucket_url import check_bucket_url
from mailsvc import env
from mailsvc.kit.outside import parse_networks
from mailsvc.timetable import beat_schedule

BASE_DIR = Path(__file__).resolve().parent.parent

# --- State -----------------------------------------------------------------

MAILSVC_DATA = env.folder(
    "MAILSVC_DATA", BASE_DIR / "var", "Folder of all state: database, blobs, keys."
)
MAILSVC_BLOBS = (
    env.parsed(
        "MAILSVC_BLOBS",
        "Where message bytes live: empty for a folder under MAILSVC_DATA, or "
        "s3://bucket/prefix?endpoint=https://host&region=name.",
        check_bucket_url,
    )
    or ""
)

# --- Who we are ------------------------------------------------------------

MAILSVC_DOMAIN = env.domain(
    "MAILSVC_DOMAIN", "example.test", "The domain that mailboxes belong to."
)
MAILSVC_HOSTNAME = env.domain(
    "MAILSVC_HOSTNAME",
    f"mail.{MAILSVC_DOMAIN}",
    "The name that this host gives in SMTP greetings and Received fields.",
)
MAILSVC_NAME = env.text("MAILSVC_NAME", "Linden Mail", "What people call the service.")
MAILSVC_DEMO = env.flag(
    "MAILSVC_DEMO", default=False, about="Seed a small believable demo once."
)

# --- Doors -----------------------------------------------------------------

MAILSVC_HTTP = env.endpoint("MAILSVC_HTTP", "127.0.0.1:8080", "Where pages are served.")
MAILSVC_MX = env.endpoint("MAILSVC_MX", "127.0.0.1:2525", "SMTP for strangers (MX).")
MAILSVC_LMTP = env.endpoint("MAILSVC_LMTP", "127.0.0.1:2424", "LMTP for a front MTA.")
MAILSVC_SUBMISSION = env.endpoint(
    "MAILSVC_SUBMISSION", "127.0.0.1:2587", "Submission for mail clients (STARTTLS)."
)
MAILSVC_EVENTS = env.endpoint(
    "MAILSVC_EVENTS", "127.0.0.1:8081", "The event stream that open pages listen to."
)
MAILSVC_DOORS = (
    "MAILSVC_HTTP",
    "MAILSVC_EVENTS",
    "MAILSVC_MX",
    "MAILSVC_LMTP",
    "MAILSVC_SUBMISSION",
)
MAILSVC_EVENTS_URL = env.text(
    "MAILSVC_EVENTS_URL",
    "",
    "Where browsers find the event stream, such as /events/ behind a proxy that "
    "leads it there; empty for the port of MAILSVC_EVENTS on the pages' own host.",
)
MAILSVC_WEB_WORKERS = env.whole(
    "MAILSVC_WEB_WORKERS", 2, "Web processes.", least=1, most=256
)
MAILSVC_SMTP_PROCESSES = env.whole(
    "MAILSVC_SMTP_PROCESSES",
    2,
    "Listener processes sharing the ports.",
    least=1,
    most=64,
)
MAILSVC_FILING_WORKERS = env.whole(
    "MAILSVC_FILING_WORKERS", 2, "Worker processes that file mail.", least=1, most=256
)

# --- Going out -------------------------------------------------------------

MAILSVC_SMARTHOST = env.parsed(
    "MAILSVC_SMARTHOST",
    "Send everything through this host: host:port, smtp://user:password@host:587, "
    "smtps://…; `?tls=verify` demands a good certificate.",
    parse_next_hop,
)
MAILSVC_ROUTES = (
    env.parsed(
        "MAILSVC_ROUTES",
        "Transport map that wins over MX: remote.test=127.0.0.1:2526,.sub.test=host; "
        "`*` stands for every domain.",
        parse_routes,
    )
    or {}
)
MAILSVC_UNDO_SECONDS = env.whole(
    "MAILSVC_UNDO_SECONDS", 10, "How long a sent message can be taken back.", most=30
)

MAILSVC_FETCH_NETWORKS = (
    env.parsed(
        "MAILSVC_FETCH_NETWORKS",
        "Networks of yours that remote images and unsubscribing may reach all the "
        "same, such as 10.20.0.0/16; without it only the public internet.",
        parse_networks,
    )
    or ()
)
MAILSVC_CACHE_LIMIT = env.size(
    "MAILSVC_CACHE_LIMIT",
    "1GB",
    "Room for remote images and previews that are kept to be shown again.",
)

# --- Limits ----------------------------------------------------------------

MAILSVC_MESSAGE_LIMIT = env.size(
    "MAILSVC_MESSAGE_LIMIT", "50MB", "The largest message that is accepted or sent."
)
MAILSVC_QUOTA = env.size("MAILSVC_QUOTA", "5GB", "Room of a new mailbox.")

# --- Keys ------------------------------------------------------------------


def _secret_key() -> str:
    """Take the secret from the environment, or from its file if that is there.

    `serve` makes the file at first start; without either, a key derived from
    the data folder's name serves commands that need none, such as `check`.
    """
    given = env.text(
        "MAILSVC_SECRET_KEY",
        "",
        "Secret for sessions and sealing (50 characters or more), or the path of a "
        "file that holds it; made at first start if absent.",
    )
    path = Path(given) if given.startswith("/") else MAILSVC_DATA / "secret-key"
    if given and not given.startswith("/"):
        key = given
    elif path.exists():
        key = path.read_text().strip()
    elif given:
        raise env.WrongSetting(f"MAILSVC_SECRET_KEY names {path}, which is not there.")
    else:
        return "unprepared-" + hashlib.sha256(str(MAILSVC_DATA).encode()).hexdigest()
    if len(key) < 50:
        raise env.WrongSetting("MAILSVC_SECRET_KEY is too short; use 50 or more.")
    return key


SECRET_KEY = _secret_key()
MAILSVC_TLS_CERTIFICATE = Path(
    env.text(
        "MAILSVC_TLS_CERTIFICATE",
        str(MAILSVC_DATA / "tls" / "certificate.pem"),
        "PEM certificate chain for SMTP; a self-signed one is made if absent.",
    )
).absolute()
MAILSVC_TLS_KEY = Path(
    env.text(
        "MAILSVC_TLS_KEY",
        str(MAILSVC_DATA / "tls" / "key.pem"),
        "PEM private key of that certificate.",
    )
).absolute()

# --- Django ----------------------------------------------------------------

DEBUG = env.flag("MAILSVC_DEBUG", default=False, about="Django's debug pages.")
ALLOWED_HOSTS = [
    name.strip()
    for name in env.text(
        "MAILSVC_ALLOWED_HOSTS",
        f"localhost,127.0.0.1,[::1],{MAILSVC_DOMAIN},{MAILSVC_HOSTNAME}",
        "Host names that pages answer to, with commas.",
    ).split(",")
]
MAILSVC_HTTPS = env.flag(
    "MAILSVC_HTTPS",
    default=False,
    about="Pages are reached by HTTPS (through a proxy that sets X-Forwarded-Proto).",
)
CSRF_TRUSTED_ORIGINS = [f"https://{MAILSVC_HOSTNAME}", f"https://{MAILSVC_DOMAIN}"]

INSTALLED_APPS = [
    "mailsvc",
    "accounts",
    "mailbox",
    "mailsvc.apps.AdminPagesConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mailsvc.kit.compression.CompressPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.web.middleware.AccountLocaleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "mailsvc.urls"
WSGI_APPLICATION = "mailsvc.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mailsvc.pages.site",
                "accounts.web.look.look",
                "mailbox.web.shell.shell",
            ],
            "builtins": ["mailsvc.kit.steady_tags"],
            "libraries": {
                "i18n": "mailsvc.kit.steady_tags",
                "mail": "mailbox.web.templatetags.mail",
            },
        },
    }
]

# --- Database --------------------------------------------------------------

_database: dict[str, Any] = dict(
    env.database(
        "DATABASE_URL",
        f"sqlite:///{MAILSVC_DATA / 'mailsvc.sqlite3'}",
        "sqlite:///path, or postgresql://user:password@host/name past one machine.",
    )
)
if _database["ENGINE"] == "mailsvc.kit.sqlite":
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;"
            "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-16000;"
        ),
    }
_database["CONN_MAX_AGE"] = 600
_database["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": _database}
# Our own `i18n` tags stand in for Django's on purpose (kit/steady_tags.py).
SILENCED_SYSTEM_CHECKS = ["templates.W003"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis and Celery ------------------------------------------------------

REDIS_URL = env.url(
    "REDIS_URL",
    "",
    "A Redis to use; empty starts one of our own on a socket in the data folder.",
    ("redis", "rediss", "unix"),
)
if not REDIS_URL:
    from mailsvc.kit.redis import socket_path

    REDIS_URL = f"unix://{socket_path(MAILSVC_DATA)}"

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_limit": 100,
}
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_DEFAULT_QUEUE = "filing"
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_MAX_TASKS_PER_CHILD = 2000
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = beat_schedule()

# --- Sign-in ---------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["accounts.signin.backend.AddressBackend"]
PASSWORD_HASHERS = [
    "accounts.signin.passwords.MailsvcArgon2Hasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "mailbox:inbox"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MAILSVC_HTTPS
CSRF_COOKIE_HTTPONLY = True

# --- Security --------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if MAILSVC_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if MAILSVC_HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        # static/js/kit/trusted.js, and the cleaner of what is pasted into a letter.
        "trusted-types": ["mailsvc", "dompurify"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20

# --- Words and time --------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = MAILSVC_HTTPS
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "mailsvc" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone(
    "MAILSVC_TIME_ZONE", "UTC", "Time zone of people who set none."
)

# --- Static files ----------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = MAILSVC_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "mailsvc.static_files.JoinedStaticFiles"},
}

# --- Logs ------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Two lines for every job would hide the rest.
    "loggers": {
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}
