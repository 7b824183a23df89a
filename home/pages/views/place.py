"""What the page of a place shows: the door, the week, what happens there and when next, pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest
from wagtail.images import get_image_model

from home.activities.cards import texts_of
from home.activities.jsonld import script
from home.activities.models import Activity, Series, Session
from home.activities.sentences import series_sentence
from home.pages.addresses import absolute
from home.pages.jsonld import place_data
from home.pages.models import PlacePage, PlacePhoto
from home.pages.now import Now
from home.places.models import Place
from home.places.opening import week

SESSIONS = 8
DAYS_AHEAD = 28
#: Two widths and one format: a phone takes the small one, a desk the large one.
PHOTO = ("width-480|format-webp", "width-960|format-webp")


@dataclass
class Offer:
    """What happens regularly at a place: an activity and when, one sentence a series."""

    title: str
    summary: str
    lang: str
    url: str
    pictogram: str
    sentences: list[str] = field(default_factory=list)


def face(page: PlacePage, request: HttpRequest) -> dict[str, Any]:
    """Give what the page of a place shows beside its own words. At most twelve queries."""
    now = Now(request)
    place = now.places.get(page.place_id)
    if place is None:
        raise Http404
    door = now.door(place)
    photos = _photos(page)
    url = absolute(now.place_url(place) or request.path)
    here = Session.objects.filter(place=place)
    return {
        "place": place,
        "door": door,
        "landmark": door.landmark,
        "week": week(place, place.coming_exceptions, now.today),
        "offers": offers(place, now),
        "cards": now.coming(here, DAYS_AHEAD, SESSIONS),
        "agenda_url": f"{now.root}{place.territory.slug}/agenda/?lieu={place.slug}",
        "photos": photos,
        "url": url,
        "territory_name": door.territory_name,
        "structured": script(place_data(page, place, now.today, url, [absolute(p["url"]) for p in photos])),
    }


def offers(place: Place, now: Now) -> list[Offer]:
    """Give the activities that come back at `place`, those for professionals left out. Two queries."""
    found: dict[int, Offer] = {}
    series = list(_running(place, now))
    texts = texts_of((one.activity_id for one in series), now.language) if series else {}
    for one in series:
        if one.activity_id not in texts:
            continue
        lang, title, summary = texts[one.activity_id]
        url = f"{now.root}agenda/{one.activity.slug}/"
        offer = found.setdefault(one.activity_id, Offer(title, summary, lang, url, one.activity.pictogram))
        try:
            offer.sentences.append(series_sentence(one))
        except ValueError:  # a rule an editor has not finished: the activity stands, without when
            continue
    return list(found.values())


def _running(place: Place, now: Now) -> QuerySet[Series]:
    running = Series.objects.filter(
        place=place, last_day__gte=now.today, activity__in=Activity.objects.published()
    )
    residents = running.exclude(audience="professionnels").exclude(shape="once")
    return residents.select_related("activity").order_by("activity__name", "first_day", "start_time")


def _photos(page: PlacePage) -> list[dict[str, Any]]:
    rows = page.photos.all()
    if isinstance(rows, QuerySet):
        model = get_image_model().get_rendition_model()
        made = model.objects.filter(filter_spec__in=PHOTO)
        rows = rows.select_related("image").prefetch_related(
            Prefetch("image__renditions", queryset=made, to_attr="prefetched_renditions")
        )
    return [photo for row in rows if (photo := _photo(row))]


def _photo(row: PlacePhoto) -> dict[str, Any] | None:
    try:
        small, large = (row.image.get_rendition(spec) for spec in PHOTO)
    except OSError:  # the file is lost
        return None
    return {
        "url": large.url,
        "srcset": f"{small.url} {small.width}w, {large.url} {large.width}w",
        "width": large.width,
        "height": large.height,
        "alternative": row.alternative,
        "credit": row.credit,
    }
