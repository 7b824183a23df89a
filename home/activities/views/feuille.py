"""Ma feuille: put together, print or share the sessions and the resources chosen for a person."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from home.activities import sheet
from home.activities.cards import Card, cards_for, places_with_pages
from home.activities.joined import with_facts
from home.activities.models import Session, SessionStatus
from home.places.models import Place
from portal.context import root_of
from portal.when import date_words

#: What has just been done, named in the address after the form was sent.
DONE = {
    "ajoutee": gettext_lazy("La séance est sur votre feuille."),
    "deja": gettext_lazy("Cette séance est déjà sur votre feuille."),
    "enlevee": gettext_lazy("La séance est enlevée de votre feuille."),
    "gardee": gettext_lazy("La ressource est sur votre feuille."),
    "la": gettext_lazy("Cette ressource est déjà sur votre feuille."),
    "otee": gettext_lazy("La ressource est enlevée de votre feuille."),
    "videe": gettext_lazy("Votre feuille est vide."),
    "pleine": gettext_lazy(
        "Votre feuille est pleine : 30 lignes au plus. Enlevez une ligne pour en mettre une autre."
    ),
}
#: Names of the addresses of the agenda.
AGENDA = frozenset(["agenda", "territory_agenda", "activity", "session"])
#: Up to 8 lines a printed sheet has one column; up to 16, two; beyond, three: it stays on one page.
FEW, MANY = 8, 16


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def feuille(request: HttpRequest) -> HttpResponse:
    """Show the sheet; POST `action` add, remove (with `uid` or `item`) or clear changes it and comes back to it."""
    response = change(request) if request.method == "POST" else show(request)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def change(request: HttpRequest) -> HttpResponse:
    """Change the sheet. Raises PermissionDenied for a form of another site, Http404 for one we do not know."""
    if sheet.is_from_elsewhere(request):
        raise PermissionDenied
    kept = sheet.read(request)
    action = request.POST.get("action")
    if action == "clear":
        kept, done = [], "videe"
    elif action in ("add", "remove"):
        item = read_item(request)
        if action == "add":
            kept, done = add(kept, item)
        else:
            kept, done = (
                [other for other in kept if other != item],
                "otee" if sheet.kind_of(item) else "enlevee",
            )
    else:
        raise Http404
    query = {"dit": done, "retour": way_back(request)}
    response = redirect(f"{reverse('feuille')}?{urlencode({k: v for k, v in query.items() if v})}")
    response.status_code = 303
    sheet.write(response, kept)
    return response


def read_item(request: HttpRequest) -> str:
    """Read what a form speaks of: a session by its `uid`, anything else by its `item`. Raises Http404 when it is neither."""
    item = request.POST.get("item", "")
    if sheet.kind_of(item):
        return item
    try:
        return f"s{UUID(request.POST.get('uid', '')).hex}"
    except ValueError as error:
        raise Http404 from error


def add(kept: list[str], item: str) -> tuple[list[str], str]:
    """Put on the sheet what anyone may see, and say what happened. Raises Http404 for what nobody may see."""
    kind = sheet.kind_of(item)
    if item in kept:
        return kept, "la" if kind else "deja"
    if not (kind.may_be_added(item) if kind else is_public(UUID(item[1:]))):
        raise Http404
    if len(kept) >= sheet.MAX_ITEMS:
        return kept, "pleine"
    return [*kept, item], "gardee" if kind else "ajoutee"


def is_public(uid: UUID) -> bool:
    """Tell whether anyone may see a session. One query."""
    return Session.objects.public().filter(uid=uid).exists()


def way_back(request: HttpRequest) -> str:
    """Give the page of ours the form was on, when it was not the sheet itself."""
    try:
        page = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # "http://[": not an address
        return ""
    if page.netloc != request.get_host() or page.path == reverse("feuille"):
        return ""
    return page.path


def safe_way_back(path: str) -> str:
    """Keep `path` when it is a page one puts things on the sheet from: the address bar is not to be trusted."""
    try:
        name = resolve(path).url_name
    except Resolver404:
        return ""
    pages = AGENDA.union(*(kind.pages for kind in sheet.kinds()))
    return path if name in pages else ""


def show(request: HttpRequest) -> HttpResponse:
    """Show what is on the sheet, in order of time, as it stands now."""
    language = (get_language() or "fr")[:2]
    items = sheet.read(request)
    lines, others = sheet_lines(sheet.sessions_in(items), language), sheet.lines_in(items)
    count = len(lines) + len(others)
    agenda = f"{root_of(language)}agenda/"
    words = share_words(lines, others, settings.BASE_URL + agenda)
    return render(
        request,
        "activities/feuille.html",
        {
            "lines": lines,
            "others": others,
            "density": "" if count <= FEW else "dense" if count <= MANY else "packed",
            "done": DONE.get(request.GET.get("dit", "")),
            "is_full": request.GET.get("dit") == "pleine",
            "back_url": safe_way_back(request.GET.get("retour", "")),
            "agenda_url": agenda,
            "share_words": words,
            "share_query": quote(words),
            "printed_on": date_words(timezone.localdate(), year=True),
            "crumbs": [{"title": _("Ma feuille"), "url": ""}],
            "translations": {code: f"{root_of(code)}ma-feuille/" for code, _name in settings.LANGUAGES},
        },
    )


def sheet_lines(uids: list[UUID], language: str) -> list[dict[str, Any]]:
    """Give each session with its card and its place; what was taken off the programme stays and says so."""
    if not uids:
        return []
    now = timezone.now()
    sessions = list(with_facts(Session.objects.filter(uid__in=uids)).order_by("start", "pk"))
    places: dict[int, Place] = {place.pk: place for place in places_with_pages(language)}
    cards = cards_for(sessions, now=now, places=places)
    return [
        {
            "card": card,
            "place": places[session.place_id],
            "is_withdrawn": session.status == SessionStatus.WITHDRAWN,
            "is_past": session.end <= now,
        }
        for session, card in zip(sessions, cards, strict=True)
    ]


def share_words(lines: list[dict[str, Any]], others: list[sheet.Line], agenda: str) -> str:
    """Give the sheet as plain text, for a message: what stands, one thing a paragraph, then the agenda."""
    told = [
        one_line(line["card"], line["place"])
        for line in lines
        if not line["is_withdrawn"] and not line["is_past"]
    ]
    end = [_("Tout l’agenda : %(address)s") % {"address": agenda}] if told else []
    told += [other_line(line) for line in others if not line.is_gone]
    return "\n\n".join([*told, *end])


def other_line(line: sheet.Line) -> str:
    """Give a thing that is not a session as plain text, with its address."""
    facts = [fact.text for fact in [*line.facts, *line.more]]
    return "\n".join(filter(None, [line.title.text, *facts, line.phone, settings.BASE_URL + line.url]))


def one_line(card: Card, place: Place) -> str:
    """Give one session as plain text."""
    state = f"{card.state_words.upper()} – " if card.state else ""
    where = f"{card.place_name}, {place.address}"
    return "\n".join(
        part
        for part in (
            f"{state}{card.title}",
            _("%(day)s, %(hours)s") % {"day": card.day_words, "hours": card.hours_words},
            where,
            card.phone,
        )
        if part
    )
