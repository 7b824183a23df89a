"""What the search page shows of an answer: results under their headings, the best heading first; all of one heading page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import ngettext

from portal.when import moment_words
from search.distances import distance_words
from search.document import FOR, RESIDENTS
from search.engine import search
from search.facets import FACETS
from search.forms import SearchForm
from search.question import KIND, RELEVANCE, Answer, Hit, Piece, Question
from search.sections import AGENDA, GUIDE, NEAR, PAGES, SECTIONS, Section, face_of
from search.updates import withdrawn

#: How many results a heading shows when it stands among others, and when it stands alone.
FEW, PER_PAGE = 4, 20
#: How often a page is asked again at most.
ROUNDS = 4
#: Who chooses this public is shown the evenings for professionals, which others are not.
ASKED_BY_PROFESSIONALS = "professionnels"


@dataclass(frozen=True, slots=True)
class Result:
    """One result in words, ready to print; empty text where there is nothing to say."""

    url: str
    title: tuple[Piece, ...]
    extract: tuple[Piece, ...]
    lang: str
    kind: str
    pictogram: str
    place: str
    when: str
    distance: str


@dataclass(frozen=True)
class Part:
    """A heading with its results, of `total`; `more` are the words of the link to them all, "" when all are shown."""

    section: Section
    results: list[Result]
    total: int
    more: str = ""


@dataclass(frozen=True)
class Found:
    """What answers: parts in order, how many in all and with all the words, counts of each filter, what was perhaps meant."""

    parts: list[Part]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    correction: str
    partial: bool
    whole: int
    is_discreet: bool

    @property
    def is_mixed(self) -> bool:
        """Whether those that hold all the words come before others that do not."""
        return 0 < self.whole < self.total


def find(form: SearchForm, language: str, now: datetime, page: int = 1) -> Found:
    """Answer what a form asks, dates past at `now` (aware) left out; raises EngineDown.

    Asked again when something found was withdrawn and is still in the index, or when two engines answered one page, whose
    scores do not compare: both are rare, and last but a moment.
    """
    asked = question_of(form, language)
    for _again in range(ROUNDS):
        overall, answers = _answers(asked, form.section, page)
        hits = [hit for answer in answers.values() for hit in answer.hits]
        gone = withdrawn((hit.key for hit in hits), language)
        if not gone and len({overall.engine, *(answer.engine for answer in answers.values())}) == 1:
            break
        asked = replace(asked, without=(*asked.without, *gone))
    left = {section: _but(answer, gone) for section, answer in answers.items()}
    shown = [(section, answer) for section, answer in left.items() if answer.hits]
    if form.words and form.sort == RELEVANCE:
        shown.sort(key=lambda pair: -pair[1].hits[0].score)
    return Found(
        parts=[_part(section, answer, now, alone=bool(form.section)) for section, answer in shown],
        total=overall.total,
        counts=overall.counts,
        correction=overall.correction,
        partial=overall.partial,
        whole=overall.whole,
        is_discreet=any(hit.discreet for hit in hits),
    )


def _answers(asked: Question, alone: Section | None, page: int) -> tuple[Answer, dict[Section, Answer]]:
    """Give the answer as a whole, and that of each section that has one: all the words may be in other sections."""
    facets = (KIND, *(facet.name for facet in FACETS))
    if alone:
        answer = search(replace(_within(asked, alone, per_page=PER_PAGE), facets=facets, page=page))
        return answer, {alone: answer}
    overall = search(replace(asked, facets=facets, per_page=1))
    held = [section for section in SECTIONS if count_of(section, overall)]
    return overall, {section: search(_within(asked, section, per_page=FEW)) for section in held}


def _but(answer: Answer, gone: set[str]) -> Answer:
    return replace(answer, hits=tuple(hit for hit in answer.hits if hit.key not in gone))


def question_of(form: SearchForm, language: str) -> Question:
    """Put what a form asks as a question to the engine, without its part of the results."""
    chosen = {facet.name: form.chosen[facet.parameter] for facet in FACETS if facet.parameter in form.chosen}
    alike = {
        facet.name: dict.fromkeys(chosen[facet.name], facet.everybody)
        for facet in FACETS
        if facet.everybody and facet.name in chosen
    }
    for_them = ASKED_BY_PROFESSIONALS in chosen.get("public", ())
    return Question(
        words=form.words,
        language=language,
        chosen=chosen,
        alike=alike,
        marks={} if for_them else {FOR: (RESIDENTS,)},
        near=form.centre,
        radius=form.radius * 1000,
        sort=form.sort,
    )


def _within(asked: Question, section: Section, per_page: int) -> Question:
    return replace(asked, chosen={**asked.chosen, KIND: section.kinds}, per_page=per_page)


def count_of(section: Section, found: Answer | Found) -> int:
    """Give how many results a section holds."""
    counts = found.counts.get(KIND, {})
    return sum(counts.get(kind, 0) for kind in section.kinds)


def more_words(section: Section, total: int) -> str:
    """Give the words of the link to all the results of a section; "" when they are all on the page."""
    if total <= FEW:
        return ""
    words = {
        NEAR: ngettext(
            "Voir l’adresse près de chez vous", "Voir les %(total)s adresses près de chez vous", total
        ),
        AGENDA: ngettext("Voir l’atelier", "Voir les %(total)s ateliers", total),
        GUIDE: ngettext("Voir la page du guide", "Voir les %(total)s pages du guide", total),
        PAGES: ngettext("Voir la page", "Voir les %(total)s pages", total),
    }
    return words[section.slug] % {"total": total}


def _part(section: Section, answer: Answer, now: datetime, *, alone: bool) -> Part:
    more = "" if alone else more_words(section, answer.total)
    return Part(section, [result_of(hit, now) for hit in answer.hits], answer.total, more)


def result_of(hit: Hit, now: datetime) -> Result:
    """Put a hit in words; of a discreet one nothing is shown but its neutral title."""
    face = face_of(hit.kind)
    coming = next((when for when in hit.dates if when.end > now), None)
    return Result(
        url=hit.url,
        title=tuple(replace(piece, found=False) for piece in hit.title) if hit.discreet else hit.title,
        extract=() if hit.discreet else hit.extract,
        lang=hit.words_language,
        kind=str(face.name),
        pictogram=face.pictogram,
        place=hit.place,
        when=moment_words(coming.start, coming.end) if coming else "",
        distance=distance_words(hit.distance),
    )
