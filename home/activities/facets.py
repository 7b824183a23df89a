"""The choices offered beside the agenda: each value of each filter with its words, its count and its address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.activities.agenda import DayRange, Found, Heading, days_of
from home.activities.filters import FilterForm, place_value
from home.activities.models import Audience, Theme
from home.places.models import Place
from portal.when import day_words

#: Single days offered in the list of days, besides today, tomorrow and this week.
DAYS_OFFERED = 30


@dataclass(frozen=True)
class Choice:
    """One value of a filter. `url` asks for it, or takes it out when it is `selected`; `lang` when not the page's."""

    value: str
    label: str
    count: int | str
    selected: bool
    url: str
    lang: str = ""
    is_link: bool = True


@dataclass(frozen=True)
class Facet:
    """One filter with its choices: `links` beside the list, `options` in the form."""

    name: str
    label: str
    choices: list[Choice]
    anything: str

    @property
    def links(self) -> list[Choice]:
        """The choices offered as links."""
        return [choice for choice in self.choices if choice.is_link]

    @property
    def options(self) -> list[Choice]:
        """The choices of the form's list, the empty one first."""
        chosen = any(choice.selected for choice in self.choices)
        return [Choice("", self.anything, "", not chosen, ""), *self.choices]

    @property
    def selected(self) -> Choice | None:
        """The choice made, if any."""
        return next((choice for choice in self.choices if choice.selected), None)


class Facets:
    """The four facets of one page. Values nothing answers are left out, unless they are what was asked."""

    def __init__(
        self, form: FilterForm, found: Found, today: date, themes: Iterable[Theme], path: str
    ) -> None:
        self.form, self.found, self.today, self.themes, self.path = form, found, today, themes, path

    def all(self) -> list[Facet]:
        """Give the facets in the order of the page."""
        return [
            Facet("jour", _("Jour"), list(self.days()), _("Tous les jours")),
            Facet("theme", _("Thème"), list(self.needs()), _("Tous les thèmes")),
            Facet("public", _("Pour qui"), list(self.audiences()), _("Tout le monde")),
            Facet("lieu", _("Lieu"), list(self.places()), _("Tous les lieux")),
        ]

    def choice(self, name: str, value: str, label: str, count: int, **more: object) -> Choice:
        selected = self.form.kept.get(name) == value
        url = self.path + self.form.query(**{name: None if selected else value})
        return Choice(value, label, count, selected, url, **more)  # type: ignore[arg-type]

    def days(self) -> Iterator[Choice]:
        words = {
            Heading.TODAY: _("Aujourd’hui"),
            Heading.TOMORROW: _("Demain"),
            Heading.WEEK: _("Cette semaine"),
        }
        for word, label in words.items():
            yield self.choice("jour", word.value, label, self.count(days_of(word, self.today)))
        offered = {self.today + timedelta(days=n) for n in range(DAYS_OFFERED)} & set(self.found.days)
        chosen = self.form.cleaned_data.get("jour")
        if chosen and self.form.kept["jour"] not in words:
            offered.add(chosen.first)
        for day in sorted(offered):
            label, count = day_words(day, year=day.year != self.today.year), self.found.days[day]
            yield self.choice(
                "jour", day.isoformat(), label, count, is_link=bool(chosen) and chosen == DayRange(day, day)
            )

    def count(self, days: DayRange) -> int:
        return sum(count for day, count in self.found.days.items() if day in days)

    def needs(self) -> Iterator[Choice]:
        language = (get_language() or "fr")[:2]
        for theme in self.themes:
            count, words = self.found.themes[theme.slug], theme.name_words
            if count or self.form.kept.get("theme") == theme.slug:
                lang = words.lang if words.lang != language else ""
                yield self.choice("theme", theme.slug, words.text, count, lang=lang)

    def audiences(self) -> Iterator[Choice]:
        for value, label in Audience.choices:
            if self.found.audiences[value] or self.form.kept.get("public") == value:
                yield self.choice("public", value, str(label), self.found.audiences[value])

    def places(self) -> Iterator[Choice]:
        chosen = self.form.cleaned_data.get("lieu") or frozenset()
        for place in self.form.places:
            if self.found.places[place.pk] or place.pk in chosen:
                yield self.place(place, place.pk in chosen)

    def place(self, place: Place, selected: bool) -> Choice:
        value = place_value(place, self.form.places)
        url = self.path + self.form.query(lieu=None if selected else value)
        return Choice(value, place.name, self.found.places[place.pk], selected, url, lang="fr")
