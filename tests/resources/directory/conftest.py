"""What the tests of the directory share."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from tests.resources.directory.files import write_json


@pytest.fixture
def bring(tmp_path):
    """Import structures and services, and give the report."""

    def bring_in(structures=None, services=None, path=None, **options):
        path = path or write_json(tmp_path / "fichier.json", structures, services)
        report = tmp_path / "report.json"
        try:
            call_command("import_directory", path, report=report, verbosity=0, **options)
        finally:
            bring_in.report = json.loads(report.read_text()) if report.exists() else None
        return bring_in.report

    return bring_in


@pytest.fixture
def try_out(bring):
    """Try a file whose rows are refused, and give the report: trying fails as importing would."""

    def try_it(*lists, **options):
        with pytest.raises(CommandError, match="refusées") as raised:
            bring(*lists, dry_run=True, **options)
        assert raised.value.returncode == 1
        return bring.report

    return try_it
