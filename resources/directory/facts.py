"""What the page of a resource answers, in words: for whom, how much, how to come, how fresh it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.territories.models import Commune
from portal.when import date_words
from resources.directory.models import Entry, Service, Structure
from resources.directory.vocabulary import MOBILISATIONS, Saturation

#: Communes named one by one; beyond, the list would hide the rest of the page.
MOST_NAMED = 12
COUNTRY = frozenset(["france", "99100"])
BY_PROFESSIONAL, BY_PERSON = "professionnels", "usagers"


class Freshness(NamedTuple):
    """When somebody last made sure of an entry."""

    words: str
    is_overdue: bool


@dataclass(frozen=True)
class Wait:
    """How hard it is to get in, and when that was noted."""

    state: str
    words: str


def freshness(entry: Entry, today: date, months: int) -> Freshness:
    """Say when an entry was last checked, and whether that is more than `months` ago; its last change counts when never."""
    since = entry.verified_on or entry.date_maj
    words = {"day": date_words(since, year=True)}
    if since + relativedelta(months=months) < today:
        return Freshness(_("Non vérifié depuis le %(day)s.") % words, True)
    if entry.verified_on:
        return Freshness(_("Vérifié le %(day)s.") % words, False)
    return Freshness(_("Mis à jour le %(day)s.") % words, False)


def is_silent(entry: Entry, services: Iterable[Service] | None = None) -> bool:
    """Tell whether the page of an entry leaves no trace: for itself, or a structure for all that one finds there.

    `services` are the public ones of a structure, when they are known: one query else, none for a service.
    """
    if entry.is_discreet or not isinstance(entry, Structure):
        return entry.is_discreet
    if services is None:
        services = Service.objects.public().filter(structure=entry).select_related("structure")
    silent = [service.is_discreet for service in services]
    return bool(silent) and all(silent)


def wait_of(service: Service) -> Wait | None:
    """Say whether there is room, with its date; None when nobody noted it."""
    if not service.saturation or service.saturation_on is None:
        return None
    state = {Saturation.NONE: "open", Saturation.MODERATE: "moved", Saturation.HIGH: "moved"}[
        Saturation(service.saturation)
    ]
    words = _("%(wait)s, noté le %(day)s") % {
        "wait": Saturation(service.saturation).label,
        "day": date_words(service.saturation_on, year=True),
    }
    return Wait(state, words)


def ways_in(service: Service) -> list[str]:
    """Say how to begin: just come, call, write, a website, or through a professional."""
    modes, who = set(service.modes_mobilisation or ()), set(service.mobilisable_par or ())
    found = []
    if who == {BY_PROFESSIONAL}:
        found.append(
            _("Un professionnel fait la demande avec vous : médecin, assistante sociale, médiatrice…")
        )
    if "se-presenter" in modes:
        found.append(_("Venez directement, pendant les heures d’ouverture."))
    if "telephoner" in modes:
        found.append(_("Téléphonez."))
    if "envoyer-un-courriel" in modes:
        found.append(_("Écrivez un e-mail."))
    if "utiliser-lien-mobilisation" in modes and service.lien_mobilisation:
        found.append(str(MOBILISATIONS["utiliser-lien-mobilisation"]) + pgettext("sentence end", "."))
    if BY_PROFESSIONAL in who and BY_PERSON in who:
        found.append(_("Vous pouvez demander vous-même, ou avec l’aide d’un professionnel."))
    return found


def zone_words(codes: Iterable[str] | None) -> str:
    """Say whose residents it is for: communes by name, départements, the country. One query, none without codes."""
    codes = list(codes or ())
    if not codes:
        return ""
    if COUNTRY.intersection(codes):
        return _("Toute la France")
    known = list(Commune.objects.filter(code__in=codes) | Commune.objects.filter(epci__in=set(codes) - {""}))
    names = [commune.name for commune in known]
    parts = [*names[:MOST_NAMED], *_departments(codes)]
    told = {commune.code for commune in known} | {code for code in codes if len(code) in (2, 3)}
    if len(names) > MOST_NAMED or not told.issuperset(codes):
        parts.append(_("d’autres communes") if parts else _("certaines communes"))
    return pgettext("list", ", ").join(filter(None, parts))


def _departments(codes: Iterable[str]) -> Iterator[str]:
    for code in codes:
        if len(code) in (2, 3):
            yield _("département %(number)s") % {"number": code}
