"""What somebody answered, under an address nobody guesses, tied to no person; and the counts that outlive it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources.guide.models.editions import Edition


class SheetQuerySet(models.QuerySet["Sheet"]):
    """Sheets, by whether their address still serves."""

    def open(self, today: date | None = None) -> SheetQuerySet:
        """Keep those that may be read and changed on `today`."""
        return self.filter(expires_on__gte=today or timezone.localdate())

    def over(self, today: date | None = None) -> SheetQuerySet:
        """Keep those whose last day is past."""
        return self.filter(expires_on__lt=today or timezone.localdate())


class Sheet(models.Model):
    """The answers behind one private address. Nothing says whose they are, from where, or at what hour.

    The address holds a random word (`checks/actions.py`); only its digest is kept, so that the table opens no sheet.
    """

    edition = models.ForeignKey(
        Edition, verbose_name=_("édition"), on_delete=models.PROTECT, related_name="sheets"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_on = models.DateField(_("gardée jusqu'au"), db_index=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("bilan rempli")
        verbose_name_plural = _("bilans remplis")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.edition)


class Entry(models.Model):
    """One answer, or one box of the worksheet; a box emptied again leaves no row."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="entries")
    #: A question's name; a line's and a box's, as « mediation.heures » (see `checks/content.py`).
    name = models.CharField(max_length=100)
    value = models.CharField(max_length=100)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["sheet", "name"], name="entry_once"),
            models.CheckConstraint(condition=~Q(value=""), name="entry_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.name} : {self.value}"


class Tally(models.Model):
    """How many sheets that are gone gave one answer; with no question and no value, how many sheets there were.

    Under a name that begins with « + », what waits to be added with others (`checks/purge.py`).
    """

    edition = models.ForeignKey(
        Edition, verbose_name=_("édition"), on_delete=models.PROTECT, related_name="tallies"
    )
    question = models.CharField(_("question"), max_length=100, blank=True)
    value = models.CharField(_("réponse"), max_length=12, blank=True)
    count = models.PositiveIntegerField(_("nombre"), default=0)

    class Meta:
        verbose_name = _("décompte")
        verbose_name_plural = _("décomptes")
        ordering = ["edition", "question", "value"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["edition", "question", "value"], name="tally_once"),
            models.CheckConstraint(
                condition=Q(question="", value="") | (~Q(question="") & ~Q(value="")),
                name="tally_of_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.value} : {self.count}"
