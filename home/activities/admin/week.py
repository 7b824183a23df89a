"""The week as a list: every session with its state, and one button for each thing that may happen to it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.activities.actions.plan import day_bounds
from home.activities.admin.base import AdminPage, my_choice
from home.activities.admin.rows import Row, rows_for
from home.activities.models import Activity, Session
from home.activities.posters.period import Period, parse_week, week_of
from home.places.models import Place
from portal.when import day_words, span_words


def by_day(rows: list[Row]) -> list[tuple[str, bool, list[Row]]]:
    """Group rows under their day in words; the flag says that it is today."""
    today = timezone.localdate()
    return [
        (day_words(day).capitalize(), day == today, list(found))
        for day, found in groupby(rows, key=lambda row: row.day)
    ]


class WeekPage(AdminPage):
    """The sessions of one week, of all or of one place or activity."""

    permission = "activities.change_session"
    template_name = "activities_admin/week.html"
    page_title = gettext_lazy("Semaine")
    header_icon = "calendar-alt"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = week_of(timezone.localdate())
        week, unknown = self.read_week(today)
        place = my_choice(self.request, Place, "lieu")
        activity = my_choice(self.request, Activity, "atelier")
        sessions = Session.objects.editable_by(self.request.user).on_calendar().order_by("start", "pk")
        sessions = sessions.between(*day_bounds(week.first, week.last))
        if place:
            sessions = sessions.filter(place=place)
        if activity:
            sessions = sessions.filter(activity=activity)
        chosen = {"lieu": place.pk if place else "", "atelier": activity.pk if activity else ""}
        return super().get_context_data(**kwargs) | {
            "span": span_words(week.first, week.last, year=True),
            "days": by_day(rows_for(sessions)),
            "unknown": unknown,
            "week": week.code,
            "is_this_week": week == today,
            "previous": link(week.first - timedelta(weeks=1), chosen),
            "this_week": link(today.first, chosen),
            "next": link(week.first + timedelta(weeks=1), chosen),
            "here": link(week.first, chosen),
            "places": Place.objects.editable_by(self.request.user),
            "activities": Activity.objects.editable_by(self.request.user).order_by("name"),
            "place": place,
            "activity": activity,
        }

    def read_week(self, today: Period) -> tuple[Period, str]:
        """Give the week asked for; this week, and a word about it, when there is no such week."""
        asked = self.request.GET.get("semaine", "")
        if not asked:
            return today, ""
        try:
            return parse_week(asked), ""
        except ValueError:
            return today, _("Cette semaine n'existe pas. Voici la semaine en cours.")


def link(day: date, chosen: dict[str, Any]) -> str:
    """Give the address of another week with the same choices."""
    return "?" + urlencode({"semaine": week_of(day).code} | {k: v for k, v in chosen.items() if v})


def week_address(day: date) -> str:
    """Give the address of the week of `day`."""
    return f"{reverse('seance:week')}?semaine={week_of(day).code}"
