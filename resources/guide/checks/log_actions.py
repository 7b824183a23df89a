"""The words of Wagtail's log for what is done to the checks and the worksheet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Tell Wagtail the words of the one action of ours."""
    registry.register_action("guide.edition", _("Publier une édition"), _("Nouvelle édition publiée"))
