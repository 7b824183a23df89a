"""The demonstration's resources: structures and services of both territories, in every state, and the pages of need."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from home.pages.models import HomePage
from portal.accounts.models import User
from portal.demo.content import read
from portal.demo.writing import write
from portal.territories.models import Territory
from resources.directory.indexing import index_structures
from resources.directory.models import (
    Closure,
    HelpPage,
    Service,
    Structure,
    Suggestion,
    SupportFunction,
    SupportNeed,
)
from resources.directory.slugs import free_slug

COMMUNES = {
    "chambery": ("Chambéry", "73000", "73065"),
    "saint-martin-d-heres": ("Saint-Martin-d'Hères", "38400", "38421"),
    "eybens": ("Eybens", "38320", "38158"),
    "poisat": ("Poisat", "38320", "38309"),
    "grenoble": ("Grenoble", "38000", "38185"),
}
#: What a content file calls the fields of the exchange format.
SHORT = {
    "horaires": "horaires_accueil",
    "accueil": "modes_accueil",
    "modes": "modes_mobilisation",
    "par": "mobilisable_par",
    "zone": "zone_eligibilite",
    "volume": "volume_horaire_hebdomadaire",
}
#: What a content file says in its own way.
APART = ("key", "at", "service", "verified", "functions", "closed")


def add_resources(editor: User) -> None:
    """Write the structures with their services, the needs of each territory and what readers signalled."""
    content = read("resources")
    for facts in content["structure"]:
        add_structure(facts, editor)
    for need in content["need"]:
        territory = Territory.objects.get(slug=need["territory"])
        SupportNeed.objects.update_or_create(
            territory=territory, function=need["function"], defaults={"text": need["text"]}
        )
    for told in content["suggestion"]:
        service = Service.objects.get(nom=told["service"])
        Suggestion.objects.get_or_create(
            service=service, reason=told["reason"], defaults={"text": told["text"]}
        )
    index_structures(Structure.objects.all())


def add_structure(facts: dict[str, Any], editor: User) -> None:
    """Write one structure with its services, its support functions and its closures."""
    today = timezone.localdate()
    checked = today + timedelta(days=facts.get("verified", -1))
    common = {
        "state": facts.get("state", "public"),
        "verified_on": checked if "verified" in facts else None,
        "verified_by": editor,
        "verified_how": "team",
        "next_check": checked + timedelta(days=180),
        "date_maj": checked,
    }
    structure = save(Structure, f"impact--demo-{facts['key']}", plain(facts) | where(facts["at"]) | common)
    for number, service in enumerate(facts["service"]):
        told = plain(service) | common | {"structure": structure}
        told.setdefault("frais", "gratuit")
        told["frais"] = told["frais"] or None
        told.setdefault("modes_accueil", ["en-presentiel"])
        told.setdefault("mobilisable_par", ["usagers"])
        if service.get("saturation"):
            told["saturation_on"] = checked
        save(Service, f"{structure.identifier}-{number + 1}", told)
    for function, level in facts.get("functions", ()):
        SupportFunction.objects.get_or_create(structure=structure, function=function, level=level)
    for first, last, reason in facts.get("closed", ()):
        Closure.objects.get_or_create(
            structure=structure,
            first_day=today + timedelta(days=first),
            last_day=today + timedelta(days=last),
            defaults={"reason": reason},
        )


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Give the fields of a row from the words of the content file."""
    return {SHORT.get(name, name): value for name, value in facts.items() if name not in APART}


def where(at: list[Any]) -> dict[str, Any]:
    """Give address and point from `at`: commune, street, latitude, longitude; no street and no point for a number one calls."""
    commune, street, latitude, longitude = at
    name, postcode, code = COMMUNES[commune]
    point = {"latitude": latitude or None, "longitude": longitude or None}
    origin = {"coordinates_origin": "manual"} if latitude else {}
    return (
        {"commune": name, "code_postal": postcode, "code_insee": code, "adresse": street or None}
        | point
        | origin
    )


def save(model: type[Structure] | type[Service], identifier: str, fields: dict[str, Any]) -> Any:
    """Write one row, found again by its identifier."""
    row = model.objects.filter(identifier=identifier).first() or model(
        identifier=identifier, slug=free_slug(model, fields["nom"])
    )
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean(exclude=["source"])
    row.save_base(raw=True)  # searching is told once, at the end
    return row


def write_help_pages() -> None:
    """Publish the ten pages of need under the home page."""
    home = HomePage.objects.get(locale__language_code="fr")
    for facts in read("needs")["page"]:
        fixed = {name: facts[name] for name in ("slug", "pictogram", "thematiques")}
        fixed["is_sensitive"] = facts.get("is_sensitive", False)
        texts = {language: as_blocks(facts[language]) for language in ("fr", "en", "ar")}
        write(home, HelpPage, fixed, texts)


def as_blocks(words: dict[str, str]) -> dict[str, Any]:
    """Make a text block of each part that is rich text."""
    return {
        name: [("text", value)] if name in ("first_steps", "to_bring") else value
        for name, value in words.items()
    }
