"""A structure: an organisation of the territory, its address, its door; and the support functions it holds."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.territories.models import Territory
from resources.directory.models.base import Entry, entry_constraints
from resources.directory.querysets import StructureQuerySet
from resources.directory.vocabulary import Function, Level


class Structure(Entry):
    """An organisation, as in data·inclusion v1 (`Structure`, 20 fields), with what the portal adds."""

    description = models.TextField(_("description"), max_length=10_000, null=True, blank=True)
    siret = models.CharField(
        _("SIRET"), max_length=14, null=True, blank=True, validators=[RegexValidator(r"^\d{14}$")]
    )
    site_web = models.CharField(_("site internet"), null=True, blank=True)
    accessibilite_lieu = models.CharField(_("fiche Acceslibre"), null=True, blank=True)
    reseaux_porteurs = models.JSONField(_("réseaux"), null=True, blank=True)
    #: Those whose communes it serves; worked out from its address and from the zones of its services.
    territories = models.ManyToManyField(
        Territory, verbose_name=_("territoires"), related_name="structures", editable=False
    )

    objects = StructureQuerySet.as_manager()

    class Meta:
        verbose_name = _("structure")
        ordering = ["nom", "pk"]
        constraints = entry_constraints("structure")


class SupportFunction(models.Model):
    """A support function a structure holds for the team, the territory or the region (HAS, annex 2)."""

    structure = models.ForeignKey(
        Structure, verbose_name=_("structure"), on_delete=models.CASCADE, related_name="functions"
    )
    function = models.CharField(_("fonction d'appui"), max_length=12, choices=Function.choices)
    level = models.CharField(_("niveau"), max_length=10, choices=Level.choices)
    first_day = models.DateField(_("depuis le"), null=True, blank=True)
    last_day = models.DateField(_("jusqu'au"), null=True, blank=True)

    class Meta:
        verbose_name = _("fonction d'appui")
        verbose_name_plural = _("fonctions d'appui")
        ordering = ["function", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "function", "level"],
                name="support_function_once",
                violation_error_message=_("Cette fonction est déjà notée à ce niveau."),
            ),
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="support_function_days_in_order",
                violation_error_message=_("Le dernier jour vient avant le premier."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_function_display()} ({self.get_level_display()})"


class SupportNeed(models.Model):
    """What a territory lacks for one support function, in the team's words (HAS, annex 2, first column)."""

    territory = models.ForeignKey(
        Territory, verbose_name=_("territoire"), on_delete=models.CASCADE, related_name="support_needs"
    )
    function = models.CharField(_("fonction d'appui"), max_length=12, choices=Function.choices)
    text = models.TextField(_("besoin"), max_length=1000)

    class Meta:
        verbose_name = _("besoin en fonction d'appui")
        verbose_name_plural = _("besoins en fonctions d'appui")
        ordering = ["function"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "function"],
                name="support_need_once",
                violation_error_message=_("Le besoin de ce territoire pour cette fonction est déjà écrit."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.territory} : {self.get_function_display()}"
