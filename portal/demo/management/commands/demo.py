"""`manage.py demo`: load the demonstration site, once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from home.pages.models import HomePage
from portal.demo.load import load
from portal.demo.reset import remove_everything


class Command(BaseCommand):
    """Load the demonstration site if it is not there; `--reset` loads it afresh."""

    help = "Charge le site de démonstration. Avec --reset, l'efface d'abord."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --reset."""
        parser.add_argument("--reset", action="store_true", help="Efface tout le contenu, puis recharge.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, unless it is there already."""
        with translation.override("fr"):
            if options["reset"]:
                remove_everything()
            elif HomePage.objects.exists():
                return
            load()
        if options["verbosity"]:
            self.stdout.write("Démonstration chargée.")
