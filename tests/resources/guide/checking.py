"""Checks and worksheets for the tests: the demonstration's own, begun and filled in as a reader would."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import Any

from django.test import Client

from portal.demo.checks import add_checks, check_fields, cost_fields
from portal.demo.content import read
from resources.guide.checks import actions
from resources.guide.checks.content import CheckContent, CostContent, read_check, read_cost
from resources.guide.models import Check, CostForm, Edition, Sheet
from resources.guide.models.editions import Form

READY, TERRITORY, COST = "/guide/etes-vous-prets/", "/guide/bilan-de-territoire/", "/guide/calcul-du-cout/"
STARTS = {Form.READY: READY, Form.TERRITORY: TERRITORY, Form.COST: COST}


def publish_all() -> None:
    """Write the demonstration's forms and publish them."""
    add_checks(None)


@cache
def contents() -> dict[str, dict[str, Any]]:
    """Give what editions of the demonstration's forms keep; no database."""
    told = read("guide/checks")
    found = {one["slug"]: Check(**check_fields(one, told["answer"])).frozen() for one in told["check"]}
    return found | {Form.COST.value: CostForm(**cost_fields(read("guide/cost"))).frozen()}


def publish_editions() -> None:
    """Publish the demonstration's forms without their drafts: quicker."""
    Edition.objects.bulk_create(
        Edition(slug=slug, number=1, content=content) for slug, content in contents().items()
    )


def check(form: str = Form.READY, language: str = "fr") -> CheckContent:
    """Give the current edition of a check."""
    edition = Edition.objects.current(form)
    return read_check(edition.content, edition.number, language)


def cost(language: str = "fr") -> CostContent:
    """Give the current edition of the worksheet."""
    edition = Edition.objects.current(Form.COST)
    return read_cost(edition.content, edition.number, language)


def begin(form: str = Form.READY, root: str = "") -> str:
    """Begin a sheet as a reader does; give the address of its result, without its host."""
    answer = Client().post(f"{root}{STARTS[Form(form)]}")
    assert answer.status_code == 303
    return answer["Location"].removesuffix("1/")


def token_of(address: str) -> str:
    """Give the secret word of an address."""
    return address.rstrip("/").rsplit("/", 1)[1]


def sheet_of(address: str) -> Sheet:
    """Give the row behind an address."""
    return Sheet.objects.get(digest=actions.digest_of(token_of(address)))


def fields_of(page) -> dict[str, str]:
    """Give what the form of a page sends when nobody touches it."""
    text = page.content.decode()
    found = {}
    for tag in re.findall(r"<input[^>]*>", text):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="radio"' not in tag or " checked" in tag):
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, options in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def fill(address: str, step: int = 1, *, then: str = "", **answers: str):
    """Change some answers of a page and send it; names may be given with _ for - and __ for a point."""
    page = f"{address}{step}/"
    fields = fields_of(Client().get(page))
    for name, value in answers.items():
        field = "q-" + name.replace("__", ".").replace("_", "-")
        assert field in fields or f"avant-{field[2:]}" in fields, field
        fields[field] = value
    return Client().post(page, fields | {"vers": then})


def written(address: str) -> dict[str, str]:
    """Give what is kept of a sheet."""
    return dict(sheet_of(address).entries.values_list("name", "value"))


def change_question(slug: str, **words: str) -> Check:
    """Change the words of a question in the draft, and save it."""
    draft = Check.objects.get(slug=Form.READY)
    for theme in draft.themes:
        for question in theme.value["questions"]:
            if question["slug"] == slug:
                for name, value in words.items():
                    question[name] = value
    draft.save()
    return draft


def drafts() -> list[Check | CostForm]:
    """Give every draft."""
    return [*Check.objects.all(), *CostForm.objects.all()]


def get(address: str):
    """Ask for a page."""
    return Client().get(address)


def text_of(page) -> str:
    """Give the words of a page, spaces made one."""
    body = re.sub(r"<[^>]+>", " ", page.content.decode().split("<main", 1)[1])
    return " ".join(html.unescape(body).split())
