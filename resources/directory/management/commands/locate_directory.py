"""`manage.py locate_directory [--all]`: give the entries of the directory the points of their addresses."""

from __future__ import annotations

from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q, QuerySet

from resources.directory.geocoding import BLOCK, GeocoderDown, locate_many
from resources.directory.models import Service, Structure
from resources.directory.vocabulary import State


class Command(BaseCommand):
    """Ask the IGN's geocoder where the entries without a point are; points of the team and of the source stay."""

    help = (
        "Place sur la carte les fiches sans point. Avec --all, replace aussi celles que l'IGN avait placées."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --all."""
        parser.add_argument(
            "--all", action="store_true", help="Demande aussi de nouveau les points donnés par l'IGN."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through structures, then services, by blocks; what is done stays done if the geocoder fails."""
        placed = seen = 0
        try:
            for model in (Structure, Service):
                rows = iter(wanted(model, again=options["all"]).iterator(BLOCK))
                while block := list(islice(rows, BLOCK)):
                    placed += locate_many(block)
                    seen += len(block)
                    if options["verbosity"] > 1:
                        self.stdout.write(f"{seen} fiches lues, {placed} placées.")
        except GeocoderDown as error:
            raise CommandError(
                f"Le service des adresses ne répond pas ({error}). "
                f"{placed} fiches sont placées ; relancez plus tard pour les autres."
            ) from error
        if options["verbosity"]:
            self.stdout.write(f"{seen} fiches lues, {placed} placées.")


def wanted(model: type[Structure] | type[Service], *, again: bool) -> QuerySet:
    """Keep the entries to place: those that have words for where they are, and no point but the geocoder's."""
    rows = model.objects.exclude(state=State.GONE).select_related(None).order_by("pk")
    addressed = ~Q(adresse=None) & ~Q(adresse="")
    if model is Structure:
        addressed |= ~Q(commune=None) & ~Q(commune="")
    free = Q(latitude=None) | Q(coordinates_origin="geocoder") if again else Q(latitude=None)
    return rows.filter(addressed, free)
