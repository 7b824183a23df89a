"""The page that explains how a telephone subscribes to the agenda."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.activities.cards import texts_of
from home.activities.feeds.views import FILTERS, filtered, places_of
from home.activities.models import Activity, Session
from portal.territories.models import Territory
from portal.territories.words import DEFAULT


@require_safe
def subscribe(request: HttpRequest) -> HttpResponse:
    """Explain how to subscribe, with the address of each feed.

    `?atelier=` (a workshop), or the agenda's own filters with `?territoire=`, put the feed they mean first.
    """
    territories = {territory.slug: territory for territory in Territory.objects.all()}
    feeds = [Subscription(_("Tous les ateliers"), language_now(), reverse("agenda_ics"), {})]
    feeds += [of_one(territory) for territory in territories.values()]
    chosen = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    here = request.GET.get("territoire", "")
    if here and here not in territories:
        raise Http404("no such territory")
    if slug := request.GET.get("atelier", ""):
        first = of_activity(get_object_or_404(Activity.objects.published(), slug=slug))
    elif chosen:
        first = of_choice(request, chosen, here)
    else:
        first = of_one(territories[here]) if here else feeds[0]
    feeds = [first, *(feed for feed in feeds if feed != first)]
    return render(request, "activities/subscribe.html", {"feeds": feeds})


def of_activity(activity: Activity) -> Subscription:
    """Give the subscription to one workshop."""
    found = texts_of([activity.pk], language_now()).get(activity.pk)
    lang, title, _summary = found or (DEFAULT, activity.name, "")
    return Subscription(title, lang, reverse("activity_ics", args=[activity.slug]), {})


def of_one(territory: Territory) -> Subscription:
    """Give the subscription to one territory."""
    arabic = territory.name_ar if language_now() == "ar" else ""
    address = reverse("territory_agenda_ics", args=[territory.slug])
    return Subscription(arabic or territory.name, "ar" if arabic else DEFAULT, address, {})


def of_choice(request: HttpRequest, chosen: dict[str, str], territory: str) -> Subscription:
    """Give the subscription to what the reader had chosen on the agenda. Raises Http404 when it means nothing."""
    filtered(request, Session.objects.none(), places_of(territory))
    address = reverse("territory_agenda_ics", args=[territory]) if territory else reverse("agenda_ics")
    return Subscription(_("Votre choix"), language_now(), address, chosen)


def language_now() -> str:
    """Give the active language, in two letters."""
    return (translation.get_language() or DEFAULT)[:2]


class Subscription(NamedTuple):
    """A feed as the page shows it: its title and the language of it, its address, the filters it keeps."""

    title: str
    title_lang: str
    path: str
    filters: dict[str, str]

    @property
    def https(self) -> str:
        """The address on the web, in the reader's language."""
        language = language_now()
        query = urlencode(self.filters | ({"langue": language} if language != DEFAULT else {}))
        return settings.BASE_URL + self.path + (f"?{query}" if query else "")

    @property
    def webcal(self) -> str:
        """The address telephones subscribe by."""
        return "webcal://" + self.https.partition("://")[2]
