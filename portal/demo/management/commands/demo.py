"""`manage.py demo`: load the demonstration site, once."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from home.pages.models import HomePage
from portal.demo.load import load
from portal.demo.reset import remove_everything
from search.engine import EngineDown, engines
from search.sources import all_documents
from search.updates import Busy, rebuild

logger = logging.getLogger(__name__)


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
        self.index()
        if options["verbosity"]:
            self.stdout.write("Démonstration chargée.")

    @staticmethod
    def index() -> None:
        """Make the index of what was loaded: whatever another database had left there is not found."""
        for engine in engines():
            try:
                rebuild(engine, all_documents())
            except (Busy, EngineDown) as problem:
                logger.warning("search: no index made for %s (%r)", engine.name, problem)
