"""Words made equal, and searches nobody answers, in the admin."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from search.models import Synonyms, Unmet
from search.text import telling
from search.unmet import ENOUGH


class SynonymsForm(WagtailAdminModelForm):
    """Words separated by commas, each of which says something."""

    def clean_words(self) -> str:
        """Write the line cleanly. Raises ValidationError for what search could not read."""
        groups = [part.strip() for part in self.cleaned_data["words"].split(",") if part.strip()]
        for group in groups:
            if not any(telling(group, "fr")):
                raise ValidationError(
                    _("« %(words)s » ne suffit pas pour chercher. Écrivez un mot plus précis."),
                    params={"words": group},
                )
        told = [tuple(word.folded for word in telling(group, "fr")) for group in groups]
        if len(set(told)) < len(told):
            raise ValidationError(_("Le même mot est écrit deux fois. Gardez-le une seule fois."))
        return ", ".join(groups)


SYNONYMS_PANELS = ObjectList([FieldPanel("words"), FieldPanel("one_way")], base_form_class=SynonymsForm)


class ExplainedIndexView(IndexView):
    """A list that says what it is for."""

    template_name = "search_admin/index.html"
    introduction: Any = ""


class SynonymsIndexView(ExplainedIndexView):
    """The lines of words, as written."""

    add_item_label = gettext_lazy("Ajouter des mots équivalents")
    introduction = gettext_lazy(
        "Quand une personne cherche un de ces mots, elle trouve aussi ce qui contient les autres. "
        "Ce que vous enregistrez sert tout de suite."
    )


def direction_of(line: Synonyms) -> str:
    """Say which way a line of words goes."""
    return _("Le premier trouve les autres") if line.one_way else _("Chacun trouve les autres")


class SynonymsViewSet(ModelViewSet):
    """Words that mean the same; kept by the administration."""

    model = Synonyms
    name = "mots-equivalents"
    url_prefix = "recherche/mots-equivalents"
    url_namespace = "synonyms"
    icon = "openquote"
    menu_label = gettext_lazy("Mots équivalents")
    edit_handler = SYNONYMS_PANELS
    index_view_class = SynonymsIndexView
    copy_view_enabled = False
    list_display = [
        "words",
        Column("direction", label=gettext_lazy("Sens"), accessor=direction_of, classname="our-wide"),
    ]
    search_fields = ["words"]
    list_per_page = 100
    ordering = "words"


class UnmetIndexView(ExplainedIndexView):
    """The searches typed on enough days for their words to be known."""

    introduction = gettext_lazy(
        "Ce que des personnes ont cherché sans rien trouver, au moins trois jours différents. "
        "Ce sont des besoins auxquels rien ne répond encore : une fiche à ajouter, ou un mot équivalent. "
        "On n’y garde ni adresse, ni numéro, ni qui a cherché. Si un nom de personne s’y trouve, effacez la ligne. Une recherche disparaît après 90 jours sans être refaite."
    )

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().filter(days__gte=ENOUGH).exclude(words="")

    def get_list_more_buttons(self, instance: Unmet) -> list:
        url = f"{reverse('search')}?{urlencode({'q': instance.words})}"
        again = Button(_("Chercher"), url, icon_name="search", priority=10)
        return [again, *super().get_list_more_buttons(instance)]


class UnmetViewSet(ModelViewSet):
    """Searches without answer: read by the team; the administration may have one forgotten."""

    model = Unmet
    name = "recherches-sans-reponse"
    url_prefix = "recherche/sans-reponse"
    url_namespace = "unmet"
    icon = "help"
    menu_label = gettext_lazy("Recherches sans réponse")
    form_fields = ["words"]
    index_view_class = UnmetIndexView
    copy_view_enabled = False
    list_display = [
        "words",
        Column("language", label=gettext_lazy("Langue"), classname="our-wide"),
        Column("days", label=gettext_lazy("Jours différents"), sort_key="days"),
        DateColumn("last_day", label=gettext_lazy("Dernière fois"), sort_key="last_day"),
    ]
    list_per_page = 100
    ordering = "-days"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Nothing is written here by hand: no form to add or change."""
        closed = dict.fromkeys(["add_url_name", "edit_url_name", "history_url_name", "usage_url_name"])
        return super().get_common_view_kwargs(**kwargs) | closed

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
        ]


class SearchViewSetGroup(ViewSetGroup):
    """What search shows the team, under one line of the menu."""

    items = (UnmetViewSet, SynonymsViewSet)
    menu_label = gettext_lazy("Recherche")
    menu_name = "recherche"
    menu_icon = "search"
    menu_order = 70
