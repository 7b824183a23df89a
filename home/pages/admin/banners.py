"""The urgent message: put up in a few words, it takes itself down."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet

from home.pages.models import Banner
from portal.territories.forms import choose_the_only_one
from portal.territories.models import Territory
from portal.territories.scoping import (
    ScopedForm,
    ScopedIndexView,
    ScopedViewSetMixin,
    looks_after_everything,
)
from portal.when import day_words, time_words


class BannerForm(ScopedForm):
    """An urgent message. Only the administration may put one on the whole portal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        territory = self.fields["territory"]
        if not looks_after_everything(self.for_user):
            territory.required = True
            territory.help_text = _("Le message est montré sur toutes ses pages.")
            choose_the_only_one(territory)

    def clean(self) -> dict[str, Any]:
        """Keep a place to its territory, and a message to a time to come."""
        data = super().clean()
        place, territory, ends = data.get("place"), data.get("territory"), data.get("ends_at")
        if place and territory and place.territory_id != territory.pk:
            self.add_error("place", _("Ce lieu est d'un autre territoire."))
        if ends and ends <= timezone.now() and "ends_at" in self.changed_data:
            self.add_error("ends_at", _("Cette heure est passée. Choisissez une heure à venir."))
        return data


BANNER_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("text"),
                FieldPanel("text_en", help_text=_("Vide : le message français est montré.")),
                FieldPanel("text_ar", help_text=_("Vide : le message français est montré.")),
            ],
            heading=gettext_lazy("Le message"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("territory"),
                FieldPanel("place", help_text=gettext_lazy("Le lieu dont on parle. Facultatif.")),
            ],
            heading=gettext_lazy("Où"),
        ),
        FieldRowPanel(
            [
                FieldPanel("starts_at", help_text=gettext_lazy("Maintenant, si vous ne changez rien.")),
                FieldPanel("ends_at"),
            ],
            heading=gettext_lazy("Quand"),
        ),
    ],
    base_form_class=BannerForm,
)


def end_of_today() -> datetime:
    """Give the end of the day in Paris, a minute before midnight."""
    return timezone.make_aware(datetime.combine(timezone.localdate(), time(23, 59)))


class BannerCreateView(CreateView):
    """A new message, from now until tonight unless said otherwise."""

    page_title = gettext_lazy("Nouveau message urgent")
    success_message = gettext_lazy("Le message est enregistré. Il se montre et s'enlève aux heures données.")

    def get_initial(self) -> dict[str, Any]:
        now = timezone.now().replace(second=0, microsecond=0)
        text = self.request.GET.get("text", "").replace("\0", "")[:160]
        return {"starts_at": now, "ends_at": end_of_today(), "text": text}


def state_of(banner: Banner) -> str:
    """Say whether a message is up, and until when."""
    now = timezone.now()
    end = timezone.localtime(banner.ends_at)
    parts = {"day": day_words(end.date()), "hour": time_words(end.time())}
    if banner.ends_at <= now:
        return _("Enlevé")
    if banner.starts_at > now:
        return _("Pas encore montré, jusqu'à %(day)s %(hour)s") % parts
    return _("Montré, jusqu'à %(day)s %(hour)s") % parts


class BannerIndexView(ScopedIndexView):
    """Urgent messages, in plain words."""

    add_item_label = gettext_lazy("Ajouter un message urgent")


class BannerViewSet(ScopedViewSetMixin, ModelViewSet):
    """Urgent messages."""

    model = Banner
    name = "messages-urgents"
    url_namespace = "banner"
    icon = "warning"
    edit_handler = BANNER_PANELS
    index_view_class = BannerIndexView
    add_view_class = BannerCreateView
    list_display = [
        "text",
        Column("state", label=gettext_lazy("État"), accessor=state_of),
        Column("territory", label=gettext_lazy("Territoire"), classname="our-wide"),
    ]
    ordering = "-starts_at"
    menu_label = gettext_lazy("Messages urgents")
    menu_name = "messages-urgents"
    menu_order = 110
    add_to_admin_menu = True

    def scope(self, user: Any) -> QuerySet:
        """Give the messages of one's territories; those of the whole portal to the administration alone."""
        mine = Q(territory__in=Territory.objects.editable_by(user))
        if looks_after_everything(user):
            mine |= Q(territory=None)
        return Banner.objects.filter(mine).select_related("territory")
