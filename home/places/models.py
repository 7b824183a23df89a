"""The dedicated place: where it is, how to reach it, when its door is open. Nothing here depends on a language."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from home.places.hours import are_ranges, check_hours
from home.places.querysets import PlaceQuerySet
from portal.territories.models import Territory, refuse_reserved_slug
from portal.territories.words import Words, words
from search.geography import Point


def validate_hours(text: str) -> None:
    """Raise ValidationError when `text` is not in the OpenStreetMap opening-hours syntax."""
    try:
        check_hours(text)
    except ValueError as error:
        raise ValidationError(
            _("Ces horaires ne se lisent pas : %(why)s"), params={"why": str(error)}
        ) from error


class Place(models.Model):
    """A place of the programme: the lieu dédié, or a room lent by a partner."""

    territory = models.ForeignKey(
        Territory, verbose_name=_("territoire"), on_delete=models.PROTECT, related_name="places"
    )
    name = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("adresse"), max_length=80, validators=[refuse_reserved_slug])
    is_dedicated = models.BooleanField(
        _("lieu dédié"),
        default=False,
        help_text=_("Le lieu d'accueil de l'équipe, avec ses horaires d'ouverture."),
    )
    street = models.CharField(_("rue"), max_length=160)
    postcode = models.CharField(_("code postal"), max_length=5)
    city = models.CharField(_("commune"), max_length=80)
    landmark = models.CharField(
        _("repère"),
        max_length=120,
        blank=True,
        help_text=_("Ce que les gens connaissent : « à côté de la poste »."),
    )
    landmark_en = models.CharField(_("repère en anglais"), max_length=120, blank=True)
    landmark_ar = models.CharField(_("repère en arabe"), max_length=120, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    opening_hours = models.CharField(
        _("horaires de la semaine"),
        max_length=400,
        blank=True,
        validators=[validate_hours],
        help_text=_("Écrits par la grille, dans la syntaxe d'OpenStreetMap."),
    )
    closed_on_public_holidays = models.BooleanField(_("fermé les jours fériés"), default=True)

    objects = PlaceQuerySet.as_manager()
    #: Set by `with_exceptions` and by the agenda's `places_with_pages`.
    coming_exceptions: list[HoursException]
    has_page: bool

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        ordering = ["-is_dedicated", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "slug"],
                name="place_slug_unique",
                violation_error_message=_("Un autre lieu de ce territoire a déjà cette adresse."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="place_coordinates",
                violation_error_message=_("Donnez la latitude et la longitude, ou aucune des deux."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The postal address on one line."""
        return f"{self.street}, {self.postcode} {self.city}"

    @property
    def point(self) -> Point | None:
        """Where it is, when that is known."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)

    @property
    def landmark_words(self) -> Words:
        """The landmark in the reader's language."""
        return words(self, "landmark")


class DatedHours(models.Model):
    """Days on which a door is closed, or open at special hours; announced before they come."""

    class Kind(models.TextChoices):
        CLOSED = "closed", _("Fermé")
        SPECIAL = "special", _("Horaires exceptionnels")

    kind = models.CharField(_("sorte"), max_length=10, choices=Kind.choices, default=Kind.CLOSED)
    first_day = models.DateField(_("du"))
    last_day = models.DateField(_("au"))
    hours = models.CharField(
        _("heures"),
        max_length=60,
        blank=True,
        help_text=_("Pour des horaires exceptionnels : 09:00-12:00,14:00-16:00."),
    )
    reason = models.CharField(_("raison, dite au public"), max_length=120)
    reason_en = models.CharField(_("raison en anglais"), max_length=120, blank=True)
    reason_ar = models.CharField(_("raison en arabe"), max_length=120, blank=True)

    class Meta:
        abstract = True
        ordering = ["first_day"]

    @property
    def reason_words(self) -> Words:
        """The reason in the reader's language."""
        return words(self, "reason")

    def clean(self) -> None:
        """Refuse special hours that are not ranges of one day, in order."""
        super().clean()
        if self.kind == self.Kind.SPECIAL and self.hours and not are_ranges(self.hours):
            raise ValidationError(
                {"hours": _("Écrivez les heures dans l'ordre, comme 09:00-12:00,14:00-16:00.")}
            )

    def covers(self, day: date) -> bool:
        """Tell whether `day` falls in this exception."""
        return self.first_day <= day <= self.last_day


def dated_hours_constraints(name: str) -> list[models.BaseConstraint]:
    """Give the rules of every table of dated hours, under names that begin with `name`."""
    return [
        models.CheckConstraint(
            condition=Q(last_day__gte=F("first_day")),
            name=f"{name}_days_in_order",
            violation_error_message=_("Le dernier jour vient avant le premier."),
        ),
        models.CheckConstraint(
            condition=Q(kind="closed", hours="") | (Q(kind="special") & ~Q(hours="")),
            name=f"{name}_hours_match_kind",
            violation_error_message=_("Donnez les heures d'ouverture, ou choisissez « Fermé »."),
        ),
    ]


class HoursException(DatedHours):
    """A closure or special hours of a place."""

    place = models.ForeignKey(
        Place, verbose_name=_("lieu"), on_delete=models.CASCADE, related_name="exceptions"
    )

    class Meta(DatedHours.Meta):
        verbose_name = _("fermeture ou horaire exceptionnel")
        verbose_name_plural = _("fermetures et horaires exceptionnels")
        constraints = dated_hours_constraints("exception")

    def __str__(self) -> str:
        return f"{self.place}, {self.first_day} – {self.last_day} : {self.reason}"
