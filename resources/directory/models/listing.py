"""What searching reads: worked out from services and structures, written afresh whenever they change, never edited.

The search engine's own index will take this place; nothing else may read these tables.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.territories.models import Territory
from resources.directory.models.service import Service


class HoursRule(models.Model):
    """Hours shared by many services, week and dated closures together, in OpenStreetMap syntax."""

    text = models.CharField(_("horaires"), unique=True)

    class Meta:
        verbose_name = _("règle d'horaires")

    def __str__(self) -> str:
        return self.text


class Listing(models.Model):
    """One public service as the list needs it: where it really is, when it is open."""

    service = models.OneToOneField(
        Service, on_delete=models.CASCADE, primary_key=True, related_name="listing"
    )
    name = models.CharField(max_length=320)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    #: The same point on the sphere of radius 1 (`geography.Vector`).
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    z = models.FloatField(null=True)
    on_site = models.BooleanField()
    remote = models.BooleanField()
    hours = models.ForeignKey(HoursRule, on_delete=models.PROTECT, null=True, related_name="+")
    territories = models.ManyToManyField(Territory, related_name="+")
    #: Its values of each facet, as « public:femmes public:jeunes »: what is counted beside the list, read in one go.
    themes = models.TextField(default="")
    audiences = models.TextField(default="")
    languages = models.TextField(default="")
    #: Price, how one is received, access: few values, told together.
    others = models.TextField(default="")

    class Meta:
        verbose_name = _("ligne de recherche")
        verbose_name_plural = _("lignes de recherche")
        indexes = [
            models.Index(fields=["latitude", "longitude"], name="listing_point"),
            models.Index(fields=["name", "service"], name="listing_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """One value a service is found by: a theme, a public, a language, a word of its name…"""

    class Kind(models.TextChoices):
        THEME = "theme", _("Thème")
        THEMATIQUE = "thematique", _("Thématique data·inclusion")
        AUDIENCE = "public", _("Pour qui")
        FEE = "frais", _("Prix")
        RECEPTION = "accueil", _("Comment on est reçu")
        LANGUAGE = "langue", _("Langue parlée")
        TYPE = "type", _("Sorte d'aide")
        ACCESS = "acces", _("Accès en fauteuil roulant")
        MOBILISATION = "mode", _("Comment faire")
        ZONE = "zone", _("Pour les habitants de")
        WORD = "mot", _("Mot")

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=90)

    class Meta:
        verbose_name = _("terme de recherche")
        verbose_name_plural = _("termes de recherche")
        constraints = [models.UniqueConstraint(fields=["kind", "value", "listing"], name="term_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
