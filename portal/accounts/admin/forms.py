"""The forms by which the administration opens and changes accounts: no password in them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from portal.accounts.models import User
from portal.territories.querysets import ADMINISTRATION

ORDER = ["email", "first_name", "last_name", "groups", "is_active", "is_superuser"]


def grantable_groups(user: User) -> QuerySet:
    """Give the groups `user` may put people in: every one for a superuser, the editorial ones for the administration."""
    if user.is_superuser:
        return Group.objects.all()
    return Group.objects.filter(Q(territory__isnull=False) | Q(name=ADMINISTRATION))


class WithoutPassword:
    """What both forms share: no password, groups held to what the administration may grant."""

    password_enabled = False

    def __init__(self, *args: Any, for_user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_user = for_user
        self.order_fields(ORDER)  # type: ignore[attr-defined]
        groups = self.fields["groups"]  # type: ignore[attr-defined]
        groups.queryset = grantable_groups(for_user)
        groups.label, groups.help_text = _("Groupes"), _("Ce que la personne peut modifier.")
        if not for_user.is_superuser:
            self.fields.pop("is_superuser", None)  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        """Keep addresses in lower case, and one account an address."""
        email = self.cleaned_data["email"].strip().lower()  # type: ignore[attr-defined]
        twins = User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
        if twins.exists():
            self.add_error("email", _("Cette adresse a déjà un compte."))  # type: ignore[attr-defined]
        return email

    def _save_m2m(self) -> None:
        """Save the groups, and keep those that are not the reader's to give or take."""
        kept = []
        if self.instance.pk:  # type: ignore[attr-defined]
            shown = grantable_groups(self.for_user)
            kept = list(self.instance.groups.exclude(pk__in=shown.values("pk")))  # type: ignore[attr-defined]
        super()._save_m2m()  # type: ignore[misc]
        self.instance.groups.add(*kept)  # type: ignore[attr-defined]


class InviteForm(WithoutPassword, UserCreationForm):
    """A new account; its owner chooses the password by the link they receive."""

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


class PersonForm(WithoutPassword, UserEditForm):
    """Somebody's name, address, groups, and whether the account is open."""
