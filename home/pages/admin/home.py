"""What an editor finds on arriving: this week, what waits to be counted, the posters, the urgent message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from home.activities.actions.plan import day_bounds
from home.activities.admin.attendance import to_count
from home.activities.admin.rows import rows_for
from home.activities.admin.week import by_day, week_address
from home.activities.models import Session
from home.activities.posters.period import week_of
from home.pages.models import Banner
from portal.territories.models import Territory

MOST_TO_COUNT = 8


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
            "posters": [posters_of(territory, today) for territory in Territory.objects.editable_by(user)],
            "banners": Banner.objects.shown_at(timezone.now()).filter(
                territory__in=Territory.objects.editable_by(user)
            ),
        }
