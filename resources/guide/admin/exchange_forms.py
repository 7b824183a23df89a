"""The forms of the steps of a request; each carries the version that was read, so that the second of two is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.activities.admin.plain_form import PlainForm, day_field, time_field
from home.activities.recurrence import local_start
from portal.accounts.models import User
from resources.guide.exchanges.people import facilitators
from resources.guide.exchanges.vocabulary import Way
from resources.guide.models.exchanges import ExchangeRequest

Closing = ExchangeRequest.Closing
#: An exchange is fixed for the year that comes.
LONGEST = timedelta(days=366)


class StepForm(PlainForm):
    """A step that asks nothing more."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, exchange: ExchangeRequest, step: str, **kwargs: Any) -> None:
        self.step = step
        initial = self.starting(exchange) | {"version": exchange.version}
        super().__init__(*args, initial=initial, auto_id=f"id_{step}_%s", **kwargs)

    def starting(self, exchange: ExchangeRequest) -> dict[str, Any]:
        """Give what stands in the fields at first."""
        return {}


class AssignForm(StepForm):
    """Two people."""

    first = forms.ModelChoiceField(label=gettext_lazy("Une personne"), queryset=User.objects.none())
    second = forms.ModelChoiceField(label=gettext_lazy("L'autre personne"), queryset=User.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.choices_of(name, facilitators())

    def starting(self, exchange: ExchangeRequest) -> dict[str, Any]:
        return {("first", "second")[one.position - 1]: one.user_id for one in exchange.facilitators.all()}


class PlanForm(StepForm):
    """A day, an hour, a way to meet."""

    day = day_field(gettext_lazy("Jour"), required=True)
    hour = time_field(gettext_lazy("Heure"))
    way = forms.ChoiceField(label=gettext_lazy("Comment"), choices=Way.choices)

    def starting(self, exchange: ExchangeRequest) -> dict[str, Any]:
        if exchange.planned_at is None:
            return {}
        local = timezone.localtime(exchange.planned_at)
        return {"day": local.date(), "hour": local.time(), "way": exchange.way}

    def clean(self) -> dict[str, Any]:
        """Give the moment in `when`; refuse a date too far away."""
        data = super().clean()
        day, hour = data.get("day"), data.get("hour")
        if day and abs(day - timezone.localdate()) > LONGEST:
            self.add_error("day", _("Choisissez une date dans l'année qui vient."))
        elif day and hour:
            data["when"] = local_start(day, hour)
        return data


class CloseForm(StepForm):
    """Why a request is over, when the exchange did not take place."""

    closing = forms.ChoiceField(
        label=gettext_lazy("Pourquoi"),
        choices=[choice for choice in Closing.choices if choice[0] != Closing.HELD],
        widget=forms.RadioSelect,
    )
