"""The short address of a structure or a service: its name, and a number when the name is taken."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.text import slugify

from resources.directory.models import Service, Structure
from search.text import fold

#: Words the directory's own addresses need.
RESERVED = frozenset(["structures", "carte", "erreur", "verifier"])
LONGEST = 90
#: Up to this many names, only the addresses like them are read.
FEW = 20


def stem_of(name: str) -> str:
    """Give the address a name asks for: « Épicerie du Cœur » is "epicerie-du-coeur"."""
    stem = slugify(fold(name))[:LONGEST].strip("-") or "fiche"
    return f"{stem}-1" if stem in RESERVED else stem


def free_slug(model: type[Structure] | type[Service], name: str) -> str:
    """Give an address nobody has yet. One query."""
    return free_slugs(model, [name])[0]


def free_slugs(model: type[Structure] | type[Service], names: Iterable[str]) -> list[str]:
    """Give an address for each of `names`, all different and none taken, in order. One query."""
    stems = [stem_of(name) for name in names]
    known = model.objects.all()
    if len(stems) <= FEW:
        known = known.filter(reduce(or_, (Q(slug__startswith=stem) for stem in stems), Q(pk=None)))
    slugs = Slugs(known.values_list("slug", flat=True))
    return [slugs.give_stem(stem) for stem in stems]


class Slugs:
    """Addresses given one after the other; those taken are read once, however many are asked for."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        self.last: dict[str, int] = {}

    @classmethod
    def of(cls, model: type[Structure] | type[Service]) -> Slugs:
        """Begin with all addresses of a table. One query."""
        return cls(model.objects.values_list("slug", flat=True).iterator())

    def give(self, name: str) -> str:
        """Give an address nobody has, from a name."""
        return self.give_stem(stem_of(name))

    def give_stem(self, stem: str) -> str:
        """Give `stem`, or `stem-2`, `stem-3`… when it is taken."""
        number = self.last.get(stem, 0) + 1
        while (slug := stem if number == 1 else f"{stem}-{number}") in self.taken:
            number += 1
        self.last[stem] = number
        self.taken.add(slug)
        return slug
