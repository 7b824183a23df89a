"""What an editor finds on arriving: this week, what waits to be counted, the posters, the urgent message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from home.activities.actions.plan import day_bounds
from home.activities.admin.attendance import to_count
from home.activities.admin.rows import rows_for
from home.activities.admin.week import by_day, week_address
from home.activities.models import Session
from home.activities.posters.period import week_of
from home.pages.models import Banner, NewsIndexPage, NewsPage, TerritoryPage
from portal.accounts.models import User
from portal.territories.models import Territory

MOST_TO_COUNT = 8
MOST_NEWS = 4


def posters_of(territory: Territory, today: date) -> dict[str, Any]:
    """Give the addresses of the posters of this week, the next and this month."""
    address = reverse("poster", args=[territory.slug, "pdf"])
    following = week_of(date.fromordinal(today.toordinal() + 7))
    return {
        "name": territory.name,
        "week": f"{address}?semaine={week_of(today).code}",
        "next_week": f"{address}?semaine={following.code}",
        "month": f"{address}?mois={today:%Y-%m}",
    }


def news_to_write(user: User) -> list[dict[str, Any]]:
    """Give where `user` writes a piece of news: the French list of each of their territories, then the portal's."""
    mine = page_permission_policy.instances_user_has_permission_for(user, "add")
    lists = NewsIndexPage.objects.filter(
        pk__in=mine.values("pk"), locale__language_code=settings.LANGUAGE_CODE
    ).order_by("-depth", "path")[:MOST_NEWS]
    parents = TerritoryPage.objects.filter(path__in=[page.path[: -Page.steplen] for page in lists])
    names = dict(parents.values_list("path", "title"))
    address = (NewsPage._meta.app_label, NewsPage._meta.model_name)
    return [
        {
            "name": names.get(page.path[: -Page.steplen], _("tout le portail")),
            "url": reverse("wagtailadmin_pages:add", args=[*address, page.pk]),
        }
        for page in lists
    ]


class WeekPanel(Component):
    """This week and what it asks for."""

    name = "week"
    order = 50
    template_name = "pages_admin/home_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        request = (parent_context or {})["request"]
        user, today = request.user, timezone.localdate()
        week = week_of(today)
        sessions = Session.objects.editable_by(user).on_calendar().order_by("start", "pk")
        waiting = to_count(user)
        return {
            "request": request,
            "perms": (parent_context or {}).get("perms"),
            "csrf_token": (parent_context or {}).get("csrf_token"),
            "days": by_day(rows_for(sessions.between(*day_bounds(today, week.last)))),
            "week_url": week_address(today),
            "to_count": rows_for(waiting[:MOST_TO_COUNT]),
            "waiting": waiting.count(),
            "news": news_to_write(user),
            "posters": [posters_of(territory, today) for territory in Territory.objects.editable_by(user)],
            "banners": Banner.objects.shown_at(timezone.now()).filter(
                territory__in=Territory.objects.editable_by(user)
            ),
        }
