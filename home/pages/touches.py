"""Pages tell search of their changes, in the transaction of the change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction

from home.pages.documents import kind_of
from home.pages.models import PlacePage
from home.places.models import Place
from portal.territories.models import Territory
from search.engine import engines
from search.updates import touch, touch_all

#: What saving a draft writes in the row of a page: nothing the public reads.
DRAFT = frozenset(["latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"])


@receiver([post_save, post_delete], dispatch_uid="pages-tell-search")
def _page(sender: type, instance: Any, raw: bool = False, update_fields: Any = None, **_kwargs: Any) -> None:
    """Touch a page that was saved or deleted, and those below it: their addresses begin with its own.

    Publishing, unpublishing, expiring, moving, copying and translating all save the page.
    """
    if (
        raw
        or not issubclass(sender, Page)
        or not engines()
        or (update_fields and DRAFT.issuperset(update_fields))
    ):
        return
    model = instance.specific_class
    if kind := kind_of(model):
        touch(kind, [instance.translation_key])
    if instance.numchild:
        touch_below(instance.path)


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="privacy-tells-search")
def _privacy(instance: PageViewRestriction, raw: bool = False, **_kwargs: Any) -> None:
    path = Page.objects.filter(pk=instance.page_id).values_list("path", flat=True).first()
    if path and not raw:
        touch_below(path)


@receiver(post_save, sender=Place, dispatch_uid="place-page-tells-search")
def _place(instance: Place, raw: bool = False, **_kwargs: Any) -> None:
    if not raw and engines():
        pages = PlacePage.objects.filter(place=instance)
        touch("place", pages.values_list("translation_key", flat=True))


@receiver([post_save, post_delete], sender=Territory, dispatch_uid="territory-pages-tell-search")
def _territory(raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        touch_all("page", "place")


def touch_below(path: str) -> None:
    """Touch the page at a path of the tree, all below it, and the aliases of any of them."""
    if not engines():
        return
    rows = Page.objects.filter(Q(path__startswith=path) | Q(alias_of__path__startswith=path))
    touch_rows(rows.values_list("content_type", "translation_key"))


def touch_rows(rows: Iterable[tuple[int, Any]]) -> None:
    """Touch pages told by their content type and translation key."""
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for content_type, key in rows:
        by_kind[kind_of(ContentType.objects.get_for_id(content_type).model_class())].append(key)  # type: ignore[arg-type]
    for kind, keys in by_kind.items():
        if kind:
            touch(kind, keys)
