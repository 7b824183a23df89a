"""The door in words, at the moments where others get it wrong."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from home.places.hours import parsed
from home.places.models import HoursException, Place
from home.places.opening import HOLIDAY_NAMES, announced, holiday_name, status, week
from tests.factories import HoursExceptionFactory, PlaceFactory, paris

WEEK = "Mo-Fr 09:00-12:00,14:00-17:00"


def place(hours: str = WEEK, *, closed_on_public_holidays: bool = True) -> Place:
    return Place(name="Espace", opening_hours=hours, closed_on_public_holidays=closed_on_public_holidays)


def closed(
    first: date, last: date | None = None, reason: str = "Congés de l'équipe", **more
) -> HoursException:
    return HoursException(first_day=first, last_day=last or first, reason=reason, **more)


def special(day: date, hours: str, reason: str = "Fête du quartier") -> HoursException:
    return HoursException(kind="special", first_day=day, last_day=day, hours=hours, reason=reason)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def words(moment: datetime, *exceptions: HoursException, hours: str = WEEK, **more) -> str:
    return plain(status(place(hours, **more), exceptions, moment).words)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (paris(2026, 11, 23, 8, 59), "Fermé, ouvre à 9 h"),
        (paris(2026, 11, 23, 9), "Ouvert, ferme à 12 h"),
        (paris(2026, 11, 23, 11, 59), "Ouvert, ferme à 12 h"),
        (paris(2026, 11, 23, 12), "Fermé, ouvre à 14 h"),
        (paris(2026, 11, 23, 16, 30), "Ouvert, ferme à 17 h"),
        (paris(2026, 11, 23, 17), "Fermé, ouvre demain à 9 h"),
        (paris(2026, 11, 23, 23, 59), "Fermé, ouvre demain à 9 h"),
        (paris(2026, 11, 24, 0, 0), "Fermé, ouvre à 9 h"),
        (paris(2026, 11, 27, 17), "Fermé, ouvre lundi 30 novembre à 9 h"),
        (paris(2026, 11, 29, 20), "Fermé, ouvre demain à 9 h"),
    ],
)
def test_an_ordinary_week(moment, said):
    assert words(moment) == said


def test_the_moment_of_change_is_given():
    assert status(place(), [], paris(2026, 11, 23, 10)).until == paris(2026, 11, 23, 12)
    assert status(place(), [], paris(2026, 11, 27, 17)).until == paris(2026, 11, 30, 9)


@pytest.mark.parametrize(
    ("hours", "moment", "said"),
    [
        ("Mo 09:00-12:00,12:00-17:00", paris(2026, 11, 23, 10), "Ouvert, ferme à 17 h"),
        ("Mo 20:00-24:00", paris(2026, 11, 23, 21), "Ouvert, ferme à minuit"),
        ("Mo 22:00-02:00", paris(2026, 11, 23, 23), "Ouvert, ferme demain à 2 h"),
        ("Mo 22:00-02:00", paris(2026, 11, 24, 1), "Ouvert, ferme à 2 h"),
        ("24/7", paris(2026, 11, 23, 3), "Ouvert"),
        ("Mo-Su 00:00-24:00", paris(2026, 11, 23, 3), "Ouvert"),
        ("Mo off", paris(2026, 11, 23, 3), "Fermé"),
        ("Mo 09:30-12:15", paris(2026, 11, 23, 9, 45), "Ouvert, ferme à 12 h 15"),
        ("Mo 00:00-24:00; Tu 00:00-10:00", paris(2026, 11, 23, 9), "Ouvert, ferme demain à 10 h"),
    ],
)
def test_midnight_and_back_to_back_ranges(hours, moment, said):
    assert words(moment, hours=hours, closed_on_public_holidays=False) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (paris(2026, 10, 24, 17), "Fermé, ouvre lundi 26 octobre à 9 h"),
        (paris(2026, 10, 25, 23), "Fermé, ouvre demain à 9 h"),
        (paris(2026, 10, 26, 8, 30), "Fermé, ouvre à 9 h"),
        (paris(2026, 3, 28, 12), "Fermé, ouvre lundi 30 mars à 9 h"),
        (paris(2026, 3, 30, 9), "Ouvert, ferme à 12 h"),
    ],
)
def test_around_both_clock_changes(moment, said):
    assert words(moment) == said


def test_the_night_of_a_clock_change_keeps_wall_hours():
    night = "Sa-Su 20:00-24:00,00:00-04:00"
    winter = status(place(night), [], paris(2026, 10, 25, 0, 30))
    assert plain(winter.words) == "Ouvert, ferme à 4 h"
    assert (
        winter.until.timestamp() - paris(2026, 10, 25, 0, 30).timestamp() == 4.5 * 3600
    )  # three o'clock comes twice
    summer = status(place("Su 00:00-02:30"), [], paris(2026, 3, 29, 1))  # 02:30 does not exist that night
    assert summer.is_open
    assert summer.until is not None


def test_a_public_holiday_shuts_the_door_and_says_so():
    found = status(place(), [], paris(2026, 12, 25, 10))
    assert (found.state, found.words) == ("closed", "Fermé aujourd'hui")
    assert str(found.reason) == "jour férié, Noël"
    assert plain(found.next_words) == "Ouvre lundi 28 décembre à 9 h"
    assert words(paris(2026, 12, 24, 18)) == "Fermé, ouvre lundi 28 décembre à 9 h"


def test_a_place_open_on_holidays_stays_open():
    assert words(paris(2026, 12, 25, 10), closed_on_public_holidays=False) == "Ouvert, ferme à 12 h"


def test_a_holiday_on_a_day_never_open_is_just_closed():
    found = status(place(), [], paris(2026, 8, 15, 10))  # a Saturday
    assert plain(found.words) == "Fermé, ouvre lundi 17 août à 9 h"
    assert found.reason is None


def test_special_hours_win_over_the_holiday():
    day = special(date(2026, 12, 25), "10:00-13:00", "Repas de Noël")
    assert words(paris(2026, 12, 25, 11), day) == "Ouvert, ferme à 13 h"
    assert str(status(place(), [day], paris(2026, 12, 25, 11)).reason) == "Repas de Noël"
    assert words(paris(2026, 12, 24, 18), day) == "Fermé, ouvre demain à 10 h"


def test_a_closure_says_until_when_and_why():
    leave = closed(date(2026, 12, 24), date(2026, 12, 31))
    found = status(place(), [leave], paris(2026, 12, 28, 10))
    assert plain(found.words) == "Fermé jusqu'au dimanche 3 janvier"  # the 1st is a holiday, then a weekend
    assert str(found.reason) == "Congés de l'équipe"
    assert plain(found.next_words) == "Ouvre lundi 4 janvier à 9 h"
    assert found.until == paris(2027, 1, 4, 9)


def test_the_evening_before_a_closure_gives_the_real_next_opening():
    leave = closed(date(2026, 12, 24), date(2026, 12, 31))
    assert words(paris(2026, 12, 23, 18), leave) == "Fermé, ouvre lundi 4 janvier à 9 h"


def test_the_last_evening_of_a_closure_says_tomorrow():
    leave = closed(date(2026, 12, 28), date(2026, 12, 29))
    found = status(place(), [leave], paris(2026, 12, 29, 20))
    assert (found.words, plain(found.next_words)) == ("Fermé aujourd'hui", "Ouvre demain à 9 h")
    assert words(paris(2026, 12, 30, 0), leave) == "Fermé, ouvre à 9 h"


def test_a_closure_with_a_day_of_special_hours_inside():
    leave = closed(date(2026, 12, 21), date(2027, 1, 2))
    opened = special(date(2026, 12, 29), "10:00-12:00")
    assert words(paris(2026, 12, 28, 9), leave, opened) == "Fermé aujourd'hui"
    assert words(paris(2026, 12, 29, 11), leave, opened) == "Ouvert, ferme à 12 h"
    assert words(paris(2026, 12, 29, 12), leave, opened) == "Fermé, ouvre lundi 4 janvier à 9 h"


def test_a_closure_nobody_knows_the_end_of():
    works = closed(date(2026, 11, 2), date(2028, 12, 31), "Travaux")
    found = status(place(), [works], paris(2026, 11, 23, 10))
    assert found.words.startswith("Fermé jusqu'au ")
    assert found.until is None
    assert found.next_words == ""


def test_a_day_far_away_is_told_with_its_year():
    eight_months = closed(date(2026, 11, 20), date(2027, 8, 31))
    assert words(paris(2026, 11, 19, 18), eight_months) == "Fermé, ouvre mercredi 1er septembre 2027 à 9 h"
    assert words(paris(2026, 11, 20, 10), eight_months) == "Fermé jusqu'au mardi 31 août 2027"
    assert words(paris(2027, 8, 20, 10), eight_months) == "Fermé jusqu'au mardi 31 août"
    for_years = closed(date(2026, 11, 1), date(2031, 10, 31))
    assert words(paris(2026, 11, 20, 10), for_years) == "Fermé jusqu'au vendredi 31 octobre 2031"


def test_past_exceptions_change_nothing():
    assert (
        words(paris(2026, 11, 23, 10), closed(date(2026, 11, 1), date(2026, 11, 20)))
        == "Ouvert, ferme à 12 h"
    )


def test_a_place_without_hours_says_nothing():
    for hours in ("", "n'importe quoi"):
        found = status(place(hours), [], paris(2026, 11, 23, 10))
        assert (found.state, found.words, found.until) == ("", "", None)
        assert week(place(hours), [], date(2026, 11, 23)) == []


def test_utc_instants_are_told_in_paris():
    summer_midnight = datetime(
        2026, 7, 19, 22, 30, tzinfo=timezone.get_fixed_timezone(0)
    )  # Monday 0:30 in Paris
    assert words(summer_midnight) == "Fermé, ouvre à 9 h"


def test_the_reason_comes_in_the_language_it_was_written_in():
    leave = closed(date(2026, 11, 23), reason_en="Team holiday")
    with translation.override("en"):
        assert status(place(), [leave], paris(2026, 11, 23, 10)).reason == ("Team holiday", "en")
    with translation.override("ar"):
        assert status(place(), [leave], paris(2026, 11, 23, 10)).reason == ("Congés de l'équipe", "fr")


def test_the_week_in_words_with_today_marked():
    days = week(
        place("Mo-Fr 09:00-12:00,14:00-17:00; We 14:00-17:30; Sa 10:00-12:00"), [], date(2026, 11, 25)
    )
    assert [day.day for day in days] == [
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
    ]
    assert plain(days[0].words) == "de 9 h à 12 h et de 14 h à 17 h"
    assert plain(days[2].words) == "de 14 h à 17 h 30"
    assert (days[6].words, days[6].is_open) == ("Fermé", False)
    assert [day.today for day in days] == [False, False, True, False, False, False, False]
    assert not any(day.instead for day in days)


def test_the_week_tells_what_holds_instead():
    days = week(place(), [closed(date(2026, 12, 28), date(2026, 12, 30))], date(2026, 12, 24))
    by_name = {day.day: day for day in days}
    assert plain(by_name["lundi"].instead) == "lundi 28 décembre : Fermé"
    assert str(by_name["lundi"].reason) == "Congés de l'équipe"
    assert plain(by_name["vendredi"].instead) == "vendredi 25 décembre : Fermé"
    assert str(by_name["vendredi"].reason) == "jour férié, Noël"
    assert by_name["jeudi"].instead == ""


def test_closures_are_announced_four_weeks_ahead_and_while_they_last():
    leave = closed(date(2026, 12, 24), date(2026, 12, 31))
    assert announced([leave], date(2026, 11, 25)) == []
    (found,) = announced([leave], date(2026, 11, 26))
    assert (found.words, str(found.reason)) == ("Fermé du 24 au 31 décembre", "Congés de l'équipe")
    assert not found.is_now
    assert announced([leave], date(2026, 12, 31))[0].is_now
    assert announced([leave], date(2027, 1, 1)) == []


def test_special_hours_and_holidays_are_announced():
    today = date(2026, 12, 14)
    day = special(date(2026, 12, 19), "10:00-12:00,14:00-16:00", "Marché de Noël")
    found = announced([day], today, place())
    assert [plain(a.words) for a in found] == [
        "Ouvert samedi 19 décembre, de 10 h à 12 h et de 14 h à 16 h",
        "Fermé vendredi 25 décembre",
    ]
    assert str(found[1].reason) == "jour férié, Noël"
    assert announced([], date(2026, 12, 10), place()) == []  # more than two weeks before
    assert announced([], today, place(closed_on_public_holidays=False)) == []
    assert announced([], today) == []


def test_a_holiday_already_covered_by_a_closure_is_told_once():
    leave = closed(date(2026, 12, 24), date(2026, 12, 31))
    assert [a.kind for a in announced([leave], date(2026, 12, 20), place())] == [
        "closed",
        "holiday",
    ]  # 1 January
    assert announced([leave], date(2026, 12, 20), place())[1].first_day == date(2027, 1, 1)


def test_every_holiday_has_a_name_that_can_be_translated():
    names = {holiday_name(date(2020, 1, 1) + timedelta(days=n)) for n in range(366 * 20)} - {""}
    for name in names:
        assert all(part in HOLIDAY_NAMES for part in name.split("; ")), name


def test_parsing_is_remembered():
    parsed.cache_clear()
    for minute in range(30):
        status(place(), [], paris(2026, 11, 23, 10, minute))
    assert parsed.cache_info().misses <= 4


@pytest.mark.django_db
def test_a_page_of_places_brings_their_exceptions_in_one_query(django_assert_num_queries):
    for _n in range(3):
        HoursExceptionFactory()
    HoursExceptionFactory(place=Place.objects.first(), first_day=date(2020, 1, 1), last_day=date(2020, 1, 2))
    with django_assert_num_queries(2):
        places = list(Place.objects.with_exceptions(date(2026, 12, 28)))
        found = [status(p, p.coming_exceptions, paris(2026, 12, 28, 10)).state for p in places]
    assert found == ["closed"] * 3
    assert [len(p.coming_exceptions) for p in places] == [1, 1, 1]


@pytest.mark.django_db
def test_special_hours_are_checked_when_typed():
    exception = HoursExceptionFactory.build(place=PlaceFactory(), kind="special", hours="9h-12h")
    with pytest.raises(ValidationError) as refused:
        exception.full_clean()
    assert "hours" in refused.value.message_dict
    exception.hours = "09:00-12:00"
    exception.full_clean()
