"""The list of news, page by page, and its Atom feed."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from home.pages.addresses import absolute, active_language, address, roots
from home.pages.atom import Entry, Feed, write
from home.pages.models import NewsIndexPage, NewsPage
from home.pages.news import news_cards, news_of, picture, with_pictures
from home.pages.privacy import restricted_anywhere
from portal.territories.models import Territory
from portal.when import day_words

NEWS_A_PAGE = 10
ENTRIES = 30
LARGE = "max-960x960|format-webp"


def index_face(page: NewsIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Give one page of the news under this list's parent. Raises Http404 on a page that does not exist."""
    today, language = timezone.localdate(), active_language()
    paginator = Paginator(with_pictures(news_of(language, today, _above(page))), NEWS_A_PAGE)
    try:
        shown = paginator.page(request.GET.get("page", 1))
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error
    names = {} if _depth_in_site(page) > 1 else _territory_names(language)
    return {
        "news_page": shown,
        "news": news_cards(shown.object_list, today, names),
        "feed_url": address(page.url_path, language) + "atom.xml",
    }


def news_face(page: NewsPage, request: HttpRequest) -> dict[str, Any]:
    """Give the date in words, the picture, and whether the news is over."""
    today = timezone.localdate()
    return {
        "date_words": day_words(page.date, year=page.date.year != today.year),
        "is_over": bool(page.end_date and page.end_date < today),
        "picture": picture(page, LARGE),
    }


def atom(request: HttpRequest, territory: str = "") -> HttpResponse:
    """Give the news of the portal, or of one territory, as an Atom feed in the reader's language."""
    language, known = active_language(), roots()
    path = known.get(language, "/") + (f"{territory}/" if territory else "") + "actualites/"
    live = NewsIndexPage.objects.live().exclude(restricted_anywhere())
    index = get_object_or_404(live, url_path=path, locale__language_code=language)
    news = news_of(language, timezone.localdate(), _above(index))
    where = _name(territory, language)
    feed = Feed(
        title=_("Actualités IMPACT, %(where)s") % {"where": where} if where else _("Actualités IMPACT"),
        language=language,
        url=absolute(request.path),
        page_url=absolute(address(index.url_path, language, known)),
        updated=index.last_published_at or index.first_published_at or timezone.now(),
    )
    entries = [_entry(page, known, language) for page in news[:ENTRIES]]
    return HttpResponse(write(feed, entries), content_type="application/atom+xml; charset=utf-8")


def _entry(page: NewsPage, known: dict[str, str], language: str) -> Entry:
    written_in = "fr" if page.is_in_french_instead else language
    published = page.first_published_at or timezone.now()
    return Entry(
        key=str(page.translation_key),
        title=page.title,
        summary=page.introduction,
        language=written_in,
        url=absolute(address(page.url_path, language, known)),
        published=published,
        updated=max(published, page.last_published_at or published),
    )


def _above(page: Page) -> str:
    """Give the tree path of the parent: the news of a territory, or of the whole site."""
    return page.path[: -page.steplen]


def _depth_in_site(page: Page) -> int:
    return page.depth - 2


def _territory_names(language: str) -> dict[str, str]:
    rows = Territory.objects.values_list("slug", "name", "name_ar")
    return {slug: (language == "ar" and arabic) or name for slug, name, arabic in rows}


def _name(territory: str, language: str) -> str:
    return _territory_names(language).get(territory, "") if territory else ""
