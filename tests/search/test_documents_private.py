"""Nothing that is not for everybody ever comes near an index: looked for, word by word, in the documents as they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.activities.models import Attendance
from home.pages.models import NeedPage
from portal.accounts.sealed import seal
from resources.directory.models import CheckRequest, Suggestion
from search.document import NotPublic, SearchDocument
from search.sources import all_documents
from tests.factories import (
    ActivityFactory,
    ActivityTextFactory,
    ServiceFactory,
    SessionFactory,
    StructureFactory,
    UserFactory,
)
from tests.home.pages.conftest import locale, tree  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db


def raw() -> str:
    """Give every word of every document."""
    return " ".join(map(repr, all_documents())).lower()


def test_what_is_kept_for_some_is_in_no_document(tree):  # noqa: F811
    page = tree.add(tree.home, NeedPage(title="Secretaccueil", slug="prive", introduction="Secretmot"))
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    tree.home.refresh_from_db()
    draft = NeedPage(title="Secretbrouillon", slug="brouillon", live=False, locale=page.locale)
    tree.home.add_child(instance=draft)
    live = tree.add(tree.home, NeedPage(title="Publicpage", slug="publique"))
    live.title = "Secretrevision"
    live.save_revision()
    tree.news("Secretdemain", date=timezone.localdate() + timedelta(days=3))
    tree.add(
        tree.home,
        NeedPage(title="Secretperime", slug="perime", expire_at=timezone.now() - timedelta(hours=1)),
    )
    told = raw()
    assert "publicpage" in told and "secret" not in told


def test_what_the_team_writes_for_itself_is_in_no_document():
    user = UserFactory(email="secret.agent@demo.test", first_name="Secretprenom")
    owner = StructureFactory(
        nom="Publicstructure",
        internal_note="Secretnote",
        courriel="secret@structure.test",
        telephone="01 99 00 99 99",
        verified_by=user,
    )
    entry = ServiceFactory(
        structure=owner,
        nom="Publicservice",
        internal_note="Secretnote",
        contact_nom_prenom="Secretcontact",
        courriel="secret@service.test",
        imported={"nom": "Secretimport"},
    )
    Suggestion.objects.create(
        service=entry, reason="autre", text="Secreterreur", sealed_email=seal("secret@lecteur.test", "x")
    )
    request = CheckRequest.objects.create(structure=owner, expires_at=timezone.now() + timedelta(days=1))
    ServiceFactory(nom="Secretbrouillon", state="draft", structure=owner)
    ServiceFactory(nom="Secretretire", state="gone", structure=owner)
    ServiceFactory(nom="Secretchezdraft", structure=StructureFactory(nom="Secretmaison", state="draft"))
    told = raw()
    assert "publicservice" in told and "publicstructure" in told
    assert "secret" not in told and "99 00 99 99" not in told and "@" not in told
    assert str(request.uid) not in told


def test_what_workshops_count_is_in_no_document():
    activity = ActivityFactory(text="Publicatelier", name="Secretnominterne", tallies_reasons=True)
    session = SessionFactory(series__activity=activity)
    Attendance.objects.create(session=session, people=31987)
    ActivityFactory(text=False, name="Secretsanstexte")
    ActivityTextFactory(activity=activity, locale=locale("en"), title="Secretdraft", summary="x", live=False)
    told = raw()
    assert "publicatelier" in told
    assert "secret" not in told and "31987" not in told and activity.register.lower() not in told.split("'")


def test_a_document_for_some_cannot_even_be_made():
    with pytest.raises(NotPublic):
        SearchDocument(key="page:1", kind="page", language="fr", title="x", url="/", visibility="login")
