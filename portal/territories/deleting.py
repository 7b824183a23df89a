"""Deleting what is still in use is refused in plain words, before it is asked for and before the database has to refuse it."""

from __future__ import annotations

from typing import Any

from django.db import models, router
from django.db.models.deletion import Collector, ProtectedError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic import DeleteView


def is_protected(thing: models.Model) -> bool:
    """Tell whether a row that would outlive `thing` points to it."""
    try:
        Collector(using=router.db_for_write(type(thing)), origin=thing).collect([thing])
    except ProtectedError:
        return True
    return False


class KeepInUseMixin:
    """A deletion refused as long as something needs the thing. Put it before one of Wagtail's views."""

    #: Names of the lists that need the thing and that the database would empty without a word.
    used_by: tuple[str, ...] = ()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask, unless the answer could only be no."""
        return self.refuse() or super().get(request, *args, **kwargs)  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Delete what nothing needs."""
        return self.refuse() or super().post(request, *args, **kwargs)  # type: ignore[misc]

    def refuse(self) -> HttpResponseBase | None:
        """Go back to the list with the reason when the thing is in use."""
        thing = self.object  # type: ignore[attr-defined]
        if not is_protected(thing) and not any(getattr(thing, name).exists() for name in self.used_by):
            return None
        told = _("« %(thing)s » sert encore : on ne peut pas le supprimer. Changez d'abord ce qui s'en sert.")
        messages.error(self.request, told % {"thing": thing})  # type: ignore[attr-defined]
        return redirect(self.get_success_url())  # type: ignore[attr-defined]


class KeepInUseDeleteView(KeepInUseMixin, DeleteView):
    """The deletion of a row of one of our tables."""
