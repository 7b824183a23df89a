"""Which engines a command is about."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from search.engine import Engine, engines


def chosen_engines(name: str | None) -> list[Engine]:
    """Give the engine of this name, or all of them. Raises CommandError when there is none."""
    serving = engines()
    found = [engine for engine in serving if name in (None, engine.name)]
    if not found:
        known = ", ".join(engine.name for engine in serving) or _("aucun")
        raise CommandError(_("Ce moteur ne sert pas. Ceux qui servent : %s.") % known)
    return found
