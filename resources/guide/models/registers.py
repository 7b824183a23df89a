"""The two axes, the four lines and the eight registers of activity (guide of May 2023, page 6)."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from home.activities.models import Register as Code
from portal.territories.words import Words, words

FEATURES = ["bold", "italic", "ol", "ul", "link"]


class Side(NamedTuple):
    """An axis or a line of the matrix: its letter or number, its title, what stands on it."""

    code: str
    title: str | Promise
    description: str | Promise


AXES = (
    Side(
        "A",
        _("Accompagnements individuels"),
        _("Ce qui se fait avec une personne, à son rythme, au plus près de ses besoins."),
    ),
    Side(
        "B",
        _("Démarches collectives et territoriales"),
        _(
            "Ce qui se fait à plusieurs : entre patient·es, entre habitant·es, entre professionnel·les du territoire."
        ),
    ),
)
ROWS = (
    Side(
        "1",
        _("Coordination des soins"),
        _("Que chacun·e sache qui fait quoi, autour d’une personne et dans tout le territoire."),
    ),
    Side(
        "2",
        _("Soins de support et thérapies complémentaires"),
        _("Les soins qui aident à vivre avec la maladie, seul·e avec un·e professionnel·le ou en groupe."),
    ),
    Side(
        "3",
        _("Accès aux droits et aux soins"),
        _("Ouvrir ses droits, trouver sa place dans le système de soins, savoir ce qui existe."),
    ),
    Side(
        "4",
        _("Soutien de proximité aux professionnel·les médico-sociaux"),
        _("Aider, tout près d’eux, celles et ceux qui aident."),
    ),
)


class Register(models.Model):
    """One register in words: what is done, what for, by whom. What stands under it is read live elsewhere."""

    code = models.CharField(_("code"), max_length=2, choices=Code.choices, unique=True)
    title = models.CharField(_("titre"), max_length=120)
    title_en = models.CharField(_("titre en anglais"), max_length=120, blank=True)
    title_ar = models.CharField(_("titre en arabe"), max_length=120, blank=True)
    description = RichTextField(_("ce qu'on y fait"), features=FEATURES)
    description_en = RichTextField(_("ce qu'on y fait, en anglais"), features=FEATURES, blank=True)
    description_ar = RichTextField(_("ce qu'on y fait, en arabe"), features=FEATURES, blank=True)
    what_for = models.CharField(_("à quoi ça sert"), max_length=300, blank=True)
    what_for_en = models.CharField(_("à quoi ça sert, en anglais"), max_length=300, blank=True)
    what_for_ar = models.CharField(_("à quoi ça sert, en arabe"), max_length=300, blank=True)
    who = models.CharField(_("qui s'en charge"), max_length=400, blank=True)
    who_en = models.CharField(_("qui s'en charge, en anglais"), max_length=400, blank=True)
    who_ar = models.CharField(_("qui s'en charge, en arabe"), max_length=400, blank=True)

    panels = [
        FieldPanel("code"),
        *[
            MultiFieldPanel(
                [FieldPanel(f"{name}{ending}") for name in ("title", "description", "what_for", "who")],
                heading=heading,
            )
            for ending, heading in (("", _("En français")), ("_en", _("En anglais")), ("_ar", _("En arabe")))
        ],
    ]

    class Meta:
        verbose_name = _("registre")
        verbose_name_plural = _("registres")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__in=Code.values),
                name="register_code_of_the_guide",
                violation_error_message=_("Le guide a huit registres : 1A à 4B."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def row(self) -> Side:
        """The line it stands on."""
        return next(side for side in ROWS if side.code == self.code[0])

    @property
    def axis(self) -> Side:
        """The axis it stands on."""
        return next(side for side in AXES if side.code == self.code[1])

    @property
    def title_words(self) -> Words:
        """The title in the reader's language."""
        return words(self, "title")
