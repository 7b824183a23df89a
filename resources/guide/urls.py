"""Addresses of the guide and its tools."""

from django.urls import URLPattern

from resources.guide.book import urls as book
from resources.guide.checks import urls as checks
from resources.guide.exchanges import urls as exchanges
from resources.guide.implementations import urls as implementations
from resources.guide.reading import urls as reading
from resources.guide.tools import urls as tools

urlpatterns: list[URLPattern] = [
    *reading.urlpatterns,
    *book.urlpatterns,
    *checks.urlpatterns,
    *exchanges.urlpatterns,
    *implementations.urlpatterns,
    *tools.urlpatterns,
]
