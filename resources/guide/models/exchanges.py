"""Requests for an exchange with a pair of facilitators. Who asks is sealed; the rest of a row names nobody."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources.guide.exchanges.querysets import ExchangeRequestQuerySet
from resources.guide.exchanges.vocabulary import Stage, Way


class ExchangeRequest(models.Model):
    """One request: received, given to a pair, planned, done, closed; erased twelve months after it came.

    Changed by `exchanges/actions.py` alone, which holds each step to those that may come before it.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Reçue")
        ASSIGNED = "assigned", _("Confiée à un binôme")
        PLANNED = "planned", _("Date fixée")
        DONE = "done", _("A eu lieu")
        CLOSED = "closed", _("Close")

    class Closing(models.TextChoices):
        HELD = "held", _("L'échange a eu lieu")
        ANSWERED = "answered", _("Répondu autrement")
        WITHDRAWN = "withdrawn", _("La personne n'en a plus besoin")
        SILENT = "silent", _("La personne ne répond pas")
        SPAM = "spam", _("Message indésirable : les coordonnées sont effacées tout de suite")

    class Confirmation(models.TextChoices):
        WAITING = "waiting", _("Accusé de réception à envoyer")
        SENT = "sent", _("Accusé de réception envoyé")
        REFUSED = "refused", _("Adresse refusée : la personne n'a rien reçu")

    class Naming(models.TextChoices):
        """Whether who asks was told the names of the pair, and whether these are still the right ones."""

        UNTOLD = "untold", _("Noms pas encore dits")
        TOLD = "told", _("Noms dits")
        CHANGED = "changed", _("Noms changés, à dire")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: Name, address, telephone, team, territory, question, free times and language (`exchanges/contact.py`); "" once erased.
    sealed = models.TextField(blank=True, editable=False)
    stage = models.CharField(_("où en est l'équipe"), max_length=10, choices=Stage.choices)
    #: Values of `exchanges.vocabulary.Moment`.
    moments = models.JSONField(_("moments possibles"), default=list, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.RECEIVED)
    created_on = models.DateField(_("reçue le"), default=timezone.localdate)
    #: When it was last given to a pair.
    assigned_on = models.DateField(_("confiée le"), null=True, blank=True)
    planned_at = models.DateTimeField(_("fixé au"), null=True, blank=True)
    way = models.CharField(_("comment"), max_length=10, choices=Way.choices, blank=True)
    closed_on = models.DateField(_("close le"), null=True, blank=True)
    closing = models.CharField(_("pourquoi close"), max_length=10, choices=Closing.choices, blank=True)
    #: Rises at each step, so that of two people who act on what they read, the second is told.
    version = models.PositiveIntegerField(default=1, editable=False)

    confirmation = models.CharField(
        _("accusé de réception"),
        max_length=10,
        choices=Confirmation.choices,
        default=Confirmation.WAITING,
        editable=False,
    )
    naming = models.CharField(
        _("noms du binôme"), max_length=10, choices=Naming.choices, default=Naming.UNTOLD, editable=False
    )
    #: When the administration was last written to about a request that waits, or no longer goes on.
    recalled_on = models.DateField(null=True, editable=False)
    #: The date the person who asks was last told of, and the one they were reminded of: another date tells them again.
    told_for = models.DateTimeField(null=True, editable=False)
    reminded_for = models.DateTimeField(null=True, editable=False)

    objects = ExchangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande d'échange")
        verbose_name_plural = _("demandes d'échange")
        ordering = ["created_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["received", "assigned", "planned", "done", "closed"]),
                name="exchange_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="closed")
                | Q(state__in=["received", "assigned"], planned_at=None, way="")
                | (Q(state__in=["planned", "done"], planned_at__isnull=False) & ~Q(way="")),
                name="exchange_planned_dated",
            ),
            models.CheckConstraint(
                condition=(Q(state="closed", closed_on__isnull=False) & ~Q(closing=""))
                | (~Q(state="closed") & Q(closed_on=None, closing="")),
                name="exchange_closed_dated",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Demande n° %(number)s") % {"number": self.pk})

    @property
    def pair(self) -> list[Any]:
        """The people it is given to, in order; fetch `facilitators__user` along."""
        return [one.user for one in self.facilitators.all()]


class ExchangeFacilitator(models.Model):
    """One of the two people who answer a request."""

    request = models.ForeignKey(ExchangeRequest, on_delete=models.CASCADE, related_name="facilitators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    #: Whether they were written to, the date of the exchange they know of, and the one they were reminded of.
    told_on = models.DateField(null=True, editable=False)
    told_for = models.DateTimeField(null=True, editable=False)
    reminded_for = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("facilitateur ou facilitatrice")
        verbose_name_plural = _("facilitateurs et facilitatrices")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "user"], name="exchange_pair_differs"),
            models.UniqueConstraint(fields=["request", "position"], name="exchange_pair_of_two"),
            models.CheckConstraint(condition=Q(position__in=[1, 2]), name="exchange_pair_position"),
        ]

    def __str__(self) -> str:
        return f"{self.request}, {self.position}"
