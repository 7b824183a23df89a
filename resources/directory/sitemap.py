"""What the site map and the plan say of the directory: the list, the services anyone may see, the pages of need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.utils.translation import gettext as _

from home.pages.addresses import absolute
from home.pages.views import plan, sitemap
from portal.context import root_of
from resources.directory.discreet import is_quiet, quiet_slug
from resources.directory.furniture import needs_in
from resources.directory.models import HelpPage, Service, Structure

#: Services the plan names; beyond, the list of resources is the better way.
MOST_NAMED = 300
#: What the address of an entry depends on.
KNOWN, NAMES = ("pk", "slug", "date_maj"), ("nom", "nom_en", "nom_ar")


def provide() -> None:
    """Tell the site map and the plan of the directory."""
    sitemap.provide(lines)
    plan.provide(part, HelpPage)


def lines() -> Iterator[sitemap.Line]:
    """Give the list, then every structure and service anyone may see, in every language. Two queries.

    Pages of need are pages like others: the site map finds them by itself, and tells no title.
    """
    yield from _twins("ressources/", None)
    for pk, slug, changed, *names in Structure.objects.public().order_by("slug").values_list(*KNOWN, *NAMES):
        yield from _twins(f"ressources/structures/{_last(pk, slug, is_quiet(names))}/", _start(changed))
    services = Service.objects.public().order_by("slug")
    its = (f"structure__{name}" for name in NAMES)
    for pk, slug, changed, themes, *names in services.values_list(*KNOWN, "thematiques", *NAMES, *its):
        yield from _twins(f"ressources/{_last(pk, slug, is_quiet(names, themes))}/", _start(changed))


def _last(pk: int, slug: str, quiet: bool) -> str:
    """Give the last word of an address, as `Entry.public_slug` does."""
    return quiet_slug(pk) if quiet else slug


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _twins(path: str, changed: datetime | None) -> Iterator[sitemap.Line]:
    twins = {code: absolute(f"{root_of(code)}{path}") for code, _name in settings.LANGUAGES}
    for url in twins.values():
        yield sitemap.Line(url, changed, twins)


def part(language: str) -> plan.Part:
    """Give the part of the plan: the list, the pages of need in the words other pages use, the services. Two queries.

    Discreet services are named by the list and by their page of need alone.
    """
    root = root_of(language)
    services = Service.objects.public().select_related("structure").order_by("nom", "pk")[:MOST_NAMED]
    links = [_service(service, root) for service in services if not service.is_discreet]
    needs = [plan.Link(need.label, need.url, need.lang) for need in needs_in(language)]
    all_of_them = plan.Link(_("Trouver de l’aide"), f"{root}ressources/", language, links)
    return plan.Part(_("Ressources"), language, [all_of_them, *needs])


def _service(service: Service, root: str) -> plan.Link:
    name = service.nom_words
    return plan.Link(name.text, f"{root}ressources/{service.public_slug}/", name.lang)
