"""What comes in: each run of an import with its report, and the differences it left to settle."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.directory.models.service import Service
from resources.directory.models.structure import Structure


def private_storage() -> FileSystemStorage:
    """Give the folder of files nobody may ask for by address."""
    return FileSystemStorage(location=settings.PRIVATE_ROOT, base_url=None)


class ImportRun(models.Model):
    """One file read: tried first, carried out afterwards."""

    name = models.CharField(_("fichier"), max_length=200)
    file = models.FileField(_("contenu"), upload_to="imports/", storage=private_storage, blank=True)
    started_at = models.DateTimeField(_("le"), auto_now_add=True)
    applied_at = models.DateTimeField(_("fait le"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    withdraws = models.BooleanField(_("retire ce qui n'est plus dans le fichier"), default=False)
    is_private = models.BooleanField(_("ses fiches ne sont pas republiées"), default=False)
    #: Counts and refused rows, as `importing.report` writes them.
    report = models.JSONField(_("compte rendu"), default=dict)

    class Meta:
        verbose_name = _("import")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return self.name


class Difference(models.Model):
    """A field corrected here that the source has changed since: somebody says which one is right."""

    structure = models.ForeignKey(
        Structure, on_delete=models.CASCADE, null=True, blank=True, related_name="differences"
    )
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, null=True, blank=True, related_name="differences"
    )
    field = models.CharField(_("champ"), max_length=40)
    theirs = models.JSONField(_("chez la source"), null=True)
    seen_on = models.DateField(_("vu le"), auto_now=True)

    class Meta:
        verbose_name = _("différence à régler")
        verbose_name_plural = _("différences à régler")
        ordering = ["-seen_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(structure__isnull=False, service=None) | Q(structure=None, service__isnull=False),
                name="difference_of_one_entry",
            ),
            models.UniqueConstraint(fields=["structure", "field"], name="difference_structure_once"),
            models.UniqueConstraint(fields=["service", "field"], name="difference_service_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry} : {self.field}"

    @property
    def entry(self) -> Structure | Service:
        """The structure or the service."""
        return self.structure or self.service  # type: ignore[return-value]
