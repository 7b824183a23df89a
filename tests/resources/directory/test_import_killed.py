"""An import stopped half-way leaves nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest
from django.core.management import call_command

from resources.directory.importing.finess import in_words, insee_of, telephone_of
from resources.directory.models import ImportRun, Service, Source, Structure
from tests.resources.directory.files import service, structure
from tests.resources.directory.test_import_files import (
    KILLED,
    address_of_the_test_database,
)


def test_the_words_of_finess():
    assert in_words("CMP DE L'ISÈRE ET DU CHER") == "CMP de l'Isère et du Cher"
    assert in_words("Déjà bien écrit") == "Déjà bien écrit"
    assert (insee_of("9F", "608"), insee_of("2A", "004"), insee_of("73", "065"), insee_of("", "1")) == (
        "97608",
        "2A004",
        "73065",
        None,
    )
    assert (telephone_of("479000000"), telephone_of("12")) == ("04 79 00 00 00", None)


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_half_way_leaves_nothing(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"structures": [structure()], "services": [service()]}))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "TEST_DATABASE_URL": address_of_the_test_database(),
    }
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, path], env=environment, capture_output=True, timeout=120
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert not Structure.objects.exists() and not Service.objects.exists()
    assert not Source.objects.filter(slug="dora").exists()
    assert not ImportRun.objects.exclude(applied_at=None).exists()
    call_command("import_directory", path, verbosity=0)
    assert Service.objects.count() == 1
