"""The forms of pages: the browser's own date and hour fields, and choices held to one's own territories."""

from __future__ import annotations

from itertools import count
from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from portal.territories.forms import ScopedChoices, use_native_widget


class PortalPageForm(WagtailAdminPageForm):
    """A page form whose dates and hours, of publication too, are read and typed as on any other form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            use_native_widget(field)

    def clean_slug(self) -> str:
        """Give a page nobody has read yet a free address, when another has the same title: `fermeture-de-noel-2`."""
        wanted = self.cleaned_data["slug"]
        if self.instance.live and not self.instance._state.adding:
            return wanted
        longest = Page._meta.get_field("slug").max_length - 5
        tries = (wanted if number == 1 else f"{wanted[:longest]}-{number}" for number in count(1))
        return next(slug for slug in tries if Page._slug_is_available(slug, self.parent_page, self.instance))


class ScopedPageForm(ScopedChoices, PortalPageForm):
    """A page form that offers only the territories and places of the person who fills it in."""
