"""One slug for a page in every language: when the French page is renamed, its translations and aliases follow."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_slug_changed

#: The home pages of the languages are sisters: each needs a slug of its own.
HOME_DEPTH = 2


@receiver(page_slug_changed, dispatch_uid="pages-slugs-follow")
def follow(instance: Page, **_kwargs: object) -> None:
    """Rename the twins of a French page that was renamed, where the new slug is free."""
    if instance.locale.language_code != settings.LANGUAGE_CODE or instance.depth <= HOME_DEPTH:
        return
    twins = Page.objects.filter(translation_key=instance.translation_key).exclude(pk=instance.pk)
    for twin in twins.exclude(slug=instance.slug).specific():
        if Page._slug_is_available(instance.slug, twin.get_parent(), twin):
            rename(twin, instance.slug)


@transaction.atomic
def rename(page: Page, slug: str) -> None:
    """Give `page` its new slug, in its published form and in its drafts; its words are left alone.

    Saving it makes Wagtail send the signal again, which makes the redirect.
    """
    page.slug = slug
    page.save(clean=False)
    for revision in page.revisions.filter(pk__in=[page.latest_revision_id, page.live_revision_id]):
        revision.content |= {"slug": slug, "url_path": page.url_path}
        revision.save(update_fields=["content"])
