"""A developer's machine and the demonstration: readable errors, mail on the console, no certificates."""

from portal.settings.base import *

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = SECRET_KEY or "development-only"
VAR_DIR.mkdir(parents=True, exist_ok=True)
STORAGES = STORAGES | {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "portal.storage.StaticStorage"
    }
}
