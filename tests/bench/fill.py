"""A portal of a given size, written in bulk: the demonstration's pages, and a programme of our own.

Whatever the size, the same 10 series have 400 sessions to come; all the others are over. So growth alone is measured.
"""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from home.activities.models import (
    Activity,
    ActivityText,
    Attendance,
    AttendanceReason,
    Series,
    SeriesPause,
    Session,
    Theme,
)
from home.activities.recurrence import local_start
from home.pages.models import NewsIndexPage, NewsPage
from home.places.models import Place
from portal.territories import content_version

LIVE_SERIES, LIVE_SESSIONS, PAST_SESSIONS = 10, 400, 20
BATCH = 2000


@transaction.atomic
def fill(series_count: int, page_count: int) -> None:
    """Write `series_count` series with their sessions, and `page_count` pieces of news that are over."""
    call_command("demo", verbosity=0)
    empty_the_programme()
    today = timezone.localdate()
    activities = write_activities(series_count)
    series = write_series(activities, today)
    write_sessions(series, today)
    write_news(page_count, today - timedelta(days=400))
    content_version.bump()


def empty_the_programme() -> None:
    """Remove the demonstration's sessions, series and activities; its pages stay."""
    for model in (
        AttendanceReason,
        Attendance,
        Session,
        SeriesPause,
        Series,
        ActivityText,
        Activity.themes.through,
        Activity,
    ):
        model.objects.all()._raw_delete(using="default")


def write_activities(count: int) -> list[Activity]:
    """Write one activity for each series, in French and English, with one or two themes, in every place."""
    places, themes = list(Place.objects.order_by("pk")), list(Theme.objects.order_by("pk"))
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    activities = [
        Activity(
            territory_id=places[n % len(places)].territory_id,
            place=places[n % len(places)],
            slug=f"atelier-{n}",
            name=f"Atelier {n}",
            register="2B",
            pictogram="yoga",
        )
        for n in range(count)
    ]
    activities = Activity.objects.bulk_create(activities, BATCH)
    Activity.themes.through.objects.bulk_create(
        (
            Activity.themes.through(activity=activity, theme=themes[(n + extra) % len(themes)])
            for n, activity in enumerate(activities)
            for extra in range(1 + n % 2)
        ),
        BATCH,
    )
    ActivityText.objects.bulk_create(
        (
            ActivityText(
                activity=activity,
                locale=locales[language],
                translation_key=uuid.UUID(int=activity.pk),
                title=f"{title} {n}",
                summary="Une heure pour souffler, à son rythme, avec les autres.",
                description="<p>On respire, on s'étire, on parle.</p>",
            )
            for n, activity in enumerate(activities)
            for language, title in (("fr", "Atelier"), ("en", "Workshop"))
        ),
        BATCH,
    )
    return activities


def write_series(activities: list[Activity], today: date) -> list[Series]:
    """Write a weekly series for each activity: the first ones still run, the others are over."""
    return Series.objects.bulk_create(
        (
            Series(
                activity=activity,
                place_id=activity.place_id,
                weekdays=[n % 7],
                first_day=today - timedelta(days=700),
                last_day=today + timedelta(days=500 if n < LIVE_SERIES else -30),
                start_time=time(9 + n % 9),
                end_time=time(10 + n % 9, 30),
            )
            for n, activity in enumerate(activities)
        ),
        BATCH,
    )


def write_sessions(series: list[Series], today: date) -> None:
    """Write 400 sessions to come, from tomorrow, for those that run; 20 past ones for each of the others."""
    coming = LIVE_SESSIONS // LIVE_SERIES
    rows = []
    for n, one in enumerate(series):
        if n < LIVE_SERIES:
            days = [today + timedelta(days=1 + n % 7 + 7 * week) for week in range(coming)]
        else:
            days = [today - timedelta(days=60 + n % 7 + 7 * week) for week in range(PAST_SESSIONS)]
        rows += [make_session(one, day) for day in days]
    Session.objects.bulk_create(rows, BATCH)


def make_session(series: Series, day: date) -> Session:
    """Give one session of `series`, as the rule announces it."""
    start = local_start(day, series.start_time)
    return Session(
        activity_id=series.activity_id,
        series=series,
        original_date=day,
        original_start=start,
        original_place_id=series.place_id,
        start=start,
        end=local_start(day, series.end_time),
        place_id=series.place_id,
    )


def write_news(count: int, day: date) -> None:
    """Write old news under the first list of news: rows of the page table, then those of its own table."""
    index = NewsIndexPage.objects.order_by("path").first()
    model = NewsPage.objects.order_by("pk").first()
    last = index.get_last_child()
    step = int(last.path[index.steplen * index.depth :], 36) if last else 0
    pages = Page.objects.bulk_create(
        (
            Page(
                path=index._get_path(index.path, index.depth + 1, step + 1 + n),
                depth=index.depth + 1,
                title=f"Nouvelle {n}",
                draft_title=f"Nouvelle {n}",
                slug=f"nouvelle-{n}",
                url_path=f"{index.url_path}nouvelle-{n}/",
                content_type_id=model.content_type_id,
                locale_id=index.locale_id,
                live=True,
                first_published_at=timezone.now(),
                last_published_at=timezone.now(),
            )
            for n in range(count)
        ),
        BATCH,
    )
    Page.objects.filter(pk=index.pk).update(numchild=index.numchild + count)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO pages_newspage (page_ptr_id, introduction, body, date, end_date, alternative)"
            " VALUES (%s, '', '[]', %s, %s, '')",
            [(page.pk, day, day) for page in pages],
        )
