"""`manage.py import_directory FILE`: bring structures and services in, from data·inclusion or FINESS."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from portal.progress import bar_for, silent
from resources.directory.importing.report import Report, lines, row_words
from resources.directory.importing.run import Refused, Unreadable, carry_out, prepare
from resources.directory.importing.sources import licence_lines
from resources.directory.models import ImportRun

#: Reasons told on the terminal; the report file has more.
MOST_TOLD = 200


class Command(BaseCommand):
    """Read a file, say what it would change, then do it."""

    help = (
        "Importe des structures et des services : data·inclusion v1 (JSON, CSV, XLSX) ou FINESS (CSV). "
        "Rien n'est importé si une ligne est refusée, sauf avec --skip-refused. "
        "Code de sortie : 0 si tout va, 1 si le fichier ne se lit pas ou si des lignes refusées retiennent "
        "l'import ; --dry-run donne le code que l'import donnerait."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Le fichier à importer, 100 Mo au plus.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Dit ce qui changerait, sans rien changer."
        )
        parser.add_argument(
            "--skip-refused", action="store_true", help="Importe le reste quand des lignes sont refusées."
        )
        parser.add_argument(
            "--withdraw", action="store_true", help="Retire du public ce que la source n'a plus."
        )
        parser.add_argument(
            "--no-republish",
            action="store_true",
            help="Garde pour soi les fiches de ces sources : ni l'API ni l'export ne les donnent.",
        )
        parser.add_argument("--report", type=Path, help="Écrit le compte rendu dans ce fichier JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("fr"):
            try:
                self._import(options)
            except Unreadable as error:
                raise CommandError(str(error)) from error
            except Refused as error:
                raise CommandError(
                    f"{error} " + _("Corrigez-les, ou ajoutez --skip-refused pour importer le reste.")
                    if error.report.total("refused") and not options["skip_refused"]
                    else str(error)
                ) from error

    def _import(self, options: dict[str, Any]) -> None:
        bar = bar_for(self.stderr)
        try:
            with prepare(options["file"], bar or silent) as prepared:
                report = prepared.report
                licences = licence_lines(report.sources, private=options["no_republish"])
                if not options["dry_run"]:
                    self._tell_refused(report)
                    self._write(report, options["report"])
                    run = ImportRun.objects.create(
                        name=options["file"].name[:200],
                        withdraws=options["withdraw"],
                        is_private=options["no_republish"],
                    )
                    try:
                        report = carry_out(
                            prepared, run, skip_refused=options["skip_refused"], progress=bar or silent
                        )
                    except BaseException:
                        run.delete()
                        raise
        finally:
            if bar:
                bar.end()
        if options["dry_run"]:
            self._tell_refused(report)
        self._write(report, options["report"])
        self._tell(report, licences, options)
        if options["dry_run"] and report.total("refused") and not options["skip_refused"]:
            raise Refused(_("À l'essai, des lignes sont refusées. L'import ne se ferait pas."), report)

    def _tell(self, report: Report, licences: list[str], options: dict[str, Any]) -> None:
        if options["verbosity"] == 0:
            return
        title = _("À l'essai, rien n'est changé.") if options["dry_run"] else _("Importé.")
        self.stdout.write(title)
        told = lines(report, done=not options["dry_run"], withdraw=options["withdraw"])
        for line in (*told, *licences):
            self.stdout.write(line)

    def _tell_refused(self, report: Report) -> None:
        for refused in report.refused[:MOST_TOLD]:
            self.stderr.write(row_words(refused, report.unit))
        if (left := report.reasons - MOST_TOLD) <= 0:
            return
        told = _("… et %d autres raisons.") % left
        if report.reasons > len(report.refused):
            told += " " + _("Le compte rendu (--report) donne les %d premières.") % len(report.refused)
        else:
            told += " " + _("Le compte rendu (--report) les donne toutes.")
        self.stderr.write(told)

    def _write(self, report: Report, path: Path | None) -> None:
        if path is None:
            return
        try:
            path.write_text(json.dumps(report.as_dict(), ensure_ascii=False, indent=2), encoding="utf-8")
        except OSError as error:
            raise CommandError(_("Le compte rendu ne peut pas être écrit ici : %s") % path) from error
