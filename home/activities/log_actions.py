"""The words of Wagtail's log for what is done to the programme."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

ACTIONS = {
    "activities.series.create": (_("Créer une série"), _("Série créée")),
    "activities.series.update": (_("Changer une série"), _("Série changée")),
    "activities.series.split": (
        _("Changer une série à partir d'une date"),
        _("Série changée à partir d'une date"),
    ),
    "activities.series.end": (_("Arrêter une série"), _("Série arrêtée")),
    "activities.series.refresh": (_("Mettre à jour les dates"), _("Dates mises à jour")),
    "activities.session.cancel": (_("Annuler une séance"), _("Séance annulée")),
    "activities.session.restore": (_("Rétablir une séance"), _("Séance rétablie")),
    "activities.session.move": (_("Déplacer une séance"), _("Séance déplacée")),
    "activities.session.place": (_("Changer le lieu d'une séance"), _("Lieu de la séance changé")),
    "activities.session.full": (_("Dire une séance complète"), _("Séance complète")),
    "activities.session.free": (_("Dire qu'il reste de la place"), _("Séance avec de la place")),
    "activities.session.add": (_("Ajouter une séance"), _("Séance ajoutée")),
    "activities.session.attendance": (_("Compter les personnes"), _("Personnes comptées")),
    "activities.place.close": (_("Fermer un lieu"), _("Lieu fermé")),
    "activities.place.reopen": (_("Rouvrir un lieu"), _("Lieu rouvert")),
}


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Tell Wagtail the words of each action."""
    for action, (label, message) in ACTIONS.items():
        registry.register_action(action, label, message)
