"""Every setting, read from the environment (docs/configuration.md lists them all)."""

import logging.config
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF

from messenger import env, logs
from messenger.frontend.packages import NPM_FILES as NPM_FILES
from messenger.settings.administration import *  # noqa: F403
from messenger.settings.auditing import *  # noqa: F403
from messenger.settings.directory import *  # noqa: F403
from messenger.settings.guarding import *  # noqa: F403
from messenger.settings.house import *  # noqa: F403
from messenger.settings.house import BASE_DIR, DATA_DIR, PRODUCTION, SECRET_KEY
from messenger.settings.openid import *  # noqa: F403
from messenger.settings.people import *  # noqa: F403
from messenger.settings.photos import *  # noqa: F403
from messenger.settings.roster import *  # noqa: F403
from messenger.settings.wire import *  # noqa: F403
from messenger.settings.wire import MAX_JSON_BYTES

# --- The house -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "daphne",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "channels",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "messenger.core",
    "audit",
    "accounts",
    "files",
    "chat",
    "surveys",
    "messenger",
]
MIDDLEWARE = [
    "messenger.core.middleware.OriginMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.DeviceSessionMiddleware",
    "messenger.pages.language.LanguageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "messenger.urls"
ASGI_APPLICATION = "messenger.asgi.application"
APPEND_SLASH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,  # after our own: those of the administration
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "csp.context_processors.nonce",
                "messenger.pages.context_processors.product",
            ],
            "builtins": ["messenger.templatetags.frontend"],
        },
    }
]

# --- Secrets, hosts, origins -----------------------------------------------------------------

SEALING_KEY = env.key("SEALING_KEY") or SECRET_KEY  # of anonymous votes and answers: what the database must not tell
ALLOWED_ORIGINS = env.origins("ALLOWED_ORIGINS")
HTTPS = any(origin.startswith("https://") for origin in ALLOWED_ORIGINS)
ALLOWED_HOSTS = [urlsplit(o).hostname or "" for o in ALLOWED_ORIGINS] + ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = ALLOWED_ORIGINS
TRUST_PROXY = env.boolean("TRUST_PROXY", False)  # X-Forwarded-For and -Proto of one proxy in front
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Data ------------------------------------------------------------------------------------

REDIS_URL = env.url("REDIS_URL", "", ("redis", "rediss", "unix"))
_database_url = env.url(
    "DATABASE_URL", f"sqlite:///{DATA_DIR / 'maru.sqlite3'}", ("sqlite", "postgres", "postgresql", "psql")
)
_database: dict[str, Any] = environ.Env.db_url_config(_database_url)
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a write takes its lock at once instead of failing later
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536",
    }
else:
    _database["OPTIONS"] = {
        "connect_timeout": 5,
        "tcp_user_timeout": 10_000,  # milliseconds; with these, a line that leads nowhere ends within half a minute
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "pool": {"min_size": 2, "max_size": env.integer("DATABASE_POOL", 20, least=4), "timeout": 10},
        "options": "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=30s",
    }
_database["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": _database}

if REDIS_URL:
    CHANNEL_LAYERS: dict[str, Any] = {
        "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    }
    CACHES: dict[str, Any] = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Background work (docs/decisions/0015) ---------------------------------------------------

# Without Redis the broker is a folder: no server, and the job rows are the truth anyway.
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
JOB_LEASE_SECONDS = env.integer("JOB_LEASE_SECONDS", 30, least=2)  # a worker silent for so long is gone
JOB_SWEEP_SECONDS = env.integer("JOB_SWEEP_SECONDS", 10, least=1)
JOB_RETRY_SECONDS = env.integer("JOB_RETRY_SECONDS", 10, least=1)  # before the second attempt; doubles from there
JOB_RETRY_MOST_SECONDS = env.integer("JOB_RETRY_MOST_SECONDS", 900, least=1)
JOB_KEPT_DAYS = env.integer("JOB_KEPT_DAYS", 30, least=1)  # finished jobs and their logs
FOLLOW_RUN_SECONDS = env.integer("FOLLOW_RUN_SECONDS", 300, most=3000)  # one job follows the rooms for so long
SEARCH_QUERY_CHARACTERS = env.integer("SEARCH_QUERY_CHARACTERS", 200, least=10, most=1000)

# --- Files (contract 6) ----------------------------------------------------------------------

S3_ENDPOINT_URL = env.url("S3_ENDPOINT_URL", "", ("http", "https"))
S3_PUBLIC_ENDPOINT_URL = env.url("S3_PUBLIC_ENDPOINT_URL", S3_ENDPOINT_URL, ("http", "https"))  # as browsers reach it
S3_BUCKET = env.text("S3_BUCKET")
S3_ACCESS_KEY_ID = env.text("S3_ACCESS_KEY_ID")
S3_SECRET_ACCESS_KEY = env.text("S3_SECRET_ACCESS_KEY")
S3_REGION = env.text("S3_REGION", "us-east-1")
S3_ADDRESSING = env.text("S3_ADDRESSING", "path", ("path", "virtual"))
S3_CHECKSUMS = env.boolean("S3_CHECKSUMS", False)  # not every store knows the newer checksum headers
FILES_ON_S3 = bool(S3_ENDPOINT_URL or S3_BUCKET)
if FILES_ON_S3 and not S3_BUCKET:
    env.stop("S3_BUCKET", "is missing: S3_ENDPOINT_URL needs the name of a bucket there")
if bool(S3_ACCESS_KEY_ID) != bool(S3_SECRET_ACCESS_KEY):
    env.stop("S3_SECRET_ACCESS_KEY", "and S3_ACCESS_KEY_ID belong together")
FILES_DIR = Path(env.text("FILES_DIR", str(DATA_DIR / "files"))).resolve()  # the embedded store
FILES_KEEP_FREE_BYTES = env.integer("FILES_KEEP_FREE_BYTES", 256 << 20, most=1 << 60)  # conversation goes on then
FILE_ORIGIN = env.origin("FILE_ORIGIN")  # a host of their own for people's files
X_ACCEL_PREFIX = env.path("X_ACCEL_PREFIX")  # nginx's internal location of FILES_DIR
MAX_FILE_BYTES = env.integer("MAX_FILE_BYTES", 300 << 20, least=1, most=1 << 40)
MAX_ATTACHMENTS = env.integer("MAX_ATTACHMENTS", 10, least=1, most=100)
UPLOAD_PART_BYTES = env.integer("UPLOAD_PART_BYTES", 8 << 20, least=5 << 20, most=64 << 20)  # S3: 5 MiB at least
UPLOAD_URL_SECONDS = env.integer("UPLOAD_URL_SECONDS", 3600, least=1)
DOWNLOAD_URL_SECONDS = env.integer("DOWNLOAD_URL_SECONDS", 60, least=1, most=60)
UPLOAD_SECONDS = env.integer("UPLOAD_SECONDS", 7 * 86400, least=60)  # an unfinished or unsent one is thrown away then
QUOTA_USER_BYTES = env.integer("QUOTA_USER_BYTES", 0, most=1 << 60)  # 0: no limit
QUOTA_ROOM_BYTES = env.integer("QUOTA_ROOM_BYTES", 0, most=1 << 60)
DOWNLOAD_REASON = env.text("DOWNLOAD_REASON", "off", ("off", "optional", "required"))
CLAMD_ADDRESS = env.address("CLAMD_ADDRESS")
FILE_SCANNER = env.text("FILE_SCANNER", "clamd" if CLAMD_ADDRESS or PRODUCTION else "off", ("clamd", "off"))
if FILE_SCANNER == "clamd" and not CLAMD_ADDRESS:
    env.stop("CLAMD_ADDRESS", "is missing: files are scanned for viruses unless FILE_SCANNER=off says otherwise")
SCAN_SECONDS = env.integer("SCAN_SECONDS", 300, least=1)
SIGNATURES_OLD_DAYS = env.integer("SIGNATURES_OLD_DAYS", 7, least=1)
THUMBNAIL_PIXELS = env.integer("THUMBNAIL_PIXELS", 720, least=16, most=4096)  # the longer side
LIBREOFFICE = env.text("LIBREOFFICE", "soffice")  # the program that shows office documents, if it is there
FILE_TEXT_CHARACTERS = env.integer("FILE_TEXT_CHARACTERS", 200_000, most=10_000_000)  # 0: nobody searches in files

# --- Notifications and push (docs/decisions/0026) ----------------------------------------------

NOTIFICATION_PREVIEWS = env.boolean("NOTIFICATION_PREVIEWS", True)  # off: no notification says what was written
NOTIFICATION_KEPT_DAYS = env.integer("NOTIFICATION_KEPT_DAYS", 90, least=1)
MAX_NOTIFICATIONS = env.integer("MAX_NOTIFICATIONS", 1000, least=10)  # kept of a person
MAX_KEYWORDS = env.integer("MAX_KEYWORDS", 20, least=1, most=100)
MAX_PUSH_TOKENS = env.integer("MAX_PUSH_TOKENS", 20, least=1)  # of a person
PUSH_WAIT_SECONDS = env.integer("PUSH_WAIT_SECONDS", 5)  # who reads it meanwhile is not woken
PUSH_KEPT_SECONDS = env.integer("PUSH_KEPT_SECONDS", 4 * 3600, least=60)  # then it is too late to wake anybody
PUSH_SECONDS = env.integer("PUSH_SECONDS", 10, least=1)  # one call of a service, at most
PUSH_VAPID_KEY = env.text("PUSH_VAPID_KEY")  # PEM of a P-256 key: Web Push is off without it
PUSH_VAPID_CONTACT = env.text("PUSH_VAPID_CONTACT")  # mailto: or https:, for the push services' operators
PUSH_HOSTS = env.text(
    "PUSH_HOSTS",
    "fcm.googleapis.com updates.push.services.mozilla.com *.push.apple.com *.notify.windows.com",
).split()
PUSH_FCM_ACCOUNT = env.text("PUSH_FCM_ACCOUNT")  # JSON of a service account
PUSH_APNS_KEY = env.text("PUSH_APNS_KEY")  # PEM (.p8)
PUSH_APNS_KEY_ID = env.text("PUSH_APNS_KEY_ID")
PUSH_APNS_TEAM_ID = env.text("PUSH_APNS_TEAM_ID")
PUSH_APNS_TOPIC = env.text("PUSH_APNS_TOPIC")  # the app's bundle id
PUSH_APNS_SANDBOX = env.boolean("PUSH_APNS_SANDBOX", False)

# --- Link previews ---------------------------------------------------------------------------

LINK_PREVIEWS = env.boolean("LINK_PREVIEWS", True)
LINK_ALLOWED = env.intranet("LINK_ALLOWED")  # intranet hosts, as "host=CIDR:port …" (docs/configuration.md)
MAX_LINKS = env.integer("MAX_LINKS", 5, least=1, most=20)  # of one message

# --- Cookies and headers ---------------------------------------------------------------------

SESSION_COOKIE = "__Host-maru" if HTTPS else "maru"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS  # no session of Django's: what was done, told on the administration's next page
CSRF_FAILURE_VIEW = "messenger.pages.refusals.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS and PRODUCTION
SECURE_HSTS_SECONDS = 31536000 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_s3 = urlsplit(S3_PUBLIC_ENDPOINT_URL or f"https://s3.{S3_REGION}.amazonaws.com")
_s3_host = f"{S3_BUCKET}.{_s3.netloc}" if S3_ADDRESSING == "virtual" else _s3.netloc
_FILE_HOSTS = [f"{_s3.scheme}://{_s3_host}"] * FILES_ON_S3 + [FILE_ORIGIN] * bool(FILE_ORIGIN)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE, "'strict-dynamic'"],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", *_FILE_HOSTS],
        "connect-src": [SELF, *_FILE_HOSTS],
        "font-src": [SELF],
        "media-src": [SELF, "blob:", *_FILE_HOSTS],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "frame-src": [SELF, *_FILE_HOSTS],  # documents are looked at in frames
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["lit-html", "app"],
        "report-uri": "/csp-report",
    }
}

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "maru_language"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "messenger.formats"  # dates as Korean offices write them
TIME_ZONE = env.zone("TIME_ZONE", "Asia/Seoul")
USE_TZ = True

# --- Static files ----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "messenger.frontend.npm.NpmFinder",
    "messenger.frontend.sheets.SheetFinder",
]
# Plain names straight from the sources, until `collectstatic` has run and whenever it is asked for.
_COLLECTED = "collectstatic" in sys.argv or (STATIC_ROOT / "staticfiles.json").exists()
STATIC_FROM_SOURCE = env.boolean("STATIC_FROM_SOURCE", not _COLLECTED)
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = STATIC_FROM_SOURCE
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if STATIC_FROM_SOURCE
        else "messenger.frontend.storage.HashedStorage"
    },
}

# --- The wire (docs/contract.md); its limits are in settings/wire.py --------------------------

DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_JSON_BYTES
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.authentication.DeviceAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["messenger.core.media.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["messenger.core.media.WireRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "messenger.core.api.exception_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Maru",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# --- Logs ------------------------------------------------------------------------------------

LOGGING_CONFIG = None
logging.config.dictConfig(logs.config(env.text("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR"))))
