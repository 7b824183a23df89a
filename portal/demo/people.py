"""The demonstration's accounts; their password is known to all, so production refuses DEMO=1."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from portal.accounts.models import User
from portal.territories.models import Territory

PASSWORD = "demo-impact-2026"  # noqa: S105 -- promised in the README, refused in production
DOMAIN = "demo.test"


def add_person(name: str, first_name: str, last_name: str, groups: list[Group]) -> User:
    """Give the account `name`@demo.test, with a confirmed address."""
    email = f"{name}@{DOMAIN}"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, PASSWORD, first_name=first_name, last_name=last_name)
    user.groups.set(groups)
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user


def add_people(administration: Group) -> dict[str, User]:
    """Give the editor of Chambéry, the editor of the Sud-Est Grenoblois, and the administrator."""
    editors = {t.slug: t.editors for t in Territory.objects.all()}
    return {
        "redaction": add_person("redaction", "Nadia", "Benali", [editors["chambery"]]),
        "redaction-seg": add_person("redaction-seg", "Luc", "Perrin", [editors["sud-est-grenoblois"]]),
        "admin": add_person("admin", "Claire", "Morel", [administration]),
    }
