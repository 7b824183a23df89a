"""« Trouver le point » : the address is asked of the IGN, and the point it gives is kept with how sure it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from home.activities.admin.base import AdminPage
from portal.territories.scoping import get_mine
from resources.directory import geocoding
from resources.directory.actions import forget_point, note
from resources.directory.models import Service, Structure


class Locate(AdminPage):
    """Asks before it looks: a point placed by hand goes."""

    model: type[Structure] | type[Service] = Structure
    edit_name = ""
    template_name = "directory_admin/locate.html"
    page_title = gettext_lazy("Trouver le point")
    header_icon = "site"
    entry: Structure | Service

    @property
    def permission(self) -> str:  # type: ignore[override]
        """The right to change such a row."""
        return f"directory.change_{self.model._meta.model_name}"

    def find(self, **kwargs: Any) -> None:
        self.entry = get_mine(self.model.objects.editable_by(self.request.user), pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"entry": self.entry, "edit_name": self.edit_name}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look for the address; a point placed by hand stays when it is not found, or when nobody answers."""
        self.look()
        return redirect(self.edit_name, self.entry.pk)

    def look(self) -> None:
        """Ask, and tell what came of it."""
        point = forget_point(self.entry)
        try:
            found = geocoding.locate(self.entry)
        except geocoding.GeocoderDown:
            told = _(
                "Le service des adresses ne répond pas. Recommencez plus tard, ou placez le point à la main."
            )
            messages.warning(self.request, told)
            return
        if not found:
            messages.warning(
                self.request, _("Cette adresse n'est pas trouvée. Vérifiez la rue et la commune.")
            )
            return
        self.entry.save(update_fields=point)
        note(self.entry, "directory.locate", self.request.user)
        score = number_format(self.entry.coordinates_score or 0, 2)
        messages.success(self.request, _("Le point est trouvé, sûr à %(score)s sur 1.") % {"score": score})
