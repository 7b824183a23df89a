"""Reports: links that lead nowhere; who did what, held to one's own territory."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy
from wagtail.admin.views.reports.audit_logging import LogEntriesView, SiteHistoryReportFilterSet
from wagtail.models import ModelLogEntry, PageLogEntry

from home.activities.admin.base import AdminPage
from home.activities.models import Activity, ActivityText, Holiday, Series, Session, Theme
from home.pages.admin.links import broken_links
from home.pages.models import Banner
from home.places.models import HoursException, Place
from portal.accounts.models import User
from portal.territories.models import Territory
from portal.territories.scoping import looks_after_everything


class BrokenLinks(AdminPage):
    """The links to mend."""

    permission = "wagtailadmin.access_admin"
    template_name = "pages_admin/broken_links.html"
    page_title = gettext_lazy("Liens qui ne mènent nulle part")
    header_icon = "link"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"broken": broken_links(self.request.user)}


def rows_of(user: User) -> dict[type[Model], QuerySet]:
    """Give, for each kind of thing an editor may change, the rows that are theirs."""
    activities, places = Activity.objects.editable_by(user), Place.objects.editable_by(user)
    return {
        Activity: activities,
        ActivityText: ActivityText.objects.filter(activity__in=activities),
        Banner: Banner.objects.filter(territory__in=Territory.objects.editable_by(user)),
        HoursException: HoursException.objects.filter(place__in=places),
        Place: places,
        Series: Series.objects.editable_by(user),
        Session: Session.objects.editable_by(user),
        Holiday: Holiday.objects.all(),
        Theme: Theme.objects.all(),
    }


def mine_in_log(user: User) -> Q:
    """Give the condition that keeps the log's lines about `user`'s own things, and what `user` did."""
    condition = Q(user=user)
    for model, rows in rows_of(user).items():
        keys = [str(pk) for pk in rows.order_by().values_list("pk", flat=True)]
        kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
        condition |= Q(content_type=kind, object_id__in=keys)
    return condition


class SiteHistoryFilterSet(SiteHistoryReportFilterSet):
    """The filters of the report; an editor is offered the people of their own groups."""

    def get_user_choices(self) -> QuerySet:
        user = self.request.user
        if looks_after_everything(user):
            return super().get_user_choices()
        return User.objects.filter(groups__in=user.groups.all()).distinct().order_by("email")

    class Meta:
        model = PageLogEntry
        fields: list[str] = []


class SiteHistory(LogEntriesView):
    """Wagtail's report of who did what, without the other territories' lines."""

    filterset_class = SiteHistoryFilterSet

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        queryset = super().filter_queryset(queryset)
        user = self.request.user
        if queryset.model is PageLogEntry or looks_after_everything(user):
            return queryset
        if queryset.model is ModelLogEntry:
            return queryset.filter(mine_in_log(user))
        return queryset.none()
