"""The door in words: open now, until when, when next, which exceptions are coming. Hours are told in Europe/Paris."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays
from django.utils import timezone
from django.utils.dateformat import DateFormat
from django.utils.translation import get_language, gettext_noop, pgettext
from django.utils.translation import gettext as _

from home.places.hours import SPECIAL, HasHours, Hours, IsException, Range, check_hours
from portal.territories.words import Words
from portal.when import day_words, hours_words, span_words, time_words

__all__ = ["Announcement", "OpeningStatus", "WeekDay", "announced", "check_hours", "status", "week"]

OPEN, CLOSED, UNKNOWN = "open", "closed", ""
CLOSURES_AHEAD = timedelta(weeks=4)
HOLIDAYS_AHEAD = timedelta(weeks=2)
#: Days further away than this are told with their year.
YEAR_TOLD_FROM = timedelta(days=180)
HOLIDAY_NAMES = (
    gettext_noop("Jour de l'an"),
    gettext_noop("Lundi de Pâques"),
    gettext_noop("Fête du Travail"),
    gettext_noop("Fête de la Victoire"),
    gettext_noop("Ascension"),
    gettext_noop("Lundi de Pentecôte"),
    gettext_noop("Fête nationale"),
    gettext_noop("Assomption"),
    gettext_noop("Toussaint"),
    gettext_noop("Armistice"),
    gettext_noop("Noël"),
)


@dataclass(frozen=True)
class OpeningStatus:
    """The door at one moment. `until` is when that changes (aware), None when it does not or nobody knows.

    `words` say it all but the reason; `reason` is in its own language; `next_words` say when the door opens again
    where `words` do not ("Ouvre lundi 4 janvier à 9 h").
    """

    state: str
    words: str
    until: datetime | None = None
    reason: Words | None = None
    next_words: str = ""

    @property
    def is_open(self) -> bool:
        """Whether one can come in."""
        return self.state == OPEN


@dataclass(frozen=True)
class WeekDay:
    """One line of the week: the ordinary hours, and what holds instead the next time that day comes."""

    day: str
    words: str
    lines: tuple[str, ...]
    today: bool
    is_open: bool
    instead: str = ""
    reason: Words | None = None


@dataclass(frozen=True)
class Announcement:
    """A closure, special hours or a public holiday, told before it comes."""

    kind: str
    first_day: date
    last_day: date
    words: str
    reason: Words
    is_now: bool = False


def status(place: HasHours, exceptions: Iterable[IsException], now: datetime) -> OpeningStatus:
    """Tell whether the door of `place` is open at `now` (aware) and when that changes.

    `exceptions` are those of the place, past ones allowed. The state is "" when the place has no readable hours, unless a
    dated closure holds: nobody knows when the door opens again, but it is closed.
    """
    local = timezone.localtime(now).replace(tzinfo=None)
    hours = Hours(place, exceptions, local.date())
    exception = hours.exception_on(local.date())
    reason = exception.reason_words if exception else None
    if not hours.known:
        if exception is None or exception.kind == SPECIAL:
            return OpeningStatus(UNKNOWN, "")
        last = _end_of_closures(hours, local.date())
        return OpeningStatus(CLOSED, _closed_until(local.date(), last), reason=reason)
    change = hours.next_change(local)
    until = timezone.make_aware(change) if change else None
    if hours.is_open(local):
        return OpeningStatus(OPEN, _open_words(local, change), until, reason)
    if exception and exception.kind != SPECIAL:
        last = change.date() - timedelta(days=1) if change else _end_of_closures(hours, local.date())
        return OpeningStatus(
            CLOSED, _closed_until(local.date(), last), until, reason, _opens_words(local, change)
        )
    if hours.closed_for_holiday(local.date()):
        holiday = _holiday_reason(local.date())
        return OpeningStatus(CLOSED, _("Fermé aujourd'hui"), until, holiday, _opens_words(local, change))
    return OpeningStatus(CLOSED, _closed_words(local, change), until, reason)


def week(place: HasHours, exceptions: Iterable[IsException] = (), today: date | None = None) -> list[WeekDay]:
    """Give the week of `place` from Monday to Sunday in words; nothing when its hours are unknown.

    What differs in the seven days from `today` is told beside the ordinary hours.
    """
    today = today or timezone.localdate()
    hours = Hours(place, exceptions, today)
    if not hours.known:
        return []
    days = sorted((today + timedelta(days=n) for n in range(7)), key=date.weekday)
    return [_week_day(hours, day, today) for day in days]


def announced(
    exceptions: Iterable[IsException], today: date, place: HasHours | None = None
) -> list[Announcement]:
    """List what is exceptional from `today` on, soonest first: closures and special hours four weeks ahead.

    With `place`, the public holidays of the next two weeks that shut its door are told too.
    """
    exceptions = list(exceptions)
    found = [
        Announcement(
            e.kind, e.first_day, e.last_day, _exception_words(e), e.reason_words, e.first_day <= today
        )
        for e in exceptions
        if e.last_day >= today and e.first_day <= today + CLOSURES_AHEAD
    ]
    if place is not None:
        found += _holidays_ahead(Hours(place, exceptions, today), today)
    return sorted(found, key=lambda a: (a.first_day, a.last_day))


def ranges_words(ranges: Sequence[Range]) -> str:
    """Give the hours of one day: "de 9 h à 12 h et de 14 h à 17 h"; "Fermé" when there are none."""
    parts = ranges_lines(ranges)
    if len(parts) == 1:
        return parts[0]
    return _("%(first)s et %(last)s") % {"first": pgettext("list", ", ").join(parts[:-1]), "last": parts[-1]}


def ranges_lines(ranges: Sequence[Range]) -> list[str]:
    """Give the hours of one day, a line for each stretch; "Fermé" alone when there are none."""
    return [hours_words(start.time(), end.time()) for start, end in ranges] or [_("Fermé")]


@cache
def holiday_name(day: date) -> str:
    """Give the French name of a public holiday, a key for translation; "" on other days."""
    return holidays.France(years=day.year, language="fr").get(day, "")


def _open_words(now: datetime, change: datetime | None) -> str:
    if change is None:
        return _("Ouvert")
    closes_today = change.date() == now.date() or change == datetime.combine(
        now.date() + timedelta(days=1), time()
    )
    hour = time_words(change.time())
    if closes_today:
        return _("Ouvert, ferme à %(hour)s") % {"hour": hour}
    if change.date() == now.date() + timedelta(days=1):
        return _("Ouvert, ferme demain à %(hour)s") % {"hour": hour}
    return _("Ouvert, ferme %(day)s à %(hour)s") % {"day": _far_day(change.date(), now.date()), "hour": hour}


def _closed_words(now: datetime, change: datetime | None) -> str:
    if change is None:
        return _("Fermé")
    hour = time_words(change.time())
    if change.date() == now.date():
        return _("Fermé, ouvre à %(hour)s") % {"hour": hour}
    if change.date() == now.date() + timedelta(days=1):
        return _("Fermé, ouvre demain à %(hour)s") % {"hour": hour}
    return _("Fermé, ouvre %(day)s à %(hour)s") % {"day": _far_day(change.date(), now.date()), "hour": hour}


def _opens_words(now: datetime, change: datetime | None) -> str:
    if change is None:
        return ""
    hour = time_words(change.time())
    if change.date() == now.date() + timedelta(days=1):
        return _("Ouvre demain à %(hour)s") % {"hour": hour}
    return _("Ouvre %(day)s à %(hour)s") % {"day": _far_day(change.date(), now.date()), "hour": hour}


def _closed_until(today: date, last: date) -> str:
    if last <= today:
        return _("Fermé aujourd'hui")
    return _("Fermé jusqu'au %(day)s") % {"day": _far_day(last, today)}


def _far_day(day: date, today: date) -> str:
    return day_words(day, year=day - today > YEAR_TOLD_FROM)


def _end_of_closures(hours: Hours, day: date) -> date:
    """Give the last day of the closures that follow one another from `day`."""
    last = day
    while (closure := hours.exception_on(day)) and closure.kind != SPECIAL:
        last = max(day, closure.last_day)  # told whole, even when it ends beyond what `hours` looks at
        day += timedelta(days=1)
    return last


def _holiday_reason(day: date) -> Words:
    name = holiday_name(day)
    text = _("jour férié, %(name)s") % {"name": _(name)} if name else _("jour férié")
    return Words(text, (get_language() or "fr")[:2])


def _week_day(hours: Hours, day: date, today: date) -> WeekDay:
    usual, actual = hours.usually(day), hours.on(day)
    exception, instead, reason = hours.exception_on(day), "", None
    if actual != usual or (exception and usual):
        instead = _("%(day)s : %(hours)s") % {"day": day_words(day), "hours": ranges_words(actual)}
        reason = exception.reason_words if exception else _holiday_reason(day)
    return WeekDay(
        day=DateFormat(day).format("l"),
        words=ranges_words(usual),
        lines=tuple(ranges_lines(usual)),
        today=day == today,
        is_open=bool(usual),
        instead=instead,
        reason=reason,
    )


def _days_words(first: date, last: date) -> str:
    return day_words(first) if first == last else span_words(first, last)


def _exception_words(exception: IsException) -> str:
    days = _days_words(exception.first_day, exception.last_day)
    if exception.kind != SPECIAL:
        return _("Fermé %(days)s") % {"days": days}
    pairs = [part.split("-") for part in exception.hours.split(",")]
    try:
        day = exception.first_day
        ranges = [(datetime.combine(day, _clock(a)), datetime.combine(day, _clock(b))) for a, b in pairs]
        hours = ranges_words(ranges)
    except ValueError:
        return _("Horaires exceptionnels %(days)s") % {"days": days}
    return _("Ouvert %(days)s, %(hours)s") % {"days": days, "hours": hours}


def _clock(text: str) -> time:
    return time() if text == "24:00" else time.fromisoformat(text)


def _holidays_ahead(hours: Hours, today: date) -> list[Announcement]:
    days = (today + timedelta(days=n) for n in range(HOLIDAYS_AHEAD.days + 1))
    return [
        Announcement(
            "holiday",
            day,
            day,
            _("Fermé %(days)s") % {"days": day_words(day)},
            _holiday_reason(day),
            day == today,
        )
        for day in days
        if hours.closed_for_holiday(day)
    ]
