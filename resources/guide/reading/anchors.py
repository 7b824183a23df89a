"""The names of passages in addresses (`/guide/equipe/#minimum`). Plain rules, no Wagtail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST = 60
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: Names the pages give themselves: the skip link's, the foot's, the chapter's own parts, passages without a name.
OWN = re.compile(r"contenu|(?:foot|chapitre|p)-.*|.*-titre")


def validate_name(name: str) -> None:
    """Raise ValidationError for what is not a short word of an address, or is one of the page's own."""
    if not NAME.fullmatch(name):
        raise ValidationError(_("Des minuscules sans accent, des chiffres et des tirets : equipe-minimum."))
    if OWN.fullmatch(name):
        raise ValidationError(_("Ce nom sert déjà à la page. Choisissez-en un autre."))


def anchor_of(name: str | None, key: str | None, position: int) -> str:
    """Give the anchor of a passage: the name it was given, else the start of its key, else its place in the chapter."""
    return name or f"p-{(key or '')[:8] or position}"


def anchors_of(passages: Iterable[tuple[str | None, str | None]]) -> list[str]:
    """Give the anchor of each passage, told by (name, key); no two are the same, whatever was stored."""
    seen: set[str] = set()
    found = []
    for position, (name, key) in enumerate(passages, 1):
        anchor = next(one for one in _tries(anchor_of(name, key, position)) if one not in seen)
        seen.add(anchor)
        found.append(anchor)
    return found


def _tries(anchor: str) -> Iterator[str]:
    yield anchor
    number = 2
    while True:
        yield f"{anchor}-{number}"
        number += 1


def doubles(names: Iterable[str | None]) -> list[int]:
    """Give the positions, from 0, of the names that were already given to a passage before."""
    seen: set[str] = set()
    found = []
    for position, name in enumerate(names):
        if name and name in seen:
            found.append(position)
        if name:
            seen.add(name)
    return found
