"""A service: what a structure offers, to whom, how to get it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from home.activities.models import Register
from portal.territories.words import Words, words
from resources.directory.discreet import is_quiet
from resources.directory.models.base import Entry, entry_constraints
from resources.directory.models.structure import Structure
from resources.directory.querysets import ServiceQuerySet
from resources.directory.vocabulary import FEES, TYPES, Saturation


class Service(Entry):
    """What one comes for, as in data·inclusion v1 (`Service`, 33 fields), with what the portal adds."""

    structure = models.ForeignKey(
        Structure, verbose_name=_("structure"), on_delete=models.CASCADE, related_name="services"
    )
    description = models.TextField(_("description"), max_length=10_000, validators=[MinLengthValidator(5)])
    type = models.CharField(
        _("sorte d'aide"), max_length=20, null=True, blank=True, choices=list(TYPES.items())
    )
    thematiques = models.JSONField(_("thématiques"), null=True, blank=True)
    frais = models.CharField(_("frais"), max_length=10, null=True, blank=True, choices=list(FEES.items()))
    frais_precisions = models.TextField(_("précisions sur le prix"), null=True, blank=True)
    publics = models.JSONField(_("pour qui"), null=True, blank=True)
    publics_precisions = models.TextField(_("précisions sur le public"), null=True, blank=True)
    conditions_acces = models.TextField(_("conditions, papiers à apporter"), null=True, blank=True)
    modes_accueil = models.JSONField(_("comment on est reçu"), null=True, blank=True)
    zone_eligibilite = models.JSONField(_("pour les habitants de"), null=True, blank=True)
    contact_nom_prenom = models.CharField(_("personne à contacter"), null=True, blank=True)
    lien_mobilisation = models.CharField(_("site pour s'inscrire"), null=True, blank=True)
    modes_mobilisation = models.JSONField(_("comment faire"), null=True, blank=True)
    mobilisable_par = models.JSONField(_("qui peut demander"), null=True, blank=True)
    mobilisation_precisions = models.TextField(_("précisions pour demander"), null=True, blank=True)
    volume_horaire_hebdomadaire = models.FloatField(
        _("heures par semaine"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    nombre_semaines = models.IntegerField(
        _("nombre de semaines"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    age_min = models.PositiveSmallIntegerField(
        _("à partir de (ans)"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    age_max = models.PositiveSmallIntegerField(
        _("jusqu'à (ans)"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    saturation = models.CharField(_("attente"), max_length=10, choices=Saturation.choices, blank=True)
    saturation_on = models.DateField(_("attente notée le"), null=True, blank=True)
    registers = models.JSONField(_("registres IMPACT"), default=list, blank=True)
    to_bring = models.CharField(_("à apporter"), max_length=300, blank=True)
    to_bring_en = models.CharField(_("à apporter, en anglais"), max_length=300, blank=True)
    to_bring_ar = models.CharField(_("à apporter, en arabe"), max_length=300, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        ordering = ["nom", "pk"]
        constraints = [
            *entry_constraints("service"),
            models.CheckConstraint(
                condition=Q(age_min=None) | Q(age_max=None) | Q(age_max__gte=F("age_min")),
                name="service_ages_in_order",
                violation_error_message=_("L'âge maximum est plus petit que l'âge minimum."),
            ),
            models.CheckConstraint(
                condition=Q(saturation="") | Q(saturation_on__isnull=False),
                name="service_saturation_dated",
                violation_error_message=_("Donnez la date à laquelle l'attente a été notée."),
            ),
        ]

    @property
    def to_bring_words(self) -> Words:
        """What to bring, in the reader's language."""
        return words(self, "to_bring")

    @property
    def is_discreet(self) -> bool:
        """Whether its page leaves no trace: for its themes, its name, or that of its structure."""
        return is_quiet([*self.names, *self.structure.names], self.thematiques)

    def clean(self) -> None:
        """Refuse registers the guide does not have."""
        super().clean()
        if unknown := set(self.registers or ()) - set(Register.values):
            raise ValidationError(
                {"registers": _("Registre inconnu : %(code)s.") % {"code": sorted(unknown)[0]}}
            )
