"""What follows from a change of the guide.

Search is told, in the transaction of the change; pages tell it themselves, as every page does. Chapters are withdrawn after
the guide they belong to, all or none: nobody reaches them meanwhile (`ChapterPage.serve`).
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_unpublished

from resources.guide.documents import REGISTER
from resources.guide.models.pages import GuidePage
from resources.guide.models.registers import Register
from search.engine import engines
from search.updates import touch


@receiver([post_save, post_delete], sender=Register, dispatch_uid="register-tells-search")
def _register(instance: Register, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        touch(REGISTER, [instance.code])


@receiver([post_save, post_delete], dispatch_uid="guide-opens-registers")
def _opens(sender: type, instance: Any, raw: bool = False, **_kwargs: Any) -> None:
    """Touch the registers when a guide appears or goes, or when pages are kept for some readers: they go with it."""
    if raw or not issubclass(sender, Page | PageViewRestriction) or not engines():
        return
    if sender is PageViewRestriction or issubclass(instance.specific_class or Page, GuidePage):
        touch(REGISTER, Register.objects.values_list("code", flat=True))


@receiver(page_unpublished, dispatch_uid="guide-withdraws-chapters")
def _withdrawn(sender: type, instance: Page, **_kwargs: Any) -> None:
    """Withdraw the chapters of a guide that is withdrawn: no list, map or search names what cannot be reached.

    The journal names who withdrew the guide: Wagtail remembers it for as long as the request lasts (`LogContext`).
    """
    if issubclass(sender, GuidePage):
        with transaction.atomic():
            for chapter in instance.get_children().live().specific():
                chapter.unpublish()
