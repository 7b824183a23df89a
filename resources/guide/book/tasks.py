"""What is done behind the page: the number of a row and of its turn, the rest is in the database."""

from __future__ import annotations

from django_tasks import task

from resources.guide.book import making


@task()
def make_book(pk: int, turn: int) -> None:
    """Make the book of a row, if this is still its turn."""
    making.make(pk, turn)
