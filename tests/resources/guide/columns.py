"""A column of the comparison: made at once, and its form in the admin, filled and sent."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from resources.guide.implementations.lines import LINES
from resources.guide.models.implementations import Implementation
from tests.resources.guide.asking import (
    COLUMNS,
)


def published(name: str = "Chambéry", **words: object) -> Implementation:
    words = {"carrier": f"Une maison de santé, {name}."} | words
    return Implementation.objects.create(
        name=name, state="published", settled_on=timezone.localdate(), **words
    )


def form_of(column: Implementation, step: str, **typed: object) -> dict[str, object]:
    column.refresh_from_db()
    words = {name: getattr(column, f"{name}{end}") for name in LINES for end in ("",)}
    words |= {f"{name}_en": getattr(column, f"{name}_en") for name in LINES}
    fixed = {"name": column.name, "position": column.position, "territory": column.territory_id or ""}
    return {"etape": step, "version": column.version} | fixed | words | typed


def post(client: Client, column: Implementation, step: str, **typed: object):
    return client.post(f"{COLUMNS}{column.pk}/", form_of(column, step, **typed), follow=True)
