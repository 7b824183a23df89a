"""What the home page shows: today and tomorrow, the doors, the ways on, the news."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from wagtail.models import Page

from home.activities.models import Session
from home.pages.addresses import active_language, address, follow_language, roots
from home.pages.models import HomePage, WayOn
from home.pages.news import NewsCard, news_cards, news_of
from home.pages.now import Now, today_and_tomorrow
from portal.kept import kept

CARDS_A_DAY = 6
NEWS = 3
#: What a card of news is made of.
SAID = (
    *("title", "url_path", "alias_of_id", "live_revision_id", "locale_id"),
    *("introduction", "date", "alternative"),
    *(f"image__{name}" for name in ("title", "file", "width", "height", "file_hash")),
    *(f"image__focal_point_{name}" for name in ("x", "y", "width", "height")),
)
#: What a way on is made of.
LEADS = (
    *("page", "label", "explanation", "pictogram", "address"),
    *("target__live", "target__url_path", "target__locale__language_code"),
)


def face(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """Give what the home page shows beside its own words. At most eight queries, three when nothing changed."""
    now = Now(request)
    agenda = f"{now.root}agenda/"
    return {
        "days": now.days(Session.objects.all(), agenda, today_and_tomorrow(now.today), CARDS_A_DAY),
        "agenda_url": agenda,
        "doors": now.doors(dedicated=True),
        "ways": _ways(page) if in_preview(page) else _kept_ways(page, request),
        "news": latest_news(now),
        "news_url": f"{now.root}actualites/",
    }


def in_preview(page: HomePage) -> bool:
    """Tell whether the page holds a draft, not what is published."""
    return not hasattr(page, "chain")


def latest_news(now: Now, below: str = "") -> list[NewsCard]:
    """Give the newest cards of news, of the whole site or below a tree path; read once for each version of the frame."""

    def read() -> list[NewsCard]:
        territories = {p.territory.slug: now.territory_name(p.territory) for p in now.places.values()}
        news = news_of(now.language, now.today, below).select_related("image").only(*SAID)
        return news_cards(news[:NEWS], now.today, {} if below else territories)

    return kept(now.request, f"news:{now.language}:{now.today}:{below}", read, frame=True)


def _kept_ways(page: HomePage, request: HttpRequest) -> list[dict[str, str]]:
    return kept(request, f"ways:{page.pk}", lambda: _ways(page), frame=True)


def _ways(page: HomePage) -> list[dict[str, str]]:
    """Give the ways on that lead somewhere: to a published page, in the reader's language, or to an address."""
    known, language = roots(), active_language()
    found = []
    for way in _rows(page, language):
        url = follow_language(way.address)
        if same := getattr(way, "same_page", None):
            url = address(same, language, known)
        elif way.target is not None and way.target.live:
            url = address(way.target.url_path, way.target.locale.language_code, known)
        if url:
            found.append(
                {"label": way.label, "explanation": way.explanation, "url": url, "pictogram": way.pictogram}
            )
    return found


def _rows(page: HomePage, language: str) -> list[WayOn]:
    """Give the ways on, each with the path of its target's page in `language`, when it is published there. One query."""
    rows = page.ways_on.all()
    if not isinstance(rows, QuerySet):  # a draft
        return list(rows)
    twins = Page.objects.live().filter(
        translation_key=OuterRef("target__translation_key"), locale__language_code=language
    )
    rows = rows.select_related("target__locale").only(*LEADS)
    return list(rows.annotate(same_page=Subquery(twins.values("url_path")[:1])))
