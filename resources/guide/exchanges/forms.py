"""The public form: a team, its territory, where it stands, when it is free, its question."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from resources.guide.exchanges.contact import Contact
from resources.guide.exchanges.vocabulary import Moment, Stage

LONGEST_QUESTION = 2000
#: Signs nobody sees that turn a line over, cut a word or hide in it. The two that join or part the letters of Arabic,
#: Persian or Indian words, and make pictures one (U+200C, U+200D), stay; so do the letters of a flag (group 1), which
#: name a country after a black flag (UTS 51, annex C).
UNSEEN = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)"
    "|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
#: Letters and symbols that are blank: fillers of Korean syllables, the empty cell of Braille.
BLANK = "\u115f\u1160\u2800\u3164\uffa0"


def seen(text: str) -> str:
    """Give what people see of a text; "" when it has no letter, number nor symbol."""
    text = UNSEEN.sub(r"\1", text)
    says = any(unicodedata.category(sign)[0] in "LNS" and sign not in BLANK for sign in text)
    return text if says else ""


class PublicForm(forms.Form):
    """A form for anyone: labels end without a colon, and a field that people do not see catches programs."""

    #: People do not see it; programs fill it in.
    website = forms.CharField(required=False)

    def __init__(self, data: MultiValueDict | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(_seen_in(data), **kwargs)

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The questions for people."""
        return [field for field in self if field.name != "website"]

    @property
    def is_a_trap_sprung(self) -> bool:
        """Whether a program filled in what nobody sees."""
        return bool(self.data.get("website"))


def _seen_in(data: MultiValueDict | None) -> MultiValueDict | None:
    if data is None:
        return None
    return MultiValueDict({name: [seen(value) for value in values] for name, values in data.lists()})


def asked(message: Any) -> dict[str, Any]:
    """Give what a field says when it was left empty."""
    return {"required": message}


def email_field(help_text: Any) -> forms.EmailField:
    """Give the field of an address one will be answered at."""
    return forms.EmailField(
        label=_("Votre adresse e-mail"),
        help_text=help_text,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages=asked(_("Donnez une adresse e-mail, pour recevoir la réponse."))
        | {"invalid": _("Cette adresse n'est pas complète. Écrivez-la comme nom@exemple.fr.")},
    )


class ExchangeForm(PublicForm):
    """What a team tells of itself and asks."""

    name = forms.CharField(
        label=_("Votre nom"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages=asked(_("Donnez votre nom.")),
    )
    email = email_field(_("Vous y recevez un accusé de réception, puis la réponse."))
    phone = forms.CharField(
        label=_("Votre téléphone"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    organisation = forms.CharField(
        label=_("Votre équipe"),
        help_text=_("Par exemple : une maison de santé, une CPTS, un centre de santé, une agence."),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "organization"}),
        error_messages=asked(_("Donnez le nom de votre équipe.")),
    )
    territory = forms.CharField(
        label=_("Votre territoire"),
        help_text=_("La ville, le quartier ou les communes, et le département."),
        max_length=120,
        error_messages=asked(_("Dites quel est votre territoire.")),
    )
    stage = forms.ChoiceField(
        label=_("Où en êtes-vous ?"),
        choices=Stage.choices,
        widget=forms.RadioSelect,
        error_messages=asked(_("Choisissez ce qui vous ressemble le plus.")),
    )
    moments = forms.MultipleChoiceField(
        label=_("Quand êtes-vous disponibles ?"),
        help_text=_("Plusieurs réponses possibles."),
        choices=Moment.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=asked(_("Choisissez un moment au moins.")),
    )
    availabilities = forms.CharField(
        label=_("Des jours ou des semaines à préciser"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    question = forms.CharField(
        label=_("Quelle est votre question ?"),
        help_text=_("Celle qui compte le plus pour vous. N'écrivez rien sur un patient ou une patiente."),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea({"rows": 6}),
        error_messages=asked(_("Écrivez votre question, en quelques mots.")),
    )

    def contact(self, language: str) -> Contact:
        """Give what is to be sealed; `language` is the one the page was read in."""
        data = self.cleaned_data
        said = {name: data[name] for name in Contact._fields if name in data}
        return Contact(**said, language=language)
