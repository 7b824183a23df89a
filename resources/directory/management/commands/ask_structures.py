"""`manage.py ask_structures`: to run every night."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from resources.directory.admin.imports import forget_old_files
from resources.directory.indexing import forget_unused_rules
from resources.directory.upkeep.asking import PER_NIGHT, ask_structures, forget_old
from resources.directory.upkeep.mail import thank_again


class Command(BaseCommand):
    """Write to the structures that are due, thank those a breakdown left out, forget old requests and files nobody imported."""

    help = "Demande aux structures si leurs informations sont à jour. À lancer chaque nuit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--limit", type=int, default=PER_NIGHT, help="Nombre de structures à qui écrire, au plus."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        thank_again()
        forget_old()
        forget_old_files()
        forget_unused_rules()
        count = ask_structures(max(0, options["limit"]))
        if options["verbosity"] > 0:
            self.stdout.write(f"Structures à qui nous écrivons : {count}.")
