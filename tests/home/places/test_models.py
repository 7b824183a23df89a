"""What the database itself refuses about a place."""

import pytest
from django.db import IntegrityError, transaction

from home.places.models import Place
from tests.factories import PlaceFactory


@pytest.mark.django_db
@pytest.mark.parametrize("latitude, longitude", [(45.5, None), (None, 5.9), (91, 5.9), (45.5, 181)])
def test_a_point_is_whole_and_on_earth(latitude, longitude):
    place = PlaceFactory()
    with pytest.raises(IntegrityError, match="place_coordinates"), transaction.atomic():
        Place.objects.filter(pk=place.pk).update(latitude=latitude, longitude=longitude)


@pytest.mark.django_db
def test_a_place_may_have_no_point():
    assert PlaceFactory(latitude=None, longitude=None).pk
