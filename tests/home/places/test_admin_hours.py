"""The hours grid: what it writes is read back; what it cannot say is kept; what does not fit is said by day."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from home.places.hours import check_hours
from home.places.hours_form import CODES, HoursField, HoursWidget, read_week, write_week

times = st.integers(0, 23 * 60 + 59).map(lambda m: f"{m // 60:02d}:{m % 60:02d}")


@st.composite
def days(draw):
    moments = sorted(draw(st.lists(times, unique=True, min_size=0, max_size=4)))
    return list(zip(moments[::2], moments[1::2], strict=False))


@given(st.lists(days(), min_size=7, max_size=7))
def test_any_week_of_the_grid_comes_back_the_same(week):
    rule = write_week(week)
    if rule:
        check_hours(rule)
    assert read_week(rule) == week


@pytest.mark.parametrize(
    "rule",
    [
        "24/7",
        "Mo-Fr sunrise-sunset",
        "week 1-10 Mo 09:00-12:00",
        "Mo 08:00-09:00,10:00-11:00,12:00-13:00",
        "Mo[1] 09:00-10:00",
    ],
)
def test_a_rule_the_grid_cannot_say_is_not_read(rule):
    assert read_week(rule) is None


def typed(days=None, *, copy=False, kept=""):
    """What a browser sends for the field `h`; days: {0: ("09:00", "12:00", "14:00", "17:00")} or "closed"."""
    data = {"h-copy": "on"} if copy else {}
    if kept:
        data["h-kept"] = kept
    for day in range(7):
        value = (days or {}).get(day, "closed")
        if value == "closed":
            data[f"h-{day}-closed"] = "on"
            continue
        for index, moment in enumerate(value):
            data[f"h-{day}-{index // 2}-{'end' if index % 2 else 'start'}"] = moment
    return HoursWidget().value_from_datadict(data, {}, "h")


def test_monday_is_copied_to_the_working_days_only():
    value = typed({0: ("09:00", "12:00", "14:00", "17:00"), 5: ("10:00", "12:00")}, copy=True)
    assert HoursField(required=False).clean(value) == "Mo-Fr 09:00-12:00,14:00-17:00; Sa 10:00-12:00"


def test_closing_at_midnight_is_written_as_the_syntax_asks():
    assert HoursField(required=False).clean(typed({4: ("18:00", "00:00")})) == "Fr 18:00-24:00"
    assert read_week("Fr 18:00-24:00")[4] == [("18:00", "00:00")]


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (("12:00", "09:00"), "Lundi : l'heure de fin vient avant"),
        (("09:00", ""), "Lundi : donnez l'heure de début et l'heure de fin."),
        (("09:00", "13:00", "12:00", "17:00"), "Lundi : la deuxième plage"),
        (("neuf", "13:00"), "Lundi : écrivez les heures comme 09:00."),
        (("09:00\x00", "13:00"), "Lundi : écrivez les heures comme 09:00."),
        (("9" * 10_000, "13:00"), "Lundi : écrivez les heures comme 09:00."),
    ],
)
def test_what_does_not_fit_is_said_by_day(hours, said):
    with pytest.raises(ValidationError) as caught:
        HoursField(required=False).clean(typed({0: hours}))
    assert said in caught.value.messages[0]


def test_hours_on_a_closed_day_are_questioned():
    value = typed({0: ("09:00", "12:00")})
    value["days"][0]["closed"] = True
    with pytest.raises(ValidationError, match="décochez"):
        HoursField(required=False).clean(value)


def test_a_complex_rule_is_kept_until_the_grid_is_filled():
    rule = "Mo[1] 09:00-10:00"
    html = HoursWidget().render("h", rule)
    assert rule in html
    assert "gardés tels quels" in html
    assert HoursField(required=False).clean(typed(kept=rule)) == rule
    assert HoursField(required=False).clean(typed({0: ("09:00", "10:00")}, kept=rule)) == "Mo 09:00-10:00"


def test_a_kept_rule_that_is_nonsense_is_refused():
    with pytest.raises(ValidationError, match="Remplissez la grille"):
        HoursField(required=False).clean(typed(kept="pas des heures"))


def test_the_grid_shows_the_stored_week_and_what_was_typed():
    html = HoursWidget().render("h", "Mo-Fr 09:00-12:00")
    assert html.count('value="09:00"') == 5
    assert html.count("checked") == 2  # Saturday and Sunday
    assert 'value="7h"' in HoursWidget().render("h", typed({0: ("7h", "")}))
    assert len(CODES) == 7
