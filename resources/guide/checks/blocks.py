"""What the checks and the cost worksheet are written with in the admin: French first, English and Arabic folded under it."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

#: Words of a page need no link: they would be read in the database at each visit, and old editions would change.
PLAIN_TEXT = ["bold", "ul", "ol"]
#: Longest name of a question, a line or a box: answers are kept under it (see `Entry.name`).
LONGEST_SLUG = 40
SLUG = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Lettres sans accent, chiffres et tirets seulement."))
LANGUAGES = (("en", _("Anglais")), ("ar", _("Arabe")))


class TranslatedBlock(blocks.StructBlock):
    """Fields of which some stand in three languages: `x`, `x_en`, `x_ar`. A name left empty is made from the words."""

    def get_form_layout(self) -> blocks.BlockGroup:
        """Fold the translations; the French fields and the choices stay in sight."""
        folded = [
            blocks.BlockGroup(children=names, heading=heading, classname="collapsed", icon="openquote")
            for language, heading in LANGUAGES
            if (names := [name for name in self.child_blocks if name.endswith(f"_{language}")])
        ]
        endings = tuple(f"_{language}" for language, _heading in LANGUAGES)
        french = [name for name in self.child_blocks if not name.endswith(endings)]
        return blocks.BlockGroup(children=[*french, *folded])

    def clean(self, value: Any) -> Any:
        """Give the thing a name when it has none: what is written first, without accents."""
        cleaned = super().clean(value)
        if "slug" in self.child_blocks and not cleaned["slug"]:
            words = next((cleaned[name] for name in ("text", "title", "label") if cleaned.get(name)), "")
            cleaned["slug"] = slugify(words)[:LONGEST_SLUG].strip("-")
        return cleaned


def said(
    name: str, label: Any, longest: int = 300, *, required: bool = True, help_text: Any = ""
) -> list[tuple[str, blocks.Block]]:
    """Give the three fields of a sentence; only the French one is ever required."""
    kind = blocks.CharBlock if longest <= 200 else blocks.TextBlock
    options: dict[str, Any] = {"label": label, "max_length": longest}
    if kind is blocks.TextBlock:
        options["rows"] = 2
    return [
        (name, kind(required=required, help_text=help_text, **options)),
        *((f"{name}_{language}", kind(required=False, **options)) for language, _heading in LANGUAGES),
    ]


def written(name: str, label: Any) -> list[tuple[str, blocks.Block]]:
    """Give the three fields of a text of several paragraphs."""
    options: dict[str, Any] = {"label": label, "features": PLAIN_TEXT, "max_length": 2000}
    return [
        (name, blocks.RichTextBlock(**options)),
        *(
            (f"{name}_{language}", blocks.RichTextBlock(required=False, **options))
            for language, _h in LANGUAGES
        ),
    ]


def named() -> tuple[str, blocks.Block]:
    """Give the field of the name under which answers are kept."""
    told = _("Ne le changez pas ensuite : les réponses sont comptées sous ce nom. Vide : fait avec les mots.")
    return "slug", blocks.CharBlock(
        label=_("nom court"), max_length=LONGEST_SLUG, required=False, validators=[SLUG], help_text=told
    )


def choice(label: Any, choices: list[tuple[str, Any]], default: str | None = None) -> blocks.ChoiceBlock:
    """Give a choice."""
    return blocks.ChoiceBlock(label=label, choices=choices, default=default)


ANSWERS = [
    ("yes", _("Oui")),
    ("in_progress", _("En cours")),
    ("not_yet", _("Pas encore")),
    ("dont_know", _("Je ne sais pas")),
]
READINGS = [
    ("ready", _("Tout est là")),
    ("nearly", _("Presque")),
    ("begun", _("C'est commencé")),
    ("missing", _("Il manque l'essentiel")),
    ("unknown", _("On ne peut pas dire")),
    ("blank", _("Aucune réponse")),
]
#: The reading drafts saved before it do not have: `checks/content.py` says it in their place.
SPARE = "begun"
ORIGINS = [
    ("base", _("condition socle")),
    ("minimum", _("activité minimale")),
    ("activity", _("activité à réunir")),
    ("favouring", _("condition favorisante")),
    ("who", _("à qui le dispositif s'adresse")),
    ("list", _("liste de contrôle de la HAS")),
]


def word(label: Any, help_text: Any, *, required: bool = False) -> blocks.CharBlock:
    """Give the field of one word of an address."""
    return blocks.CharBlock(
        label=label, max_length=80, required=required, validators=[SLUG], help_text=help_text
    )


def question() -> TranslatedBlock:
    """Give the block of one question."""
    essential = blocks.BooleanBlock(
        label=_("il en faut pour commencer"),
        required=False,
        help_text=_("Sinon : cela aide, ou c'est un but."),
    )
    return TranslatedBlock(
        [
            *said("text", _("question")),
            *said("help", _("aide"), 600, required=False),
            *said("short", _("quand il manque…"), 140, help_text=_("Complète « il manque : … ».")),
            ("essential", essential),
            ("origin", choice(_("d'où elle vient"), ORIGINS)),
            ("chapter", word(_("chapitre du guide"), _("Le dernier mot de son adresse : « conditions »."))),
            ("anchor", word(_("passage du chapitre"), _("Ce qui suit le # dans son adresse."))),
            ("facts", blocks.CharBlock(label=_("faits du guide de 2023"), max_length=60, required=False)),
            named(),
        ],
        label=_("Question"),
        icon="help",
        label_format="{text}",
    )


def dimensions() -> list[tuple[str, blocks.Block]]:
    """Give the blocks of the parts of a result."""
    return [
        (
            "dimension",
            TranslatedBlock(
                [*said("title", _("titre"), 80), named()], label=_("Dimension"), label_format="{title}"
            ),
        )
    ]


def themes() -> list[tuple[str, blocks.Block]]:
    """Give the blocks of the pages of questions."""
    dimension = blocks.CharBlock(
        label=_("dimension"), max_length=LONGEST_SLUG, help_text=_("Le nom court d'une dimension ci-dessus.")
    )
    fields = [
        *said("title", _("titre"), 80),
        *said("introduction", _("introduction"), 400, required=False),
        ("dimension", dimension),
        named(),
        ("questions", blocks.ListBlock(question(), label=_("questions"), min_num=1, max_num=12)),
    ]
    return [("theme", TranslatedBlock(fields, label=_("Thème (une page)"), icon="form"))]


def answers() -> list[tuple[str, blocks.Block]]:
    """Give the block of the words of an answer."""
    fields = [("slug", choice(_("réponse"), ANSWERS)), *said("label", _("mots"), 60)]
    return [("answer", TranslatedBlock(fields, label=_("Réponse"), icon="check", label_format="{label}"))]


def readings() -> list[tuple[str, blocks.Block]]:
    """Give the block of a reading: of the whole, and of one dimension."""
    fields = [
        ("slug", choice(_("résultat"), READINGS)),
        *said("title", _("titre"), 100),
        *written("html", _("lecture de l'ensemble")),
        *said("text", _("lecture d'une dimension"), 200),
    ]
    return [
        ("reading", TranslatedBlock(fields, label=_("Lecture"), icon="openquote", label_format="{title}"))
    ]
