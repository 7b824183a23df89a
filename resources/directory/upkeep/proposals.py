"""What a suggestion is about: the entry that shows the wrong value, its field, what stands there now."""

from __future__ import annotations

from resources.directory.models import Service, Structure, Suggestion
from resources.directory.vocabulary import FEES

Reason = Suggestion.Reason

#: The field each reason speaks of; the others have none.
FIELDS: dict[str, str] = {
    Reason.PHONE: "telephone",
    Reason.EMAIL: "courriel",
    Reason.ADDRESS: "adresse",
    Reason.HOURS: "horaires_accueil",
    Reason.PRICE: "frais_precisions",
}
#: What a service says in its structure's words when it has none of its own.
INHERITED = {Reason.PHONE, Reason.EMAIL, Reason.ADDRESS, Reason.HOURS}


def reasons_for(entry: Structure | Service) -> list[tuple[str, str]]:
    """Give what may be wrong with an entry, as choices: a structure has no price."""
    return [
        (str(value), str(label))
        for value, label in Reason.choices
        if value != Reason.PRICE or isinstance(entry, Service)
    ]


def target_of(suggestion: Suggestion) -> Structure | Service:
    """Give the entry the correction is written in: the structure, when the public reads its value on the service's page."""
    entry = suggestion.entry
    name = FIELDS.get(suggestion.reason, "")
    if not isinstance(entry, Service) or suggestion.reason not in INHERITED:
        return entry
    is_of_structure = not getattr(entry, name) and getattr(entry.structure, name)
    return entry.structure if is_of_structure else entry


def present_value(suggestion: Suggestion) -> str:
    """Give what the public reads now, in words; "" when there is nothing or when no field is meant."""
    target, name = target_of(suggestion), FIELDS.get(suggestion.reason)
    if not name:
        return ""
    value = getattr(target, name) or ""
    if suggestion.reason == Reason.PRICE and isinstance(target, Service):
        fees = str(FEES.get(target.frais or "", ""))
        return " – ".join(part for part in (fees, value) if part)
    return value
