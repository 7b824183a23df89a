"""What is still in use is not deleted: a plain message says so, whatever is pressed."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from home.activities.models import Activity, Theme
from home.places.models import Place
from tests.factories import ActivityFactory, SeriesFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(desk):
    return SeriesFactory(activity=ActivityFactory(place=desk.place))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["activity", "place", "theme"])
def test_what_is_in_use_is_kept_with_a_plain_message(administration, series, name, method):
    theme = ThemeFactory()
    series.activity.themes.add(theme)
    thing = {"activity": series.activity, "place": series.place, "theme": theme}[name]
    response = getattr(administration, method)(reverse(f"{name}:delete", args=[thing.pk]))
    assert response.status_code == 302
    (message,) = get_messages(response.wsgi_request)
    assert "sert encore" in str(message)
    assert type(thing).objects.filter(pk=thing.pk).exists()
    assert Activity.objects.count() == Place.objects.count() == 1


def test_what_is_not_in_use_is_deleted(administration, desk):
    theme = ThemeFactory()
    url = reverse("theme:delete", args=[theme.pk])
    assert administration.get(url).status_code == 200
    assert administration.post(url).status_code == 302
    assert not Theme.objects.filter(pk=theme.pk).exists()


def test_the_editors_of_a_territory_stay_as_long_as_it(signed_in, desk):
    client = signed_in(UserFactory(is_superuser=True))
    response = client.post(reverse("wagtailusers_groups:delete", args=[desk.territory.editors_id]))
    assert response.status_code == 302
    desk.territory.editors.refresh_from_db()
