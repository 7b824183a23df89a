"""A translation made piece by piece: sent for review as any page is, and published whole or not at all.

The package knows no review, and publishes French sentences where nothing is translated: a page half in French cannot say
its language. Texts written as a whole keep Wagtail's own editor, with its « Envoyer en relecture ».
"""

from __future__ import annotations

from typing import Any, TypeAlias

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation, get_edit_url

from home.activities.admin.base import AdminPage
from home.activities.models import ActivityText
from home.pages.admin.guards import may_write
from home.pages.translations import pieces_left, translation_of
from portal.accounts.models import User
from portal.territories.scoping import get_mine

#: What is translated: pages, and the texts of workshops.
Words: TypeAlias = Page | ActivityText


class NoReviewError(Exception):
    """Nobody is named to read what is sent."""


def send_for_review(translation: Translation, user: User) -> None:
    """Keep what is translated as a draft and have it read; what was being read before is not any more.

    Nothing changes for the public. Raises ValidationError when a piece will not do (too long), NoReviewError when no review
    is set up.
    """
    drafted = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    with transaction.atomic():
        drafted.save_revision(user=user)
        words = type(drafted).objects.get(pk=drafted.pk)
        workflow = words.get_workflow()
        if workflow is None:
            raise NoReviewError
        if under_way := words.current_workflow_state:
            under_way.cancel(user=user)
        workflow.start(words, user)


def left_words(left: int) -> str:
    """Say how many pieces are still in French."""
    return ngettext(
        "Il reste %(left)s morceau en français.", "Il reste %(left)s morceaux en français.", left
    ) % {"left": left}


class SendForReview(AdminPage):
    """One translation, and the button that sends it."""

    permission = "wagtail_localize.submit_translation"
    template_name = "pages_admin/send_for_review.html"
    page_title = gettext_lazy("Envoyer la traduction en relecture")
    header_icon = "tasks"
    trail = [("translations_to_review", gettext_lazy("Traductions à revoir"))]

    def find(self, **kwargs: Any) -> None:
        made = Translation.objects.filter(enabled=True).select_related("source", "target_locale")
        self.translation = get_mine(made, pk=kwargs["translation_id"])
        try:
            self.words: Words = self.translation.get_target_instance()
        except ObjectDoesNotExist as error:
            raise Http404 from error
        if not may_write(self.request.user, self.words):
            raise Http404
        self.left = pieces_left(self.translation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "title": getattr(self.words, "draft_title", "") or str(self.words),
            "language": self.translation.target_locale,
            "left": left_words(self.left) if self.left else "",
            "edit_url": get_edit_url(self.words),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send it, or say why it cannot be."""
        if self.left:
            messages.error(request, left_words(self.left))
            return redirect(get_edit_url(self.words))
        try:
            send_for_review(self.translation, self.request.user)
        except ValidationError as error:
            refused = _("La traduction n'est pas envoyée : %(why)s")
            messages.error(request, refused % {"why": " ".join(error.messages)})
            return redirect(get_edit_url(self.words))
        except NoReviewError:
            messages.error(request, _("Personne n'est chargé de relire. Prévenez l'administration."))
            return redirect(get_edit_url(self.words))
        messages.success(request, _("La traduction est envoyée en relecture."))
        return redirect("translations_to_review")


def publish_whole(request: HttpRequest, words: Words) -> HttpResponse | None:
    """Refuse to publish, from the page of a translation, what is not all translated; asked before the package answers."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    translation = translation_of(words)
    left = pieces_left(translation) if translation else 0
    if not left:
        return None
    wanted = _("Traduisez-le d'abord : une page à moitié en français ne peut pas dire sa langue.")
    messages.error(request, f"{left_words(left)} {wanted}")
    return redirect(request.path)
