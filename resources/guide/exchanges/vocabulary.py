"""The choices of the form « Demander un temps d'échange », in the words a team reads."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """Where a team stands."""

    DISCOVER = "discover", _("Nous découvrons IMPACT")
    PREPARE = "prepare", _("Nous préparons un projet")
    START = "start", _("Nous commençons dans les mois qui viennent")
    RUN = "run", _("Nous avons déjà commencé")
    SUPPORT = "support", _("Nous soutenons ou finançons des équipes")


class Moment(TextChoices):
    """When people are free, within a day."""

    MORNING = "morning", _("Le matin")
    NOON = "noon", _("À midi")
    AFTERNOON = "afternoon", _("L’après-midi")
    EVENING = "evening", _("En fin de journée")


class Way(TextChoices):
    """How people meet."""

    VIDEO = "video", _("en visioconférence")
    PHONE = "phone", _("par téléphone")
    PLACE = "place", _("sur place")
