"""All settings, read from the environment; `travaux check --deploy` says what is missing."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

PACKAGE = Path(__file__).resolve().parent.parent
if "PYTEST_VERSION" in os.environ and "TRAVAUX_HOME" not in os.environ:
    # settings are read before any conftest: a test never touches the home of a real site
    os.environ["TRAVAUX_HOME"] = tempfile.mkdtemp(prefix="travaux-test-")
HOME = Path(os.environ.get("TRAVAUX_HOME") or Path.cwd() / "var").resolve()
FILES = HOME / "files"
KEYS = HOME / "keys"
for folder in (HOME, FILES, KEYS, HOME / "static"):
    folder.mkdir(parents=True, exist_ok=True)
KEYS.chmod(0o700)


def _secret() -> str:
    """The secret of this installation, made at the first start and kept beside its keys."""
    path = KEYS / "secret"
    if not path.exists():
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:  # another worker was first
            pass
    return path.read_text().strip()


SECRET_KEY = os.environ.get("TRAVAUX_SECRET") or _secret()
DEBUG = os.environ.get("TRAVAUX_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("TRAVAUX_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
HTTPS = os.environ.get("TRAVAUX_HTTPS") == "1"
ADDRESS = os.environ.get("TRAVAUX_ADDRESS", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [ADDRESS] if ADDRESS.startswith("https") else []

INSTALLED_APPS = [
    "travaux.design",  # before the account library: our pages and parts stand for its own
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_q",
    "travaux.plumbing",
    "travaux.journal",
    "travaux.people",
    "travaux.correspondence",
    "travaux.roadmap",
    "travaux.funding",
    "travaux.calls",
    "travaux.evidence",
    "travaux.drafts",
    "travaux.translations",
    "travaux.consultations",
    "travaux.grounds",
    "travaux.panels",
    "travaux.comments",
    "travaux.answers",
    "travaux.consolidation",
    "travaux.voices",
    "travaux.meetings",
    "travaux.advice",
    "travaux.offices",
    "travaux.reports",
    "travaux.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "travaux.site.middleware.UploadLimitMiddleware",
    "travaux.site.middleware.NoNulMiddleware",
    "travaux.site.middleware.RefusalMiddleware",
    "travaux.site.middleware.OfficeMiddleware",
]

ROOT_URLCONF = "travaux.site.urls"
WSGI_APPLICATION = "travaux.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "travaux.site.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "travaux.design.templatetags.parts",
                "travaux.drafts.templatetags.woven",
            ],
        },
    }
]


def _database() -> dict[str, object]:
    """SQLite under the home, or the PostgreSQL of TRAVAUX_DATABASE=postgresql://user@host/name."""
    address = os.environ.get("TRAVAUX_DATABASE", "")
    if address.startswith("postgres"):
        parts = urlsplit(address)
        query = dict(p.split("=", 1) for p in parts.query.split("&") if "=" in p)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(query.get("host", parts.hostname or "")),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 0,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 20}},
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "db.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: a receipt must outlive a loss of power
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
        # a file, so that locks and the write-ahead log are real in tests too
        "TEST": {"NAME": HOME / "test.sqlite3"},
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        # shared by the workers, so that throttles count once
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "travaux_cache",
        # many: whoever floods the cache must not push out the counts of wrong passwords
        "OPTIONS": {"MAX_ENTRIES": 100_000, "CULL_FREQUENCY": 10},
    }
}

# ---- accounts ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_ADAPTER = "travaux.site.accounts.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "travaux.site.signup.Joining"
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or second factor is told to its owner
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/300s/key"}
ACCOUNT_SESSION_REMEMBER = None
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRAVAUX_PROXIES", "0"))
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Travaux"
MFA_ADAPTER = "travaux.site.second_factor.SecondFactorAdapter"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "travaux.site.views.expired"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS

# ---- languages and time -----------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", "العربية"),
    ("zh-hans", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# ---- static files, uploads --------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if (STATIC_ROOT / "staticfiles.json").exists()
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()
MEDIA_ROOT = FILES
# an optional machine that translates (the interface of LibreTranslate); none unless it is named
TRANSLATOR_URL = os.environ.get("TRAVAUX_TRANSLATOR_URL", "")
TRANSLATOR_KEY = os.environ.get("TRAVAUX_TRANSLATOR_KEY", "")

UPLOAD_BYTES = 40 * 1024 * 1024  # the largest file that is read
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024  # of a form without its files
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = [
    "travaux.site.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# ---- mail -------------------------------------------------------------------------------------
# Without a mail server mails are written as files, where the technical officer finds them.
# smtp://user:password@host:port, smtp+tls:// (STARTTLS) or smtps:// (TLS from the first byte)
_mail = os.environ.get("TRAVAUX_MAIL", "")
if _mail:
    _parts = urlsplit(_mail)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _parts.hostname or "localhost"
    EMAIL_PORT = _parts.port or 25
    EMAIL_HOST_USER = unquote(_parts.username or "")
    EMAIL_HOST_PASSWORD = unquote(_parts.password or "")
    EMAIL_USE_TLS = _parts.scheme == "smtp+tls"
    EMAIL_USE_SSL = _parts.scheme == "smtps"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "travaux.plumbing.mail.FolderBackend"
DEFAULT_FROM_EMAIL = os.environ.get("TRAVAUX_MAIL_FROM", "Travaux <no-reply@localhost>")

# ---- tasks: the ORM broker redelivers what a killed worker had in hand ---------------------------
Q_CLUSTER = {
    "name": "travaux",
    "orm": "default",
    "workers": 1,
    "timeout": 600,
    "retry": 660,
    "max_attempts": 5,
    "ack_failures": True,
    "catch_up": False,
    "poll": 1,
    "save_limit": 500,
    "bulk": 1,
}

# ---- headers ----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
    SECURE_SSL_REDIRECT = True

# HSTS for sibling hosts, and its preloading, are the operator's own decision at the proxy
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
TEST_RUNNER = "django.test.runner.DiscoverRunner"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["err"], "level": "WARNING"},
    # addresses that are not here say nothing about the installation, and much about readers
    "loggers": {"django.request": {"level": "ERROR"}},
}
