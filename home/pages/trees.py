"""The trees of the languages stay alike: what is moved in French is moved in all, what showed its words goes with it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.signals import post_page_move

from home.pages.written import OWN_WORDS


def twins_of(page: Page) -> PageQuerySet:
    """Give the pages of the other languages."""
    return Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)


@receiver(post_page_move, dispatch_uid="pages-trees-move")
def _moves(instance: Page, parent_page_before: Page, parent_page_after: Page, **_kwargs: Any) -> None:
    """Move the twins of a French page that was moved, those that stood as it did, where there is a place for them."""
    is_french = instance.locale.language_code == settings.LANGUAGE_CODE
    if not is_french or parent_page_before.pk == parent_page_after.pk:
        return
    for twin in twins_of(instance).select_related("locale"):
        parent = parent_page_after.get_translation_or_none(twin.locale)
        stood_there = twin.get_parent().translation_key == parent_page_before.translation_key
        if parent and stood_there and Page._slug_is_available(twin.slug, parent, twin):
            twin.specific.move(parent, pos="last-child")


@receiver(pre_delete, dispatch_uid="pages-trees-delete")
def _goes(sender: type, instance: Any, **_kwargs: Any) -> None:
    """Delete with a French page those that show its words; what somebody wrote in another language stays."""
    if sender is not Page or instance.locale.language_code != settings.LANGUAGE_CODE:
        return  # each page is deleted once as a page, and once as the kind of page it is
    for twin in twins_of(instance).exclude(OWN_WORDS):
        twin.specific.delete()
