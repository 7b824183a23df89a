"""Small parts of our admin forms."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy


class PlainForm(forms.Form):
    """A form whose labels end without a colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Give what was understood so far."""
        super().clean()
        return self.cleaned_data

    def choices_of(self, name: str, queryset: QuerySet) -> forms.ModelChoiceField:
        """Offer `queryset` in the field `name`, and give the field."""
        field = cast(forms.ModelChoiceField, self.fields[name])
        field.queryset = queryset
        return field


def refuse(form: forms.Form, error: ValidationError) -> None:
    """Show on the form what an action refused, beside the field where there is one."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, cast(Any, errors))
    else:
        form.add_error(None, error)


def date_input() -> forms.DateInput:
    """Give the browser's own date field."""
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def time_input() -> forms.TimeInput:
    """Give the browser's own hour field."""
    return forms.TimeInput({"type": "time"}, format="%H:%M")


def day_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    """Give a date field that says what a date looks like."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=date_input(),
        error_messages={"invalid": gettext_lazy("Écrivez une date comme 08/09/2026.")},
    )


def time_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.TimeField:
    """Give an hour field that says what an hour looks like."""
    return forms.TimeField(
        label=label,
        help_text=help_text,
        required=required,
        widget=time_input(),
        error_messages={"invalid": gettext_lazy("Écrivez une heure comme 14:00.")},
    )
