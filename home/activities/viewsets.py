"""Lists and forms of activities, their words, themes and holidays in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, LocaleColumn
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import CreateView as SnippetCreateView
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView
from wagtail.snippets.views.snippets import SnippetViewSet

from home.activities.admin import history, series_pages, series_views
from home.activities.admin.base import my_choice
from home.activities.admin.facts import ACTIVITY_PANELS, HOLIDAY_PANELS, TEXT_PANELS, THEME_PANELS
from home.activities.admin.holidays import HolidayIndexView
from home.activities.models import Activity, ActivityText, Holiday, Series, Theme
from home.activities.sentences import series_sentence
from portal.territories.deleting import KeepInUseDeleteView
from portal.territories.scoping import ScopedIndexView, ScopedViewSetMixin, get_mine
from portal.when import span_words


class ActivityIndexView(ScopedIndexView):
    """Activities with what an editor does next: words, dates, sessions."""

    add_item_label = gettext_lazy("Ajouter un atelier")

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("territory", "place")

    def get_list_more_buttons(self, instance: Activity) -> list:
        return [
            *super().get_list_more_buttons(instance),
            Button(
                _("Ses séries"),
                f"{reverse('series:index')}?activity={instance.pk}",
                icon_name="calendar",
                priority=40,
            ),
            Button(
                _("Nouvelle série"),
                f"{reverse('series:add')}?activity={instance.pk}",
                icon_name="plus",
                priority=50,
            ),
            Button(
                _("Ses textes"),
                f"{reverse('wagtailsnippets_activities_activitytext:list')}?activity={instance.pk}",
                icon_name="openquote",
                priority=60,
            ),
        ]


class ActivityAddView(CreateView):
    """The facts come first; words and dates follow, one press away."""

    page_title = gettext_lazy("Nouvel atelier")
    success_message = gettext_lazy("L'atelier « %(object)s » est créé. Il lui faut un texte et des dates.")

    def get_success_buttons(self) -> list:
        asked = f"?activity={self.object.pk}"
        texts = reverse("wagtailsnippets_activities_activitytext:add")
        return [
            messages.button(texts + asked, _("Écrire le texte")),
            messages.button(reverse("series:add") + asked, _("Donner les dates")),
        ]


class ActivityViewSet(ScopedViewSetMixin, ModelViewSet):
    """The facts of activities."""

    model = Activity
    name = "ateliers"
    url_namespace = "activity"
    icon = "tag"
    edit_handler = ACTIVITY_PANELS
    index_view_class = ActivityIndexView
    add_view_class = ActivityAddView
    delete_view_class = KeepInUseDeleteView
    list_display = [
        "name",
        Column("place", label=gettext_lazy("Lieu")),
        Column("territory", label=gettext_lazy("Territoire"), classname="our-wide"),
        Column("get_access_display", label=gettext_lazy("Qui peut venir"), classname="our-wide"),
    ]
    search_fields = ["name", "slug"]
    ordering = "name"


def texts_of(user: Any) -> QuerySet:
    """Give the texts of the activities `user` may edit."""
    return ActivityText.objects.filter(activity__in=Activity.objects.editable_by(user))


class TextChooseMixin:
    """Offers the texts of one's own activities."""

    def get_object_list(self) -> QuerySet:
        mine = Activity.objects.editable_by(self.request.user)  # type: ignore[attr-defined]
        return super().get_object_list().filter(activity__in=mine)  # type: ignore[misc]


class TextChooseView(TextChooseMixin, ChooseView):
    """The window of choices."""


class TextChooseResultsView(TextChooseMixin, ChooseResultsView):
    """The choices after a search."""


class TextChosenView(SnippetChosenView):
    """The one text chosen."""

    def get_object(self, pk: str) -> ActivityText:
        return get_mine(texts_of(self.request.user), pk=pk)


class TextChosenMultipleView(SnippetChosenMultipleView):
    """The texts chosen."""

    def get_objects(self, pks: list[str]) -> QuerySet:
        mine = texts_of(self.request.user)
        return mine.filter(pk__in=[int(pk) for pk in pks if pk.isdecimal() and len(pk) < 19])


class TextChooserViewSet(SnippetChooserViewSet):
    """Where another form would choose a text; a new one is written in its own page."""

    choose_view_class = TextChooseView
    choose_results_view_class = TextChooseResultsView
    chosen_view_class = TextChosenView
    chosen_multiple_view_class = TextChosenMultipleView

    def get_urlpatterns(self) -> list[URLPattern]:
        """Leave out the address where a text would be made inside the window: it has no form."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class TextFilterSet(WagtailFilterSet):
    """Keeps the texts of one activity of one's own."""

    activity = ModelChoiceFilter(
        label=gettext_lazy("Atelier"),
        queryset=lambda request: Activity.objects.editable_by(request.user).order_by("name"),
    )

    class Meta:
        model = ActivityText
        fields: list[str] = []


class TextIndexView(SnippetIndexView):
    """Texts, in plain words."""

    add_item_label = gettext_lazy("Ajouter un texte")

    def get_add_url(self) -> str | None:
        url, activity = super().get_add_url(), my_choice(self.request, Activity, "activity")
        return f"{url}{'&' if '?' in url else '?'}activity={activity.pk}" if url and activity else url


class TextAddView(SnippetCreateView):
    """A new text, for the activity the address names."""

    def get_initial_form_instance(self) -> ActivityText:
        text = super().get_initial_form_instance() or self.model()
        if activity := my_choice(self.request, Activity, "activity"):
            text.activity = activity
        return text


class ActivityTextViewSet(ScopedViewSetMixin, SnippetViewSet):
    """The words of activities: draft, preview, review, history, translation."""

    model = ActivityText
    base_url_path = "textes-ateliers"
    icon = "openquote"
    edit_handler = TEXT_PANELS
    index_view_class = TextIndexView
    add_view_class = TextAddView
    chooser_viewset_class = TextChooserViewSet
    menu_item_is_registered = True  # it stands in our own menu, not under "Snippets"
    list_display = ["title", "activity", LocaleColumn(label=gettext_lazy("Langue")), LiveStatusTagColumn()]
    filterset_class = TextFilterSet
    search_fields = ["title", "summary"]

    def scope(self, user: Any) -> QuerySet:
        """Give the texts of the activities `user` may edit."""
        return texts_of(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Give what the list shows."""
        return self.scope(request.user).select_related("activity", "locale")


class SeriesFilterSet(WagtailFilterSet):
    """Keeps the series of one activity; those that are over only when asked for."""

    activity = ModelChoiceFilter(
        label=gettext_lazy("Atelier"),
        queryset=lambda request: Activity.objects.editable_by(request.user).order_by("name"),
    )
    etat = ChoiceFilter(
        label=gettext_lazy("Séries"),
        choices=[("finies", gettext_lazy("Finies")), ("toutes", gettext_lazy("Toutes"))],
        empty_label=gettext_lazy("En cours et à venir"),
        method="filter_state",
    )

    class Meta:
        model = Series
        fields: list[str] = []

    def filter_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep what is over; *all* keeps everything."""
        return queryset.filter(last_day__lt=timezone.localdate()) if value == "finies" else queryset


class SeriesIndexView(ScopedIndexView):
    """Series, each by its sentence; those that are over wait until asked for."""

    add_item_label = gettext_lazy("Nouvelle série")

    def get_base_queryset(self) -> QuerySet:
        series = super().get_base_queryset().select_related("activity", "place")
        if self.request.GET.get("etat") in ("finies", "toutes"):
            return series
        return series.filter(last_day__gte=timezone.localdate())

    def get_edit_url(self, instance: Series) -> str:
        return reverse("series:show", args=[instance.pk])

    def get_list_more_buttons(self, instance: Series) -> list:
        return []


class SeriesViewSet(ScopedViewSetMixin, ModelViewSet):
    """Series: Wagtail's list, our own pages."""

    model = Series
    name = "series"
    icon = "calendar"
    form_fields: list[str] = []
    index_view_class = SeriesIndexView
    list_display = [
        "activity",
        Column("sentence", label=gettext_lazy("Quand"), accessor=series_sentence),
        Column("place", label=gettext_lazy("Lieu"), classname="our-wide"),
    ]
    filterset_class = SeriesFilterSet
    search_fields = ["activity__name"]
    ordering = "activity__name"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Put our pages beside the list; a series is ended, never deleted."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("nouvelle/", series_views.SeriesAdd.as_view(), name="add"),
            path("<uuid:pk>/", series_pages.SeriesShow.as_view(), name="show"),
            path("<uuid:pk>/changer/", series_views.SeriesEdit.as_view(), name="edit"),
            path("<uuid:pk>/suite/", series_views.SeriesSplit.as_view(), name="split"),
            path("<uuid:pk>/arreter/", series_pages.SeriesEnd.as_view(), name="end"),
            path("<uuid:pk>/historique/", history.SeriesHistory.as_view(), name="history"),
        ]


def days_of(holiday: Holiday) -> str:
    """Give the days of a holiday in words."""
    return span_words(holiday.first_day, holiday.last_day, year=True)


class HolidayViewSet(ModelViewSet):
    """School and public holidays; an editor reads them, the administration corrects them."""

    model = Holiday
    name = "vacances"
    url_namespace = "holiday"
    icon = "calendar-alt"
    edit_handler = HOLIDAY_PANELS
    copy_view_enabled = False
    list_display = [
        "name",
        Column("kind", label=gettext_lazy("Sorte"), accessor="get_kind_display", classname="our-wide"),
        Column("zone", label=gettext_lazy("Zone"), classname="our-wide"),
        Column("days", label=gettext_lazy("Jours"), accessor=days_of),
    ]
    list_filter = ["kind", "zone"]
    list_per_page = 60
    ordering = "first_day"
    index_view_class = HolidayIndexView


class ThemeDeleteView(KeepInUseDeleteView):
    """The deletion of a theme no activity is found by."""

    used_by = ("activities",)


class ThemeViewSet(ModelViewSet):
    """The words residents search by; kept by the administration."""

    model = Theme
    name = "themes"
    delete_view_class = ThemeDeleteView
    url_namespace = "theme"
    icon = "list-ul"
    edit_handler = THEME_PANELS
    copy_view_enabled = False
    list_display = ["name", "slug", "position"]
    ordering = "position"
