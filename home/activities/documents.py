"""Workshops as search finds them: their words in each language, where, for whom, at what price, and their coming dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time

from django.conf import settings
from django.utils import timezone, translation
from wagtail.rich_text import get_text_for_indexing

from home.activities.cards import price_words
from home.activities.models import Activity, ActivityText, Audience, Series, Session
from home.activities.recurrence import local_start
from portal.context import root_of
from portal.territories.words import DEFAULT as FRENCH
from portal.territories.words import words
from search.document import FOR, PROFESSIONALS, RESIDENTS, SearchDocument, When
from search.sources import numbers

#: Coming dates a document carries; the night brings the next ones.
DATES = 20
FREE, PAID = "gratuit", "payant"
#: A workshop without a date to come is found after those that have one.
DATELESS = 0.6


@dataclass
class Facts:
    """What is read of one workshop beside its own row."""

    texts: dict[str, ActivityText] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)
    over: set[str] = field(default_factory=set)
    dates: list[When] = field(default_factory=list)
    dates_for_professionals: list[When] = field(default_factory=list)

    @property
    def audiences(self) -> set[str]:
        """For whom its series are: those that run, or the last ones when all are over."""
        return self.running or self.over

    @property
    def publics(self) -> set[str]:
        """The values one finds it by: what is for everybody is for nobody else in particular, but for professionals."""
        if Audience.EVERYONE not in self.audiences:
            return self.audiences
        return self.audiences & {Audience.EVERYONE, Audience.PROFESSIONALS}

    @property
    def is_for_professionals(self) -> bool:
        """Whether nobody else may come."""
        return self.audiences == {Audience.PROFESSIONALS}

    @property
    def coming(self) -> tuple[When, ...]:
        """Its next dates, those of residents before all."""
        return tuple((self.dates_for_professionals if self.is_for_professionals else self.dates)[:DATES])


class Workshops:
    """The workshops anybody may read about."""

    kind = "workshop"
    moves_with_time = True

    def ids(self) -> Iterator[str]:
        """Give their numbers. One query."""
        yield from map(str, Activity.objects.published().order_by("pk").values_list("pk", flat=True))

    def documents(self, ids: Iterable[str]) -> Iterator[SearchDocument]:
        """Give their documents, in every language. Five queries."""
        pks = numbers(ids)
        rows = Activity.objects.published().filter(pk__in=pks).select_related("place", "territory")
        facts = _facts(pks, timezone.localdate())
        for activity in rows.prefetch_related("themes").order_by("pk"):
            if FRENCH not in facts[activity.pk].texts:
                continue  # published since they were read: its change waits to be taken
            for language, _name in settings.LANGUAGES:
                with translation.override(language):
                    yield _document(activity, facts[activity.pk], language)


def _facts(pks: list[int], today: date) -> dict[int, Facts]:
    """Read texts, series and sessions of today and after. Three queries."""
    found: dict[int, Facts] = defaultdict(Facts)
    texts = ActivityText.objects.filter(activity__in=pks, live=True).select_related("locale")
    for text in texts:
        found[text.activity_id].texts[text.locale.language_code] = text
    series = Series.objects.filter(activity__in=pks).order_by("last_day")
    for pk, audience, last_day in series.values_list("activity", "audience", "last_day"):
        if last_day >= today:
            found[pk].running.add(audience)
        else:
            found[pk].over = {audience}
    coming = Session.objects.happening().filter(activity__in=pks, end__gt=local_start(today, time.min))
    told = coming.order_by("start", "pk").values_list("activity", "series__audience", "start", "end")
    for pk, audience, start, end in told:
        facts = found[pk]
        dates = facts.dates_for_professionals if audience == Audience.PROFESSIONALS else facts.dates
        dates.append(When(start, end))
    return found


def _document(activity: Activity, facts: Facts, language: str) -> SearchDocument:
    french = facts.texts[FRENCH]
    text, place = facts.texts.get(language, french), activity.place
    in_french = text is french and language != FRENCH
    return SearchDocument(
        key=f"{Workshops.kind}:{activity.pk}",
        kind=Workshops.kind,
        language=language,
        title=text.title,
        url=f"{root_of(language)}agenda/{activity.slug}/",
        summary=text.summary,
        text="" if in_french else _text(text),
        keywords=_keywords(activity, facts, language),
        original="" if language == FRENCH else _french_words(activity, french),
        words_language=FRENCH if in_french else "",
        territories=(activity.territory.slug,),
        facets={
            "theme": tuple(sorted(theme.slug for theme in activity.themes.all())),
            "public": tuple(sorted(facts.publics)),
            "frais": (PAID if activity.price else FREE,),
        },
        marks={FOR: (PROFESSIONALS if facts.is_for_professionals else RESIDENTS,)},
        place=f"{place.name}, {place.city}",
        point=place.point,
        dates=facts.coming,
        weight=1.0 if facts.coming else DATELESS,
    )


def _text(text: ActivityText) -> str:
    told = (get_text_for_indexing(text.description), text.to_bring, text.led_by)
    return " ".join(filter(None, told))


def _keywords(activity: Activity, facts: Facts, language: str) -> tuple[str, ...]:
    """Give what residents call it: its themes, for whom it is, its price, where it is."""
    labels = dict(Audience.choices)
    told = [words(theme, "name", language).text for theme in activity.themes.all()]
    told += [str(labels[audience]) for audience in sorted(facts.audiences) if audience in labels]
    told += [price_words(activity.price), words(activity.place, "landmark", language).text]
    return tuple(filter(None, told))


def _french_words(activity: Activity, french: ActivityText) -> str:
    themes = (theme.name for theme in activity.themes.all())
    return " ".join([french.title, french.summary, _text(french), *themes])
