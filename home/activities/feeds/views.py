"""The calendar feeds: /agenda.ics, /<territoire>/agenda.ics, /agenda/<atelier>.ics."""

from __future__ import annotations

import hashlib
from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.activities.cards import texts_of
from home.activities.feeds.ics import calendar
from home.activities.feeds.words import entries_of
from home.activities.filters import FilterForm
from home.activities.models import Activity, Audience, Session, Theme
from home.activities.recurrence import local_start
from home.activities.views.session import read_key
from home.places.models import Place
from portal.territories.models import Territory
from portal.territories.words import DEFAULT

DAYS_BEFORE = timedelta(days=30)
MONTHS_AFTER = relativedelta(months=6)
#: What one may subscribe to; a day (`?jour=`) may be downloaded too.
FILTERS = ("theme", "public", "lieu")
LANGUAGES = {code for code, _name in settings.LANGUAGES}


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Answer with the sessions of every territory."""
    return feed(request, filtered(request, in_window(), places_of("")), "agenda")


@require_safe
def of_territory(request: HttpRequest, territory: str) -> HttpResponse:
    """Answer with the sessions of one territory."""
    owner = get_object_or_404(Territory, slug=territory)
    sessions = in_window().filter(activity__territory=owner)
    sessions = filtered(request, sessions, places_of(owner.slug))
    return feed(request, sessions, "territory_agenda", owner.slug, of=owner)


@require_safe
def of_activity(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the sessions of one workshop, for professionals too: it was asked for by name.

    `?date=` gives the one session of that original date, for whoever keeps it alone.
    """
    activity = get_object_or_404(Activity.objects.published().select_related("territory"), slug=slug)
    if key := request.GET.get("date", ""):
        day, slot = read_key(key)
        sessions: QuerySet[Session] = Session.objects.public().filter(
            activity=activity, original_date=day, slot=slot
        )
        if not sessions:
            raise Http404("no such session")
    else:
        sessions = in_window().filter(activity=activity)
    return feed(request, sessions, "activity", slug, of=activity)


def places_of(territory: str) -> QuerySet[Place]:
    """Give the places one may ask for: those of a territory and those its sessions go to; all of them for ""."""
    places = Place.objects.select_related("territory")
    if not territory:
        return places
    visited = Session.objects.filter(activity__territory__slug=territory)
    here = Q(territory__slug=territory) | Q(pk__in=visited.values("place"))
    return places.filter(here | Q(pk__in=visited.values("original_place")))


def in_window() -> QuerySet[Session]:
    """Give the sessions a calendar holds: those of the last thirty days and the next six months, cancelled ones too."""
    today = timezone.localdate()
    first, last = today - DAYS_BEFORE, today + MONTHS_AFTER
    span = (local_start(first, time(0)), local_start(last + timedelta(days=1), time(0)))
    return Session.objects.public().between(*span).order_by("start", "pk")


def filtered(request: HttpRequest, sessions: QuerySet[Session], places: QuerySet[Place]) -> QuerySet[Session]:
    """Keep what the address asks for (`?jour= &theme= &public= &lieu=`), as on the agenda; 404 when it cannot be read.

    A session that left the place asked for stays, with its new address: the calendar must say so, not forget it.
    """
    asked = {name: request.GET.get(name, "") for name in ("jour", *FILTERS)}
    themes = Theme.objects.all() if asked["theme"] else Theme.objects.none()
    form = FilterForm(
        asked, themes=themes, places=places if asked["lieu"] else [], today=timezone.localdate()
    )
    if form.errors:
        raise Http404("no such filter")
    wanted = form.wanted
    if wanted.days:
        sessions = sessions.filter(start__date__range=wanted.days)
    if wanted.theme:
        sessions = sessions.filter(activity__themes__slug=wanted.theme)
    if wanted.places:
        sessions = sessions.filter(Q(place__in=wanted.places) | Q(original_place__in=wanted.places))
    if wanted.audience:
        return sessions.filter(series__audience=wanted.audience)
    return sessions.exclude(series__audience=Audience.PROFESSIONALS)


def feed(
    request: HttpRequest,
    sessions: QuerySet[Session],
    page: str,
    *args: str,
    of: Territory | Activity | None = None,
) -> HttpResponse:
    """Answer with the calendar of `sessions`, in the words of `?langue=`; `page` is where it is shown on the web."""
    language = request.GET.get("langue", "") or DEFAULT
    if language not in LANGUAGES:
        raise Http404("no such language")
    with translation.override(language):
        web = settings.BASE_URL + reverse(page, args=args)
        body = calendar(name_of(of, language), web, entries_of(sessions))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Language"] = language
    response["Content-Disposition"] = f'inline; filename="{"-".join(["agenda", *args])}.ics"'
    response["ETag"] = quote_etag(hashlib.blake2b(body, digest_size=12).hexdigest())
    response["Last-Modified"] = http_date(first_seen(request.get_full_path(), response["ETag"]).timestamp())
    return response


def name_of(thing: Territory | Activity | None, language: str) -> str:
    """Give the name the calendar takes on the telephone."""
    if thing is None:
        return _("Agenda %(name)s") % {"name": settings.WAGTAIL_SITE_NAME}
    if isinstance(thing, Territory):
        name = (language == "ar" and thing.name_ar) or thing.name
    else:
        name = (texts_of([thing.pk], language).get(thing.pk) or ("", thing.name))[1]
    return _("%(name)s, %(site)s") % {"name": name, "site": settings.WAGTAIL_SITE_NAME}


def first_seen(address: str, etag: str) -> datetime:
    """Give the moment since which `address` is known to answer with these very bytes.

    No date in the tables would do: a session taken out by a pause, or a place renamed, changes the feed and leaves no
    later `changed_at` in it, and a telephone that only sends If-Modified-Since would never hear of it.
    """
    key = f"feed:{hashlib.blake2b(address.encode(), digest_size=16).hexdigest()}"
    known = cache.get(key)
    if known is None or known[0] != etag:
        known = (etag, timezone.now())
        cache.set(key, known, None)
    return known[1]
