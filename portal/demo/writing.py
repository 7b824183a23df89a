"""The demonstration's pages: written in French, translated where the content files say so, French elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization

from home.activities.models import AgendaSettings
from home.pages.models import (
    AccessibilityPage,
    Banner,
    HomePage,
    LegalPage,
    NeedPage,
    NewsIndexPage,
    NewsPage,
    PlacePage,
    PlacePhoto,
    PortalPage,
    TerritoryPage,
    WayOn,
)
from home.places.models import Place
from portal.demo.content import LANGUAGES, read
from portal.demo.pictures import draw
from portal.territories.actions import grant_page_permissions
from portal.territories.models import Territory

INDEX_TITLES = {"fr": "Actualités", "en": "News", "ar": "أخبار"}


def fields_of(words: dict[str, Any], button: list[str] | None = None) -> dict[str, Any]:
    """Turn content-file words into page fields: the body becomes one text block, and a button if there is one."""
    fields = {k: v for k, v in words.items() if k not in ("body", "button")}
    if "body" in words:
        fields["body"] = [("text", words["body"])]
        if button := words.get("button", button):
            fields["body"].append(("button", {"label": button[0], "page": None, "address": button[1]}))
    return fields


def publish(page: Page) -> None:
    """Publish what the page holds now."""
    page.save_revision().publish()


def write(
    parent: Page, model: type[PortalPage], facts: dict[str, Any], words: dict[str, dict[str, Any]]
) -> PortalPage:
    """Publish one page in French under `parent`, then in each language the content files know."""
    page = model(locale=Locale.get_default(), **facts, **fields_of(words["fr"]))
    parent.add_child(instance=page)
    publish(page)
    for language in LANGUAGES[1:]:
        if language in words:
            other = page.copy_for_translation(Locale.objects.get(language_code=language), copy_parents=True)
            for name, value in fields_of(words[language]).items():
                setattr(other, name, value)
            other.draft_title = other.title
            publish(other)
    return page


def write_pages() -> HomePage:
    """Write the whole tree and tie the languages together."""
    pages = read("pages")
    home = write_home(pages["home"])
    for need in pages["need"]:
        write(home, NeedPage, {"slug": need["slug"]}, need)
    write_news_index(home)
    for territory in Territory.objects.order_by("pk"):
        write_territory(home, territory, pages)
    for legal in pages["legal"]:
        write(home, LegalPage, {"slug": legal["slug"]}, legal)
    statement = {"slug": "accessibilite", "stated_on": timezone.localdate()}
    write(home, AccessibilityPage, statement, pages["accessibility"])
    write_ways_on(home, pages["home"]["way"])
    put_up_banner(pages["banner"])
    for language in LANGUAGES[1:]:
        LocaleSynchronization.objects.get_or_create(
            locale=Locale.objects.get(language_code=language), defaults={"sync_from": Locale.get_default()}
        )
    return home


def write_home(words: dict[str, Any]) -> HomePage:
    """Put the home page in the place of Wagtail's welcome page."""
    root = Page.get_first_root_node()
    Page.objects.filter(depth=2).exclude(pk__in=HomePage.objects.all()).delete()
    root.refresh_from_db()
    home = write(root, HomePage, {"slug": "accueil"}, words)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "port": 80,
            "root_page": home,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    site = Site.objects.get(is_default_site=True)
    AgendaSettings.objects.update_or_create(
        site=site,
        defaults={
            "introduction": "La plupart des rendez-vous sont gratuits et ouverts à tous. Venez comme vous êtes.",
            "introduction_en": "Most of it is free and open to all. Come as you are.",
            "introduction_ar": "معظم الأنشطة مجانية ومفتوحة للجميع. تعالوا كما أنتم.",
        },
    )
    return home


def write_ways_on(home: HomePage, ways: list[dict[str, Any]]) -> None:
    """Give each language its own ways on, each leading to the page of that language where there is one."""
    for page in [home, *HomePage.objects.filter(translation_key=home.translation_key).exclude(pk=home.pk)]:
        language = page.locale.language_code
        page.ways_on = [way_on(way, page, language) for way in ways]
        publish(page)


def way_on(way: dict[str, Any], page: HomePage, language: str) -> WayOn:
    """Make one way on."""
    label, explanation = way[language]
    target = Page.objects.filter(slug=way.get("target"), locale__language_code=language).first()
    target = target or Page.objects.filter(slug=way.get("target"), locale__language_code="fr").first()
    prefix = "" if language == "fr" else f"/{language}"
    address = prefix + way["address"] if "address" in way else ""
    return WayOn(
        label=label,
        explanation=explanation,
        pictogram=way["pictogram"],
        target=target,
        address=address,
        locale=page.locale,
    )


def write_news_index(parent: Page) -> NewsIndexPage:
    """Put a list of news under the home page or a territory."""
    words = {language: {"title": title} for language, title in INDEX_TITLES.items()}
    return write(parent, NewsIndexPage, {"slug": "actualites"}, words)


def write_territory(home: HomePage, territory: Territory, pages: dict[str, Any]) -> None:
    """Write a territory's page, its places and its news."""
    words = pages["territory"][territory.slug]
    page = write(home, TerritoryPage, {"slug": territory.slug, "territory": territory}, words)
    for place in territory.places.filter(slug__in=pages["place"]):
        write_place(page, place, pages["place"][place.slug])
    grant_page_permissions(territory, page)
    index = write_news_index(page)
    for news in pages["news"]:
        if news["territory"] == territory.slug:
            write_news(index, territory, news)


def write_place(parent: Page, place: Place, words: dict[str, Any]) -> None:
    """Write a place's page with its pictures."""
    texts = {language: words[language] for language in LANGUAGES if language in words}
    page = write(parent, PlacePage, {"slug": place.slug, "place": place}, texts)
    for translation in PlacePage.objects.filter(translation_key=page.translation_key):
        index = LANGUAGES.index(translation.locale.language_code)
        translation.photos = [
            PlacePhoto(
                image=draw(photo[0], photo[1], place.territory.collection),
                alternative=photo[1 + index],
                locale=translation.locale,
            )
            for photo in words["photos"]
        ]
        publish(translation)


def write_news(index: Page, territory: Territory, news: dict[str, Any]) -> None:
    """Write one piece of news, dated from today."""
    today = timezone.localdate()
    facts: dict[str, Any] = {"slug": news["slug"], "date": today + timedelta(days=news["day"])}
    if "until" in news:
        facts["end_date"] = today + timedelta(days=news["until"])
    if "picture" in news:
        facts["image"] = draw(news["picture"], news["fr"]["alternative"], territory.collection)
    texts = {language: dict(news[language]) for language in LANGUAGES if language in news}
    write(index, NewsPage, facts, texts)


def put_up_banner(words: dict[str, Any]) -> None:
    """Put the urgent banner up for the coming hours."""
    Banner.objects.get_or_create(
        text=words["fr"],
        defaults={
            "territory": Territory.objects.get(slug=words["territory"]),
            "place": Place.objects.get(slug=words["place"]),
            "text_en": words["en"],
            "text_ar": words["ar"],
            "ends_at": timezone.now() + timedelta(hours=words["hours"]),
        },
    )
