"""Every address of the portal, made from its pattern and one thing of each kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, Locale, Site
from wagtail_localize.models import Translation

from home.activities.models import Activity, ActivityText, Holiday, Session, Theme
from home.pages.models import Banner, HomePage, NewsPage, TerritoryPage
from home.places.models import HoursException, Place
from portal.accounts.models import User
from portal.territories.models import Territory
from resources.directory.models import CheckRequest, Closure, ImportRun, Service, Structure, Suggestion
from resources.directory.upkeep.links import LASTS, token_of
from resources.guide.checks.actions import begin
from resources.guide.models import Check, CostForm, ExchangeRequest, Implementation, Register, Tool
from resources.guide.models.editions import Form
from search.models import Synonyms, Unmet

#: Namespaces of our own lists in Wagtail's admin, whatever class answers in them.
OUR_SPACES = {
    "activity",
    "banner",
    "closure_admin",
    "exchanges",
    "fermeture",
    "guide_forms",
    "holiday",
    "implementations",
    "place",
    "register_admin",
    "seance",
    "series",
    "service_admin",
    "source_admin",
    "structure_admin",
    "synonyms",
    "theme",
    "tool_admin",
    "tool_figures",
    "unmet",
    "upkeep",
    "wagtailsnippets_activities_activitytext",
    "wagtailsnippets_guide_check",
    "wagtailsnippets_guide_costform",
    "wagtailusers_users",
}


class Pattern(NamedTuple):
    """One pattern: its name with its namespace, its whole route, where its view comes from."""

    name: str
    route: str
    module: str

    @property
    def space(self) -> str:
        """The namespace alone."""
        return self.name.rpartition(":")[0]

    @property
    def is_ours(self) -> bool:
        """Whether the address is ours to answer for; the others are Wagtail's own, under /admin/."""
        mine = self.space in OUR_SPACES or self.module.startswith(
            ("home.", "portal.", "resources.", "search.")
        )
        return mine or not self.route.startswith("admin/")


def patterns(found: list | None = None, route: str = "", space: str = "") -> Iterator[Pattern]:
    """Give every pattern of the portal."""
    for one in get_resolver().url_patterns if found is None else found:
        here = route + str(one.pattern)
        if isinstance(one, URLPattern):
            yield Pattern(":".join(filter(None, [space, one.name])), here, one.callback.__module__)
        else:
            yield from patterns(one.url_patterns, here, ":".join(filter(None, [space, one.namespace])))


@dataclass
class Samples:
    """What goes where a pattern has a hole: by namespace and name, then by name, then by kind."""

    by_space: dict[str, Any]
    by_name: dict[str, Any]
    document: str
    #: What goes in one hole of one address: by the name of its pattern and of the hole.
    by_hole: dict[tuple[str, str], str]

    def address(self, pattern: Pattern) -> str:
        """Give an address that `pattern` answers."""
        route = pattern.route
        if pattern.name == "wagtaildocs_serve":
            return self.document

        def value(match: re.Match) -> str:
            kind, name = match["kind"] or "str", match["name"]
            if (pattern.name, name) in self.by_hole:
                return self.by_hole[pattern.name, name]
            if name == "pk" and "api/main/" in pattern.route and not pattern.space:
                return str(self.by_name["image_id" if "images" in pattern.route else "document_id"])
            if name == "pk" and pattern.space in self.by_space:
                return str(self.by_space[pattern.space])
            return str(self.by_name.get(name, 1 if kind == "int" else "x"))

        route = re.sub(
            r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>(?!\\)", value, _without_regex(route, self.by_name)
        )
        return "/" + route


def _without_regex(route: str, names: dict[str, Any]) -> str:
    """Turn the few regular expressions into plain routes."""
    route = re.sub(
        r"\(\?P<(\w+)>[^()]*(\([^()]*\))?[^()]*\)", r"<\1>", route.replace("^", "").replace("$", "")
    )
    route = route.replace(r".+/chosen/(?!\d+/)[/]+", "images/chooser/chosen/x")
    route = route.replace(r"(?!_util/)((?:[\w\-]+/)*)", "").replace(r"((?:[\w\-]+/)*)", "")
    for hole in (r"(\d+)", r"(live|earliest|\d+)", r"(live|latest|\d+)", "(.*)"):
        route = route.replace(hole, {"(.*)": "x.pdf", r"(\d+)": str(names["page_id"])}.get(hole, "live"))
    return route.replace(r"\.", ".").replace(".*", "absente")


#: Names that are the same in every database.
FIXED = {
    "app_label": "activities",
    "model_name": "activitytext",
    "content_type_app_name": "pages",
    "content_type_model_name": "needpage",
    "filter_spec": "width-100",
    "form": "html",
}


def samples() -> Samples:
    """Pick one thing of each kind in the demonstration, of Chambéry, and make those it does not hold."""
    territory = Territory.objects.get(slug="chambery")
    activity = Activity.objects.get(slug="yoga-sur-chaise")
    session = Session.objects.public().filter(activity=activity).last()
    document = Document.objects.create(title="Essai", file=ContentFile(b"%PDF-1.4", "essai.pdf"))
    home, image = HomePage.objects.get(locale__language_code="fr"), Image.objects.first()
    mine = structure_of_one(territory)
    check = CheckRequest.objects.create(structure=mine, expires_at=timezone.now() + LASTS)
    text = ActivityText.objects.get(activity=activity, locale__language_code="fr")
    translation = Translation.objects.get(
        source__object_id=text.translation_key, target_locale__language_code="en"
    )
    by_name = {
        "territory": territory.slug,
        "slug": activity.slug,
        "key": session.key,
        "token": token_of(check),
        "path": image.file.name,
        "page_id": home.pk,
        "parent_page_id": home.pk,
        "page_to_move_id": NewsPage.objects.first().pk,
        "destination_id": TerritoryPage.objects.first().pk,
        "image_id": image.pk,
        "document_id": document.pk,
        "run_id": ImportRun.objects.create(name="essai.json").pk,
        "content_type_id": ContentType.objects.get_for_model(HomePage).pk,
        "translation_id": translation.pk,
        "translation_source_id": translation.source_id,
    } | FIXED
    by_space = of_the_house() | of_a_territory(territory, mine) | of_one_activity(activity, session)
    return Samples(by_space, by_name, document.url, of_resources() | of_the_guide())


def of_the_house() -> dict[str, Any]:
    """Give one of each thing that belongs to no territory."""
    today = timezone.localdate()
    unmet = Unmet(digest="x", language="fr", words="ostéopathe", first_day=today, last_day=today, days=3)
    unmet.save()
    return {
        "exchanges": ExchangeRequest.objects.waiting().first().pk,
        "holiday": Holiday.objects.first().pk,
        "register_admin": Register.objects.first().pk,
        "source_admin": "impact",
        "synonyms": Synonyms.objects.first().pk,
        "theme": Theme.objects.first().pk,
        "tool_admin": Tool.objects.first().pk,
        "unmet": unmet.pk,
        "wagtailadmin_collections": Collection.get_first_root_node().pk,
        "wagtaillocales": Locale.objects.first().pk,
        "wagtailsites": Site.objects.first().pk,
        "wagtailsnippets_guide_check": Check.objects.first().pk,
        "wagtailsnippets_guide_costform": CostForm.objects.first().pk,
        "wagtailusers_groups": Group.objects.first().pk,
        "wagtailusers_users": User.objects.get(email="redaction-seg@demo.test").pk,
    }


def of_a_territory(territory: Territory, structure: Structure) -> dict[str, Any]:
    """Give one of each thing that belongs to a territory, its places and its structures."""
    now = timezone.now()
    days = {"first_day": now.date(), "last_day": now.date(), "reason": "Travaux"}
    place = Place.objects.filter(territory=territory).first()
    banner = Banner.objects.create(
        territory=territory, text="Fermé", starts_at=now, ends_at=now + timezone.timedelta(hours=1)
    )
    return {
        "banner": banner.pk,
        "closure_admin": Closure.objects.create(structure=structure, **days).pk,
        "fermeture": HoursException.objects.create(place=place, **days).pk,
        "implementations": Implementation.objects.get(territory=territory).pk,
        "place": place.pk,
        "service_admin": structure.services.first().pk,
        "structure_admin": structure.pk,
        "upkeep": Suggestion.objects.create(structure=structure, reason="ferme").pk,
    }


def of_one_activity(activity: Activity, session: Session) -> dict[str, Any]:
    """Give an activity, its text, one of its sessions and the series of it."""
    return {
        "activity": activity.pk,
        "seance": session.pk,
        "series": session.series_id,
        "wagtailsnippets_activities_activitytext": ActivityText.objects.filter(activity=activity).first().pk,
    }


def of_resources() -> dict[tuple[str, str], str]:
    """Give a service and a structure for the addresses about one."""
    service, structure = Service.objects.public().first(), Structure.objects.public().first()
    return {
        ("resource", "slug"): service.slug,
        ("report_error", "slug"): service.slug,
        ("structure", "slug"): structure.slug,
        ("report_structure_error", "slug"): structure.slug,
    }


def of_the_guide() -> dict[tuple[str, str], str]:
    """Give a register, a tool, a form, and a private sheet of one's own for each of its pages."""
    tools = ("tool", "tool_pdf", "tool_print", "tool_docx", "tool_odt", "tool_preview")
    sheets = ("guide_sheet", "guide_sheet_step", "guide_sheet_pdf", "guide_sheet_erase")
    return {
        ("guide_register", "code"): "1a",
        ("guide_forms:publish", "form"): Form.COST.value,
        ("guide_forms:totals", "form"): Form.READY.value,
        **{(name, "slug"): "fiche-de-saisine" for name in tools},
        **{(name, "token"): begin(Form.READY) for name in sheets},
    }


def structure_of_one(territory: Territory) -> Structure:
    """Give a structure with a service that serves one territory alone."""
    mine = Structure.objects.filter(territories=territory, services__isnull=False)
    return mine.exclude(territories__slug="sud-est-grenoblois").first()
