"""Words made equal change what every search gives: pages made before are made anew."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from portal.territories import content_version
from search.models import Synonyms


@receiver([post_save, post_delete], sender=Synonyms)
def renew_pages(**_kwargs: Any) -> None:
    """Raise the version of the contents."""
    content_version.bump(frame=False)
