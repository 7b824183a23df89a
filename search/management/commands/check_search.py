"""`manage.py check_search [--engine NAME] [--mend]`: say whether the search index agrees with the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from search.checking import Agreement, compare, mend
from search.engine import Engine, EngineDown
from search.management.choosing import chosen_engines
from search.updates import Busy

#: Differences told one by one, for each sort.
MOST_TOLD = 20


class Command(BaseCommand):
    """Compare every document of the index with the database; leaves with 1 when they do not agree."""

    help = "Dit si l'index de la recherche et la base disent la même chose. Avec --mend, corrige l'index."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --engine and --mend."""
        parser.add_argument("--engine", help="Un seul moteur, par son nom. Sans cela : tous.")
        parser.add_argument(
            "--mend", action="store_true", help="Corrige ce qui diffère, puis compare de nouveau."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare each engine. Raises CommandError when one does not agree, or cannot be read."""
        with translation.override("fr"):
            chosen = chosen_engines(options["engine"])
            wrong = [wrong for engine in chosen if (wrong := self._check(engine, options))]
            if wrong:
                raise CommandError("\n".join(dict.fromkeys(wrong)))

    def _check(self, engine: Engine, options: dict[str, Any]) -> str:
        """Compare an engine and say what is wrong, "" when nothing is: one that is away is not in the others' way."""
        try:
            found = mend(engine) if options["mend"] else compare(engine)
        except Busy:
            return _("Un autre index est en cours. Attendez qu'il finisse.")
        except EngineDown:
            return _("L'index %(name)s ne se lit pas. Lancez rebuild_search.") % {"name": engine.name}
        if options["verbosity"]:
            self._tell(engine.name, found)
        if found.holds:
            return ""
        return _("L'index et la base ne sont pas d'accord. Lancez check_search --mend, ou rebuild_search.")

    def _tell(self, name: str, found: Agreement) -> None:
        self.stdout.write(
            _("%(name)s : %(count)d documents comparés.") % {"name": name, "count": found.compared}
        )
        if found.waiting:
            self.stdout.write(_("%d changements attendent leur tour.") % found.waiting)
        for title, names in (
            (_("Il manque"), found.missing),
            (_("Ancien"), found.stale),
            (_("En trop"), found.too_many),
        ):
            for one in names[:MOST_TOLD]:
                self.stdout.write(f"{title} : {one}")
            if len(names) > MOST_TOLD:
                self.stdout.write(_("… et %d autres.") % (len(names) - MOST_TOLD))
        if found.holds:
            self.stdout.write(_("L'index et la base sont d'accord."))
