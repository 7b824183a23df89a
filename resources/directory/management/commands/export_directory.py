"""`manage.py export_directory`: give the directory out in data·inclusion v1."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from resources.directory.exporting import KINDS, LISTS, Export, write_csv, write_json
from resources.directory.inclusion import Kind, Problem, Record
from resources.directory.models import Source

BY_NAME: dict[str, Kind] = {name: kind for kind, name in LISTS.items()}


class Command(BaseCommand):
    """Write structures and services, each row valid; those that are not are told on the error stream."""

    help = "Exporte les structures et les services publics au format data·inclusion v1, en JSON ou en CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["json", "csv"], default="json")
        parser.add_argument(
            "--kind", choices=sorted(BY_NAME), help="En CSV : les services si rien n'est dit."
        )
        parser.add_argument(
            "--output", type=Path, help="Un fichier ; en CSV, un dossier reçoit les deux tableaux."
        )
        parser.add_argument(
            "--all", action="store_true", help="Tout, pour sa propre sauvegarde : ne pas republier."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("fr"):
            export = Export(self._withheld, everything=options["all"])
            kinds = [BY_NAME[options["kind"]]] if options["kind"] else list(KINDS)
            if options["format"] == "json":
                with self._opened(options["output"]) as stream:
                    write_json(export, kinds, stream)
            else:
                self._tables(export, kinds, options["output"])
            if options["verbosity"] > 0:
                self._tell_sources(everything=options["all"])

    def _tables(self, export: Export, kinds: list[Kind], output: Path | None) -> None:
        if output is None or not output.is_dir():
            with self._opened(output) as stream:
                write_csv(export, kinds[-1], stream)
            return
        for kind in kinds:
            with self._opened(output / f"{LISTS[kind]}.csv") as stream:
                write_csv(export, kind, stream)

    @contextmanager
    def _opened(self, path: Path | None) -> Iterator[TextIO]:
        """Open what is written to: a file appears under its name once it is whole."""
        if path is None:
            yield self.stdout._out if hasattr(self.stdout, "_out") else self.stdout  # type: ignore[misc]
            return
        part = path.with_name(f"{path.name}.part")
        try:
            with part.open("w", encoding="utf-8", newline="") as stream:
                yield stream
            os.replace(part, path)
        except OSError as error:
            raise CommandError(_("On ne peut pas écrire ici : %s") % path) from error
        finally:
            part.unlink(missing_ok=True)

    def _withheld(self, record: Record, found: list[Problem]) -> None:
        for problem in found:
            self.stderr.write(
                _("Retenu : %(id)s — %(field)s « %(value)s » — %(reason)s")
                % {"id": record["id"], **problem._asdict()}
            )

    def _tell_sources(self, *, everything: bool) -> None:
        """State the licence of each source, as it asks."""
        sources = Source.objects.all() if everything else Source.objects.filter(is_shared=True)
        for source in sources:
            self.stderr.write(f"{source.name} : {source.licence}, {source.licence_url}")
