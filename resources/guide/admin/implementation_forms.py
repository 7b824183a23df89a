"""The words of a column, in French and English, as the team writes or mends them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.activities.admin.plain_form import PlainForm
from portal.territories.models import Territory
from resources.guide.implementations.lines import LINES, LONGEST, has_arabic
from resources.guide.models.implementations import Implementation

WORDS = [f"{line}{suffix}" for line in LINES for suffix in ("", "_en")]


class VersionForm(PlainForm):
    """A form that says which version of a column was read."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class RefusalForm(VersionForm):
    """Why a column is not published."""

    reason = forms.CharField(
        label=gettext_lazy("Pourquoi"),
        help_text=gettext_lazy(
            "La personne lira ces mots. Vide : personne n'est prévenu, et son adresse est effacée tout de suite."
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class WordsForm(VersionForm):
    """A column. Its territory and its place among the others are the administration's."""

    name = forms.CharField(label=gettext_lazy("Nom"), max_length=80)
    territory = forms.ModelChoiceField(
        label=gettext_lazy("Territoire du portail"),
        help_text=gettext_lazy("Vide : ce territoire n'a pas de pages ici."),
        queryset=Territory.objects.all(),
        required=False,
    )
    position = forms.IntegerField(
        label=gettext_lazy("Ordre"),
        help_text=gettext_lazy("Le plus petit vient en premier ; à égalité, l'ordre des noms."),
        min_value=0,
        max_value=999,
    )

    def __init__(self, *args: Any, implementation: Implementation, may_place: bool, **kwargs: Any) -> None:
        initial = {name: getattr(implementation, name) for name in ("version", "name", "position", *WORDS)}
        initial["territory"] = implementation.territory_id
        for line, typed in implementation.to_translate.items():
            if not (initial[line].strip() or has_arabic(typed)):
                initial[line] = typed  # in French on the Arabic page: nobody copies it by hand
        super().__init__(*args, initial=initial, **kwargs)
        if not may_place:
            del self.fields["territory"], self.fields["position"]
        for line, label in LINES.items():
            self.fields[line] = _text(label)
            self.fields[f"{line}_en"] = _text(_("%(line)s, en anglais") % {"line": label})

    def words(self) -> dict[str, Any]:
        """Give what the form says of the column."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def _text(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, required=False, widget=forms.Textarea({"rows": 3})
    )
