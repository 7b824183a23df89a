"""The two checks and the cost worksheet as the team writes them, and the editions the public answers."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.fields import RichTextField, StreamField
from wagtail.models import RevisionMixin

from resources.guide.checks import blocks
from resources.guide.checks.freezing import frozen, in_three
from resources.guide.checks.worksheet import blocks as cost_blocks


class Form(models.TextChoices):
    """The forms one may begin; the value names their editions."""

    READY = "etes-vous-prets", gettext_lazy("Êtes-vous prêts ?")
    TERRITORY = "territoire", gettext_lazy("Bilan de territoire")
    COST = "cout", gettext_lazy("Calcul du coût")


class Draft(RevisionMixin, models.Model):
    """What the admin edits; the public sees nothing of it before an edition is published."""

    title = models.CharField(gettext_lazy("titre"), max_length=120)
    title_en = models.CharField(gettext_lazy("titre en anglais"), max_length=120, blank=True)
    title_ar = models.CharField(gettext_lazy("titre en arabe"), max_length=120, blank=True)
    summary = models.TextField(gettext_lazy("résumé"), max_length=300)
    summary_en = models.TextField(gettext_lazy("résumé en anglais"), max_length=300, blank=True)
    summary_ar = models.TextField(gettext_lazy("résumé en arabe"), max_length=300, blank=True)
    introduction = RichTextField(gettext_lazy("introduction"), features=blocks.PLAIN_TEXT)
    introduction_en = RichTextField(
        gettext_lazy("introduction en anglais"), features=blocks.PLAIN_TEXT, blank=True
    )
    introduction_ar = RichTextField(
        gettext_lazy("introduction en arabe"), features=blocks.PLAIN_TEXT, blank=True
    )

    #: Names of the fields an edition keeps, besides the three above.
    kept: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def frozen(self) -> dict[str, Any]:
        """Give the plain data of an edition of what stands here now."""
        words = ("title", "summary", "introduction")
        names = [f"{name}{ending}" for name in words for ending in ("", "_en", "_ar")]
        return in_three({name: frozen(getattr(self, name)) for name in (*names, *self.kept)})

    def require(self, field: str, wanted: list[tuple[str, Any]], spare: str = "") -> None:
        """Raise ValidationError unless the stream `field` holds each of the `wanted` names, once; `spare` may be missing."""
        counts = Counter(child.value["slug"] for child in getattr(self, field))
        wrong = [
            str(label) for slug, label in wanted if counts[slug] != 1 and (slug != spare or counts[slug])
        ]
        if wrong:
            told = _("Il en faut un de chaque, une seule fois : %(names)s.")
            raise ValidationError({field: told % {"names": ", ".join(wrong)}})


class Check(Draft):
    """A check: themes of questions, each answered by yes, in progress, not yet or don't know."""

    slug = models.CharField(
        gettext_lazy("bilan"),
        max_length=20,
        unique=True,
        choices=[(form.value, form.label) for form in (Form.READY, Form.TERRITORY)],
    )
    unknown_from = models.PositiveSmallIntegerField(
        gettext_lazy("points incertains à partir desquels on ne peut rien dire"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    answers = StreamField(blocks.answers(), verbose_name=gettext_lazy("réponses"))
    dimensions = StreamField(blocks.dimensions(), verbose_name=gettext_lazy("dimensions"))
    themes = StreamField(blocks.themes(), verbose_name=gettext_lazy("thèmes"))
    readings = StreamField(blocks.readings(), verbose_name=gettext_lazy("lectures"))

    kept = ("unknown_from", "answers", "dimensions", "themes", "readings")

    class Meta:
        verbose_name = gettext_lazy("bilan")
        verbose_name_plural = gettext_lazy("bilans")
        ordering = ["slug"]

    def clean(self) -> None:
        """Raise ValidationError for what could not be answered or read: a name twice, a dimension without essential."""
        super().clean()
        self.require("answers", blocks.ANSWERS)
        self.require("readings", blocks.READINGS, blocks.SPARE)
        themes = frozen(self.themes)
        dimensions = [one["slug"] for one in frozen(self.dimensions)]
        refuse_twins("dimensions", dimensions)
        refuse_twins("themes", [theme["slug"] for theme in themes])
        questions = [(theme, question) for theme in themes for question in theme["questions"]]
        refuse_twins("themes", [question["slug"] for _theme, question in questions])
        if unknown := sorted({theme["dimension"] for theme in themes} - set(dimensions)):
            told = _("Aucune dimension ne porte ce nom : %(names)s.")
            raise ValidationError({"themes": told % {"names": ", ".join(unknown)}})
        weighed = {theme["dimension"] for theme, question in questions if question["essential"]}
        if bare := [slug for slug in dimensions if slug not in weighed]:
            told = _(
                "Sans question dont il faut la réponse pour commencer, on ne peut rien en lire : %(names)s."
            )
            raise ValidationError({"dimensions": told % {"names": ", ".join(bare)}})


class CostForm(Draft):
    """The cost worksheet: lines a team fills with its own hours and rates, beside the published range."""

    slug = models.CharField(
        gettext_lazy("feuille"),
        max_length=20,
        unique=True,
        choices=[(Form.COST.value, Form.COST.label)],
        default=Form.COST,
    )
    assumptions = models.TextField(gettext_lazy("d'où viennent les nombres"), max_length=300)
    assumptions_en = models.TextField(gettext_lazy("en anglais"), max_length=300, blank=True)
    assumptions_ar = models.TextField(gettext_lazy("en arabe"), max_length=300, blank=True)
    low = models.PositiveIntegerField(gettext_lazy("bas de la fourchette, en euros par an"))
    high = models.PositiveIntegerField(gettext_lazy("haut de la fourchette, en euros par an"))
    source = models.CharField(gettext_lazy("qui la publie"), max_length=120)
    source_en = models.CharField(gettext_lazy("qui la publie, en anglais"), max_length=120, blank=True)
    source_ar = models.CharField(gettext_lazy("qui la publie, en arabe"), max_length=120, blank=True)
    page = models.PositiveSmallIntegerField(gettext_lazy("page"), null=True, blank=True)
    told = models.TextField(gettext_lazy("ce qu'en dit la feuille"), max_length=400)
    told_en = models.TextField(gettext_lazy("ce qu'elle en dit en anglais"), max_length=400, blank=True)
    told_ar = models.TextField(gettext_lazy("ce qu'elle en dit en arabe"), max_length=400, blank=True)
    chapter = models.SlugField(gettext_lazy("chapitre du guide"), default="cout", blank=True)
    factors = StreamField(
        cost_blocks.factors(), verbose_name=gettext_lazy("ce qui fait varier le coût"), blank=True
    )
    inputs = StreamField(cost_blocks.inputs(), verbose_name=gettext_lazy("cases"))
    sections = StreamField(cost_blocks.sections(), verbose_name=gettext_lazy("parties"))
    modes = StreamField(cost_blocks.modes(), verbose_name=gettext_lazy("façons de payer le travail"))
    results = StreamField(cost_blocks.results(), verbose_name=gettext_lazy("résultats"))
    readings = StreamField(cost_blocks.readings(), verbose_name=gettext_lazy("lectures"))

    kept = (
        *("assumptions", "assumptions_en", "assumptions_ar", "low", "high", "page", "chapter"),
        *("source", "source_en", "source_ar", "told", "told_en", "told_ar"),
        *("factors", "inputs", "sections", "modes", "results", "readings"),
    )

    class Meta:
        verbose_name = gettext_lazy("feuille de coût")
        verbose_name_plural = gettext_lazy("feuilles de coût")
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lte=models.F("high")),
                name="cost_range_in_order",
                violation_error_message=gettext_lazy("Le bas de la fourchette dépasse le haut."),
            )
        ]

    def clean(self) -> None:
        """Raise ValidationError for what could not be filled or added up: a name twice, a line that counts for nothing."""
        super().clean()
        self.require("inputs", cost_blocks.INPUTS)
        self.require("results", cost_blocks.RESULTS)
        self.require("readings", cost_blocks.READINGS, cost_blocks.SPARE)
        refuse_twins("modes", [one["slug"] for one in frozen(self.modes)])
        sections = frozen(self.sections)
        refuse_twins("sections", [section["slug"] for section in sections])
        lines = [line for section in sections for line in section["lines"]]
        refuse_twins("sections", [line["slug"] for line in lines])
        wrong = [line for line in lines if (line["kind"] == "count") != (line["effect"] == "none")]
        people = [line for line in lines if line["is_people"] or line["is_patients"]]
        wrong += [line for line in people if line["kind"] != "count"]
        wrong += [line for line in lines if line["is_people"] and line["is_patients"]]
        wrong += [line for line in lines if line["minimum"] and line["effect"] != "cost"]
        if wrong:
            told = _("Le calcul et l'effet de ces lignes ne vont pas ensemble : %(names)s.")
            names = ", ".join(sorted({line["label"]["fr"] for line in wrong}))
            raise ValidationError({"sections": told % {"names": names}})
        if sum(line["is_people"] for line in lines) > 1:
            raise ValidationError({"sections": _("Une seule ligne compte les personnes accompagnées.")})
        if sum(line["is_patients"] for line in lines) > 1:
            raise ValidationError({"sections": _("Une seule ligne compte les patient·es de l'équipe.")})


def refuse_twins(field: str, slugs: list[str]) -> None:
    """Raise ValidationError for `field` when a name is missing, or given twice."""
    if "" in slugs:
        raise ValidationError({field: _("Donnez un nom court à chacun.")})
    if twins := sorted(slug for slug, times in Counter(slugs).items() if times > 1):
        told = _("Ce nom court est donné deux fois : %(names)s.")
        raise ValidationError({field: told % {"names": ", ".join(twins)}})


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions, the newest of a form last."""

    def current(self, form: str) -> Edition | None:
        """Give the edition new sheets of a form are begun on; None when nothing was ever published."""
        return self.filter(slug=form).order_by("-number").first()


class Edition(models.Model):
    """A form as it was published: its words never change again, so that old links still mean what they meant.

    Triggers of both databases refuse any update (see `checks/guard.py`); a sheet or a count keeps it from being deleted.
    """

    slug = models.CharField(gettext_lazy("formulaire"), max_length=20, choices=Form.choices)
    number = models.PositiveIntegerField(gettext_lazy("numéro"))
    #: What `Draft.frozen()` gave; read by `checks/content.py`.
    content = models.JSONField(gettext_lazy("contenu"))
    published_at = models.DateTimeField(gettext_lazy("publiée le"), default=timezone.now)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("édition")
        verbose_name_plural = gettext_lazy("éditions")
        ordering = ["slug", "number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["slug", "number"], name="edition_number_once")]

    def __str__(self) -> str:
        return f"{self.get_slug_display()}, {self.number}"
