"""The words of Wagtail's log for what is done to requests for an exchange and to columns of the comparison."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

ACTIONS = {
    "guide.exchange.read": (_("Lire qui demande un échange"), _("Coordonnées et question lues")),
    "guide.exchange.assign": (_("Confier une demande à un binôme"), _("Demande confiée à un binôme")),
    "guide.exchange.plan": (_("Fixer la date d'un échange"), _("Date fixée")),
    "guide.exchange.done": (_("Noter qu'un échange a eu lieu"), _("L'échange a eu lieu")),
    "guide.exchange.close": (_("Clore une demande d'échange"), _("Demande close")),
    "guide.exchange.erase": (_("Effacer qui demandait un échange"), _("Coordonnées et question effacées")),
    "guide.implementation.read": (_("Lire qui propose une colonne"), _("Coordonnées lues")),
    "guide.implementation.publish": (_("Publier une colonne"), _("Colonne publiée")),
    "guide.implementation.refuse": (_("Ne pas publier une colonne"), _("Colonne non publiée")),
}


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Tell Wagtail the words of each action."""
    for action, (label, message) in ACTIONS.items():
        registry.register_action(action, label, message)
