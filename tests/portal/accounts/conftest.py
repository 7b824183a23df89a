"""What the tests of accounts share."""

import pytest
from django.test import Client


@pytest.fixture
def local():
    """A client on localhost, where passkeys work without a certificate."""
    return Client(SERVER_NAME="localhost", headers={"accept": "text/html"})
