"""What the public reads of an entry, as a short list to check; never the team's note."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from home.places.opening import WeekDay, week
from resources.directory.hours import door_of
from resources.directory.models import Service, Structure
from resources.directory.vocabulary import AUDIENCES, FEES, MOBILISATIONS, labels_of


class Facts(NamedTuple):
    """Lines of (label, value), those without a value left out; then the week's hours."""

    lines: list[tuple[str, str]]
    week: list[WeekDay]


def facts_of(entry: Structure | Service) -> Facts:
    """Give what is said of an entry itself; a service does not repeat what its structure says."""
    place = " ".join(part for part in (entry.code_postal, entry.commune) if part)
    address = ", ".join(part for part in (entry.adresse, entry.complement_adresse, place) if part)
    lines: list[tuple[str, Any]] = [
        (_("Description"), entry.description),
        (_("Adresse"), address),
        (_("Téléphone"), entry.telephone),
        (_("E-mail"), entry.courriel),
    ]
    lines += _of_service(entry) if isinstance(entry, Service) else [(_("Site internet"), entry.site_web)]
    hours = week(door_of(entry)) if entry.horaires_accueil else []
    if entry.horaires_accueil and not hours:
        lines.append((_("Horaires"), entry.horaires_accueil))
    return Facts([(label, value) for label, value in lines if value], hours)


def _of_service(service: Service) -> list[tuple[str, Any]]:
    fees = str(FEES.get(service.frais or "", ""))
    comma = pgettext("list", ", ")
    return [
        (_("Prix"), comma.join(part for part in (fees, service.frais_precisions) if part)),
        (_("Pour qui"), comma.join(labels_of(service.publics, AUDIENCES))),
        (_("Comment faire"), comma.join(labels_of(service.modes_mobilisation, MOBILISATIONS))),
        (_("À apporter"), service.to_bring or service.conditions_acces),
    ]
