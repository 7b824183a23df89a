"""After any run of actions the calendar is the rule, minus its pauses, plus what somebody changed by hand."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from home.activities.actions.closures import close_place, reopen_place
from home.activities.actions.days_off import DaysOff
from home.activities.actions.horizon import extend_sessions
from home.activities.actions.plan import checked_rule, horizon, hours
from home.activities.actions.series import Pause, end_series, preview_series, save_series, split_series
from home.activities.actions.sessions import (
    add_session,
    cancel_session,
    change_place,
    mark_full,
    move_session,
    restore_session,
)
from home.activities.models import CancelReason, Holiday, Series, Session
from home.places.models import HoursException
from tests.factories import ActivityFactory, PlaceFactory, SeriesFactory, paris

pytestmark = pytest.mark.django_db

FIRST = date(2026, 9, 1)
some_days = st.integers(0, 150).map(lambda n: FIRST + timedelta(n))
numbers = st.integers(0, 10_000)
rules = st.one_of(
    st.fixed_dictionaries(
        {
            "shape": st.sampled_from(["weekly", "fortnightly"]),
            "weekdays": st.sets(st.integers(0, 6), min_size=1),
        }
    ),
    st.fixed_dictionaries(
        {
            "shape": st.just("monthly"),
            "weekdays": st.sets(st.integers(0, 6), min_size=1, max_size=1),
            "nth": st.sampled_from([1, 2, 3, 4, -1]),
        }
    ),
    st.fixed_dictionaries(
        {"shape": st.just("dates"), "dates": st.sets(some_days.map(date.isoformat), min_size=1, max_size=12)}
    ),
    st.fixed_dictionaries({"shape": st.just("once"), "first_day": some_days}),
)
clock = st.sampled_from([time(0), time(2, 30), time(9), time(14), time(18)])
pauses = st.lists(st.tuples(some_days, st.integers(0, 10)), max_size=2).map(
    lambda spans: [Pause(day, day + timedelta(n)) for day, n in spans]
)
steps = st.one_of(
    st.tuples(st.just("save"), numbers, st.tuples(rules, clock, pauses, st.booleans(), st.booleans())),
    st.tuples(st.just("split"), numbers, st.tuples(some_days, rules, clock, pauses)),
    st.tuples(st.just("end"), numbers, some_days),
    st.tuples(st.just("cancel"), numbers, st.sampled_from(["leader", "weather"])),
    st.tuples(st.just("restore"), numbers, st.none()),
    st.tuples(st.just("move"), numbers, st.tuples(some_days, clock)),
    st.tuples(st.just("move back"), numbers, st.none()),
    st.tuples(st.just("place"), numbers, st.booleans()),
    st.tuples(st.just("full"), numbers, st.booleans()),
    st.tuples(st.just("add"), numbers, st.tuples(some_days, clock)),
    st.tuples(st.just("close"), numbers, st.tuples(some_days, st.integers(0, 10))),
    st.tuples(st.just("reopen"), numbers, st.none()),
    st.tuples(st.just("holiday"), numbers, st.tuples(some_days, st.integers(0, 14), st.booleans())),
    st.tuples(st.just("no holiday"), numbers, st.none()),
    st.tuples(st.just("night"), numbers, st.none()),
    st.tuples(st.just("time goes by"), numbers, st.integers(1, 30)),
)


class Story:
    """Plays steps on a small programme; an action that refuses must leave no trace."""

    def __init__(self, traveller) -> None:
        self.traveller = traveller
        activity = ActivityFactory()
        self.places = [activity.place, PlaceFactory(territory=activity.territory)]
        self.activity = activity
        save_series(self.series(), [], user=None)
        self.uids = self.identities()

    def series(self, **fields) -> Series:
        fields = {"first_day": FIRST, "last_day": FIRST + timedelta(120), "weekdays": [1]} | fields
        for name in ("weekdays", "dates"):
            fields[name] = sorted(fields.get(name, []))
        return SeriesFactory.build(activity=self.activity, place=self.places[0], **fields)

    def identities(self) -> dict:
        return {s.pk: (s.uid, s.original_date, s.slot) for s in Session.objects.all()}

    def pick(self, things, number):
        things = list(things.order_by("pk"))
        return things[number % len(things)] if things else None

    def play(self, name: str, number: int, what) -> None:
        before = list(Session.objects.order_by("pk").values())
        try:
            getattr(self, name.replace(" ", "_"))(number, what)
        except ValidationError:
            assert list(Session.objects.order_by("pk").values()) == before
        sequences = {row["id"]: row for row in before}
        for row in Session.objects.values():
            old = sequences.get(row["id"])
            if old and any(
                old[k] != row[k] for k in ("start", "end", "place_id", "status", "note", "is_full")
            ):
                assert row["sequence"] > old["sequence"], (name, old, row)
        identities = self.identities()
        assert self.uids.items() <= identities.items(), "a session keeps uid and address for life"
        self.uids = identities

    def save(self, number, what):
        rule, at, some, school, public = what
        series = self.pick(Series.objects, number)
        fields = {"weekdays": [], "dates": [], "nth": None, "last_day": FIRST + timedelta(120)} | rule
        for name, value in fields.items():
            setattr(series, name, sorted(value) if isinstance(value, set) else value)
        series.start_time, series.end_time = at, at.replace(hour=at.hour + 1)
        series.pause_school_holidays, series.pause_public_holidays = school, public
        series.place = self.places[number % 2]
        expected = preview_series(series, some).misfits
        assert {s.pk for s in save_series(series, some, user=None).misfits} == {s.pk for s in expected}

    def split(self, number, what):
        day, rule, at, some = what
        changed = self.series(**rule, start_time=at, end_time=at.replace(hour=at.hour + 1))
        split_series(self.pick(Series.objects, number), day, changed, some, user=None)

    def end(self, number, day):
        end_series(self.pick(Series.objects, number), day, user=None)

    def session(self, number) -> Session:
        return self.pick(Session.objects, number)

    def cancel(self, number, reason):
        cancel_session(self.session(number), reason=reason, user=None)

    def restore(self, number, _):
        restore_session(self.session(number), user=None)

    def move(self, number, what):
        day, at = what
        start, end = hours(Series(start_time=at, end_time=at.replace(hour=at.hour + 2)), day)
        move_session(self.session(number), start=start, end=end, user=None)

    def move_back(self, number, _):
        session = self.session(number)
        length = session.end - session.start
        move_session(
            session,
            start=session.original_start,
            end=session.original_start + length,
            place=session.original_place,
            user=None,
        )
        assert not session.is_moved

    def place(self, number, other):
        change_place(self.session(number), place=self.places[other], user=None)

    def full(self, number, full):
        mark_full(self.session(number), full=full, user=None)

    def add(self, number, what):
        day, at = what
        end = at.replace(hour=at.hour + 1)
        add_session(self.pick(Series.objects, number), day=day, start_time=at, end_time=end, user=None)

    def close(self, number, what):
        day, length = what
        last = day + timedelta(length)
        close_place(self.places[number % 2], first_day=day, last_day=last, reason="Travaux", user=None)

    def reopen(self, number, _):
        if closure := self.pick(HoursException.objects, number):
            reopen_place(closure, user=None)

    def holiday(self, number, what):
        day, length, school = what
        kind, zone = ("school", "A") if school else ("public", "")
        if not Holiday.objects.filter(kind=kind, zone=zone, first_day=day).exists():
            Holiday.objects.create(
                kind=kind, zone=zone, name="Fête", first_day=day, last_day=day + timedelta(length)
            )

    def no_holiday(self, number, _):
        if holiday := self.pick(Holiday.objects, number):
            holiday.delete()

    def night(self, number, _):
        extend_sessions()

    def time_goes_by(self, number, count):
        self.traveller.shift(timedelta(days=count))

    def assert_sound(self) -> None:
        now = timezone.now()
        assert extend_sessions() >= 0
        for series in Series.objects.select_related("activity__territory"):
            rule, own = checked_rule(series), list(series.pauses.all())
            until = horizon(timezone.localdate())
            off = DaysOff.load(rule.first_day, rule.last_day, [])
            wanted = {d for d in rule.occurrences(until) if not off.why_paused(series, own, d)}
            rows = series.sessions.on_calendar().filter(is_extra=False)
            kept = {s.original_date for s in rows if s.touched or s.is_full}
            ruled = {s.original_date: s for s in rows if s.original_date not in kept and s.start > now}
            to_come = {d for d in wanted if hours(series, d)[0] > now and d not in kept}
            begun = {s.original_date for s in series.sessions.filter(start__lte=now, is_extra=False)}
            late = {d for d in ruled if hours(series, d)[0] <= now}
            assert set(ruled) - late == to_come - begun, series
            for day, session in ruled.items():
                if day not in late:
                    assert (session.start, session.end) == hours(series, day)
                    assert session.place_id == series.place_id
                    assert not (session.is_moved or session.is_elsewhere)
        for session in Session.objects.happening().filter(touched=False, start__gt=now, is_extra=False):
            day = timezone.localdate(session.start)
            closed = HoursException.objects.filter(
                place=session.place, kind="closed", first_day__lte=day, last_day__gte=day
            )
            assert not closed.exists(), "no untouched session stands before a closed door"
        cancelled = Session.objects.filter(status="cancelled", closure=None)
        assert not [s for s in cancelled if s.reason == CancelReason.PLACE_CLOSED]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(steps, min_size=1, max_size=12))
def test_any_run_of_actions_leaves_a_sound_calendar(db, played):
    from django.db import transaction

    with transaction.atomic(), time_machine.travel(paris(2026, 9, 1, 8), tick=False) as traveller:
        story = Story(traveller)
        for step in played:
            story.play(*step)
        story.assert_sound()
        transaction.set_rollback(True)
