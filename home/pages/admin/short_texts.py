"""The short texts of forms that have a box for each language, of this floor and those below; what is over is left alone.

An app above provides its own in the same way (`resources/guide/admin/translations.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from home.activities.models import AgendaSettings, Theme
from home.pages.admin.outdated import ShortText, provide
from home.pages.models import Banner
from home.places.models import Place
from portal.accounts.models import User
from portal.territories.models import Territory


def form(name: str, *before: str) -> Callable[[Any], str]:
    """Give what makes the address of the form of one row."""
    return lambda pk: reverse(name, args=[*before, pk])


def banners(user: User) -> QuerySet[Banner]:
    """Give the urgent messages of one's territories that are not over."""
    mine = Banner.objects.filter(territory__in=Territory.objects.editable_by(user))
    return mine.filter(ends_at__gt=timezone.now())


def everything(model: type) -> Callable[[Any], QuerySet]:
    """Give every row, to whoever holds the permission."""
    return lambda _user: model.objects.all()  # type: ignore[attr-defined]


def provide_short_texts() -> None:
    """Tell the report of them."""
    settings_form = form("wagtailsettings:edit", "activities", "agendasettings")
    for told in (
        ShortText(Place, "landmark", "places.change_place", Place.objects.editable_by, form("place:edit")),
        ShortText(Banner, "text", "pages.change_banner", banners, form("banner:edit")),
        ShortText(Theme, "name", "activities.change_theme", everything(Theme), form("theme:edit")),
        ShortText(
            AgendaSettings,
            "introduction",
            "activities.change_agendasettings",
            everything(AgendaSettings),
            settings_form,
        ),
    ):
        provide(told)
