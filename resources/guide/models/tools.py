"""The tools one takes home: what each is, in which formats the portal makes it, and how often it was taken.

A download is a count of a month and nothing else: no address, no browser, no hour, no reader.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from home.activities.models import Register
from portal.territories.words import Words, words

FEATURES = ["bold", "italic", "ul", "ol", "link"]


class Format(models.TextChoices):
    """What a tool can be taken as; the value is the word of the content files, the label what a reader is offered."""

    PDF_FORM = "pdf-form", _("PDF à remplir à l'écran")
    PDF_PRINT = "pdf-print", _("PDF à imprimer")
    DOCX = "docx", "Word (DOCX)"
    ODT = "odt", "LibreOffice (ODT)"


class ToolQuerySet(models.QuerySet):
    """Tools, seen by who asks."""

    def live(self) -> ToolQuerySet:
        """Keep those offered to everybody."""
        return self.filter(live=True)

    def with_downloads(self) -> ToolQuerySet:
        """Add `taken`, the number of downloads of all formats and months; None when there was none."""
        return self.annotate(taken=Sum("downloads__count"))


class Tool(models.Model):
    """One tool, made by the portal from its own field lists and templates (`resources/guide/tools/`)."""

    class Slug(models.TextChoices):
        """What the portal knows how to make; the value is the last word of the address."""

        SAISINE = "fiche-de-saisine", _("Fiche de saisine")
        BOOKLET = "livret-de-parcours", _("Livret de parcours")
        SITUATION = "grille-de-situation", _("Grille de situation")
        JOB = "fiche-de-poste-referent-sante", _("Fiche de poste")
        FLYER = "flyer", _("Flyer")
        POSTER = "modele-affiche", _("Modèle d'affiche")

    slug = models.SlugField(_("outil"), max_length=60, unique=True, choices=Slug.choices)
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)
    live = models.BooleanField(
        _("proposé au public"), default=True, help_text=_("Décoché : ni page, ni téléchargement.")
    )
    version = models.CharField(_("version"), max_length=10, help_text=_("Imprimée au bas du document : 1.0."))
    date = models.DateField(_("date de la version"))
    formats = models.JSONField(_("formats proposés"), default=list)
    pages = models.PositiveSmallIntegerField(_("nombre de pages"), default=1)
    licence = models.CharField(_("licence"), max_length=60, default="CC BY 4.0")
    licence_url = models.URLField(
        _("texte de la licence"),
        blank=True,
        default="https://creativecommons.org/licenses/by/4.0/deed.fr",
    )
    registers = models.JSONField(_("registres IMPACT"), default=list, blank=True)
    chapter = models.SlugField(
        _("chapitre du guide"),
        max_length=60,
        blank=True,
        help_text=_("Le dernier mot de son adresse : equipe."),
    )
    holds_personal_data = models.BooleanField(
        _("contient des données de personnes une fois rempli"), default=False
    )

    title = models.CharField(_("titre"), max_length=120)
    title_en = models.CharField(_("titre en anglais"), max_length=120, blank=True)
    title_ar = models.CharField(_("titre en arabe"), max_length=120, blank=True)
    for_whom = models.CharField(_("pour qui"), max_length=300)
    for_whom_en = models.CharField(_("pour qui, en anglais"), max_length=300, blank=True)
    for_whom_ar = models.CharField(_("pour qui, en arabe"), max_length=300, blank=True)
    summary = models.CharField(_("résumé"), max_length=300)
    summary_en = models.CharField(_("résumé en anglais"), max_length=300, blank=True)
    summary_ar = models.CharField(_("résumé en arabe"), max_length=300, blank=True)
    description = RichTextField(_("description"), features=FEATURES)
    description_en = RichTextField(_("description en anglais"), features=FEATURES, blank=True)
    description_ar = RichTextField(_("description en arabe"), features=FEATURES, blank=True)
    caution = models.CharField(_("attention"), max_length=300, blank=True)
    caution_en = models.CharField(_("attention, en anglais"), max_length=300, blank=True)
    caution_ar = models.CharField(_("attention, en arabe"), max_length=300, blank=True)
    preview_alt = models.CharField(
        _("ce que montre l'aperçu"),
        max_length=300,
        help_text=_("Dit l'image à qui ne la voit pas."),
    )
    preview_alt_en = models.CharField(_("l'aperçu, en anglais"), max_length=300, blank=True)
    preview_alt_ar = models.CharField(_("l'aperçu, en arabe"), max_length=300, blank=True)
    request_label = models.CharField(
        _("bouton vers la demande d'échange"),
        max_length=120,
        blank=True,
        help_text=_("Vide : pas de bouton. Sert quand l'outil d'origine se demande à ses auteur·es."),
    )
    request_label_en = models.CharField(_("bouton, en anglais"), max_length=120, blank=True)
    request_label_ar = models.CharField(_("bouton, en arabe"), max_length=120, blank=True)

    objects = ToolQuerySet.as_manager()
    #: Set by `with_downloads`.
    taken: int | None

    class Meta:
        verbose_name = _("outil")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(version="") & ~Q(title=""),
                name="tool_named",
                violation_error_message=_("Il manque un titre ou une version."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def say(self, field: str) -> Words:
        """Give one of its texts in the reader's language."""
        return words(self, field)

    def clean(self) -> None:
        """Refuse formats and registers nobody knows, and a tool without any format."""
        super().clean()
        if not self.formats:
            raise ValidationError({"formats": _("Proposez au moins un format.")})
        known = {"formats": Format.values, "registers": Register.values}
        for name, values in known.items():
            if unknown := set(getattr(self, name) or ()) - set(values):
                raise ValidationError({name: _("Code inconnu : %(code)s.") % {"code": sorted(unknown)[0]}})


class Download(models.Model):
    """How many times a tool was taken in one format during one month, written as its first day."""

    tool = models.ForeignKey(
        Tool, verbose_name=_("outil"), on_delete=models.PROTECT, related_name="downloads"
    )
    format = models.CharField(_("format"), max_length=10, choices=Format.choices)
    month = models.DateField(_("mois"))
    count = models.PositiveIntegerField(_("téléchargements"), default=0)

    class Meta:
        verbose_name = _("téléchargements")
        ordering = ["-month", "tool", "format"]
        constraints = [
            models.UniqueConstraint(fields=["tool", "format", "month"], name="download_month_unique"),
            models.CheckConstraint(condition=Q(month__day=1), name="download_first_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.tool_id} {self.format} {self.month:%Y-%m}"
