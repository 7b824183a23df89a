"""What the pages made of words alone show beside them: whom to call, when they changed, the parts of the statement."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from home.pages.models import AccessibilityPage, LegalPage, NeedPage
from home.pages.now import Now
from portal.when import date_words


def need_face(page: NeedPage, request: HttpRequest) -> dict[str, Any]:
    """Give the doors one may push: those of the territory the page stands in, or all. Two queries."""
    now, above = Now(request), page.url_path.strip("/").split("/")[:-1]
    territory = next((p.territory for p in now.places.values() if p.territory.slug in above), None)
    return {"doors": now.doors(territory, dedicated=True)}


def legal_face(page: LegalPage, request: HttpRequest) -> dict[str, Any]:
    """Give the day of the last change in words."""
    changed = page.last_published_at
    return {"changed_words": date_words(timezone.localdate(changed), year=True) if changed else ""}


def accessibility_face(page: AccessibilityPage, request: HttpRequest) -> dict[str, Any]:
    """Give the parts of the statement that are filled in, under the titles the law gives them, and its dates."""
    titles = {
        "failures": _("Ce qui ne va pas encore"),
        "derogations": _("Dérogations"),
        "out_of_scope": _("Contenus non soumis à l’obligation"),
        "technologies": _("Techniques utilisées"),
        "environments": _("Avec quoi nous avons essayé"),
        "tested_pages": _("Pages vérifiées"),
        "contact": _("Nous écrire"),
        "appeal": _("Si nous ne répondons pas"),
    }
    return {
        "sections": [
            {"key": name, "title": title, "text": text}
            for name, title in titles.items()
            if (text := getattr(page, name))
        ],
        "stated_words": date_words(page.stated_on, year=True),
        "audited_words": date_words(page.audited_on, year=True) if page.audited_on else "",
    }
