"""The commands of search: made anew, compared, mended; and a process killed at work leaves nothing wrong behind it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search.checking import compare
from search.engine import engines
from search.models import Change
from search.sources import documents_of
from search.updates import lock, take_all, waiting
from tests.factories import ServiceFactory
from tests.resources.directory.test_import_files import address_of_the_test_database
from tests.search.agreeing import index  # noqa: F401 -- a fixture

KILLED = """
import os, signal, sys, django
django.setup()
from search import updates
from search.embedded.engine import EmbeddedEngine
{how}
{what}
"""
#: The index holds the change, and the database does not know yet.
AFTER = "updates._mark = lambda pks: os.kill(os.getpid(), signal.SIGKILL)"
#: Half of the documents are on their way when the process dies.
DURING = """
read = updates.documents_of
def documents_of(keys):
    for n, document in enumerate(read(keys)):
        if n == 4:
            os.kill(os.getpid(), signal.SIGKILL)
        yield document
updates.documents_of = documents_of
"""
#: The new index is made, and the old one still serves.
AT_THE_SWAP = """
from search.embedded import folders
folders.serve = lambda folder: os.kill(os.getpid(), signal.SIGKILL)
"""


def said(name: str, **options: Any) -> str:
    """Run a command and give what it prints."""
    out = StringIO()
    call_command(name, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


@pytest.mark.django_db
def test_an_index_that_agrees(index):  # noqa: F811
    with index.change():
        ServiceFactory()
    assert "sont d'accord" in said("check_search")
    assert "embedded : 6 documents." in said(
        "rebuild_search"
    )  # a service and a structure, in three languages


@pytest.mark.django_db
def test_what_is_missing_stale_and_too_many_is_named_and_mended(index):  # noqa: F811
    gone, kept = ServiceFactory(nom="Partie"), ServiceFactory(nom="Restée")
    lost = f"resource:{gone.pk}"
    take_all()
    engine = index.engine
    ghost = list(documents_of([lost]))
    gone.delete()
    kept.nom = "Changée"
    kept.save()
    new = ServiceFactory(nom="Nouvelle")
    Change.objects.all().delete()  # as if nobody had told
    engine.put([lost], ghost)
    out = StringIO()
    with pytest.raises(CommandError, match="pas d'accord"):
        call_command("check_search", stdout=out)
    told = out.getvalue()
    assert f"En trop : {lost} (fr)" in told
    assert f"Ancien : resource:{kept.pk} (ar)" in told
    assert f"Il manque : resource:{new.pk} (en)" in told
    assert "sont d'accord" in said("check_search", mend=True)
    assert compare(engine).holds


@pytest.mark.django_db
def test_what_waits_is_told(index):  # noqa: F811
    ServiceFactory()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_search", stdout=out)
    assert "attendent leur tour" in out.getvalue()


@pytest.mark.django_db
def test_a_missing_index_is_told_and_made_by_mending(search_root):
    ServiceFactory()
    with pytest.raises(CommandError, match="ne se lit pas"):
        call_command("check_search")
    assert "sont d'accord" in said("check_search", mend=True)


@pytest.mark.django_db
def test_mending_while_an_index_is_being_made_says_to_wait(search_root):
    (engine,) = engines()
    with lock(engine, "rebuild"), pytest.raises(CommandError, match="Un autre index est en cours"):
        call_command("check_search", mend=True)
    assert "sont d'accord" in said("check_search", mend=True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["check_search", "rebuild_search"])
def test_an_engine_nobody_knows_is_refused(index, settings, name):  # noqa: F811
    with pytest.raises(CommandError, match="embedded"):
        call_command(name, engine="autre")
    settings.SEARCH_ROOT = ""
    with pytest.raises(CommandError, match="aucun"):
        call_command(name)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("how", "what"),
    [
        (DURING, "updates.take_all()"),
        (AFTER, "updates.take_all()"),
        (AT_THE_SWAP, "from django.core.management import call_command; call_command('rebuild_search')"),
    ],
    ids=["during", "after", "at the swap"],
)
def test_a_process_killed_at_work_loses_nothing(search_root, monkeypatch, how, what):
    monkeypatch.setattr("search.updates._ask", lambda: None)  # the other process takes the changes
    engine = engines()[-1]
    said("rebuild_search")
    for n in range(5):
        ServiceFactory(nom=f"Aide {n}")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "TEST_DATABASE_URL": address_of_the_test_database(),
        "SEARCH_ROOT": str(search_root),
    }
    script = "from portal.settings import test\ntest.SEARCH_ROOT = os.environ['SEARCH_ROOT']\n"
    code = KILLED.replace("django.setup()", f"{script}django.setup()").format(how=how, what=what)
    killed = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, timeout=120)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert waiting(engine).exists()
    take_all()
    assert "sont d'accord" in said("check_search")
