from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuideConfig(AppConfig):
    name = "resources.guide"
    label = "guide"
    verbose_name = _("Guide")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from home.pages.models import HomePage
        from portal.accounts.sealed import KEEPERS
        from resources.guide import sitemap, touches  # noqa: F401 -- importing them registers what they hold
        from resources.guide.book import signals  # noqa: F401
        from resources.guide.checks import guard
        from resources.guide.documents import provide_guide
        from resources.guide.exchanges import sealing
        from resources.guide.tools import touches as tool_touches  # noqa: F401
        from resources.guide.tools.documents import provide_tools

        sitemap.provide()
        provide_guide()
        provide_tools()
        guard.watch(self)
        KEEPERS.extend(sealing.KEEPERS)
        # The guide stands under the home page, whose floor does not know this one.
        HomePage.subpage_types = [*HomePage.subpage_types, "guide.GuidePage"]
