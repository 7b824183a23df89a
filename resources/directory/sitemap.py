"""What the site map and the plan say of the directory: the list, the services anyone may see, the pages of need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from django.conf import settings
from django.utils.translation import gettext as _

from home.pages.addresses import absolute
from home.pages.views import plan, sitemap
from portal.context import root_of
from portal.territories.words import DEFAULT
from resources.directory.furniture import needs_in
from resources.directory.models import HelpPage, Service, Structure

#: Services the plan names; beyond, the list of resources is the better way.
MOST_NAMED = 300


def provide() -> None:
    """Tell the site map and the plan of the directory."""
    sitemap.provide(lines)
    plan.provide(part, HelpPage)


def lines() -> Iterator[sitemap.Line]:
    """Give the list, then every structure and service anyone may see, in every language. Two queries.

    Pages of need are pages like others: the site map finds them by itself, and tells no title.
    """
    yield from _twins("ressources/", None)
    for folder, rows in (
        ("ressources/structures/", Structure.objects.public()),
        ("ressources/", Service.objects.public()),
    ):
        for slug, changed in rows.order_by("slug").values_list("slug", "date_maj"):
            yield from _twins(f"{folder}{slug}/", datetime.combine(changed, time(), UTC))


def _twins(path: str, changed: datetime | None) -> Iterator[sitemap.Line]:
    twins = {code: absolute(f"{root_of(code)}{path}") for code, _name in settings.LANGUAGES}
    for url in twins.values():
        yield sitemap.Line(url, changed, twins)


def part(language: str) -> plan.Part:
    """Give the part of the plan: the list, the pages of need in the words other pages use, the services. Two queries."""
    root = root_of(language)
    rows = Service.objects.public().order_by("nom", "pk").values_list("slug", "nom", "nom_en", "nom_ar")
    services = [_service(row, language, root) for row in rows[:MOST_NAMED]]
    needs = [plan.Link(need.label, need.url, need.lang) for need in needs_in(language)]
    all_of_them = plan.Link(_("Trouver de l’aide"), f"{root}ressources/", language, services)
    return plan.Part(_("Ressources"), language, [all_of_them, *needs])


def _service(row: tuple[str, str, str, str], language: str, root: str) -> plan.Link:
    slug, french, english, arabic = row
    own = {"en": english, "ar": arabic}.get(language, "")
    return plan.Link(own or french, f"{root}ressources/{slug}/", language if own else DEFAULT)
