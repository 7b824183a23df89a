"""« Erreurs signalées » : the present value beside the proposed one, applied in one click or set aside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from home.activities.admin.base import AdminPage
from home.activities.admin.plain_form import PlainForm, refuse
from home.places.hours_form import HoursField
from home.places.opening import week
from portal.territories.scoping import get_mine
from portal.when import date_words
from resources.directory.actions import AlreadySettled, apply_suggestion, reject_suggestion
from resources.directory.admin.fields import join_holidays, split_holidays
from resources.directory.hours import door_of
from resources.directory.models import Service, Suggestion
from resources.directory.upkeep.proposals import FIELDS, present_value, target_of
from resources.directory.upkeep.spoken_hours import read_hours
from resources.directory.vocabulary import FEES

Reason = Suggestion.Reason
PER_PAGE = 30


class TextForm(PlainForm):
    """The text to write: what was proposed, that the team may correct."""

    text = forms.CharField(
        label=gettext_lazy("À écrire"), max_length=600, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, suggestion: Suggestion, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"text": suggestion.text})
        kwargs.setdefault("auto_id", f"id_{suggestion.pk}_%s")
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """Give what the action takes."""
        return {"text": self.cleaned_data["text"]}


class PriceForm(TextForm):
    """The price in words, and whether one pays."""

    fees = forms.ChoiceField(
        label=gettext_lazy("Frais"),
        choices=[("", gettext_lazy("Non renseigné")), *FEES.items()],
        required=False,
    )

    def __init__(self, *args: Any, suggestion: Suggestion, **kwargs: Any) -> None:
        target = target_of(suggestion)
        fees = target.frais if isinstance(target, Service) else ""
        super().__init__(
            *args, suggestion=suggestion, initial={"text": suggestion.text, "fees": fees or ""}, **kwargs
        )

    def values(self) -> dict[str, Any]:
        """Give what the action takes."""
        return super().values() | {"fees": self.cleaned_data["fees"]}


class HoursForm(PlainForm):
    """The week, as the sender wrote it when that can be read; as it stands otherwise."""

    hours = HoursField(label=gettext_lazy("Horaires de la semaine"), required=False)
    closed_on_public_holidays = forms.BooleanField(
        label=gettext_lazy("Fermé les jours fériés"), required=False
    )

    def __init__(self, *args: Any, suggestion: Suggestion, **kwargs: Any) -> None:
        self.before = target_of(suggestion).horaires_accueil
        now, closed = split_holidays(self.before)
        self.read = read_hours(suggestion.text)
        initial = {"hours": self.read or now, "closed_on_public_holidays": closed or not now}
        super().__init__(*args, initial=initial, **kwargs)

    def values(self) -> dict[str, Any]:
        """Give what the action takes."""
        closed = self.cleaned_data["closed_on_public_holidays"]
        return {"text": join_holidays(self.cleaned_data["hours"], closed=closed, before=self.before) or ""}


def form_for(suggestion: Suggestion, data: Any = None) -> Any:
    """Give the form of a suggestion's reason; None when there is nothing to write."""
    if suggestion.reason not in FIELDS:
        return None
    known: dict[str, Any] = {Reason.HOURS: HoursForm, Reason.PRICE: PriceForm}
    return known.get(suggestion.reason, TextForm)(data, suggestion=suggestion)


def edit_address(suggestion: Suggestion) -> str:
    """Give the page where the entry itself is changed."""
    target = target_of(suggestion)
    space = "service_admin" if isinstance(target, Service) else "structure_admin"
    return reverse(f"{space}:edit", args=[target.pk])


def row_of(suggestion: Suggestion, form: Any = None) -> dict[str, Any]:
    """Give all a page says of a suggestion."""
    target = target_of(suggestion)
    return {
        "suggestion": suggestion,
        "entry": suggestion.entry,
        "sent_on": date_words(localtime(suggestion.sent_at).date()),
        "structure": suggestion.service.structure if suggestion.service else None,
        "is_of_structure": target != suggestion.entry,
        "field": FIELDS.get(suggestion.reason, ""),
        "present": present_value(suggestion),
        "week": week(door_of(target)) if suggestion.reason == Reason.HOURS else [],
        "edit_url": edit_address(suggestion),
        "form": form or form_for(suggestion),
    }


class ErrorsPage(AdminPage):
    """What both pages ask."""

    permission = "directory.change_suggestion"
    header_icon = "warning"

    def mine(self) -> QuerySet[Suggestion]:
        """Give the suggestions about what the reader may edit."""
        found = Suggestion.objects.editable_by(self.request.user)
        return found.select_related("structure", "service__structure")


class Errors(ErrorsPage):
    """Those that wait, the oldest first."""

    template_name = "directory_admin/errors.html"
    page_title = gettext_lazy("Erreurs signalées")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = Paginator(self.mine().waiting().order_by("sent_at", "pk"), PER_PAGE)  # type: ignore[attr-defined]
        page = waiting.get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "page": page,
            "rows": [row_of(suggestion) for suggestion in page],
        }


class Settle(ErrorsPage):
    """One error: look, correct the text, apply or set aside."""

    template_name = "directory_admin/error.html"
    page_title = gettext_lazy("Erreur signalée")
    trail = [("upkeep:errors", gettext_lazy("Erreurs signalées"))]

    def find(self, **kwargs: Any) -> None:
        self.suggestion: Suggestion = get_mine(self.mine(), pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | row_of(self.suggestion, kwargs.get("form"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Carry out the button pressed."""
        try:
            if "ecarter" in request.POST:
                reject_suggestion(self.suggestion, user=self.request.user)
                messages.success(request, _("L'erreur est laissée sans suite. Rien n'a changé sur la fiche."))
                return redirect("upkeep:errors")
            return self.apply()
        except AlreadySettled as error:
            messages.warning(request, error.messages[0])
            return redirect("upkeep:errors")

    def apply(self) -> HttpResponse:
        """Write the correction; show the page again with what is wrong in it."""
        form = form_for(self.suggestion, self.request.POST)
        if form and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            apply_suggestion(self.suggestion, user=self.request.user, **(form.values() if form else {}))
        except AlreadySettled:
            raise
        except ValidationError as error:
            if form is None:
                raise
            refuse(form, error)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(self.request, self.told())
        return redirect("upkeep:errors")

    def told(self) -> str:
        """Say what was done, and what to do next."""
        if self.suggestion.reason == Reason.CLOSED:
            return _("La fiche est retirée. Le public ne la voit plus.")
        if self.suggestion.reason == Reason.ADDRESS:
            return _("L'adresse est corrigée. Ouvrez la fiche pour trouver son nouveau point sur la carte.")
        return _("C'est corrigé.")
