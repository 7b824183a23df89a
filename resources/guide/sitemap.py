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
from resources.guide.models import ChapterPage, GuidePage, Tool

#: Addresses of the guide that are no pages of the tree.
BESIDE = (
    "guide/etes-vous-prets/",
    "guide/bilan-de-territoire/",
    "guide/calcul-du-cout/",
    "guide/comparaison/",
    "guide/temps-d-echange/",
    "outils/",
)


def provide() -> None:
    """Tell the site map and the plan of the guide."""
    sitemap.provide(lines)
    plan.provide(part, GuidePage, ChapterPage)


def lines() -> Iterator[sitemap.Line]:
    """Give what stands beside the chapters, then each tool, in every language. One query.

    The chapters are pages like others: the site map finds them by itself.
    """
    paths = [*BESIDE, *(f"outils/{slug}/" for slug in Tool.objects.live().values_list("slug", flat=True))]
    for path in paths:
        twins = {code: absolute(f"{root_of(code)}{path}") for code, _name in settings.LANGUAGES}
        for url in twins.values():
            yield sitemap.Line(url, None, twins)


def part(language: str) -> plan.Part:
    """Give the part of the plan. Two queries."""
    root, known = root_of(language), roots()
    shown = Page.objects.live().filter(locale__language_code=language).exact_type(GuidePage, ChapterPage)
    pages = list(shown.exclude(restricted_anywhere()).order_by("path"))
    links = [
        plan.Link(page.title, address(page.url_path, language, known), language_of(page, language))
        for page in pages
    ]
    tools = [
        plan.Link(title.text, f"{root}outils/{tool.slug}/", title.lang)
        for tool in Tool.objects.live()
        for title in [words(tool, "title", language)]
    ]
    beside = (
        _("Êtes-vous prêts ?"),
        _("Bilan de territoire"),
        _("Calculer le coût"),
        _("Comparer les territoires"),
        _("Demander un temps d’échange"),
    )
    told = [
        plan.Link(title, f"{root}{path}", language) for title, path in zip(beside, BESIDE[:-1], strict=True)
    ]
    return plan.Part(
        _("Monter IMPACT chez vous"),
        language,
        [*links, *told, plan.Link(_("Outils à télécharger"), f"{root}outils/", language, tools)],
    )
