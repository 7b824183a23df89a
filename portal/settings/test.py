"""The tests: quick password hashing, mail in memory, plain static files; the database is chosen by DATABASE_URL."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["ENV_FILE"] = os.devnull  # the tests mind nobody's .env

from portal.settings.base import *

SECRET_KEY = "tests-only-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
DEMO = False
SECOND_FACTOR_REQUIRED = True
FIELD_KEYS = ["test1:" + "00" * 32]
DATABASES = {"default": env.db_url("TEST_DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'tests.sqlite3'}")}
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;",
    }
    # A file, not memory: threads and the live server must see the same rows and really lock one another.
    DATABASES["default"]["TEST"] = {
        "NAME": Path(tempfile.gettempdir()) / f"portal-tests-{env.str('TEST_RUN', 'main')}.sqlite3"
    }
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="portal-tests-media-"))
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)
PRIVATE_ROOT = MEDIA_ROOT / "private"
STATIC_ROOT = MEDIA_ROOT / "static"  # empty: the live server finds the files by itself
STATIC_ROOT.mkdir()
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ACCOUNT_RATE_LIMITS = False
GEOCODER_URL = ""  # tests that ask one run their own
SEARCH_ROOT = ""  # tests that search have an index of their own
SEARCH_URL = ""
TEST_ELASTICSEARCH_URL = env.str("TEST_ELASTICSEARCH_URL", default="")
