"""A series is previewed, saved, changed from one date on, ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import registry

from home.activities.actions.base import EditConflict, calendar_change, check, record
from home.activities.actions.days_off import DaysOff, Span
from home.activities.actions.plan import Plan, Slots, checked_rule, horizon, make_plan
from home.activities.actions.writing import plans_for, raise_sequence, sessions_to_plan, write
from home.activities.models import Series, SeriesPause, Session, Shape
from home.activities.recurrence import local_start
from home.activities.sentences import series_sentence
from portal.accounts.models import User
from portal.when import day_words, time_words

#: What the feeds say of a session and a series holds.
SPOKEN = ("audience", "capacity_note")


@dataclass(frozen=True)
class Pause:
    """Days on which one series alone pauses, both included."""

    first_day: date
    last_day: date
    reason: str = ""


@dataclass(frozen=True)
class PlannedDay:
    """A date the rule gives; `struck` when nothing is held, with the reason in words."""

    day: date
    struck: bool
    reason: str


@dataclass(frozen=True)
class SeriesPreview:
    """What an editor reads before saving."""

    sentence: str
    days: list[PlannedDay]
    misfits: list[Session]


@dataclass
class SeriesResult:
    """How many sessions were written, and the changed ones that no longer fit the rule."""

    created: int = 0
    updated: int = 0
    withdrawn: int = 0
    restored: int = 0
    misfits: list[Session] = field(default_factory=list)


def _moment(today: date | None) -> datetime:
    """Give now, or the first instant of another day."""
    if today is None or today == timezone.localdate():
        return timezone.now()
    return local_start(today, time.min)


def preview_series(
    series: Series,
    pauses: Iterable[Span],
    *,
    today: date | None = None,
    following: tuple[Series, date] | None = None,
) -> SeriesPreview:
    """Say what the rule would give: its sentence and every date from first to last day. Nothing is written.

    Works on an unsaved series that has its activity, place, rule and hours; when it would follow another one from
    a day on, that one's sessions from that day are those it takes over. Raises ValidationError when the rule does not stand.
    """
    rule, pauses, now = checked_rule(series), list(pauses), _moment(today)
    days_off = DaysOff.load(rule.first_day, rule.last_day, [series.place_id])
    days = []
    for day in rule.occurrences():
        closure = days_off.closure(series.place_id, day)
        reason = days_off.why_paused(series, pauses, day) or (closure.reason if closure else "")
        days.append(PlannedDay(day, bool(reason), reason))
    sessions = _taken_over(*following, now) if following else []
    if not series._state.adding:
        sessions = sessions_to_plan([series], now)[series.pk]
    until = horizon(timezone.localdate(now))
    plan = make_plan(series, rule, pauses, sessions, days_off, Slots(), now=now, until=until)
    return SeriesPreview(series_sentence(series, rule), days, plan.misfits)


def _taken_over(old: Series, from_day: date, now: datetime) -> list[Session]:
    """Give the sessions that go over to the series following `old` from `from_day` on."""
    return [s for s in sessions_to_plan([old], now)[old.pk] if s.original_date >= from_day]


def save_series(
    series: Series, pauses: Iterable[Span], *, user: User | None, expected_version: int | None = None
) -> SeriesResult:
    """Store the rule and its pauses, and write its sessions as far as the horizon, all or nothing.

    A new series also writes its past dates; later changes touch only what is to come. Raises ValidationError when
    something does not stand, EditConflict when `expected_version` is not the stored one.
    """
    with calendar_change():
        before = None if series._state.adding else Series.objects.get(pk=series.pk)
        if before and expected_version not in (None, before.version):
            raise EditConflict(_who_was_faster(before))
        _check(series, before)
        rows = _checked_pauses(series, pauses)
        spoken = before and any(getattr(series, name) != getattr(before, name) for name in SPOKEN)
        _store(series, before)
        _store_pauses(series, rows)
        plan = _write_sessions(series, fresh=before is None, spoken=bool(spoken))
        _record(series, "update" if before else "create", user, plan)
    return _result(plan)


def split_series(
    series: Series,
    from_day: date,
    changed: Series,
    pauses: Iterable[Span],
    *,
    user: User | None,
    expected_version: int | None = None,
) -> Series:
    """Change a series "from this date on": the old one ends the day before, `changed` (unsaved) follows it.

    Sessions from that date on go over to the new series with their UID and SEQUENCE, those changed by hand as they
    stand; then the new rule is applied. Gives the new series, with its `result` (a
    SeriesResult) set on it. Raises ValidationError, EditConflict.
    """
    with calendar_change():
        old = Series.objects.get(pk=series.pk)
        if expected_version not in (None, old.version):
            raise EditConflict(_who_was_faster(old))
        _check_split(old, from_day)
        then = Series.objects.filter(follows=old).first()
        if then:  # the new one goes in between
            then.follows = None
            then.save(update_fields=["follows"])
        _cut(old, from_day - timedelta(days=1))
        changed.activity = old.activity
        changed.follows = old
        start_at(changed, from_day)
        _check(changed, None)
        rows = _checked_pauses(changed, pauses)
        _store(changed, None)
        if then:
            then.follows = changed
            then.save(update_fields=["follows"])
        _store_pauses(changed, rows)
        Session.objects.filter(series=old, original_date__gte=from_day).update(series=changed)
        plan = _write_sessions(changed, spoken=any(getattr(changed, n) != getattr(old, n) for n in SPOKEN))
        _record(changed, "split", user, plan, {"from": from_day, "old": str(old.pk)})
        _record(old, "end", user, Plan(), {"last_day": old.last_day})
    series.refresh_from_db()
    changed.result = _result(plan)  # type: ignore[attr-defined]  # what the editor is told
    return changed


def end_series(series: Series, last_day: date, *, user: User | None) -> SeriesResult:
    """Make `last_day` the last of the series; later sessions leave the calendar, later extra ones are given as misfits.

    A series ended before it begins keeps its first day, paused. Raises ValidationError when `last_day` is past its end.
    """
    with calendar_change():
        stored = Series.objects.get(pk=series.pk)
        if last_day > stored.last_day:
            raise ValidationError(_("La série s'arrête déjà avant ce jour. Choisissez un jour plus tôt."))
        first = checked_rule(stored).first_day
        _cut(stored, max(last_day, first))
        if last_day < first:
            SeriesPause.objects.create(
                series=stored, first_day=first, last_day=first, reason=_("Série arrêtée")
            )
        plan = _write_sessions(stored)
        later = Session.objects.filter(
            series=stored, is_extra=True, original_date__gt=last_day, start__gt=timezone.now()
        )
        plan.misfits.extend(later.on_calendar())
        _record(stored, "end", user, plan, {"last_day": last_day})
    series.refresh_from_db()
    return _result(plan)


def _check(series: Series, before: Series | None) -> None:
    """Raise ValidationError when a field or the rule does not stand; snap the days to the rule's own."""
    if before and before.activity_id != series.activity_id:
        raise ValidationError(_("Une série reste à son atelier. Créez-en une autre."))
    if series.shape != Shape.MONTHLY:
        series.nth = None
    check(series, ["follows"], constraints=False)
    rule = checked_rule(series)
    series.first_day, series.last_day = rule.first_day, rule.last_day
    series.weekdays, series.dates = list(rule.weekdays), [day.isoformat() for day in rule.dates]
    series.validate_constraints(exclude=["follows"])
    series.rrule = rule.rrule(series.start_time)


def _check_split(old: Series, from_day: date) -> None:
    if from_day < timezone.localdate():
        raise ValidationError(_("Choisissez un jour à venir : les séances passées ne changent plus."))
    if from_day <= old.first_day:
        raise ValidationError(_("La série commence ce jour-là ou après. Changez toute la série."))
    if from_day > old.last_day:
        raise ValidationError(_("La série est finie à cette date. Créez une nouvelle série."))


def start_at(series: Series, day: date) -> None:
    """Keep of an unsaved series what falls on `day` or later."""
    series.first_day = max(series.first_day, day)
    series.dates = [listed for listed in series.dates if date.fromisoformat(str(listed)) >= day]


def _cut(series: Series, last_day: date) -> None:
    """Store `series` with an earlier end."""
    series.dates = [day for day in series.dates if date.fromisoformat(day) <= last_day]
    series.last_day = last_day
    _check(series, series)
    _store(series, series)


def _store(series: Series, before: Series | None) -> None:
    series.version = before.version + 1 if before else 1
    series.save()


def _checked_pauses(series: Series, pauses: Iterable[Span]) -> list[SeriesPause]:
    """Make the rows of the pauses. Raises ValidationError when one does not stand."""
    rows = [
        SeriesPause(series=series, first_day=p.first_day, last_day=p.last_day, reason=p.reason)
        for p in pauses
    ]
    for row in rows:
        check(row, ["series"])
    return rows


def _store_pauses(series: Series, rows: list[SeriesPause]) -> None:
    series.pauses.all().delete()
    SeriesPause.objects.bulk_create(rows)


def _write_sessions(series: Series, *, fresh: bool = False, spoken: bool = False) -> Plan:
    """Apply the rule to the sessions to come; `spoken` raises SEQUENCE of all of them."""
    now = timezone.now()
    ((_series, plan),) = plans_for([series], now=now, until=horizon(timezone.localdate(now)), fresh=fresh)
    if spoken:
        already = {session.pk for session in (*plan.updated, *plan.restored, *plan.withdrawn)}
        standing: Sequence[Session] = sessions_to_plan([series], now)[series.pk]
        raise_sequence([s.pk for s in standing if s.pk not in already], now)
    write([plan], now)
    return plan


def _result(plan: Plan) -> SeriesResult:
    return SeriesResult(
        len(plan.created), len(plan.updated), len(plan.withdrawn), len(plan.restored), plan.misfits
    )


def _record(series: Series, verb: str, user: User | None, plan: Plan, more: dict | None = None) -> None:
    dates = {
        name: [session.original_date for session in getattr(plan, name)]
        for name in ("updated", "restored", "withdrawn")
    }
    data = {"sentence": series_sentence(series, series.rule), "created": len(plan.created)} | dates
    record(series, f"activities.series.{verb}", user, data | (more or {}))


def _who_was_faster(series: Series) -> str:
    """Say, in the active language, who changed the series last and when."""
    by_hand = registry.get_logs_for_instance(series).exclude(action="activities.series.refresh")
    entry = by_hand.filter(user__isnull=False).select_related("user").first()
    if entry is None:
        return _("La série a changé pendant ce temps. Rechargez la page, puis refaites votre changement.")
    then = timezone.localtime(entry.timestamp)
    when = _("%(day)s à %(hour)s") % {"day": day_words(then.date()), "hour": time_words(then.time())}
    return _("%(who)s a changé cette série %(when)s. Rechargez la page, puis refaites votre changement.") % {
        "who": entry.user_display_name,
        "when": when,
    }
