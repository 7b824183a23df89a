"""« Demander un temps d'échange » : anyone asks, without an account and without JavaScript."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from portal.context import root_of
from resources.guide.exchanges.actions import receive
from resources.guide.exchanges.forms import ExchangeForm
from resources.guide.exchanges.receiving import answer, language_of_reader


@csrf_exempt
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: HttpRequest) -> HttpResponse:
    """Show the form or its thanks; keep a request and come back to the thanks."""
    if request.method != "POST":
        return show(request, ExchangeForm())
    form = ExchangeForm(request.POST)

    def keep() -> None:
        data = form.cleaned_data
        receive(form.contact(language_of_reader()), stage=data["stage"], moments=data["moments"])

    return answer(request, form, "exchange", lambda form, status: show(request, form, status), keep)


def show(request: HttpRequest, form: ExchangeForm, status: int = 200) -> HttpResponse:
    """Show the page."""
    is_sent = request.method != "POST" and "merci" in request.GET
    guide_url = f"{root_of(language_of_reader())}guide/"
    context: dict[str, Any] = {
        "form": form,
        "is_sent": is_sent,
        "guide_url": guide_url,
        "crumbs": [
            {"title": _("Guide"), "url": guide_url},
            {"title": _("Demander un temps d’échange"), "url": ""},
        ],
    }
    response = render(request, "guide/exchange.html", context, status=status)
    if is_sent or status != 200:
        response["X-Robots-Tag"] = "noindex"
    return response
