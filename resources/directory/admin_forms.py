"""The forms of structures and services: plain questions, and what they write valid in the exchange format."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.places.hours_form import HoursField
from portal.territories.forms import use_native_widget
from portal.territories.scoping import ScopedForm, looks_after_everything
from resources.directory.actions import kind_of
from resources.directory.admin import fields
from resources.directory.inclusion import point_of, problems, record_of
from resources.directory.models import Entry, Service, Structure, SupportFunction
from resources.directory.slugs import free_slug
from resources.directory.upkeep.due import next_check_after

#: Where a problem of the format shows when the form has no field of its name.
SHOWN_AT = {"commune": "commune_choice", "code_insee": "commune_choice", "structure_id": "structure"}
POINT = ("latitude", "longitude")
HALF_A_POINT = gettext_lazy("Donnez la latitude et la longitude, ou aucune des deux.")
#: What the form of some fields is, said where Django would say « valeur valide ».
PATTERNS = {
    "siret": gettext_lazy("Un SIRET a quatorze chiffres."),
    "code_postal": gettext_lazy("Un code postal a cinq chiffres."),
    "code_insee": gettext_lazy("Un code INSEE de commune a cinq caractères."),
}


class EntryForm(ScopedForm):
    """What structures and services share: hours, commune, point, empty values, the checks of the format."""

    horaires_accueil = HoursField(
        label=gettext_lazy("Horaires de la semaine"),
        required=False,
        help_text=gettext_lazy(
            "Deux plages par jour. Laissez la deuxième vide s'il n'y a pas de pause à midi."
        ),
    )
    closed_on_public_holidays = forms.BooleanField(
        label=gettext_lazy("Fermé les jours fériés"), required=False, initial=True
    )
    commune_choice = forms.ChoiceField(label=gettext_lazy("Commune"), required=False)
    languages = fields.languages_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule, closed = fields.split_holidays(self.instance.horaires_accueil)
        if not self.instance._state.adding:
            self.initial["horaires_accueil"] = rule
            self.initial["closed_on_public_holidays"] = closed or not rule
        for name, told in PATTERNS.items():
            if name in self.fields:
                self.fields[name].error_messages["invalid"] = told
        self.is_of_administration = looks_after_everything(self.for_user)
        self._offer_communes()

    def _offer_communes(self) -> None:
        choice: Any = self.fields["commune_choice"]
        communes = fields.commune_choices(self.for_user, self.instance.code_insee)
        choice.choices = [("", self.no_commune), *communes]
        self.initial["commune_choice"] = self.instance.code_insee or ""
        if not self.is_of_administration:
            for name in ("commune", "code_insee"):
                self.fields.pop(name, None)

    no_commune: Any = gettext_lazy("Choisissez une commune")

    def clean(self) -> dict[str, Any]:
        """Put hours, commune and empty values as the row wants them."""
        data = super().clean()
        self._clean_commune(data)
        if "horaires_accueil" in data:
            data["horaires_accueil"] = fields.join_holidays(
                data["horaires_accueil"],
                closed=bool(data.get("closed_on_public_holidays")),
                before=self.instance.horaires_accueil,
            )
        self._clean_empty(data)
        self._clean_point(data)
        return data

    def _clean_empty(self, data: dict[str, Any]) -> None:
        """Write NULL for what is left empty; an empty text or list the source gave stays as it gave it."""
        for field in self.instance._meta.fields:
            if field.null and data.get(field.name, ...) in ("", [], None):
                before = getattr(self.instance, field.attname)
                data[field.name] = before if before in ("", []) else None

    def _clean_commune(self, data: dict[str, Any]) -> None:
        """Fill commune, code and postcode from the one choice; the administration may write any other."""
        code = data.get("commune_choice")
        written = self.is_of_administration and (
            "code_insee" in self.changed_data or "commune" in self.changed_data
        )
        if not code or written:
            if not code and not self.is_of_administration:
                data["commune"] = data["code_insee"] = None
            return
        if code != self.instance.code_insee:
            labels: dict[Any, Any] = dict(self.fields["commune_choice"].choices)  # type: ignore[attr-defined]
            data["commune"], data["code_insee"] = str(labels[code]), code
        else:
            data["commune"], data["code_insee"] = self.instance.commune, code
        if not data.get("code_postal"):
            data["code_postal"] = postcode_of(code)

    def _clean_point(self, data: dict[str, Any]) -> None:
        """Note that a point typed here is the team's."""
        if not all(name in data for name in POINT):
            return
        given = [data[name] is not None for name in POINT]
        if any(given) and not point_of(data):
            both = all(given)
            self.add_error("latitude", _("Ce point n'est pas sur la Terre.") if both else HALF_A_POINT)
            return
        if any(name in self.changed_data for name in POINT):
            is_placed = data["latitude"] is not None
            self.instance.coordinates_origin = "manual" if is_placed else ""
            self.instance.coordinates_score = None
        elif self.instance.coordinates_origin != "manual" and self._has_moved(data):
            data["latitude"] = data["longitude"] = None  # the point of the old street
            self.instance.coordinates_origin, self.instance.coordinates_score = "", None

    def _has_moved(self, data: dict[str, Any]) -> bool:
        """Tell whether the address is another one."""
        return any(
            (data.get(name, getattr(self.instance, name)) or "") != (getattr(self.instance, name) or "")
            for name in ("adresse", "code_insee")
        )

    def _post_clean(self) -> None:
        """Show what the exchange format would refuse, each problem at its field."""
        super()._post_clean()
        self.instance.date_maj = timezone.localdate()
        if isinstance(self.instance, Service) and not self.instance.structure_id:
            return
        for problem in problems(record_of(self.instance), kind_of(self.instance)):
            name: str | None = problem.field
            if name not in self.fields:
                name = SHOWN_AT.get(problem.field)
            if name not in self.fields:
                name = None
            if not self.errors.get(name or "__all__"):
                self.add_error(name, problem.reason)

    def save(self, commit: bool = True) -> Entry:
        """Give a new entry its address and the day of its first check, then save it."""
        entry: Entry = self.instance
        if entry._state.adding:
            entry.slug = free_slug(type(entry), entry.nom)  # type: ignore[arg-type]
            entry.next_check = entry.next_check or next_check_after(timezone.localdate())
        saved: Entry = super().save(commit)
        return saved


def postcode_of(code: str) -> str | None:
    """Give the postcode most entries of a commune have; None when nobody gave one."""
    known = Structure.objects.filter(code_insee=code).exclude(code_postal=None).values("code_postal")
    row = known.annotate(number=Count("pk")).order_by("-number", "code_postal").first()
    return row["code_postal"] if row else None


class FunctionForm(forms.ModelForm):
    """One support function of a structure."""

    class Meta:
        model = SupportFunction
        fields = ("function", "level", "first_day", "last_day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            use_native_widget(field)


FunctionFormSet = inlineformset_factory(
    Structure, SupportFunction, form=FunctionForm, formset=BaseInlineFormSet, extra=2, can_delete=True
)


class StructureForm(EntryForm):
    """A structure, with the support functions it holds."""

    reseaux_porteurs = fields.networks_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = self.data if "functions-TOTAL_FORMS" in (self.data or {}) else None
        self.functions = FunctionFormSet(sent, instance=self.instance, prefix="functions")

    def clean(self) -> dict[str, Any]:
        """Keep a new structure of an editor in one of their communes."""
        data = super().clean()
        if self.instance._state.adding and not self.is_of_administration and not data.get("commune_choice"):
            told = _(
                "Choisissez une commune de votre territoire : c'est ainsi que la structure vous revient."
            )
            if "commune_choice" not in self.errors:
                self.add_error("commune_choice", told)
        return data

    def is_valid(self) -> bool:
        """Tell whether the structure and its support functions stand."""
        return all([super().is_valid(), not self.functions.is_bound or self.functions.is_valid()])

    def has_changed(self) -> bool:
        """Tell whether anything was typed."""
        return super().has_changed() or (self.functions.is_bound and self.functions.has_changed())

    def save(self, commit: bool = True) -> Entry:
        """Save the structure, then its support functions."""
        entry = super().save(commit)
        if commit and self.functions.is_bound:
            self.functions.instance = self.instance
            self.functions.save()
        return entry


class CodesListField(forms.CharField):
    """Codes of places separated by spaces, kept as a list."""

    def prepare_value(self, value: Any) -> Any:
        """Show a list on one line."""
        return " ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Give the codes in order, each once."""
        return list(dict.fromkeys((super().to_python(value) or "").replace(",", " ").split()))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether other codes are written."""
        return bool((initial or []) != self.to_python(data))


class ServiceForm(EntryForm):
    """A service of one structure, chosen before and for good."""

    no_commune = gettext_lazy("La même que la structure")
    thematiques = fields.thematiques_field()
    publics = fields.audiences_field()
    modes_accueil = fields.receptions_field()
    modes_mobilisation = fields.mobilisations_field()
    mobilisable_par = fields.mobilised_by_field()
    registers = fields.registers_field()
    zone_eligibilite = CodesListField(
        label=gettext_lazy("Pour les habitants de"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy(
            "Codes INSEE de communes (73065), de départements (73), SIREN d'intercommunalités, ou « france ». "
            "Vide : tout le monde."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        thematiques: Any = self.fields["thematiques"]
        thematiques.choices = fields.thematique_choices()

    def clean(self) -> dict[str, Any]:
        """Date the waiting time when the editor did not."""
        data = super().clean()
        if not data.get("saturation"):
            data["saturation_on"] = None
        elif "saturation" in self.changed_data and "saturation_on" not in self.changed_data:
            data["saturation_on"] = timezone.localdate()
        return data


class SourceForm(ScopedForm):
    """A source; the word of its identifiers is chosen once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["slug"].disabled = True


class ClosureForm(ScopedForm):
    """Days without opening, of a whole structure or of one of its services; the structure is chosen before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].required = False
        service: Any = self.fields["service"]
        service.empty_label = _("Toute la structure")
        service.queryset = Service.objects.filter(structure=self.instance.structure_id).order_by("nom")

    def clean(self) -> dict[str, Any]:
        """Take a single day when the last one is left out."""
        data = super().clean()
        data["last_day"] = data.get("last_day") or data.get("first_day")
        return data
