"""Columns of the comparison in the admin: those to read first, one to mend, publish or refuse."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Case, IntegerField, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from home.activities.admin.base import AdminPage
from home.activities.admin.history import entries_of
from home.activities.admin.plain_form import refuse
from portal.accounts.sealed import SealError
from portal.territories.scoping import get_mine
from portal.when import date_words
from resources.guide.admin.implementation_forms import RefusalForm, VersionForm, WordsForm
from resources.guide.implementations import actions
from resources.guide.implementations.lines import LINES
from resources.guide.implementations.proposer import Proposer
from resources.guide.models.implementations import Implementation

State = Implementation.State
PER_PAGE = 50
#: What is to be read comes first.
ORDER = Case(
    When(state=State.PROPOSED, then=0),
    When(state=State.PUBLISHED, then=1),
    default=2,
    output_field=IntegerField(),
)


class ColumnsPage(AdminPage):
    """What the pages share."""

    permission = "guide.change_implementation"
    header_icon = "table"

    def mine(self) -> QuerySet[Implementation]:
        """Give the columns the reader keeps."""
        return Implementation.objects.editable_by(self.request.user).select_related("territory", "settled_by")

    @property
    def may_publish(self) -> bool:
        """Whether the reader decides what is shown."""
        return self.request.user.has_perm("guide.publish_implementation")


class Columns(ColumnsPage):
    """Every column the reader keeps."""

    template_name = "guide_admin/implementations.html"
    page_title = gettext_lazy("Comparaison des territoires")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.mine().order_by(ORDER, "position", "name", "pk")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "may_publish": self.may_publish,
            "page": page,
            "rows": [{"column": one, "day": date_words(one.changed_on, year=True)} for one in page],
        }


class Column(ColumnsPage):
    """One column: its words, what to do with it, what was done."""

    template_name = "guide_admin/implementation.html"
    trail = [("implementations:list", gettext_lazy("Comparaison des territoires"))]

    def find(self, **kwargs: Any) -> None:
        self.column: Implementation = get_mine(self.mine(), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return self.column.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposer, trouble = self.read()
        context = super().get_context_data(**kwargs) | {
            "column": self.column,
            "may_publish": self.may_publish,
            "proposer": proposer,
            "trouble": trouble,
            "to_translate": [(LINES[line], words) for line, words in self.column.to_translate.items()],
            "proposed_on": date_words(self.column.proposed_on, year=True),
            "public_url": reverse("guide_comparison"),
            "entries": entries_of(self.column) if self.column.pk else [],
        }
        context.setdefault("form", self.form())
        context.setdefault(
            "refusal", RefusalForm(initial={"version": self.column.version}, auto_id="id_no_%s")
        )
        return context

    def read(self) -> tuple[Proposer | None, str]:
        """Open who proposes it, for those who decide and answer; say why it cannot be opened otherwise."""
        if not self.may_publish or not self.column.sealed:
            return None, ""
        try:
            return actions.read_proposer(self.column, user=self.request.user), ""
        except SealError:
            return None, _(
                "Ces informations ne s'ouvrent pas : une clé manque au portail. Prévenez l'administration."
            )

    def form(self, data: Any = None) -> WordsForm:
        """Give the form of the words."""
        return WordsForm(data, implementation=self.column, may_place=self.may_publish)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the words, and publish when asked; or refuse."""
        wanted = request.POST.get("etape", "")
        if wanted in ("publier", "refuser") and not self.may_publish:
            raise PermissionDenied
        if wanted == "refuser":
            return self.refuse_it()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        return self.carry_out(form, lambda: self.write(form, publish=wanted == "publier"))

    def refuse_it(self) -> HttpResponse:
        """Set the column aside."""
        form = RefusalForm(self.request.POST, auto_id="id_no_%s")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(refusal=form))
        data = form.cleaned_data

        def do() -> str:
            actions.refuse(
                self.column, reason=data["reason"], user=self.request.user, version=data["version"]
            )
            return _("La colonne n'est pas publiée.")

        return self.carry_out(form, do)

    @transaction.atomic
    def write(self, form: WordsForm, *, publish: bool) -> str:
        """Write the words of a column, and show it when asked: both, or neither. Gives what to tell."""
        user, version = self.request.user, form.cleaned_data["version"]
        actions.rewrite(self.column, form.words(), user=user, version=version)
        if publish:
            actions.publish(self.column, user=user, version=self.column.version)
            return _("La colonne est publiée.")
        return _("La colonne est enregistrée.")

    def carry_out(self, form: VersionForm, do: Any) -> HttpResponse:
        """Do what was asked and go back to the list; show the page again when it is refused."""
        try:
            told = do()
        except actions.Meanwhile as error:
            messages.error(self.request, error.messages[0])
            return redirect(self.request.path)
        except ValidationError as error:
            refuse(form, error)
            if self.column.pk:
                self.column.refresh_from_db()  # as it stands: what was undone stays out of the page
            kind = "refusal" if isinstance(form, RefusalForm) else "form"
            return self.render_to_response(self.get_context_data(**{kind: form}))
        messages.success(self.request, told)
        return redirect("implementations:list")


class AddColumn(Column):
    """A column of our own, published when it is ready."""

    permission = "guide.publish_implementation"
    page_title = gettext_lazy("Nouvelle colonne")

    def find(self, **kwargs: Any) -> None:
        self.column = Implementation()

    def get_page_title(self) -> str:
        return str(self.page_title)

    @transaction.atomic
    def write(self, form: WordsForm, *, publish: bool) -> str:
        """Write a new column, and show it when asked."""
        column = actions.add(form.words(), user=self.request.user)
        if publish:
            actions.publish(column, user=self.request.user, version=column.version)
            return _("La colonne est publiée.")
        return _("La colonne est enregistrée.")

    def refuse_it(self) -> HttpResponse:
        """There is nothing to refuse yet."""
        return redirect(self.request.path)
