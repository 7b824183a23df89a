"""`manage.py rebuild_search [--engine NAME]`: make the search index anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from portal.progress import bar_for
from search.engine import EngineDown
from search.management.choosing import chosen_engines
from search.sources import all_documents
from search.updates import Busy, forget_taken, rebuild


class Command(BaseCommand):
    """Make a fresh index beside the one that serves, then let it take its place: nobody waits, nothing is missed."""

    help = "Refait l'index de la recherche à partir de la base. Le site répond pendant ce temps."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --engine."""
        parser.add_argument("--engine", help="Un seul moteur, par son nom. Sans cela : tous.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild each engine. Raises CommandError when one is away, or another process is at it."""
        with translation.override("fr"):
            for engine in chosen_engines(options["engine"]):
                bar = bar_for(self.stderr) if options["verbosity"] else None
                try:
                    count = rebuild(engine, all_documents(self._teller(bar)))
                except Busy as error:
                    raise CommandError(_("Un autre index est en cours. Attendez qu'il finisse.")) from error
                except (EngineDown, OSError) as error:
                    raise CommandError(
                        _("Le moteur %(name)s ne répond pas : %(why)s")
                        % {"name": engine.name, "why": str(error)}
                    ) from error
                finally:
                    if bar:
                        bar.end()
                if options["verbosity"]:
                    self.stdout.write(
                        _("%(name)s : %(count)d documents.") % {"name": engine.name, "count": count}
                    )
        forget_taken()

    @staticmethod
    def _teller(bar: Any) -> Any:
        what = _("Index de la recherche")
        return (lambda done, total: bar(what, done, total)) if bar else (lambda _done, _total: None)
