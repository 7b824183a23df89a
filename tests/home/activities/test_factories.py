"""The factories give rows the database accepts."""

import pytest

from tests.factories import SessionFactory


@pytest.mark.django_db
def test_a_session_can_be_made():
    session = SessionFactory()
    session.full_clean()
    assert session.key == session.original_date.isoformat()
