"""The sentence a rule makes, in the active language: "Chaque mardi de 14 h à 16 h, du 8 septembre au 29 juin".

Each sentence is one text for the translator, with its days, hours and bounds as parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from home.activities.models import Series
from home.activities.recurrence import LAST, Rule, Shape
from portal.when import date_words, day_words, hours_words, span_words

#: Up to this many, the dates of a list are told one by one.
MANY_DATES = 6


def series_sentence(series: Series, rule: Rule | None = None) -> str:
    """Give the sentence of `series`. Raises ValueError when its rule does not stand."""
    rule = rule or series.rule
    sentence = _rhythm(rule, hours_words(series.start_time, series.end_time))
    return _except(sentence, series.pause_school_holidays, series.pause_public_holidays, rule)


def _rhythm(rule: Rule, hours: str) -> str:
    if rule.shape is Shape.ONCE:
        return _("Le %(day)s %(hours)s") % {"day": day_words(rule.first_day), "hours": hours}
    with_year = rule.last_day - rule.first_day >= timedelta(days=365)
    parts = {"hours": hours, "span": _span(rule, with_year)}
    if rule.shape is Shape.DATES:
        return _dates(rule, parts, with_year)
    if rule.shape is Shape.MONTHLY:
        return _month_text(rule) % (parts | {"day": _weekday(rule.weekdays[0])})
    if rule.shape is Shape.FORTNIGHTLY:
        parts["days"] = _weekdays(rule.weekdays)
        return _("Toutes les deux semaines, %(days)s, %(hours)s, %(span)s") % parts
    if len(rule.weekdays) == 7:
        return _("Tous les jours %(hours)s, %(span)s") % parts
    if len(rule.weekdays) == 1:
        return _("Chaque %(day)s %(hours)s, %(span)s") % (parts | {"day": _weekday(rule.weekdays[0])})
    return _("Chaque semaine, %(days)s, %(hours)s, %(span)s") % (parts | {"days": _weekdays(rule.weekdays)})


def _month_text(rule: Rule) -> str:
    return {
        1: _("Le premier %(day)s du mois %(hours)s, %(span)s"),
        2: _("Le deuxième %(day)s du mois %(hours)s, %(span)s"),
        3: _("Le troisième %(day)s du mois %(hours)s, %(span)s"),
        4: _("Le quatrième %(day)s du mois %(hours)s, %(span)s"),
        LAST: _("Le dernier %(day)s du mois %(hours)s, %(span)s"),
    }[rule.nth or LAST]


def _dates(rule: Rule, parts: dict[str, str], with_year: bool) -> str:
    count = len(rule.dates)
    if count <= MANY_DATES:
        days = [pgettext("date", "le %(day)s") % {"day": date_words(d, year=with_year)} for d in rule.dates]
        sentence = _("%(days)s, %(hours)s") % (parts | {"days": _and(days)})
        return sentence[0].upper() + sentence[1:]
    text = ngettext("%(count)s date, %(span)s, %(hours)s", "%(count)s dates, %(span)s, %(hours)s", count)
    return text % (parts | {"count": count})


def _except(sentence: str, school: bool, public: bool, rule: Rule) -> str:
    """Add what the rule leaves out; one date chosen by hand needs no such words."""
    if rule.shape is Shape.ONCE or not (school or public):
        return sentence
    if school and public:
        text = _("%(sentence)s, sauf vacances scolaires et jours fériés")
    elif school:
        text = _("%(sentence)s, sauf vacances scolaires")
    else:
        text = _("%(sentence)s, sauf jours fériés")
    return text % {"sentence": sentence}


def _span(rule: Rule, with_year: bool) -> str:
    """Give the bounds; the year only when they are a year apart or more, as the list of dates below tells it anyway."""
    if with_year or rule.first_day == rule.last_day:
        return span_words(rule.first_day, rule.last_day, year=with_year)
    return _("du %(first)s au %(last)s") % {
        "first": date_words(rule.first_day),
        "last": date_words(rule.last_day),
    }


def _weekday(number: int) -> str:
    return str(WEEKDAYS[number])


def _weekdays(numbers: Sequence[int]) -> str:
    return _and([pgettext("weekday", "le %(day)s") % {"day": _weekday(number)} for number in numbers])


def _and(words: Sequence[str]) -> str:
    """Join words as one says a list: "le lundi, le mardi et le jeudi"."""
    if len(words) == 1:
        return words[0]
    first = pgettext("list", ", ").join(words[:-1])
    return _("%(first)s et %(last)s") % {"first": first, "last": words[-1]}
