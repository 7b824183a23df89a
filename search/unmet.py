"""Searches that find nothing, told to the team without telling on anybody.

A search is known by a keyed digest of its words; the words themselves are kept when the same search comes a third day.
Nothing with a digit or an @ is counted, nor anything long. The day counts, not the number: a page served again from a
cache says nothing new, for a cache is emptied every day (see `portal.cache`).
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from search.hurry import PATIENCE, hurried
from search.models import Unmet
from search.text import telling

#: Letters of the longest search counted, days on which it is typed before its words are kept, days it is remembered.
LONGEST, ENOUGH, REMEMBERED = 100, 3, 90
#: New searches noted in one day: robots type without end.
MOST_A_DAY = 200
#: What is under the key in a digest: the digests of another use of the same key are others.
SALT = "search.unmet"

logger = logging.getLogger(__name__)


def count(words: str, language: str) -> None:
    """Note that `words` found nothing today; the page is shown even when that cannot be written."""
    words = " ".join(words.split())
    if not may_be_counted(words, language):
        return
    digest, today = digest_of(words, language), timezone.localdate()
    try:
        known = Unmet.objects.filter(digest=digest).values_list("last_day", flat=True).first()
        if known is None and Unmet.objects.filter(first_day=today).count() >= MOST_A_DAY:
            return
        if known is None or known < today:
            with _in_a_hurry():
                _note(Unmet(digest=digest, language=language, first_day=today, last_day=today), words)
    except DatabaseError as problem:
        logger.warning("search: a search without answer was not counted (%s)", type(problem).__name__)


def may_be_counted(words: str, language: str) -> bool:
    """Whether a search may be remembered at all: short, without digit or @, made of words."""
    return (
        len(words) <= LONGEST
        and words.isprintable()
        and "@" not in unicodedata.normalize("NFKC", words)
        and not any(letter.isnumeric() for letter in words)
        and any(telling(words, language))
    )


def digest_of(words: str, language: str) -> str:
    """Give the keyed digest of the words that say something, whatever their order, accents and capitals."""
    told = " ".join(sorted({word.folded for word in telling(words, language)}))
    return salted_hmac(SALT, f"{language}:{told}", algorithm="sha256").hexdigest()


def purge(today: date | None = None) -> int:
    """Forget the searches nobody typed for ninety days; gives how many."""
    last = (today or timezone.localdate()) - timedelta(days=REMEMBERED)
    return Unmet.objects.filter(last_day__lt=last).delete()[0]


def _note(row: Unmet, words: str) -> None:
    """Note the day, once from however many processes it comes; at the third, the words."""
    mine = Unmet.objects.filter(digest=row.digest)
    if mine.filter(last_day__lt=row.last_day).update(last_day=row.last_day, days=F("days") + 1):
        mine.filter(days__gte=ENOUGH, words="").update(words=words)
    else:
        Unmet.objects.bulk_create([row], ignore_conflicts=True)


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """Write in one transaction that fails soon rather than wait for an import or an editor."""
    with hurried(), transaction.atomic():
        if connection.vendor != "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE}")
        yield
