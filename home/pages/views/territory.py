"""What the page of a territory shows: its places, its days, its news, its posters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from home.activities.agenda import week_end
from home.activities.models import Session
from home.pages.models import TerritoryPage
from home.pages.now import Now, Span, today_and_tomorrow
from home.pages.views.home import latest_news
from portal.when import span_words

CARDS_A_DAY = 8


def face(page: TerritoryPage, request: HttpRequest) -> dict[str, Any]:
    """Give what the page of a territory shows beside its own words. At most eight queries."""
    now, territory = Now(request), page.territory
    here = f"{now.root}{territory.slug}/"
    return {
        "territory": territory,
        "territory_name": now.territory_name(territory),
        "phone": territory.phone,
        "doors": [replace(door, territory_name="") for door in now.doors(territory)],
        "days": now.days(
            Session.objects.filter(activity__territory=territory),
            f"{here}agenda/",
            spans(now.today),
            CARDS_A_DAY,
        ),
        "agenda_url": f"{here}agenda/",
        "news": latest_news(now, page.path),
        "news_url": f"{here}actualites/",
        "posters": posters(f"{here}agenda/", now.today),
    }


def spans(today: date) -> list[Span]:
    """Give today, tomorrow and the rest of the week, under the agenda's own headings."""
    found, end = today_and_tomorrow(today), week_end(today)
    after = today + timedelta(days=2)
    if after <= end:
        found.append(Span(_("Cette semaine"), span_words(after, end), "semaine", end))
    return found


def posters(agenda: str, today: date) -> list[dict[str, str]]:
    """Give the posters of this week, of next week and of this month; this week's as a picture too, for messages."""
    this, following = (day.isocalendar() for day in (today, today + timedelta(days=7)))
    wanted = [
        (_("Affiche de cette semaine"), "pdf", f"semaine={this.year}-W{this.week:02d}"),
        (_("La même en image, à envoyer"), "png", f"semaine={this.year}-W{this.week:02d}"),
        (_("Affiche de la semaine prochaine"), "pdf", f"semaine={following.year}-W{following.week:02d}"),
        (_("Affiche du mois"), "pdf", f"mois={today:%Y-%m}"),
    ]
    return [
        {"title": title, "type": kind.upper(), "url": f"{agenda}affiche.{kind}?{query}"}
        for title, kind, query in wanted
    ]
