"""What the cost worksheet is written with in the admin: boxes to fill, lines, sections, readings. No coefficient anywhere."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from resources.guide.checks.blocks import TranslatedBlock, choice, named, said, written

#: The boxes of each kind of line, in the order they are multiplied.
INPUTS_OF = {
    "time": ("heures", "semaines", "cout-heure"),
    "session": ("seances", "cout-seance"),
    "amount": ("montant",),
    "count": ("nombre",),
}
KINDS = [
    ("time", _("heures par semaine × semaines × coût d'une heure")),
    ("session", _("séances × coût d'une séance")),
    ("amount", _("un montant par an")),
    ("count", _("un nombre, qui n'entre pas dans le total")),
]
EFFECTS = [
    ("cost", _("dépense")),
    ("carried", _("déjà payé")),
    ("income", _("argent attendu")),
    ("none", _("rien")),
]
INPUTS = [
    ("heures", _("heures par semaine")),
    ("semaines", _("semaines par an")),
    ("cout-heure", _("coût d'une heure")),
    ("seances", _("séances par an")),
    ("cout-seance", _("coût d'une séance")),
    ("montant", _("montant par an")),
    ("nombre", _("nombre")),
]
RESULTS = [
    ("total", _("coût total")),
    ("already_carried", _("déjà payé")),
    ("to_fund", _("reste à financer")),
    ("balance", _("écart avec l'argent attendu")),
    ("per_person", _("coût par personne")),
]
READINGS = [
    ("empty", _("rien à additionner")),
    ("below", _("sous la fourchette")),
    ("within", _("dans la fourchette")),
    ("above", _("au-dessus de la fourchette")),
    ("incomplete", _("lignes à moitié remplies")),
    ("minimum", _("un temps minimal manque")),
    ("excess", _("« déjà payé » dépasse le coût")),
]
#: The reading drafts saved before it do not have: `checks/content.py` says it in their place.
SPARE = "excess"


def factors() -> list[tuple[str, blocks.Block]]:
    """Give the block of what makes the cost change."""
    return [
        (
            "factor",
            TranslatedBlock(
                [*said("text", _("texte"))], label=_("Ce qui fait varier"), label_format="{text}"
            ),
        )
    ]


def inputs() -> list[tuple[str, blocks.Block]]:
    """Give the block of a box to fill."""
    most = blocks.IntegerBlock(label=_("au plus"), required=False, min_value=1)
    fields = [
        ("slug", choice(_("case"), INPUTS)),
        *said("label", _("mots"), 80),
        *said("unit", _("unité"), 40, help_text=_("Elle n'est pas montrée à côté d'un simple nombre.")),
        *said("help", _("aide"), required=False),
        ("most", most),
    ]
    return [("input", TranslatedBlock(fields, label=_("Case"), icon="edit", label_format="{label}"))]


def line() -> TranslatedBlock:
    """Give the block of a line."""
    return TranslatedBlock(
        [
            *said("label", _("ligne"), 120),
            *said("help", _("aide"), required=False),
            ("kind", choice(_("calcul"), KINDS)),
            ("effect", choice(_("effet"), EFFECTS)),
            ("minimum", blocks.BooleanBlock(label=_("temps minimal pour ouvrir"), required=False)),
            ("ask_mode", blocks.BooleanBlock(label=_("demander : salarié, libéral…"), required=False)),
            ("free", blocks.BooleanBlock(label=_("la personne écrit le nom de la ligne"), required=False)),
            ("is_people", blocks.BooleanBlock(label=_("nombre de personnes accompagnées"), required=False)),
            ("is_patients", blocks.BooleanBlock(label=_("nombre de patient·es de l'équipe"), required=False)),
            named(),
        ],
        label=_("Ligne"),
        icon="list-ul",
        label_format="{label}",
    )


def sections() -> list[tuple[str, blocks.Block]]:
    """Give the block of a page of lines."""
    fields = [
        *said("title", _("titre"), 80),
        *said("introduction", _("introduction"), 400, required=False),
        named(),
        ("lines", blocks.ListBlock(line(), label=_("lignes"), min_num=1, max_num=15)),
    ]
    return [
        (
            "section",
            TranslatedBlock(fields, label=_("Partie (une page)"), icon="form", label_format="{title}"),
        )
    ]


def modes() -> list[tuple[str, blocks.Block]]:
    """Give the block of a way of being paid."""
    return [
        (
            "mode",
            TranslatedBlock(
                [*said("label", _("mots"), 80), named()], label=_("Façon de payer"), label_format="{label}"
            ),
        )
    ]


def results() -> list[tuple[str, blocks.Block]]:
    """Give the block of a result."""
    fields = [
        ("slug", choice(_("résultat"), RESULTS)),
        *said("label", _("mots"), 80),
        *said("help", _("aide"), required=False),
    ]
    return [("result", TranslatedBlock(fields, label=_("Résultat"), icon="table", label_format="{label}"))]


def readings() -> list[tuple[str, blocks.Block]]:
    """Give the block of a reading of the sums."""
    fields = [
        ("slug", choice(_("quand"), READINGS)),
        *said("title", _("titre"), 100),
        *written("html", _("lecture")),
    ]
    return [
        ("reading", TranslatedBlock(fields, label=_("Lecture"), icon="openquote", label_format="{title}"))
    ]
