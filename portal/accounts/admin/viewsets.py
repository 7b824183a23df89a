"""Accounts in Wagtail's admin: opened by invitation, without a password; superusers are the superusers' business."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.users.views import groups, users

from portal.accounts.admin.forms import InviteForm, PersonForm
from portal.accounts.invitations import send_invitation
from portal.accounts.models import User
from portal.territories.deleting import KeepInUseMixin
from portal.territories.scoping import get_mine


def manageable_by(user: User) -> QuerySet:
    """Give the accounts `user` may see in the admin: all, but the superusers for whoever is not one."""
    return User.objects.all() if user.is_superuser else User.objects.filter(is_superuser=False)


def groups_of(user: User) -> str:
    """Give the names of the groups of `user`, the superusers' own name first."""
    names = [_("Superutilisateur")] if user.is_superuser else []
    return ", ".join([*map(str, names), *sorted(group.name for group in user.groups.all())])


class ForUserMixin:
    """Tells the form who fills it in."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"for_user": self.request.user}  # type: ignore[misc,attr-defined]


class IndexView(users.IndexView):
    """The list, without the superusers for whoever is not one."""

    @cached_property
    def columns(self) -> list[Column]:
        """Leave the boxes out, nothing is done to several accounts at once; say the groups of each person."""
        columns = [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]
        groups = Column("groups", label=_("Groupes"), accessor=groups_of, width="20%")
        return [groups if column.name == "is_superuser" else column for column in columns]

    def get_base_queryset(self) -> QuerySet:
        visible = manageable_by(self.request.user).values("pk")
        return super().get_base_queryset().filter(pk__in=visible).prefetch_related("groups")


class CreateView(ForUserMixin, users.CreateView):
    """Open an account and send its owner the link by which they choose a password."""

    template_name = "accounts/admin/user_form.html"
    success_message = _(
        "Le compte de %(object)s est ouvert. Un courriel lui donne le lien pour choisir son mot de passe."
    )

    def save_instance(self) -> User:
        """Save, then write to the person."""
        user = super().save_instance()
        send_invitation(self.request, user)
        return user


class EditView(ForUserMixin, users.EditView):
    """Change a name, an address or the groups of somebody."""

    template_name = "accounts/admin/user_edit.html"


class UserViewSet(users.UserViewSet):
    """Accounts."""

    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    copy_view_enabled = False
    create_template_name = "accounts/admin/user_form.html"
    edit_template_name = "accounts/admin/user_edit.html"

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return PersonForm if for_update else InviteForm

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., HttpResponseBase]:
        """Answer 404 for every address about somebody the reader may not manage."""
        view = super().construct_view(view_class, **kwargs)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kw: Any) -> HttpResponseBase:
            if "pk" in kw and request.user.is_authenticated:
                get_mine(manageable_by(request.user), pk=unquote(str(kw["pk"])))
            return view(request, *args, **kw)

        return guarded


class GroupDeleteView(KeepInUseMixin, groups.DeleteView):
    """The deletion of a group; that of a territory's editors stays as long as the territory."""


class GroupViewSet(groups.GroupViewSet):
    """Groups, which only superusers see."""

    delete_view_class = GroupDeleteView
