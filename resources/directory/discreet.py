"""What leaves no trace on a shared telephone: help against violence. One rule, here alone; no Django model.

Such an entry keeps its name on the page, for who reads it. Nothing that stays behind says it: the title of the tab, the
address, the description, what is shared, the printed sheet's heading. Its pages are left in one press and kept by no
browser. Search engines may list them, from the words of the page: people look for help there first, often from another
telephone, and what they find has the same silent address and title.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar

from data_inclusion.schema import v1
from django.http import HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from search.text import fold

#: The themes of the exchange format that name violence; one, which speaks of conflicts and separation as well.
VIOLENCE = frozenset(str(code) for code in v1.Thematique if "violence" in code)
#: Beginnings of words that tell, without accents, in the three languages.
TELLING = re.compile(
    r"(?<![^\W_])(?:violen|viol(?:s|e|es|ee|ees|eur|eurs)?(?![^\W_])|conjug|frapp|coups(?![^\W_])|battue?s?(?![^\W_])|agress"
    r"|maltrait|victim|harcel|harass|feminicid|incest|emprise|menace|danger|peur|abus|domestic|rape(?![^\W_])|assault)|عنف|اغتصاب"
)
#: No name makes such an address: two hyphens never follow each other in a slug.
QUIET = re.compile(r"fiche--([1-9]\d{0,17})", re.ASCII)
Answer = TypeVar("Answer", bound=HttpResponseBase)


class Topic(Protocol):
    """A theme, as it is read here."""

    slug: str
    name: str
    data_inclusion: str


def says_it(*texts: str | None) -> bool:
    """Tell whether a name, an address or a question speaks of violence."""
    return bool(TELLING.search(fold(" ".join(filter(None, texts)))))


def asks_in_secret(words: str | None, themes: Iterable[Topic]) -> bool:
    """Tell whether what is asked speaks of violence: in words, or by a theme that is nothing else."""
    return says_it(words) or any(map(_is_about_it, themes))


def _is_about_it(theme: Topic) -> bool:
    codes = set(theme.data_inclusion.split())
    return says_it(theme.slug, theme.name) or (bool(codes) and codes <= VIOLENCE)


def is_quiet(names: Iterable[str | None], thematiques: Collection[str] | None = None) -> bool:
    """Tell whether an entry leaves no trace: one of its themes is violence, or one of its names says it."""
    return not VIOLENCE.isdisjoint(thematiques or ()) or says_it(*names)


def quiet_slug(pk: int) -> str:
    """Give the last word of an address that says nothing."""
    return f"fiche--{pk}"


def wanted(slug: str) -> dict[str, str | int]:
    """Give the filter that finds the entry of an address, by its name or in silence."""
    quiet = QUIET.fullmatch(slug)
    return {"pk": int(quiet[1])} if quiet else {"slug": slug}


def leave_no_trace(response: Answer) -> Answer:
    """Ask the browser to keep nothing of a page, and to tell nobody where the reader comes from."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def moved(address: str) -> HttpResponsePermanentRedirect:
    """Lead to the address of today for good; a browser that kept the way would keep the old name."""
    return leave_no_trace(HttpResponsePermanentRedirect(address))
