"""Opening a territory and setting the administration up: groups, collections, permissions. Everything may be run again.

Editors write pages and submit them: publishing is the administration's, by the review workflow. What cannot wait is not
a page and shows at once: sessions, closures, urgent messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from portal.territories.models import Commune, Territory
from portal.territories.permissions import (
    ADMINISTRATION_PERMISSIONS,
    ADMINISTRATOR_PAGE_PERMISSIONS,
    COLLECTION_PERMISSIONS,
    EDITOR_PAGE_PERMISSIONS,
    EDITOR_PERMISSIONS,
)
from portal.territories.querysets import ADMINISTRATION


def find_permissions(names: Iterable[str]) -> list[Permission]:
    """Find permissions by `app.codename`. Raises LookupError naming those that no model has."""
    wanted = set(names)
    found = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type").filter(
            codename__in={name.split(".")[1] for name in wanted}
        )
    }
    if missing := wanted - set(found):
        raise LookupError(f"No such permission: {', '.join(sorted(missing))}")
    return [found[name] for name in sorted(wanted)]


@transaction.atomic
def create_territory(
    *, name: str, slug: str, phone: str = "", communes: Iterable[Sequence[str]] = (), name_ar: str = ""
) -> Territory:
    """Open a territory, or bring the one at `slug` up to date: its editors' group, collection, permissions.

    `communes` are INSEE code, name and, when known, the SIREN of their intercommunalité. Give `grant_page_permissions`
    its page once that exists. Raises ValidationError when the name, the slug or a code will not do.
    """
    territory = Territory.objects.filter(slug=slug).first() or Territory(slug=slug)
    territory.name, territory.name_ar, territory.phone = name, name_ar, phone
    if territory._state.adding:
        territory.editors, _ = Group.objects.get_or_create(name=f"Rédaction {name}")
        territory.collection = _get_collection(name)
    territory.full_clean()
    territory.save()
    territory.communes.set([_get_commune(*commune) for commune in communes])
    territory.editors.permissions.set(find_permissions(EDITOR_PERMISSIONS))
    _grant_collection(territory.editors, territory.collection)
    return territory


@transaction.atomic
def grant_page_permissions(territory: Territory, page: Page) -> None:
    """Let the editors of `territory` write under `page` and its translations; call it again after a translation."""
    for tree in page.get_translations(inclusive=True):
        _grant_pages(territory.editors, tree, EDITOR_PAGE_PERMISSIONS)


@transaction.atomic
def set_up_administration() -> Group:
    """Give the group Administration all editorial content of every territory, and the accounts of those who write it."""
    group, _ = Group.objects.get_or_create(name=ADMINISTRATION)
    group.permissions.set(find_permissions(EDITOR_PERMISSIONS | ADMINISTRATION_PERMISSIONS))
    _grant_pages(group, Page.get_first_root_node(), ADMINISTRATOR_PAGE_PERMISSIONS)
    _grant_collection(group, Collection.get_first_root_node())
    return group


@transaction.atomic
def refresh_permissions(editors: Iterable[int]) -> None:
    """Give the groups of editors (by number) and the administration what they may do today, no less and no more.

    Done after each `migrate`: a new version says by itself what it lets people do. Raises LookupError when the tables
    of a permission are not there yet.
    """
    own = find_permissions(EDITOR_PERMISSIONS)
    for group in Group.objects.filter(pk__in=list(editors)):
        group.permissions.set(own)
    if administration := Group.objects.filter(name=ADMINISTRATION).first():
        administration.permissions.set(find_permissions(EDITOR_PERMISSIONS | ADMINISTRATION_PERMISSIONS))


def _get_collection(name: str) -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def _get_commune(code: str, name: str, epci: str = "") -> Commune:
    commune = Commune.objects.filter(code=code).first() or Commune(code=code, name=name)
    commune.epci = epci or commune.epci
    commune.full_clean(validate_unique=False)
    commune.save()
    return commune


def _grant_pages(group: Group, page: Page, codenames: Iterable[str]) -> None:
    for permission in find_permissions(f"wagtailcore.{codename}" for codename in codenames):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _grant_collection(group: Group, collection: Collection) -> None:
    for permission in find_permissions(COLLECTION_PERMISSIONS):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )
