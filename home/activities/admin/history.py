"""Who did what and when, in words, out of Wagtail's log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from home.activities.admin.base import AdminPage, my_series, my_session
from home.activities.models import CancelReason
from portal.when import day_words, time_words

MOST = 200


@dataclass(frozen=True)
class Entry:
    """One line of the history."""

    when: str
    who: str
    what: str
    detail: str


def entries_of(instance: Model, most: int = MOST) -> list[Entry]:
    """Give the history of `instance`, the latest first: two queries."""
    logs = registry.get_logs_for_instance(instance).select_related("user").order_by("-timestamp", "-pk")
    return [
        Entry(_moment(log.timestamp), str(log.user_display_name), str(log.message), _detail(log))
        for log in logs[:most]
    ]


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return _("%(day)s à %(hour)s") % {
        "day": day_words(local.date(), year=True),
        "hour": time_words(local.time().replace(second=0, microsecond=0)),
    }


def _detail(log: ModelLogEntry) -> str:
    """Say what the log kept of the action; nothing rather than something unreadable."""
    data: dict[str, Any] = log.data or {}
    reason = str(dict(CancelReason.choices).get(data.get("reason", ""), ""))
    parts = [data.get("sentence", ""), reason, data.get("note", "")]
    verb = log.action.rpartition(".")[2]
    if verb in ("move", "add") and (start := parse_datetime(str(data.get("start", "")))):
        parts.insert(0, _moment(start))
    if created := data.get("created"):
        parts.append(ngettext("%d séance ajoutée", "%d séances ajoutées", created) % created)
    if withdrawn := len(data.get("withdrawn") or []):
        parts.append(ngettext("%d séance retirée", "%d séances retirées", withdrawn) % withdrawn)
    if verb == "attendance":
        people = data.get("people") or 0
        parts.append(ngettext("%d personne", "%d personnes", people) % people)
    return ". ".join(str(part).rstrip(".") for part in parts if part)


class HistoryPage(AdminPage):
    """The history of one thing."""

    template_name = "activities_admin/history.html"
    page_title = gettext_lazy("Historique")
    header_icon = "history"
    instance: Model

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "instance": self.instance,
            "entries": entries_of(self.instance),
        }


class SessionHistory(HistoryPage):
    """The history of a session."""

    permission = "activities.change_session"
    trail = [("seance:week", gettext_lazy("Semaine"))]

    def find(self, **kwargs: Any) -> None:
        self.instance = my_session(self.request, kwargs["pk"])


class SeriesHistory(HistoryPage):
    """The history of a series."""

    permission = "activities.change_series"
    trail = [("series:index", gettext_lazy("Séries"))]

    def find(self, **kwargs: Any) -> None:
        self.instance = my_series(self.request, kwargs["pk"])
