"""Addresses of Wagtail and wagtail-localize that forget a right: here it is asked for, before they are reached.

They stand before those of `guards.py`, which only ask whose the thing is.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.api.urls import admin_api
from wagtail.admin.auth import require_admin_access
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images import get_image_model
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.images.views.chooser import viewset as image_chooser
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import Translation
from wagtail_localize.views.convert import convert_to_alias
from wagtail_localize.views.update_translations import UpdateTranslationsForm, UpdateTranslationsView

from home.activities.models import ActivityText
from home.pages.admin.guards import LOCALIZE, StaffRequest, View, guard, of_source
from home.pages.translations import pieces_left
from portal.accounts.models import User
from portal.territories.scoping import get_mine, looks_after_everything


def may_publish(user: User, thing: Any) -> bool:
    """Tell whether `user` may show `thing`, a page or a text, to the public without review."""
    if isinstance(thing, Page):
        return page_permission_policy.user_has_permission_for_instance(user, "publish", thing)
    if isinstance(thing, ActivityText):
        return user.has_perm("activities.publish_activitytext")
    return looks_after_everything(user)


class UpdateTranslations(UpdateTranslationsView):
    """Brings translations up to date; publishing them at once is for those who may publish, and for whole ones."""

    def get_form(self) -> UpdateTranslationsForm:
        """Take the choice to publish away from whoever may not, and mind no answer to it."""
        form = super().get_form()
        if not may_publish(self.request.user, self.object.get_source_instance()):
            choice = form.fields["publish_translations"]
            choice.disabled, choice.widget = True, forms.HiddenInput()
        return form

    def form_valid(self, form: UpdateTranslationsForm) -> HttpResponseBase:
        """Publish none that is half in French: its own page does it when all is translated."""
        wanted = form.cleaned_data["publish_translations"]
        form.cleaned_data["publish_translations"] = False
        response = super().form_valid(form)
        if wanted:
            for translation in self.object.translations.filter(enabled=True).select_related("target_locale"):
                self.publish(translation)
        return response

    def publish(self, translation: Translation) -> None:
        """Publish one translation, or say why not."""
        left = pieces_left(translation)
        try:
            if not left:
                translation.save_target(user=self.request.user, publish=True)
        except ValidationError:
            left = 1
        if left:
            told = _("%(language)s : pas publiée, il reste des morceaux à traduire.")
            messages.warning(self.request, told % {"language": translation.target_locale.get_display_name()})


@require_admin_access
def select_format(request: HttpRequest, image_id: int) -> HttpResponseBase:
    """Show a picture to place in a text, when it is one the reader may choose."""
    image = get_mine(get_image_model().objects.all(), pk=image_id)
    if not image_policy.user_has_permission_for_instance(request.user, "choose", image):
        raise Http404
    return image_chooser.select_format_view(request, image_id=image_id)


def facts_of_file(viewset: Any, policy: Any) -> View:
    """Give what the page of a translation asks about one file, when it is one the reader may choose."""
    view = admin_api.wrap_view(viewset.as_view({"get": "detail_view"}))

    @require_admin_access
    def facts(request: HttpRequest, pk: int) -> HttpResponseBase:
        if not policy.user_has_permission_for_instance(
            request.user, "choose", get_mine(viewset.model.objects.all(), pk=pk)
        ):
            raise Http404
        return view(request, pk=pk)

    return facts


@require_admin_access
def back_to_french(request: StaffRequest, page_id: int) -> HttpResponseBase:
    """Show French again in the place of a translation: it changes what the public reads, so whoever may publish does it."""
    if not may_publish(request.user, get_mine(Page.objects.all(), pk=page_id)):
        raise Http404
    return convert_to_alias(request, page_id)


def nowhere(request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
    """Answer 404: Wagtail would list every territory's files here, and none of its own pages asks for them."""
    raise Http404


urlpatterns: list[URLPattern] = [
    path(f"{LOCALIZE}update/<int:translation_source_id>/", guard(UpdateTranslations.as_view(), of_source)),
    path(f"{LOCALIZE}page/<int:page_id>/convert_to_alias/", back_to_french),
    path("admin/images/chooser/<int:image_id>/select_format/", select_format),
    path("admin/api/main/images/<int:pk>/", facts_of_file(ImagesAdminAPIViewSet, image_policy)),
    path("admin/api/main/documents/<int:pk>/", facts_of_file(DocumentsAdminAPIViewSet, document_policy)),
    *(
        path(f"admin/api/main/{files}/{part}", nowhere)
        for files in ("documents", "images")
        for part in ("", "find/")
    ),
]
