"""« Importer » : a file is tried first, its report read, then it is carried out at the press of a button."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from home.activities.admin.base import AdminPage
from home.activities.admin.plain_form import PlainForm
from portal.territories.scoping import get_mine
from resources.directory.importing.report import count_words, kind_words
from resources.directory.importing.rows import MOST_BYTES
from resources.directory.importing.run import Refused, Unreadable, carry_out, prepare
from resources.directory.importing.sources import licence_lines
from resources.directory.inclusion import CONTROL
from resources.directory.models import ImportRun

#: A file nobody carried out is let go after this.
KEPT_FOR = timedelta(days=1)
PER_PAGE = 30
#: Refused rows shown on the page.
MOST_SHOWN = 300


class UploadForm(PlainForm):
    """A file, and whether what it no longer has is withdrawn."""

    file = forms.FileField(
        label=gettext_lazy("Fichier"),
        max_length=200,
        help_text=gettext_lazy("data·inclusion v1 en JSON, CSV ou XLSX, ou FINESS en CSV. 100 Mo au plus."),
        error_messages={
            "required": gettext_lazy("Choisissez un fichier."),
            "empty": gettext_lazy("Ce fichier est vide."),
            "max_length": gettext_lazy("Le nom de ce fichier est trop long."),
        },
    )
    withdraws = forms.BooleanField(
        label=gettext_lazy("Retirer ce qui n'est plus dans le fichier"),
        help_text=gettext_lazy("Les fiches de la même source que le fichier n'a plus ne se verront plus."),
        required=False,
    )

    is_private = forms.BooleanField(
        label=gettext_lazy("Ne pas republier ces fiches"),
        help_text=gettext_lazy(
            "À cocher si leur licence ne le permet pas, ou si vous ne la connaissez pas. Elles se lisent ici, mais ni "
            "l'API ni l'export ne les donnent. Cela vaut pour toutes les fiches de la même source."
        ),
        required=False,
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is kept."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("Ce fichier dépasse 100 Mo. Partagez-le en plusieurs fichiers."))
        return file


def forget_old_files() -> int:
    """Delete the files of imports tried a day ago or more; give how many."""
    old = ImportRun.objects.exclude(file="").filter(started_at__lt=timezone.now() - KEPT_FOR)
    count = 0
    for run in old:
        forget_file(run)
        count += 1
    return count


def forget_file(run: ImportRun) -> None:
    """Delete the file of an import; its report stays."""
    if run.file:
        run.file.delete(save=False)
        ImportRun.objects.filter(pk=run.pk).update(file="")


class ImportPage(AdminPage):
    """A page of the administration's about what comes in."""

    permission = "directory.add_importrun"
    header_icon = "download"


class Imports(ImportPage):
    """Sends a file, and lists those sent before."""

    template_name = "directory_admin/imports.html"
    page_title = gettext_lazy("Importer des ressources")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        forget_old_files()
        runs = Paginator(ImportRun.objects.select_related("by"), PER_PAGE)
        page = runs.get_page(self.request.GET.get("p"))
        context = super().get_context_data(**kwargs) | {"page": page, "query": ""}
        context.setdefault("form", UploadForm())
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            run = self._keep(form)
            try:
                try_file(run)
            except Unreadable as error:
                forget_file(run)
                run.delete()
                form.add_error("file", str(error))
            except BaseException:
                forget_file(run)
                raise
            else:
                return redirect("directory_import_show", run.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def _keep(self, form: UploadForm) -> ImportRun:
        file = form.cleaned_data["file"]
        run = ImportRun(
            name=CONTROL.sub("", file.name)[:200] or "?",
            withdraws=form.cleaned_data["withdraws"],
            is_private=form.cleaned_data["is_private"],
        )
        run.by = self.request.user
        run.file.save(uuid4().hex, file, save=True)
        return run


def try_file(run: ImportRun) -> None:
    """Read the file of an import and keep its report. Raises Unreadable."""
    with prepare(Path(run.file.path)) as prepared:
        run.report = prepared.report.as_dict()
    run.save(update_fields=["report"])


class ImportShow(ImportPage):
    """What a file would change or has changed; carries it out, or lets it go."""

    template_name = "directory_admin/import.html"
    trail = [("directory_import", gettext_lazy("Importer des ressources"))]

    def find(self, **kwargs: Any) -> None:
        self.run = get_mine(ImportRun.objects.select_related("by"), pk=kwargs["run_id"])

    def get_page_title(self) -> str:
        return self.run.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.run.report
        counts = report.get("counts", {})
        done = self.run.applied_at is not None
        refused = sum(one.get("refused", 0) for one in counts.values())
        return super().get_context_data(**kwargs) | {
            "run": self.run,
            "report": report,
            "done": done,
            "waiting": bool(self.run.file) and not done,
            "counts": [
                (kind_words(kind), count_words(kind, one, done=done, whole=False))
                for kind, one in counts.items()
            ],
            "refused": report.get("refused", [])[:MOST_SHOWN],
            "licences": licence_lines(report.get("sources", []), private=self.run.is_private),
            "refused_rows": refused,
            "is_cut": len(report.get("refused", [])) > MOST_SHOWN,
            "has_changes": any(one.get("new") or one.get("changed") for one in counts.values())
            or (self.run.withdraws and any(one.get("gone") for one in counts.values())),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "abandonner" in request.POST:
            return self._give_up()
        try:
            self._carry_out(skip_refused=request.POST.get("sans_les_refus") == "1")
        except Unreadable as error:
            messages.error(request, str(error))
        except Refused as error:
            messages.error(request, str(error))
        return redirect("directory_import_show", self.run.pk)

    def _give_up(self) -> HttpResponse:
        forget_file(self.run)
        if ImportRun.objects.filter(pk=self.run.pk, applied_at=None).delete()[0]:
            messages.success(self.request, _("Le fichier est oublié. Rien n'a changé."))
        return redirect("directory_import")

    def _carry_out(self, *, skip_refused: bool) -> None:
        if not self.run.file:
            messages.error(self.request, _("Ce fichier n'est plus gardé. Envoyez-le de nouveau."))
            return
        with prepare(Path(self.run.file.path)) as prepared:
            done = carry_out(prepared, self.run, skip_refused=skip_refused, user=self.request.user)
        forget_file(self.run)
        count = done.total("new") + done.total("changed")
        told = ngettext("%d fiche créée ou changée.", "%d fiches créées ou changées.", count) % count
        messages.success(self.request, f"{_('Importé.')} {told}")
