"""What a translator and the administration do in the admin, for the tests of translations."""

from __future__ import annotations

from urllib.parse import urlencode

from django.test import Client
from wagtail.models import Page
from wagtail_localize.models import Translation

from tests.home.pages.conftest import locale


def begin(client: Client, page: Page, language: str = "en") -> Translation:
    """Send a page to translation."""
    answer = client.post(f"/admin/localize/submit/page/{page.pk}/", {"locales": [locale(language).pk]})
    assert answer.status_code == 302
    return Translation.objects.get(
        source__object_id=page.translation_key, target_locale__language_code=language
    )


def type_in(client: Client, translation: Translation, words: dict[str, str]) -> None:
    """Type the translation of some pieces, by their French."""
    for segment in translation.source.stringsegment_set.select_related("string"):
        if segment.string.data in words:
            address = f"/admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/"
            typed = urlencode({"value": words[segment.string.data]})
            answer = client.put(address, data=typed, content_type="application/x-www-form-urlencoded")
            assert answer.status_code in (200, 201)


def publish(client: Client, page: Page):
    """Press « Publier » on the page of a translation."""
    return client.post(f"/admin/pages/{page.pk}/edit/", {"action": "publish"}, follow=True)


def send(client: Client, translation: Translation):
    """Send a translation for review."""
    return client.post(f"/admin/traductions/{translation.pk}/relecture/", follow=True)


def approve(client: Client, page: Page) -> None:
    """Approve what is being read, from the first page of the admin."""
    page = Page.objects.get(pk=page.pk)
    task = page.current_workflow_task_state
    answer = client.post(f"/admin/pages/workflow/action/{page.pk}/approve/{task.pk}/", {"comment": ""})
    assert answer.status_code in (200, 302)
