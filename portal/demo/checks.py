"""The demonstration's checks and cost worksheet: written in the admin's tables, then published as a first edition."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from portal.demo.content import read
from resources.guide.checks.actions import NothingNew, publish_edition
from resources.guide.models.editions import Check, CostForm, Draft

ENDINGS = ("", "_en", "_ar")
#: The line that says how many people one thinks of accompanying: the cost of each is worked out with it.
PEOPLE = "personnes-accompagnees"
#: The line that says how many patients the team has: the part that is accompanied is told with it.
PATIENTS = "patientele"
Facts = dict[str, Any]


def add_checks(user: Any) -> None:
    """Write the two checks and the worksheet; publish each, unless its edition stands already."""
    content = read("guide/checks")
    for facts in content["check"]:
        publish(save(Check, facts["slug"], check_fields(facts, content["answer"])), user)
    cost = read("guide/cost")
    publish(save(CostForm, cost["slug"], cost_fields(cost)), user)


def save(model: type[Check] | type[CostForm], slug: str, fields: Facts) -> Draft:
    """Write one draft, found again by its name."""
    draft = model.objects.filter(slug=slug).first() or model(slug=slug)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.full_clean()
    draft.save()
    return draft


def publish(draft: Draft, user: Any) -> None:
    """Publish what was written; nothing when it was published before."""
    with suppress(NothingNew):
        publish_edition(draft, user=user)


def words(facts: Facts, name: str, field: str = "") -> Facts:
    """Give the three languages of a sentence under the name a field bears."""
    return {f"{field or name}{ending}": facts.get(f"{name}{ending}", "") for ending in ENDINGS}


def block(kind: str, value: Facts) -> Facts:
    """Give a block as it is stored."""
    return {"type": kind, "value": value}


def named(facts: Facts, *names: str) -> Facts:
    """Give a name and some sentences."""
    told: Facts = {"slug": facts["slug"]}
    for name in names:
        told |= words(facts, name)
    return told


def common(facts: Facts) -> Facts:
    """Give what all forms have."""
    return words(facts, "title") | words(facts, "summary") | words(facts, "intro", "introduction")


def check_fields(facts: Facts, answers: list[Facts]) -> Facts:
    """Give the fields of a check."""
    readings = [
        block(
            "reading",
            {"slug": slug}
            | words(told, "title")
            | words(told, "html")
            | words(facts["dimension_readings"][slug], "text"),
        )
        for slug, told in facts["readings"].items()
    ]
    return common(facts) | {
        "unknown_from": facts["unknown_from"],
        "answers": [block("answer", named(answer, "label")) for answer in answers],
        "dimensions": [block("dimension", named(one, "title")) for one in facts["dimension"]],
        "themes": [block("theme", theme_value(theme)) for theme in facts["theme"]],
        "readings": readings,
    }


def theme_value(facts: Facts) -> Facts:
    """Give a page of questions."""
    told = named(facts, "title") | words(facts, "intro", "introduction") | {"dimension": facts["dimension"]}
    return told | {"questions": [question_value(one) for one in facts["question"]]}


def question_value(facts: Facts) -> Facts:
    """Give a question."""
    kept = {name: facts[name] for name in ("essential", "origin", "chapter", "anchor")}
    return named(facts, "text", "help", "short") | kept | {"facts": " ".join(facts["facts"])}


def cost_fields(facts: Facts) -> Facts:
    """Give the fields of the worksheet."""
    published = facts["published"]
    readings = [
        block("reading", {"slug": slug} | words(told, "title") | words(told, "html"))
        for slug, told in facts["readings"].items()
    ]
    return (
        common(facts)
        | words(facts, "assumptions")
        | words(published, "source")
        | words(published, "text", "told")
        | {name: published[name] for name in ("low", "high", "page")}
        | {
            "chapter": facts["chapter"],
            "factors": [block("factor", words(one, "text")) for one in published["factor"]],
            "inputs": [
                block("input", named(one, "label", "unit", "help") | {"most": one.get("max")})
                for one in facts["input"]
            ],
            "sections": [section_block(one, facts["line"]) for one in facts["section"]],
            "modes": [block("mode", named(one, "label")) for one in facts["mode"]],
            "results": [block("result", named(one, "label", "help")) for one in facts["result"]],
            "readings": readings,
        }
    )


def section_block(facts: Facts, lines: list[Facts]) -> Facts:
    """Give a part of the worksheet with its lines."""
    mine = [line_value(line) for line in lines if line["section"] == facts["slug"]]
    return block("section", named(facts, "title") | words(facts, "intro", "introduction") | {"lines": mine})


def line_value(facts: Facts) -> Facts:
    """Give a line."""
    flags = {name: facts.get(name, False) for name in ("minimum", "ask_mode", "free")}
    kept = {name: facts[name] for name in ("kind", "effect")}
    counts = {"is_people": facts["slug"] == PEOPLE, "is_patients": facts["slug"] == PATIENTS}
    return named(facts, "label", "help") | flags | kept | counts
