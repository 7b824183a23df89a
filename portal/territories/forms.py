"""What our admin forms share: choices held to the person's own territories, and the browser's own date and hour fields."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class ScopedChoices:
    """A form whose choices are those of the person's own territories. Put it before a Wagtail form class."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            queryset = getattr(field, "queryset", None)
            if queryset is not None and self.for_user and hasattr(queryset, "editable_by"):  # type: ignore[attr-defined]
                field.queryset = queryset.editable_by(self.for_user)  # type: ignore[attr-defined]


def refuse_far_years(moment: datetime) -> None:
    """Raise ValidationError for a slip of the finger: the hours of the year 1 exist in no database."""
    if not 2000 <= moment.year <= 2100:
        raise ValidationError(_("Vérifiez l'année."))


def use_native_widget(field: forms.Field) -> None:
    """Give dates and hours the input the browser itself knows: it works on a telephone and without JavaScript."""
    if isinstance(field, forms.DateTimeField):
        field.validators.append(refuse_far_years)
        field.widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    elif isinstance(field, forms.DateField):
        field.widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    elif isinstance(field, forms.TimeField):
        field.widget = forms.TimeInput({"type": "time"}, format="%H:%M")
    else:
        return
    field.widget.is_required = field.required


def choose_the_only_one(field: forms.Field) -> None:
    """Choose for the editor when there is nothing to choose."""
    if len(only := list(field.queryset[:2])) == 1:  # type: ignore[attr-defined]
        field.initial, field.empty_label = only[0], None  # type: ignore[attr-defined]
