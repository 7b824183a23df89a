"""After a session, in ten seconds: how many came. And the totals by month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import DateFormat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.activities.actions.attendance import MOST_PEOPLE, record_attendance
from home.activities.admin.base import AdminPage
from home.activities.admin.rows import rows_for
from home.activities.admin.sessions import SessionForm, SessionFormPage
from home.activities.models import Activity, Attendance, AttendanceReason, Session, VisitReason
from portal.accounts.models import User

#: Sessions older than this are no longer asked for on the home page.
ASKED_FOR = timedelta(days=30)


def to_count(user: User) -> QuerySet[Session]:
    """Give the sessions that took place in the last thirty days and that nobody counted, the latest first."""
    now = timezone.now()
    return (
        Session.objects.editable_by(user)
        .happening()
        .filter(end__lte=now, start__gte=now - ASKED_FOR, attendance__isnull=True)
        .order_by("-start", "-pk")
    )


def number_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.IntegerField:
    """Give a number easy to type on a telephone."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput({"inputmode": "numeric", "class": "count-input", "autocomplete": "off"}),
        error_messages={
            "invalid": gettext_lazy("Écrivez un nombre."),
            "required": gettext_lazy("Écrivez un nombre."),
        },
    )


class CountForm(SessionForm):
    """Numbers, never names."""

    people = number_field(gettext_lazy("Personnes venues"), required=True)
    newcomers = number_field(gettext_lazy("dont nouvelles"), gettext_lazy("Venues pour la première fois."))
    cohosts = number_field(
        gettext_lazy("Habitants qui ont co-animé"), gettext_lazy("Comptés aussi parmi les personnes venues.")
    )

    def prepare(self, user: User, session: Session) -> None:
        self.tallies = session.activity.tallies_reasons
        if self.tallies:
            for reason in VisitReason:
                self.fields[f"reason_{reason.value}"] = number_field(reason.label)
        attendance = Attendance.objects.filter(session=session).first()
        if attendance:
            self.initial = {
                "people": attendance.people,
                "newcomers": attendance.newcomers,
                "cohosts": attendance.cohosts,
            } | {f"reason_{row.reason}": row.visits for row in attendance.reasons.all()}

    def reason_fields(self) -> list[forms.BoundField]:
        """Give the fields of the tally."""
        return [self[name] for name in self.fields if name.startswith("reason_")]

    def clean(self) -> dict[str, Any]:
        """Hold newcomers and co-hosts to the people who came."""
        data = super().clean()
        people = data.get("people")
        for name in ("newcomers", "cohosts"):
            if people is not None and (data.get(name) or 0) > people:
                self.add_error(name, _("Ce nombre dépasse celui des personnes venues."))
        return data

    def reasons(self) -> dict[str, int] | None:
        """Give the tally, None for an activity without one."""
        if not self.tallies:
            return None
        return {
            reason.value: count
            for reason in VisitReason
            if (count := self.cleaned_data.get(f"reason_{reason.value}"))
        }


class CountPage(SessionFormPage):
    """Counts a session."""

    permission = "activities.change_attendance"
    template_name = "activities_admin/count.html"
    page_title = gettext_lazy("Compter")
    form_class = CountForm

    def act(self, form: CountForm) -> None:
        data = form.cleaned_data
        record_attendance(
            self.session,
            people=data["people"],
            newcomers=data["newcomers"] or 0,
            cohosts=data["cohosts"] or 0,
            reasons=form.reasons(),
            user=self.request.user,
        )

    def done_words(self) -> str:
        return _("C'est compté. Merci.")

    def get_done_url(self) -> str:
        return reverse("seance:to_count")


class ToCount(AdminPage):
    """The sessions nobody has counted yet."""

    permission = "activities.change_attendance"
    template_name = "activities_admin/to_count.html"
    page_title = gettext_lazy("Séances à compter")
    header_icon = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"rows": rows_for(to_count(self.request.user)[:60])}


class Totals(AdminPage):
    """Totals by month and activity, of the last twelve months."""

    permission = "activities.change_attendance"
    template_name = "activities_admin/totals.html"
    page_title = gettext_lazy("Fréquentation")
    header_icon = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first = (timezone.localdate().replace(day=1) - timedelta(days=330)).replace(day=1)
        mine = Attendance.objects.filter(
            session__activity__in=Activity.objects.editable_by(self.request.user),
            session__start__date__gte=first,
        )
        monthly = mine.annotate(month=TruncMonth("session__start")).values("month")
        months = list(summed(monthly).order_by("-month"))
        for row in months:
            row["words"] = month_words(timezone.localdate(row["month"]))
        activities = summed(mine.values("session__activity__name")).order_by("-people_sum")
        reasons = (
            AttendanceReason.objects.filter(attendance__in=mine)
            .values("reason")
            .annotate(visits_sum=Sum("visits"))
            .order_by("-visits_sum")
        )
        labels = dict(VisitReason.choices)
        return super().get_context_data(**kwargs) | {
            "months": months,
            "activities": activities,
            "reasons": [(labels[row["reason"]], row["visits_sum"]) for row in reasons],
            "since": month_words(first),
        }


def summed(groups: Any) -> Any:
    """Add up sessions, people, newcomers and co-hosts of grouped counts."""
    return groups.annotate(
        sessions=Count("pk"),
        people_sum=Sum("people"),
        newcomers_sum=Sum("newcomers"),
        cohosts_sum=Sum("cohosts"),
    )


def month_words(day: date) -> str:
    """Give a month in words: "Novembre 2026"."""
    return DateFormat(day).format("F Y").capitalize()
