"""Every night: sheets whose last day is past go; what their checks answered is counted first, once, tied to nothing.

Counting and deleting are one transaction for each handful of sheets: a command killed half-way has counted exactly what
it deleted, and the next one goes on. Worksheets are counted nowhere.

What is counted waits, out of the totals, until it comes from a group of sheets: totals that moved by one sheet would tell
what it answered to who knows whose day it was.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db import transaction
from django.db.models import F

from resources.guide.checks.tallies import SMALLEST
from resources.guide.models.editions import Form
from resources.guide.models.sheets import Entry, Sheet, Tally

#: Sheets of one transaction: few enough for those who answer not to wait behind them.
AT_ONCE = 200
COUNTED = (Form.READY, Form.TERRITORY)
#: What begins the name of a count that waits; no question's does (`SLUG` of `checks/blocks.py`).
WAITING = "+"
#: An edition, a question, an answer.
Key = tuple[int, str, str]


def purge(today: date | None = None) -> int:
    """Count, then delete, every sheet that is over; give how many went."""
    gone = 0
    while went := _purge_some(today):
        gone += went
    return gone


@transaction.atomic
def _purge_some(today: date | None) -> int:
    over = Sheet.objects.over(today).select_for_update(no_key=True).order_by("pk")
    sheets = [sheet.pk for sheet in over[:AT_ONCE]]
    if not sheets:
        return 0
    counts = counts_of(sheets)
    for (edition, question, value), number in sorted(counts.items()):
        _add((edition, f"{WAITING}{question}", value or WAITING), number)
    for edition in sorted({key[0] for key in counts}):
        _let_in(edition)
    Sheet.objects.filter(pk__in=sheets).delete()
    return len(sheets)


def counts_of(sheets: list[int]) -> Counter[Key]:
    """Give how many of some sheets gave each answer, and under no question how many answered at all. One query."""
    answers = Entry.objects.filter(sheet__in=sheets, sheet__edition__slug__in=COUNTED)
    rows = list(answers.values_list("sheet", "sheet__edition", "name", "value"))
    found: Counter[Key] = Counter((edition, name, value) for _sheet, edition, name, value in rows)
    found.update((edition, "", "") for _sheet, edition in {row[:2] for row in rows})
    return found


def _let_in(edition: int) -> None:
    """Add what waits to the totals, all at once, when it comes from a group. Called with its first row locked by `_add`."""
    waiting = Tally.objects.filter(edition=edition, question__startswith=WAITING)
    counts = {row[:2]: row[2] for row in waiting.values_list("question", "value", "count")}
    if counts[WAITING, WAITING] < SMALLEST:
        return
    waiting.delete()
    for (name, value), number in sorted(counts.items()):
        question = name.removeprefix(WAITING)
        _add((edition, question, value if question else ""), number)


def _add(key: Key, number: int) -> None:
    """Add to one count, whoever else does at the same time."""
    edition, question, value = key
    named = {"edition_id": edition, "question": question, "value": value}
    mine, raised = Tally.objects.filter(**named), {"count": F("count") + number}
    if not mine.update(**raised):
        Tally.objects.bulk_create([Tally(**named)], ignore_conflicts=True)
        mine.update(**raised)
