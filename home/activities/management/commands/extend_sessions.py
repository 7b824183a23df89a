"""`manage.py extend_sessions`: to run every night."""

from typing import Any

from django.core.management.base import BaseCommand

from home.activities.actions.horizon import extend_sessions


class Command(BaseCommand):
    """Write the sessions up to the horizon."""

    help = "Écrit les séances à venir jusqu'à l'horizon. À lancer chaque nuit."

    def handle(self, *args: Any, **options: Any) -> None:
        count = extend_sessions()
        if options["verbosity"] > 0:
            self.stdout.write(f"Séances ajoutées : {count}.")
