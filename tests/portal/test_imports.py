"""The floors of the house: nothing imports upwards, no foreign key and no migration points upwards either."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[2]
#: Our apps from the ground up; what is not listed belongs to somebody else and lies below.
FLOORS = ["territories", "accounts", "places", "activities", "pages", "directory", "guide", "demo"]
MODELS = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in FLOORS]


def floor(label: str) -> int:
    return FLOORS.index(label) if label in FLOORS else -1


def test_every_app_of_ours_has_a_floor():
    ours = {
        app.label
        for app in apps.get_app_configs()
        if app.name.split(".")[0] in ("portal", "home", "resources")
    }
    assert ours - {"wagtailusers"} == set(FLOORS)


def test_nothing_imports_upwards():
    # A process of its own: it sets logging up anew and would silence every logger of the tests that follow.
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_foreign_key_points_upwards(model):
    for field in model._meta.get_fields():
        if field.is_relation and not field.auto_created and field.related_model:
            target = field.related_model._meta
            assert floor(target.app_label) <= floor(model._meta.app_label), (
                f"{field} points up to {target.label}"
            )


@pytest.mark.django_db  # one of Wagtail's migrations looks at the database to choose what it depends on
def test_no_migration_leans_on_a_higher_floor():
    for (label, name), migration in MigrationLoader(None).disk_migrations.items():
        if label in FLOORS:
            for needed, _ in migration.dependencies:
                assert floor(needed) <= floor(label), f"{label}.{name} depends on {needed}"
