"""Addresses of Wagtail and wagtail-localize that forget a right: publishing through a translation, files and texts of others."""

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.activities.models import ActivityText
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def translation(desk):
    """A text of the desk's with its English translation, whose words are being typed."""
    text = ActivityFactory(place=desk.place).texts.get()
    source, _made = TranslationSource.update_or_create_from_instance(text)
    english = Locale.objects.get_or_create(language_code="en")[0]
    translation = Translation.objects.create(source=source, target_locale=english)
    translation.save_target(publish=True)
    typed = {"data": "value=Not+reviewed", "content_type": "application/x-www-form-urlencoded"}
    for segment in source.stringsegment_set.all():
        edit = f"/admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/"
        assert desk.client.put(edit, **typed).status_code == 201
    return translation


@pytest.mark.parametrize("who", ["desk", "administration"])
def test_bringing_a_translation_up_to_date_publishes_for_those_who_may(
    who, desk, administration, translation
):
    client = desk.client if who == "desk" else administration
    url = f"/admin/localize/update/{translation.source_id}/"
    html = client.get(url).content.decode()
    assert ('type="checkbox" name="publish_translations"' in html) == (who == "administration")
    assert client.post(url, {"publish_translations": "on"}).status_code == 302
    words = list(
        ActivityText.objects.filter(locale__language_code="en").values("title", "summary").get().values()
    )
    assert ("Not reviewed" in words) == (who == "administration")


def test_bringing_a_translation_up_to_date_publishes_none_that_is_half_in_french(administration, translation):
    StringTranslation.objects.first().delete()
    answer = administration.post(
        f"/admin/localize/update/{translation.source_id}/", {"publish_translations": "on"}, follow=True
    )
    assert "English : pas publiée, il reste des morceaux à traduire." in answer.content.decode()
    assert not ActivityText.objects.filter(locale__language_code="en", title="Not reviewed").exists()


def test_the_texts_of_others_are_not_chosen(desk, neighbour):
    mine = ActivityFactory(place=desk.place).texts.get()
    theirs = ActivityFactory(place=neighbour.place, name="Marche des voisins").texts.get()
    choose = "/admin/snippets/choose/activities/activitytext/"
    assert desk.client.get(f"{choose}chosen/{mine.pk}/").status_code == 200
    assert desk.client.get(f"{choose}chosen/{theirs.pk}/").status_code == 404
    several = desk.client.get(f"{choose}chosen-multiple/?id={mine.pk}&id={theirs.pk}&id=x").json()
    assert [chosen["id"] for chosen in several["result"]] == [str(mine.pk)]
    assert desk.client.post(f"{choose}create/").status_code == 404


@pytest.mark.parametrize("files", ["documents", "images"])
@pytest.mark.parametrize("part", ["", "find/"])
def test_no_list_of_every_territorys_files(desk, files, part):
    assert desk.client.get(f"/admin/api/main/{files}/{part}").status_code == 404


def test_a_translation_reads_the_pictures_one_may_choose(desk, neighbour):
    for one, status in ((desk, 200), (neighbour, 404)):
        collection = one.territory.collection
        image = get_image_model().objects.create(
            title="Salle", file=get_test_image_file(), collection=collection
        )
        response = desk.client.get(f"/admin/api/main/images/{image.pk}/")
        assert response.status_code == status
        assert (response.get("Content-Type") == "application/json") == (status == 200)


def test_the_pictures_of_others_are_not_placed_in_a_text(desk, neighbour):
    def picture(territory):
        return get_image_model().objects.create(
            title=territory.name, file=get_test_image_file(), collection=territory.collection
        )

    for image, answer in ((picture(desk.territory), 200), (picture(neighbour.territory), 404)):
        url = f"/admin/images/chooser/{image.pk}/select_format/"
        assert desk.client.get(url).status_code == answer
