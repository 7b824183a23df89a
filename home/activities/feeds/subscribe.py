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
from home.activities.feeds.views import FILTERS, filtered
from home.activities.models import Activity, Session
from home.places.models import Place
from portal.territories.models import Territory
from portal.territories.words import DEFAULT


@require_safe
def subscribe(request: HttpRequest) -> HttpResponse:
    """Explain how to subscribe, with the address of each feed.

    `?atelier=` (a workshop), or the agenda's own filters with `?territoire=`, put the feed they mean first.
    """
    feeds = [Subscription(_("Tous les ateliers"), language_now(), reverse("agenda_ics"), {})]
    territories = list(Territory.objects.all())
    feeds += [of_one(territory) for territory in territories]
    if slug := request.GET.get("atelier", ""):
        activity = get_object_or_404(Activity, slug=slug)
        found = texts_of([activity.pk], language_now()).get(activity.pk)
        lang, title, _summary = found or (DEFAULT, activity.name, "")
        feeds.insert(0, Subscription(title, lang, reverse("activity_ics", args=[slug]), {}))
    elif chosen := {name: request.GET[name] for name in FILTERS if request.GET.get(name)}:
        feeds.insert(0, of_choice(request, chosen, territories))
    return render(request, "activities/subscribe.html", {"feeds": feeds})


def of_one(territory: Territory) -> Subscription:
    """Give the subscription to one territory."""
    arabic = territory.name_ar if language_now() == "ar" else ""
    address = reverse("territory_agenda_ics", args=[territory.slug])
    return Subscription(arabic or territory.name, "ar" if arabic else DEFAULT, address, {})


def of_choice(request: HttpRequest, chosen: dict[str, str], territories: list[Territory]) -> Subscription:
    """Give the subscription to what the reader had chosen on the agenda. Raises Http404 when it means nothing."""
    slug = request.GET.get("territoire", "")
    if slug and slug not in {territory.slug for territory in territories}:
        raise Http404("no such territory")
    places = Place.objects.select_related("territory")
    filtered(request, Session.objects.none(), places.filter(territory__slug=slug) if slug else places)
    address = reverse("territory_agenda_ics", args=[slug]) if slug else reverse("agenda_ics")
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
