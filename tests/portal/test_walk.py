"""A walk over every address with every role; a new address fails here until somebody says who may see it."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

from portal.accounts.models import User
from tests.factories import UserFactory
from tests.portal.addresses import patterns, samples
from tests.portal.who_may import ROLES, WHO_MAY

#: Wagtail breaks this page on purpose, to try error reports.
BROKEN_ON_PURPOSE = "admin/failwhale/"
#: Drawings and words of the CMS, the same for everyone.
OPEN = {"admin/sprite/", "admin/jsi18n/"}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore:Pagination may yield inconsistent results"
    ),  # a report of wagtail-localize
]


class Walker:
    """One role, signed in anew for each address: some of them sign out."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.client.raise_request_exception = False
        self.cookies = {name: cookie.value for name, cookie in client.cookies.items()}

    def status(self, address: str) -> int:
        """Give the status of `address`."""
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)
        response = self.client.get(address)
        if response.streaming:
            list(response.streaming_content)  # closes the file
        return response.status_code


@pytest.fixture
def walkers(signed_in):
    """One walker for each role, in a portal that shows the demonstration."""
    call_command("demo", verbosity=0)
    people = [
        UserFactory(),
        User.objects.get(email="redaction@demo.test"),
        User.objects.get(email="redaction-seg@demo.test"),
        User.objects.get(email="admin@demo.test"),
        UserFactory(is_superuser=True, is_staff=True),
    ]
    return [Walker(Client()), *(Walker(signed_in(person)) for person in people)]


def test_the_table_holds_every_address_of_ours_and_no_other():
    ours = {pattern.route for pattern in patterns() if pattern.is_ours}
    assert not sorted(ours - WHO_MAY.keys()), "say in who_may.py who may see these"
    known = {pattern.route for pattern in patterns()}
    assert not sorted(WHO_MAY.keys() - known), "these addresses are no more"


def test_each_role_sees_what_the_table_says(walkers):
    given, wrong = samples(), []
    for route, pattern in {
        pattern.route: pattern for pattern in patterns() if pattern.route in WHO_MAY
    }.items():
        address = given.address(pattern)
        answers = tuple(walker.status(address) for walker in walkers)
        if answers != WHO_MAY[route]:
            wrong.append(f"{address}: {dict(zip(ROLES, answers, strict=True))}, not {WHO_MAY[route]}")
    assert not wrong, "\n".join(wrong)


def test_the_rest_of_the_cms_is_closed_and_does_not_break(walkers):
    visitor, stranger, editor, *_others, superuser = walkers
    given, wrong = samples(), []
    for pattern in patterns():
        if pattern.route in WHO_MAY or pattern.route == BROKEN_ON_PURPOSE:
            continue
        address = given.address(pattern)
        for role, walker, good in (
            ("visitor", visitor, {302, 404} | ({200} if pattern.route in OPEN else set())),
            ("stranger", stranger, {403}),
            ("editor", editor, set(range(500))),
            ("superuser", superuser, set(range(500))),
        ):
            if (status := walker.status(address)) not in good:
                wrong.append(f"{role} {address}: {status}")
    assert not wrong, "\n".join(wrong)
