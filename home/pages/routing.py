"""Which page an address leads to: the page and those above it in one query, instead of one for each level."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from home.pages.addresses import active_language
from home.pages.models import HomePage, PortalPage
from home.pages.privacy import restricted_itself

#: No page stands deeper below the home page.
MAX_DEPTH = 6


def set_route(request: HttpRequest, path: str) -> None:
    """Tell Wagtail beforehand where `path` (without its language) leads: a page, or nothing.

    With several sites Wagtail finds its way itself.
    """
    roots = Site.get_site_root_paths()
    if len({root.site_id for root in roots}) == 1:
        root = next((root.root_path for root in roots if root.language_code == active_language()), None)
        page = find(root, [part for part in path.split("/") if part]) if root else None
        # Wagtail's own name for what it has found already (Page.route_for_request).
        setattr(request, "_wagtail_route_for_request", RouteResult(page) if page else None)  # noqa: B010


def find(root: str, parts: list[str]) -> Page | None:
    """Give the published page at `parts` below the home page at `root`, with `chain`: itself and those above it."""
    if len(parts) > MAX_DEPTH:
        return None
    if not parts:
        chain: list[Page] = list(_annotated(HomePage).filter(url_path=root))
    else:
        paths = [root + "".join(f"{part}/" for part in parts[:n]) for n in range(len(parts) + 1)]
        slugs = [root.rstrip("/").rpartition("/")[2], *parts]  # these have an index, addresses have none
        chain = list(_annotated(Page).filter(slug__in=slugs, url_path__in=paths).order_by("depth"))
        if len(chain) != len(paths):
            return None
    if not chain or not chain[-1].live:
        return None
    page = _specific(chain[-1])
    page.chain = chain
    page.is_open_to_all = not any(above.is_restricted for above in chain)
    return page


def _annotated(model: type[Page]) -> QuerySet:
    return model.objects.select_related("locale").annotate(is_restricted=restricted_itself())


def _specific(page: Page) -> Page:
    model = page.specific_class
    if isinstance(page, PortalPage) or model is None or not issubclass(model, PortalPage):
        return page if isinstance(page, PortalPage) else page.specific
    return model.objects.select_related("locale", *model.shown_with).get(pk=page.pk)
