"""The forms of pages: the browser's own date and hour fields, and choices held to one's own territories."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from portal.territories.forms import ScopedChoices, use_native_widget


class PortalPageForm(WagtailAdminPageForm):
    """A page form whose dates and hours, of publication too, are read and typed as on any other form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            use_native_widget(field)


class ScopedPageForm(ScopedChoices, PortalPageForm):
    """A page form that offers only the territories and places of the person who fills it in."""
