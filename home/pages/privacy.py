"""Pages an editor keeps for some readers only: never in a list, and checked by Wagtail when asked for."""

from __future__ import annotations

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import PageViewRestriction


def restricted_itself() -> Exists:
    """Say of each page whether a restriction is set on it, or on the page it is an alias of; not on those above."""
    on_it = Q(page=OuterRef("pk")) | Q(page=OuterRef("alias_of"))
    return Exists(PageViewRestriction.objects.filter(on_it))


def restricted_anywhere() -> Exists:
    """Say of each page whether a restriction is set on it or above it; part of the same query, always fresh."""
    text = CharField()
    above = PageViewRestriction.objects.annotate(
        asked=ExpressionWrapper(OuterRef("path"), output_field=text),
        source=ExpressionWrapper(OuterRef("alias_of__path"), output_field=text),
    )
    return Exists(above.filter(Q(asked__startswith=F("page__path")) | Q(source__startswith=F("page__path"))))
