"""Load the whole demonstration, in one transaction."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from home.activities.actions.holidays import import_holidays
from home.pages.actions import set_up_workflow
from portal.demo.checks import add_checks
from portal.demo.content import LANGUAGES, read
from portal.demo.exchanges import add_exchanges, add_implementations
from portal.demo.guide import write_guide
from portal.demo.people import add_people
from portal.demo.programme import add_activity, add_places, add_themes, show_every_state
from portal.demo.resources import add_resources, write_help_pages
from portal.demo.tools import add_tools
from portal.demo.translations import let_one_grow_old, tell_wagtail_localize
from portal.demo.writing import write_pages
from portal.territories.actions import create_territory, set_up_administration


@transaction.atomic
def load() -> None:
    """Write territories, people, places, workshops, sessions, resources, pages and the guide."""
    for language in LANGUAGES:
        Locale.objects.get_or_create(language_code=language)
    administration = set_up_administration()
    year = timezone.localdate().year
    import_holidays(year - 1, year + 3)
    for facts in read("territories")["territory"]:
        plain = {key: value for key, value in facts.items() if key != "place"}
        add_places(create_territory(**plain), facts["place"])
    people = add_people(administration)
    themes = add_themes()
    for activity in read("activities")["activity"]:
        add_activity(activity, themes, people["redaction"])
    show_every_state(people["redaction"])
    add_resources(people["redaction"])
    write_pages()
    write_help_pages()
    write_guide()
    add_checks(people["admin"])
    add_tools()
    add_implementations()
    add_exchanges(people)
    set_up_workflow()
    tell_wagtail_localize()  # after all that is published
    let_one_grow_old()
