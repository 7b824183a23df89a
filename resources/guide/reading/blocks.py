"""What a chapter of the guide may be made of. Editors compose; each block has one clear use and an address of its own.

Each template's context: `passage` (`reading/faces.py`), whose `value` holds what is declared here.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.activities.models import Register
from portal.territories.models import Territory
from resources.guide.reading.anchors import LONGEST, doubles, validate_name

FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
Choice = tuple[str, Any]


def territories() -> list[Choice]:
    """Give the territories an example may stand in, by slug."""
    return list(Territory.objects.values_list("slug", "name"))


def registers() -> list[Choice]:
    """Give the eight codes an example may bear."""
    return [(code, code) for code in Register.values]


def figures() -> list[Choice]:
    """Give the drawings there are (`reading/figures.py` draws them)."""
    return [
        ("cercles", _("Cercles, l'un dans l'autre")),
        ("cases", _("Cases côte à côte")),
        ("frise", _("Frise dans le temps")),
        ("fourchette", _("Fourchette, d'un nombre à un autre")),
    ]


def groups() -> list[Choice]:
    """Give what base conditions may be about: the dimensions of the readiness check."""
    return [
        ("equipe", _("L'équipe")),
        ("territoire", _("Le territoire")),
        ("lieu", _("Le lieu")),
        ("structure", _("La structure et le financement")),
    ]


class NameBlock(blocks.CharBlock):
    """A short name of an address: the same in every language, so no translator is shown it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, validators=[validate_name], **kwargs)

    def get_translatable_segments(self, value: str) -> list[Any]:
        """Give nothing to translate."""
        return []

    def restore_translated_segments(self, value: str, segments: list[Any]) -> str:
        """Leave it as it is."""
        return value


class TerritoryBlock(blocks.ChoiceBlock):
    """A territory by its slug; the choices are asked for by the form alone, not each time a chapter is read."""

    def normalize_choice(self, value: Any) -> Any:
        """Give the slug as it is stored: it is its own key."""
        return value


def short(label: Any, longest: int = 120, **kwargs: Any) -> blocks.CharBlock:
    """Make a field of one line."""
    return blocks.CharBlock(label=label, max_length=longest, **kwargs)


def rich(label: Any) -> blocks.RichTextBlock:
    """Make a field of formatted text."""
    return blocks.RichTextBlock(label=label, features=FEATURES)


def lines(label: Any, longest: int = 400, **kwargs: Any) -> blocks.ListBlock:
    """Make a list of sentences."""
    return blocks.ListBlock(
        blocks.TextBlock(label=_("phrase"), rows=2, max_length=longest), label=label, **kwargs
    )


def codes(label: Any, **kwargs: Any) -> blocks.MultipleChoiceBlock:
    """Make a choice among the eight registers; none may do."""
    return blocks.MultipleChoiceBlock(
        label=label, choices=registers, required=False, widget=forms.CheckboxSelectMultiple, **kwargs
    )


class Passage(blocks.StructBlock):
    """A block of a chapter: its parts, then the name of its address, folded away."""

    anchor = NameBlock(
        label=_("nom dans l'adresse"),
        required=False,
        help_text=_("Facultatif. Il suit le # dans l'adresse : equipe-minimum. Ne le changez plus ensuite."),
    )

    def get_form_layout(self) -> blocks.BlockGroup:
        """Put the name of the address among the settings, which the form hides at first."""
        names = [name for name in self.child_blocks if name != "anchor"]
        return blocks.BlockGroup(names, settings=["anchor"])

    def normalize(self, value: Any) -> Any:
        """Make empty words of what was left out, as the form does: translators cannot be shown nothing at all."""
        told = super().normalize(value)
        for name, block in self.child_blocks.items():
            if told.get(name) is None and isinstance(block, blocks.CharBlock):
                told[name] = ""
        return told


class TextPassage(Passage):
    """A text under a title."""

    title = short(_("titre"), required=False)
    text = rich(_("texte"))

    class Meta:
        icon = "pilcrow"
        label = _("Texte")
        template = "guide/blocks/text.html"


class KeyPoints(Passage):
    """What one reads with two minutes to spare."""

    title = short(_("titre"))
    points = lines(_("points"), min_num=1, max_num=12)

    class Meta:
        icon = "tick-inverse"
        label = _("Points clés")
        template = "guide/blocks/key_points.html"


class Step(Passage):
    """One step of a method, and what to do about it."""

    number = blocks.IntegerBlock(label=_("numéro"), min_value=1, max_value=99)
    title = short(_("titre"))
    text = rich(_("texte"))
    todo = lines(_("à faire"), default=[])

    class Meta:
        icon = "order"
        label = _("Étape")
        template = "guide/blocks/step.html"


class Example(Passage):
    """What a site did, under the colours of its territory and the codes of its registers.

    `registers` are those the guide of May 2023 prints beside it; `also`, those the team lets it be found by besides.
    """

    territory = TerritoryBlock(label=_("territoire"), choices=territories)
    registers = codes(_("registres"))
    also = codes(
        _("se lit aussi sous"),
        help_text=_(
            "Facultatif. La page de ces registres mène aussi à cet exemple ; leur code n'y est pas écrit."
        ),
    )
    title = short(_("titre"))
    text = rich(_("texte"))

    class Meta:
        icon = "site"
        label = _("Exemple d'un site")
        template = "guide/blocks/example.html"


class Quote(Passage):
    """A few words said by somebody, named by what they do."""

    text = blocks.TextBlock(label=_("paroles"), rows=3, max_length=600)
    who = short(_("qui parle"), help_text=_("Une fonction, jamais un nom : « une médiatrice de Chambéry »."))

    class Meta:
        icon = "openquote"
        label = _("Citation")
        template = "guide/blocks/quote.html"


class Pair(blocks.StructBlock):
    """One condition in its two times."""

    start = blocks.TextBlock(label=_("pour commencer"), rows=3, max_length=400)
    towards = lines(_("vers quoi aller"), min_num=1, max_num=8)


class Comparison(Passage):
    """What to have at the start, what to move towards."""

    title = short(_("titre"))
    group = blocks.ChoiceBlock(label=_("sujet"), choices=groups, required=False)
    pairs = blocks.ListBlock(Pair(label=_("condition")), label=_("conditions"), min_num=1, max_num=12)

    class Meta:
        icon = "table"
        label = _("Pour commencer, vers quoi aller")
        template = "guide/blocks/comparison.html"


class MatrixPassage(Passage):
    """The eight registers, drawn from the registers themselves."""

    title = short(_("titre"), required=False)

    class Meta:
        icon = "table"
        label = _("Les huit registres")
        template = "guide/blocks/matrix.html"


class Part(blocks.StructBlock):
    """One part of a figure."""

    label = short(_("nom"), 60)
    items = blocks.ListBlock(short(_("élément"), 60), label=_("éléments"), default=[])


class Figure(Passage):
    """A drawing made by the portal from words and numbers."""

    name = blocks.ChoiceBlock(label=_("dessin"), choices=figures)
    parts = blocks.ListBlock(Part(label=_("partie")), label=_("parties"), default=[], max_num=8)
    low = blocks.IntegerBlock(label=_("de"), required=False, min_value=0, max_value=1_000_000_000)
    high = blocks.IntegerBlock(label=_("à"), required=False, min_value=0, max_value=1_000_000_000)
    unit = short(_("unité"), 60, required=False)
    alternative = blocks.TextBlock(
        label=_("texte de remplacement"),
        rows=3,
        max_length=600,
        help_text=_("Ce que montre le dessin, pour qui ne le voit pas."),
    )
    caption = short(_("légende"), 200, required=False)

    def clean(self, value: Any) -> Any:
        """Refuse a range without its two numbers in order, and any other drawing with fewer than two parts."""
        value = super().clean(value)
        if value["name"] == "fourchette":
            low, high = value["low"], value["high"]
            if low is None or high is None or low >= high:
                error = ValidationError(_("Donnez deux nombres, le plus petit d'abord."))
                raise blocks.StructBlockValidationError({"low": error})
        elif len(value["parts"]) < 2:
            error = ValidationError(_("Donnez au moins deux parties."))
            raise blocks.StructBlockValidationError({"parts": error})
        return value

    class Meta:
        icon = "image"
        label = _("Dessin")
        template = "guide/blocks/figure.html"


class ToolPassage(Passage):
    """One of the tools to download, by the name of its address."""

    slug = NameBlock(label=_("outil"), help_text=_("Le mot de son adresse : fiche-de-saisine."))

    class Meta:
        icon = "download"
        label = _("Outil à télécharger")
        template = "guide/blocks/tool.html"


class Todo(Passage):
    """What the team ticks off, on the screen or on paper."""

    title = short(_("titre"))
    items = lines(_("à faire"), min_num=1, max_num=15)

    class Meta:
        icon = "list-ul"
        label = _("À faire")
        template = "guide/blocks/todo.html"


class Caution(Passage):
    """A warning."""

    title = short(_("titre"), required=False)
    text = rich(_("texte"))

    class Meta:
        icon = "warning"
        label = _("Attention")
        template = "guide/blocks/caution.html"


class ChapterBody(blocks.StreamBlock):
    """The body of a chapter."""

    text = TextPassage()
    key_points = KeyPoints()
    step = Step()
    example = Example()
    comparison = Comparison()
    todo = Todo()
    caution = Caution()
    quote = Quote()
    figure = Figure()
    matrix = MatrixPassage()
    tool = ToolPassage()

    def clean(self, value: Any) -> Any:
        """Refuse a name given to two passages: an address leads to one."""
        value = super().clean(value)
        error = ValidationError(_("Un autre passage du chapitre porte déjà ce nom."))
        wrong = {
            position: blocks.StructBlockValidationError({"anchor": error})
            for position in doubles(child.value.get("anchor") for child in value)
        }
        if wrong:
            raise blocks.StreamBlockValidationError(wrong)
        return value
