"""Seal every secret again under the first key of FIELD_KEYS, so that the old keys can go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.accounts.factors import reseal_factors
from portal.accounts.sealed import KEEPERS, SealError


class Command(BaseCommand):
    """`manage.py rotate_field_keys`."""

    help = "Scelle à nouveau tous les secrets avec la première clé de FIELD_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                changed = reseal_factors() + sum(keeper.reseal() for keeper in KEEPERS)
        except SealError as error:
            raise CommandError(f"{error} Rien n'a changé.") from error
        self.stdout.write(f"{changed} secret(s) scellé(s) à nouveau. Les anciennes clés peuvent partir.")
