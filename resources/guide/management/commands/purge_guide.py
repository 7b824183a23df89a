"""`manage.py purge_guide`: to run every night."""

from typing import Any

from django.core.management.base import BaseCommand

from resources.guide.book.keeping import purge as purge_books
from resources.guide.checks.purge import purge as purge_sheets
from resources.guide.exchanges.purge import purge as purge_exchanges
from resources.guide.exchanges.reminders import remind
from resources.guide.implementations.mail import tell_again
from resources.guide.implementations.purge import purge as purge_columns


class Command(BaseCommand):
    """Erase what the guide keeps no longer, and send the mail that is due."""

    help = (
        "Efface les bilans, les demandes et les adresses arrivés à leur terme, et les anciens PDF du guide. "
        "Rappelle les demandes et les propositions qui attendent ou n'avancent plus, et envoie les messages retenus. "
        "À lancer chaque nuit."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        mails = remind() + tell_again()  # before the addresses of the oldest go
        sheets, exchanges, columns = purge_sheets(), purge_exchanges(), purge_columns()
        books = purge_books()
        if options["verbosity"] > 0:
            self.stdout.write(
                f"Bilans effacés : {sheets}. Demandes effacées : {exchanges}. "
                f"Propositions effacées : {columns}. Anciens PDF effacés : {books}. Messages : {mails}."
            )
