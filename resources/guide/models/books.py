"""The whole guide as one PDF: a row for each language and each state of what is published, a file once it is made."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources.directory.models.exchange import private_storage

#: Where the files stand in the private folder; the view alone gives them.
FOLDER = "guide"


class Book(models.Model):
    """The guide in one language as it stood in one state of its contents.

    The row is there before the file: whoever inserts it is the one who has it made, the others wait. It is changed only
    by updates that name the turn they belong to, so that an attempt given up for dead and begun anew changes nothing if
    it wakes.
    """

    class Stage(models.TextChoices):
        WANTED = "wanted", _("demandé")
        MAKING = "making", _("en préparation")
        MADE = "made", _("prêt")
        FAILED = "failed", _("pas réussi")

    language = models.CharField(_("langue"), max_length=2)
    #: What it is made of, in a word: the digest of the chapters, the registers and the form (`book/state.py`).
    state = models.CharField(_("état du contenu"), max_length=64)
    stage = models.CharField(_("étape"), max_length=6, choices=Stage.choices, default=Stage.WANTED)
    since = models.DateTimeField(_("à cette étape depuis"), default=timezone.now)
    #: How many times it was begun.
    turn = models.PositiveSmallIntegerField(_("tentative"), default=1)
    file = models.FileField(_("fichier"), upload_to=f"{FOLDER}/", storage=private_storage, blank=True)
    #: Bytes and sheets of the file, and the digest of its bytes, by which a reader's copy is known to be the same.
    size = models.PositiveIntegerField(_("taille"), default=0)
    sheets = models.PositiveSmallIntegerField(_("pages"), default=0)
    fingerprint = models.CharField(_("empreinte"), max_length=64, blank=True)
    #: The chapters it holds (keys of pages): it is given no more once one of them is not to be read.
    chapters = models.JSONField(_("chapitres"), default=list, blank=True)

    class Meta:
        verbose_name = _("guide en PDF")
        verbose_name_plural = _("guides en PDF")
        ordering = ["language", "-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["language", "state"], name="book_once_for_each_state"),
            models.CheckConstraint(
                condition=(Q(stage="made") & ~Q(file="")) | (~Q(stage="made") & Q(file="")),
                name="book_made_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.state[:12]} ({self.get_stage_display()})"

    @property
    def is_made(self) -> bool:
        """Whether its file can be given."""
        return self.stage == self.Stage.MADE
