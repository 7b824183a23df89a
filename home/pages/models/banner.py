"""The urgent banner: an editor puts it up, it takes itself down."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.pages.querysets import BannerQuerySet
from home.places.models import Place
from portal.territories.models import Territory
from portal.territories.words import Words, words


class Banner(models.Model):
    """A few words at the top of every page of a territory, or of the whole portal, until a given moment."""

    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territoire"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="banners",
        help_text=_("Vide : sur tout le portail."),
    )
    place = models.ForeignKey(
        Place, verbose_name=_("lieu"), on_delete=models.CASCADE, null=True, blank=True, related_name="banners"
    )
    text = models.CharField(
        _("message"), max_length=160, help_text=_("Par exemple : « Fermé aujourd'hui : panne d'eau ».")
    )
    text_en = models.CharField(_("message en anglais"), max_length=160, blank=True)
    text_ar = models.CharField(_("message en arabe"), max_length=160, blank=True)
    starts_at = models.DateTimeField(_("à partir de"), default=timezone.now)
    ends_at = models.DateTimeField(_("jusqu'à"), help_text=_("Le message s'enlève tout seul à cette heure."))

    objects = BannerQuerySet.as_manager()

    class Meta:
        verbose_name = _("message urgent")
        verbose_name_plural = _("messages urgents")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="banner_times_in_order",
                violation_error_message=_("La fin vient avant le début."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text_words(self) -> Words:
        """The message in the reader's language."""
        return words(self, "text")
