"""What the pages of the guide show beside the words editors wrote, and the page of each register."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from home.activities.models import Register as Code
from home.pages.addresses import active_language
from portal.context import root_of
from portal.kept import kept
from portal.territories.words import words
from portal.when import date_words
from resources.guide.models.pages import ChapterPage, GuidePage
from resources.guide.models.registers import Register
from resources.guide.reading.faces import Guide, guide_of, minutes_of, sections_of
from resources.guide.reading.live import classified, examples_of, read_shown

#: The chapter that holds the matrix.
REGISTERS = "registres"


class WayOn(NamedTuple):
    """One thing to do beside reading."""

    label: str
    explanation: str
    url: str
    pictogram: str


def guide_face(page: GuidePage, request: HttpRequest) -> dict[str, Any]:
    """Give the chapters with all they hold, what one reads in two minutes, and the ways on. No query of its own."""
    guide = guide_of(request)
    return {
        "guide": guide,
        "first": next((chapter for chapter in guide.chapters if chapter.points), None),
        "minutes": sum(chapter.minutes for chapter in guide.chapters),
        "ways": ways_on(root_of(active_language())),
        "book_url": f"{guide.url}guide.pdf",
    }


def ways_on(root: str) -> list[WayOn]:
    """Give what a team does once it has read, or instead."""
    return [
        WayOn(
            _("Êtes-vous prêts ?"),
            _("Des questions à se poser en équipe, sans compte. Vous voyez ce qui est là et ce qui manque."),
            f"{root}guide/etes-vous-prets/",
            "check",
        ),
        WayOn(
            _("Calculer votre coût"),
            _("Vos heures, vos tarifs, à côté de la fourchette publiée."),
            f"{root}guide/calcul-du-cout/",
            "euro",
        ),
        WayOn(
            _("Comparer les territoires"),
            _("Qui porte, avec quelle équipe, quel lieu, quel rythme."),
            f"{root}guide/comparaison/",
            "people",
        ),
        WayOn(
            _("Prendre les outils"),
            _("Fiche de saisine, livret, grille, fiche de poste, flyer, affiche."),
            f"{root}outils/",
            "download",
        ),
        WayOn(
            _("Demander un temps d’échange"),
            _("Deux personnes d’IMPACT répondent à votre équipe."),
            f"{root}guide/temps-d-echange/",
            "parole",
        ),
        WayOn(
            _("Faire le bilan de votre territoire"),
            _("Pour une agence, une collectivité, un financeur : dix points à regarder."),
            f"{root}guide/bilan-de-territoire/",
            "pin",
        ),
    ]


def chapter_face(page: ChapterPage, request: HttpRequest) -> dict[str, Any]:
    """Give the passages of a chapter, their contents, its number, its neighbours. No query of its own."""
    guide = guide_of(request)
    own = guide.chapter(page.slug)
    before, after = guide.neighbours(page.slug)
    return {
        "guide": guide,
        "sections": sections_of(page.body, guide),
        "number": own.number if own else 0,
        "minutes": minutes_of(page),
        "revised_words": date_words(page.revised, year=True),
        "before": before,
        "after": after,
        "book_url": f"{guide.url}guide.pdf",
        "exchange_url": f"{guide.url}temps-d-echange/",
    }


def register(request: HttpRequest, code: str) -> HttpResponse:
    """Show one register: what it is, then what stands under it now.

    Raises Http404 on a code the guide does not have, and while not everybody may read the guide itself.
    """
    if code.upper() not in Code.values:
        raise Http404
    if code != code.lower():  # as it is printed on paper
        return redirect("guide_register", code.lower(), permanent=True)
    guide, language = guide_of(request), active_language()
    if not guide.cells[code.upper()].url:
        raise Http404
    cell = get_object_or_404(Register, code=code.upper())
    services = kept(request, "guide:classified", classified).get(cell.code, [])
    shown = kept(
        request, f"guide:register:{code}:{language}", lambda: read_shown(cell.code, language, services)
    )
    said = {name: words(cell, name) for name in ("title", "description", "what_for", "who")}
    in_brief = [one for one in (said["what_for"], said["title"]) if one.text and one.lang == language]
    return render(
        request,
        "guide/register.html",
        {
            "guide": guide,
            "register": cell,
            "title_words": said["title"],
            "description": said["description"],
            "what_for": said["what_for"],
            "who": said["who"],
            "in_brief": in_brief[0].text if in_brief else "",
            "examples": examples_of(guide, cell.code),
            "matrix": guide.matrix,
            "crumbs": _crumbs(guide, cell, request.path),
        }
        | shown,
    )


def _crumbs(guide: Guide, cell: Register, here: str) -> list[dict[str, str]]:
    chapter = guide.chapter(REGISTERS)
    above = [{"title": _("Guide"), "url": guide.url}]
    if chapter:
        above.append({"title": chapter.title, "url": chapter.url, "lang": chapter.lang})
    title = words(cell, "title")
    return [*above, {"title": f"{cell.code} {title.text}", "url": here, "lang": title.lang}]
