"""What pages of every app show of ours: urgent banners at the top, the territories and the state of accessibility at the foot.

All are kept for each content version: a page costs no query for them. Which banners a page shows is decided at each
visit, by the hour and by the address, so a banner takes itself down.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject

from home.pages.addresses import active_language
from home.pages.models import AccessibilityPage, Banner, PlacePage
from portal.context import furniture, provide, root_of, split_path
from portal.territories.models import Territory
from portal.territories.words import DEFAULT, Words

#: First words of addresses that speak of every territory at once; the home page is "".
EVERYWHERE = ("", "agenda", "actualites", "ma-feuille")
#: What stands beside the places under a territory's address; its own page is "".
ALL_THE_TERRITORY = ("", "agenda", "actualites")


class PutUp(NamedTuple):
    """A banner as plain values, the same for every reader."""

    texts: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    territory: str
    place: str
    where: str
    has_page: bool


class Shown(NamedTuple):
    """A banner as the template prints it."""

    text_words: Words
    url: str = ""


def banners(request: HttpRequest) -> dict[str, Any]:
    """Give `banners`, the urgent words this page shows; worked out when a template asks for them."""
    return {"banners": SimpleLazyObject(lambda: shown(request))}


def shown(request: HttpRequest) -> list[Shown]:
    """Give the banners up now that concern the address asked for."""
    now, language = timezone.now(), active_language()
    parts = (split_path(request.path)[1].strip("/") + "//").split("/")[:2]
    up = (b for b in furniture("banners_put_up", request) if b.starts_at <= now < b.ends_at)
    return [_words(banner, parts, language) for banner in up if _concerns(banner, *parts)]


def _concerns(banner: PutUp, first: str, second: str) -> bool:
    if not banner.territory or first in EVERYWHERE:
        return True
    if first != banner.territory:
        return False
    return not banner.place or second in (*ALL_THE_TERRITORY, banner.place)


def _words(banner: PutUp, parts: list[str], language: str) -> Shown:
    """Say where, on pages that speak of several places; lead to the place, elsewhere than on its page."""
    lang = language if banner.texts.get(language) else DEFAULT
    text, here = banner.texts[lang], [banner.territory, banner.place]
    if banner.where and parts != here and banner.where not in text:
        text = f"{banner.where}{' : ' if lang == DEFAULT else ': '}{text}"
    leads = banner.has_page and parts != here
    url = f"{root_of(language)}{banner.territory}/{banner.place}/" if leads else ""
    return Shown(Words(text, lang), url)


def _banners_put_up() -> list[PutUp]:
    """Read the banners that are not over: those to come too, for their hour may strike before any other change."""
    page = PlacePage.objects.live().filter(place=OuterRef("place"))
    rows = Banner.objects.filter(ends_at__gt=timezone.now()).annotate(has_page=Exists(page))
    rows = rows.select_related("territory", "place__territory")
    return [_put_up(banner, banner.has_page) for banner in rows]


def _put_up(banner: Banner, has_page: bool) -> PutUp:
    place = banner.place
    territory = place.territory if place else banner.territory
    return PutUp(
        texts={"fr": banner.text, "en": banner.text_en, "ar": banner.text_ar},
        starts_at=banner.starts_at,
        ends_at=banner.ends_at,
        territory=territory.slug if territory else "",
        place=place.slug if place else "",
        where=place.name if place else territory.name if territory else "",
        has_page=has_page,
    )


class TerritoryLink(NamedTuple):
    """A territory as the foot of the page names it."""

    name: str
    name_ar: str
    slug: str


class Foot(NamedTuple):
    """What the foot of every page says: the territories, and the state of the accessibility statement."""

    territories: list[TerritoryLink]
    accessibility: str | Promise


def _foot() -> Foot:
    """Read the territories, and with them the statement's state ("" before there is one). One query."""
    pages = AccessibilityPage.objects.live().filter(
        locale__language_code__startswith=DEFAULT
    )  # see `news_of`
    states = pages.order_by("pk").values("state")[:1]
    rows = list(Territory.objects.values_list("name", "name_ar", "slug", Subquery(states)))
    state = rows[0][3] if rows else ""
    label = AccessibilityPage.State(state).label if state else ""
    return Foot([TerritoryLink(*row[:3]) for row in rows], label)


provide("foot", _foot)
provide("banners_put_up", _banners_put_up)
