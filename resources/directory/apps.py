from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "resources.directory"
    label = "directory"
    verbose_name = _("Ressources")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from home.activities import sheet
        from home.pages.models import HomePage
        from portal.accounts.sealed import KEEPERS
        from resources.directory import names, signals, sitemap  # noqa: F401 -- importing them registers what they hold
        from resources.directory.sheet import KIND, LETTER
        from resources.directory.upkeep.sealing import KEEPER

        sheet.provide(LETTER, KIND)
        sitemap.provide()
        KEEPERS.append(KEEPER)
        # Pages of need stand under the home page, whose floor does not know this one.
        HomePage.subpage_types = [*HomePage.subpage_types, "directory.HelpPage"]
