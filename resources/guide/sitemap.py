"""What the site map and the plan say of the guide: its chapters, what one may fill in, the comparison, the tools."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page

from home.pages.addresses import absolute, address, roots
from home.pages.privacy import restricted_anywhere
from home.pages.views import plan, sitemap
from home.pages.written import language_of
from portal.context import root_of
from portal.territories.words import words
from resources.guide.models import ChapterPage, Edition, GuidePage, Tool
from resources.guide.models.editions import Form

#: Forms one may begin once an edition is published: their addresses.
FORMS = {
    Form.READY: "guide/etes-vous-prets/",
    Form.TERRITORY: "guide/bilan-de-territoire/",
    Form.COST: "guide/calcul-du-cout/",
}
COMPARISON, EXCHANGE, TOOLS = "guide/comparaison/", "guide/temps-d-echange/", "outils/"


def open_forms() -> list[str]:
    """Give the addresses of the forms that have an edition. One query."""
    published = set(Edition.objects.values_list("slug", flat=True).distinct())
    return [path for form, path in FORMS.items() if form in published]


def provide() -> None:
    """Tell the site map and the plan of the guide."""
    sitemap.provide(lines)
    plan.provide(part, GuidePage, ChapterPage)


def lines() -> Iterator[sitemap.Line]:
    """Give what stands beside the chapters, then each tool, in every language. Two queries.

    The chapters are pages like others: the site map finds them by itself.
    """
    tools = [f"{TOOLS}{slug}/" for slug in Tool.objects.live().values_list("slug", flat=True)]
    paths = [*open_forms(), COMPARISON, EXCHANGE, TOOLS, *tools]
    for path in paths:
        twins = {code: absolute(f"{root_of(code)}{path}") for code, _name in settings.LANGUAGES}
        for url in twins.values():
            yield sitemap.Line(url, None, twins)


def part(language: str) -> plan.Part:
    """Give the part of the plan. Three queries."""
    root, known = root_of(language), roots()
    shown = Page.objects.live().filter(locale__language_code=language).exact_type(GuidePage, ChapterPage)
    pages = list(shown.exclude(restricted_anywhere()).order_by("path"))
    links = [
        plan.Link(page.title, address(page.url_path, language, known), language_of(page, language))
        for page in pages
    ]
    tools = [
        plan.Link(title.text, f"{root}{TOOLS}{tool.slug}/", title.lang)
        for tool in Tool.objects.live()
        for title in [words(tool, "title", language)]
    ]
    titles = {
        FORMS[Form.READY]: _("Êtes-vous prêts ?"),
        FORMS[Form.TERRITORY]: _("Bilan de territoire"),
        FORMS[Form.COST]: _("Calculer le coût"),
        COMPARISON: _("Comparer les territoires"),
        EXCHANGE: _("Demander un temps d’échange"),
    }
    told = [
        plan.Link(titles[path], f"{root}{path}", language) for path in [*open_forms(), COMPARISON, EXCHANGE]
    ]
    return plan.Part(
        _("Monter IMPACT chez vous"),
        language,
        [*links, *told, plan.Link(_("Outils à télécharger"), f"{root}{TOOLS}", language, tools)],
    )
