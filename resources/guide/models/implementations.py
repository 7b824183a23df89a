"""How a territory does it: one column of the comparison, written by us or proposed from outside and read first."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.territories.models import Territory
from portal.territories.words import Words, words
from resources.guide.implementations.lines import ESSENTIAL, LINES, LONGEST
from resources.guide.implementations.querysets import ImplementationQuerySet


def _line(name: str, **options: Any) -> models.TextField:
    return models.TextField(LINES[name], max_length=LONGEST, blank=True, **options)


def _in_english() -> models.TextField:
    return models.TextField(_("en anglais"), max_length=LONGEST, blank=True)


class Implementation(models.Model):
    """A territory and its ten answers. What it says is public once published; who proposed it never is."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("À relire")
        PUBLISHED = "published", _("Publiée")
        REFUSED = "refused", _("Non publiée")

    class Language(models.TextChoices):
        FRENCH = "fr", _("Écrite en français")
        ENGLISH = "en", _("Écrite en anglais")
        ARABIC = "ar", _("Écrite en arabe")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territoire du portail"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Vide : ce territoire n'a pas de pages ici."),
    )
    name = models.CharField(_("nom"), max_length=80)
    position = models.PositiveSmallIntegerField(
        _("ordre"), default=100, help_text=_("Le plus petit vient en premier ; à égalité, l'ordre des noms.")
    )

    carrier = _line("carrier")
    carrier_en = _in_english()
    since = _line("since")
    since_en = _in_english()
    team = _line("team")
    team_en = _in_english()
    place = _line("place")
    place_en = _in_english()
    commission = _line("commission")
    commission_en = _in_english()
    tools = _line("tools")
    tools_en = _in_english()
    partners = _line("partners")
    partners_en = _in_english()
    participation = _line("participation")
    participation_en = _in_english()
    figures = _line("figures")
    figures_en = _in_english()
    funding = _line("funding")
    funding_en = _in_english()

    #: The language of the page it was proposed on.
    written_in = models.CharField(
        _("langue de la proposition"),
        max_length=2,
        choices=Language.choices,
        default=Language.FRENCH,
        editable=False,
    )
    #: Line → words, as they were typed in a language that has no boxes here; gone once the column is published.
    to_translate = models.JSONField(_("à traduire"), default=dict, blank=True, editable=False)
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_on = models.DateField(_("proposée le"), default=timezone.localdate)
    settled_on = models.DateField(_("relue le"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("relue par"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    changed_on = models.DateField(_("mise à jour le"), default=timezone.localdate)
    #: Why it is not published, as the proposer is told.
    reason = models.TextField(_("pourquoi elle n'est pas publiée"), max_length=LONGEST, blank=True)
    #: Name, address and language of who proposed it; "" once they were answered, and after twelve months.
    sealed = models.TextField(blank=True, editable=False)
    #: When the administration was last written to about a proposal to read.
    recalled_on = models.DateField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ImplementationQuerySet.as_manager()

    class Meta:
        verbose_name = _("colonne de la comparaison")
        verbose_name_plural = _("colonnes de la comparaison")
        ordering = ["position", "name", "pk"]
        permissions = [("publish_implementation", _("Peut publier une colonne de la comparaison"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "published", "refused"]), name="implementation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", settled_on=None)
                | (~Q(state="proposed") & Q(settled_on__isnull=False)),
                name="implementation_settled_dated",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="implementation_named",
                violation_error_message=_("Il manque un nom."),
            ),
            models.UniqueConstraint(
                fields=["territory"],
                condition=Q(state="published", territory__isnull=False),
                name="implementation_once_for_a_territory",
                violation_error_message=_("Ce territoire a déjà une colonne publiée."),
            ),
        ]

    def __str__(self) -> str:
        # What the log keeps for ever: a name typed outside is not in it before somebody has read it.
        return self.name if self.is_public else str(_("Colonne n° %(number)s") % {"number": self.pk})

    @property
    def is_public(self) -> bool:
        """Whether anyone may read it."""
        return self.state == self.State.PUBLISHED

    @property
    def is_to_translate(self) -> bool:
        """Whether it came in another language, and a line is still without its French."""
        return self.written_in != self.Language.FRENCH and bool(self.without_french)

    @property
    def without_french(self) -> list[str]:
        """The lines to write in French before anyone reads the column: who carries it, what is there in another language.

        What is to translate goes once the column is published: a line nobody translated is not lost on the way.
        """
        return [line for line in LINES if not getattr(self, line).strip() and self._is_awaited(line)]

    def _is_awaited(self, line: str) -> bool:
        in_english = getattr(self, f"{line}_en").strip()
        return line == ESSENTIAL or bool(in_english or self.to_translate.get(line))

    def answer(self, line: str) -> Words:
        """Give what it answers to one of `LINES`, in the reader's language; empty when it says nothing."""
        return words(self, line)
