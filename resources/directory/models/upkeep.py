"""How the directory stays true: what readers signal, and the links by which owners confirm."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from portal.territories.words import Words, words
from resources.directory.models.service import Service
from resources.directory.models.structure import Structure
from resources.directory.querysets import SuggestionQuerySet


class Suggestion(models.Model):
    """ "Une erreur ?": what a reader says is wrong, and what it should be; the team applies it or sets it aside."""

    class Reason(models.TextChoices):
        PHONE = "telephone", _("Le téléphone est faux")
        EMAIL = "courriel", _("L'adresse e-mail est fausse")
        ADDRESS = "adresse", _("L'adresse est fausse")
        HOURS = "horaires", _("Les horaires sont faux")
        PRICE = "prix", _("Le prix est faux")
        CLOSED = "ferme", _("C'est fermé, ou ça n'existe plus")
        OTHER = "autre", _("Autre chose")

    class State(models.TextChoices):
        NEW = "new", _("À lire")
        APPLIED = "applied", _("Corrigé")
        REJECTED = "rejected", _("Sans suite")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    structure = models.ForeignKey(
        Structure, on_delete=models.CASCADE, null=True, blank=True, related_name="suggestions"
    )
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, null=True, blank=True, related_name="suggestions"
    )
    reason = models.CharField(_("ce qui ne va pas"), max_length=12, choices=Reason.choices)
    text = models.TextField(_("ce qu'il faut écrire"), max_length=600, blank=True)
    #: Sealed; erased once the sender has been thanked, or the suggestion set aside.
    sealed_email = models.TextField(blank=True, editable=False)
    from_owner = models.BooleanField(_("vient de la structure"), default=False, editable=False)
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.NEW)
    sent_at = models.DateTimeField(_("reçu le"), auto_now_add=True)
    settled_at = models.DateTimeField(_("réglé le"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("réglé par"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("erreur signalée")
        verbose_name_plural = _("erreurs signalées")
        ordering = ["sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(structure__isnull=False, service=None) | Q(structure=None, service__isnull=False),
                name="suggestion_of_one_entry",
            ),
            models.CheckConstraint(
                condition=Q(state="new", settled_at=None) | (~Q(state="new") & Q(settled_at__isnull=False)),
                name="suggestion_settled_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} : {self.get_reason_display()}"

    @property
    def entry(self) -> Structure | Service:
        """The structure or the service it speaks of."""
        return self.structure or self.service  # type: ignore[return-value]


class CheckRequest(models.Model):
    """A link sent to a structure: « tout est à jour » or « corriger », once, before a given day, without account."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="check_requests")
    sent_at = models.DateTimeField(_("envoyé le"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valable jusqu'au"))
    used_at = models.DateTimeField(_("utilisé le"), null=True, blank=True)
    answer = models.CharField(
        _("réponse"),
        max_length=10,
        blank=True,
        choices=[("same", _("Tout est à jour")), ("changed", _("Corrections"))],
    )

    class Meta:
        verbose_name = _("demande de vérification")
        verbose_name_plural = _("demandes de vérification")
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None, answer="") | (Q(used_at__isnull=False) & ~Q(answer="")),
                name="check_request_used_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.structure}, {self.sent_at:%d/%m/%Y}"


@register_setting(icon="list-ul")
class DirectorySettings(BaseSiteSetting):
    """How often owners are asked, when a reader is warned, and the words above the list; kept by the administration."""

    introduction = models.CharField(_("introduction des ressources"), max_length=300, blank=True)
    introduction_en = models.CharField(_("introduction en anglais"), max_length=300, blank=True)
    introduction_ar = models.CharField(_("introduction en arabe"), max_length=300, blank=True)
    months_between_checks = models.PositiveSmallIntegerField(
        _("mois entre deux vérifications"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    months_before_overdue = models.PositiveSmallIntegerField(
        _("mois avant de dire « non vérifié depuis »"),
        default=9,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )

    class Meta:
        verbose_name = _("ressources")

    @property
    def introduction_words(self) -> Words:
        """The introduction in the reader's language."""
        return words(self, "introduction")
