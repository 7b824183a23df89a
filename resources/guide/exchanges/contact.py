"""Who asks for an exchange, and what they write: sealed for their request alone."""

from __future__ import annotations

import json
from typing import NamedTuple

from portal.accounts.sealed import seal, unseal
from resources.guide.models.exchanges import ExchangeRequest


class Contact(NamedTuple):
    """What a person says of themselves. `language` is the one they wrote in: "fr", "en", "ar"."""

    name: str
    email: str
    organisation: str
    territory: str
    question: str
    phone: str = ""
    availabilities: str = ""
    language: str = "fr"


def purpose_of(request: ExchangeRequest) -> str:
    """Give what a contact is sealed for: this request alone."""
    return f"guide.exchange:{request.uid}"


def seal_contact(request: ExchangeRequest, contact: Contact) -> str:
    """Seal a contact for one request."""
    return seal(json.dumps(contact._asdict()), purpose_of(request))


def open_contact(request: ExchangeRequest) -> Contact:
    """Give back who asks. Raises SealError when it does not open, or is erased."""
    return Contact(**json.loads(unseal(request.sealed, purpose_of(request))))
