"""The browser starts, sees the rows of the test, and complains of what it should."""

from __future__ import annotations

import pytest
from wagtail.models import Page as WagtailPage

from tests.factories import UserFactory


def test_the_live_server_is_reached(page):
    response = page.goto("/livez")
    assert response.ok
    assert page.viewport_size == {"width": 1280, "height": 900}


@pytest.mark.parametrize("round_", [1, 2])
def test_rows_of_the_migrations_are_back_in_every_test(round_):
    assert WagtailPage.objects.filter(depth=1).exists()


def test_a_signed_in_page_carries_the_session(page, sign_in, live_server):
    sign_in(page, UserFactory())
    page.goto("/livez")
    assert [cookie["name"] for cookie in page.context.cookies()] == ["sessionid"]


def test_axe_speaks_up_about_an_image_without_words(page, check_axe):
    page.set_content(
        "<html lang='fr'><title>Essai</title><main><h1>Essai</h1><img src='data:,'></main></html>"
    )
    with pytest.raises(AssertionError, match="image-alt"):
        check_axe(page)


def test_a_script_error_is_noticed(page, watch):
    page.set_content("<script>undefinedName()</script>")
    page.wait_for_timeout(100)
    assert "undefinedName" in watch.errors.pop()
