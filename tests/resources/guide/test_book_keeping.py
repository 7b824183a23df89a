"""What was taken out of the guide is read in the book before for a while at most; what was made since is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.paper import PangoMissing
from resources.guide.book import keeping, making
from resources.guide.book.keeping import former
from resources.guide.book.state import gather
from resources.guide.models import Book
from tests.home.pages.conftest import tree  # noqa: F401 -- a fixture
from tests.resources.guide.books import files, state_of
from tests.resources.guide.chapters import add_chapter, body
from tests.resources.guide.test_book_making import (  # noqa: F401 -- some are fixtures
    LATER,
    Stage,
    asked,
    guide,
    only_made,
    press,
    publish,
    queue,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", [Stage.WANTED, Stage.MAKING])
def test_what_was_taken_out_of_a_chapter_is_read_no_longer_once_its_book_is_late(guide, press, queue, stage):  # noqa: F811
    making.make(asked().pk, 1)
    publish(guide, "Autrement")
    assert former(gather("fr")) is None  # nobody has the current one made
    current = asked()
    Book.objects.filter(pk=current.pk).update(stage=stage)
    assert former(gather("fr")) == only_made()
    with time_machine.travel(timezone.now() + timedelta(minutes=59), tick=False):
        assert former(gather("fr"))
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert former(gather("fr")) is None


def test_what_was_taken_out_of_a_chapter_is_read_no_longer_once_its_book_fails(guide, press, queue):  # noqa: F811
    making.make(asked().pk, 1)
    publish(guide, "Autrement")
    press.fails, current = PangoMissing(), asked()
    with pytest.raises(PangoMissing):
        making.make(current.pk, 1)
    assert former(gather("fr")) is None
    with time_machine.travel(timezone.now() + LATER, tick=False):
        assert (asked().stage, asked().turn) == (Stage.WANTED, 2)
        assert former(gather("fr")) is None  # else it would come back every ten minutes


def test_a_book_that_does_not_say_what_it_holds_is_not_given(guide, press, queue):  # noqa: F811
    making.make(asked().pk, 1)
    Book.objects.update(chapters=[])
    publish(guide, "Autrement")
    asked()
    assert former(gather("fr")) is None
    assert keeping.forget("fr", gather("fr")) == 1 and files() == []


def test_a_book_made_since_the_contents_were_read_is_kept(tree, guide, press, queue):  # noqa: F811
    before = gather("fr")
    add_chapter(tree, guide, "lieu", body=body("text"))
    making.make(asked().pk, 1)
    assert keeping.forget("fr", before) == keeping.forget("fr", None) == 0
    assert only_made().state == state_of() and len(files()) == 1
