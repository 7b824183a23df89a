"""What is published, withdrawn or moved in the guide has its book made anew, once the change stands."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from resources.guide.book.asking import renew_later
from resources.guide.book.state import LANGUAGES
from resources.guide.models.pages import ChapterPage, GuidePage
from resources.guide.models.registers import Register


@receiver([page_published, page_unpublished, post_page_move], dispatch_uid="guide-page-renews-book")
@receiver(post_delete, sender=ChapterPage, dispatch_uid="guide-chapter-gone-renews-book")
def _page(sender: type, instance: Page, **_kwargs: Any) -> None:
    """Renew the book of the language the page is written in; French shown in another tree is in no book."""
    if issubclass(sender, GuidePage | ChapterPage) and instance.alias_of_id is None:
        renew_later(instance.locale.language_code)


@receiver([post_save, post_delete], sender=Register, dispatch_uid="register-renews-book")
@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="privacy-renews-book")
def _every(raw: bool = False, **_kwargs: Any) -> None:
    """Renew every book: one that says the same as before stays as it is."""
    if not raw:
        renew_later(*LANGUAGES)
