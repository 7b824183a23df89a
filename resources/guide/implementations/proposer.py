"""Who proposes a column: sealed for it alone, until they are answered."""

from __future__ import annotations

import json
from typing import NamedTuple

from portal.accounts.sealed import seal, unseal
from resources.guide.models.implementations import Implementation


class Proposer(NamedTuple):
    """Whom to answer, and in which language: "fr", "en", "ar"."""

    name: str
    email: str
    language: str = "fr"


def purpose_of(implementation: Implementation) -> str:
    """Give what a proposer is sealed for: this column alone."""
    return f"guide.implementation:{implementation.uid}"


def seal_proposer(implementation: Implementation, proposer: Proposer) -> str:
    """Seal a proposer for one column."""
    return seal(json.dumps(proposer._asdict()), purpose_of(implementation))


def open_proposer(implementation: Implementation) -> Proposer:
    """Give back who proposed. Raises SealError when it does not open, or is erased."""
    return Proposer(**json.loads(unseal(implementation.sealed, purpose_of(implementation))))
