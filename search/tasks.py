"""What search does behind the page: nothing in the arguments, the changes are in the database."""

from __future__ import annotations

from django_tasks import task

from search import updates


@task()
def take_changes() -> None:
    """Take the waiting changes into the indexes."""
    updates.take_all()


@task()
def make_missing() -> None:
    """Make the indexes that are missing or cannot be read."""
    updates.make_missing()
