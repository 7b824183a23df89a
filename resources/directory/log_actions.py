"""The words of Wagtail's log for what is done to resources."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

ACTIONS = {
    "directory.verify": (_("Dire une fiche vérifiée"), _("Fiche vérifiée")),
    "directory.publish": (_("Publier une fiche"), _("Fiche publiée")),
    "directory.withdraw": (_("Retirer une fiche"), _("Fiche retirée")),
    "directory.suggestion.apply": (_("Appliquer une correction"), _("Correction appliquée")),
    "directory.suggestion.reject": (
        _("Laisser une correction sans suite"),
        _("Correction laissée sans suite"),
    ),
    "directory.owner.same": (
        _("Confirmer, par la structure"),
        _("La structure a répondu : tout est à jour"),
    ),
    "directory.owner.changed": (
        _("Proposer des corrections, par la structure"),
        _("La structure a proposé des corrections"),
    ),
    "directory.locate": (_("Trouver le point d'une adresse"), _("Point trouvé d'après l'adresse")),
    "directory.import": (_("Importer des ressources"), _("Ressources importées")),
    "directory.difference.take": (_("Prendre la valeur de la source"), _("Valeur de la source prise")),
    "directory.difference.keep": (_("Garder notre valeur"), _("Valeur d'ici gardée")),
    "directory.need": (_("Écrire un besoin"), _("Besoin écrit")),
}


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Tell Wagtail the words of each action."""
    for action, (label, message) in ACTIONS.items():
        registry.register_action(action, label, message)
