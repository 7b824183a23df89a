"""An editor sees and changes only what belongs to the territories they look after: lists, choices and direct addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.views.generic import IndexView
from wagtail.permission_policies import ModelPermissionPolicy

from portal.territories.forms import ScopedChoices, use_native_widget
from portal.territories.querysets import ADMINISTRATION

Scope = Callable[[Any], QuerySet]


def looks_after_everything(user: Any) -> bool:
    """Tell whether `user` is of the administration: all territories, and what belongs to none."""
    if not user.is_active:
        return False
    return user.is_superuser or user.groups.filter(name=ADMINISTRATION).exists()


def get_mine(queryset: QuerySet, **lookup: Any) -> Any:
    """Give the one row of `queryset`, already limited to what the reader may edit; Http404 for all the rest."""
    try:
        return queryset.get(**lookup)
    except (queryset.model.DoesNotExist, ValueError, ValidationError, OverflowError) as error:
        raise Http404 from error


class TerritoryPolicy(ModelPermissionPolicy):
    """Django's model permissions, held to the rows of `scope(user)`."""

    def __init__(self, model: type[models.Model], scope: Scope) -> None:
        super().__init__(model)
        self.scope = scope

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.scope(user)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        return (
            self.user_has_any_permission(user, actions) and self.scope(user).filter(pk=instance.pk).exists()
        )

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)


class ScopedForm(ScopedChoices, WagtailAdminModelForm):
    """A model's form with the choices of one's own territories and the browser's own date and hour fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            use_native_widget(field)


class ScopedIndexView(IndexView):
    """A list of what the reader may edit, and nothing else."""

    def get_base_queryset(self) -> QuerySet:
        actions = self.any_permission_required
        return self.permission_policy.instances_user_has_any_permission_for(self.request.user, actions)


class ScopedViewSetMixin:
    """A viewset held to a territory: list, choices, and a 404 for every address about a row of somebody else's."""

    model: Any
    index_view_class = ScopedIndexView
    copy_view_enabled = False

    def scope(self, user: Any) -> QuerySet:
        """Give the rows `user` may edit."""
        return self.model._default_manager.editable_by(user)

    @property
    def permission_policy(self) -> TerritoryPolicy:
        return TerritoryPolicy(self.model, self.scope)

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., HttpResponseBase]:
        """Guard every view that names a row, whatever Wagtail does inside it."""
        view = super().construct_view(view_class, **kwargs)  # type: ignore[misc]

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kw: Any) -> HttpResponseBase:
            if "pk" in kw:
                get_mine(self.scope(request.user), pk=unquote(str(kw["pk"])))
            return view(request, *args, **kw)

        return guarded
