"""The series form: dates read before saving, refusals that lose nothing, two editors at once."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import ModelLogEntry

from home.activities.actions.horizon import extend_sessions
from home.activities.actions.series import save_series
from home.activities.actions.sessions import mark_full, move_session
from home.activities.models import Holiday, Series, Session
from tests.factories import ActivityFactory, HoursExceptionFactory, SeriesFactory, paris

pytestmark = pytest.mark.django_db
NOW = paris(2026, 9, 1, 9)
ADD = "/admin/series/nouvelle/"


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def yoga(desk):
    return ActivityFactory(place=desk.place, slug="yoga", name="Yoga sur chaise")


def answers(activity, **changes):
    """What the browser sends for a weekly series on Tuesdays."""
    return {
        "activity": activity.pk,
        "shape": "weekly",
        "weekdays": ["1"],
        "first_day": "2026-09-01",
        "last_day": "2026-09-29",
        "start_time": "14:00",
        "end_time": "16:00",
        "place": activity.place_id,
        "audience": "tous",
        "capacity_note": "",
        "pauses-TOTAL_FORMS": "2",
        "pauses-INITIAL_FORMS": "0",
    } | changes


def preview_then_save(client, url, data):
    """Press "Voir les dates", then "Enregistrer" with what the page gave back."""
    shown = client.post(url, data | {"voir": "1"})
    assert shown.context["preview"], shown.context["form"].errors
    hidden = {"seen": shown.context["seen"], "version": shown.context["version"] or ""}
    return client.post(url, data | hidden | {"enregistrer": "1"}, follow=True)


def stored_series(activity, **fields):
    series = SeriesFactory.build(
        activity=activity,
        place=activity.place,
        first_day=date(2026, 9, 8),
        last_day=date(2026, 9, 29),
        **fields,
    )
    save_series(series, [], user=None)
    return series


def changed(series, **changes):
    return answers(series.activity, first_day="2026-09-08", version=series.version, **changes)


def test_the_form_opens_with_the_usual_answers(desk, yoga):
    response = desk.client.get(f"{ADD}?activity={yoga.pk}")
    form = response.context["form"]
    assert form["last_day"].value() == date(2027, 6, 30)
    assert form["place"].value() == yoga.place_id
    assert form["pause_school_holidays"].value() is True


def test_dates_are_shown_before_anything_is_saved(desk, yoga):
    HoursExceptionFactory(
        place=desk.place, first_day=date(2026, 9, 15), last_day=date(2026, 9, 15), reason="Travaux"
    )
    response = desk.client.post(ADD, answers(yoga) | {"voir": "1"})
    html = response.content.decode()
    assert "Chaque mardi de 14 h à 16 h, du 1er septembre au 29 septembre" in html.replace("\xa0", " ")
    assert "<s>mardi 15 septembre</s>" in html
    assert "Travaux" in html
    assert "4 séances." in html
    assert 'name="enregistrer"' in html
    assert not Series.objects.exists()


def test_saving_writes_the_sessions_and_says_how_many(desk, yoga):
    response = preview_then_save(desk.client, ADD, answers(yoga))
    series = Series.objects.get()
    assert response.redirect_chain[-1][0] == reverse("series:show", args=[series.pk])
    assert Session.objects.filter(series=series).count() == 5
    assert "5 séances ajoutées" in response.content.decode()
    assert ModelLogEntry.objects.get(action="activities.series.create").user == desk.user


def test_nothing_else_is_saved_than_what_was_read(desk, yoga):
    seen = desk.client.post(ADD, answers(yoga) | {"voir": "1"}).context["seen"]
    response = desk.client.post(ADD, answers(yoga, weekdays=["2"], seen=seen) | {"enregistrer": "1"})
    assert "Relisez les dates" in response.content.decode()
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"shape": "once", "day": "2026-09-10"}, 1),
        ({"shape": "fortnightly", "weekdays": ["1", "3"]}, 5),
        ({"shape": "monthly", "nth": "-1", "month_day": "4", "last_day": "2026-12-31"}, 4),
        ({"shape": "dates", "dates": "12/09, 03/10/2026"}, 2),
    ],
    ids=["once", "fortnightly", "monthly", "dates"],
)
def test_each_shape_saves_its_dates(desk, yoga, changes, count):
    preview_then_save(desk.client, ADD, answers(yoga, **changes))
    assert Session.objects.filter(series=Series.objects.get()).count() == count


def test_several_pauses_take_dates_away_and_come_back_in_the_form(desk, yoga):
    data = answers(yoga) | {
        "pauses-0-first_day": "2026-09-08",
        "pauses-0-reason": "Congés",
        "pauses-1-first_day": "2026-09-22",
        "pauses-1-last_day": "2026-09-23",
    }
    preview_then_save(desk.client, ADD, data)
    series = Series.objects.get()
    assert [s.original_date.day for s in series.sessions.order_by("start")] == [1, 15, 29]
    page = desk.client.get(reverse("series:edit", args=[series.pk]))
    assert [row.initial.get("reason") for row in page.context["pauses"]] == ["Congés", "", None, None]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"end_time": "13:00"}, "end_time", "avant l'heure de début"),
        ({"weekdays": []}, "weekdays", "au moins un jour"),
        ({"last_day": "2026-08-01"}, "last_day", "vient avant le premier"),
        ({"first_day": "0001-01-01"}, "last_day", "Choisissez des dates entre"),
        ({"last_day": "9999-12-31"}, "last_day", "Choisissez des dates entre"),
        ({"first_day": "31/02/2026"}, "first_day", "Écrivez une date"),
        ({"start_time": "25:00"}, "start_time", "Écrivez une heure"),
        ({"shape": "dates", "dates": "12/09, demain"}, "dates", "« demain »"),
        ({"shape": "dates", "dates": "x" * 10_000}, "dates", ""),
        ({"shape": "monthly", "nth": "", "month_day": ""}, "nth", "choix"),
        ({"shape": "once", "day": ""}, "day", "Donnez le jour"),
        ({"shape": "tous les jours"}, "shape", ""),
        ({"capacity_note": "x" * 10_000}, "capacity_note", ""),
        ({"capacity_note": "huit\0"}, "capacity_note", ""),
        ({"audience": "🎉"}, "audience", ""),
        ({"place": "9" * 30}, "place", ""),
        ({"version": "un"}, "version", ""),
    ],
)
@pytest.mark.parametrize("button", ["voir", "enregistrer"])
def test_a_refusal_names_the_field_and_keeps_what_was_typed(desk, yoga, changes, field, said, button):
    data = answers(yoga, **{"capacity_note": "8 personnes"} | changes)
    response = desk.client.post(ADD, data | {button: "1"})
    assert response.status_code == 200
    errors = response.context["form"].errors[field]
    assert said in " ".join(errors)
    assert response.context["form"]["first_day"].value() == data["first_day"]
    assert "Rien n&#x27;est enregistré" in response.content.decode()
    assert not Series.objects.exists()


def test_a_bad_pause_is_named_and_the_others_are_kept(desk, yoga):
    data = answers(yoga) | {
        "pauses-0-first_day": "2026-09-08",
        "pauses-0-reason": "Congés",
        "pauses-1-first_day": "2026-09-22",
        "pauses-1-last_day": "2026-09-01",
    }
    response = desk.client.post(ADD, data | {"voir": "1"})
    rows = response.context["pauses"]
    assert "avant le premier" in str(rows[1].errors)
    assert rows[0]["reason"].value() == "Congés"


def test_a_page_whose_pauses_were_lost_on_the_way_is_refused_without_breaking(desk, yoga):
    data = answers(yoga)
    del data["pauses-TOTAL_FORMS"]
    assert desk.client.post(ADD, data).status_code == 200
    assert desk.client.post(ADD, answers(yoga) | {"pauses-TOTAL_FORMS": "9" * 50}).status_code == 200
    assert not Series.objects.exists()


def test_a_changed_session_that_no_longer_fits_is_shown_with_links(desk, yoga):
    series = stored_series(yoga)
    session = series.sessions.order_by("start")[1]
    move_session(session, start=paris(2026, 9, 17, 10), end=paris(2026, 9, 17, 12), user=None)
    response = preview_then_save(
        desk.client, reverse("series:edit", args=[series.pk]), changed(series, weekdays=["4"])
    )
    html = response.content.decode()
    assert "1 séance changée à la main ne tombe plus juste." in html
    assert reverse("seance:move", args=[session.pk]) in html


def test_the_second_of_two_editors_is_told_and_loses_nothing(desk, yoga):
    series = stored_series(yoga)
    url = reverse("series:edit", args=[series.pk])
    mine = changed(series, capacity_note="8 personnes")
    seen = desk.client.post(url, mine | {"voir": "1"}).context["seen"]
    theirs = Series.objects.get(pk=series.pk)
    theirs.start_time = time(10)
    save_series(theirs, [], user=desk.user)

    response = desk.client.post(url, mine | {"seen": seen, "enregistrer": "1"})
    html = response.content.decode().replace("\xa0", " ")
    assert response.status_code == 409
    assert "Nadia Chambéry a changé cette série" in html
    assert "Chaque mardi de 10 h à 16 h" in html  # the other version
    assert response.context["form"]["capacity_note"].value() == "8 personnes"
    assert Series.objects.get().capacity_note == ""

    again = {"version": response.context["version"], "seen": response.context["seen"], "enregistrer": "1"}
    desk.client.post(url, mine | again)
    stored = Series.objects.get()
    assert (stored.start_time, stored.capacity_note) == (time(14), "8 personnes")


def test_a_change_without_the_version_it_was_read_at_is_a_conflict(desk, yoga):
    series = stored_series(yoga)
    url = reverse("series:edit", args=[series.pk])
    data = changed(series, weekdays=["2"]) | {"version": ""}
    seen = desk.client.post(url, data | {"voir": "1"}).context["seen"]
    assert desk.client.post(url, data | {"seen": seen, "enregistrer": "1"}).status_code == 409
    assert Series.objects.get().weekdays == [1]


def test_from_a_date_on_the_old_series_ends_and_a_new_one_follows(desk, yoga):
    series = stored_series(yoga)
    url = reverse("series:split", args=[series.pk])
    page = desk.client.get(url)
    assert page.context["form"]["start_time"].value() == time(14)
    data = changed(series, start_time="10:00", end_time="12:00") | {"suite-day": "2026-09-16"}
    preview_then_save(desk.client, url, data)
    old, new = Series.objects.get(pk=series.pk), Series.objects.get(follows=series)
    assert old.last_day == date(2026, 9, 15)
    assert (new.first_day, new.start_time) == (date(2026, 9, 22), time(10))
    assert "la série d'après" in desk.client.get(reverse("series:show", args=[old.pk])).content.decode()


def test_a_list_of_dates_split_doubles_no_session(desk, yoga):
    dates = ["2026-09-08", "2026-09-15", "2026-09-29"]
    series = stored_series(yoga, shape="dates", weekdays=[], dates=dates)
    words = "08/09/2026, 15/09/2026, 29/09/2026"
    data = changed(series, shape="dates", dates=words, start_time="10:00") | {"suite-day": "2026-09-15"}
    preview_then_save(desk.client, reverse("series:split", args=[series.pk]), data)
    hours = [(s.original_date.day, s.start.hour) for s in Session.objects.order_by("start")]
    assert hours == [(8, 12), (15, 8), (29, 8)]


def test_splitting_tells_first_which_changed_dates_no_longer_fit(desk, yoga):
    series = stored_series(yoga)
    session = Session.objects.get(original_date=date(2026, 9, 22))
    move_session(session, start=paris(2026, 9, 23, 9), end=paris(2026, 9, 23, 10), user=None)
    data = changed(series, weekdays=["3"]) | {"suite-day": "2026-09-16"}
    shown = desk.client.post(reverse("series:split", args=[series.pk]), data | {"voir": "1"})
    assert [row.pk for row in shown.context["misfits"]] == [session.pk]


@pytest.mark.parametrize("day", ["", "2026-09-08", "2026-10-15", "hier", "9999-12-31"])
def test_a_date_that_cannot_split_the_series_is_refused(desk, yoga, day):
    series = stored_series(yoga)
    data = changed(series) | {"suite-day": day, "enregistrer": "1"}
    response = desk.client.post(reverse("series:split", args=[series.pk]), data)
    assert response.status_code == 200
    assert "preview" not in response.context
    assert Series.objects.count() == 1


def test_ending_does_not_say_that_a_full_session_leaves(desk, yoga):
    series = stored_series(yoga)
    mark_full(Session.objects.get(original_date=date(2026, 9, 29)), user=None)
    url = reverse("series:end", args=[series.pk])
    leaving = desk.client.post(url, {"last_day": "2026-09-15"}).context["leaving"]
    assert [row.day.day for row in leaving] == [22]


def test_the_nightly_work_is_not_blamed_for_a_conflict(desk, yoga):
    series = stored_series(yoga)
    old = changed(series, start_time="10:00")
    save_series(series, [], user=desk.user)
    Holiday.objects.create(
        name="Férié", kind="public", zone="", first_day=date(2026, 9, 22), last_day=date(2026, 9, 22)
    )
    extend_sessions()
    response = preview_then_save(desk.client, reverse("series:edit", args=[series.pk]), old)
    assert response.context["conflict"].startswith(str(desk.user))


def test_ending_shows_what_leaves_then_does_it(desk, yoga):
    series = stored_series(yoga)
    url = reverse("series:end", args=[series.pk])
    shown = desk.client.post(url, {"last_day": "2026-09-15"})
    assert [row.day.day for row in shown.context["leaving"]] == [22, 29]
    assert Session.objects.filter(status="withdrawn").count() == 0
    desk.client.post(url, {"last_day": "2026-09-15", "confirme": shown.context["confirmed"]})
    assert Session.objects.filter(status="withdrawn").count() == 2
    assert Series.objects.get().last_day == date(2026, 9, 15)


def test_another_day_than_the_one_shown_is_shown_again_before_ending(desk, yoga):
    series = stored_series(yoga)
    url = reverse("series:end", args=[series.pk])
    desk.client.post(url, {"last_day": "2026-09-08", "confirme": "2026-09-15"})
    assert Series.objects.get().last_day == date(2026, 9, 29)
    assert desk.client.post(url, {"last_day": "2027-01-01"}).context["form"].errors
    assert desk.client.post(url, {"last_day": "0001-01-01"}).status_code == 200


def test_the_history_says_who_and_when(desk, yoga):
    preview_then_save(desk.client, ADD, answers(yoga))
    html = desk.client.get(reverse("series:history", args=[Series.objects.get().pk])).content.decode()
    assert "Série créée" in html
    assert "mardi 1er septembre 2026 à 9\xa0h" in html
    assert "Nadia Chambéry" in html


def test_the_list_keeps_what_is_over_for_those_who_ask(desk, yoga):
    stored_series(yoga)
    over = SeriesFactory(activity=yoga, first_day=date(2025, 9, 2), last_day=date(2026, 6, 30))
    urls = (
        "/admin/series/",
        "/admin/series/?etat=finies",
        "/admin/series/?etat=toutes",
        "/admin/series/?etat=x",
    )
    lists = [list(desk.client.get(url).context["object_list"]) for url in urls]
    assert over not in lists[0]
    assert lists[1] == [over]
    assert [len(found) for found in lists] == [1, 1, 2, 1]


def test_looking_changes_nothing(desk, yoga):
    series = stored_series(yoga)
    before = list(Session.objects.values()), list(Series.objects.values()), ModelLogEntry.objects.count()
    for name in ("show", "edit", "split", "end", "history"):
        assert desk.client.get(reverse(f"series:{name}", args=[series.pk])).status_code == 200
    assert before == (
        list(Session.objects.values()),
        list(Series.objects.values()),
        ModelLogEntry.objects.count(),
    )


def test_the_page_of_a_series_asks_a_fixed_number_of_questions(desk, yoga, django_assert_max_num_queries):
    series = stored_series(yoga)
    desk.client.get(reverse("series:show", args=[series.pk]))
    with django_assert_max_num_queries(45):
        desk.client.get(reverse("series:show", args=[series.pk]))
