"""What search keeps in the database: changes still to be taken into an index, synonyms, and searches that found nothing."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """A thing that changed, for one engine: written in the change's own transaction, so that none is ever lost.

    A row is only ever added: writers wait for nobody, and one that comes while an older one is taken is taken after it.
    """

    engine = models.CharField(max_length=20)
    key = models.CharField(max_length=100)
    taken_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["engine", "id"], condition=Q(taken_at=None), name="search_change_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.key} → {self.engine}"


class Synonyms(models.Model):
    """Words that mean the same to people: « AS, assistante sociale »."""

    words = models.CharField(
        _("mots qui veulent dire la même chose"),
        max_length=500,
        help_text=_("Séparez-les par des virgules : AS, assistante sociale, travailleur social."),
    )
    one_way = models.BooleanField(
        _("dans un seul sens"),
        default=False,
        help_text=_("Le premier mot trouve aussi les autres. Les autres ne le trouvent pas."),
    )

    class Meta:
        ordering = ["words"]
        verbose_name = _("mots équivalents")
        verbose_name_plural = _("mots équivalents")

    def __str__(self) -> str:
        return self.words

    def groups(self) -> list[str]:
        """Give the words or groups of words, as typed."""
        return [part.strip() for part in self.words.split(",") if part.strip()]

    def clean(self) -> None:
        if len(self.groups()) < 2:
            raise ValidationError({"words": _("Écrivez au moins deux mots, séparés par une virgule.")})


class Unmet(models.Model):
    """A search that found nothing, typed on several days: a need nobody meets. Nobody's name, no address, no digits.

    Until the third day only a keyed digest is kept, which tells nothing by itself (see `search.unmet`).
    """

    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=5)
    words = models.CharField(_("recherche"), max_length=100, blank=True)
    first_day = models.DateField(_("première fois"))
    last_day = models.DateField(_("dernière fois"), db_index=True)
    days = models.PositiveSmallIntegerField(_("jours"), default=1)

    class Meta:
        ordering = ["-days", "-last_day"]
        verbose_name = _("recherche sans réponse")
        verbose_name_plural = _("recherches sans réponse")

    def __str__(self) -> str:
        return self.words or "…"
