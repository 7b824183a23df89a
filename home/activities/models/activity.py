"""What is offered: the facts once (Activity), the words in each language (ActivityText)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import SynchronizedField

from home.activities.querysets import ActivityQuerySet
from home.places.models import Place
from portal.territories.models import Territory
from portal.territories.words import Words, words

#: Words the agenda's own addresses need (/agenda/abonnement/): no workshop may take them.
RESERVED_SLUGS = frozenset(["abonnement", "affiche"])
SIMPLE_TEXT = ["bold", "ul", "ol", "link"]


class Register(models.TextChoices):
    """The eight registers of activity of the guide (p. 6): A individual, B collective; internal, never shown to residents."""

    COMPANION = "1A", _("1A Coordination des soins, individuel")
    NETWORK = "1B", _("1B Coordination des soins, collectif")
    CONSULTATION = "2A", _("2A Soins de support, individuel")
    WORKSHOP = "2B", _("2B Soins de support, collectif")
    MEDIATION = "3A", _("3A Accès aux droits et aux soins, individuel")
    PREVENTION = "3B", _("3B Accès aux droits et aux soins, collectif")
    RECOURSE = "4A", _("4A Soutien aux professionnels, individuel")
    COMMON_CULTURE = "4B", _("4B Soutien aux professionnels, collectif")


class Audience(models.TextChoices):
    """For whom a session is; the value is the word used in addresses (`?public=`)."""

    EVERYONE = "tous", _("Tout public")
    ADULTS = "adultes", _("Adultes")
    CHILDREN = "enfants", _("Enfants")
    FAMILIES = "familles", _("Parents et enfants")
    CARERS = "aidants", _("Aidants")
    SENIORS = "seniors", _("Personnes âgées")
    PATIENTS = "malades", _("Personnes qui vivent avec une maladie")
    PROFESSIONALS = "professionnels", _("Professionnels")


class Access(models.TextChoices):
    """Whether one can simply come."""

    OPEN = "open", _("Ouvert à tous")
    INTERVIEW = "interview", _("Après un entretien")


class SignUp(models.TextChoices):
    """Whether one must say that one comes."""

    NONE = "none", _("Sans inscription")
    PHONE = "phone", _("Sur inscription, par téléphone")


class Pictogram(models.TextChoices):
    """The drawn signs of `templates/pictograms/<value>.svg`."""

    COOKING = "cuisine", _("Cuisine")
    CHAIR_YOGA = "yoga", _("Yoga sur chaise")
    RELAXATION = "relaxation", _("Relaxation")
    ART = "art", _("Dessin, peinture")
    COFFEE = "cafe", _("Tasse de café")
    PAPERS = "papiers", _("Papiers")
    WALK = "marche", _("Marche")
    MOVEMENT = "mouvement", _("Mouvement")
    TALK = "parole", _("Parole")
    HEALTH = "sante", _("Santé")
    FOOD = "assiette", _("Assiette")
    FAMILY = "famille", _("Famille")
    GARDEN = "jardin", _("Jardin")
    PROFESSIONALS = "reseau", _("Réseau")
    MEETING = "rencontre", _("Rencontre")
    HOUSE = "maison", _("Maison")
    MONEY = "argent", _("Argent")
    WORK = "travail", _("Travail")
    SCREEN = "ecran", _("Écran")


class Theme(models.Model):
    """A need in residents' words (manger, bouger, souffler…), the one list used by agenda, directory and search."""

    name = models.CharField(_("nom"), max_length=60, unique=True)
    name_en = models.CharField(_("nom en anglais"), max_length=60, blank=True)
    name_ar = models.CharField(_("nom en arabe"), max_length=60, blank=True)
    slug = models.SlugField(_("adresse"), unique=True)
    pictogram = models.CharField(_("pictogramme"), max_length=20, choices=Pictogram.choices)
    registers = models.CharField(
        _("registres IMPACT"), max_length=30, blank=True, help_text=_("Codes séparés par un espace : 2A 2B.")
    )
    data_inclusion = models.CharField(
        _("thématiques data·inclusion"),
        max_length=1500,
        blank=True,
        help_text=_("Codes séparés par un espace."),
    )
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("thème")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def name_words(self) -> Words:
        """The name in the reader's language."""
        return words(self, "name")


class Activity(models.Model):
    """A programme item (atelier, permanence, café santé): the facts that no translation changes."""

    territory = models.ForeignKey(
        Territory, verbose_name=_("territoire"), on_delete=models.PROTECT, related_name="activities"
    )
    slug = models.SlugField(
        _("adresse"),
        max_length=80,
        unique=True,
        help_text=_("Un mot court, sans accent. Ne change plus ensuite."),
    )
    name = models.CharField(
        _("nom"),
        max_length=120,
        help_text=_("Le nom qui vous sert ici ; le titre public est dans les textes."),
    )
    place = models.ForeignKey(
        Place, verbose_name=_("lieu habituel"), on_delete=models.PROTECT, related_name="activities"
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("thèmes"), related_name="activities")
    register = models.CharField(_("registre IMPACT"), max_length=2, choices=Register.choices)
    pictogram = models.CharField(_("pictogramme"), max_length=20, choices=Pictogram.choices)
    price = models.DecimalField(
        _("prix en euros"),
        max_digits=6,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
        help_text=_("0 pour gratuit."),
    )
    access = models.CharField(_("qui peut venir"), max_length=10, choices=Access.choices, default=Access.OPEN)
    sign_up = models.CharField(_("inscription"), max_length=10, choices=SignUp.choices, default=SignUp.NONE)
    phone = models.CharField(
        _("téléphone"), max_length=20, blank=True, help_text=_("Vide : le téléphone du lieu.")
    )
    tallies_reasons = models.BooleanField(
        _("permanence de médiation"),
        default=False,
        help_text=_("Après la séance, on compte aussi les motifs de visite."),
    )

    objects = ActivityQuerySet.as_manager()
    _stored_slug = ""

    class Meta:
        verbose_name = _("atelier")
        verbose_name_plural = _("ateliers")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(price__gte=0),
                name="activity_price_not_negative",
                violation_error_message=_("Le prix ne peut pas être négatif."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it. Raises ValidationError when the address would change: it is printed and shared."""
        self._keep_slug()
        super().save(*args, **kwargs)
        self._stored_slug = self.slug

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any
    ) -> Activity:
        """Remember the address it was read with."""
        activity = super().from_db(db, field_names, values, **options)
        activity._stored_slug = activity.__dict__.get("slug", "")
        return activity

    def clean(self) -> None:
        """Raise ValidationError when the address is a word the agenda needs, or not the one already shared."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError(
                {"slug": _("Ce mot sert déjà d'adresse au portail. Choisissez-en un autre.")}
            )
        self._keep_slug()

    def _keep_slug(self) -> None:
        if self._stored_slug and self.slug != self._stored_slug:
            raise ValidationError(
                {"slug": _("L'adresse est déjà imprimée et partagée : elle ne change plus.")}
            )


class ActivityText(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    models.Model,
):
    """The words of an activity in one language: drafted, reviewed, previewed, translated like a page."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("atelier"), on_delete=models.CASCADE, related_name="texts"
    )
    title = models.CharField(_("titre"), max_length=80)
    summary = models.CharField(_("en une phrase"), max_length=200)
    description = RichTextField(_("ce qu'on y fait"), features=SIMPLE_TEXT, blank=True)
    to_bring = models.CharField(_("à apporter"), max_length=200, blank=True)
    led_by = models.CharField(
        _("avec qui"),
        max_length=120,
        blank=True,
        help_text=_("Le métier plutôt que le nom : « avec la diététicienne »."),
    )

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="activity_text",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="activity_text",
        for_concrete_model=False,
    )

    override_translatable_fields = [SynchronizedField("activity", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("texte d'atelier")
        verbose_name_plural = _("textes d'ateliers")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "locale"],
                name="activity_text_one_per_language",
                violation_error_message=_("Cet atelier a déjà un texte dans cette langue."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """The public workshop page serves as preview."""
        return "activities/activity.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """What the workshop page needs to show this text before it is published."""
        from home.activities.views import activity_context  # the view layer stands above the models

        return super().get_preview_context(request, mode_name) | activity_context(self.activity, self)
