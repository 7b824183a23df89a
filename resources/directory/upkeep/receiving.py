"""What comes in from outside: an error a reader signals, the answer of a structure to its link."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from wagtail.log_actions import log

from resources.directory.actions import verify
from resources.directory.models import CheckRequest, Service, Structure, Suggestion
from resources.directory.upkeep.links import spend
from resources.directory.upkeep.mail import seal_address


@transaction.atomic
def signal_error(
    entry: Structure | Service, *, reason: str, text: str, address: str = "", language: str = "fr"
) -> Suggestion:
    """Keep what a reader says is wrong; their address is sealed for this suggestion alone."""
    suggestion = _suggest(entry, reason, text)
    if address:
        suggestion.sealed_email = seal_address(suggestion, address, language)
    suggestion.save(force_insert=True)
    return suggestion


@transaction.atomic
def confirm_shown(request: CheckRequest, services: Iterable[int]) -> None:
    """Note that a structure finds right what its page showed: itself, and those of its public `services` (numbers).

    Raises LinkSpent when the link has served meanwhile.
    """
    spend(request, "same")
    verify(request.structure, how="owner")
    shown = Service.objects.public().filter(structure=request.structure_id, pk__in=list(services))
    for service in shown.order_by("pk"):
        verify(service, how="owner")
    log(request.structure, "directory.owner.same", content_changed=True)


@transaction.atomic
def propose_changes(request: CheckRequest, proposals: Iterable[tuple[str, str]]) -> None:
    """Put what a structure corrects, as (reason, text), in the team's queue; nothing changes by itself.

    Raises LinkSpent when the link has served meanwhile.
    """
    spend(request, "changed")
    for reason, text in proposals:
        suggestion = _suggest(request.structure, reason, text)
        suggestion.from_owner = True
        suggestion.save(force_insert=True)
    log(request.structure, "directory.owner.changed", content_changed=True)


def _suggest(entry: Structure | Service, reason: str, text: str) -> Suggestion:
    own = {"service": entry} if isinstance(entry, Service) else {"structure": entry}
    return Suggestion(reason=reason, text=text, **own)
