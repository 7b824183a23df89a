"""Take every second factor away from an account whose owner lost telephone, keys and recovery codes."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.models import User


class Command(BaseCommand):
    """`manage.py reset_second_factor someone@example.org`: to be run after checking, by voice, who asks."""

    help = "Retire tous les seconds facteurs d'un compte. Il lui en sera demandé un nouveau à la prochaine connexion."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("Aucun compte n'a cette adresse.")
        count, _ = Authenticator.objects.filter(user=user).delete()
        self.stdout.write(f"{count} facteur(s) retiré(s).")
