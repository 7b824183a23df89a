"""The fiche de saisine on two sheets: page 1 for who refers, page 2 for the team. Where each field stands; nothing else is said here."""

from __future__ import annotations

from dataclasses import dataclass

from resources.guide.tools.fields import Field, FieldList, Kind
from resources.guide.tools.layout import Ask, Document, Page, Section

#: The title of each sheet.
TITLES = {1: "1. Qui adresse", 2: "2. L'équipe IMPACT"}


@dataclass(frozen=True)
class Spot:
    """Where a field stands: its width out of twelve, lines to write on, whether its label shares their line.

    `says_help` leaves the help out of a sheet that has no room for it: the field to fill on screen still says it.
    """

    width: int = 12
    lines: int = 1
    label_width: int = 0
    says_help: bool = True


SPOTS = {
    "request_kind": Spot(6, label_width=2),
    "request_date": Spot(6, label_width=7, says_help=False),
    "referrer_name": Spot(6),
    "referrer_organisation": Spot(6),
    "referrer_address": Spot(5),
    "referrer_phone": Spot(3, says_help=False),
    "referrer_mail": Spot(4, says_help=False),
    "person_last_name": Spot(4),
    "person_first_name": Spot(4),
    "person_birth_date": Spot(4, says_help=False),
    "person_phone": Spot(4),
    "person_address": Spot(8),
    "person_language": Spot(6),
    "person_interpreter": Spot(6),
    "agreement_date": Spot(3),
    "agreement_scope": Spot(9),
    "agreement_why_not": Spot(12, lines=2),
    "doctor_name": Spot(12, label_width=5),
    "request_why": Spot(12, lines=3),
    "person_wish": Spot(6, lines=3),
    "already_there": Spot(6, lines=3),
    "delay": Spot(12, label_width=4, says_help=False),
    "renewal_reason": Spot(12, lines=2, says_help=False),
    "reference": Spot(6),
    "received_date": Spot(3),
    "received_by": Spot(3),
    "received_through": Spot(12, says_help=False),
    "first_contact_date": Spot(5),
    "agreement_checked": Spot(7, says_help=False),
    "person_gender": Spot(12, label_width=3),
    "needs": Spot(12, lines=4),
    "commission_date": Spot(3),
    "commission_present": Spot(9),
    "companion": Spot(5),
    "start_date": Spot(3),
    "review_date": Spot(4),
    "redirected_to": Spot(7, lines=2),
    "more_needed_what": Spot(5, lines=2),
    "note_internal": Spot(12, lines=3),
    "words_to_referrer": Spot(9, lines=2),
    "told_referrer_date": Spot(3),
    "words_to_person": Spot(9, lines=2),
    "told_person_date": Spot(3),
    "told_doctor_date": Spot(12, label_width=9),
}
#: Where the fields of a family stand: the first pattern that a name has.
FAMILIES = (
    ("screen_", "", Spot(label_width=9)),
    ("reasons_", "_other", Spot(3)),
    ("reasons_", "", Spot(9)),
)


def spot_of(slug: str) -> Spot:
    """Give where a field stands; a field nobody placed takes a whole line."""
    if slug in SPOTS:
        return SPOTS[slug]
    alike = (spot for start, end, spot in FAMILIES if slug.startswith(start) and slug.endswith(end))
    return next(alike, Spot())


def fiche(told: FieldList, foot: str) -> Document:
    """Give the sheet of a list of fields; `foot` is what the margin says of its version."""
    pages = tuple(
        Page(
            title=title,
            sections=tuple(
                Section(
                    title=section.title,
                    intro=section.intro,
                    style=section.slug,
                    blocks=tuple(ask(field) for field in section.fields),
                )
                for section in told.of_page(number)
            ),
        )
        for number, title in TITLES.items()
    )
    return Document(
        slug="fiche-de-saisine",
        title=told.title,
        language="fr",
        pages=pages,
        warning=told.emergency,
        note=told.footer,
        foot=foot,
        type=8,
        line=5,
    )


def ask(field: Field) -> Ask:
    """Give the question of a field."""
    spot = spot_of(field.slug)
    return Ask(
        name=field.slug,
        label=field.label,
        kind=field.kind,
        help=field.help,
        shows_help=spot.says_help,
        required=field.required and field.only_if is None,
        choices=field.choices,
        lines=max(spot.lines, 2 if field.kind == Kind.LONG else 1),
        width=spot.width,
        max=field.max,
        inline=bool(spot.label_width),
        label_width=spot.label_width,
    )
