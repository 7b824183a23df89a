"""`manage.py extend_sessions`: to run every night."""

from typing import Any

from django.core.management.base import BaseCommand

from home.activities.actions.horizon import extend_sessions
from search import unmet
from search.updates import turn_the_page


class Command(BaseCommand):
    """Write the sessions up to the horizon; search learns which dates and news are over."""

    help = (
        "Écrit les séances à venir jusqu'à l'horizon, met la recherche au jour qui vient et oublie les vieilles recherches. "
        "À lancer chaque nuit."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = extend_sessions()
        turn_the_page()
        unmet.purge()
        if options["verbosity"] > 0:
            self.stdout.write(f"Séances ajoutées : {count}.")
