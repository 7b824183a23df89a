"""« Traductions à revoir »: the report, and what the admin's first page says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision

from home.activities.admin.base import AdminPage
from home.pages.admin.awaiting import Row, rows_for
from home.pages.admin.outdated import State
from home.pages.admin.reviewing import SendForReview

PER_PAGE = 50


def changes_of(rows: list[Row]) -> dict[int, str]:
    """Give, for each French page compared, where its changes since the translation are shown. One query."""
    since = dict(row.compared for row in rows if row.compared)
    if not since:
        return {}
    revisions = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=[str(pk) for pk in since]
    )
    last: dict[int, int | str] = dict.fromkeys(since, "earliest")
    for number, pk, made in revisions.order_by("created_at").values_list("object_id", "pk", "created_at"):
        if made <= since[int(number)]:
            last[int(number)] = pk
    return {
        pk: reverse("wagtailadmin_pages:revisions_compare", args=[pk, revision, "live"])
        for pk, revision in last.items()
    }


class TranslationsToReview(AdminPage):
    """The report."""

    permission = SendForReview.permission
    template_name = "pages_admin/translations.html"
    page_title = gettext_lazy("Traductions à revoir")
    header_icon = "wagtail-localize-language"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = {code: name for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE}
        asked = self.request.GET.get("langue", "")
        asked = asked if asked in names else ""
        rows = [row for row in rows_for(self.request.user) if not asked or row.language == asked]
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        changes = changes_of(list(page))
        return super().get_context_data(**kwargs) | {
            "languages": names,
            "asked": asked,
            "query": f"langue={asked}&" if asked else "",
            "counts": counted(rows),
            "page": page,
            "rows": [
                (row, names[row.language], changes.get(row.compared[0], "") if row.compared else "")
                for row in page
            ],
        }


def counted(rows: list[Row]) -> list[tuple[Any, int]]:
    """Give how many rows are in each state, those with none left out."""
    numbers = Counter(row.state for row in rows)
    return [(state.label, numbers[state]) for state in State if numbers[state]]


class TranslationsPanel(Component):
    """How many translations wait, on the admin's first page."""

    name = "translations"
    order = 70
    template_name = "pages_admin/translations_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"counts": counted(rows_for((parent_context or {})["request"].user))}
