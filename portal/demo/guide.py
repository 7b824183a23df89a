"""The demonstration's guide: the eight registers, the contents, eleven chapters in French and in English."""

from __future__ import annotations

import re
from typing import Any

from wagtail.models import Locale, Page

from home.pages.models import HomePage, PortalPage
from portal.demo.content import FOLDER, LANGUAGES, read
from portal.demo.writing import publish
from resources.guide.models import ChapterPage, GuidePage, Register
from resources.guide.models.pages import SLUG

#: What a content file says of a block that is none of its parts, and what it says in its own way.
APART = ("type", "facts", "html", "data", "alt")
#: A space that no line may end on in French: before a sign of two strokes, inside quotation marks, inside a number.
BOUND = re.compile(r" (?=[:;?!»])|(?<=«) |(?<=\d) (?=\d{3}\b)")
#: What a register says in each language.
SAID = ("title", "description", "what_for", "who")


def write_guide() -> None:
    """Publish the guide under the home page; the registers first, for the chapters show them."""
    write_registers()
    home = HomePage.objects.get(locale__language_code="fr")
    words = read("guide/guide")
    guide = write(
        home,
        GuidePage,
        {"slug": SLUG},
        {"fr": page_fields(typeset(words["fr"])), "en": page_fields(words["en"])},
    )
    for name in chapters():
        write_chapter(guide, name)


def chapters() -> list[str]:
    """Give the names of the files of the chapters, in order."""
    return sorted(file.stem for file in (FOLDER / "content" / "guide").glob("[0-9]*.toml"))


def write_registers() -> None:
    """Write the eight registers, in French and in English."""
    english = {facts["code"]: facts for facts in read("guide/registers.en")["register"]}
    for facts in read("guide/registers")["register"]:
        fields = {name: typeset(facts[name].strip()) for name in SAID}
        other = english.get(facts["code"], {})
        fields |= {f"{name}_en": other[name].strip() for name in SAID if name in other}
        Register.objects.update_or_create(code=facts["code"], defaults=fields)


def write_chapter(guide: Page, name: str) -> None:
    """Publish one chapter, in each language that has a file for it."""
    french = read(f"guide/{name}")
    words = {"fr": chapter_fields(french, "fr")}
    if (FOLDER / "content" / "guide" / "en" / f"{name}.toml").exists():
        words["en"] = chapter_fields(read(f"guide/en/{name}"), "en")
    write(guide, ChapterPage, {"slug": french["slug"]}, words)


def page_fields(words: dict[str, str]) -> dict[str, Any]:
    """Give the fields of a page from the words of a content file."""
    introduction = words.get("introduction") or words["summary"]
    return {"title": words["title"], "introduction": introduction, "search_description": words["meta"]}


def chapter_fields(facts: dict[str, Any], language: str) -> dict[str, Any]:
    """Give the fields of a chapter from a content file."""
    facts = typeset(facts) if language == "fr" else facts
    body = [(block["type"], block_value(block)) for block in facts["block"]]
    return page_fields(facts[language]) | {"revised": facts["revised"], "body": body}


def typeset(value: Any) -> Any:
    """Keep French signs with their words, and numbers whole, wherever a line ends."""
    if isinstance(value, str):
        return BOUND.sub("\u00a0", value)
    if isinstance(value, dict):
        return {name: typeset(part) for name, part in value.items()}
    return [typeset(part) for part in value] if isinstance(value, list) else value


def block_value(facts: dict[str, Any]) -> dict[str, Any]:
    """Give the value of a block from a content file."""
    value = {name: part for name, part in facts.items() if name not in APART}
    if "also" in facts:
        value["also"] = [code.upper() for code in facts["also"]]
    if "html" in facts:
        value["text"] = facts["html"].strip()
    if facts["type"] == "figure":
        data = facts["data"]
        value["alternative"] = facts["alt"]
        value |= data if isinstance(data, dict) else {"parts": data}
    return value


def write(parent: Page, model: type[PortalPage], facts: dict[str, Any], words: dict[str, Any]) -> PortalPage:
    """Publish a page in French under `parent`, then in the languages it is written in; French shows in the others."""
    page = model(locale=Locale.get_default(), **facts, **words["fr"])
    parent.add_child(instance=page)
    publish(page)
    for language in LANGUAGES[1:]:
        locale = Locale.objects.get(language_code=language)
        other = page.copy_for_translation(locale, copy_parents=True, alias=language not in words)
        if language in words:
            for name, value in words[language].items():
                setattr(other, name, value)
            other.draft_title = other.title
            publish(other)
    return page
