"""Requests for an exchange in the admin: the list, one request opened and its reading noted, its steps."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from home.activities.admin.base import AdminPage
from home.activities.admin.history import entries_of
from home.activities.admin.plain_form import refuse
from portal.accounts.sealed import SealError
from portal.territories.scoping import get_mine
from portal.when import date_words
from resources.guide.admin.exchange_forms import AssignForm, CloseForm, PlanForm, StepForm
from resources.guide.exchanges import actions
from resources.guide.exchanges.contact import Contact
from resources.guide.exchanges.dates import RECALLED, STALLED, erased_on, moment_in_words
from resources.guide.exchanges.vocabulary import Moment
from resources.guide.models.exchanges import ExchangeRequest

State = ExchangeRequest.State
PER_PAGE = 30
FORMS: dict[str, type[StepForm]] = {
    "assign": AssignForm,
    "plan": PlanForm,
    "done": StepForm,
    "close": CloseForm,
    "erase": StepForm,
}


class ExchangesPage(AdminPage):
    """What both pages ask: the right to open a request, then that it be one's own."""

    permission = "guide.view_exchangerequest"
    header_icon = "mail"

    def mine(self) -> Any:
        """Give the requests the reader takes part in, all of them for the administration; `is_short` of people or not."""
        seen = ExchangeRequest.objects.seen_by(self.request.user).prefetch_related("facilitators__user")
        is_short = Exists(ExchangeRequest.objects.short().filter(pk=OuterRef("pk")))
        return seen.annotate(is_short=is_short)

    @property
    def may_manage(self) -> bool:
        """Whether the reader gives requests to pairs and sets them aside."""
        return self.request.user.has_perm("guide.change_exchangerequest")


class Exchanges(ExchangesPage):
    """Those that are open, the oldest first; those that are closed, the latest first. Nothing sealed is opened here."""

    template_name = "guide_admin/exchanges.html"
    page_title = gettext_lazy("Demandes d'échange")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        are_closed = self.request.GET.get("quoi") == "closes"
        mine = self.mine()
        closed = mine.filter(state=State.CLOSED).order_by("-closed_on", "-pk")
        shown = closed if are_closed else mine.open().order_by("created_on", "pk")
        page = Paginator(shown, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "are_closed": are_closed,
            "query": "quoi=closes&" if are_closed else "",
            "page": page,
            "rows": [row_of(exchange) for exchange in page],
        }


def row_of(exchange: ExchangeRequest) -> dict[str, Any]:
    """Give what the list says of a request: nothing of who asks."""
    return {
        "exchange": exchange,
        "created_on": date_words(exchange.created_on, year=True),
        "pair": [str(person) for person in exchange.pair],
        "signs": signs_of(exchange),
        "when": moment_in_words(exchange.planned_at) if exchange.planned_at else "",
    }


def signs_of(exchange: Any) -> list[str]:
    """Say what keeps a request of `ExchangesPage.mine` from going on, in words: the kinds of `stuck`, and a long wait."""
    today, assigned_on, planned_at = timezone.localdate(), exchange.assigned_on, exchange.planned_at
    is_assigned, is_planned = exchange.state == State.ASSIGNED, exchange.state == State.PLANNED
    signs = {
        _("Attend depuis une semaine"): exchange.state == State.RECEIVED
        and today - exchange.created_on >= RECALLED,
        _("Il manque quelqu'un"): exchange.is_short,
        _("Sans date depuis deux semaines"): is_assigned and assigned_on and today - assigned_on >= STALLED,
        _("Date passée, à noter"): is_planned and timezone.localdate(planned_at) < today,
    }
    return [words for words, is_so in signs.items() if is_so]


class Exchange(ExchangesPage):
    """One request. Who asks is opened for the reader, and the reading is written in its history."""

    template_name = "guide_admin/exchange.html"
    trail = [("exchanges:list", gettext_lazy("Demandes d'échange"))]

    def find(self, **kwargs: Any) -> None:
        self.exchange: ExchangeRequest = get_mine(self.mine(), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.exchange)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refused: StepForm | None = kwargs.pop("form", None)
        contact, trouble = self.read()
        forms = {step: self.form(step) for step in FORMS if self.is_offered(step)}
        if refused is not None:
            forms[refused.step] = refused
        labels = dict(Moment.choices)
        return (
            super().get_context_data(**kwargs)
            | row_of(self.exchange)
            | {
                "contact": contact,
                "trouble": trouble,
                "moments": [labels[name] for name in self.exchange.moments if name in labels],
                "erased_on": date_words(erased_on(self.exchange.created_on), year=True),
                "steps": [self.said(form) for form in forms.values()],
                "entries": entries_of(self.exchange),
            }
        )

    def read(self) -> tuple[Contact | None, str]:
        """Open who asks; say why it cannot be opened otherwise."""
        if not self.exchange.sealed:
            return None, _("Les coordonnées et la question sont effacées.")
        try:
            return actions.read_contact(self.exchange, user=self.request.user), ""
        except SealError:
            return None, _(
                "Ces informations ne s'ouvrent pas : une clé manque au portail. Prévenez l'administration."
            )

    def is_theirs(self, step: str) -> bool:
        """Tell whether a step is the reader's to take: giving to a pair and setting aside are the administration's."""
        is_last = step == "close" and self.exchange.state == State.DONE
        return self.may_manage or is_last or step in ("plan", "done")

    def is_offered(self, step: str) -> bool:
        """Tell whether the reader may take a step now; what is still to come did not take place."""
        planned_at = self.exchange.planned_at
        is_early = step == "done" and planned_at is not None and planned_at > timezone.now()
        return self.is_theirs(step) and actions.may_take(self.exchange, step) and not is_early

    def said(self, form: StepForm) -> dict[str, Any]:
        """Give a step in words; `is_next` for the one people mostly come for, the others being folded."""
        first, again, button = WORDS[form.step]
        is_again = self.exchange.state in AGAIN.get(form.step, ())
        is_last = form.step == "erase" or (form.step == "close" and self.exchange.state != State.DONE)
        is_next = not is_again and not is_last
        return {"form": form, "title": again if is_again else first, "button": button, "is_next": is_next}

    def form(self, step: str, data: Any = None) -> StepForm:
        """Give the form of a step; what took place is closed without a question."""
        kind = StepForm if step == "close" and self.exchange.state == State.DONE else FORMS[step]
        return kind(data, exchange=self.exchange, step=step)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take a step; show the page again with what is wrong in it."""
        step = request.POST.get("etape", "")
        if step not in FORMS:
            return redirect(request.path)
        if not self.is_theirs(step):
            raise PermissionDenied
        form = self.form(step, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            self.take(step, form.cleaned_data)
        except (actions.Meanwhile, actions.StepRefused) as error:
            messages.error(request, error.messages[0])
        except ValidationError as error:
            refuse(form, error)
            return self.render_to_response(self.get_context_data(form=form))
        else:
            messages.success(request, str(TOLD[step]))
        return redirect(request.path)

    def take(self, step: str, data: dict[str, Any]) -> None:
        """Carry a step out. Raises what its action raises."""
        common: dict[str, Any] = {"user": self.request.user, "version": data["version"]}
        if step == "assign":
            actions.assign(self.exchange, [data["first"], data["second"]], **common)
        elif step == "plan":
            actions.plan(self.exchange, when=data["when"], way=data["way"], **common)
        elif step == "done":
            actions.mark_done(self.exchange, **common)
        elif step == "erase":
            actions.erase(self.exchange, **common)
        else:
            closing = data.get("closing") or ExchangeRequest.Closing.HELD
            actions.close(self.exchange, closing=closing, **common)


#: Step → what it is called, what it is called when it was taken before, what its button says.
WORDS = {
    "assign": (
        gettext_lazy("Confier à un binôme"),
        gettext_lazy("Changer le binôme"),
        gettext_lazy("Confier la demande"),
    ),
    "plan": (
        gettext_lazy("Fixer la date"),
        gettext_lazy("Changer la date"),
        gettext_lazy("Fixer cette date"),
    ),
    "done": (gettext_lazy("L'échange a eu lieu"), "", gettext_lazy("Noter qu'il a eu lieu")),
    "close": (gettext_lazy("Clore la demande"), "", gettext_lazy("Clore")),
    "erase": (
        gettext_lazy("Effacer les coordonnées et la question"),
        "",
        gettext_lazy("Effacer maintenant"),
    ),
}
#: Step → the states in which it was taken before.
AGAIN = {"assign": (State.ASSIGNED, State.PLANNED), "plan": (State.PLANNED,)}
TOLD = {
    "assign": gettext_lazy("La demande est confiée. Qui la reçoit, et qui la quitte, reçoit un message."),
    "plan": gettext_lazy(
        "La date est fixée. La personne qui demande et le reste du binôme reçoivent un message."
    ),
    "done": gettext_lazy("C'est noté : l'échange a eu lieu."),
    "close": gettext_lazy("La demande est close."),
    "erase": gettext_lazy("C'est effacé. Il n'en reste que l'historique."),
}
