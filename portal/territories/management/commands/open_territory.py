"""Open a territory on a new portal: its editors' group, its collection, the administration."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.territories.actions import create_territory, set_up_administration


class Command(BaseCommand):
    """`manage.py open_territory Chambéry chambery --phone "01 99 00 10 10" --commune 73065:Chambéry`."""

    help = "Ouvre un territoire, ou le met à jour : groupe de rédaction, collection, droits."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("slug")
        parser.add_argument("--phone", default="")
        parser.add_argument("--name-ar", default="")
        parser.add_argument(
            "--commune", action="append", default=[], help="code INSEE:nom, autant de fois qu'il faut"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        communes = [tuple(commune.split(":", 1)) for commune in options["commune"]]
        if any(len(commune) != 2 for commune in communes):
            raise CommandError("Écrivez chaque commune ainsi : 73065:Chambéry.")
        try:
            territory = create_territory(
                name=options["name"],
                slug=options["slug"],
                phone=options["phone"],
                name_ar=options["name_ar"],
                communes=communes,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        administration = set_up_administration()
        self.stdout.write(f"Groupes prêts : « {territory.editors} », « {administration} ».")
