"""What every page of the directory shows and seldom changes, read once for each content version and language."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from home.activities.models import Theme
from home.pages.addresses import active_language, address, roots
from home.pages.privacy import restricted_anywhere
from home.pages.written import language_of
from portal.kept import kept
from portal.territories.models import Territory
from resources.directory.models import DirectorySettings, HelpPage


@dataclass(frozen=True)
class Need:
    """A page of need as other pages lead to it; a discreet one never says its question."""

    label: str
    url: str
    pictogram: str
    lang: str


@dataclass(frozen=True)
class Team:
    """Whom to call when nothing was found."""

    name: str
    phone: str


@dataclass(frozen=True)
class Furniture:
    """Themes, needs, teams and settings of the directory."""

    themes: list[Theme]
    needs: list[Need]
    teams: list[Team]
    settings: DirectorySettings


def furniture(request: HttpRequest) -> Furniture:
    """Give the furniture of the directory; four queries for each content version and language, then none."""
    return kept(request, f"directory:{active_language()}", read_furniture)


def read_furniture() -> Furniture:
    """Read the furniture of the directory."""
    teams = Territory.objects.exclude(phone="").order_by("name")
    return Furniture(
        themes=list(Theme.objects.all()),
        needs=needs_in(active_language()),
        teams=[Team(territory.name, territory.phone) for territory in teams],
        settings=DirectorySettings.objects.filter(site__is_default_site=True).first() or DirectorySettings(),
    )


def needs_in(language: str) -> list[Need]:
    """Give the published pages of need of the tree of `language`, in their order. One query."""
    known = roots()
    pages = HelpPage.objects.live().filter(locale__language_code=language).exclude(restricted_anywhere())
    return [
        Need(
            page.short_title if page.is_sensitive else page.title,
            address(page.url_path, language, known),
            page.pictogram,
            language_of(page, language),
        )
        for page in pages.order_by("path")
    ]
