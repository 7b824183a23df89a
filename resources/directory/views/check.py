"""A structure answers its link: « tout est à jour », or what to correct. No account, once, before a given day."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from portal.views import error
from portal.when import date_words
from resources.directory.models import CheckRequest, Service
from resources.directory.upkeep.facts import facts_of
from resources.directory.upkeep.forms import CorrectionsForm
from resources.directory.upkeep.links import LinkSpent, read_token
from resources.directory.upkeep.receiving import confirm_shown, propose_changes

#: Services on one page; a structure with more is told so, and what it did not see is not confirmed.
SHOWN = 500
LONGEST_SEEN = 20 * SHOWN
METHODS = ("GET", "HEAD", "POST")
MISSING = 404


@csrf_exempt
@sensitive_variables("token")
def confirm_check(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the public reads; do what is asked by POST alone. The secret address stands in for a token.

    Nothing is raised: Django would write the address of an error in the journal.
    """
    response = answer(request, token)
    response._has_been_logged = True  # type: ignore[attr-defined] # for django.utils.log.log_response
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@sensitive_variables("token")
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Give the page a link leads to, or say why it leads nowhere."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    try:
        check = read_token(token)
        return act(request, check) if request.method == "POST" else show(request, check)
    except BadSignature:
        return error(request, MISSING)
    except LinkSpent:
        return render(request, "directory/check_spent.html", {"translations": {}}, status=410)


def act(request: HttpRequest, check: CheckRequest) -> HttpResponse:
    """Carry out the answer. Raises LinkSpent when the link has served meanwhile."""
    if request.POST.get("reponse") == "tout-est-a-jour":
        confirm_shown(check, seen_in(request.POST.get("vu", "")))
        return done(request, check, "same")
    if request.POST.get("reponse") != "corriger":
        return show(request, check)
    form = CorrectionsForm(request.POST, structure=check.structure)
    if not form.is_valid():
        return show(request, check, form, status=422)
    propose_changes(check, form.proposals())
    return done(request, check, "changed")


def seen_in(text: str) -> list[int]:
    """Read the numbers of the services a page showed, as its form gives them back; what is no number says nothing."""
    parts = text[:LONGEST_SEEN].split("-")[:SHOWN]
    return [int(part) for part in parts if part.isascii() and part.isdecimal() and len(part) < 19]


def done(request: HttpRequest, check: CheckRequest, answer: str) -> HttpResponse:
    """Say what happens next."""
    context = {"name": check.structure.nom, "answer": answer, "translations": {}}
    return render(request, "directory/check_done.html", context)


def show(
    request: HttpRequest, check: CheckRequest, form: CorrectionsForm | None = None, status: int = 200
) -> HttpResponse:
    """Show what the public reads of the structure and its services, and the form when it is asked for."""
    if form is None and "corriger" in request.GET:
        form = CorrectionsForm(structure=check.structure)
    rows = Service.objects.public().filter(structure=check.structure).order_by("nom", "pk")
    services = list(rows[: SHOWN + 1])
    context: dict[str, Any] = {
        "structure": check.structure,
        "facts": facts_of(check.structure),
        "services": [{"service": service, "facts": facts_of(service)} for service in services[:SHOWN]],
        "seen": "-".join(str(service.pk) for service in services[:SHOWN]),
        "left_out": rows.count() - SHOWN if len(services) > SHOWN else 0,
        "form": form,
        "last_day": date_words(timezone.localtime(check.expires_at).date(), year=True),
        "translations": {},
    }
    return render(request, "directory/check.html", context, status=status)
