"""`manage.py reindex_directory`: write again all that searching reads."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from portal.progress import bar_for, silent
from resources.directory.reindexing import reindex_all


class Command(BaseCommand):
    """Rebuild the lines of searching, by blocks, while people go on reading and saving."""

    help = (
        "Refait ce que lit la recherche de ressources : les mots, les filtres, les horaires, les territoires. "
        "À lancer après une restauration, ou si la recherche ne dit pas ce que disent les fiches."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how many structures were gone through."""
        bar = bar_for(self.stderr)
        try:
            with translation.override("fr"):
                count = reindex_all(bar or silent)
        finally:
            if bar:
                bar.end()
        if options["verbosity"]:
            self.stdout.write(f"Structures relues, avec leurs services : {count}.")
