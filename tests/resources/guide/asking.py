"""Requests for an exchange and proposed columns, and a mail server that keeps what it is given, for the tests."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from portal.accounts.models import User
from portal.territories.actions import create_territory, set_up_administration
from resources.guide.exchanges.actions import receive
from resources.guide.exchanges.contact import Contact
from resources.guide.implementations.actions import propose
from resources.guide.implementations.proposer import Proposer
from resources.guide.models.exchanges import ExchangeRequest
from resources.guide.models.implementations import Implementation
from tests.bench.start import free_port
from tests.factories import UserFactory

EXCHANGE, COMPARISON, ADD = "/guide/temps-d-echange/", "/guide/comparaison/", "/guide/comparaison/ajouter/"
LIST, COLUMNS = "/admin/guide/echanges/", "/admin/guide/comparaison/"
#: Each word of it is looked for wherever it must not be.
CONTACT = Contact(
    name="Maïwenn Quéré",
    email="maiwenn.quere@demo.test",
    phone="01 99 00 61 62",
    organisation="Msp des Glycines",
    territory="Plougastel-le-Haut",
    question="Comment trouver une médiatrice ?",
    availabilities="Jamais le mercredi",
)
PRIVATE = tuple(CONTACT._asdict()[name] for name in CONTACT._fields if name != "language")
TYPED = {name: value for name, value in CONTACT._asdict().items() if name != "language"} | {
    "stage": "prepare",
    "moments": ["morning", "evening"],
    "website": "",
}
PROPOSER = Proposer("Maïwenn Quéré", "maiwenn.quere@demo.test")
COLUMN = {"name": "Plougastel-le-Haut", "carrier": "Une association de quartier.", "since": "2024."}
PROPOSED = COLUMN | {"proposer": PROPOSER.name, "email": PROPOSER.email, "website": ""}


def ask(**said: str) -> ExchangeRequest:
    """Send a request."""
    return receive(CONTACT._replace(**said), stage="prepare", moments=["morning"])


def suggest(**said: str) -> Implementation:
    """Propose a column."""
    return propose(COLUMN | said, PROPOSER)


def editor(name: str, slug: str = "chambery") -> User:
    """Somebody who may be given a request: an editor of a territory."""
    territory = create_territory(name=slug.replace("-", " ").title(), slug=slug)
    person = _person(name, "Test")
    person.groups.add(territory.editors)
    return person


def administrator(name: str = "Alix") -> User:
    """Somebody of the administration."""
    person = _person(name, "Admin")
    person.groups.add(set_up_administration())
    return person


def _person(name: str, last_name: str) -> User:
    address = f"{name.lower()}@demo.test"
    known = User.objects.filter(email=address).first()
    return known or UserFactory(first_name=name, last_name=last_name, email=address)


class Box:
    """Takes every message, or answers `code` to every address."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        self.messages: list[EmailMessage] = []
        self.to: list[str] = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.code:
            return f"{self.code} nobody here: {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.to += envelope.rcpt_tos
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    def texts(self) -> str:
        """Give all that was written: headers and bodies."""
        return "\n".join(f"{one.as_string()}\n{one.get_content()}" for one in self.messages)


@contextmanager
def mail_server(settings, code: int = 0) -> Iterator[Box]:
    """Run a real mail server and send the portal's mail there."""
    box = Box(code)
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    try:
        yield box
    finally:
        controller.stop()


def break_mail(settings) -> None:
    """Let no mail leave: nobody listens there."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9


def mend_mail(settings) -> None:
    """Let mail reach `mail.outbox` again."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
