"""The checks and the cost worksheet in the admin: their drafts, their editions, what was answered, added up."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from home.activities.admin.base import AdminPage
from portal.when import date_words
from resources.guide.admin.check_forms import CHECK_PANELS, COST_PANELS
from resources.guide.checks.actions import NothingNew, publish_edition
from resources.guide.checks.changes import changes_between
from resources.guide.checks.content import read_check
from resources.guide.checks.tallies import SMALLEST, totals_of
from resources.guide.models.editions import Check, CostForm, Draft, Edition, Form
from resources.guide.models.sheets import Sheet

KINDS: dict[str, type[Check] | type[CostForm]] = {
    Form.READY: Check,
    Form.TERRITORY: Check,
    Form.COST: CostForm,
}
RIGHTS = {Check: "guide.change_check", CostForm: "guide.change_costform"}


class WholeForm:
    """Refuses a form whose streams came cut or spoilt: the editor's own script always sends them whole."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer as ever, or 400."""
        try:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        except (MultiValueDictKeyError, ValueError) as error:
            raise BadRequest from error


class DraftCreateView(WholeForm, CreateView):
    """A draft that is begun."""


class DraftEditView(WholeForm, EditView):
    """The form of a draft, which says that nobody sees it yet."""

    def get_success_message(self, instance: Draft | None = None) -> str:
        told = _("« %(title)s » est enregistré. Le public voit toujours l'édition publiée.")
        return told % {"title": instance or self.object}

    def get_success_buttons(self) -> list:
        url = reverse("guide_forms:publish", args=[self.object.slug])
        return [messages.button(url, _("Publier une édition")), *super().get_success_buttons()]


class DraftViewSet(SnippetViewSet):
    """What both share: a history, no copy, a line of our own in the menu."""

    add_view_class = DraftCreateView
    edit_view_class = DraftEditView
    copy_view_enabled = False
    menu_item_is_registered = True
    list_display = ["title", "get_slug_display"]


class CheckViewSet(DraftViewSet):
    """The drafts of the two checks."""

    model = Check
    base_url_path = "guide/bilans"
    icon = "form"
    edit_handler = CHECK_PANELS


class CostFormViewSet(DraftViewSet):
    """The draft of the worksheet."""

    model = CostForm
    base_url_path = "guide/feuille-de-cout"
    icon = "table"
    edit_handler = COST_PANELS


def edit_address(draft: Draft) -> str:
    """Give the page where a draft is changed."""
    return reverse(f"wagtailsnippets_guide_{draft._meta.model_name}:edit", args=[draft.pk])


def open_sheets(form: str) -> dict[int, int]:
    """Give how many open sheets each edition of a form has, by its number. One query."""
    rows = Sheet.objects.open().filter(edition__slug=form).values("edition__number")
    return {row["edition__number"]: row["number"] for row in rows.annotate(number=Count("pk")).order_by()}


class FormsPage(AdminPage):
    """What our pages ask: the right to change the form they are about."""

    permission = RIGHTS[Check]
    header_icon = "form"


class Forms(FormsPage):
    """The three forms: the edition the public answers, the draft, the sheets that are open."""

    template_name = "guide_admin/checks.html"
    page_title = gettext_lazy("Bilans et coût")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        drafts: dict[str, Draft] = {
            one.slug: one for model in (Check, CostForm) for one in model.objects.all()
        }  # type: ignore[attr-defined]
        rows = [self.row(form, drafts.get(form.value)) for form in Form]
        return super().get_context_data(**kwargs) | {"rows": rows}

    def row(self, form: Form, draft: Draft | None) -> dict[str, Any]:
        """Give what is said of one form."""
        edition, sheets = Edition.objects.current(form), open_sheets(form)
        number = edition.number if edition else 0
        return {
            "label": form.label,
            "slug": form.value,
            "edition": edition,
            "published_on": date_words(localtime(edition.published_at).date(), year=True) if edition else "",
            "is_changed": draft is not None and (edition is None or draft.frozen() != edition.content),
            "edit_url": edit_address(draft) if draft else "",
            "add_url": reverse(f"wagtailsnippets_guide_{KINDS[form]._meta.model_name}:add"),
            "open": sum(sheets.values()),
            "older": sum(count for one, count in sheets.items() if one != number),
            "is_counted": form != Form.COST,
        }


class OfForm(FormsPage):
    """A page about one form, which the address names."""

    trail = [("guide_forms:list", gettext_lazy("Bilans et coût"))]

    def find(self, **kwargs: Any) -> None:
        if kwargs["form"] not in Form.values:
            raise Http404
        self.form = Form(kwargs["form"])
        self.edition = Edition.objects.current(self.form)
        self.page_subtitle = self.form.label


class Publish(OfForm):
    """What a new edition would change, and the button that publishes it."""

    template_name = "guide_admin/check_publish.html"
    page_title = gettext_lazy("Publier une édition")

    def find(self, **kwargs: Any) -> None:
        super().find(**kwargs)
        draft = KINDS[self.form].objects.filter(slug=self.form).first()
        if draft is None or not self.request.user.has_perm(RIGHTS[type(draft)]):
            raise Http404
        self.draft: Draft = draft

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        content, sheets = self.draft.frozen(), open_sheets(self.form)
        return super().get_context_data(**kwargs) | {
            "edition": self.edition,
            "number": self.edition.number + 1 if self.edition else 1,
            "is_new": self.edition is None or content != self.edition.content,
            "changes": changes_between(self.edition.content if self.edition else None, content),
            "open": sum(sheets.values()),
            "edit_url": edit_address(self.draft),
            "errors": kwargs.get("errors", []),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Publish; say what is wrong in the draft, or that nothing changed."""
        try:
            edition = publish_edition(self.draft, user=self.request.user)
        except NothingNew:
            messages.warning(request, _("Rien n'a changé depuis l'édition publiée."))
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(errors=error.messages))
        else:
            told = _("L'édition %(number)d est publiée. Les bilans déjà commencés gardent la leur.")
            messages.success(request, told % {"number": edition.number})
        return redirect("guide_forms:list")


class Totals(OfForm):
    """What the sheets that are gone answered, edition by edition; groups too small are not told."""

    template_name = "guide_admin/check_totals.html"
    page_title = gettext_lazy("Réponses, en nombres")
    header_icon = "table"

    def find(self, **kwargs: Any) -> None:
        super().find(**kwargs)
        if self.form == Form.COST:
            raise Http404
        self.editions = list(Edition.objects.filter(slug=self.form).defer("content").order_by("-number"))
        asked = self.request.GET.get("edition")
        if asked:
            found = {str(edition.number): edition for edition in self.editions}
            if asked not in found:
                raise Http404
            self.edition = found[asked]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {
            "editions": self.editions,
            "edition": self.edition,
            "smallest": SMALLEST,
        }
        if self.edition is None:
            return context
        content = read_check(self.edition.content, self.edition.number, "fr")
        return context | {"totals": totals_of(self.edition, content)}
