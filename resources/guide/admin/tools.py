"""The tools in the admin: their words, their formats, whether they are offered; the downloads of each month."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum
from django.forms import ValidationError
from django.utils import timezone
from django.utils.dateformat import DateFormat
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from home.activities.admin.base import AdminPage
from portal.territories.deleting import KeepInUseDeleteView
from portal.territories.scoping import ScopedForm
from resources.directory.admin.fields import codes_field, registers_field
from resources.guide.models.tools import Download, Format, Tool
from resources.guide.tools.making import FILLABLE

#: Months told on the page of downloads.
MONTHS = 12
LANGUAGES = {"en": gettext_lazy("Anglais"), "ar": gettext_lazy("Arabe")}
WORDS = ("title", "summary", "for_whom", "description", "caution", "preview_alt", "request_label")


class ToolForm(ScopedForm):
    """A tool: its code stays, and its formats are those the portal can make."""

    formats = codes_field(
        dict(Format.choices),
        gettext_lazy("Formats proposés"),
        gettext_lazy("Le PDF à remplir n'existe que pour la fiche de saisine et la grille de situation."),
    )
    registers = registers_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["slug"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Refuse a format nobody can make, and put the others in the order they are offered."""
        data = super().clean()
        chosen = data.get("formats") or []
        if Format.PDF_FORM in chosen and data.get("slug") not in FILLABLE:
            self.add_error("formats", ValidationError(_("Cet outil ne se remplit pas à l'écran en PDF.")))
        if "formats" in data:
            data["formats"] = [code for code in Format.values if code in chosen]
        return data


def group(heading: Any, *panels: Panel, folded: bool = False) -> MultiFieldPanel:
    """Make a group of questions; a folded one opens at a click."""
    return MultiFieldPanel(list(panels), heading=heading, classname="collapsed" if folded else "")


PANELS = ObjectList(
    [
        FieldRowPanel([FieldPanel("slug"), FieldPanel("position"), FieldPanel("live")]),
        group(gettext_lazy("Les mots"), *(FieldPanel(name) for name in WORDS)),
        *(
            group(label, *(FieldPanel(f"{name}_{code}") for name in WORDS), folded=True)
            for code, label in LANGUAGES.items()
        ),
        group(
            gettext_lazy("Le document"),
            FieldRowPanel([FieldPanel("version"), FieldPanel("date"), FieldPanel("pages")]),
            FieldPanel("formats"),
            FieldRowPanel([FieldPanel("licence"), FieldPanel("licence_url")]),
            FieldPanel("holds_personal_data"),
        ),
        group(gettext_lazy("Dans le guide"), FieldPanel("chapter"), FieldPanel("registers"), folded=True),
    ],
    base_form_class=ToolForm,
)


class ToolIndexView(IndexView):
    """The tools, with how often each was taken."""

    add_item_label = gettext_lazy("Ajouter un outil")

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().with_downloads()  # type: ignore[attr-defined]


class ToolViewSet(ModelViewSet):
    """Tools; kept by the administration."""

    model = Tool
    name = "outils"
    url_prefix = "outils"
    url_namespace = "tool_admin"
    icon = "download"
    edit_handler = PANELS
    index_view_class = ToolIndexView
    delete_view_class = KeepInUseDeleteView
    copy_view_enabled = False
    list_display = [
        "title",
        Column("version", label=gettext_lazy("Version"), classname="our-wide"),
        DateColumn("date", label=gettext_lazy("Date"), classname="our-wide"),
        BooleanColumn("live", label=gettext_lazy("Proposé")),
        Column("taken", label=gettext_lazy("Téléchargements"), accessor=lambda tool: tool.taken or 0),
    ]
    ordering = ["position", "pk"]


class Downloads(AdminPage):
    """How often each tool was taken, month by month: what a report to funders asks."""

    permission = "guide.change_tool"
    template_name = "guide_admin/downloads.html"
    page_title = gettext_lazy("Téléchargements")
    header_icon = "download"
    trail = [("tool_admin:index", gettext_lazy("Outils"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        months = months_before(timezone.localdate())
        taken = Download.objects.filter(month__gte=months[-1]).values("tool", "month")
        counts: dict[int, dict[date, int]] = defaultdict(dict)
        for row in taken.annotate(total=Sum("count")).order_by("tool", "month"):
            counts[row["tool"]][row["month"]] = row["total"]
        tools = list(Tool.objects.order_by("position", "pk"))
        return super().get_context_data(**kwargs) | {
            "tools": tools,
            "rows": [
                {
                    "month": capfirst(DateFormat(month).format("F Y")),
                    "counts": [counts[tool.pk].get(month, 0) for tool in tools],
                    "total": sum(counts[tool.pk].get(month, 0) for tool in tools),
                }
                for month in months
            ],
        }


def months_before(today: date) -> list[date]:
    """Give the first days of this month and of those before it, the latest first."""
    numbers = [today.year * 12 + today.month - 1 - back for back in range(MONTHS)]
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]
