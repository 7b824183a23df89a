"""The real portal: refuses to start without its keys, with DEBUG, with the demonstration, or on SQLite unsaid."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ImproperlyConfigured(message)


_require(
    not env.bool("DEBUG", default=False), "DEBUG est refusé en production : retirez DEBUG de l'environnement."
)
_require(not DEMO, "DEMO=1 est refusé en production : la démonstration ouvre des comptes connus de tous.")
_require(
    len(SECRET_KEY) >= 50
    and len(set(SECRET_KEY)) >= 10
    and not SECRET_KEY.startswith(("django-insecure", "development", "tests-only")),
    "SECRET_KEY manque ou est une clé d'exemple : donnez 50 caractères tirés au hasard.",
)
_require(
    "sqlite3" not in DATABASES["default"]["ENGINE"] or env.bool("ALLOW_SQLITE", default=False),
    "SQLite en production doit être un choix : donnez DATABASE_URL, ou ALLOW_SQLITE=1.",
)
_require(bool(FIELD_KEYS), "FIELD_KEYS manque : les secrets des comptes doivent être scellés.")
_require(
    BASE_URL.startswith("https://"),
    "BASE_URL manque ou n'est pas sûre : donnez l'adresse publique du portail, en https.",
)
_require(
    "EMAIL_URL" in env.ENVIRON, "EMAIL_URL manque : sans courrier, personne ne retrouve son mot de passe."
)

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(BASE_URL).hostname])

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
ALLAUTH_TRUSTED_PROXY_COUNT = 1
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stdout"], "level": "INFO"},
}
