"""Short news as cards, with their picture at the right size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.cache import caches
from django.db.models import Prefetch
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError

from home.pages.addresses import active_language, address, roots
from home.pages.models import NewsPage
from home.pages.querysets import NewsQuerySet
from portal.kept import SECONDS
from portal.when import date_words

#: Wide enough for a card on a phone twice as sharp; WebP is read by every browser since 2020.
PICTURE = "fill-640x360|format-webp"


@dataclass(frozen=True)
class Picture:
    """A picture ready to print."""

    url: str
    width: int
    height: int
    alternative: str


@dataclass(frozen=True)
class NewsCard:
    """One piece of news, ready to print; `lang` is the language it is written in."""

    title: str
    url: str
    date_words: str
    iso_date: str
    summary: str
    lang: str
    territory_name: str = ""
    image: Picture | None = None


def news_of(language: str, today: date, below: str = "") -> NewsQuerySet:
    """Give the current news in the tree of `language`, under the tree path `below` alone when given.

    « startswith » means the same, and keeps SQLite from going through every page of the language to find them.
    """
    found = NewsPage.objects.current(today).filter(locale__language_code__startswith=language)
    return found.filter(path__startswith=below) if below else found


def with_pictures(news: NewsQuerySet) -> NewsQuerySet:
    """Bring the pictures along, in one more query for all."""
    renditions = get_image_model().get_rendition_model().objects.filter(filter_spec=PICTURE)
    prefetch = Prefetch("image__renditions", queryset=renditions, to_attr="prefetched_renditions")
    return news.select_related("image").prefetch_related(prefetch)


def news_cards(
    news: Iterable[NewsPage], today: date, territories: dict[str, str] | None = None
) -> list[NewsCard]:
    """Give the card of each piece of news; `territories` {slug: name} tells where, when the list mixes several."""
    language, known = active_language(), roots()
    root = known.get(language, "/")
    return [
        NewsCard(
            title=page.title,
            url=address(page.url_path, language, known),
            date_words=date_words(page.date, year=page.date.year != today.year),
            iso_date=page.date.isoformat(),
            summary=page.introduction,
            lang=settings.LANGUAGE_CODE if page.is_in_french_instead else language,
            territory_name=(territories or {}).get(page.url_path.removeprefix(root).split("/")[0], ""),
            image=picture(page),
        )
        for page in news
    ]


def picture(page: NewsPage, spec: str = PICTURE) -> Picture | None:
    """Give the picture of a piece of news, made when it does not exist yet; None without one or when it is lost.

    Kept under the name of its file: another file, or another point of interest, is another picture.
    """
    if page.image is None:
        return None
    image, made = page.image, caches["parts"]
    key = f"picture:{image.file.name}:{image.get_focal_point()}:{spec}".replace(" ", "")
    found = made.get(key)
    if found is None:
        try:
            rendition = image.get_rendition(spec)
        except SourceImageIOError:
            return None
        found = (rendition.url, rendition.width, rendition.height)
        made.set(key, found, SECONDS)
    url, width, height = found
    return Picture(url, width, height, page.alternative)
