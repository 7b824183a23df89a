"""The form of pages that stand for a territory or a place."""

from __future__ import annotations

from wagtail.admin.forms import WagtailAdminPageForm

from portal.territories.forms import ScopedChoices


class ScopedPageForm(ScopedChoices, WagtailAdminPageForm):
    """A page form that offers only the territories and places of the person who fills it in."""
