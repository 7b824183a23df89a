from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuideConfig(AppConfig):
    name = "resources.guide"
    label = "guide"
    verbose_name = _("Guide")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from home.pages.models import HomePage

        # The guide stands under the home page, whose floor does not know this one.
        HomePage.subpage_types = [*HomePage.subpage_types, "guide.GuidePage"]
