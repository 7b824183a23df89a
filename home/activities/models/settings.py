"""What an editor may write above the agenda, which is no page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from portal.territories.words import Words, words


@register_setting(icon="calendar-alt")
class AgendaSettings(BaseSiteSetting):
    """The introduction of the agenda, in each language."""

    introduction = models.CharField(_("introduction de l'agenda"), max_length=300, blank=True)
    introduction_en = models.CharField(_("introduction en anglais"), max_length=300, blank=True)
    introduction_ar = models.CharField(_("introduction en arabe"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("agenda")

    @property
    def introduction_words(self) -> Words:
        """The introduction in the reader's language."""
        return words(self, "introduction")
