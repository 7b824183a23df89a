"""The page of a territory, in any language, is its editors' to write from the moment it is there."""

from __future__ import annotations

from django.db.models.signals import post_save
from django.dispatch import receiver

from home.pages.models import TerritoryPage
from portal.territories.actions import grant_page_permissions


@receiver(post_save, sender=TerritoryPage, dispatch_uid="pages-editors-of-territory")
def let_editors_in(instance: TerritoryPage, created: bool, raw: bool, **_kwargs: object) -> None:
    """Give the territory's editors the new page and what will stand under it."""
    if created and not raw:
        grant_page_permissions(instance.territory, instance)
