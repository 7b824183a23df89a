"""The pages of the agenda."""

from home.activities.views.activity import activity, activity_context
from home.activities.views.agenda import agenda
from home.activities.views.feuille import feuille
from home.activities.views.session import session

__all__ = ["activity", "activity_context", "agenda", "feuille", "session"]
