"""Fields of the forms of structures and services: lists of codes with labels, the week with its holidays, the commune."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.activities.models import Register, Theme
from home.places.hours_form import read_week
from portal.territories.models import Commune, Territory
from resources.directory.hours import HOLIDAYS_OFF
from resources.directory.vocabulary import (
    AUDIENCES,
    LANGUAGES,
    MOBILISATIONS,
    MOBILISED_BY,
    NETWORKS,
    RECEPTIONS,
    THEMATIQUES,
)

Choices = list[tuple[Any, Any]]
HOLIDAYS = "; PH off"


class CodesField(forms.MultipleChoiceField):
    """Codes as check boxes with labels; None in the row is an empty list here."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, choices: Iterable[Any] = (), **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(choices=choices, **kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether other codes are chosen, whatever their order."""
        return set(initial or ()) != set(data or ())


def codes_field(labels: dict[str, Any], label: Any, help_text: Any = "") -> CodesField:
    """Make a field of the codes of `labels`."""
    return CodesField(labels.items(), label=label, help_text=help_text)


def audiences_field() -> CodesField:
    """For whom it is."""
    return codes_field(
        AUDIENCES,
        gettext_lazy("Pour qui"),
        gettext_lazy("« Tout le monde » ne va pas avec une autre case. Rien de coché : on ne sait pas."),
    )


def receptions_field() -> CodesField:
    """How one is received."""
    return codes_field(RECEPTIONS, gettext_lazy("Comment on est reçu"))


def mobilisations_field() -> CodesField:
    """What to do first."""
    return codes_field(MOBILISATIONS, gettext_lazy("Comment faire la première fois"))


def mobilised_by_field() -> CodesField:
    """Who may ask."""
    return codes_field(MOBILISED_BY, gettext_lazy("Qui peut demander"))


def languages_field() -> CodesField:
    """Languages spoken."""
    return codes_field(LANGUAGES, gettext_lazy("Langues parlées"))


def registers_field() -> CodesField:
    """Registers of the guide."""
    return codes_field(
        dict(Register.choices),
        gettext_lazy("Registres IMPACT"),
        gettext_lazy(
            "Pour vos chiffres, et pour le guide, qui range les services sous ces codes. Le public ne les lit que là."
        ),
    )


def networks_field() -> CodesField:
    """Networks of organisations."""
    return CodesField(
        [(str(one.value), one.label) for one in NETWORKS], label=gettext_lazy("Réseaux dont elle fait partie")
    )


def thematiques_field() -> CodesField:
    """What it helps with; the choices come with `thematique_choices`."""
    return CodesField(
        label=gettext_lazy("Pour quoi"),
        help_text=gettext_lazy("Les besoins auxquels ce service répond. Cochez-en peu : les plus justes."),
    )


def thematique_choices() -> Choices:
    """Give every code once, under the residents' theme it is found by. One query."""
    left = {str(one.value): one.label for one in THEMATIQUES}
    groups: Choices = []
    for theme in Theme.objects.all():
        codes = [code for code in theme.data_inclusion.split() if code in left]
        if codes:
            groups.append((theme.name, [(code, left.pop(code)) for code in codes]))
    return [*groups, (_("Autres besoins"), list(left.items()))] if left else groups


def split_holidays(rule: str | None) -> tuple[str, bool]:
    """Take « closed on public holidays » off the end of a rule; tell whether it was there."""
    text = (rule or "").strip().rstrip(";").strip()
    without = HOLIDAYS_OFF.sub("", text)
    return without, without != text


def join_holidays(rule: str, *, closed: bool, before: str | None) -> str | None:
    """Put the rule together again; None when there are no hours, and `before` to the letter when nothing changed."""
    if not rule:
        return None if before is None or split_holidays(before)[0] else before
    old, was_closed = split_holidays(before)
    if was_closed == closed and (
        rule == old or ((week := read_week(rule)) is not None and week == read_week(old))
    ):
        return before
    return rule + (HOLIDAYS if closed else "")


def commune_choices(user: Any, present: str | None) -> Choices:
    """Give the communes of the territories `user` looks after, and the one an entry has now. Two queries at most."""
    mine = Commune.objects.filter(territories__in=Territory.objects.editable_by(user)).distinct()
    found: Choices = [(commune.code, commune.name) for commune in mine]
    if present and present not in dict(found):
        known = Commune.objects.filter(pk=present).first()
        found.append((present, known.name if known else present))
    return found
