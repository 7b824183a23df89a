"""The pages an editor writes: home, territory, place, news, need, text and legal pages; and the urgent banner."""

from home.pages.models.accessibility import AccessibilityPage
from home.pages.models.banner import Banner
from home.pages.models.base import PortalPage
from home.pages.models.home import HomePage, WayOn
from home.pages.models.legal import LegalPage
from home.pages.models.need import NeedPage
from home.pages.models.news import NewsIndexPage, NewsPage
from home.pages.models.place import PlacePage, PlacePhoto
from home.pages.models.territory import TerritoryPage

__all__ = [
    "AccessibilityPage",
    "Banner",
    "HomePage",
    "LegalPage",
    "NeedPage",
    "NewsIndexPage",
    "NewsPage",
    "PlacePage",
    "PlacePhoto",
    "PortalPage",
    "TerritoryPage",
    "WayOn",
]
