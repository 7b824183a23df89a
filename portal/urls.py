"""Every address of the portal. French path words, in every language; Wagtail's pages come last."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home.activities.urls import feed_patterns
from home.pages.admin import closed, guards
from portal import views
from portal.accounts import doors
from resources.directory.api.endpoints import api

urlpatterns = [
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    *doors.urlpatterns,
    *closed.urlpatterns,
    *guards.urlpatterns,
    # Wagtail's choosers break on what is no number.
    re_path(r"admin/.+/chosen/(?!\d+/$)[^/]+/$", views.unknown),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", api.urls),
    re_path(r"^api/", views.unknown),
    path("documents/", include(wagtaildocs_urls)),
    *feed_patterns,
    # In production nginx answers /media/ itself and this line is never reached.
    re_path(r"^media/(?P<path>.*)$", views.media, name="media"),
]

urlpatterns += i18n_patterns(
    path("styleguide/", views.styleguide, name="styleguide"),
    path("compte/", include("portal.accounts.urls")),
    path("", include("search.urls")),
    path("", include("home.activities.urls")),
    path("", include("resources.directory.urls")),
    path("", include("resources.guide.urls")),
    path("", include("home.pages.urls")),
    *doors.page_patterns,
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler400 = "portal.views.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler500 = "portal.views.server_error"
