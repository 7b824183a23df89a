"""A question put to search, and its answer, whatever the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from search.document import When
from search.geography import Point

RELEVANCE, NEAREST = "pertinence", "distance"
PER_PAGE = 20
DEFAULT_RADIUS = 10_000  # metres
#: The facet every document has: its kind.
KIND, TERRITORY = "kind", "territory"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for, in the language of the page.

    `chosen` holds, for each facet, the values wanted: any of them, and all the facets; « kind » and « territory » are facets.
    `alike` gives values that go with a chosen one without being counted as chosen (who asks for « femmes » is shown « tous-publics »):
    value chosen → values that match too. `marks` filter the same way and are never counted. `facets` names those to count:
    each is counted as if nothing were chosen in it. `without` names documents that are not to be found. `near` keeps what is on site within `radius` metres, and what is `everywhere`.
    Without words, every document that passes the filters answers, by title.
    """

    words: str = ""
    language: str = "fr"
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alike: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    near: Point | None = None
    radius: int = DEFAULT_RADIUS
    sort: str = RELEVANCE
    page: int = 1
    per_page: int = PER_PAGE


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of an extract, and whether they are words found."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found. `distance` in metres, None when nobody asked or nobody knows; `title` and `extract` in pieces."""

    key: str
    kind: str
    url: str
    title: tuple[Piece, ...]
    extract: tuple[Piece, ...]
    words_language: str
    place: str
    dates: tuple[When, ...]
    discreet: bool
    distance: float | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of hits; how many in all; counts by facet and value; what was perhaps meant.

    `whole`: how many of them hold all the words; all, unless so few do that those that hold some of them come after.
    `partial`: none of them does, so these hold some of the words. `engine`: the name of the one that answers.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    correction: str = ""
    partial: bool = False
    whole: int = 0
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words to finish what is being typed, or a document whose title goes so (then it has an address).

    `words_language` is the language of that title, when it is not the page's; `key` is that of the document.
    """

    text: str
    url: str = ""
    kind: str = ""
    words_language: str = ""
    key: str = ""
