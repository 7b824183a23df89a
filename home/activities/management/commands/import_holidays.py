"""`manage.py import_holidays [FIRST_YEAR LAST_YEAR]`: what the libraries know, as rows an editor may correct."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from home.activities.actions.holidays import import_holidays
from home.activities.actions.horizon import extend_sessions


class Command(BaseCommand):
    """Add the holidays that are missing, then let the sessions follow."""

    help = "Ajoute les vacances scolaires et les jours fériés qui manquent, sans toucher à ceux qui sont là."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("first_year", type=int, nargs="?", help="L'an dernier si rien n'est dit.")
        parser.add_argument("last_year", type=int, nargs="?", help="Dans cinq ans si rien n'est dit.")

    def handle(self, *args: Any, **options: Any) -> None:
        this_year = timezone.localdate().year
        first, last = options["first_year"] or this_year - 1, options["last_year"] or this_year + 5
        if not 1990 <= first <= last <= 2100:
            raise CommandError("Donnez deux années dans l'ordre, entre 1990 et 2100.")
        count = import_holidays(first, last)
        extend_sessions()
        if options["verbosity"] > 0:
            self.stdout.write(f"Vacances et jours fériés ajoutés : {count}.")
