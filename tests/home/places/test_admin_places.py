"""A place in the admin: its hours by the grid, its address chosen once."""

import pytest

from home.places.models import Place

pytestmark = pytest.mark.django_db


def answers(place, **changes):
    """What the browser sends to leave `place` as it is, open on Mondays only."""
    data = {
        "name": place.name,
        "slug": place.slug,
        "territory": place.territory_id,
        "is_dedicated": "on",
        "street": place.street,
        "postcode": place.postcode,
        "city": place.city,
        "landmark": place.landmark,
        "phone": place.phone,
        "closed_on_public_holidays": "on",
        "opening_hours-0-0-start": "09:00",
        "opening_hours-0-0-end": "12:00",
        "opening_hours-0-1-start": "14:00",
        "opening_hours-0-1-end": "17:00",
    }
    return data | {f"opening_hours-{day}-closed": "on" for day in range(1, 7)} | changes


def url(place):
    return f"/admin/lieux/edit/{place.pk}/"


def test_the_grid_shows_the_week_and_writes_it(desk):
    html = desk.client.get(url(desk.place)).content.decode()
    assert html.count('value="09:00"') == 5
    assert desk.client.post(url(desk.place), answers(desk.place)).status_code == 302
    desk.place.refresh_from_db()
    assert desk.place.opening_hours == "Mo 09:00-12:00,14:00-17:00"


def test_monday_is_copied_by_one_box(desk):
    desk.client.post(url(desk.place), answers(desk.place, **{"opening_hours-copy": "on"}))
    desk.place.refresh_from_db()
    assert desk.place.opening_hours == "Mo-Fr 09:00-12:00,14:00-17:00"


def test_hours_the_grid_cannot_say_are_kept_and_said(desk):
    rule = "Mo-Fr 09:00-12:00; Sa[1] 10:00-12:00"
    Place.objects.filter(pk=desk.place.pk).update(opening_hours=rule)
    html = desk.client.get(url(desk.place)).content.decode()
    assert "gardés tels quels" in html
    data = answers(desk.place, phone="01 99 00 55 55", **{"opening_hours-kept": rule})
    for key in [k for k in data if k.endswith(("-start", "-end"))]:
        data[key] = ""
    desk.client.post(url(desk.place), data)
    desk.place.refresh_from_db()
    assert (desk.place.opening_hours, desk.place.phone) == (rule, "01 99 00 55 55")


def test_a_refusal_keeps_the_grid_as_typed(desk):
    response = desk.client.post(url(desk.place), answers(desk.place, **{"opening_hours-0-1-end": "13:00"}))
    html = response.content.decode()
    assert "Lundi : l&#x27;heure de fin vient avant" in html
    assert 'value="13:00"' in html
    desk.place.refresh_from_db()
    assert desk.place.opening_hours == "Mo-Fr 09:00-12:00,14:00-17:00"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 10_000}, "name"),
        ({"street": "a\0"}, "street"),
        ({"email": "ici"}, "email"),
        ({"latitude": "nord", "longitude": "5"}, "latitude"),
        ({"latitude": "200", "longitude": "5"}, "__all__"),
        ({"latitude": "45.5"}, "__all__"),
    ],
)
def test_what_does_not_stand_is_refused_and_kept(desk, changes, field):
    response = desk.client.post(
        url(desk.place), answers(desk.place, **{"landmark": "près du pont"} | changes)
    )
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert response.context["form"]["landmark"].value() == "près du pont"


def test_the_address_of_a_place_is_chosen_once(desk):
    old = desk.place.slug
    desk.client.post(url(desk.place), answers(desk.place, slug="ailleurs"))
    desk.place.refresh_from_db()
    assert desk.place.slug == old


def test_opening_a_place_is_the_administrations(desk, administration):
    data = answers(desk.place, slug="nouveau", name="Nouveau lieu")
    assert desk.client.post("/admin/lieux/new/", data).status_code == 302
    assert not Place.objects.filter(slug="nouveau").exists()
    assert administration.post("/admin/lieux/new/", data).status_code == 302
    assert Place.objects.filter(slug="nouveau").exists()
