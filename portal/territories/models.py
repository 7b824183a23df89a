"""The territory: a neighbourhood or a group of communes with its own team, places and activities."""

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from portal.territories.querysets import TerritoryQuerySet

#: First words of addresses the portal keeps for itself (DESIGN.md §3): no territory, place or page may take them.
RESERVED_SLUGS = frozenset(
    [
        "accessibilite",
        "actualites",
        "admin",
        "agenda",
        "api",
        "ar",
        "compte",
        "donnees-personnelles",
        "en",
        "espace-partenaires",
        "fr",
        "guide",
        "livez",
        "ma-feuille",
        "media",
        "mentions-legales",
        "outils",
        "plan-du-site",
        "readyz",
        "recherche",
        "ressources",
        "sitemap",
        "static",
        "styleguide",
        "vie-associative",
    ]
)


def refuse_reserved_slug(slug: str) -> None:
    """Raise ValidationError when `slug` is a word the portal's own addresses need."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            _("Ce mot sert déjà d'adresse au portail. Choisissez-en un autre."), code="reserved"
        )


class Territory(models.Model):
    """A neighbourhood or a group of communes, followed by one team."""

    name = models.CharField(_("nom"), max_length=80, unique=True)
    name_ar = models.CharField(_("nom en arabe"), max_length=80, blank=True)
    slug = models.SlugField(
        _("adresse"),
        unique=True,
        validators=[refuse_reserved_slug],
        help_text=_("Un mot court, sans accent : chambery."),
    )
    phone = models.CharField(_("téléphone de l'équipe"), max_length=20, blank=True)
    school_zone = models.CharField(
        _("zone de vacances scolaires"), max_length=1, choices=[(z, z) for z in "ABC"], default="A"
    )
    editors = models.OneToOneField(
        Group, verbose_name=_("groupe des rédacteurs"), on_delete=models.PROTECT, related_name="territory"
    )
    collection = models.OneToOneField(
        Collection, verbose_name=_("collection d'images"), on_delete=models.PROTECT, related_name="territory"
    )

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territoire")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A commune by its INSEE code; a territory is made of some of them."""

    code = models.CharField(
        _("code INSEE"), max_length=5, primary_key=True, validators=[RegexValidator(r"^(\d{5}|2[AB]\d{3})$")]
    )
    name = models.CharField(_("nom"), max_length=80)
    epci = models.CharField(
        _("intercommunalité (SIREN)"), max_length=9, blank=True, validators=[RegexValidator(r"^\d{9}$")]
    )
    territories = models.ManyToManyField(Territory, verbose_name=_("territoires"), related_name="communes")

    class Meta:
        verbose_name = _("commune")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class ContentVersion(models.Model):
    """One row whose number rises whenever something public changes: cached pages of an older number are never served.

    It is raised in the transaction of the change itself, so a page can be neither stale nor ahead, in any process.
    """

    number = models.BigIntegerField(default=0)
    #: Rises with `number`, but not when only the programme or the directory changes: pages, places, territories, banners.
    frame = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("version des contenus")

    def __str__(self) -> str:
        return str(self.number)
