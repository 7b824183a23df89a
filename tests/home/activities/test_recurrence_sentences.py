"""The sentence a rule makes, in French, for each shape."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.utils import translation

from home.activities.models import Series
from home.activities.sentences import series_sentence

BASE = {
    "shape": "weekly",
    "weekdays": [1],
    "first_day": date(2026, 9, 8),
    "last_day": date(2027, 6, 29),
    "start_time": time(14),
    "end_time": time(16),
    "pause_school_holidays": False,
    "pause_public_holidays": False,
}
HOURS = "de 14\u00a0h à 16\u00a0h"
SPAN = "du 8 septembre au 29 juin"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, f"Chaque mardi {HOURS}, {SPAN}"),
        ({"pause_school_holidays": True}, f"Chaque mardi {HOURS}, {SPAN}, sauf vacances scolaires"),
        ({"pause_public_holidays": True}, f"Chaque mardi {HOURS}, {SPAN}, sauf jours fériés"),
        (
            {"pause_school_holidays": True, "pause_public_holidays": True},
            f"Chaque mardi {HOURS}, {SPAN}, sauf vacances scolaires et jours fériés",
        ),
        ({"weekdays": [1, 3]}, f"Chaque semaine, le mardi et le jeudi, {HOURS}, {SPAN}"),
        ({"weekdays": [1, 2, 4]}, f"Chaque semaine, le mardi, le mercredi et le vendredi, {HOURS}, {SPAN}"),
        ({"weekdays": list(range(7))}, f"Tous les jours {HOURS}, {SPAN}"),
        (
            {"shape": "fortnightly", "weekdays": [0, 3], "first_day": date(2026, 9, 7)},
            f"Toutes les deux semaines, le lundi et le jeudi, {HOURS}, du 7 septembre au 29 juin",
        ),
        (
            {"shape": "monthly", "nth": 1, "first_day": date(2026, 9, 1)},
            f"Le premier mardi du mois {HOURS}, du 1er septembre au 29 juin",
        ),
        (
            {"shape": "monthly", "nth": -1, "weekdays": [4], "first_day": date(2026, 9, 1)},
            f"Le dernier vendredi du mois {HOURS}, du 25 septembre au 29 juin",
        ),
        ({"last_day": date(2028, 6, 27)}, f"Chaque mardi {HOURS}, du 8 septembre 2026 au 27 juin 2028"),
        ({"last_day": date(2026, 9, 8)}, f"Chaque mardi {HOURS}, le 8 septembre"),
        ({"shape": "once", "first_day": date(2026, 9, 12)}, f"Le samedi 12 septembre {HOURS}"),
        (
            {"shape": "once", "first_day": date(2026, 9, 12), "pause_school_holidays": True},
            f"Le samedi 12 septembre {HOURS}",
        ),
        (
            {"shape": "dates", "dates": ["2026-10-03", "2026-09-12", "2026-11-01"]},
            f"Le 12 septembre, le 3 octobre et le 1er novembre, {HOURS}",
        ),
        (
            {"shape": "dates", "dates": [f"2026-{month:02d}-12" for month in range(1, 9)]},
            f"8 dates, du 12 janvier au 12 août, {HOURS}",
        ),
        ({"start_time": time(9, 30)}, f"Chaque mardi de 9\u00a0h\u00a030 à 16\u00a0h, {SPAN}"),
    ],
)
def test_the_sentence_of_a_rule(fields, sentence):
    assert series_sentence(Series(**(BASE | fields))) == sentence


@pytest.mark.parametrize("nth", [1, 2, 3, 4, -1])
def test_each_rank_of_the_month_has_its_word(nth):
    words = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", -1: "dernier"}
    series = Series(**(BASE | {"shape": "monthly", "nth": nth}))
    assert series_sentence(series).startswith(f"Le {words[nth]} mardi du mois")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_part_is_left_out_in_another_language(language):
    """Whatever the translations say, days and hours are all there."""
    with translation.override(language):
        sentence = series_sentence(Series(**BASE))
    assert "%(" not in sentence
    assert all(number in sentence for number in ("8", "29"))
