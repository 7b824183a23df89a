"""The comparison of implementations, and the form by which a territory proposes its own column."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from portal.context import root_of
from resources.guide.exchanges.receiving import answer, language_of_reader
from resources.guide.implementations.actions import propose
from resources.guide.implementations.comparison import compare
from resources.guide.implementations.forms import ProposalForm


def _crumbs(*last: dict[str, str]) -> list[dict[str, str]]:
    root = root_of(language_of_reader())
    return [{"title": _("Guide"), "url": f"{root}guide/"}, *last]


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Show the territories side by side."""
    context: dict[str, Any] = {
        "comparison": compare(),
        "add_url": reverse("guide_comparison_add"),
        "exchange_url": reverse("guide_exchange"),
        "crumbs": _crumbs({"title": _("Comparer les territoires"), "url": ""}),
    }
    return render(request, "guide/implementations.html", context)


@csrf_exempt
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def add_column(request: HttpRequest) -> HttpResponse:
    """Show the form or its thanks; keep a proposal and come back to the thanks."""
    if request.method != "POST":
        return show(request, ProposalForm())
    form = ProposalForm(request.POST)

    def keep() -> None:
        propose(form.words(), form.sender(language_of_reader()))

    return answer(request, form, "implementation", lambda form, status: show(request, form, status), keep)


def show(request: HttpRequest, form: ProposalForm, status: int = 200) -> HttpResponse:
    """Show the page of the form."""
    url = reverse("guide_comparison")
    context: dict[str, Any] = {
        "form": form,
        "is_sent": request.method != "POST" and "merci" in request.GET,
        "comparison_url": url,
        "language": language_of_reader(),
        "crumbs": _crumbs(
            {"title": _("Comparer les territoires"), "url": url},
            {"title": _("Ajouter votre territoire"), "url": ""},
        ),
    }
    response = render(request, "guide/implementations_add.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
