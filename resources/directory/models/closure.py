"""Dated closures and special hours of a structure, or of one of its services alone."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.places.models import DatedHours, dated_hours_constraints
from resources.directory.models.service import Service
from resources.directory.models.structure import Structure


class Closure(DatedHours):
    """Days on which a structure is closed, or open at special hours; for all its services when none is named."""

    structure = models.ForeignKey(
        Structure, verbose_name=_("structure"), on_delete=models.CASCADE, related_name="closures"
    )
    service = models.ForeignKey(
        Service,
        verbose_name=_("service"),
        on_delete=models.CASCADE,
        related_name="closures",
        null=True,
        blank=True,
        help_text=_("Vide : toute la structure."),
    )

    class Meta(DatedHours.Meta):
        verbose_name = _("fermeture ou horaire exceptionnel")
        verbose_name_plural = _("fermetures et horaires exceptionnels")
        constraints = dated_hours_constraints("closure")

    def __str__(self) -> str:
        return f"{self.structure}, {self.first_day} – {self.last_day} : {self.reason}"

    def clean(self) -> None:
        """Refuse the service of another structure."""
        super().clean()
        if self.service and self.service.structure_id != self.structure_id:
            raise ValidationError({"service": _("Ce service n'est pas de cette structure.")})
