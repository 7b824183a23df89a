"""The accessibility statement, with the parts the law asks for (décret 2019-768; RGAA 4.1, "déclaration d'accessibilité")."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from home.pages.models.base import PortalPage

SIMPLE = ["h3", "bold", "ul", "ol", "link"]


class AccessibilityPage(PortalPage):
    """The statement: its state is "non conforme" until an audit gives a rate."""

    class State(models.TextChoices):
        NONE = "non", _("non conforme")
        PARTIAL = "partielle", _("partiellement conforme")
        TOTAL = "totale", _("totalement conforme")

    may_use_reserved_slug = True
    translated_into = ("en",)
    state = models.CharField(
        _("état de conformité"), max_length=10, choices=State.choices, default=State.NONE
    )
    audited_on = models.DateField(_("date de l'audit"), null=True, blank=True)
    audited_by = models.CharField(_("audit fait par"), max_length=120, blank=True)
    rate = models.PositiveSmallIntegerField(_("part des critères respectés (%)"), null=True, blank=True)
    stated_on = models.DateField(_("déclaration établie le"))
    failures = RichTextField(_("ce qui ne va pas encore"), features=SIMPLE, blank=True)
    derogations = RichTextField(_("dérogations"), features=SIMPLE, blank=True)
    out_of_scope = RichTextField(_("contenus non soumis"), features=SIMPLE, blank=True)
    technologies = RichTextField(_("techniques utilisées"), features=SIMPLE, blank=True)
    environments = RichTextField(_("navigateurs et aides techniques d'essai"), features=SIMPLE, blank=True)
    tested_pages = RichTextField(_("pages vérifiées"), features=SIMPLE, blank=True)
    contact = RichTextField(_("nous écrire"), features=SIMPLE, blank=True)
    appeal = RichTextField(_("voies de recours"), features=SIMPLE, blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel(f) for f in ("state", "stated_on", "audited_on", "audited_by", "rate")],
            heading=_("État"),
        ),
        *[
            FieldPanel(f)
            for f in (
                "failures",
                "derogations",
                "out_of_scope",
                "technologies",
                "environments",
                "tested_pages",
                "contact",
                "appeal",
            )
        ],
    ]
    template = "pages/accessibility.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("déclaration d'accessibilité")
        verbose_name_plural = _("déclarations d'accessibilité")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rate=None) | models.Q(rate__lte=100), name="accessibility_rate_percent"
            ),
            models.CheckConstraint(
                condition=models.Q(state="non") | models.Q(audited_on__isnull=False, rate__isnull=False),
                name="accessibility_state_needs_audit",
                violation_error_message=_("Sans audit daté et chiffré, la déclaration dit « non conforme »."),
            ),
        ]

    def face(self, request: HttpRequest) -> dict[str, Any]:
        """Add the parts of the statement that are filled in."""
        from home.pages.views.text import accessibility_face  # the view layer stands above the models

        return accessibility_face(self, request)

    def clean(self) -> None:
        """Hold the state to the rate: total is 100 %, partial at least 50 % (RGAA 4.1)."""
        super().clean()
        least = {self.State.TOTAL: 100, self.State.PARTIAL: 50}.get(self.State(self.state), 0)
        if least and (self.rate is None or self.rate < least):
            raise ValidationError(
                {"rate": _("Cet état demande au moins %(least)s %% des critères.") % {"least": least}}
            )
