"""What structures and services share. Fields of data·inclusion v1 keep the names the format gives them.

An absent value is NULL and an empty one "": the format tells them apart, so that what comes in goes out the same.
What the portal adds to the format has an English name.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.places.models import validate_hours
from portal.territories.words import Words, words
from resources.directory.discreet import is_quiet, quiet_slug
from resources.directory.text import tied
from resources.directory.vocabulary import LANGUAGES, State, StepFree

OWN_SOURCE = "impact"


def new_identifier() -> str:
    """Draw the identifier of an entry written here: `{source}--{id}`, as the exchange format wants it."""
    return f"{OWN_SOURCE}--{uuid.uuid4()}"


class Source(models.Model):
    """Where entries come from, and what one may do with them."""

    slug = models.CharField(_("code"), max_length=80, primary_key=True)
    name = models.CharField(_("nom"), max_length=120)
    url = models.URLField(_("site"), blank=True)
    licence = models.CharField(_("licence"), max_length=80, default="Licence Ouverte 2.0 (Etalab)")
    licence_url = models.URLField(
        _("texte de la licence"), default="https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
    )
    is_shared = models.BooleanField(
        _("peut être republiée"),
        default=True,
        help_text=_("Décoché : ces fiches se lisent ici, mais ne sortent ni par l'API ni par l'export."),
    )

    class Meta:
        verbose_name = _("source")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """A structure or a service: who it is, where, when, and how sure we are of it."""

    identifier = models.CharField(
        _("identifiant"), max_length=500, unique=True, default=new_identifier, editable=False
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="+",
        default=OWN_SOURCE,
        editable=False,
    )
    slug = models.SlugField(_("adresse"), max_length=100, unique=True, editable=False)
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.PUBLIC)

    nom = models.CharField(_("nom"), max_length=150, validators=[MinLengthValidator(3)])
    nom_en = models.CharField(_("nom en anglais"), max_length=150, blank=True)
    nom_ar = models.CharField(_("nom en arabe"), max_length=150, blank=True)
    description_en = models.TextField(_("description en anglais"), max_length=10_000, blank=True)
    description_ar = models.TextField(_("description en arabe"), max_length=10_000, blank=True)
    lien_source = models.CharField(_("fiche chez la source"), null=True, blank=True)
    date_maj = models.DateField(_("modifié le"), default=timezone.localdate)

    commune = models.CharField(_("commune"), null=True, blank=True)
    code_postal = models.CharField(
        _("code postal"), max_length=5, null=True, blank=True, validators=[RegexValidator(r"^\d{5}$")]
    )
    code_insee = models.CharField(
        _("code INSEE de la commune"),
        max_length=5,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\w{5}$")],
    )
    adresse = models.CharField(_("rue"), null=True, blank=True)
    complement_adresse = models.CharField(_("complément d'adresse"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    coordinates_origin = models.CharField(
        _("d'où vient le point"),
        max_length=10,
        blank=True,
        choices=[
            ("source", _("la source")),
            ("geocoder", _("l'adresse, trouvée par l'IGN")),
            ("manual", _("l'équipe")),
        ],
    )
    coordinates_score = models.FloatField(
        _("sûreté du point, de 0 à 1"), null=True, blank=True, editable=False
    )
    landmark = models.CharField(
        _("repère"),
        max_length=120,
        blank=True,
        help_text=_("Ce que les gens connaissent : « à côté de la poste »."),
    )
    landmark_en = models.CharField(_("repère en anglais"), max_length=120, blank=True)
    landmark_ar = models.CharField(_("repère en arabe"), max_length=120, blank=True)
    step_free = models.CharField(_("accès en fauteuil"), max_length=5, choices=StepFree.choices, blank=True)

    telephone = models.CharField(_("téléphone"), null=True, blank=True)
    courriel = models.CharField(_("adresse e-mail"), null=True, blank=True)
    horaires_accueil = models.CharField(_("horaires"), null=True, blank=True, validators=[validate_hours])
    languages = models.JSONField(_("langues parlées"), default=list, blank=True)

    internal_note = models.TextField(
        _("note pour l'équipe"),
        max_length=4000,
        blank=True,
        help_text=_("Jamais montrée au public, jamais exportée."),
    )
    verified_on = models.DateField(_("vérifié le"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("vérifié par"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    verified_how = models.CharField(
        _("vérifié comment"),
        max_length=10,
        blank=True,
        editable=False,
        choices=[
            ("team", _("par l'équipe")),
            ("owner", _("par la structure")),
            ("source", _("par la source")),
        ],
    )
    next_check = models.DateField(_("à revoir le"), null=True, blank=True)
    #: The record as the source last gave it, to tell what was corrected here from what changed there.
    imported = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.nom

    @property
    def nom_words(self) -> Words:
        """The name in the reader's language, ready to be set in type."""
        return _set(words(self, "nom"))

    @property
    def description_words(self) -> Words:
        """The description in the reader's language, ready to be set in type; empty when there is none."""
        return _set(words(self, "description"))

    @property
    def landmark_words(self) -> Words:
        """The landmark in the reader's language."""
        return words(self, "landmark")

    @property
    def names(self) -> tuple[str, str, str]:
        """The name in every language."""
        return self.nom, self.nom_en, self.nom_ar

    @property
    def is_discreet(self) -> bool:
        """Whether its page leaves no trace (`discreet.py`)."""
        return is_quiet(self.names)

    @property
    def public_slug(self) -> str:
        """The last word of its address on the site."""
        return quiet_slug(self.pk) if self.is_discreet else self.slug

    def clean(self) -> None:
        """Refuse what would not be valid in the exchange format, and languages nobody lists."""
        super().clean()
        if unknown := set(self.languages or ()) - set(LANGUAGES):
            raise ValidationError(
                {"languages": _("Langue inconnue : %(code)s.") % {"code": sorted(unknown)[0]}}
            )


def _set(told: Words) -> Words:
    return Words(tied(told.text or ""), told.lang)


def entry_constraints(name: str) -> list[models.BaseConstraint]:
    """Give the rules every table of entries holds, under names that begin with `name`."""
    return [
        models.CheckConstraint(
            condition=Q(latitude__isnull=True, longitude__isnull=True)
            | Q(latitude__isnull=False, longitude__isnull=False),
            name=f"{name}_coordinates",
            violation_error_message=_("Donnez la latitude et la longitude, ou aucune des deux."),
        ),
        models.CheckConstraint(
            condition=~Q(nom="") & ~Q(identifier=""),
            name=f"{name}_named",
            violation_error_message=_("Il manque un nom."),
        ),
    ]
