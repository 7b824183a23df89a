"""Translations under way: until one is published, its page shows the French words as they change, and says so.

Wagtail-localize makes a page of an alias as soon as its translation begins, and writes what is translated so far in the
public page: half a text, under the name of a language it is not all in. What is said here undoes that.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished
from wagtail_localize.models import Translation, TranslationLog
from wagtail_localize.views.convert import sync_alias


def unwritten(french: Page) -> QuerySet[Page]:
    """Give the pages of other languages whose translation was begun and never published; aliases are not among them.

    One that was published and taken back is left alone: somebody wanted it so.
    """
    never = Q(live=True) | Q(first_published_at=None)
    begun = Page.objects.filter(never, translation_key=french.translation_key, alias_of=None)
    return begun.filter(live_revision=None).exclude(locale__language_code=settings.LANGUAGE_CODE)


@transaction.atomic
def show_french(french: Page, page: Page) -> None:
    """Show what `french` says in the place of `page`; what its translator has written is kept."""
    drafted = page.draft_title
    sync_alias(french, page.specific)
    Page.objects.filter(pk=page.pk).update(
        live_revision=None, has_unpublished_changes=True, draft_title=drafted
    )


def pieces_left(translation: Translation) -> int:
    """Give how many pieces of the French text are not translated, or refused. One query."""
    total, done = translation.get_progress()
    return total - done


def translation_of(thing: Any) -> Translation | None:
    """Give the translation, piece by piece, that makes `thing`; None for a text written as a whole. One query."""
    made = Translation.objects.filter(
        enabled=True, source__object_id=thing.translation_key, target_locale_id=thing.locale_id
    )
    return made.select_related("source", "target_locale").first()


@receiver(post_save, sender=Translation, dispatch_uid="pages-translation-begins")
def _begins(instance: Translation, created: bool, raw: bool, **_kwargs: Any) -> None:
    """Take the French revision away from an alias that becomes a page: an alias carries that of its source."""
    if created and not raw:
        twins = Page.objects.filter(
            translation_key=instance.source.object_id, locale=instance.target_locale_id
        )
        twins.exclude(alias_of=None).update(live_revision=None)


@receiver(post_save, sender=TranslationLog, dispatch_uid="pages-translation-saved")
def _is_saved(instance: TranslationLog, created: bool, raw: bool, **_kwargs: Any) -> None:
    """Put the French words back in a public page the package has just written half of a translation in."""
    source = instance.source
    french = Page.objects.filter(translation_key=source.object_id, locale=source.locale_id).first()
    if created and not raw and french:
        for page in unwritten(french).filter(locale=instance.locale_id):
            show_french(french, page)


@receiver(page_published, dispatch_uid="pages-french-changes")
def _french_changes(instance: Page, **_kwargs: Any) -> None:
    """Show what a French page says now wherever it stands in the place of a translation."""
    if instance.locale.language_code == settings.LANGUAGE_CODE:
        for page in unwritten(instance):
            show_french(instance, page)


@receiver(page_unpublished, dispatch_uid="pages-french-goes")
def _french_goes(instance: Page, **_kwargs: Any) -> None:
    """Take away, with a French page, what showed its words; it comes back with it."""
    if instance.locale.language_code == settings.LANGUAGE_CODE:
        for page in unwritten(instance).filter(live=True):
            page.specific.unpublish(log_action=False)
            Page.objects.filter(pk=page.pk).update(first_published_at=None)
