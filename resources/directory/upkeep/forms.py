"""The two forms of the public that feed the team's queue: « Une erreur ? », and what a structure corrects."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resources.directory.models import Service, Structure, Suggestion
from resources.directory.upkeep.proposals import reasons_for

Reason = Suggestion.Reason
LONGEST = 600


class QuestionForm(forms.Form):
    """A form whose labels end without a colon, and whose texts are not too long."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Give what was understood so far."""
        super().clean()
        return self.cleaned_data


class ErrorForm(QuestionForm):
    """What is wrong, what it should be, and, if one likes, where to say that it is done."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Qu'est-ce qui ne va pas ?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez ce qui ne va pas.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Que faut-il écrire à la place ?"),
        help_text=gettext_lazy("Par exemple, le bon numéro. Ne dites rien de vous ni de votre santé."),
        widget=forms.Textarea({"rows": 4}),
        max_length=LONGEST,
        error_messages={
            "required": gettext_lazy("Écrivez ce qu'il faut mettre à la place, en quelques mots.")
        },
    )
    email = forms.EmailField(
        label=gettext_lazy("Votre adresse e-mail"),
        help_text=gettext_lazy(
            "Seulement si vous voulez savoir quand c'est corrigé. Elle est gardée chiffrée, ne sert qu'à cela, "
            "puis elle est effacée."
        ),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "invalid": gettext_lazy("Cette adresse n'est pas complète. Écrivez-la comme nom@exemple.fr.")
        },
    )
    #: People do not see it; programs fill it in.
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, entry: Structure | Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = reasons_for(entry)  # type: ignore[attr-defined]
        # « C'est fermé » says enough by itself.
        self.fields["text"].required = self.data.get("reason") != Reason.CLOSED

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The questions for people."""
        return [field for field in self if field.name != "website"]

    @property
    def is_a_trap_sprung(self) -> bool:
        """Whether a program filled in what nobody sees."""
        return bool(self.data.get("website"))


class CorrectionsForm(QuestionForm):
    """What a structure corrects; what it leaves as it is says nothing."""

    telephone = forms.CharField(
        label=gettext_lazy("Téléphone"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    courriel = forms.EmailField(
        label=gettext_lazy("Adresse e-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "invalid": gettext_lazy("Cette adresse n'est pas complète. Écrivez-la comme nom@exemple.fr.")
        },
    )
    adresse = forms.CharField(label=gettext_lazy("Numéro et rue"), max_length=250, required=False)
    horaires = forms.CharField(
        label=gettext_lazy("Horaires, s'ils ont changé"),
        help_text=gettext_lazy("Par exemple : lundi au vendredi 9h-12h et 14h-17h ; samedi 9h-12h."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    autre = forms.CharField(
        label=gettext_lazy("Autre chose à changer"),
        help_text=gettext_lazy("Un service en plus ou en moins, un prix, des conditions, une fermeture…"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    REASONS = {
        "telephone": Reason.PHONE,
        "courriel": Reason.EMAIL,
        "adresse": Reason.ADDRESS,
        "horaires": Reason.HOURS,
        "autre": Reason.OTHER,
    }

    def __init__(self, *args: Any, structure: Structure, **kwargs: Any) -> None:
        self.now = {name: getattr(structure, name) or "" for name in ("telephone", "courriel", "adresse")}
        super().__init__(*args, initial=self.now, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Ask for one change at least."""
        data = super().clean()
        if not self.errors and not self.proposals():
            raise ValidationError(
                _("Vous n'avez rien changé. Corrigez un champ, ou dites que tout est à jour.")
            )
        return data

    def proposals(self) -> list[tuple[str, str]]:
        """Give what changes, as (reason, text); a value taken away is told in words."""
        found: list[tuple[str, str]] = []
        for name, reason in self.REASONS.items():
            value, now = self.cleaned_data.get(name, ""), self.now.get(name, "")
            if value and value != now:
                found.append((reason, value))
            elif now and not value:
                gone = _("%(what)s : à enlever (« %(now)s » ne sert plus)")
                told = gone % {"what": self.fields[name].label, "now": now}
                found.append((Reason.OTHER, told[:LONGEST]))
        return found
