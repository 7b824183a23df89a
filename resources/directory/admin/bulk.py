"""Several structures or services at once: publish, withdraw, say they are right today. Each as if it were alone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from resources.directory import actions
from resources.directory.models import Service, Structure

#: Rows of one page of the list, and some more.
MOST = 200


class EntryBulkAction(BulkAction):
    """What the three have in common: one's own rows, one question, all or nothing."""

    models = [Structure, Service]
    template_name = "directory_admin/bulk.html"
    question: Any = ""
    button: Any = ""
    done: Any = ""

    def get_queryset(self, model: Any, object_ids: Any) -> Any:  # type: ignore[override]
        """Give the rows asked for that the reader may edit; nothing else is told of."""
        pks = [int(pk) for pk in object_ids if str(pk).isdecimal() and len(str(pk)) < 19]
        rows = list(
            model.objects.editable_by(self.request.user).filter(pk__in=pks).order_by("nom", "pk")[:MOST]
        )
        if not rows:
            raise Http404
        return rows

    def check_perm(self, obj: Any) -> bool:
        """Tell whether the reader may change such rows."""
        return self.request.user.has_perm(f"directory.change_{self.model._meta.model_name}")

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        """Give no more than what was ticked."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"question": self.question, "button": self.button}

    def get_execution_context(self) -> dict[str, Any]:
        return {"user": self.request.user}

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it; when one of the rows refuses, none changes, and each reason is told."""
        try:
            return super().form_valid(form)
        except ValidationError as error:
            for reason in error.messages:
                messages.error(self.request, reason)
            return redirect(self.next_url)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return str(self.done % {"number": num_parent_objects})


class PublishAction(EntryBulkAction):
    """Show to the public."""

    display_name = gettext_lazy("Publier")
    action_type = "publier"
    aria_label = gettext_lazy("Publier les fiches choisies")
    action_priority = 10
    question = gettext_lazy("Publier ces fiches ? Le public les verra.")
    button = gettext_lazy("Publier")
    done = ngettext_lazy("%(number)d fiche est publiée.", "%(number)d fiches sont publiées.", "number")

    @classmethod
    def execute_action(cls, objects: list, **kwargs: Any) -> tuple[int, int]:
        """Publish each one. Raises ValidationError with every reason when some cannot be."""
        refused: list[Any] = []
        for entry in objects:
            try:
                actions.publish(entry, user=kwargs["user"])
            except ValidationError as error:
                refused += error.messages
        if refused:
            raise ValidationError([*refused, _("Rien n'a changé. Corrigez ces fiches, puis recommencez.")])
        return len(objects), 0


class WithdrawAction(EntryBulkAction):
    """Show to the public no more."""

    display_name = gettext_lazy("Retirer")
    action_type = "retirer"
    aria_label = gettext_lazy("Retirer les fiches choisies")
    action_priority = 20
    question = gettext_lazy("Retirer ces fiches ? Le public ne les verra plus. Rien n'est effacé.")
    button = gettext_lazy("Retirer")
    done = ngettext_lazy("%(number)d fiche est retirée.", "%(number)d fiches sont retirées.", "number")

    @classmethod
    def execute_action(cls, objects: list, **kwargs: Any) -> tuple[int, int]:
        """Withdraw each one."""
        for entry in objects:
            actions.withdraw(entry, user=kwargs["user"])
        return len(objects), 0


class VerifyAction(EntryBulkAction):
    """Say that they are right today."""

    display_name = gettext_lazy("Vérifié aujourd'hui")
    action_type = "verifier"
    aria_label = gettext_lazy("Dire les fiches choisies vérifiées aujourd'hui")
    action_priority = 30
    question = gettext_lazy("Dire que ces fiches sont vérifiées aujourd'hui ? Le public lira la date.")
    button = gettext_lazy("Vérifié aujourd'hui")
    done = ngettext_lazy("%(number)d fiche est vérifiée.", "%(number)d fiches sont vérifiées.", "number")

    @classmethod
    def execute_action(cls, objects: list, **kwargs: Any) -> tuple[int, int]:
        """Verify each one."""
        for entry in objects:
            actions.verify(entry, user=kwargs["user"])
        return len(objects), 0
