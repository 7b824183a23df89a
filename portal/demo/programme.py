"""The demonstration's programme: themes, places, workshops, and every state a session can be in, around today."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from home.activities.actions.attendance import record_attendance
from home.activities.actions.closures import close_place
from home.activities.actions.series import Pause, save_series
from home.activities.actions.sessions import (
    add_session,
    cancel_session,
    change_place,
    mark_full,
    move_session,
)
from home.activities.models import Activity, ActivityText, CancelReason, Series, Session, Theme
from home.places.models import HoursException, Place
from portal.accounts.models import User
from portal.demo.content import LANGUAGES, read
from portal.territories.models import Territory

TWO_HOURS = timedelta(hours=2)


def season(today: date) -> tuple[date, date]:
    """Give the first and last day of the programme: a school year that still has two months to run."""
    start = today.year if today.month >= 9 else today.year - 1
    end = start + 1 if today < date(start + 1, 5, 1) else start + 2
    return date(start, 9, 1), date(end, 6, 30)


def add_themes() -> dict[str, Theme]:
    """Give the themes by slug."""
    for position, theme in enumerate(read("territories")["theme"]):
        Theme.objects.update_or_create(slug=theme["slug"], defaults=theme | {"position": position})
    return {theme.slug: theme for theme in Theme.objects.all()}


def add_places(territory: Territory, places: list[dict[str, Any]]) -> None:
    """Write the places of a territory, and two announced exceptions on its lieu dédié."""
    today = timezone.localdate()
    for facts in places:
        place, _ = Place.objects.update_or_create(territory=territory, slug=facts["slug"], defaults=facts)
        if place.is_dedicated:
            HoursException.objects.get_or_create(
                place=place,
                kind=HoursException.Kind.SPECIAL,
                first_day=today + timedelta(days=9),
                last_day=today + timedelta(days=9),
                defaults={
                    "hours": "14:00-16:00",
                    "reason": "Réunion de l'équipe le matin",
                    "reason_en": "Team meeting in the morning",
                    "reason_ar": "اجتماع الفريق صباحا",
                },
            )


def add_activity(facts: dict[str, Any], themes: dict[str, Theme], user: User) -> Activity:
    """Write one workshop, its words in three languages, its series and their sessions."""
    place = Place.objects.get(slug=facts["place"])
    plain = {
        k: v for k, v in facts.items() if k not in ("territory", "place", "themes", "series", "texts", "slug")
    }
    activity = Activity.objects.create(slug=facts["slug"], territory=place.territory, place=place, **plain)
    activity.themes.set([themes[slug] for slug in facts["themes"]])
    add_texts(activity, facts["texts"], user)
    for spec in facts["series"]:
        add_series(activity, dict(spec), user)
    return activity


def add_texts(activity: Activity, texts: dict[str, dict[str, str]], user: User) -> None:
    """Publish the words of a workshop; the translations stay tied to the French text."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    french = ActivityText(activity=activity, locale=locales["fr"], **texts["fr"])
    french.save()
    french.save_revision(user=user).publish(user=user, skip_permission_checks=True)
    for language in LANGUAGES[1:]:
        if language in texts:
            other = french.copy_for_translation(locales[language])
            for field, value in texts[language].items():
                setattr(other, field, value)
            other.save()
            other.save_revision(user=user).publish(user=user, skip_permission_checks=True)


def add_series(activity: Activity, spec: dict[str, Any], user: User) -> Series:
    """Write one rule and its sessions; dates given from today are worked out here."""
    today = timezone.localdate()
    first, last = season(today)
    dates = [today + timedelta(days=n) for n in spec.pop("relative_dates", [])]
    if dates:
        first, last = dates[0], dates[-1]
    if spec["shape"] == "dates":
        spec["dates"] = [day.isoformat() for day in dates]
    start, end = (time.fromisoformat(spec.pop(key)) for key in ("start", "end"))
    series = Series(
        activity=activity,
        place=activity.place,
        first_day=first,
        last_day=last,
        start_time=start,
        end_time=end,
        **spec,
    )
    save_series(series, pauses_of(activity, today), user=user)
    return series


def pauses_of(activity: Activity, today: date) -> list[Pause]:
    """Give the one pause of the demonstration: relaxation stops for two weeks, three weeks from now."""
    if activity.slug != "relaxation":
        return []
    return [Pause(today + timedelta(days=21), today + timedelta(days=34), "Congé de l'intervenante")]


def coming(slug: str, skip: int = 0, *, within: int = 120) -> Session | None:
    """Give the next untouched session of a workshop from tomorrow on, past `skip` others."""
    tomorrow = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    found = Session.objects.happening().filter(
        activity__slug=slug, touched=False, start__gte=tomorrow, start__lt=tomorrow + timedelta(days=within)
    )
    return found.order_by("start")[skip : skip + 1].first()


def show_every_state(user: User) -> None:
    """Cancel, move, fill, add and close around today, so that every state shows on any day of the year."""
    something_today(user)
    if session := coming("permanence-mediation"):
        cancel_session(session, reason=CancelReason.LEADER_AWAY, note="Appelez, on vous rappelle.", user=user)
    if session := coming("cafe-sante"):
        move_session(
            session, start=session.start + timedelta(days=1), end=session.end + timedelta(days=1), user=user
        )
    if session := coming("mediation-dom-inno"):
        move_session(session, start=session.start + TWO_HOURS, end=session.end + TWO_HOURS, user=user)
    for slug in ("cuisine-de-saison", "gym-douce"):
        if session := coming(slug):
            mark_full(session, user=user)
    if session := coming("balade-du-quartier"):
        verger = Place.objects.get(slug="centre-social-le-verger")
        change_place(session, place=verger, note="Départ devant le portail vert.", user=user)
    add_extras_and_closure(user)


def something_today(user: User) -> None:
    """Add a session today in a territory that has none, whatever the weekday or the holiday."""
    today = timezone.localdate()
    for slug in ("art-therapie", "cafe-sante"):
        series = Series.objects.get(activity__slug=slug)
        territory = series.activity.territory
        planned = (
            Session.objects.happening()
            .filter(activity__territory=territory)
            .exclude(series__audience="professionnels")
        )
        if not any(timezone.localdate(s.start) == today for s in planned.filter(start__date=today)):
            add_session(series, day=today, start_time=time(17), end_time=time(18, 30), user=user)


def add_extras_and_closure(user: User) -> None:
    """Add two sessions, cancel one far off, close a lent room for three days, and count a past session."""
    today = timezone.localdate()
    yoga = Series.objects.get(activity__slug="yoga-sur-chaise")
    add_session(yoga, day=today + timedelta(days=2), start_time=time(10), end_time=time(11, 30), user=user)
    if session := coming("jardin-partage", 1):
        cancel_session(session, reason=CancelReason.WEATHER, note="La terre est gelée.", user=user)
    close_place(
        Place.objects.get(slug="maison-des-habitants-eybens"),
        first_day=today + timedelta(days=12),
        last_day=today + timedelta(days=16),
        reason="Travaux dans la salle",
        reason_en="Building work in the room",
        reason_ar="أشغال في القاعة",
        user=user,
    )
    past = Session.objects.happening().filter(activity__slug="permanence-mediation", end__lt=timezone.now())
    for session, people in zip(past.order_by("-start")[2:8], (7, 5, 9, 4, 6, 8), strict=False):
        record_attendance(
            session,
            people=people,
            newcomers=people // 3,
            reasons={"papers": people - 2, "doctor": 2},
            user=user,
        )
