"""Who may be given a request and answer it, and who gives it."""

from __future__ import annotations

import logging

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.territories.querysets import ADMINISTRATION

logger = logging.getLogger(__name__)


def may(codename: str) -> Q:
    """Give the condition of holding the permission `guide.<codename>`: by a group, by oneself, or as a superuser."""
    held = Q(is_superuser=True)
    for path in ("groups__permissions", "user_permissions"):
        held |= Q(**{f"{path}__codename": codename, f"{path}__content_type__app_label": "guide"})
    return held


def facilitators() -> QuerySet[User]:
    """Give the people who could open a request given to them, by name: the one rule of who may answer, and be written to."""
    held = User.objects.filter(may("view_exchangerequest"), is_active=True)
    return User.objects.filter(pk__in=held.values("pk")).order_by("first_name", "last_name", "email")


def administrators() -> QuerySet[User]:
    """Give those who are told that a request waits: the administration, or superusers where there is none."""
    active = User.objects.filter(is_active=True).order_by("pk")
    some = active.filter(groups__name=ADMINISTRATION)
    return some if some.exists() else active.filter(is_superuser=True)


def administrators_for(what: str, pk: int) -> list[User]:
    """Give those to tell that something waits; that there is nobody is an error in the journal, with its number alone."""
    people = list(administrators())
    if not people:
        logger.error("Nobody to tell that it waits: no administration, no superuser: %s %s.", what, pk)
    return people
