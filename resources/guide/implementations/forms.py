"""The public form by which a territory proposes its own column."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from resources.guide.exchanges.forms import PublicForm, asked, email_field
from resources.guide.implementations.lines import LINES, LONGEST
from resources.guide.implementations.proposer import Proposer

#: What helps to answer each line.
HINTS = {
    "carrier": _("La structure, ou les structures, qui portent le projet."),
    "since": _("L'année, ou le mois."),
    "team": _("Les métiers, et combien vous êtes. Ne nommez personne."),
    "place": _("Ce que c'est, qui le prête ou le loue, ce qui s'y passe."),
    "commission": _("Son rythme, et les métiers autour de la table."),
    "tools": _("Ce dont vous vous servez chaque semaine."),
    "partners": _("Dans le quartier, et autour."),
    "participation": _("Comment les habitant·es prennent part au projet."),
    "figures": _("Avec l'année : personnes accompagnées, ateliers, bénévoles…"),
    "funding": _("Qui finance, et pour combien de temps."),
}


class ProposalForm(PublicForm):
    """A territory, its ten answers, and whom to answer."""

    name = forms.CharField(
        label=_("Le nom de votre territoire"),
        help_text=_("Tel qu'il sera lu en haut de la colonne."),
        max_length=80,
        error_messages=asked(_("Donnez le nom de votre territoire.")),
    )
    proposer = forms.CharField(
        label=_("Votre nom"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages=asked(_("Donnez votre nom.")),
    )
    email = email_field(_("Pour vous dire ce qui est décidé. Elle est gardée chiffrée, puis effacée."))

    def __init__(self, data: MultiValueDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, label in LINES.items():
            self.fields[name] = forms.CharField(
                label=label,
                help_text=HINTS[name],
                max_length=LONGEST,
                required=name == "carrier",
                widget=forms.Textarea({"rows": 3}),
                error_messages=asked(_("Dites qui porte le projet.")),
            )
        self.order_fields(["name", *LINES, "proposer", "email"])

    def words(self) -> dict[str, str]:
        """Give what is to be public once it is read."""
        return {name: self.cleaned_data[name] for name in ("name", *LINES)}

    def sender(self, language: str) -> Proposer:
        """Give what is to be sealed; `language` is the one the page was read in."""
        return Proposer(self.cleaned_data["proposer"], self.cleaned_data["email"], language)
