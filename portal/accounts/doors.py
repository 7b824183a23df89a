"""The sign-in pages of other parts: closed, each leads to the portal's own, the only one that asks for both factors."""

from allauth.account.utils import passthrough_next_redirect_url
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache


@never_cache
def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the portal's sign-in page, whatever was sent; keep `next` when it stays on the portal."""
    return redirect(passthrough_next_redirect_url(request, reverse("account_login"), REDIRECT_FIELD_NAME))


#: Before Wagtail's admin.
urlpatterns = [path("admin/login/", to_sign_in), path("django-admin/login/", to_sign_in)]
#: Before Wagtail's pages, in every language.
page_patterns = [path("_util/login/", to_sign_in)]
