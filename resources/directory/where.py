"""« Où ? »: what was typed becomes a point one looks around, by the geocoder or by the communes we know."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Avg, Q
from django.utils.translation import gettext as _

from portal.territories.models import Commune
from resources.directory.geocoding import Found, GeocoderDown, find_address
from resources.directory.models import Structure
from resources.directory.text import WORD
from resources.directory.zones import department_of
from search.geography import Point, box_around
from search.text import fold

#: Places less sure than this are not taken for what was meant (from 0 to 1).
SURE = 0.45
#: Whoever stands this near to a commune, in metres, may live there.
NEARBY = 3000


@dataclass(frozen=True)
class Where:
    """The place looked around: its name and its point; `notice` says when it is not quite what was asked, or why there is none.

    `communes` are those one may live in, there (INSEE codes); nobody knows when there is none.
    """

    label: str = ""
    point: Point | None = None
    notice: str = ""
    communes: tuple[str, ...] = ()


def where(text: str) -> Where:
    """Find the place a reader typed: an address, a quartier, a commune. Never fails, asks the geocoder once."""
    communes = list(Commune.objects.filter(territories__isnull=False).distinct())
    try:
        found = _choose(find_address(text), communes)
    except GeocoderDown:
        return _commune(text, communes) or Where(
            notice=_(
                "La recherche d’adresse ne répond pas. Écrivez le nom d’une commune, ou réessayez plus tard."
            )
        )
    if found:
        return Where(_label(found), found.point, communes=tuple(filter(None, [found.citycode])))
    return _commune(text, communes) or Where(
        notice=_(
            "Nous n’avons pas trouvé cette adresse. Écrivez une rue et une commune, ou une commune seule."
        )
    )


def around(point: Point) -> Where:
    """Give the place of a telephone: one may live in any commune where something stands nearby. One query."""
    box = box_around(point, NEARBY)
    inside = Structure.objects.public().filter(
        latitude__range=(box.south, box.north),
        longitude__range=(box.west, box.east),
        code_insee__isnull=False,
    )
    communes = inside.order_by("code_insee").values_list("code_insee", flat=True).distinct()
    return Where(_("votre position"), point, communes=tuple(communes))


def _choose(found: list[Found], communes: list[Commune]) -> Found | None:
    """Take the surest place: one of our communes first, then of their départements, then of the country."""
    codes = {commune.code for commune in communes}
    departments = {department_of(code) for code in codes}
    good = [one for one in found if one.score >= SURE]

    def rank(one: Found) -> tuple[bool, bool, float]:
        far = bool(one.citycode) and department_of(one.citycode) not in departments
        return one.citycode not in codes, far, -one.score

    return min(good, key=rank, default=None)


def _label(found: Found) -> str:
    return (
        found.label if found.city and fold(found.city) in fold(found.label) else f"{found.label} {found.city}"
    )


def _plain(text: str) -> str:
    """Give the words of a text alone: « Saint-Martin-d’Hères, Isère » is "saint martin d heres isere"."""
    return " ".join(WORD.findall(fold(text)))


def _commune(text: str, communes: list[Commune]) -> Where | None:
    """Recognise one of our communes in what was typed; its point is the middle of what stands in it. One query."""
    asked = f" {_plain(text)} "
    named = [c for c in communes if f" {_plain(c.name)} " in asked or f" {c.code} " in asked]
    if not named:
        return None
    commune = max(named, key=lambda c: len(c.name))
    inside = Structure.objects.public().filter(Q(code_insee=commune.code), latitude__isnull=False)
    middle = inside.aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"))
    if middle["latitude"] is None:
        return Where(notice=_("Nous n’avons pas encore d’adresse à %(commune)s.") % {"commune": commune.name})
    whole = asked.strip() in (_plain(commune.name), commune.code)
    notice = _("Nous n’avons pas trouvé cette adresse. Nous cherchons autour de %(commune)s.")
    point = Point(middle["latitude"], middle["longitude"])
    return Where(commune.name, point, "" if whole else notice % {"commune": commune.name}, (commune.code,))
