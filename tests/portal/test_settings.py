"""The settings: production refuses what is not safe, the deployment check is clean, every variable is explained."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ROOT / "portal" / "settings"

#: A machine set up as docs/deployment.md says.
GOOD = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "ENV_FILE": os.devnull,
    "SECRET_KEY": "kT5v9Qx2mB8nR4wZ7yL3pD6sF1gH0jC-aE_uI" * 2,
    "FIELD_KEYS": "k1:" + "0123456789abcdef" * 4,
    "BASE_URL": "https://portail.example.org",
    "DATABASE_URL": "postgres://portail@127.0.0.1/portail",
    "EMAIL_URL": "smtp://127.0.0.1:25",
}


def run(code: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run Python in a bare environment, where only `environment` is set."""
    return subprocess.run(
        [sys.executable, *(code.split() if code.startswith("manage.py") else ["-c", code])],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"} | environment,
        capture_output=True,
        text=True,
    )


def test_production_starts_when_all_is_there():
    done = run("import portal.settings.production", GOOD)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"DEBUG": "1"}, "DEBUG est refusé"),
        ({"DEMO": "1"}, "DEMO=1 est refusé"),
        ({"SECRET_KEY": None}, "SECRET_KEY manque"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY manque"),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY manque"),
        ({"SECRET_KEY": "django-insecure-" + GOOD["SECRET_KEY"]}, "clé d'exemple"),
        ({"DATABASE_URL": None}, "SQLite en production"),
        ({"DATABASE_URL": "sqlite:////tmp/x.sqlite3"}, "ALLOW_SQLITE=1"),
        ({"FIELD_KEYS": None}, "FIELD_KEYS manque"),
        ({"BASE_URL": None}, "BASE_URL manque"),
        ({"BASE_URL": "http://portail.example.org"}, "https"),
        ({"EMAIL_URL": None}, "EMAIL_URL manque"),
    ],
    ids=str,
)
def test_production_refuses(change, words):
    environment = {name: value for name, value in (GOOD | change).items() if value is not None}
    done = run("import portal.settings.production", environment)
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr and words in done.stderr


def test_sqlite_is_accepted_as_a_stated_choice():
    done = run(
        "import django; django.setup()",
        GOOD | {"DATABASE_URL": "sqlite:////tmp/x.sqlite3", "ALLOW_SQLITE": "1"},
    )
    assert done.returncode == 0, done.stderr


def test_malformed_keys_are_refused_by_the_check():
    done = run("manage.py check", GOOD | {"FIELD_KEYS": "k1:tooshort"})
    assert done.returncode != 0 and "accounts.E001" in done.stderr


def test_the_deployment_check_is_clean():
    done = run("manage.py check --deploy --fail-level WARNING", GOOD)
    assert done.returncode == 0, done.stderr


def test_a_key_may_come_from_a_file(tmp_path):
    (tmp_path / "key").write_text(GOOD["SECRET_KEY"])
    environment = GOOD | {"SECRET_KEY_FILE": str(tmp_path / "key")}
    del environment["SECRET_KEY"]
    done = run("from portal.settings.production import SECRET_KEY as k; print(k, end='')", environment)
    assert done.stdout == GOOD["SECRET_KEY"], done.stderr


def test_the_host_comes_from_the_public_address():
    done = run("from portal.settings.production import ALLOWED_HOSTS as h; print(h)", GOOD)
    assert done.stdout.strip() == "['portail.example.org']"


@pytest.mark.parametrize(("demo", "asked"), [("1", "False"), ("0", "True"), (None, "True")])
def test_the_second_factor_is_asked_unless_it_is_the_demonstration(demo, asked):
    environment = {"ENV_FILE": os.devnull} | ({"DEMO": demo} if demo else {})
    done = run("from portal.settings.development import SECOND_FACTOR_REQUIRED as s; print(s)", environment)
    assert done.stdout.strip() == asked, done.stderr


def test_the_environment_wins_over_the_file(tmp_path):
    (tmp_path / "env").write_text("DEMO=1\n")
    environment = {"ENV_FILE": str(tmp_path / "env"), "DEMO": "0"}
    done = run("from portal.settings.development import DEMO; print(DEMO)", environment)
    assert done.stdout.strip() == "False", done.stderr


def test_every_variable_is_explained_in_the_example_and_none_is_invented():
    read = set()
    for file in SETTINGS.glob("*.py"):
        text = file.read_text()
        read |= set(re.findall(r"""env\.\w+\(\s*["']([A-Z_]+)["']""", text))
        read |= set(re.findall(r"""["']([A-Z_]+)["'] in env\.ENVIRON""", text))
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert explained - {"DJANGO_SETTINGS_MODULE"} == read


def test_the_settings_are_four_short_files():
    sizes = {file.name: len(file.read_text().splitlines()) for file in SETTINGS.glob("*.py")}
    assert sizes.keys() == {"__init__.py", "base.py", "development.py", "production.py", "test.py"}
    assert max(sizes.values()) <= 320
