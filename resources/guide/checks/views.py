"""The pages of a sheet: begin, answer a page, read the result, take it on paper, erase it. No account, no JavaScript.

The secret address stands in for a token. It is written in no journal, told to no other site, kept by no cache; nothing is
raised from here, for Django would write the address of an error down.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from home.activities.sheet import is_from_elsewhere
from portal import paper
from portal.context import root_of
from portal.territories.words import DEFAULT
from portal.views import error
from portal.when import date_words
from resources.guide.checks import actions, printing
from resources.guide.checks.bill import bill_of
from resources.guide.checks.chapters import Chapters
from resources.guide.checks.content import CheckContent, CostContent, read_check, read_cost
from resources.guide.checks.faces import result_of, steps_of
from resources.guide.checks.filled import Answers
from resources.guide.checks.forms import PageForm, SectionForm, ThemeForm, TrapForm
from resources.guide.models.editions import Edition, Form
from resources.guide.models.sheets import Sheet

#: How many sheets one connection may begin and pages it may send; a whole training room shares one.
RATES = {"begin_sheet": "60/10m/ip", "write_sheet": "600/10m/ip"}
STARTS = {
    Form.READY: "guide_check",
    Form.TERRITORY: "guide_territory_check",
    Form.COST: "guide_cost",
}
TOKEN = re.compile(rf"[\w-]{{{actions.TOKEN_LETTERS}}}", re.ASCII)
Content = CheckContent | CostContent


def content_of(edition: Edition) -> Content:
    """Read an edition in the language of the page."""
    read = read_cost if edition.slug == Form.COST else read_check
    return read(edition.content, edition.number)


def see_other(address: str) -> HttpResponse:
    """Lead on after a form, so that coming back sends nothing twice."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def consume(request: HttpRequest, action: str) -> bool:
    """Tell whether this connection may do so once more."""
    return bool(ratelimit.consume(request, app="guide", action=action, config=RATES))


# Begin ----------------------------------------------------------------------------------------------------------------


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, form: Form) -> HttpResponse:
    """Say what a form is for, and begin a sheet. The page is one for everyone: no token protects it."""
    edition = Edition.objects.current(form)
    if edition is None:
        raise Http404(form)
    if request.method != "POST":
        return show_start(request, edition)
    if is_from_elsewhere(request):
        raise PermissionDenied
    if TrapForm(request.POST).is_a_trap_sprung:
        return see_other(request.path)
    if not consume(request, "begin_sheet"):
        return show_start(request, edition, status=429)
    response = see_other(reverse("guide_sheet_step", args=[actions.begin(form), 1]))
    response["Cache-Control"] = "no-store"
    return response


def show_start(request: HttpRequest, edition: Edition, status: int = 200) -> HttpResponse:
    """Show what a form is for."""
    content = content_of(edition)
    context = {
        "form": TrapForm(),
        "content": content,
        "is_cost": isinstance(content, CostContent),
        "questions": sum(len(theme.questions) for theme in content.pages)
        if isinstance(content, CheckContent)
        else 0,
        "days": actions.LASTS.days,
        "is_erased": request.method != "POST" and "efface" in request.GET,
        "is_too_much": status == 429,
        "crumbs": crumbs_to(content.title.text, content.title.lang, ""),
    }
    return render(request, "guide/check_start.html", context, status=status)


def crumbs_to(title: str, lang: str, url: str) -> list[dict[str, str]]:
    """Give the way to a form, from the guide."""
    guide = {"title": _("Guide"), "url": f"{root_of((get_language() or DEFAULT)[:2])}guide/"}
    return [guide, {"title": title, "url": url, "lang": lang}]


# A sheet --------------------------------------------------------------------------------------------------------------

View = Callable[..., HttpResponse]


def silenced(response: HttpResponse) -> HttpResponse:
    """Leave an answer in no journal, no cache and no other site's hands."""
    response._has_been_logged = True  # type: ignore[attr-defined] # for django.utils.log.log_response
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def private(*methods: str) -> Callable[[View], View]:
    """Make a page of a sheet, found by its token."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        @sensitive_variables("token")
        def guarded(request: HttpRequest, token: str, **named: Any) -> HttpResponse:
            return silenced(_answer(view, methods, request, token, **named))

        return guarded

    return decorate


@sensitive_variables("token")
def _answer(
    view: View, methods: tuple[str, ...], request: HttpRequest, token: str, **named: Any
) -> HttpResponse:
    if request.method not in methods:
        return HttpResponseNotAllowed(methods)
    if request.method == "POST" and is_from_elsewhere(request):
        return error(request, 403)
    try:
        return view(request, Desk(token), **named)
    except (SuspiciousOperation, MultiPartParserError):  # a form too big, or cut short
        return error(request, 400)
    except actions.SheetGone:
        return show_gone(request)


def show_gone(request: HttpRequest) -> HttpResponse:
    """Say that an address leads to nothing, without saying why."""
    crumbs = crumbs_to(_("Adresse inconnue"), "", "")
    return render(request, "guide/check_gone.html", {"crumbs": crumbs}, status=404)


@csrf_exempt
@sensitive_variables("rest")
def lost(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer an address that is no page of a sheet; put the stroke back at the end of one copied without it."""
    if request.method in ("GET", "HEAD") and TOKEN.fullmatch(rest):
        return silenced(HttpResponseRedirect(f"{request.path}/"))
    return silenced(show_gone(request))


class Desk:
    """A sheet on the table: its form, what is written on it, the addresses of its pages. Raises SheetGone."""

    @sensitive_variables("token")
    def __init__(self, token: str) -> None:
        self.token = token
        self.sheet: Sheet = actions.find(token)
        self.form = Form(self.sheet.edition.slug)
        self.content = content_of(self.sheet.edition)

    @property
    def is_cost(self) -> bool:
        """Whether it is the worksheet."""
        return self.form == Form.COST

    def answers(self) -> Answers:
        """Give what is written on it. One query."""
        return dict(self.sheet.entries.values_list("name", "value"))

    def url(self, name: str = "", *more: Any) -> str:
        """Give the address of one of its pages."""
        return reverse(f"guide_sheet{name}", args=[self.token, *more])

    def step_url(self, number: int) -> str:
        """Give the address of a page to fill in, from 1."""
        return self.url("_step", number)

    def frame(self, title: str = "") -> dict[str, Any]:
        """Give what every page of it shows."""
        start_url = reverse(STARTS[self.form])
        crumbs = crumbs_to(self.content.title.text, self.content.title.lang, start_url)
        return {
            "content": self.content,
            "is_cost": self.is_cost,
            "sheet_url": self.url(),
            "until": date_words(self.sheet.expires_on, year=True),
            "days": actions.LASTS.days,
            "crumbs": [*crumbs, {"title": title or _("Le bilan"), "url": ""}],
        }


@private("GET", "HEAD", "POST")
def step(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Show one page of questions or lines; write what was changed on it, and go where the button says."""
    if not 1 <= number <= len(desk.content.pages):
        return error(request, 404)
    form = form_of(desk, number, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return show_step(request, desk, number, form)
    if form.is_a_trap_sprung:
        return see_other(desk.url())
    if not form.is_valid():
        return show_step(request, desk, number, form, status=422)
    if not consume(request, "write_sheet"):
        told = _("Trop d'envois d'affilée. Attendez dix minutes, puis envoyez : tout est gardé.")
        form.add_error(None, told)
        return show_step(request, desk, number, form, status=429)
    if changes := form.changes():
        actions.write(desk.sheet, changes)
    return see_other(next_of(desk, number, request.POST.get("vers", "")))


def form_of(desk: Desk, number: int, data: Any) -> PageForm:
    """Give the form of a page."""
    answers = desk.answers()
    if isinstance(desk.content, CostContent):
        return SectionForm(desk.content, desk.content.sections[number - 1], answers, data)
    return ThemeForm(desk.content, desk.content.themes[number - 1], answers, data)


def next_of(desk: Desk, number: int, button: str) -> str:
    """Give where a button leads from a page: the one before, the result, or the one after."""
    if button == "avant" and number > 1:
        return desk.step_url(number - 1)
    is_last = number == len(desk.content.pages)
    return desk.url() if button == "bilan" or is_last else desk.step_url(number + 1)


def show_step(
    request: HttpRequest, desk: Desk, number: int, form: PageForm, status: int = 200
) -> HttpResponse:
    """Show one page to fill in."""
    page, total = desk.content.pages[number - 1], len(desk.content.pages)
    told = _("Partie %(number)d sur %(total)d") if desk.is_cost else _("Thème %(number)d sur %(total)d")
    progress = told % {"number": number, "total": total}
    context = desk.frame(progress) | {
        "form": form,
        "page": page,
        "number": number,
        "total": total,
        "progress": progress,
    }
    return render(
        request, "guide/cost_step.html" if desk.is_cost else "guide/check_step.html", context, status=status
    )


@private("GET", "HEAD")
def result(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what the answers say, and how to keep the sheet."""
    answers = desk.answers()
    context = desk.frame() | reading_of(request, desk, answers)
    context |= {
        "address": settings.BASE_URL.rstrip("/") + desk.url(),
        "steps": steps_of(desk.content, answers, desk.step_url),
        "pdf_url": desk.url("_pdf"),
        "erase_url": desk.url("_erase"),
    }
    return render(request, "guide/cost_result.html" if desk.is_cost else "guide/check_result.html", context)


def reading_of(request: HttpRequest, desk: Desk, answers: Answers) -> dict[str, Any]:
    """Give what a sheet says: `bill` of the worksheet, `result` of a check."""
    chapters = Chapters(request)
    if isinstance(desk.content, CostContent):
        return {"bill": bill_of(desk.content, answers, chapters)}
    return {"result": result_of(desk.content, answers, chapters, desk.step_url)}


@private("GET", "HEAD")
def on_paper(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Give the result as a PDF, without the private address; the page itself where no PDF can be made."""
    if not printing.may_print(desk.sheet.pk):
        return error(request, 429)
    context = desk.frame() | reading_of(request, desk, desk.answers())
    try:
        body = printing.pdf_of(request, context)
    except paper.PangoMissing:
        printing.tell_pango_is_missing()
        return see_other(desk.url())
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{desk.form.value}.pdf"'
    return response


@private("GET", "HEAD", "POST")
def erase(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ask, then erase for good."""
    if request.method != "POST":
        return render(request, "guide/check_erase.html", desk.frame(_("Effacer")) | {"form": TrapForm()})
    if TrapForm(request.POST).is_a_trap_sprung:
        return see_other(desk.url())
    actions.erase(desk.sheet)
    return see_other(f"{reverse(STARTS[desk.form])}?efface=1")
