"""Which pages and banners may be read, and when."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from home.pages.privacy import restricted_anywhere


class NewsQuerySet(PageQuerySet):
    """News, by day."""

    def current(self, day: date) -> NewsQuerySet:
        """Keep the published news whose time has come and is not over on `day`, the newest first."""
        shown = self.live().filter(Q(end_date=None) | Q(end_date__gte=day), date__lte=day)
        return shown.exclude(restricted_anywhere()).order_by("-date", "-first_published_at", "-pk")


NewsPageManager = PageManager.from_queryset(NewsQuerySet)


class BannerQuerySet(models.QuerySet):
    """Banners, by moment."""

    def shown_at(self, moment: datetime) -> BannerQuerySet:
        """Keep the banners put up at `moment`: begun and not yet over."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)
